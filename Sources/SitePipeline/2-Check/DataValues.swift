import DataFormats
import DataSources
package import Diagnostics
import Models
import Synchronization
import TemplateEngine

/// The values of `[data.NAME]` that templates read as `data.NAME`, with their types.
struct DataValues: Sendable {
  /// In the order of the settings.
  private(set) var fields: [RecordType.Member] = []
  /// In the order of the fields.
  private(set) var values: [Value] = []
  /// Index into the sources of the settings, in the order of the fields.
  private(set) var sources: [Int] = []
}

/// What `[data.NAME]` says its value is.
struct DataType: Sendable {
  let type: ValueType
  /// The model that the value, or each element of the list, is an object of; nothing for other types.
  let model: ModelID?
}

extension LoadedSite {
  /// The types of all data, which follow from the settings alone.
  var dataTypes: [(source: Int, type: DataType)] { Self.dataTypes(config, models).types }

  /// The same; those that can't be understood are reported.
  static func dataTypes(
    _ config: SiteConfig, _ models: ModelSet
  ) -> (types: [(source: Int, type: DataType)], diagnostics: [Diagnostic]) {
    var types: [(source: Int, type: DataType)] = []
    var diagnostics: [Diagnostic] = []
    for (number, source) in config.sources.enumerated()
    where source.settings.shape == .value && source.modelSpan != nil {
      switch models.dataType(source.settings.model) {
      case .success(let type): types.append((number, type))
      case .failure(let problem):
        diagnostics.append(
          Diagnostic(
            problem.code, problem.message, in: config.source, source.modelSpan ?? .fileStart,
            help: problem.help))
      }
    }
    return (types, diagnostics)
  }

  /// Reads the data that the sources gave. What does not fit is reported, and stands for nothing.
  func data(_ references: @autoclosure () -> ReferenceTable) -> (data: DataValues, diagnostics: [Diagnostic])
  {
    var data = DataValues()
    var diagnostics: [Diagnostic] = []
    let types = dataTypes
    if types.isEmpty { return (data, diagnostics) }
    let table = references()
    for (number, type) in types {
      var reader = DataReader(self, config.sources[number], type, table)
      data.add(config.sources[number].name, type.type, reader.read(sources.values[number] ?? []), number)
      diagnostics += reader.problems
    }
    return (data, diagnostics)
  }
}

extension DataValues {
  /// Takes references to what is left out away; a value that needs one stands for nothing.
  mutating func dropReferences(toWhatIsLeftOutOf entries: [Entry]) {
    for index in values.indices {
      values[index] = LostReferences.without(values[index], fields[index].type, entries) ?? Value.none
    }
  }

  fileprivate mutating func add(_ name: String, _ type: ValueType, _ value: Value, _ source: Int) {
    fields.append(.init(name, type))
    values.append(value)
    sources.append(source)
  }
}

extension ModelSet {
  /// The type that a text says of data. A model's name is an object with the model's fields; within a record it is
  /// a reference by slug, as it is everywhere.
  fileprivate func dataType(_ text: String) -> Result<DataType, TypeProblem> {
    type(written: text, alsoKnown: records).flatMap { type in
      let found: DataType
      switch type {
      case .model(let id): found = DataType(type: .record(object(id)), model: id)
      case .list(.model(let id)): found = DataType(type: .list(.record(object(id))), model: id)
      case .optional(.model(let id)): found = DataType(type: .optional(.record(object(id))), model: id)
      default: found = DataType(type: type, model: nil)
      }
      guard found.type.contains({ $0 == .body }) else { return .success(found) }
      return .failure(
        TypeProblem(
          code: .modelSyntax, message: "data can't hold `Markdown`, which belongs to entries",
          help: "use `String`, and `| markdown` where a template shows it"))
    }
  }

  /// A model's fields as those of a record.
  private func object(_ id: ModelID) -> RecordType {
    RecordType(
      name: self[id].name,
      fields: objectFields(id).map { .init(self[id].fields[$0].name, self[id].fields[$0].type) })
  }

  /// Positions of the fields that are an object's too: those that make an entry are not, unless they are declared.
  func objectFields(_ id: ModelID) -> [Int] {
    let ofEntries: Set<String> = ["slug", "draft", "aliases", "path"]
    return self[id].fields.indices.filter { index in
      let field = self[id].fields[index]
      let isBody = field.name == "body" && field.type.unwrapped == .body
      let isOfEntries = ofEntries.contains(field.name) && field.declaration == nil
      return !field.isComputed && !isBody && !isOfEntries
    }
  }
}

/// Reads one value.
private struct DataReader {
  private let site: LoadedSite
  private let source: SourceConfig
  private let type: DataType
  private let collected = Collector()
  private let reader: ValueReader
  private var found = ItemProblems()

  /// Problems that are found while values stand all the same.
  private final class Collector: Sendable {
    private let problems = Mutex<[ValueProblem]>([])

    func add(_ problem: ValueProblem) { problems.withLock { $0.append(problem) } }

    func take() -> [ValueProblem] {
      problems.withLock { problems in
        defer { problems = [] }
        return problems
      }
    }
  }

