import DataFormats
import DataSources
package import Diagnostics
import Digests
import Files
import Models

/// What the sources of a site gave in a run, taken apart.
struct LoadedSources: Sendable {
  /// An item of a list, which is to become an entry.
  struct Item: Sendable {
    /// Index into the sources of the settings.
    let source: Int
    let page: SourceFile
    let format: DataFormat
    let node: DataNode
    /// Where in the answer it is: `data.posts[3]`.
    let path: String
  }

  /// One page of an answer that is a value.
  struct Page: Sendable {
    let source: SourceFile
    let format: DataFormat
    let node: DataNode
    /// Where in the answer it is; empty for all of it.
    let path: String
  }

  /// Of those that gave one, in the order of the settings.
  var answers: [SourceAnswer] = []
  var items: [Item] = []
  /// By index into the sources of the settings.
  var values: [Int: [Page]] = [:]
  /// Why there is nothing of some sources; the site can't be made without.
  var failures: [Diagnostic] = []
  var hasFailed = false
  var problems: [Diagnostic] = []

  /// Of all that was answered.
  var digest: Digest {
    var writer = CacheWriter()
    writer.put(answers) { writer, answer in
      writer.put(answer.source)
      writer.put(answer.pages) { writer, page in
        writer.put(page.path)
        writer.put(Digest(of: page.bytes))
      }
    }
    return Digest(of: writer.bytes)
  }
}

/// Reads the data files of a site, takes the answers of its other sources, and finds in them what is asked for.
struct SourceLoader {
  private let config: SiteConfig
  private let site: String
  /// Nothing when nobody was asked.
  private let remote: RemoteAnswers?
  private var loaded = LoadedSources()
  private var itemProblems = ItemProblems()

  static func load(_ config: SiteConfig, _ options: BuildOptions, _ remote: RemoteAnswers?) -> LoadedSources {
    guard !config.sources.isEmpty else { return LoadedSources() }
    var loader = SourceLoader(config: config, site: options.site, remote: remote)
    for number in config.sources.indices { loader.load(number) }
    loader.loaded.problems += loader.itemProblems.diagnostics + (remote?.diagnostics ?? [])
    return loader.loaded
  }

  private init(config: SiteConfig, site: String, remote: RemoteAnswers?) {
    self.config = config
    self.site = site
    self.remote = remote
  }

  /// The format that a file's name says; nothing for another.
  static func format(ofFile path: String) -> DataFormat? {
    switch FilePath.suffix(of: path) {
    case "json": .json
    case "yaml", "yml": .yaml
    case "toml": .toml
    default: nil
    }
  }

  private mutating func load(_ number: Int) {
    let source = config.sources[number]
    guard source.isUsable, let answer = answer(source) else {
      loaded.hasFailed = true
      return
    }
    loaded.answers.append(answer)
    let format = source.file.flatMap { Self.format(ofFile: $0) } ?? .json
    for page in answer.pages {
      let parse = DataParser.parse(file: page, as: format)
      guard let root = parse.node else {
        fail(parse.diagnostics)
        continue
      }
      loaded.problems += parse.diagnostics
      if answer.pages.count == 1 { warnOfMisspelledNext(source, in: root, page) }
      guard let node = find(source, in: root, page) else { continue }
      let path = source.settings.items.joined(separator: ".")
      if source.settings.shape == .value {
        loaded.values[number, default: []].append(.init(source: page, format: format, node: node, path: path))
      } else {
        take(node, of: number, page, format, path)
      }
    }
  }

  private mutating func fail(_ problems: [Diagnostic]) {
    loaded.hasFailed = true
    loaded.failures += problems
  }

  // MARK: - Answers

  private mutating func answer(_ source: SourceConfig) -> SourceAnswer? {
    if let path = source.file { return read(path, source) }
    guard let remote else { return nil }
    if var answer = remote.answers.first(where: { $0.answers(source.settings) }) {
      answer.pages = answer.pages.map { SourceFile(path: $0.path, indexing: $0.bytes) }
      return answer
    }
    // Whoever asked has said why.
    if !remote.diagnostics.hasErrors {
      fail([
        Diagnostic(
          .sourceUnanswered, "there is no answer of \(source.title)", in: config.source, source.originSpan,
          help:
            "see that it can be reached, or keep an answer in a file and read that: `file = \"data/\(source.name).json\"`"
        )
      ])
    }
    return nil
  }

