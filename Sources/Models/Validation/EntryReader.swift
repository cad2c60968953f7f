package import DataFormats
package import Diagnostics

/// One file or item that is to become an entry, as load left it.
package struct EntryInput: Sendable {
  package let source: SourceFile
  /// The front matter's map; nothing when there is none, or when it could not be read.
  package let root: DataNode?
  package let format: DataFormat?
  /// The fence that opens the front matter.
  package let openingFence: Span
  /// The path below the collection's folder without suffix, as patterns over `@path` see it.
  package let path: String
  /// The last part of the path: the file's stem, or its folder's name for an `index.md`.
  package let stem: String
  /// The first heading, when it has left the body to be the title.
  package let heading: (text: String, span: Span)?
  package let body: BodyID
  /// Whether there is anything in the body.
  package let hasBody: Bool

  package init(
    source: SourceFile, root: DataNode?, format: DataFormat?, openingFence: Span, path: String, stem: String,
    heading: (text: String, span: Span)?, body: BodyID, hasBody: Bool
  ) {
    self.source = source
    self.root = root
    self.format = format
    self.openingFence = openingFence
    self.path = path
    self.stem = stem
    self.heading = heading
    self.body = body
    self.hasBody = hasBody
  }
}

/// Checks one entry against its model: every problem of the entry is found in one go.
package struct EntryReader {
  private let model: Model
  private let input: EntryInput
  private let reader: ValueReader
  /// The build's day as `2026-11-23`, for the examples in help texts.
  private let today: String
  private let members: [DataMember]
  private(set) package var diagnostics: [Diagnostic] = []
  private var usedKeys: Set<String> = []
  private var missing: [Field] = []

  package init(_ input: EntryInput, model: Model, reader: ValueReader, today: String) {
    self.model = model
    self.input = input
    self.reader = reader
    self.today = today
    if case .map(let members)? = input.root?.content { self.members = members } else { members = [] }
  }

  /// The values in the order of the model's fields, computed ones `none`; a value that is wrong is `none`
  /// too, and reported.
  package mutating func read() -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(model.fields.count)
    for field in model.fields { values.append(field.isComputed ? .none : value(of: field)) }
    reportUnknownKeys()
    if !missing.isEmpty { diagnostics.append(missingFields()) }
    return values
  }

  /// The slug alone, before the other entries are read; what is wrong with it is found by `read`.
  package mutating func slug() -> String? {
    guard let field = model.field("slug") else { return nil }
    defer { diagnostics = [] }
    if case .string(let slug) = value(of: field), !slug.isEmpty { return slug }
    return input.stem
  }

  private mutating func value(of field: Field) -> Value {
    if field.name == "body", field.type.unwrapped == .body {
      if !input.hasBody, field.isRequired { missing.append(field) }
      return .body(input.body)
    }
    for source in field.sources {
      guard let found = value(of: field, from: source) else { continue }
      // A required text that says nothing is as good as absent.
      if case .string("") = found, field.isRequired { continue }
      return found
    }
    if field.name == "slug" { return .string(defaultSlug) }
    if let value = field.defaultValue { return value }
    if !field.type.isOptional { missing.append(field) }
    return .none
  }

  /// The file's stem as it is, less the date when that is read from it.
  private var defaultSlug: String {
    let takesDate = model.fields.contains { $0.sources.contains(.fileName) }
    guard takesDate, let dated = FileNameDate(input.stem), !dated.rest.isEmpty else { return input.stem }
    return dated.rest
  }

  /// What one source says; `nil` when it says nothing and the next is asked.
  private mutating func value(of field: Field, from source: FieldSource) -> Value? {
    switch source {
    case .key(let path):
      guard let node = node(at: path, for: field), !node.isNull else { return nil }
      return read(node, as: field)
    case .pattern(let path, let pattern):
      guard let node = node(at: path, for: nil), case .scalar(let scalar) = node.content else { return nil }
      return matched(pattern, scalar.text, node.span, field)
    case .filePath(let pattern): return matched(pattern, input.path, .fileStart, field)
    case .fileName:
      guard let dated = FileNameDate(input.stem) else { return nil }
      return .date(reader.zone.instant(of: dated.date))
    case .heading:
      return input.heading.map { .string($0.text) }
    }
  }

  private mutating func read(_ node: DataNode, as field: Field) -> Value {
    switch reader.read(node, as: field.type, separator: field.separator) {
    case .success(let value): return value
    case .failure(let problem):
      let message = problem.code == .postWrongType ? "`\(field.name)`: \(problem.message)" : problem.message
      diagnostics.append(
        Diagnostic(
          problem.code, message, in: input.source, problem.span, label: problem.label, help: problem.help))
      return .none
    }
  }

  private mutating func matched(
    _ pattern: PathPattern, _ text: String, _ span: Span, _ field: Field
  ) -> Value? {
    guard let captures = pattern.match(text) else { return nil }
    if field.type.unwrapped == .date {
      guard let year = captures["year"], let month = captures["month"] else { return nil }
      let written = "\(year)-\(month)-\(captures["day"] ?? "1")"
      let node = DataNode(
        content: .scalar(DataScalar(text: written, kind: .date, isQuoted: false)), span: span)
      return read(node, as: field)
    }
    guard let capture = captures[field.name] ?? captures.values.first else { return nil }
    let node = DataNode(
      content: .scalar(DataScalar(text: capture, kind: .string, isQuoted: false)), span: span)
    return read(node, as: field)
  }

  /// The value at a dotted key; for a field's own name, the other common spellings count too.
  private mutating func node(at path: [String], for field: Field?) -> DataNode? {
    guard let first = path.first else { return nil }
    usedKeys.insert(first)
    var found = members.first { $0.key == first }
    if path.count == 1, let field, first == field.name {
      for spelling in Spelling.others[first] ?? [] where model.field(spelling)?.isComputed ?? true {
        guard let other = members.first(where: { $0.key == spelling }) else { continue }
        usedKeys.insert(spelling)
        // What is null is as good as absent, so it hides no other spelling.
        if let found, !found.value.isNull {
          if !other.value.isNull { reportTwoSpellings(of: field, found, other) }
        } else if found == nil || !other.value.isNull {
          found = other
        }
      }
    }
    var node = found?.value
    for name in path.dropFirst() {
      guard case .map(let inner)? = node?.content else { return nil }
      node = inner.first { $0.key == name }?.value
    }
    return node
  }

  private mutating func reportTwoSpellings(of field: Field, _ first: DataMember, _ second: DataMember) {
    diagnostics.append(
      Diagnostic(
        .postTwoSpellings, "`\(first.key)` and `\(second.key)` both say `\(model.name).\(field.name)`",
        at: Location(input.source, second.keySpan), label: "not read",
        related: [.init(Location(input.source, first.keySpan), "this one is read")],
        help: ["remove `\(second.key)`, or declare it in `[models.\(model.name)]` as a field of its own"]))
  }

  private mutating func reportUnknownKeys() {
    let known = model.fields.filter { !$0.isComputed }.map(\.name)
    for member in members where !usedKeys.contains(member.key) {
      let isComputed = model.field(member.key)?.isComputed == true
      let message =
        isComputed
        ? "`\(model.name).\(member.key)` is worked out by Presstime and can't be set"
        : "`\(model.name)` has no field `\(member.key)`"
      let help =
        isComputed
        ? "remove it"
        : Suggestion.sentence(for: member.key, among: known)
          ?? "remove it, or declare it in `content/site.toml`: `[models.\(model.name)]` "
          + "`\(member.key) = \"\(Self.guessedType(member.value))\"`"
      diagnostics.append(
        Diagnostic(
          .postUnknownKey, message, in: input.source, member.keySpan, label: "unknown key", help: help))
    }
  }

  private static func guessedType(_ node: DataNode) -> String {
    switch node.content {
    case .list: return "[String] = []"
    case .map: return "{ … }?"
    case .scalar(let scalar):
      switch scalar.kind {
      case .bool: return "Bool = false"
      case .int: return "Int?"
      case .double: return "Double?"
      case .date: return "Date?"
      case .null, .string: return "String?"
      }
    }
  }
}

