package import DataFormats
package import Diagnostics

/// What is wrong with one value: the words of a diagnostic, and the part of the value that is meant.
package struct ValueProblem: Error, Sendable {
  package let code: DiagnosticCode
  package let message: String
  package let span: Span
  package let label: String
  package let help: String?
  /// What else is wrong with the same value, of which each element and member is looked at.
  private var others: [ValueProblem] = []

  /// Each problem of the value, in the order of the file.
  package var all: [ValueProblem] { [self] + others }

  /// All of several problems, as that of the value that has them; nothing without any.
  fileprivate init?(_ problems: [ValueProblem]) {
    guard var first = problems.first else { return nil }
    first.others = problems.dropFirst().flatMap(\.all)
    self = first
  }

  package init(
    _ code: DiagnosticCode, _ message: String, _ span: Span, label: String = "", help: String? = nil
  ) {
    self.code = code
    self.message = message
    self.span = span
    self.label = label
    self.help = help
  }
}

extension Diagnostic {
  /// A problem of a value as it stands in a file.
  package init(_ problem: ValueProblem, in source: SourceFile) {
    self.init(
      problem.code, problem.message, in: source, problem.span, label: problem.label, help: problem.help)
  }
}

/// What a slug in front matter refers to.
package enum Reference: Sendable {
  case found(EntryID)
  /// Several entries of the model have this slug; their paths.
  case ambiguous([String])
  /// Known slugs, for a suggestion.
  case missing(known: [String])
}

