import DataFormats
import Diagnostics

/// The named records of `[records.NAME]`, as they are declared and as far as they are looked up.
struct RecordTable {
  var declared: [String: (member: DataMember, source: SourceFile)] = [:]
  /// `.some(nil)` for a record that is wrong, which has been reported.
  var resolved: [String: ValueType?] = [:]
  /// In the order of their declaration.
  var names: [String] = []
  /// How many fields each record that is looked up has, with those of the records in it.
  private(set) var sizes: [String: Int] = [:]

  /// A type is gone through as a whole in many places.
  static let mostFields = 10_000
  static let maximumDepth = 100

  mutating func add(_ member: DataMember, _ source: SourceFile) {
    if declared[member.key] == nil { names.append(member.key) }
    declared[member.key] = (member, source)
  }

  /// Notes a record whose own records have been; whether it has not too many fields.
  mutating func note(_ name: String, _ members: [RecordType.Member]) -> Bool {
    sizes[name] = size(members)
    return (sizes[name] ?? 0) <= Self.mostFields
  }

  private func size(_ members: [RecordType.Member]) -> Int { members.reduce(0) { $0 + 1 + size($1.type) } }

  private func size(_ type: ValueType) -> Int {
    switch type {
    case .optional(let type), .list(let type): size(type)
    case .record(let record): record.name.flatMap { sizes[$0] } ?? size(record.fields)
    default: 0
    }
  }
}

extension DeclarationReader {
  /// Looks up the records that no field names, so that their mistakes are found too.
  mutating func resolveAllRecords() {
    for name in records.names {
      guard let (member, source) = records.declared[name] else { continue }
      _ = resolveRecord(name, in: source, member.keySpan, within: [])
    }
  }

  /// The record called `name`, which stands at `place`; `nil` when it is wrong, which is reported once.
  mutating func resolveRecord(
    _ name: String, in source: SourceFile, _ place: Span, within: [String]
  ) -> ValueType? {
    if within.contains(name) {
      let circle = (within + [name]).map { "`\($0)`" }.joined(separator: " → ")
      report(
        .modelRecursiveRecord, "the record `\(name)` contains itself", source, place, label: circle,
        help: "a record is part of its entry; to point from one entry to another, declare a model")
      return nil
    }
    if let known = records.resolved[name] { return known }
    if within.count >= RecordTable.maximumDepth {
      report(
        .modelSyntax, "records stand more than \(RecordTable.maximumDepth) deep in each other", source, place,
        help: "make fields of one record out of what is so deep")
      return nil
    }
    let type = buildRecord(name, within: within)
    records.resolved[name] = .some(type)
    return type
  }

  private mutating func buildRecord(_ name: String, within: [String]) -> ValueType? {
    guard let (member, source) = records.declared[name] else { return nil }
    guard case .map(let fields) = member.value.content else {
      report(.modelSyntax, "`records.\(name)` must be a table of fields", source, member.value.span)
      return nil
    }
    var members: [RecordType.Member] = []
    for field in fields {
      guard let type = readRecordField(field, in: source, within: within + [name]) else { continue }
      members.append(RecordType.Member(field.key, type))
    }
    guard records.note(name, members) else {
      report(
        .modelSyntax,
        "the record `\(name)` has more than \(RecordTable.mostFields) fields, with those of the records in it",
        source, member.keySpan, help: "declare a model for what is repeated, and refer to its entries")
      return nil
    }
    return .record(RecordType(name: name, fields: members))
  }

  private mutating func readRecordField(
    _ field: DataMember, in source: SourceFile, within: [String]
  ) -> ValueType? {
    guard case .scalar(let scalar) = field.value.content, scalar.kind == .string else {
      report(
        .modelSyntax, "the field `\(field.key)` of a record is a type in quotes", source, field.value.span,
        help: "write `\(field.key) = \"String?\"`")
      return nil
    }
    do {
      let (expression, defaultRange) = try TypeParser.parse(scalar.text)
      if let defaultRange {
        report(
          .modelSyntax, "a record's field has no default", source,
          Self.place(defaultRange, in: field.value.span, of: scalar.text, source),
          help: "make it optional with `?`, and give the default in the template with `??`")
      }
      return resolve(expression, text: scalar.text, span: field.value.span, in: source, within: within)
    } catch {
      report(
        .modelSyntax, error.message, source,
        Self.place(error.range, in: field.value.span, of: scalar.text, source), help: error.help)
      return nil
    }
  }
}
