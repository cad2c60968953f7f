import DataFormats
import Diagnostics

/// The node or the diagnostics of a whole text.
func parse(_ text: String, as format: DataFormat) -> DataParse {
  parse(Array(text.utf8), as: format)
}

func parse(_ bytes: [UInt8], as format: DataFormat) -> DataParse {
  DataParser.parse(SourceFile(path: "data", bytes: bytes), in: 0..<bytes.count, as: format)
}

/// What a parse found, on one line: the value, or the codes of the diagnostics.
func summary(_ parse: DataParse) -> String {
  guard let node = parse.node else { return parse.diagnostics.map(\.code.name).joined(separator: " ") }
  return node.summary
}

extension DataNode {
  /// The value as text: `{title: "Hello", n: int 3}`.
  var summary: String {
    switch content {
    case .list(let items): "[" + items.map(\.summary).joined(separator: ", ") + "]"
    case .map(let members):
      "{" + members.map { "\($0.key): \($0.value.summary)" }.joined(separator: ", ") + "}"
    case .scalar(let scalar):
      switch scalar.kind {
      case .null: "null"
      case .bool(let flag): "\(flag)"
      case .int(let number): "int \(number)"
      case .double(let number): "double \(number)"
      case .date: "date \(scalar.text)"
      case .string: "\"\(scalar.text)\""
      }
    }
  }

  /// The member at a path of keys; a number is an index of a list.
  func at(_ path: String...) -> DataNode? {
    var node = self
    for key in path {
      switch node.content {
      case .map(let members):
        guard let member = members.first(where: { $0.key == key }) else { return nil }
        node = member.value
      case .list(let items):
        guard let index = Int(key), items.indices.contains(index) else { return nil }
        node = items[index]
      case .scalar: return nil
      }
    }
    return node
  }

  /// Every node and key below, with its span.
  var allSpans: [Span] {
    switch content {
    case .scalar: [span]
    case .list(let items): [span] + items.flatMap(\.allSpans)
    case .map(let members): [span] + members.flatMap { [$0.keySpan] + $0.value.allSpans }
    }
  }
}