/// Reads parsed data as values of a type. Slow path: once per field of an entry.
package struct ValueReader: Sendable {
  package let models: ModelSet
  package let zone: TimeZoneRules
  /// Looks up an entry by the model and slug that a reference names.
  package let reference: @Sendable (ModelID, String) -> Reference
  /// The published URL of a picture, or what is wrong with its path.
  package let image: @Sendable (String, Span) -> Result<String, ValueProblem>
  /// What a `URL` says, or what is wrong with it.
  package let link: @Sendable (String, Span) -> Result<String, ValueProblem>
  /// Takes the text of a `Markdown` field that is not the body.
  package let markdown: @Sendable (String, Span) -> BodyID
  /// What is left out of data.
  package let ignored: IgnoredMembers
  /// Takes a problem of a value that may be left out, and says whether it is left out for it; nothing where none is.
  package let drops: (@Sendable (ValueProblem) -> Bool)?

  package init(
    models: ModelSet, zone: TimeZoneRules,
    reference: @escaping @Sendable (ModelID, String) -> Reference = { _, _ in .missing(known: []) },
    image: @escaping @Sendable (String, Span) -> Result<String, ValueProblem> = { path, _ in .success(path) },
    link: @escaping @Sendable (String, Span) -> Result<String, ValueProblem> = { url, _ in .success(url) },
    markdown: @escaping @Sendable (String, Span) -> BodyID = { _, _ in BodyID(0) },
    ignored: IgnoredMembers = .none,
    drops: (@Sendable (ValueProblem) -> Bool)? = nil
  ) {
    self.ignored = ignored
    self.drops = drops
    self.models = models
    self.zone = zone
    self.reference = reference
    self.image = image
    self.link = link
    self.markdown = markdown
  }

  /// The value that `node` says when a value of `type` is wanted. Null is `none`.
  package func read(
    _ node: DataNode, as type: ValueType, separator: String? = nil
  ) -> Result<Value, ValueProblem> {
    do { return .success(try value(node, type, separator)) } catch { return .failure(error) }
  }

  private func value(_ node: DataNode, _ type: ValueType, _ separator: String?) throws(ValueProblem) -> Value
  {
    switch type {
    case .optional(let wrapped):
      if node.isNull { return .none }
      do { return try value(node, wrapped, separator) } catch {
        if drops?(error) == true { return .none }
        throw error
      }
    case .list(let element): return try list(node, of: element, separator)
    case .record(let record) where record.kind == .image: return try imageValue(node, record)
    case .record(let record): return try recordValue(node, record)
    default: break
    }
    guard case .scalar(let scalar) = Self.only(of: node).content, scalar.kind != .null else {
      throw mismatch(node, type)
    }
    return try scalarValue(scalar, Self.only(of: node), type)
  }

  /// A list of one is as good as the value itself: `categories: [News]`.
  private static func only(of node: DataNode) -> DataNode {
    if case .list(let list) = node.content, list.count == 1, let first = list.first { return first }
    return node
  }

  private func scalarValue(
    _ scalar: DataScalar, _ node: DataNode, _ type: ValueType
  ) throws(ValueProblem) -> Value {
    switch type {
    case .url: return .string(try link(scalar.text, node.span).get())
    case .string:
      if case .bool = scalar.kind {
        throw mismatch(node, type, help: "write it in quotes: `\"\(scalar.text)\"`")
      }
      return .string(scalar.text)
    case .slug: return .string(try slug(scalar.text, node.span))
    case .union(let members): return try unionMember(scalar.text, of: members, node.span)
    case .bool: return .bool(try bool(scalar, node))
    case .int:
      if let number = Int(scalar.text.hasPrefix("+") ? String(scalar.text.dropFirst()) : scalar.text) {
        return .int(number)
      }
      // `1_000` of TOML and `0x1F` say one in another way.
      if case .int(let number) = scalar.kind { return .int(number) }
      throw mismatch(node, type)
    case .double:
      if case .int(let number) = scalar.kind { return .double(Double(number)) }
      if case .double(let number) = scalar.kind, number.isFinite { return .double(number) }
      if let number = Double(scalar.text), number.isFinite { return .double(number) }
      throw mismatch(node, type)
    case .date: return .date(try date(scalar.text, node.span))
    case .body: return .body(markdown(scalar.text, node.span))
    case .model(let model): return .entry(try entry(scalar.text, of: model, node.span))
    case .none, .html, .optional, .list, .record: throw mismatch(node, type)
    }
  }

  private func bool(_ scalar: DataScalar, _ node: DataNode) throws(ValueProblem) -> Bool {
    if case .bool(let flag) = scalar.kind { return flag }
    switch scalar.text.lowercased() {
    case "true", "yes", "on", "1": return true
    case "false", "no", "off", "0": return false
    default: throw mismatch(node, .bool, help: "write `true` or `false`")
    }
  }

  private func date(_ text: String, _ span: Span) throws(ValueProblem) -> DateTime {
    switch DateTime.parse(text, in: zone) {
    case .success(let date): return date
    case .failure(let problem):
      throw ValueProblem(.postBadDate, problem.sentence, span, label: "expected a date", help: problem.mend)
    }
  }

  private func slug(_ text: String, _ span: Span) throws(ValueProblem) -> String {
    if let problem = Slug.problem(inStem: text) {
      throw ValueProblem(
        .postBadSlug, problem.sentence, span, label: "not usable in a URL",
        help: "a slug is one part of a URL, like `\(suggestedSlug(text))`; for a whole path use `path:`")
    }
    return text
  }

  private func suggestedSlug(_ text: String) -> String {
    let slug = Slug.fromKey(text)
    return slug.isEmpty ? "my-post" : slug
  }

  private func unionMember(_ text: String, of members: [String], _ span: Span) throws(ValueProblem) -> Value {
    if members.contains(text) { return .string(text) }
    let choices = members.map { "`\($0)`" }.joined(separator: ", ")
    throw ValueProblem(
      .postNotInUnion, "`\(text)` is not one of \(choices)", span, label: "not one of the choices",
      help: Suggestion.sentence(for: text, among: members) ?? "choose one of \(choices)")
  }

  private func entry(_ slug: String, of model: ModelID, _ span: Span) throws(ValueProblem) -> EntryID {
    let name = models[model].name
    switch reference(model, slug) {
    case .found(let entry): return entry
    case .ambiguous(let paths):
      throw ValueProblem(
        .postAmbiguousReference, "several entries of `\(name)` have the slug `\(slug)`", span,
        help: "give one of them another slug: " + paths.prefix(4).joined(separator: ", "))
    case .missing(let known):
      throw ValueProblem(
        .postUnknownReference, "there is no `\(name)` with the slug `\(slug)`", span,
        label: "no such \(name)",
        help: Suggestion.sentence(for: slug, among: known)
          ?? (known.isEmpty
            ? "no entry of `\(name)` exists yet: add its file to a collection with this model"
            : "known slugs are " + known.sorted().prefix(6).map { "`\($0)`" }.joined(separator: ", ")))
    }
  }

  private func list(
    _ node: DataNode, of element: ValueType, _ separator: String?
  ) throws(ValueProblem) -> Value {
    switch node.content {
    case .list(let nodes):
      var (values, problems) = ([Value](), [ValueProblem]())
      values.reserveCapacity(nodes.count)
      for node in nodes {
        do { values.append(try value(node, element, nil)) } catch {
          if drops?(error) != true { problems += error.all }
        }
      }
      if let problem = ValueProblem(problems) { throw problem }
      return .list(values)
    case .scalar(let scalar) where scalar.kind == .null: return .list([])
    case .scalar(let scalar) where separator != nil:
      return try splitList(scalar, node.span, of: element, separator ?? " ")
    case .scalar, .map: return .list([try value(node, element, nil)])
    }
  }

  private func splitList(
    _ scalar: DataScalar, _ span: Span, of element: ValueType, _ separator: String
  ) throws(ValueProblem) -> Value {
    var values: [Value] = []
    for part in scalar.text.split(separator: separator) {
      var text = part
      while text.first == " " { text.removeFirst() }
      while text.last == " " { text.removeLast() }
      if text.isEmpty { continue }
      let node = DataNode(
        content: .scalar(DataScalar(text: String(text), kind: .string, isQuoted: false)), span: span)
      values.append(try value(node, element, nil))
    }
    return .list(values)
  }

  private func recordValue(_ node: DataNode, _ record: RecordType) throws(ValueProblem) -> Value {
    guard case .map(let members) = node.content else { throw mismatch(node, .record(record)) }
    let names = record.fields.map(\.name)
    var problems = members.filter { !names.contains($0.key) && !ignored.covers($0.key) }.map { member in
      ValueProblem(
        .postUnknownKey, "\(models.name(of: .record(record))) has no field `\(member.key)`", member.keySpan,
        help: Suggestion.sentence(for: member.key, among: names)
          ?? "its fields are " + names.map { "`\($0)`" }.joined(separator: ", "))
    }
    var values: [Value] = []
    for field in record.fields {
      guard let member = members.first(where: { $0.key == field.name }), !member.value.isNull else {
        if field.type.isOptional {
          values.append(.none)
          continue
        }
        if case .list = field.type {
          values.append(.list([]))
          continue
        }
        problems.append(
          ValueProblem(
            .postMissingMember, "this record is missing `\(field.name)`", node.span,
            label: "no \(field.name) in here", help: "add `\(field.name)`, a \(models.name(of: field.type))"))
        continue
      }
      do { values.append(try value(member.value, field.type, nil)) } catch { problems += error.all }
    }
    if let problem = ValueProblem(problems) { throw problem }
    return .record(values)
  }

  /// `cover: pictures/a.jpg`, or a map with `src` and `alt`.
  private func imageValue(_ node: DataNode, _ record: RecordType) throws(ValueProblem) -> Value {
    let single = Self.only(of: node)
    if case .scalar(let scalar) = single.content, scalar.kind != .null {
      let url = try image(scalar.text, single.span).get()
      return .record([.string(url), .none, .none, .none])
    }
    guard case .map(let members) = single.content else { throw mismatch(node, .record(record)) }
    guard case .record(var values) = try recordValue(node, RecordType(name: "Image", fields: record.fields)),
      case .string(let path)? = values.first
    else { throw mismatch(node, .record(record)) }
    func span(_ name: String) -> Span { members.first { $0.key == name }?.value.span ?? node.span }
    for (field, value) in zip(record.fields, values) {
      guard case .int(let side) = value, side < 1 else { continue }
      throw ValueProblem(
        .postWrongType, "a picture can't be \(side) pixels in \(field.name)", span(field.name),
        label: "not above 0", help: "leave it out: a picture of the site is measured, and others need none")
    }
    values[0] = .string(try image(path, span("src")).get())
    return .record(values)
  }

  private func mismatch(_ node: DataNode, _ type: ValueType, help: String? = nil) -> ValueProblem {
    let expected = models.name(of: type)
    return ValueProblem(
      .postWrongType, "expected `\(expected)`, found \(node.description)", node.span,
      label: "expected `\(expected)`", help: help ?? Self.mend(type))
  }

  private static func mend(_ type: ValueType) -> String? {
    switch type {
    case .int: "write a whole number, like `3`"
    case .double: "write a number, like `3.5`"
    case .string: "write a text, in quotes if it has odd characters"
    case .record(let record):
      "write a map with " + record.fields.map { "`\($0.name)`" }.joined(separator: ", ")
    case .body: "write Markdown text"
    default: nil
    }
  }
}