extension DiagnosticCode {
  /// Fields that the model requires and the entry does not have, all in one.
  package static let postMissingFields = DiagnosticCode("post.missing-fields")
  /// Two keys that say the same field.
  package static let postTwoSpellings = DiagnosticCode("post.two-spellings", .warning)
}

/// The one diagnostic for all that an entry lacks.
extension EntryReader {
  private func missingFields() -> Diagnostic {
    let keys = missing.filter { $0.name != "body" }
    let lacksBody = keys.count < missing.count
    let names = keys.map(\.name) + (lacksBody ? ["body"] : [])
    var label = ""
    if input.root == nil {
      label = "no front matter here"
    } else if !keys.isEmpty {
      label = "no \(Self.list(keys.map(\.name), "or")) in this front matter"
    }
    if lacksBody { label += label.isEmpty ? "nothing after this front matter" : ", and nothing after it" }
    return Diagnostic(
      .postMissingFields, "\(model.name) is missing \(Self.list(names, "and"))", in: input.source,
      input.root == nil ? .fileStart : input.openingFence, label: label,
      help: mend(keys, lacksBody: lacksBody))
  }

  private func mend(_ keys: [Field], lacksBody: Bool) -> String {
    let lines = keys.map { sample($0) }
    var parts: [String] = []
    if input.root == nil, !keys.isEmpty {
      parts.append("begin the file with\n---\n" + lines.joined(separator: "\n") + "\n---")
    } else if !keys.isEmpty {
      parts.append("add " + Self.list(lines.map { "`\($0)`" }, "and"))
    }
    if lacksBody {
      let fence =
        input.format == .toml ? "the second `+++`" : input.format == .json ? "the `}`" : "the second `---`"
      parts.append("write the \(model.name == "Post" ? "post" : "text") below \(fence)")
    }
    // Behind a block of lines the rest is a line of its own.
    return parts.joined(separator: input.root == nil ? "\nand " : ", and ")
  }

