package import Diagnostics
import Digests
import Files
import MarkdownEngine
import Models
import TemplateEngine

/// What links can lead to: pages by URL, files by path, documents of `content/` by path.
struct LinkTargets: Sendable {
  /// Something of the site that a link may mean.
  struct Target: Sendable {
    /// Below the site's root, decoded.
    let path: String
    /// The document whose headings are on the page; nothing where templates alone make it.
    let document: Int?
  }

  /// Why a destination leads nowhere.
  struct Failure: Error {
    let code: DiagnosticCode
    let message: String
    let help: String
  }

  private var site: CheckedSite
  private let basePath: String
  /// By URL, decoded, and for the home page by its file too: the document whose headings are on the page, or -1.
  private var pages: [String: Int32] = [:]
  private let fileOutputs: [String: String]
  private let publishedFiles: Set<String>
  private let languages: ContentLanguages
  /// Name of a page that is left out, as its URL would end → index of the document.
  private var leftOut: [String: Int] = [:]
  /// By document: the page's path below the root, decoded.
  private var pagePaths: [String?]
  /// By collection: whether an entry of it has a page.
  private var havePages: [Bool]
  /// By document: the URL of its page.
  private var pageMarkup: [PageMarkup?]
  private let suggestions: LazySuggestions
  /// The files among them that are pictures.
  let pictures: PublishedPictures

  init(_ site: CheckedSite, _ planned: [PlannedPage], _ files: PublishedFiles, _ entryURLs: [String?]) {
    self.site = site
    let url = site.loaded.config.url
    basePath = URLPath.decoded(url.basePath)
    fileOutputs = files.outputs
    languages = site.loaded.languages
    pagePaths = Array(repeating: nil, count: site.loaded.documents.count)
    havePages = Array(repeating: false, count: site.loaded.collections.count)
    pageMarkup = Array(repeating: nil, count: site.loaded.documents.count)
    let isHTML = site.theme.routes.map { $0.kind == .html }
    pages.reserveCapacity(planned.count)
    for page in planned {
      var document: Int?
      if case .route(let number, _) = page.content, isHTML[number], let entry = page.entry {
        document = site.entries[entry.index].document
        if let document, let own = entryURLs[entry.index], own == page.url {
          pagePaths[document] = page.path.url
          havePages[site.entries[entry.index].collection] = true
          pageMarkup[document] = PageMarkup(local: own, origin: url.origin)
        }
      }
      let number = document.flatMap { Int32(exactly: $0) } ?? -1
      pages[page.path.url] = number
      // Other files are found by their URLs.
      if page.path.url.isEmpty { pages[page.path.file] = number }
    }
    publishedFiles = Set(files.files.lazy.map(\.output))
    suggestions = LazySuggestions(planned, files.files)
    pictures = PublishedPictures(files, site.loaded)
    for entry in site.entries where entry.publication.reason != nil {
      leftOut[FilePath.name(of: entry.ownPath ?? entry.slug).lowercased()] = entry.document
    }
  }

  /// Makes addresses known that lead on to others.
  mutating func add(_ moved: [PagePath]) {
    for path in moved { pages[path.url] = -1 }
  }

  /// Stands for all that decides where a link to a page or a file leads, so that one that led there leads there still.
  /// `planned` are all pages, those too that lead on to others. Hot, where little has changed.
  func digest(_ planned: [PlannedPage], _ files: [PlannedFile], jobs: Int) -> Digest {
    // On as many threads as there are, and the same on any number of them.
    let size = 1024
    func parts(of count: Int, _ write: @Sendable (inout CacheWriter, Int) -> Void) -> [Digest] {
      Parallel.map((count + size - 1) / size, jobs: jobs) { part in
        var writer = CacheWriter()
        for index in part * size..<min((part + 1) * size, count) { write(&writer, index) }
        return writer.digest
      }
    }
    // Taken out of the site, as threads would wait for each other to count who holds it.
    let (documents, entries, pagePaths) = (site.loaded.documents, site.entries, pagePaths)
    let ofPages = parts(of: planned.count) { writer, index in
      writer.put(planned[index].path.url)
      writer.put(planned[index].path.isFolder)
      writer.put(planned[index].entry?.index ?? -1)
    }
    let ofDocuments = parts(of: documents.count) { writer, number in
      let document = documents[number]
      writer.put(document.name)
      writer.put(entries[number].publication == .published)
      writer.put(pagePaths[number] ?? "")
      writer.put(document.body.ids.digest)
    }
    var writer = CacheWriter()
    writer.put(CacheIndex.identity)
    let config = site.loaded.config
    writer.put(Digest(of: config.source.bytes))
    writer.put(config.url.origin)
    writer.put(config.url.basePath)
    for (count, parts) in [(planned.count, ofPages), (site.loaded.documents.count, ofDocuments)] {
      writer.put(count)
      writer.put(parts) { $0.put($1) }
    }
    writer.put(files) { writer, file in
      writer.put(file.shownAs)
      writer.put(file.output)
    }
    for anchor in site.theme.anchors.sorted() { writer.put(anchor) }
    return writer.digest
  }

