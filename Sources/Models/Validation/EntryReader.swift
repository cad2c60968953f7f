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
  let model: Model
  let input: EntryInput
  let reader: ValueReader
  /// The build's day as `2026-11-23`, for the examples in help texts.
  let today: String
  let members: [DataMember]
  package internal(set) var diagnostics: [Diagnostic] = []
  private(set) var usedKeys: Set<String> = []
  private(set) var missing: [Field] = []

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
    if field.name == "draft", field.type == .bool, isUnpublished() { return .bool(true) }
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
    let takesDate = model.fields.contains { $0.type.unwrapped == .date && $0.sources.contains(.fileName) }
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
    case .joined(let paths): return joined(paths, field)
    case .fileName:
      let dated = FileNameDate(input.stem)
      if field.type.unwrapped == .date { return dated.map { .date(reader.zone.instant(of: $0.date)) } }
      let words = (dated?.rest ?? input.stem).split { $0 == "-" || $0 == "_" || $0 == " " }.joined(
        separator: " ")
      return .string(words.prefix(1).uppercased() + words.dropFirst())
    case .heading:
      return input.heading.map { .string($0.text) }
    }
  }

  /// `published: false` hides an entry as `draft: true` does; where both are said, the one that hides counts.
  private mutating func isUnpublished() -> Bool {
    guard !model.isKey("published", ofOtherThan: "draft"),
      let member = members.first(where: { $0.key == "published" }),
      case .scalar(let scalar) = member.value.content,
      let isDraft = Spelling.draft(published: scalar.text)
    else { return false }
    usedKeys.insert("published")
    if isDraft { usedKeys.insert("draft") }
    return isDraft
  }

  /// The lists at several keys, one behind the other, without repeats.
  private mutating func joined(_ paths: [[String]], _ field: Field) -> Value? {
    var all: [Value] = []
    for path in paths {
      guard let node = node(at: path, for: nil), !node.isNull, case .list(let values) = read(node, as: field)
      else {
        continue
      }
      for value in values where !all.contains(value) { all.append(value) }
    }
    return all.isEmpty ? nil : .list(all)
  }

  private mutating func read(_ node: DataNode, as field: Field) -> Value {
    switch reader.read(node, as: field.type, separator: field.separator) {
    case .success(let value): return value
    case .failure(let problem):
      let message = problem.code == .postWrongType ? "`\(field.name)`: \(problem.message)" : problem.message
      diagnostics.append(
        Diagnostic(
          problem.code, message, in: input.source, problem.span, label: problem.label,
          help: helpWithList(node, field) ?? problem.help))
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
      for spelling in Spelling.others[first] ?? [] where !model.isKey(spelling, ofOtherThan: first) {
        guard let other = members.first(where: { $0.key == spelling }), !isFlag(other) else { continue }
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

  /// Whether a key that may hold the date says whether the entry is public.
  private func isFlag(_ member: DataMember) -> Bool {
    guard member.key == "published", case .scalar(let scalar) = member.value.content else { return false }
    return Spelling.draft(published: scalar.text) != nil
  }

  private mutating func reportTwoSpellings(of field: Field, _ first: DataMember, _ second: DataMember) {
    diagnostics.append(
      Diagnostic(
        .postTwoSpellings, "`\(first.key)` and `\(second.key)` both say `\(model.name).\(field.name)`",
        at: Location(input.source, second.keySpan), label: "not read",
        related: [.init(Location(input.source, first.keySpan), "this one is read")],
        help: ["remove `\(second.key)`, or declare it in `[models.\(model.name)]` as a field of its own"]))
  }
}

extension DiagnosticCode {
  /// Fields that the model requires and the entry does not have, all in one.
  package static let postMissingFields = DiagnosticCode("post.missing-fields")
  /// Two keys that say the same field.
  package static let postTwoSpellings = DiagnosticCode("post.two-spellings", .warning)
}