  private func sample(_ field: Field) -> String {
    var key = field.name
    for case .key(let path) in field.sources where path.count == 1 { key = path[0] }
    if let spelled = field.sources.first, case .key(let path) = spelled { key = path.joined(separator: ".") }
    switch input.format {
    case .toml: return "\(key) = \(sampleValue(field.type, quoted: true))"
    case .json:
      return "\"\(key)\": \(field.type == .date ? "\"\(today)\"" : sampleValue(field.type, quoted: true))"
    case .yaml, nil: return "\(key): \(sampleValue(field.type, quoted: false))"
    }
  }

  private func sampleValue(_ type: ValueType, quoted: Bool) -> String {
    func text(_ value: String) -> String { quoted ? "\"\(value)\"" : value }
    switch type {
    case .bool: return "false"
    case .int: return "1"
    case .double: return "1.5"
    case .date: return today
    case .union(let members): return text(members.first ?? "")
    case .list(let element): return "[\(sampleValue(element, quoted: quoted))]"
    case .record(let record) where record.kind == .image: return text("picture.jpg")
    case .record: return "{ … }"
    case .model(let id): return text("a-slug-of-\(reader.models[id].name)")
    case .url: return text("https://example.com/")
    case .slug: return text("a-slug")
    case .optional(let wrapped): return sampleValue(wrapped, quoted: quoted)
    case .string, .body, .html, .none: return text("…")
    }
  }

  static func list(_ names: [String], _ word: String) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " \(word) \(last)"
  }
}
