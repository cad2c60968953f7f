package import DataFormats
package import Diagnostics

/// The `[models]` and `[records]` tables of one file.
package struct ModelDeclarations: Sendable {
  package let source: SourceFile
  package let models: DataNode?
  package let records: DataNode?

  package init(source: SourceFile, models: DataNode?, records: DataNode?) {
    self.source = source
    self.models = models
    self.records = records
  }
}

extension ModelSet {
  /// All models of a site: the built-in ones, then what the theme adds, then what the site adds or narrows.
  ///
  /// Reports every declaration that can't be understood; such a field is left as it was before.
  package static func declared(
    by declarations: [ModelDeclarations], zone: TimeZoneRules
  ) -> (models: ModelSet, diagnostics: [Diagnostic]) {
    var reader = DeclarationReader(declarations, zone: zone)
    reader.read()
    let records = reader.records.resolved.compactMapValues { $0 }
    return (ModelSet(models: reader.result.models, records: records), reader.diagnostics)
  }
}

extension ModelSet {
  /// The fields of a table that declares them as a model does, for tables that are no model: a theme's options.
  package func fields(
    declaredBy node: DataNode?, in source: SourceFile, zone: TimeZoneRules
  ) -> (fields: [Field], diagnostics: [Diagnostic]) {
    guard let node else { return ([], []) }
    var reader = DeclarationReader([], zone: zone, models: self)
    let fields = reader.readFields(node, in: source)
    return (fields, reader.diagnostics)
  }
}

/// Collects declarations in the order in which they build on each other.
struct DeclarationReader {
  let declarations: [ModelDeclarations]
  let zone: TimeZoneRules
  private(set) var diagnostics: [Diagnostic] = []
  private var modelNames = ["Post", "Page"]
  private var models = [BuiltInModels.post, BuiltInModels.page]
  var records = RecordTable()

  init(_ declarations: [ModelDeclarations], zone: TimeZoneRules) {
    self.declarations = declarations
    self.zone = zone
  }

  /// Reads types by models that are known already.
  init(_ declarations: [ModelDeclarations], zone: TimeZoneRules, models: ModelSet) {
    self.init(declarations, zone: zone)
    modelNames = models.names
    self.models = models.models
  }

  /// The fields of a table that belongs to no model.
  mutating func readFields(_ node: DataNode, in source: SourceFile) -> [Field] {
    guard case .map(let members) = node.content else {
      report(.modelSyntax, "expected a table of fields", source, node.span)
      return []
    }
    let empty = Model(name: "options", fields: [])
    return members.compactMap { readField($0, of: empty, in: source) }
  }

  var result: ModelSet { ModelSet(models: models) }

  mutating func read() {
    for declaration in declarations { collectNames(of: declaration) }
    for declaration in declarations {
      guard case .map(let members)? = declaration.models?.content else { continue }
      for member in members { readModel(member, in: declaration.source) }
    }
    resolveAllRecords()
  }

  private mutating func collectNames(of declaration: ModelDeclarations) {
    let source = declaration.source
    for (table, node) in [("models", declaration.models), ("records", declaration.records)] {
      guard let node else { continue }
      guard case .map(let members) = node.content else {
        report(.modelSyntax, "`\(table)` must be a table of named fields", source, node.span)
        continue
      }
      for member in members {
        if let other = taken(member.key, by: table) {
          report(
            .modelSyntax, "`\(member.key)` is the name of \(other)", source, member.keySpan,
            label: "this name is taken", help: "choose another name")
          continue
        }
        if table == "records" {
          records.add(member, source)
          continue
        }
        if modelNames.contains(member.key) { continue }
        if let problem = Self.problem(ofName: member.key) {
          report(
            .modelSyntax, problem, source, member.keySpan, help: "call it `\(Self.typeName(member.key))`")
          continue
        }
        let id = ModelID(modelNames.count)
        modelNames.append(member.key)
        let fields = BuiltInModels.fieldsOfEveryModel + BuiltInModels.computed(of: id)
        models.append(Model(name: member.key, fields: fields))
      }
    }
  }

  private mutating func readModel(_ member: DataMember, in source: SourceFile) {
    guard let number = modelNames.firstIndex(of: member.key) else { return }
    guard case .map(let fields) = member.value.content else {
      report(.modelSyntax, "`models.\(member.key)` must be a table of fields", source, member.value.span)
      return
    }
    for field in fields {
      let model = models[number]
      guard let declared = readField(field, of: model, in: source) else {
        if model.field(field.key) == nil {
          models[number] = Model(
            name: model.name, fields: model.fields, unread: model.unread.union([field.key]))
        }
        continue
      }
      var all = model.fields
      if let position = model.index(of: declared.name) {
        all[position] = declared
      } else {
        all.insert(declared, at: all.firstIndex(where: \.isComputed) ?? all.count)
      }
      models[number] = Model(name: model.name, fields: all, unread: model.unread)
    }
  }