  /// The same targets in a later run, in which each page is where it was.
  func moved(to site: CheckedSite) -> LinkTargets {
    var targets = self
    targets.site = site
    return targets
  }

  /// Where the page of a document is, to resolve relative links against; nothing when it has none.
  func pagePath(of document: Int) -> String? { pagePaths[document] }

  /// The URL of a target that is the page of a document.
  func page(at target: Target) -> PageMarkup? {
    guard let document = target.document, pagePaths[document] == target.path else { return nil }
    return pageMarkup[document]
  }

  /// The URL that an internal destination means, written in a file of the folder `folder` of `content/` whose
  /// page is at `pagePath`, in a language. The fragment and the query are the caller's.
  func resolve(
    _ path: String, in folder: @autoclosure () -> String, pagePath: String?, isImage: Bool,
    language: Int
  ) -> Result<Target, Failure> {
    let decoded = URLPath.decoded(path)
    // Zola writes the root of its content folder as `@/`.
    let isZola = decoded.utf8.first == UInt8(ascii: "@") && decoded.hasPrefix("@/")
    let isRooted = isZola || decoded.utf8.first == UInt8(ascii: "/")
    let written = isZola ? String(decoded.dropFirst(2)) : decoded
    let inContent = URLPath.resolve(written, in: isRooted ? "" : folder())
    // What ends in a slash is no file.
    if let inContent, inContent.utf8.last != UInt8(ascii: "/") {
      // Zola and Hugo call the text of a folder `_index.md`.
      let isSection = FilePath.name(of: inContent) == "_index.md"
      let path = isSection ? FilePath.joined(FilePath.folder(of: inContent), "index.md") : inContent
      if let document = document(at: path, language) { return page(ofDocument: document) }
      if let output = fileOutputs[inContent] ?? languages.mirrored(inContent).flatMap({ fileOutputs[$0] }) {
        return .success(Target(path: output, document: nil))
      }
    }
    let inSite =
      isRooted ? inContent : URLPath.resolve(written, in: FilePath.folder(of: pagePath ?? folder() + "/"))
    if let inSite, let target = published(inSite) {
      if isImage, Self.isOfHTML(target.path) {
        return .failure(
          Failure(
            code: .linkBrokenImage, message: "`\(path)` is a page, and no picture",
            help: "name a file, relative to this one or from `/`"))
      }
      return .success(target)
    }
    if inContent == nil, ["md", "markdown"].contains(FilePath.suffix(of: written)) {
      return .failure(
        Failure(
          code: .linkBroken, message: "`\(path)` leaves `content/`",
          help: "write one `../` less, or begin at `content/` with `/`"))
    }
    guard let inSite = inSite ?? inContent else {
      return .failure(
        Failure(
          code: .linkBroken, message: "`\(path)` leaves the site",
          help: "a link of the site stays below its root"))
    }
    if isRooted, basePath != "/", ("/" + inSite).hasPrefix(basePath),
      published(String(Substring(inSite.utf8.dropFirst(basePath.utf8.count - 1)))) != nil
    {
      return .failure(
        Failure(
          code: .linkBroken, message: "`\(path)` says the base path of the site",
          help: "leave `\(basePath)` out: Presstime puts it before every link"))
    }
    return .failure(broken(path, inContent ?? inSite, inSite, isImage: isImage))
  }

