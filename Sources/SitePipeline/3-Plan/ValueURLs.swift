import DataFormats
import Diagnostics
import Models

/// Gives pictures and links in values the URLs that their files and pages are published at.
struct ValueURLs {
  private let site: CheckedSite
  private let files: PublishedFiles
  private let targets: LinkTargets
  private let basePath: String
  /// By model: the fields that can hold any.
  private let fields: [[Int]]
  private var found: [Diagnostic] = []
  private var foundInItems = ItemProblems()
  /// The text that the values being resolved come from.
  private var origin: Origin?
  /// Whether pages can show them.
  private var isShown = true

  private struct Origin {
    let source: SourceFile
    /// Of the field; looked up when there is something wrong with it.
    let span: () -> Span
    /// What the text stands in, as far as that is known.
    var node: () -> DataNode? = { nil }
    let folder: String
    let pagePath: String?
    var language = 0
    var item: SourceItem?
    /// Of a default: where its field is declared. Nothing of it has been looked for.
    var declared: Location?
  }

  /// Links that lead nowhere.
  var diagnostics: [Diagnostic] { found + foundInItems.diagnostics }

  init(_ site: CheckedSite, _ files: PublishedFiles, _ targets: LinkTargets) {
    self.site = site
    self.files = files
    self.targets = targets
    basePath = site.loaded.config.url.basePath
    fields = site.loaded.models.models.map { model in
      model.fields.indices.filter {
        !model.fields[$0].isComputed && model.fields[$0].type.contains { $0 == .url || $0.isImage }
      }
    }
  }

  /// The values of an entry, if there are URLs among them; links that lead nowhere are reported where their field
  /// stands.
  mutating func resolved(entryAt index: Int) -> [Value]? {
    let wanted = fields[site.entries[index].model.index].filter { !site.entries[index].values[$0].isNone }
    guard !wanted.isEmpty else { return nil }
    let entry = site.entries[index]
    let document = site.loaded.documents[entry.document]
    var values = entry.values
    for index in wanted {
      let field = site.loaded.models[entry.model].fields[index]
      let declared = Self.isDefault(values[index], of: field, document) ? field.declaration : nil
      isShown = entry.publication == .published
      // A default stands in no folder.
      origin =
        isShown
        ? Origin(
          source: document.source, span: { Self.span(of: field, document) },
          node: { Self.node(of: field, document) }, folder: declared == nil ? document.folder : "",
          pagePath: declared == nil ? targets.pagePath(of: entry.document) : "",
          language: document.language, item: document.item, declared: declared)
        : nil
      values[index] = resolved(values[index], field.type)
    }
    return values
  }

  /// Whether a value is the default of its field, where nothing else is written, or what can't be read.
  private static func isDefault(_ value: Value, of field: Field, _ document: Document) -> Bool {
    guard let declared = field.defaultValue, declared == value else { return false }
    guard let node = node(of: field, document), case .scalar(let scalar) = node.content else { return true }
    return value != .string(scalar.text)
  }

  private static func span(of field: Field, _ document: Document) -> Span {
    node(of: field, document)?.span ?? document.frontMatter.openingFence
  }

  private static func node(of field: Field, _ document: Document) -> DataNode? {
    document.frontMatter.member { key in
      key == field.name || field.sources.contains(.key([key]))
        || (Spelling.others[field.name] ?? []).contains(key)
    }?.value
  }

  /// The values of the theme's options.
  mutating func resolved(_ options: ThemeOptions, language: Int) -> [Value] {
    isShown = true
    // What is wrong is wrong in each language.
    let known = found
    defer { if language > 0 { found = known } }
    let source = site.loaded.config.source
    return zip(options.values, options.fields).map { value, field in
      let span = site.loaded.config.options?.member(field.name)?.value.span
      origin = span.map { span in
        Origin(source: source, span: { span }, folder: "", pagePath: "", language: language)
      }
      return resolved(value, field.type)
    }
  }

