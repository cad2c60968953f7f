import DataFormats
import Diagnostics

/// What is said of keys that no field is read from.
extension EntryReader {
  mutating func reportUnknownKeys() {
    for member in unusedMembers where !model.unread.contains(member.key) {
      // By its `id` an item is known; it needs no field.
      if input.isItem, member.key == "id" || reader.ignored.covers(member.key) { continue }
      let isComputed = model.field(member.key)?.isComputed == true
      let message =
        isComputed
        ? "`\(model.name).\(member.key)` is worked out by Presstime and can't be set"
        : "`\(model.name)` has no field `\(member.key)`"
      let help = isComputed ? "remove it" : helpWithUnknown(member)
      report(
        Diagnostic(
          .postUnknownKey, message, in: input.source, member.keySpan, label: "unknown key", help: help),
        at: member.keySpan)
    }
  }

  private func helpWithUnknown(_ member: DataMember) -> String {
    let key = member.key
    if let meant = Spelling.field(meantBy: key), let field = model.field(meant), !isSaid(field) {
      let readable = field.sources.lazy.compactMap { source -> String? in
        if case .key(let path) = source, path.count == 1 { path[0] } else { nil }
      }
      let isNameRead = readable.contains(meant)
      let from = ([key] + (isNameRead ? [] : field.sources.map(\.text))).map { "\"\($0)\"" }
      let rename =
        readable.first.map { isNameRead ? "rename it, or " : "rename it to `\($0)`, or " } ?? ""
      return
        "this seems to be `\(meant)`: \(rename)read it in `content/site.toml`: `[models.\(model.name)]` "
        + "`\(meant) = { type = \"\(reader.models.name(of: field.type))\", from = [\(from.joined(separator: ", "))] }`"
    }
    if let field = model.field(key), !field.sources.isEmpty {
      let sources = field.sources.map { "`\($0.text)`" }
      return "`\(key)` is read from \(Self.list(sources, "or")): add `\"\(key)\"` to its `from` in "
        + "`content/site.toml`, or remove it here"
    }
    let known = model.fields.filter { !$0.isComputed }.flatMap { $0.sources.flatMap(\.keys) }
    return Suggestion.sentence(for: key, among: known)
      ?? (input.isItem ? "" : "remove it, or ")
      + "declare it in `content/site.toml`: `[models.\(model.name)]` "
      + "`\(TOMLText.key(key)) = \"\(Self.guessedType(member.value))\"`"
      + (input.isItem ? ", or leave it unread: `ignore = [\"\(key)\"]` below its source" : "")
  }

  private func isSaid(_ field: Field) -> Bool {
    ([field.name] + (Spelling.others[field.name] ?? [])).contains { isUsed($0) && hasValue($0) }
  }

  private func hasValue(_ key: String) -> Bool {
    members.contains { $0.key == key && !$0.value.isNull }
  }

  /// Several values where one is wanted, as `categories: [A, B]` of other generators: tags can hold them all.
  func helpWithList(_ node: DataNode, _ field: Field) -> String? {
    guard field.type.unwrapped == .string, case .list = node.content,
      model.field("tags")?.type == .list(.string),
      let key = members.first(where: { $0.value.span == node.span })?.key
    else { return nil }
    return "keep one, or read them all as tags in `content/site.toml`: `[models.\(model.name)]` "
      + "`tags = { type = \"[String] = []\", from = [\"tags + \(key)\"] }`"
  }

  /// A type that the value would have.
  private static func guessedType(_ node: DataNode) -> String {
    switch node.content {
    case .list: plainType(node) + " = []"
    case .scalar(let scalar) where Self.isFlag(scalar): "Bool = false"
    case .map, .scalar: plainType(node) + "?"
    }
  }

  private static func isFlag(_ scalar: DataScalar) -> Bool {
    if case .bool = scalar.kind { true } else { false }
  }

  private static func plainType(_ node: DataNode) -> String {
    switch node.content {
    case .list(let items):
      // Of several types the author has to make one.
      let types = Set(items.map { plainType($0) })
      let areNumbers = types.isSubset(of: ["Int", "Double"])
      return "[\(types.count == 1 ? types.first ?? "" : areNumbers && !types.isEmpty ? "Double" : "String")]"
    case .map(let members):
      let fields = members.prefix(8).map { "\($0.key): \(plainType($0.value))\($0.value.isNull ? "?" : "")" }
      return "{ \(fields.joined(separator: ", ")) }"
    case .scalar(let scalar):
      switch scalar.kind {
      case .bool: return "Bool"
      case .int: return "Int"
      case .double: return "Double"
      case .date: return "Date"
      case .null, .string:
        let isDate = scalar.text.first?.isNumber == true && !scalar.isQuoted
        if isDate, case .success = DateTime.parse(scalar.text, in: .utc) { return "Date" }
        return "String"
      }
    }
  }
}