  /// The document that a path means in a text of some language. One that says its language, or that is there in one
  /// language alone, is itself; else it is the version of that language, or of the default one.
  private func document(at path: String, _ language: Int) -> Int? {
    if languages.isOne { return site.loaded.numbers[path] }
    let place = languages.place(of: path)
    if place.language != nil, let document = site.loaded.numbers[path] { return document }
    // A name that says its language means no other.
    guard FilePath.stem(of: place.path) == FilePath.stem(of: path),
      let versions = site.loaded.versions.documents(at: place.path)
    else { return nil }
    let (own, main) = (versions[language], versions[0])
    let isOwn =
      own >= 0 && (main < 0 || (site.entries[own].publication == .published && pagePaths[own] != nil))
    return isOwn ? own : main >= 0 ? main : nil
  }

  /// Whether what is at this URL is HTML: other pages and files have names with another suffix.
  private static func isOfHTML(_ url: String) -> Bool {
    url.isEmpty || url.hasSuffix("/") || url.hasSuffix(".html")
  }

  private func published(_ path: String) -> Target? {
    if let target = page(path) ?? page(withFile: path) ?? page(path + "/") { return target }
    if publishedFiles.contains(path) { return Target(path: path, document: nil) }
    // A folder that was copied with a page in it.
    let folder = path.isEmpty || path.hasSuffix("/") ? path : path + "/"
    return publishedFiles.contains(folder + "index.html") ? Target(path: folder, document: nil) : nil
  }

  /// The page at a URL. Its path is as the page has it: an equal one may have other bytes.
  private func page(_ path: String) -> Target? {
    guard let index = pages.index(forKey: path) else { return nil }
    let (url, document) = pages[index]
    return Target(path: url, document: document < 0 ? nil : Int(document))
  }

  /// The page that is written to `posts/a/index.html`: that of the folder.
  private func page(withFile path: String) -> Target? {
    let name = "/index.html".utf8
    guard path.utf8.count > name.count, path.utf8.suffix(name.count).elementsEqual(name),
      let page = page(String(Substring(path.utf8.dropLast(name.count - 1))))
    else { return nil }
    return Target(path: path, document: page.document)
  }

  private func page(ofDocument index: Int) -> Result<Target, Failure> {
    if let url = pagePaths[index] { return .success(Target(path: url, document: index)) }
    let entry = site.entries[index]
    let name = site.loaded.documents[index].shownAs
    if let reason = entry.publication.reason {
      return .failure(
        Failure(
          code: .linkUnpublished, message: "`\(name)` is not published: it is \(reason)",
          help: Self.mend(entry.publication)))
    }
    let collection = site.loaded.collections[entry.collection].name
    if havePages[entry.collection] {
      return .failure(
        Failure(
          code: .linkBroken, message: "`\(name)` has no page: the route of `\(collection)` leaves it out",
          help: "look at the filters in the route's `{% each %}`, or remove the link"))
    }
    return .failure(
      Failure(
        code: .linkBroken,
        message: "`\(name)` has no page: no route makes one for each of `\(collection)`",
        help: "add a route for the collection to the theme"))
  }

  private static func mend(_ publication: Publication) -> String {
    switch publication {
    case .draft: "remove the link until it is, or build with `--drafts`"
    case .future: "remove the link until it is, or build with `--future`"
    case .expired: "remove the link, or move its `expiresAt`"
    case .incomplete, .published: "mend that file, or remove the link"
    }
  }

