import DataFormats
package import Diagnostics
import Digests
import Files
import MarkdownEngine
import Models

/// Makes documents of the items of sources: the item is the front matter, its `body` the text. Bodies are parsed in
/// parallel, or taken from the cache.
struct ItemLoader: Sendable {
  private let config: SiteConfig
  private let options: BuildOptions
  private let models: ModelSet
  private let components: Set<String>
  private let componentsDigest: Digest
  private let highlighting: SiteHighlighting
  private let cache: DocumentCache
  /// By source: index of its collection.
  private let collections: [Int: Int]
  private let collectionModels: [Int: Model]

  init(
    _ config: SiteConfig, _ options: BuildOptions, components: Set<String>, _ highlighting: SiteHighlighting,
    _ models: ModelSet, _ collections: [EntryCollection], _ cache: DocumentCache
  ) {
    self.config = config
    self.options = options
    self.models = models
    self.components = components
    componentsDigest = DocumentLoader.digest(ofComponents: components).mixed(with: highlighting.digest)
    self.highlighting = highlighting
    self.cache = cache
    let pairs = collections.enumerated().compactMap { number, collection in
      collection.source.map { ($0, number) }
    }
    self.collections = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    collectionModels = self.collections.mapValues { models[collections[$0].model] }
  }

  /// In the order of the items; one that can't be told from others is reported and left out.
  func load(_ items: [LoadedSources.Item]) -> (documents: [Document], problems: [Diagnostic]) {
    var problems = ItemProblems()
    var kept: [Identified] = []
    kept.reserveCapacity(items.count)
    var known: [Int: [String: Int]] = [:]
    for item in items {
      guard let found = identify(item, &problems) else { continue }
      if let twin = known[item.source]?[found.name] {
        report(found, twin: kept[twin], &problems)
        continue
      }
      known[item.source, default: [:]][found.name] = kept.count
      kept.append(found)
    }
    return (
      Parallel.map(kept.count, jobs: options.jobs) { [kept] in document(kept[$0]) }, problems.diagnostics
    )
  }

  // MARK: - Names

  private struct Identified: Sendable {
    let item: LoadedSources.Item
    /// What it is called among the entries of its collection.
    let name: String
    /// Where that is said.
    let span: Span
  }

  /// An item's name is its slug, or else its `id`.
  private func identify(_ item: LoadedSources.Item, _ problems: inout ItemProblems) -> Identified? {
    guard let model = collectionModels[item.source] else { return nil }
    let slug = model.field("slug").flatMap { model.node(of: $0, in: item.node) }
    if let slug, let text = Self.text(slug) {
      // What is wrong with it is said when the field is read.
      return Identified(item: item, name: Self.usable(text), span: slug.span)
    }
    guard let id = item.node.member("id")?.value, let text = Self.text(id) else {
      add(
        Diagnostic(
          .sourceNoSlug, "this item has neither a `slug` nor an `id`", in: item.page,
          Self.start(of: item.node),
          help: "say in `content/site.toml` which member names it: `[models.\(model.name)]` "
            + "`slug = { type = \"Slug\", from = [\"slug\", \"…\"] }`"),
        item, Self.start(of: item.node), &problems)
      return nil
    }
    if let problem = Slug.problem(inStem: text) {
      add(
        Diagnostic(
          .postBadSlug, problem.sentence, in: item.page, id.span, label: "not usable in a URL",
          help: "give the item a `slug`, one part of a URL"), item, id.span, &problems)
    }
    return Identified(item: item, name: Self.usable(text), span: id.span)
  }

  private static func text(_ node: DataNode) -> String? {
    guard case .scalar(let scalar) = node.content, !node.isNull, !scalar.text.isEmpty else { return nil }
    return scalar.text
  }

  private static func usable(_ text: String) -> String {
    if Slug.problem(inStem: text) == nil { return text }
    let slug = String(Slug.fromKey(text).prefix(60))
    return slug.isEmpty ? "item" : slug
  }

  private static func start(of node: DataNode) -> Span {
    Span(node.span.start, min(node.span.end, node.span.start + 1))
  }

  private func report(_ found: Identified, twin: Identified, _ problems: inout ItemProblems) {
    add(
      Diagnostic(
        .sourceDuplicateSlug,
        "two items of \(config.sources[found.item.source].title) are called `\(found.name)`",
        at: Location(found.item.page, found.span),
        related: [.init(Location(twin.item.page, twin.span), "at `\(twin.item.path)`")],
        help: ["each entry of a collection has a slug of its own"]), found.item, found.span, &problems)
  }

  private func add(
    _ diagnostic: Diagnostic, _ item: LoadedSources.Item, _ span: Span, _ problems: inout ItemProblems
  ) {
    problems.add(
      described(item, nil, SourceFile(path: item.page.path, bytes: [])).described(diagnostic, span))
  }

  private func described(_ item: LoadedSources.Item, _ body: DataNode?, _ text: SourceFile) -> SourceItem {
    SourceItem(
      source: item.source, sourceName: config.sources[item.source].name, node: item.node, path: item.path,
      bodyPlace: body?.span, text: text, isTrusted: config.sources[item.source].isTrusted)
  }

  // MARK: - Documents