  init(_ site: LoadedSite, _ source: SourceConfig, _ type: DataType, _ references: ReferenceTable) {
    self.site = site
    self.source = source
    self.type = type
    let (images, collected, isTrusted) = (ImagePaths(site), collected, source.isTrusted)
    let drop: @Sendable (ValueProblem) -> Bool = { problem in
      guard problem.code == .linkUnsafe else { return false }
      collected.add(problem)
      return true
    }
    reader = ValueReader(
      models: site.models, zone: site.config.zone, reference: { references.find($0, $1) },
      image: { path, span in
        images.check(path, span, folder: "", isTrusted: isTrusted) { collected.add($0) }
      },
      link: { url, span in URLText.check(url, span, isTrusted: isTrusted) },
      ignored: source.ignored,
      drops: isTrusted ? nil : drop)
  }

  var problems: [Diagnostic] { found.diagnostics }

  /// The value of one page, or the lists of all behind each other.
  mutating func read(_ pages: [LoadedSources.Page]) -> Value {
    guard let first = pages.first else { return Self.nothing(type.type) }
    guard pages.count > 1 else { return read(first) }
    var all: [Value] = []
    for page in pages {
      guard case .list(let items) = read(page) else {
        add(
          Diagnostic(
            .dataWrongType, "`data.\(source.name)` has several pages, and is no list", in: page.source,
            page.node.span,
            help: "make its type a list, or remove `next`"), page.node.span, page)
        return Self.nothing(type.type)
      }
      all += items
    }
    return .list(all)
  }

  private mutating func read(_ page: LoadedSources.Page) -> Value {
    guard let model = type.model else {
      switch reader.read(page.node, as: type.type) {
      case .success(let value):
        takeCollected(page)
        return value
      case .failure(let problem):
        takeCollected(page)
        for one in problem.all { add(one, page) }
        return Self.nothing(type.type)
      }
    }
    if type.type.isOptional, page.node.isNull { return .none }
    guard case .list = type.type else { return object(page.node, of: model, page) }
    guard case .list(let items) = page.node.content else {
      add(
        ValueProblem(
          .dataWrongType, "expected `\(site.models.name(of: type.type))`, found \(page.node.description)",
          Span(page.node.span.start, page.node.span.start + 1), label: "expected a list"), page)
      return .list([])
    }
    return .list(items.map { object($0, of: model, page) })
  }

  private mutating func object(_ node: DataNode, of id: ModelID, _ page: LoadedSources.Page) -> Value {
    let model = site.models[id]
    let fields = site.models.objectFields(id)
    let opening = Span(node.span.start, min(node.span.end, node.span.start + 1))
    guard case .map = node.content else {
      add(
        ValueProblem(
          .dataWrongType, "expected `\(model.name)`, found \(node.description)", opening,
          label: "expected an object"), page)
      return .record(fields.map { Self.nothing(model.fields[$0].type) })
    }
    let input = EntryInput(
      source: page.source, root: node, format: page.format, openingFence: opening, path: "", stem: "",
      heading: nil, body: BodyID(0), hasBody: true, isItem: true)
    var entryReader = EntryReader(
      input, model: model, reader: reader, today: site.config.zone.civil(site.clock).date.text)
    let values = entryReader.read()
    for (diagnostic, span) in zip(entryReader.diagnostics, entryReader.spans) { add(diagnostic, span, page) }
    takeCollected(page)
    return .record(
      fields.map { index in
        let field = model.fields[index]
        return values[index].isNone && !field.type.isOptional ? Self.nothing(field.type) : values[index]
      })
  }

  // MARK: - Problems

  private mutating func takeCollected(_ page: LoadedSources.Page) {
    for problem in collected.take() { add(problem, page) }
  }

  private mutating func add(_ problem: ValueProblem, _ page: LoadedSources.Page) {
    add(Diagnostic(problem, in: page.source), problem.span, page)
  }

  /// What an entry may lack where the site lowers it, data may not: templates rely on its type.
  private mutating func add(_ problem: Diagnostic, _ span: Span, _ page: LoadedSources.Page) {
    var problem = problem
    if problem.code.name.hasPrefix("post."), problem.severity == .error {
      problem.code = .dataWrongType
    }
    if problem.code.name.hasPrefix("link."), !source.isTrusted { problem.severity = .warning }
    let item = SourceItem(
      source: 0, sourceName: source.name, node: page.node, path: page.path.isEmpty ? "" : page.path,
      bodyPlace: nil, text: page.source, isTrusted: source.isTrusted)
    found.add(item.described(problem, span))
  }

  /// What stands for a value that is not there, while the site is not made.
  private static func nothing(_ type: ValueType) -> Value {
    switch type {
    case .none, .optional, .html, .body, .model: .none
    case .bool: .bool(false)
    case .int: .int(0)
    case .double: .double(0)
    case .string, .url, .slug: .string("")
    case .union(let members): .string(members.first ?? "")
    case .date: .date(DateTime(milliseconds: 0))
    case .list: .list([])
    case .record(let record): .record(record.fields.map { nothing($0.type) })
    }
  }
}

extension DiagnosticCode {
  /// Data that is not what `site.toml` says it is.
  package static let dataWrongType = DiagnosticCode("data.wrong-type")
}