  private func broken(_ written: String, _ inContent: String, _ inSite: String, isImage: Bool) -> Failure {
    let isDocument = ["md", "markdown"].contains(FilePath.suffix(of: inSite))
    if isDocument {
      return Failure(
        code: .linkBroken, message: "there is no file `content/\(inContent)`",
        help: suggestions.all.nearest(to: inContent, among: site.loaded.numbers.keys.lazy.map { $0 })
          .map { "did you mean `/\($0)`?" }
          ?? "link to a Markdown file of `content/`, relative to this one or from `/`")
    }
    let name = FilePath.name(of: inSite.hasSuffix("/") ? String(inSite.dropLast()) : inSite).lowercased()
    if !isImage, let document = leftOut[name],
      case .failure(let failure) = page(ofDocument: document)
    {
      return failure
    }
    if let unpublished = unpublished(inContent) { return unpublished }
    let nearest = (isImage ? suggestions.pictures : suggestions.all).nearest(to: inSite)
    if isImage {
      return Failure(
        code: .linkBrokenImage, message: "there is no picture `\(written)`",
        help: nearest.map { "did you mean `/\($0)`?" } ?? "put it at `content/\(inContent)`")
    }
    return Failure(
      code: .linkBroken, message: "there is no page `/\(inSite)`",
      help: nearest.map { "did you mean `/\($0)`?" }
        ?? Self.otherSite(written)
        ?? "link to a page of this site, or write the whole address of another's")
  }

  /// A file of `content/` with a name that is left out.
  private func unpublished(_ path: String) -> Failure? {
    guard let part = path.split(separator: "/").first(where: { $0.hasPrefix("_") || $0.hasPrefix(".") }),
      FileSystem.kind(site.loaded.options.site + "/content/" + path) == .file
    else { return nil }
    return Failure(
      code: .linkBroken,
      message: "`content/\(path)` is not published: names that begin with `\(part.prefix(1))` are not",
      help: "give it another name")
  }

  /// `erlang.org/doc` is a host without its scheme.
  private static func otherSite(_ written: String) -> String? {
    let host = written.prefix { $0 != "/" }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, !labels.contains(""), host.utf8.count < written.utf8.count,
      let last = labels.last, last.utf8.count >= 2,
      last.utf8.allSatisfy({ $0.isASCIILetter })
    else { return nil }
    return "for another site write `https://\(written)`"
  }

  /// What can be said of an address that nothing has.
  func missingPage(at path: String) -> MissingPage {
    let name = FilePath.name(of: path.hasSuffix("/") ? String(path.dropLast()) : path).lowercased()
    let entry = leftOut[name].map { (site.loaded.documents[$0].source.path, site.entries[$0].publication) }
    return MissingPage(
      reason: entry.flatMap { source, publication in
        publication.reason.map { "`\(source)` is not published: it is \($0)" }
      },
      nearest: suggestions.all.nearest(to: path))
  }

  /// Whether a fragment names something on the page.
  func hasAnchor(_ fragment: String, on target: Target) -> Bool {
    guard let document = target.document else { return true }
    let decoded = URLPath.decoded(URLReference.idPart(of: fragment))
    if decoded.isEmpty || decoded == "top" { return true }
    return site.loaded.documents[document].body.ids.contains(decoded)
      || site.theme.anchors.contains(decoded)
  }

  /// What is wrong with a fragment that names nothing on a page; each id is looked at for a suggestion.
  func missingAnchor(
    _ fragment: String?, on target: Target, isOwn: Bool = false, suggests: Bool = true
  ) -> Failure? {
    guard let fragment, !hasAnchor(fragment, on: target) else { return nil }
    let anchors = target.document.map { site.loaded.documents[$0].body.ids.anchors } ?? []
    let page = isOwn ? "this page" : "`/\(target.path)`"
    return Failure(
      code: .linkBrokenAnchor, message: "\(page) has no heading or id `\(fragment)`",
      help: (suggests ? Suggestion.nearest(to: fragment, among: anchors) : nil).map {
        "did you mean `#\($0)`?"
      }
        ?? (anchors.isEmpty
          ? "there are no headings on it"
          : "ids there are " + anchors.prefix(8).map { "`#\($0)`" }.joined(separator: ", ")))
  }
}

extension DiagnosticCode {
  /// A link to a page or file that does not exist.
  package static let linkBroken = DiagnosticCode("link.broken")
  /// A link to a heading or id that the page does not have.
  package static let linkBrokenAnchor = DiagnosticCode("link.broken-anchor")
  /// A picture that does not exist.
  package static let linkBrokenImage = DiagnosticCode("link.broken-image")
  /// A link from a published entry to one that is left out.
  package static let linkUnpublished = DiagnosticCode("link.unpublished")
}
