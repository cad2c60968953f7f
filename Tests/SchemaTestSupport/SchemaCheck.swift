import DataFormats
import Synchronization

/// Holds one value against a schema.
struct SchemaCheck {
  let root: DataNode
  private(set) var problems: [String] = []
  private var depth = 0

  init(root: DataNode) {
    self.root = root
  }

  private static let annotations: Set<String> = [
    "$schema", "$comment", "$defs", "definitions", "title", "description", "markdownDescription", "default",
    "examples", "contentMediaType",
  ]

  private mutating func report(_ path: String, _ problem: String) {
    problems.append("\(path.isEmpty ? "." : path): \(problem)")
  }

  mutating func reference(_ reference: String, _ value: DataNode, _ path: String) {
    let target = root.node(at: reference.split(separator: "/").dropFirst().map { String($0) })
    guard reference.hasPrefix("#/"), let target else { return report(path, "no schema at \(reference)") }
    depth += 1
    if depth < 100 { self.value(value, target, path) } else { report(path, "\(reference) has no end") }
    depth -= 1
  }

  mutating func value(_ value: DataNode, _ schema: DataNode, _ path: String) {
    if case .scalar(let scalar) = schema.content {
      if scalar.kind == .bool(false) { report(path, "nothing may stand here") }
      if scalar.kind != .bool(false), scalar.kind != .bool(true) { report(path, "no schema") }
      return
    }
    for keyword in schema.members where !Self.annotations.contains(keyword.key) {
      apply(keyword.key, keyword.value, value, schema, path)
    }
  }

  private mutating func apply(
    _ keyword: String, _ rule: DataNode, _ value: DataNode, _ schema: DataNode, _ path: String
  ) {
    switch keyword {
    case "$ref": reference(rule.string ?? "", value, path)
    case "type":
      let types = rule.string.map { [$0] } ?? rule.elements.compactMap(\.string)
      let own = value.typeName
      if !types.contains(own), !(own == "integer" && types.contains("number")) {
        report(path, "is \(own), not \(types.joined(separator: " or "))")
      }
    case "enum":
      if !rule.elements.contains(where: { $0.equals(value) }) { report(path, "is none of the enum") }
    case "const": if !rule.equals(value) { report(path, "is not the constant") }
    case "anyOf":
      let fits = rule.elements.contains { failures(value, $0).isEmpty }
      if !fits { report(path, "fits nothing: \(rule.elements.map { failures(value, $0) })") }
    case "allOf": for part in rule.elements { self.value(value, part, path) }
    case "not": if failures(value, rule).isEmpty { report(path, "fits what it must not") }
    case "properties", "patternProperties", "propertyNames", "required", "additionalProperties":
      if value.typeName == "object" { object(keyword, rule, value, schema, path) }
    case "items":
      for (index, item) in value.elements.enumerated() { self.value(item, rule, path + "/\(index)") }
    case "minItems", "maxItems":
      guard case .list(let items) = value.content, let bound = rule.number.map({ Int($0) }) else { return }
      if keyword == "minItems" ? items.count < bound : items.count > bound {
        report(path, "has \(items.count) items")
      }
    case "minLength", "maxLength", "pattern", "format": text(keyword, rule, value, path)
    case "minimum":
      if let number = value.number, let least = rule.number, number < least { report(path, "is too small") }
    case "maximum":
      if let number = value.number, let most = rule.number, number > most { report(path, "is too large") }
    default: report(path, "the keyword \(keyword) is not known")
    }
  }

  private func failures(_ value: DataNode, _ schema: DataNode) -> [String] {
    var check = SchemaCheck(root: root)
    check.depth = depth
    check.value(value, schema, "")
    return check.problems
  }

  private mutating func object(
    _ keyword: String, _ rule: DataNode, _ value: DataNode, _ schema: DataNode, _ path: String
  ) {
    switch keyword {
    case "required":
      for name in rule.elements.compactMap(\.string) where value.node(at: [name]) == nil {
        report(path, "lacks \(name)")
      }
    case "propertyNames":
      for member in value.members {
        let name = DataNode(
          content: .scalar(DataScalar(text: member.key, kind: .string, isQuoted: true)), span: member.keySpan)
        self.value(name, rule, path + "/\(member.key)(name)")
      }
    default:
      for member in value.members {
        let here = path + "/" + member.key
        let own = schema.node(at: ["properties"])?.node(at: [member.key])
        let patterns =
          schema.node(at: ["patternProperties"])?.members.filter { Self.matches($0.key, member.key) } ?? []
        switch keyword {
        case "properties": if let own { self.value(member.value, own, here) }
        case "patternProperties": for pattern in patterns { self.value(member.value, pattern.value, here) }
        default: if own == nil, patterns.isEmpty { self.value(member.value, rule, here) }
        }
      }
    }
  }

  private mutating func text(_ keyword: String, _ rule: DataNode, _ value: DataNode, _ path: String) {
    guard let text = value.string else { return }
    switch keyword {
    case "minLength": if Double(text.unicodeScalars.count) < rule.number ?? 0 { report(path, "is too short") }
    case "maxLength": if Double(text.unicodeScalars.count) > rule.number ?? 0 { report(path, "is too long") }
    case "pattern":
      if !Self.matches(rule.string ?? "", text) {
        report(path, "`\(text)` does not match \(rule.string ?? "")")
      }
    default:
      let dateTime =
        #"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$"#
      guard rule.string == "date-time" else { return report(path, "the format is not known") }
      if !Self.matches(dateTime, text) { report(path, "`\(text)` is no RFC 3339 date") }
    }
  }

  /// Patterns that were met before: reading one takes longer than all the rest.
  private static let known = Mutex<[String: Known]>([:])

  private struct Known: @unchecked Sendable {
    let expression: Regex<AnyRegexOutput>?
  }

  /// A pattern that is no regular expression matches nothing, which fails the test.
  private static func matches(_ pattern: String, _ text: String) -> Bool {
    let found = known.withLock { known in
      if let found = known[pattern] { return found }
      let read = Known(expression: (try? Regex(pattern))?.matchingSemantics(.unicodeScalar))
      known[pattern] = read
      return read
    }
    guard let expression = found.expression else { return false }
    return text.firstMatch(of: expression) != nil
  }
}
