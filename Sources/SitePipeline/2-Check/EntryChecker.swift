import DataFormats
package import Diagnostics
import Files
import MarkdownEngine
import Models
import Synchronization

/// Reads every document as an entry of its model, in parallel. A class, so that what reads an entry holds it without a
/// copy.
final class EntryChecker: Sendable {
  private let site: LoadedSite
  private let references: ReferenceTable
  private let images: ImagePaths
  private let today: String
  private let components: Set<String>
  private let highlighter: CodeHighlighter?
  /// What the last build has read.
  let kept: KeptValues?
  /// Whether a next build will find what this one reads.
  private let isSaved: Bool

  /// `kept` is what the last build has read, if it is of use.
  init(_ site: LoadedSite, _ kept: KeptValues? = nil) {
    self.site = site
    self.kept = kept
    isSaved = site.cache.isSaved
    today = site.config.zone.civil(site.clock).date.text
    images = ImagePaths(site)
    components = site.theme.componentNames
    highlighter = site.highlighting.highlighter
    references = ReferenceTable(site, today: today)
  }

  /// One result for each document, in their order. Those of documents that are not `again` are taken from `known`.
  func check(_ known: [CheckedDocument], again: [Int]) -> [CheckedDocument] {
    var results = known
    for (number, result) in zip(
      again, Parallel.map(again.count, jobs: site.options.jobs) { check(again[$0]) })
    {
      results[number] = result
    }
    return results
  }

  func check() -> [CheckedDocument] {
    Parallel.map(site.documents.count, jobs: site.options.jobs) { check($0) }
  }

  private func check(_ index: Int) -> CheckedDocument {
    let document = site.documents[index]
    let collection = site.collections[document.collection]
    let model = site.models[collection.model]
    if let part = kept?.part(of: document), let values = part.values(model.fields.count, BodyID(index)) {
      return CheckedDocument(
        entry: entry(
          index, values, slug: slug(values, model) ?? document.stem, ownPath: ownPath(values, model),
          publication(values, model)), texts: [], diagnostics: [], problems: [], kept: .part)
    }
    let texts = TextCollector()
    let reader = reader(document, index, texts)
    var entryReader = EntryReader(site.input(index), model: model, reader: reader, today: today)
    var values: [Value]
    var diagnostics: [Diagnostic] = []
    var spans: [Span] = []
    if document.isUnreadable {
      values = model.fields.map { $0.isComputed ? .none : $0.defaultValue ?? .none }
    } else {
      values = entryReader.read()
      (diagnostics, spans) = (entryReader.diagnostics, entryReader.spans)
    }
    var publication = publication(values, model)
    if publication != .published { diagnostics = diagnostics.map(Self.softened) }
    let (slug, isSlug) = slug(&values, model, document, &diagnostics)
    spans += Array(
      repeating: document.frontMatter.openingFence, count: max(0, diagnostics.count - spans.count))
    let ownPath = ownPath(&values, model, document, &diagnostics, &spans)
    if publication == .published, !isSlug || lacksValue(values, model) || document.hasLostBody,
      !site.config.policy.apply(to: diagnostics + document.diagnostics).hasErrors
    {
      publication = .incomplete
    }
    let found = texts.result
    let all = diagnostics + (found?.diagnostics ?? [])
    var problems: [ItemProblems.Problem] = []
    if let item = document.item, !all.isEmpty {
      problems = zip(all, spans + (found?.spans ?? [])).map { item.described($0, $1) }
    }
    let isKept =
      isSaved && document.item == nil && all.isEmpty && found == nil && !document.isUnreadable
      && !document.hasLostBody
    return CheckedDocument(
      entry: entry(
        index, values, slug: slug, ownPath: ownPath, publication, isRoutable: isSlug),
      texts: found?.bodies ?? [], diagnostics: all, problems: problems,
      kept: isKept ? .values : .nothing)
  }

  private func entry(
    _ index: Int, _ values: [Value], slug: String, ownPath: String?, _ publication: Publication,
    isRoutable: Bool = true
  ) -> Entry {
    let document = site.documents[index]
    return Entry(
      collection: document.collection, path: document.entryPath,
      language: site.config.languages[document.language].tag,
      model: site.collections[document.collection].model, slug: slug, ownPath: ownPath, values: values,
      document: index, publication: publication, isRoutable: isRoutable)
  }

