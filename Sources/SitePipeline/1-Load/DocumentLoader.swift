import DataFormats
import Diagnostics
import Digests
import Files
import MarkdownEngine
import Models

/// Reads and parses the Markdown files, in parallel. Hot: one read, one split, one parse for each.
struct DocumentLoader: Sendable {
  private let options: BuildOptions
  /// By collection: of each field that may be read from the first heading, the keys that are asked before it.
  private let titleKeys: [[[[String]]]]
  private let collections: [EntryCollection]
  private let components: Set<String>
  private let highlighter: CodeHighlighter?
  /// By collection: of those, of the languages of code, and of what is asked before a heading.
  private let readingDigests: [Digest]
  private let cache: DocumentCache
  private let store: DocumentStore
  private let index: CacheIndex

  init(
    _ options: BuildOptions, components: Set<String>, _ highlighting: SiteHighlighting, _ models: ModelSet,
    _ collections: [EntryCollection], _ cache: DocumentCache
  ) {
    self.options = options
    self.cache = cache
    store = cache.documents
    index = store.index
    self.components = components
    highlighter = highlighting.highlighter
    let titleKeys = collections.map { Self.titleKeys(of: models[$0.model]) }
    self.titleKeys = titleKeys
    let componentsDigest = Self.digest(ofComponents: components).mixed(with: highlighting.digest)
    readingDigests = titleKeys.map { keys in
      var writer = CacheWriter()
      writer.put(keys) { $0.put($1) { $0.put($1) { $0.put($1) } } }
      return componentsDigest.mixed(with: Digest(of: writer.bytes))
    }
    self.collections = collections
  }

  /// What stands for the components that texts may call.
  static func digest(ofComponents names: Set<String>) -> Digest {
    Digest(of: Array(names.sorted().joined(separator: " ").utf8))
  }

  /// Of each field that may be read from the first heading, the keys that are asked before it.
  static func titleKeys(of model: Model) -> [[[String]]] {
    model.fields.compactMap { field in
      guard let position = field.sources.firstIndex(of: .heading) else { return nil }
      return field.sources[..<position].compactMap { if case .key(let path) = $0 { path } else { nil } }
    }
  }

  /// In the order of `files`; a file that can't be read as text is reported and left out.
  func load(
    _ files: [ContentListing.MarkdownFile], _ known: KnownDocuments = KnownDocuments()
  ) -> (documents: [Document], problems: [Diagnostic]) {
    let seen = cache.seen?.digests(of: files)
    let results = Parallel.map(files.count, jobs: options.jobs) { index in
      known.document(for: files[index], readingDigests[files[index].collection]).map { .success($0) }
        ?? load(files[index], seen.map { $0[index] })
    }
    var documents: [Document] = []
    documents.reserveCapacity(results.count)
    var problems: [Diagnostic] = []
    for result in results {
      switch result {
      case .success(let document): documents.append(document)
      case .failure(let problem): problems.append(problem.diagnostic)
      }
    }
    return (documents, problems)
  }

  /// Reads one document again; nothing when it can't be read any more, or not as text.
  func reload(_ document: Document) -> Document? {
    guard FileSystem.kind(options.site + "/content/" + document.path) == .file else { return nil }
    return try? load(document.file, nil).get()
  }

  private struct Problem: Error {
    let diagnostic: Diagnostic
  }

  /// A file, and what its bytes are.
  private struct Found {
    let file: ContentListing.MarkdownFile
    /// As it is printed.
    let shown: String
    let digest: Digest
  }

  /// `seen` says what it held, if this run has looked at it.
  private func load(_ file: ContentListing.MarkdownFile, _ seen: Digest??) -> Result<Document, Problem> {
    let shown = String(joining: "content/", file.path)
    if let digest = seen ?? digest(of: shown, at: options.site + "/" + shown),
      let document = cached(Found(file: file, shown: shown, digest: digest))
    {
      return .success(document)
    }
    let bytes: [UInt8]
    do { bytes = try FileSystem.read(options.site + "/" + shown) } catch {
      return .failure(
        Problem(
          diagnostic: Diagnostic(
            .fileUnreadable, "this file can't be read: \(error.reason)", at: Location(path: shown),
            help: ["make it readable, or give it a name that begins with `_` to leave it out"])))
    }
    let found = Found(file: file, shown: shown, digest: Digest(of: bytes))
    if let document = cached(found) { return .success(document) }
    let source = SourceFile(path: shown, bytes: bytes)
    let scan = TextScan(bytes)
    if let problem = TextEncoding.problem(in: source, scan) { return .failure(Problem(diagnostic: problem)) }
    return .success(parsed(found, source, scan))
  }