  private mutating func read(_ path: String, _ source: SourceConfig) -> SourceAnswer? {
    let full = site + "/" + path
    do throws(FileError) {
      guard FileSystem.isInside(FileSystem.realPath(full), FileSystem.realPath(site)) else {
        throw FileError(path: full, reason: "it is a link that leads out of the site")
      }
      let bytes = try FileSystem.read(full)
      return SourceAnswer(
        source: source.name, shape: source.settings.shape, pages: [SourceFile(path: path, indexing: bytes)],
        freshness: .local)
    } catch {
      let message =
        error.isMissing ? "there is no file `\(path)`" : "`\(path)` can't be read: \(error.reason)"
      fail([
        Diagnostic(
          .sourceNoFile, message, in: config.source, source.originSpan,
          help: "paths of data files begin at the site's folder, beside `content/`")
      ])
      return nil
    }
  }

  // MARK: - What is asked for

  /// What stands where `items` or `value` leads.
  private mutating func find(_ source: SourceConfig, in root: DataNode, _ page: SourceFile) -> DataNode? {
    var node = root
    var path = ""
    for name in source.settings.items {
      let place = path.isEmpty ? "the answer" : "`\(path)`"
      guard case .map(let members) = node.content else {
        report(
          "\(place) is \(node.description), so there is no `\(name)` in it", source, page, node.span,
          help: "say where the data is, from the top of the answer")
        return nil
      }
      guard let member = members.first(where: { $0.key == name }) else {
        let names = members.map(\.key)
        report(
          "there is no `\(name)` in \(place)", source, page, Span(node.span.start, node.span.start + 1),
          help: Suggestion.sentence(for: name, among: names)
            ?? (names.isEmpty
              ? "it is empty"
              : "members there are " + names.prefix(12).map { "`\($0)`" }.joined(separator: ", ")))
        return nil
      }
      path += (path.isEmpty ? "" : ".") + name
      node = member.value
    }
    return node
  }

  /// Where `next` leads nowhere there is no next page; but a member that is called nearly so tells of a slip.
  private mutating func warnOfMisspelledNext(_ source: SourceConfig, in root: DataNode, _ page: SourceFile) {
    guard case .http(let origin) = source.settings.origin else { return }
    var node = root
    for name in origin.next {
      guard case .map(let members) = node.content else { return }
      if let member = members.first(where: { $0.key == name }) {
        node = member.value
        continue
      }
      guard let near = Suggestion.nearest(to: name, among: members.map(\.key)),
        let member = members.first(where: { $0.key == near })
      else { return }
      var warning = Diagnostic(
        .sourcePaging, "there is no `\(name)` in the answer, so only its first page is read",
        at: Location(page, member.keySpan),
        related: [.init(source.settings.declaration, "`next` is said here")],
        help: ["did you mean `\(near)`?"])
      warning.severity = .warning
      loaded.problems.append(warning)
      return
    }
  }

  private mutating func take(
    _ node: DataNode, of number: Int, _ page: SourceFile, _ format: DataFormat, _ path: String
  ) {
    let source = config.sources[number]
    guard case .list(let items) = node.content else {
      let place = path.isEmpty ? "the answer" : "`\(path)`"
      var help = "a source is a list, with an entry for each item"
      if case .map(let members) = node.content,
        let list = members.first(where: { if case .list = $0.value.content { true } else { false } })
      {
        help += "; say where it is: `items = \"\(path.isEmpty ? "" : path + ".")\(list.key)\"`"
      }
      return report(
        "\(place) is no list but \(node.description)", source, page,
        Span(node.span.start, node.span.start + 1),
        help: help)
    }
    for (index, item) in items.enumerated() {
      let place = "\(path)[\(index)]"
      guard case .map = item.content else {
        let problem = Diagnostic(
          .sourceItems, "an item must be an object, and this is \(item.description)", in: page, item.span,
          label: "at `\(place)`", help: "an item has members, which are the fields of its entry")
        itemProblems.add(
          ItemProblems.Problem(source: source.name, field: "", item: place, diagnostic: problem))
        continue
      }
      loaded.items.append(
        LoadedSources.Item(source: number, page: page, format: format, node: item, path: place))
    }
  }

  private mutating func report(
    _ message: String, _ source: SourceConfig, _ page: SourceFile, _ span: Span, help: String
  ) {
    fail([
      Diagnostic(
        .sourceItems, message, at: Location(page, span),
        related: source.itemsSpan.map { [.init(Location(config.source, $0), "said here")] } ?? [],
        help: [help])
    ])
  }
}

extension DiagnosticCode {
  /// What is said to be the items of a source leads nowhere, or is no list of objects.
  package static let sourceItems = DiagnosticCode("source.items")
  /// A source over HTTP of which there is no answer.
  package static let sourceUnanswered = DiagnosticCode("source.unanswered")
  /// A data file that is not there, or can't be read.
  package static let sourceNoFile = DiagnosticCode("source.no-file")
}
