import DataSources
package import Diagnostics
import Files
import Models

/// What lies in `content/`: which files are Markdown, of which collection, and which are published as they are.
struct ContentListing {
  /// A Markdown file, and the collection that its folder belongs to.
  struct MarkdownFile: Sendable, Equatable {
    let path: String
    /// The path without its language.
    let place: String
    /// Index into the site's languages.
    let language: Int
    let collection: Int
    let isCollectionText: Bool

    /// Whether its name may say a language: `hello.fr.md`. Hot.
    fileprivate var hasDotInStem: Bool {
      var place = place
      return place.withUTF8 { bytes in
        var (index, dots) = (bytes.count, 0)
        while index > 0, case let byte = unsafe bytes[index - 1], byte != UInt8(ascii: "/") {
          if byte == UInt8(ascii: ".") { dots += 1 }
          index -= 1
        }
        return dots > 1
      }
    }
  }

  private(set) var markdown: [MarkdownFile] = []
  /// Files that are no Markdown, each with the collection that its folder belongs to.
  private(set) var files: [(path: String, collection: Int)] = []
  /// Files and folders whose names say that they are no part of the site.
  private(set) var leftOut: [String] = []
  private(set) var collections: [EntryCollection] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// By collection that is a source: Markdown in the folder of its name.
  private var misplaced: [Int: [String]] = [:]
  private var folders: Set<String> = [""]
  private let languages: ContentLanguages

  /// Lists the folder, unless its `known` tree is given.
  init(_ options: BuildOptions, _ config: SiteConfig, _ models: ModelSet, _ known: FileTree? = nil) {
    languages = ContentLanguages(config)
    let tree = known ?? Self.tree(options)
    diagnostics += tree.diagnostics
    leftOut = tree.leftOut
    addFolders(of: languages.isOne ? tree.files : tree.files.map { languages.place(of: $0).path })
    declareCollections(config, models)
    for path in tree.files where path != "site.toml" && path != "sources.lock" { add(path) }
    reportMisplaced()
    reportUndeclared()
  }

  /// The files of `content/`.
  static func tree(_ options: BuildOptions) -> FileTree {
    FileTree(of: options.site + "/content", shownAs: "content", boundary: options.site) { name in
      // `.well-known` is part of the web (RFC 8615).
      (name.hasPrefix(".") && name != ".well-known") || name.hasPrefix("_") || name.hasSuffix("~")
    }
  }

  /// Hot.
  static func isMarkdown(_ path: String) -> Bool {
    var path = path
    let isPlain = path.withUTF8 { bytes in
      let end = bytes.count
      return unsafe end > 3 && bytes[end - 3] == UInt8(ascii: ".") && bytes[end - 2] == UInt8(ascii: "m")
        && bytes[end - 1] == UInt8(ascii: "d")
    }
    // Nearly all are written so, and hidden ones are left out.
    return isPlain || ["md", "markdown"].contains(FilePath.suffix(of: path))
  }

  private mutating func addFolders(of paths: [String]) {
    var last = ""
    for path in paths {
      let folder = FilePath.folder(of: path)
      // Neighbours lie in one folder.
      if folder != last { addFolders(above: folder) }
      last = folder
    }
  }

  private mutating func addFolders(above folder: String) {
    var folder = folder
    while !folder.isEmpty, folders.insert(folder).inserted { folder = FilePath.folder(of: folder) }
  }

  private mutating func declareCollections(_ config: SiteConfig, _ models: ModelSet) {
    for declared in config.collections {
      if let folder = declared.folderSpan, !folders.contains(declared.folder) {
        diagnostics.append(
          Diagnostic(
            .siteUnknownFolder, "there is no folder `content/\(declared.folder)` with files in it",
            in: config.source,
            folder, help: Suggestion.sentence(for: declared.folder, among: folders.sorted().dropFirst())))
      }
      let model = model(declared.model, declared.modelSpan, config, models)
      let location = declared.declaration.map { Location(config.source, $0) }
      let collection = EntryCollection(
        name: declared.name, folder: declared.folder, model: model, order: declared.order,
        exclude: declared.exclude, declaration: location)
      if let twin = collections.first(where: { $0.folder == collection.folder }) {
        diagnostics.append(
          Diagnostic(
            .siteSharedFolder,
            "`\(twin.name)` and `\(collection.name)` are both the folder `content/\(twin.folder)`",
            at: location ?? twin.declaration,
            help: ["give one of them another `folder`, or make one collection of the two"]))
      }
      collections.append(collection)
    }
    declareSources(config, models)
    collections.append(
      EntryCollection(
        name: EntryCollection.pagesName, folder: "", model: .page,
        order: ConfigReader.defaultOrder(ofModel: "Page"),
        exclude: [], declaration: nil))
    checkOrders(config, models)
  }

