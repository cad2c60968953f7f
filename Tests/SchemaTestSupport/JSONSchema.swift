package import DataFormats
import Diagnostics

/// A JSON Schema, as far as Presstime writes them: `type`, `enum`, `const`, `properties`, `patternProperties`,
/// `propertyNames`, `required`, `additionalProperties`, `items`, `minItems`, `maxItems`, `minLength`, `maxLength`,
/// `pattern`, `format`, `minimum`, `maximum`, `anyOf`, `allOf`, `not`, and `$ref` within the document.
///
/// A keyword that it does not know is a problem, so that none is written that no test holds.
package struct JSONSchema: Sendable {
  private let root: DataNode

  /// Nothing when the text is no JSON.
  package init?(_ text: String) {
    guard let node = DataNode.json(text) else { return nil }
    root = node
  }

  /// What is wrong with `value`, as `path: problem`; with a `definition`, by that one (`#/$defs/Post`).
  package func problems(of value: DataNode, as definition: String? = nil) -> [String] {
    var check = SchemaCheck(root: root)
    if let definition {
      check.reference(definition, value, "")
    } else {
      check.value(value, root, "")
    }
    return check.problems
  }

  /// The part of the schema at these keys.
  package func part(_ keys: String...) -> DataNode? { root.node(at: keys) }
}

extension DataNode {
  /// A whole text as JSON.
  package static func json(_ text: String) -> DataNode? {
    let source = SourceFile(path: "x.json", text: text)
    let parse = DataParser.parse(source, in: 0..<source.bytes.count, as: .json)
    let isWhole = source.bytes[parse.end...].allSatisfy { $0 <= 0x20 }
    return isWhole ? parse.node : nil
  }

  /// The members of a map.
  package var members: [DataMember] { if case .map(let members) = content { members } else { [] } }
  /// The elements of a list.
  package var elements: [DataNode] { if case .list(let elements) = content { elements } else { [] } }
  /// A text.
  package var string: String? {
    if case .scalar(let scalar) = content, scalar.kind == .string || scalar.kind == .date {
      scalar.text
    } else {
      nil
    }
  }
  var number: Double? {
    guard case .scalar(let scalar) = content else { return nil }
    switch scalar.kind {
    case .int(let number): return Double(number)
    case .double(let number): return number
    default: return nil
    }
  }

  /// The name of its type; a date of TOML is a text to those who validate TOML.
  var typeName: String {
    switch content {
    case .list: "array"
    case .map: "object"
    case .scalar(let scalar):
      switch scalar.kind {
      case .null: "null"
      case .bool: "boolean"
      case .int: "integer"
      case .double(let number): number == number.rounded() ? "integer" : "number"
      case .date, .string: "string"
      }
    }
  }

  /// Whether it is the same value, wherever it stands.
  func equals(_ other: DataNode) -> Bool {
    if let number, let other = other.number { return number == other }
    if let string, let other = other.string { return string == other }
    switch (content, other.content) {
    case (.scalar(let a), .scalar(let b)): return a.kind == b.kind
    case (.list(let a), .list(let b)): return a.count == b.count && zip(a, b).allSatisfy { $0.equals($1) }
    case (.map(let a), .map(let b)):
      return a.count == b.count
        && a.allSatisfy { member in other.node(at: [member.key])?.equals(member.value) == true && !b.isEmpty }
    default: return false
    }
  }
}
