import Models

/// How values of a type are written as JSON: fields in the order of the type, under their names. Flat, so that a program
/// counts no owners of types while it runs.
struct JSONShape: Sendable {
  /// What values at some place of the type are, by their numbers in `nodes`.
  enum Node: Sendable {
    /// All that is written as it is.
    case plain
    case url
    case list(of: Int)
    /// Fields from `first` on in `fields`.
    case record(first: Int, count: Int)
  }

  struct Field: Sendable {
    /// Its name in quotes and a colon, as bytes of `names`.
    let name: Range<Int>
    let node: Int
  }

  let type: ValueType
  /// Whether it stands in a script, which no text may end.
  let isScript: Bool
  private(set) var nodes: [Node] = []
  private(set) var fields: [Field] = []
  private(set) var names: [UInt8] = []
  /// What the whole value is.
  private(set) var root = 0

  init(of type: ValueType, isScript: Bool) {
    (self.type, self.isScript) = (type, isScript)
    root = add(type)
  }

  /// Adds what a type needs; its number.
  private mutating func add(_ type: ValueType) -> Int {
    let node: Node
    switch type.unwrapped {
    case .url: node = .url
    case .list(let element): node = .list(of: add(element))
    case .record(let record):
      let added = record.fields.map { Field(name: addName($0.name), node: add($0.type)) }
      node = .record(first: fields.count, count: added.count)
      fields += added
    default: node = .plain
    }
    nodes.append(node)
    return nodes.count - 1
  }

  private mutating func addName(_ name: String) -> Range<Int> {
    var written = ByteBuffer()
    Escaping.appendJSON(name.utf8, isScript: isScript, to: &written)
    written.append(UInt8(ascii: ":"))
    names += written.bytes
    return names.count - written.count..<names.count
  }
}