  private mutating func declareSources(_ config: SiteConfig, _ models: ModelSet) {
    for (number, source) in config.sources.enumerated() where source.settings.shape == .entries {
      // What another collection says is its folder is not this one's too.
      let isFree = !collections.contains { $0.folder == source.name }
      collections.append(
        EntryCollection(
          name: source.name, folder: isFree ? source.name : "/" + source.name,
          model: model(source.settings.model, source.modelSpan, config, models), order: source.order,
          exclude: [], declaration: source.settings.declaration, source: number))
    }
  }

  /// The model called `name`; `Post` for one that is unknown, which is reported.
  private mutating func model(
    _ name: String, _ span: Span?, _ config: SiteConfig, _ models: ModelSet
  ) -> ModelID {
    if let model = models.id(of: name) { return model }
    diagnostics.append(
      Diagnostic(
        .siteUnknownModel, "there is no model `\(name)`", in: config.source, span ?? .fileStart,
        help: Suggestion.sentence(for: name, among: models.names)
          ?? "declare it as `[models.\(name)]`; models are "
          + models.names.map { "`\($0)`" }.joined(separator: ", ")))
    return .post
  }

  private mutating func reportMisplaced() {
    for (number, paths) in misplaced.sorted(by: { $0.key < $1.key }) {
      let collection = collections[number]
      diagnostics.append(
        Diagnostic(
          .sourceFolder,
          "`\(collection.name)` is a source, and there \(paths.count == 1 ? "is a text" : "are \(paths.count) texts") in `content/\(collection.folder)/`",
          at: Location(path: "content/" + (paths.first ?? "")),
          help: [
            "move what is no item of the source to another folder, or give the source another name; only `index.md` "
              + "belongs here, as the collection's own text"
          ]))
    }
  }

  private mutating func checkOrders(_ config: SiteConfig, _ models: ModelSet) {
    for collection in collections {
      let fields = models[collection.model].fields.filter { CollectionOrder.isSortable($0) }.map(\.name)
      for key in collection.order where key.field != "path" && !fields.contains(key.field) {
        if models[collection.model].unread.contains(key.field) { continue }
        diagnostics.append(
          Diagnostic(
            .siteUnknownOrder, "`\(models[collection.model].name)` can't be ordered by `\(key.field)`",
            in: config.source, key.span ?? .fileStart,
            help: Suggestion.sentence(for: key.field, among: fields)
              ?? "it can be ordered by "
              + (["path"] + fields.filter { $0 != "path" }).map { "`\($0)`" }.joined(separator: ", ")))
      }
    }
  }

  /// Whether a path below a collection's folder is that of its own text.
  private static func isIndex(_ path: String) -> Bool {
    path.utf8.starts(with: "index.".utf8) && FilePath.stem(of: path) == "index" && !path.contains("/")
  }

  /// Hot.
  private mutating func add(_ file: String) {
    let place = languages.place(of: file)
    let path = place.path
    // Of nested folders the innermost collection counts; `pages` takes what is left.
    var collection = collections.count - 1
    for (index, candidate) in collections.enumerated().dropLast() where candidate.contains(path) {
      if collection == collections.count - 1
        || candidate.folder.utf8.count > collections[collection].folder.utf8.count
      {
        collection = index
      }
    }
    let below = collections[collection].pathBelow(path)
    if collections[collection].exclude.contains(where: { $0.matches(below) }) { return }
    guard Self.isMarkdown(path) else {
      files.append((file, collection))
      return
    }
    if place.isDoubtful { reportDoubtful(file) }
    let isSource = collections[collection].source != nil
    let isText = collection < collections.count - 1 && Self.isIndex(below)
    if isSource, !isText {
      misplaced[collection, default: []].append(file)
      return
    }
    markdown.append(
      MarkdownFile(
        path: file, place: path, language: place.language ?? 0,
        collection: isText ? collections.count - 1 : collection,
        isCollectionText: isText))
  }
}

/// Languages in the names of files.
extension ContentListing {
  fileprivate mutating func reportDoubtful(_ path: String) {
    diagnostics.append(
      Diagnostic(
        .fileTwoLanguages, "the folder of this file says one language, and its name another",
        at: Location(path: "content/" + path), help: ["leave the language out of its name, or move the file"])
    )
  }