  /// What a file holds by its stamp.
  private func digest(of shown: String, at path: String) -> Digest? {
    FileSystem.stamp(path)?.settled(at: cache.started).flatMap { cache.times.digest(of: shown, $0) }
  }

  /// The document as an earlier run has parsed it, if this one would parse it in the same way.
  private func cached(_ found: Found) -> Document? {
    let digest = found.digest.mixed(with: readingDigests[found.file.collection])
    return store.document(digest, path: found.shown, in: index).map {
      document(found, $0, $1, isParsed: false)
    }
  }

  private func parsed(_ found: Found, _ source: SourceFile, _ scan: TextScan) -> Document {
    let bytes = source.bytes
    let matter = FrontMatter.split(source)
    let parsed = MarkdownEngine.parse(
      source, in: matter.bodyStart..<bytes.count,
      options: MarkdownOptions(
        takesTitle: takesTitle(found.file, matter), components: components, highlighter: highlighter))
    let (known, record) = store.keep(
      DocumentParse(
        path: source.path, source: bytes, frontMatter: matter,
        frontMatterDigest: Digest(of: bytes, 0..<matter.bodyStart), body: parsed.body,
        diagnostics: matter.diagnostics + parsed.diagnostics
          + controlCharacter(in: source, scan, matter, parsed.body)))
    return document(found, known, record, isParsed: true)
  }

  private func document(
    _ found: Found, _ parse: CachedDocument, _ record: DocumentStore.Record?, isParsed: Bool
  ) -> Document {
    let file = found.file
    let below = collections[file.collection].pathBelow(file.place)
    let stem = FilePath.stem(of: file.place)
    let isIndex = stem == "index"
    let folder = FilePath.folder(of: below)
    let entryPath = isIndex ? folder : FilePath.joined(folder, stem)
    let (site, shown, kept) = (options.site, found.shown, parse.body.source)
    return Document(
      source: SourceFile(
        path: shown, reading: { kept?.bytes ?? (try? FileSystem.read(site + "/" + shown)) ?? [] }),
      file: file,
      components: components, entryPath: entryPath, stem: isIndex ? FilePath.name(of: entryPath) : stem,
      isBundle: isIndex && !file.isCollectionText && !folder.isEmpty, frontMatter: parse.frontMatter,
      body: parse.body, diagnostics: parse.diagnostics, fileDigest: found.digest,
      readingDigest: readingDigests[file.collection], frontMatterDigest: parse.frontMatterDigest,
      record: record, isParsed: isParsed)
  }

  /// The first character that feeds will leave out, as it is or by its number.
  private func controlCharacter(
    in source: SourceFile, _ scan: TextScan, _ matter: FrontMatter, _ body: MarkdownBody
  ) -> [Diagnostic] {
    if matter.diagnostics.contains(where: { $0.code == .fileControlCharacter }) { return [] }
    if let found = OutsideXML.diagnostic(scan, in: source) { return [found] }
    let bytes = source.bytes
    guard
      let (scalar, span) = MarkdownEngine.firstReference(
        in: bytes, matter.bodyStart..<bytes.count, to: OutsideXML.contains),
      TextScan(body.html).firstOutsideXML != nil
    else { return [] }
    return [OutsideXML.diagnostic(scalar, in: source, span)]
  }

  /// Whether a model's field is read from the first heading and nothing before it says its value.
  private func takesTitle(_ file: ContentListing.MarkdownFile, _ matter: FrontMatter) -> Bool {
    Self.takesTitle(matter.root, titleKeys[file.collection])
  }

  static func takesTitle(_ root: DataNode?, _ titleKeys: [[[String]]]) -> Bool {
    titleKeys.contains { paths in !paths.contains { says(root, $0) } }
  }

  private static func says(_ root: DataNode?, _ path: [String]) -> Bool {
    guard let node = root?.node(at: path) else { return false }
    if case .scalar(let scalar) = node.content { return scalar.kind != .null && !scalar.text.isEmpty }
    return true
  }
}