  /// The values of data.
  mutating func resolved(_ data: DataValues) -> [Value] {
    isShown = true
    return zip(data.sources, zip(data.values, data.fields)).map { number, field in
      let source = site.loaded.config.sources[number]
      let pages = site.loaded.sources.values[number] ?? []
      origin = pages.first.map { page in
        let place = Span(page.node.span.start, page.node.span.start)
        let item = SourceItem(
          source: number, sourceName: source.name, node: page.node, path: page.path, bodyPlace: nil,
          text: page.source, isTrusted: source.isTrusted)
        return Origin(
          source: page.source, span: { place }, node: { page.node }, folder: "", pagePath: "", item: item)
      }
      return resolved(field.0, field.1.type)
    }
  }

  private mutating func resolved(_ value: Value, _ type: ValueType) -> Value {
    switch (value, type) {
    case (_, .optional(let inner)): return resolved(value, inner)
    case (.string(let text), .url): return .string(link(text))
    case (.list(let items), .list(let element)): return .list(items.map { resolved($0, element) })
    case (.record(let fields), .record(let record)):
      if record.kind == .image, case .string(let source)? = fields.first {
        return picture(source, fields)
      }
      return .record(zip(fields, record.fields).map { resolved($0, $1.type) })
    default: return value
    }
  }

  /// `ImagePaths` says what the text of a checked picture means.
  private mutating func picture(_ source: String, _ fields: [Value]) -> Value {
    var output: String?
    guard fields.count == RecordType.image.fields.count else { return .record(fields) }
    if let origin, origin.declared != nil, URLReference(source).isInternal {
      switch targets.resolve(
        source, in: origin.folder, pagePath: origin.pagePath, isImage: true, language: origin.language)
      {
      case .success(let target): output = target.path
      case .failure(let failure):
        report(failure, of: source)
        return .record(fields)
      }
    } else if URLReference(source).isInternal {
      output = source.hasPrefix("/") ? String(source.dropFirst()) : files.outputs[source]
    }
    guard let output else {
      return Picture(url: source).value(alt: fields[1], width: fields[2], height: fields[3])
    }
    let url = basePath + URLPath.encoded(output)
    // One of an entry that is left out is not shown.
    let (picture, known) =
      isShown
      ? targets.pictures.shown(at: output, url: url, place: origin.map { Location($0.source, $0.span()) })
      : (Picture(url: url), nil)
    if let failure = known?.failure { report(failure, of: source) }
    return picture.value(alt: fields[1], width: fields[2], height: fields[3])
  }

  private mutating func link(_ url: String) -> String {
    let reference = URLReference(url)
    guard reference.isInternal, !reference.path.isEmpty, let origin else { return url }
    let target = targets.resolve(
      reference.path, in: origin.folder, pagePath: origin.pagePath, isImage: false, language: origin.language)
    switch target {
    case .success(let target):
      if let failure = targets.missingAnchor(reference.fragment, on: target) { report(failure, of: url) }
      let tail = (reference.query.map { "?" + $0 } ?? "") + (reference.fragment.map { "#" + $0 } ?? "")
      return basePath + URLPath.encoded(target.path) + tail
    case .failure(let failure):
      report(failure, of: url)
      return url
    }
  }

  /// Says what is wrong where the text stands, or the field; of an entry that is left out nothing.
  private mutating func report(_ failure: LinkTargets.Failure, of text: String) {
    guard let origin else { return }
    if let declared = origin.declared {
      return found.append(
        Diagnostic(failure.code, failure.message, at: declared, help: [failure.help]))
    }
    let span = origin.node()?.span(of: text) ?? origin.span()
    var diagnostic = Diagnostic(failure.code, failure.message, in: origin.source, span, help: failure.help)
    guard let item = origin.item else { return found.append(diagnostic) }
    if !item.isTrusted { diagnostic.severity = .warning }
    foundInItems.add(item.described(diagnostic, span))
  }
}