  /// `hello.fr.md` beside `hello.md`, where French is no language of the site.
  fileprivate mutating func reportUndeclared() {
    var places: Set<String>?
    for file in markdown where file.hasDotInStem {
      let stem = FilePath.stem(of: file.place)
      let tag = FilePath.tag(of: stem)
      guard !tag.isEmpty, LanguageTag.isWellKnown(tag), tag.utf8.count == 2 else { continue }
      let known =
        places
        ?? Set(markdown.map { FilePath.joined(FilePath.folder(of: $0.place), FilePath.stem(of: $0.place)) })
      places = known
      let own = FilePath.joined(FilePath.folder(of: file.place), String(stem.dropLast(3)))
      guard known.contains(own) else { continue }
      if let declared = languages.tags.first(where: { $0.lowercased() == tag.lowercased() }) {
        let name = FilePath.name(of: file.path)
        let mended = name.replacing(".\(tag).", with: ".\(declared).")
        diagnostics.append(
          Diagnostic(
            .fileUndeclaredLanguage, "the language of this text is `\(declared)`, and its name says `\(tag)`",
            at: Location(path: "content/" + file.path), help: ["call the file `\(mended)`"]))
        continue
      }
      diagnostics.append(
        Diagnostic(
          .fileUndeclaredLanguage,
          "this seems to be a text in \(LanguageTag.described(tag)), which is no language of the site",
          at: Location(path: "content/" + file.path),
          help: [
            "write `[languages.\(LanguageTag.written(tag))]` into `content/site.toml`, or give the file another name"
          ]))
    }
    reportUndeclaredFolders()
  }

  /// `fr/posts/` beside `posts/`: its texts are pages, of which each key of a post would be told to be wrong.
  private mutating func reportUndeclaredFolders() {
    var told: Set<String> = []
    var (last, isPlain) = ("", false)
    for file in markdown {
      // Neighbours lie in one folder.
      if isPlain, file.place.utf8.starts(with: last.utf8) { continue }
      guard let slash = file.place.utf8.firstIndex(of: UInt8(ascii: "/")) else { continue }
      let tag = String(file.place[..<slash])
      (last, isPlain) = (tag + "/", !LanguageTag.isWellKnown(tag))
      guard !told.contains(tag), !isPlain else { continue }
      let rest = file.place[file.place.utf8.index(after: slash)...]
      guard collections.contains(where: { !$0.folder.isEmpty && rest.hasPrefix($0.folder + "/") }) else {
        continue
      }
      told.insert(tag)
      diagnostics.append(undeclared(tag))
    }
  }

  private func undeclared(_ tag: String) -> Diagnostic {
    let place = Location(path: "content/" + tag)
    let described = LanguageTag.described(tag)
    if languages.isOne, languages.tags.first == tag {
      return Diagnostic(
        .fileUndeclaredLanguage,
        "this folder seems to be for texts in \(described), and the site has no other language", at: place,
        help: ["move what is in it to `content/`, or declare the other languages in `content/site.toml`"])
    }
    let family = tag.prefix { $0 != "-" }.lowercased()
    let other = languages.tags.first { $0.prefix { $0 != "-" }.lowercased() == family }
    return Diagnostic(
      .fileUndeclaredLanguage,
      "this folder seems to be for texts in \(described), which is no language of the site", at: place,
      help: [
        "write `[languages.\(LanguageTag.written(tag))]` into `content/site.toml`, or call the folder \(other.map { "`\($0)`" } ?? "otherwise")"
      ])
  }
}

extension DiagnosticCode {
  /// A file in the folder of one language whose name says another.
  package static let fileTwoLanguages = DiagnosticCode("file.two-languages")
  /// A file whose name ends in a language that the site does not have, or a folder of such a name.
  package static let fileUndeclaredLanguage = DiagnosticCode("file.undeclared-language", .warning)
  /// A collection whose folder is not there.
  package static let siteUnknownFolder = DiagnosticCode("site.unknown-folder")
  /// A collection whose model is not declared.
  package static let siteUnknownModel = DiagnosticCode("site.unknown-model")
  /// Two collections over one folder.
  package static let siteSharedFolder = DiagnosticCode("site.shared-folder")
  /// Texts in the folder that has the name of a source.
  package static let sourceFolder = DiagnosticCode("source.folder")
  /// An order by a field that the model lacks, or that has none.
  package static let siteUnknownOrder = DiagnosticCode("site.unknown-order")
}
