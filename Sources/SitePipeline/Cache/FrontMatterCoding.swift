import DataFormats
import Diagnostics

extension DataNode {
  /// As the cache has it.
  var bytes: [UInt8] {
    var writer = CacheWriter()
    writer.put(self)
    return writer.bytes
  }
}

extension CacheWriter {
  mutating func put(_ format: DataFormat?) { put(format?.number ?? -1) }

  mutating func put(_ node: DataNode) {
    put(node.span)
    switch node.content {
    case .scalar(let scalar):
      switch scalar.kind {
      case .null: put(2)
      case .bool(let flag): put(flag ? 4 : 3)
      case .int(let number):
        put(5)
        put(number)
      case .double(let number):
        put(6)
        put(fixed: number.bitPattern)
      case .date: put(7)
      case .string: put(8)
      }
      put(scalar.text)
      put(scalar.isQuoted)
    case .list(let items):
      put(0)
      put(items) { $0.put($1) }
    case .map(let members):
      put(1)
      put(members) { writer, member in
        writer.put(member.key)
        writer.put(member.keySpan)
        writer.put(member.value)
      }
    }
  }
}

extension CacheReader {
  mutating func format() -> DataFormat? { DataFormat(number: number()) }

  /// Front matter is not deeper than `DataParser` allows, and what is here has been checked by its digest.
  mutating func node() -> DataNode {
    let span = span()
    let tag = number()
    switch tag {
    case 0: return DataNode(content: .list(list { $0.node() }), span: span)
    case 1:
      let members = list { DataMember(key: $0.text(), keySpan: $0.span(), value: $0.node()) }
      return DataNode(content: .map(members), span: span)
    default:
      let kind = scalarKind(tag)
      return DataNode(content: .scalar(DataScalar(text: text(), kind: kind, isQuoted: flag())), span: span)
    }
  }

  private mutating func scalarKind(_ tag: Int) -> DataScalar.Kind {
    switch tag {
    case 2: .null
    case 3: .bool(false)
    case 4: .bool(true)
    case 5: .int(number())
    case 6: .double(Double(bitPattern: fixed()))
    case 7: .date
    default: .string
    }
  }
}

extension DataFormat {
  fileprivate var number: Int {
    switch self {
    case .yaml: 0
    case .toml: 1
    case .json: 2
    }
  }

  fileprivate init?(number: Int) {
    switch number {
    case 0: self = .yaml
    case 1: self = .toml
    case 2: self = .json
    default: return nil
    }
  }
}
