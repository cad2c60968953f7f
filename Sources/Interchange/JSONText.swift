import Diagnostics

/// A JSON value to be written, whose members keep their order.
indirect enum JSONText: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case list([JSONText])
  case object([Member])

  struct Member: Sendable, Hashable {
    let name: String
    let value: JSONText
  }

  /// On several lines, as people read it; lists of plain values and short objects stay on one.
  var text: String {
    var text = ""
    write(to: &text, indent: 0)
    return text + "\n"
  }

  private static let lineLength = 100

  private func write(to text: inout String, indent: Int) {
    let line = oneLine
    let hasParts = line.utf8.count + 2 * indent > Self.lineLength
    let space = String(repeating: "  ", count: indent + 1)
    switch self {
    case .object(let members) where hasParts:
      text += "{"
      for (index, member) in members.enumerated() {
        text += (index > 0 ? ",\n" : "\n") + space + JSONReport.quoted(member.name) + ": "
        member.value.write(to: &text, indent: indent + 1)
      }
      text += "\n" + space.dropLast(2) + "}"
    case .list(let items) where hasParts && !items.allSatisfy(\.isPlain):
      text += "["
      for (index, item) in items.enumerated() {
        text += (index > 0 ? ",\n" : "\n") + space
        item.write(to: &text, indent: indent + 1)
      }
      text += "\n" + space.dropLast(2) + "]"
    default: text += line
    }
  }

  /// The name of its type in JSON Schema; of a whole number `integer`.
  var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .int: "integer"
    case .double: "number"
    case .string: "string"
    case .list: "array"
    case .object: "object"
    }
  }

  /// Whether it holds no other values.
  private var isPlain: Bool {
    switch self {
    case .list, .object: false
    default: true
    }
  }

  private var oneLine: String {
    switch self {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .int(let number): String(number)
    case .double(let number):
      number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
    case .string(let text): JSONReport.quoted(text)
    case .list(let items): "[" + items.map(\.oneLine).joined(separator: ", ") + "]"
    case .object(let members) where members.isEmpty: "{}"
    case .object(let members):
      "{ " + members.map { JSONReport.quoted($0.name) + ": " + $0.value.oneLine }.joined(separator: ", ")
        + " }"
    }
  }
}

extension JSONText: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(stringLiteral value: String) { self = .string(value) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(integerLiteral value: Int) { self = .int(value) }
  init(arrayLiteral elements: JSONText...) { self = .list(elements) }
  init(dictionaryLiteral elements: (String, JSONText)...) {
    self = .object(elements.map { Member(name: $0, value: $1) })
  }
}

extension JSONText {
  /// The members of an object; of another value none.
  var members: [Member] { if case .object(let members) = self { members } else { [] } }

  /// An object with more members behind its own, which stay as they are.
  func adding(_ more: JSONText) -> JSONText {
    let own = members
    return .object(own + more.members.filter { new in !own.contains { $0.name == new.name } })
  }

  /// An object with these types, of which its other members say more.
  static func typed(_ types: [String]) -> JSONText { ["type": .texts(types)] }

  /// A list of texts.
  static func texts(_ texts: [String]) -> JSONText { .list(texts.map { .string($0) }) }
}