  private mutating func readField(_ member: DataMember, of model: Model, in source: SourceFile) -> Field? {
    var existing = model.field(member.key)
    if existing?.isComputed == true, BuiltInModels.yieldingFields.contains(member.key) { existing = nil }
    if existing?.isComputed == true {
      report(
        .modelComputedField, "`\(model.name).\(member.key)` is worked out by Presstime", source,
        member.keySpan,
        label: "this name is taken", help: "choose another name for the field")
      return nil
    }
    guard let text = FieldText(member, source: source, report: { diagnostics.append($0) }) else { return nil }
    guard let (type, defaultValue) = readType(text.type, span: text.typeSpan, in: source) else { return nil }
    if case .list = type.unwrapped {
    } else if text.sources?.contains(where: { if case .joined = $0 { true } else { false } }) == true {
      report(
        .modelFrom, "`+` joins lists, and `\(member.key)` is none", source, member.keySpan,
        help: "write one source after the other: the first that is there is read")
      return nil
    }
    if let problem = Self.problem(with: text, of: type) {
      report(.modelFrom, problem.message, source, member.keySpan, help: problem.help)
      return nil
    }
    if let existing, !existing.isReplaceable, !Narrowing.allows(type, for: existing.type) {
      let names = result
      report(
        .modelNotNarrower,
        "`\(model.name).\(member.key)` is `\(names.name(of: existing.type))` and can't become "
          + "`\(names.name(of: type))`",
        source, text.typeSpan, label: "not a narrower type",
        help: type == existing.type.asOptional
          ? "where a value may be missing, say what is taken then: `\(member.key) = '\(names.name(of: existing.type)) "
            + "= \(type.unwrapped == .date ? "\"2000-01-01\"" : "…")'`"
          : "make it required, a smaller union, or give the new field another name")
      return nil
    }
    let keepsDefault = defaultValue == nil && existing?.type == type
    return Field(
      name: member.key, type: type, defaultValue: keepsDefault ? existing?.defaultValue : defaultValue,
      sources: text.sources ?? existing?.sources ?? [.key([member.key])],
      separator: text.separator ?? existing?.separator, declaration: Location(source, member.keySpan))
  }

  /// What `from` and `split` say that a type can't be read by.
  private static func problem(with text: FieldText, of type: ValueType) -> FieldSource.Problem? {
    let isList = if case .list = type.unwrapped { true } else { false }
    if text.separator != nil, !isList {
      return FieldSource.Problem(
        message: "`split` cuts a text into a list, and this field is none",
        help: "make it a list, like `[String] = []`, or leave `split` out")
    }
    guard type.unwrapped == .date else { return nil }
    for pattern in text.patterns where !Set(pattern.names).isSuperset(of: ["year", "month"]) {
      return FieldSource.Problem(
        message: "`\(pattern.text)` gives no date",
        help: "a date needs `{year}` and `{month}`, and may have `{day}`")
    }
    return nil
  }

  /// The type that a text says, with its default.
  private mutating func readType(
    _ text: String, span: Span, in source: SourceFile
  ) -> (ValueType, Value?)? {
    let parsed: (type: TypeExpression, defaultRange: Range<Int>?)
    do {
      parsed = try TypeParser.parse(text)
    } catch {
      let place = Self.place(error.range, in: span, of: text, source)
      report(.modelSyntax, error.message, source, place, help: error.help)
      return nil
    }
    guard let type = resolve(parsed.type, text: text, span: span, in: source, within: []) else { return nil }
    guard let range = parsed.defaultRange else { return (type, nil) }
    let place = Self.place(range, in: span, of: text, source)
    let literal = SourceFile(path: source.path, bytes: Array(Array(text.utf8)[range]))
    let parse = DataParser.parse(literal, in: 0..<literal.bytes.count, as: .json)
    // What stands behind a JSON value is not read, and would be lost.
    let isWhole = literal.bytes[min(parse.end, literal.bytes.count)...].allSatisfy { $0 <= 0x20 }
    guard let node = parse.node, isWhole else {
      report(
        .modelDefault, "this default is no literal", source, place,
        help: "write a default as JSON: `\"text\"`, `3`, `true`, `[]`")
      return nil
    }
    let reader = ValueReader(models: result, zone: zone, link: { URLText.check($0, $1) })
    switch reader.read(node, as: type) {
    // Both belong to entries.
    case .success(let value) where value.holdsBody:
      report(
        .modelDefault, "`Markdown` has no default", source, place,
        help: "leave it out: with `Markdown?` a template says by `??` what it shows instead")
      return nil
    case .failure(let problem) where problem.code == .postUnknownReference:
      report(
        .modelDefault, "a reference to an entry has no default", source, place,
        help: "leave it out: with `?` behind the type a template says by `??` what it shows instead")
      return nil
    case .success(let value): return (type, value)
    case .failure(let problem):
      report(
        .modelDefault, "this default does not fit: \(problem.message)", source, place, help: problem.help)
      return nil
    }
  }

  /// Looks up the names of a type; `within` are the named records it stands in.
  mutating func resolve(
    _ expression: TypeExpression, text: String, span: Span, in source: SourceFile, within: [String]
  ) -> ValueType? {
    switch expression.shape {
    case .union(let members): return .union(members)
    case .optional(let wrapped):
      return resolve(wrapped, text: text, span: span, in: source, within: within).map { $0.asOptional }
    case .list(let element):
      guard let type = resolve(element, text: text, span: span, in: source, within: within) else {
        return nil
      }
      return .list(type)
    case .record(let fields):
      var members: [RecordType.Member] = []
      for field in fields {
        guard let type = resolve(field.type, text: text, span: span, in: source, within: within) else {
          return nil
        }
        members.append(RecordType.Member(field.name, type))
      }
      return .record(RecordType(name: nil, fields: members))
    case .name(let name):
      if let type = Self.builtInTypes[name] { return type }
      if let number = modelNames.firstIndex(of: name) { return .model(ModelID(number)) }
      let place = Self.place(expression.range, in: span, of: text, source)
      if records.declared[name] != nil { return resolveRecord(name, in: source, place, within: within) }
      let known = Self.builtInTypes.keys.sorted() + modelNames + records.names
      report(
        .modelUnknownType, "there is no type `\(name)`", source, place,
        help: Suggestion.sentence(for: name, among: known)
          ?? "declare it as `[models.\(name)]` or `[records.\(name)]`, or use one of "
          + Self.builtInTypes.keys.sorted().map { "`\($0)`" }.joined(separator: ", "))
      return nil
    }
  }

  static let builtInTypes: [String: ValueType] = [
    "String": .string, "Int": .int, "Double": .double, "Bool": .bool, "Date": .date, "URL": .url,
    "Markdown": .body, "Image": .record(.image), "Slug": .slug,
  ]

  mutating func report(
    _ code: DiagnosticCode, _ message: String, _ source: SourceFile, _ span: Span, label: String = "",
    help: String? = nil
  ) {
    diagnostics.append(Diagnostic(code, message, in: source, span, label: label, help: help))
  }

  /// Where a part of a type's text stands in the file; the whole text when it was written with escapes.
  static func place(_ range: Range<Int>, in span: Span, of text: String, _ source: SourceFile) -> Span {
    let start = span.start + 1
    guard start >= 0, start + text.utf8.count <= source.bytes.count,
      source.bytes[start..<start + text.utf8.count].elementsEqual(text.utf8)
    else { return span }
    return Span(start + range.lowerBound, start + range.upperBound)
  }

  /// What else has the name of a model or a record: a name stands for one type.
  private func taken(_ name: String, by table: String) -> String? {
    if Self.builtInTypes[name] != nil { return "a type that Presstime has" }
    if table == "records" { return modelNames.contains(name) ? "a model" : nil }
    return records.declared[name] != nil ? "a record" : nil
  }

  private static func problem(ofName name: String) -> String? {
    let first = name.unicodeScalars.first
    let isUpper = first.map { $0.properties.isUppercase } ?? false
    let isWord = name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0)
    }
    return isUpper && isWord
      ? nil : "a model's name is a word that begins with a capital letter, not `\(name)`"
  }

  private static func typeName(_ name: String) -> String {
    let letters = name.filter { $0.isLetter || $0.isNumber }
    return letters.isEmpty ? "Author" : letters.prefix(1).uppercased() + letters.dropFirst()
  }
}

extension Value {
  /// Whether there is a text in it that is Markdown.
  fileprivate var holdsBody: Bool {
    switch self {
    case .body: true
    case .list(let values), .record(let values): values.contains(where: \.holdsBody)
    default: false
    }
  }
}

extension DiagnosticCode {
  /// A declaration in `[models]` or `[records]` that can't be read.
  package static let modelSyntax = DiagnosticCode("model.syntax")
  /// A type that names nothing.
  package static let modelUnknownType = DiagnosticCode("model.unknown-type")
  /// A default that does not fit its type.
  package static let modelDefault = DiagnosticCode("model.default")
  /// A field that is declared with the name of a computed one.
  package static let modelComputedField = DiagnosticCode("model.computed-field")
  /// A built-in field, or one of the theme, whose new type would not fit where the old one is used.
  package static let modelNotNarrower = DiagnosticCode("model.not-narrower")
  /// A record that holds itself.
  package static let modelRecursiveRecord = DiagnosticCode("model.recursive-record")
  /// A `from` that can't be read.
  package static let modelFrom = DiagnosticCode("model.from")
}