  private func document(_ found: Identified) -> Document {
    let item = found.item
    let source = config.sources[item.source]
    let model = collectionModels[item.source]
    let field = model?.field("body").flatMap { $0.type.unwrapped == .body ? $0 : nil }
    let body = field.flatMap { model?.node(of: $0, in: item.node) }
    let text = SourceFile(path: item.page.path, text: body.flatMap { Self.text($0) } ?? "")
    let parsed = parsed(text, source, takesTitle: takesTitle(source, model, item.node))
    let described = described(
      item, body,
      SourceFile(path: text.path, reading: { Array((body.flatMap { Self.text($0) } ?? "").utf8) }))
    // Places within the text are not known: it may be written with escapes.
    let place = body?.span ?? Self.start(of: item.node)
    return Document(
      source: item.page,
      file: ContentListing.MarkdownFile(
        path: "\(item.page.path): \(item.path)", place: "", language: 0,
        collection: collections[item.source] ?? 0,
        isCollectionText: false),
      components: source.isTrusted ? components : [], entryPath: found.name, stem: found.name,
      isBundle: false,
      frontMatter: DocumentData(
        FrontMatter(
          format: item.format, root: item.node, openingFence: Self.start(of: item.node), bodyStart: 0,
          diagnostics: [])),
      body: parsed.document.body,
      diagnostics: parsed.document.diagnostics.map { problem in
        var problem = problem
        problem.location = Location(item.page, place)
        return described.described(problem, place).diagnostic
      },
      fileDigest: parsed.digest, readingDigest: componentsDigest,
      frontMatterDigest: Digest(of: item.page.bytes, item.node.span.start..<item.node.span.end),
      record: parsed.record, isParsed: parsed.isNew, item: described)
  }

  private func takesTitle(_ source: SourceConfig, _ model: Model?, _ root: DataNode) -> Bool {
    guard !source.isHTML, let model else { return false }
    return DocumentLoader.takesTitle(root, DocumentLoader.titleKeys(of: model))
  }

  private struct Parsed {
    let document: CachedDocument
    let digest: Digest
    let record: DocumentStore.Record?
    let isNew: Bool
  }

  private func parsed(_ text: SourceFile, _ source: SourceConfig, takesTitle: Bool) -> Parsed {
    let bytes = text.bytes
    var writer = CacheWriter()
    for flag in [source.isHTML, source.isTrusted, takesTitle] { writer.put(flag) }
    writer.put(Digest(of: bytes))
    let digest = Digest(of: writer.bytes)
    // The item itself is in the answer.
    let nothing = FrontMatter(format: nil, root: nil, openingFence: .fileStart, bodyStart: 0, diagnostics: [])
    if bytes.isEmpty {
      let empty = CachedDocument(
        path: text.path, frontMatter: DocumentData(nothing), frontMatterDigest: digest,
        body: ParsedBody(MarkdownBody()), diagnostics: [])
      return Parsed(document: empty, digest: digest, record: nil, isNew: false)
    }
    if let (known, record) = cache.documents.document(digest.mixed(with: componentsDigest), path: text.path) {
      return Parsed(document: known, digest: digest, record: record, isNew: false)
    }
    let (body, diagnostics) = parse(text, source, takesTitle: takesTitle)
    let (kept, record) = cache.documents.keep(
      DocumentParse(
        path: text.path, source: bytes, frontMatter: nothing, frontMatterDigest: digest, body: body,
        diagnostics: diagnostics))
    return Parsed(document: kept, digest: digest, record: record, isNew: true)
  }

  private func parse(
    _ text: SourceFile, _ source: SourceConfig, takesTitle: Bool
  ) -> (body: MarkdownBody, diagnostics: [Diagnostic]) {
    if source.isHTML {
      let (body, leftOut) = MarkdownEngine.parse(html: text, isTrusted: source.isTrusted)
      return (body, leftOut.isEmpty ? [] : [Self.unsafeMarkup(leftOut, text)])
    }
    return MarkdownEngine.parse(
      text, in: 0..<text.bytes.count,
      options: MarkdownOptions(
        takesTitle: takesTitle, components: source.isTrusted ? components : [], readsHTML: source.isTrusted,
        highlighter: highlighting.highlighter))
  }

  private static func unsafeMarkup(_ leftOut: [String], _ text: SourceFile) -> Diagnostic {
    let names = leftOut.sorted().prefix(8).map { "`\($0)`" }.joined(separator: ", ")
    return Diagnostic(
      .sourceUnsafeMarkup, "\(names) \(leftOut.count == 1 ? "is" : "are") left out of this HTML", in: text,
      .fileStart,
      help:
        "only text and its markup are kept of a source that is not trusted; with `trusted = true` below the "
        + "source all is kept, and its program too")
  }
}

extension DiagnosticCode {
  /// Two items of one source with one name.
  package static let sourceDuplicateSlug = DiagnosticCode("source.duplicate-slug")
  /// An item that nothing tells from others.
  package static let sourceNoSlug = DiagnosticCode("source.no-slug")
  /// Markup that is left out of a text from a source that is not trusted.
  package static let sourceUnsafeMarkup = DiagnosticCode("source.unsafe-markup", .warning)
}