  private func reader(_ document: Document, _ index: Int, _ texts: TextCollector) -> ValueReader {
    let isTrusted = document.isTrusted
    let source = document.item.map { site.config.sources[$0.source] }
    let drop: @Sendable (ValueProblem) -> Bool = { problem in
      guard problem.code == .linkUnsafe else { return false }
      texts.add(problem, in: document)
      return true
    }
    return ValueReader(
      models: site.models, zone: site.config.zone,
      reference: { self.references.find($0, $1, document.language) },
      image: { path, span in
        self.images.check(path, span, folder: document.folder, isTrusted: isTrusted) {
          texts.add($0, in: document)
        }
      },
      link: { url, span in URLText.check(url, span, isTrusted: isTrusted) },
      markdown: { text, span in texts.add(text, span, document, index, self.components, self.highlighter) },
      ignored: source?.ignored ?? .none,
      drops: isTrusted ? nil : drop)
  }

  /// What an entry that nobody sees lacks is no reason to stop.
  private static func softened(_ diagnostic: Diagnostic) -> Diagnostic {
    guard diagnostic.code == .postMissingFields else { return diagnostic }
    var diagnostic = diagnostic
    diagnostic.severity = .warning
    return diagnostic
  }

  // MARK: - Publication

  private func publication(_ values: [Value], _ model: Model) -> Publication {
    func value(_ field: Int?) -> Value { field.map { values[$0] } ?? .none }
    let places = model.places
    if case .bool(true) = value(places.draft), !site.options.includesDrafts { return .draft }
    if case .date(let date) = value(places.expiresAt), date <= site.clock { return .expired }
    if case .date(let date) = value(places.publishedAt), date > site.clock, !site.options.includesFuture {
      return .future(date)
    }
    return .published
  }

  // MARK: - Slug and path

  /// The slug that front matter says.
  private func slug(_ values: [Value], _ model: Model) -> String? {
    guard let index = model.places.slug, case .string(let text) = values[index], !text.isEmpty else {
      return nil
    }
    return text
  }

  /// The path that it says.
  private func ownPath(_ values: [Value], _ model: Model) -> String? {
    guard let index = model.places.path, case .string(let path) = values[index], !path.isEmpty,
      model.fields[index].type.unwrapped == .string
    else { return nil }
    return path
  }

  /// The slug, and whether it can stand in a URL with the folders above it.
  private func slug(
    _ values: inout [Value], _ model: Model, _ document: Document, _ diagnostics: inout [Diagnostic]
  ) -> (String, Bool) {
    let slug = slug(values, model) ?? document.stem
    if let index = model.places.slug { values[index] = .string(slug) }
    let folder = FilePath.folder(of: document.entryPath)
    let folders = folder.isEmpty ? [] : folder.split(separator: "/").map(String.init)
    // The collection's own text and the home page have no slug to stand in a URL.
    let parts = document.entryPath.isEmpty || slug.isEmpty ? folders : folders + [slug]
    for part in parts {
      guard let problem = Slug.problem(inStem: part) else { continue }
      diagnostics.append(
        Diagnostic(
          .postBadSlug, problem.sentence, in: document.source, document.frontMatter.openingFence,
          label: "`\(part.prefix(60))` comes from the file's path",
          help: "rename the file, or set `slug: \(Self.suggested(part))` in its front matter"))
      return (slug, false)
    }
    return (slug, true)
  }

  private static func suggested(_ text: String) -> String {
    let slug = String(Slug.fromKey(text).prefix(60))
    return slug.isEmpty ? "my-post" : slug
  }

  /// The path, if it can be the URL of a page; else there is none.
  private func ownPath(
    _ values: inout [Value], _ model: Model, _ document: Document, _ diagnostics: inout [Diagnostic],
    _ spans: inout [Span]
  ) -> String? {
    guard let path = ownPath(values, model) else { return nil }
    if let problem = Self.problem(inOwnPath: path) ?? Self.problem(inPartsOf: path) {
      let member = document.frontMatter.member {
        $0 == "path" || (Spelling.others["path"] ?? []).contains($0)
      }
      spans.append(member?.value.span ?? document.frontMatter.openingFence)
      diagnostics.append(
        Diagnostic(
          .postBadPath, "`\(path.prefix(80))` can't be the URL of a page: \(problem)",
          in: document.source,
          member?.value.span ?? document.frontMatter.openingFence,
          help: "a path is like `2024/05/first-light`: parts with slashes between them, below the site's root"
        ))
      if let index = model.places.path { values[index] = .none }
      return nil
    }
    return path
  }