extension DataNode {
  /// Whether the value is there but empty: `key:` in YAML, `null` in JSON.
  package var isNull: Bool {
    if case .scalar(let scalar) = content, case .null = scalar.kind { true } else { false }
  }

  /// Null, or a text that says nothing.
  package var isNullOrEmpty: Bool {
    guard case .scalar(let scalar) = content else { return false }
    return scalar.kind == .null || (scalar.kind == .string && scalar.text.isEmpty)
  }

  /// What was found, in words: `the number 3`, `a list`.
  package var description: String {
    switch content {
    case .list(let items): items.isEmpty ? "an empty list" : "a list"
    case .map: "a map"
    case .scalar(let scalar):
      switch scalar.kind {
      case .null: "nothing"
      case .bool: "`\(scalar.text)`"
      case .int, .double: "the number \(scalar.text)"
      case .date: "the date \(scalar.text)"
      case .string: "the text `\(scalar.text.prefix(40))`"
      }
    }
  }
}

extension DiagnosticCode {
  /// A value of another type than the model wants.
  package static let postWrongType = DiagnosticCode("post.wrong-type")
  /// A text that is no date, or a day that does not exist.
  package static let postBadDate = DiagnosticCode("post.bad-date")
  /// A slug that can't be part of a URL.
  package static let postBadSlug = DiagnosticCode("post.bad-slug")
  /// A text that is none of a union's members.
  package static let postNotInUnion = DiagnosticCode("post.not-in-union")
  /// A reference to an entry that does not exist.
  package static let postUnknownReference = DiagnosticCode("post.unknown-reference")
  /// A reference that several entries answer to.
  package static let postAmbiguousReference = DiagnosticCode("post.ambiguous-reference")
  /// A record in front matter that lacks a member.
  package static let postMissingMember = DiagnosticCode("post.missing-member")
  /// A key of front matter that the model does not have.
  package static let postUnknownKey = DiagnosticCode("post.unknown-key")
}