  private static func problem(inPartsOf path: String) -> String? {
    path.split(separator: "/").lazy.compactMap { Slug.problem(inStem: String($0))?.sentence }.first
  }

  /// What other generators fill in, and what leads to another site.
  private static func problem(inOwnPath path: String) -> String? {
    if path.contains("{{") || path.contains("{%") { return "it is a template of another generator" }
    if path.split(separator: "/").contains(where: { $0.hasPrefix(":") }) {
      return "`:name` is a pattern of another generator; for all posts of a kind use `[routes]`"
    }
    if !URLReference(path).isInternal { return "it is the address of a site" }
    return path.contains { "?#".contains($0) } ? "what follows a `?` or a `#` is no part of it" : nil
  }

  /// Whether a value is missing that templates rely on. Where the site has lowered what reports it there is no such page,
  /// rather than one with holes.
  private func lacksValue(_ values: [Value], _ model: Model) -> Bool {
    values.indices.contains { index in
      values[index].isNone && model.fields[index].isRequired && model.fields[index].type != .body
    }
  }
}

/// Takes the Markdown values of one entry's front matter while they are read, and what is wrong with values that
/// stand all the same.
private final class TextCollector: Sendable {
  private let texts = Mutex<Texts?>(nil)

  struct Texts: Sendable {
    var bodies: [SiteBody] = []
    var diagnostics: [Diagnostic] = []
    /// By diagnostic: where it stands.
    var spans: [Span] = []
  }

  /// Nothing for most entries.
  var result: Texts? { texts.withLock { $0 } }

  /// In what is not trusted a picture that is missing, or a link that is left out, is no reason to stop.
  func add(_ problem: ValueProblem, in document: Document) {
    texts.withLock { texts in
      texts = texts ?? Texts()
      var diagnostic = Diagnostic(problem, in: document.source)
      if !document.isTrusted { diagnostic.severity = .warning }
      texts?.diagnostics.append(diagnostic)
      texts?.spans.append(problem.span)
    }
  }

  func add(
    _ text: String, _ span: Span, _ document: Document, _ index: Int, _ components: Set<String>,
    _ highlighter: CodeHighlighter?
  ) -> BodyID {
    let source = SourceFile(path: document.source.path, text: text)
    let isTrusted = document.isTrusted
    let parsed = MarkdownEngine.parse(
      source, in: 0..<source.bytes.count,
      options: MarkdownOptions(
        takesTitle: false, components: isTrusted ? components : [], readsHTML: isTrusted,
        highlighter: highlighter))
    return texts.withLock { known in
      var texts = known ?? Texts()
      texts.bodies.append(
        SiteBody(markdown: ParsedBody(parsed.body), document: index, place: span, text: source))
      // The value's own escapes and indentation hide where within it a problem lies.
      texts.spans += parsed.diagnostics.map { _ in span }
      texts.diagnostics += parsed.diagnostics.map { problem in
        var problem = problem
        problem.location = Location(document.source, span)
        return problem
      }
      known = texts
      return BodyID(-texts.bodies.count)
    }
  }
}

extension LoadedSite {
  /// A document as models read it.
  func input(_ index: Int) -> EntryInput {
    let document = documents[index]
    return EntryInput(
      source: document.source, root: document.frontMatter.root, format: document.frontMatter.format,
      openingFence: document.frontMatter.openingFence, path: document.entryPath, stem: document.stem,
      heading: document.body.title.map { ($0.text, $0.span) }, body: BodyID(index),
      hasBody: document.hasBody, isItem: document.item != nil)
  }
}

extension DiagnosticCode {
  /// An entry's own `path` that can't be a URL of the site.
  package static let postBadPath = DiagnosticCode("post.bad-path")
}
