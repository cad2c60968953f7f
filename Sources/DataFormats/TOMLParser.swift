import CTOML
package import Diagnostics

/// TOML through toml++, into nodes with byte spans.
struct TOMLParser {
  private let source: SourceFile
  private let bytes: [UInt8]
  private let range: Range<Int>
  /// Offset of each line's first byte.
  private let lines: [Int]
  private let longLines = LongLines()

  static func parse(_ source: SourceFile, in range: Range<Int>) throws(DataError) -> DataNode {
    try TOMLParser(source, in: range).document()
  }

  private init(_ source: SourceFile, in range: Range<Int>) {
    self.source = source
    self.range = range
    bytes = source.bytes
    // toml++ gives a byte-order mark no column.
    let hasMark = bytes[range].starts(with: [0xEF, 0xBB, 0xBF])
    var lines = [range.lowerBound + (hasMark ? 3 : 0)]
    for index in range where bytes[index] == 0x0A { lines.append(index + 1) }
    self.lines = lines
  }

  private func document() throws(DataError) -> DataNode {
    if let offset = TOMLKeyDepth.firstTooDeep(in: bytes, range) { throw tooDeep(at: offset) }
    let nodes = try unsafe bytes.withUnsafeBufferPointer { (bytes) throws(DataError) -> [FlatNode] in
      guard let base = bytes.baseAddress, !range.isEmpty else { return [] }
      let parsed = unsafe base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        unsafe ctoml_parse($0 + range.lowerBound, range.count)
      }
      guard let parsed = unsafe parsed else { return [] }
      defer { unsafe ctoml_free(parsed) }
      if let message = unsafe ctoml_error(parsed) {
        throw unsafe syntaxError(String(cString: message), ctoml_error_place(parsed))
      }
      return unsafe (0..<ctoml_count(parsed)).map { unsafe FlatNode(ctoml_nodes(parsed)[$0]) }
    }
    guard !nodes.isEmpty else {
      return DataNode(content: .map([]), span: Span(range.lowerBound, range.lowerBound))
    }
    var children: [[Int]] = Array(repeating: [], count: nodes.count)
    for (index, node) in nodes.enumerated() where node.parent >= 0 { children[node.parent].append(index) }
    return build(0, nodes, children)
  }

  /// A node of the flat list, its texts copied.
  private struct FlatNode {
    let kind: ctoml_kind
    let parent: Int
    let key: String?
    let keyBegin: ctoml_place
    let keyEnd: ctoml_place
    let begin: ctoml_place
    let end: ctoml_place
    let text: String
    let integer: Int
    let number: Double
    let boolean: Bool

    init(_ node: ctoml_node) {
      unsafe kind = node.kind
      unsafe parent = Int(node.parent)
      unsafe key = node.key.map { unsafe Self.string($0, node.key_length) }
      unsafe keyBegin = node.key_begin
      unsafe keyEnd = node.key_end
      unsafe begin = node.begin
      unsafe end = node.end
      unsafe text = node.text.map { unsafe Self.string($0, node.text_length) } ?? ""
      unsafe integer = Int(node.integer)
      unsafe number = node.number
      unsafe boolean = node.boolean != 0
    }

    private static func string(_ start: UnsafePointer<CChar>, _ count: Int) -> String {
      unsafe start.withMemoryRebound(to: UInt8.self, capacity: count) {
        unsafe String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
      }
    }
  }

  /// Recursion is bounded by the shim's own bound on depth.
  private func build(_ index: Int, _ nodes: [FlatNode], _ children: [[Int]]) -> DataNode {
    let node = nodes[index]
    let ownSpan = Span(offset(node.begin) ?? range.lowerBound, offset(node.end) ?? range.lowerBound)
    switch node.kind {
    case CTOML_TABLE:
      var members = children[index].map { child in
        let value = build(child, nodes, children)
        let keyStart = offset(nodes[child].keyBegin) ?? value.span.start
        return DataMember(
          key: nodes[child].key ?? "", keySpan: Span(keyStart, offset(nodes[child].keyEnd) ?? keyStart),
          value: value)
      }
      // toml++ keeps tables sorted by key; the order of the document is the one that matters.
      members.sort { $0.keySpan.start < $1.keySpan.start }
      let span = members.reduce(offset(node.begin) == nil ? nil : ownSpan) { span, member in
        let whole = member.keySpan.union(member.value.span)
        return span.map { $0.union(whole) } ?? whole
      }
      return DataNode(content: .map(members), span: span ?? ownSpan)
    case CTOML_ARRAY:
      return DataNode(content: .list(children[index].map { build($0, nodes, children) }), span: ownSpan)
    case CTOML_STRING:
      return DataNode(
        content: .scalar(DataScalar(text: node.text, kind: .string, isQuoted: true)), span: ownSpan)
    default:
      let text = String(decoding: bytes[ownSpan.start..<ownSpan.end], as: UTF8.self)
      return DataNode(
        content: .scalar(DataScalar(text: text, kind: kind(of: node), isQuoted: false)), span: ownSpan)
    }
  }

  private func kind(of node: FlatNode) -> DataScalar.Kind {
    switch node.kind {
    case CTOML_INTEGER: .int(node.integer)
    case CTOML_FLOAT: .double(node.number)
    case CTOML_BOOLEAN: .bool(node.boolean)
    default: .date
    }
  }

  /// The byte at a line and a column of code points.
  private func offset(_ place: ctoml_place) -> Int? {
    let line = Int(place.line) - 1
    guard lines.indices.contains(line) else { return nil }
    let column = max(0, Int(place.column) - 1)
    let known = column < LongLines.step ? [lines[line]] : marks(ofLine: line)
    let mark = min(column / LongLines.step, known.count - 1)
    var byte = known[mark]
    for _ in mark * LongLines.step..<column where byte < range.upperBound { byte = next(byte) }
    return byte
  }

  /// Where the next character begins.
  private func next(_ byte: Int) -> Int {
    var byte = byte + 1
    while byte < range.upperBound, bytes[byte] & 0xC0 == 0x80 { byte += 1 }
    return byte
  }

  /// Bytes at each of some columns of a line that are `step` apart. A list of many items may be one line: each would be
  /// looked for from its start.
  private final class LongLines {
    static let step = 256
    var marks: [Int: [Int]] = [:]
  }

  private func marks(ofLine line: Int) -> [Int] {
    if let known = longLines.marks[line] { return known }
    var (marks, byte, column) = ([lines[line]], lines[line], 0)
    while byte < range.upperBound, bytes[byte] != 0x0A {
      byte = next(byte)
      column += 1
      if column % LongLines.step == 0 { marks.append(byte) }
    }
    longLines.marks[line] = marks
    return marks
  }

  private func syntaxError(_ message: String, _ place: ctoml_place) -> DataError {
    let at = min(offset(place) ?? range.lowerBound, range.upperBound)
    if message.contains("redefine"), let error = duplicate(at: at) { return error }
    if message == "nested too deeply" || message.contains("maximum nested value depth") {
      return tooDeep(at: at)
    }
    var words = message
    if let cut = words.range(of: "Error while parsing ") { words = String(words[cut.upperBound...]) }
    let line = lineRange(at: at)
    let text = String(decoding: bytes[line], as: UTF8.self)
    var help = "texts stand in quotes, dates and numbers don't: `key = \"text\"`"
    for known in Self.knownMistakes where words.contains(known.found) {
      words = known.message
      help = known.help
    }
    if let colon = text.firstIndex(of: ":"), !text[..<colon].contains("="), !text[..<colon].contains("\"") {
      help = "TOML writes `=` where YAML writes `:`; between `---` fences it would be YAML"
    }
    return DataError(
      diagnostic: Diagnostic(
        .tomlSyntax, words, in: source, Span(at, min(at + 1, range.upperBound)), help: help))
  }

  /// What toml++ says of the commonest mistakes, and what its reader should hear.
  private static let knownMistakes: [(found: String, message: String, help: String)] = [
    ("unescaped control characters", "this text is never closed on its line", "add a `\"` at its end"),
    ("could not determine value type", "this is no value", "a text stands in quotes: `key = \"text\"`"),
    ("expected month", "there is no such month", "write a date as `2024-05-31`: year, month, day"),
    ("expected day", "there is no such day in that month", "write a date as `2024-05-31`: year, month, day"),
    ("expected hour", "there is no such hour", "write a time as `2024-05-31T10:00:00`"),
    (
      "expected a comment or whitespace", "something stands behind this value",
      "put each key on a line of its own"
    ),
    ("expected '='", "a key is followed by `=`", "write `key = \"text\"`"),
  ]

  private func tooDeep(at offset: Int) -> DataError {
    DataError(
      diagnostic: Diagnostic(
        .dataTooDeep, "this is nested more than \(DataParser.maximumDepth) levels deep", in: source,
        Span(offset, min(offset + 1, range.upperBound)),
        help: "front matter this deep is surely a mistake; flatten it"))
  }

  /// The two places of a key or table that toml++ found again at `offset`.
  private func duplicate(at offset: Int) -> DataError? {
    let line = lineRange(at: offset)
    let name = definedName(line)
    guard !name.text.isEmpty else { return nil }
    var index = lines.lastIndex { $0 <= line.lowerBound } ?? 0
    while index > 0 {
      index -= 1
      let other = definedName(lineRange(at: lines[index]))
      if other.text == name.text {
        return DuplicateKey.error(name.text, in: source, first: other.span, second: name.span)
      }
      if other.text.hasPrefix("["), !name.text.hasPrefix("[") { return nil }
    }
    return nil
  }

  /// `title` of `title = "x"`, `[table]` of a header.
  private func definedName(_ line: Range<Int>) -> (text: String, span: Span) {
    let text = bytes[line]
    let isHeader = text.first == UInt8(ascii: "[")
    let part = isHeader ? text : text.prefix { $0 != UInt8(ascii: "=") }
    let start = part.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? line.lowerBound
    let end = (part.lastIndex { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D } ?? (start - 1)) + 1
    let hasValue = isHeader || part.count < text.count
    let name = hasValue && start < end ? String(decoding: bytes[start..<end], as: UTF8.self) : ""
    return (name, Span(start, end))
  }

  private func lineRange(at offset: Int) -> Range<Int> {
    let start = lines.last { $0 <= offset } ?? range.lowerBound
    var end = start
    while end < range.upperBound, bytes[end] != 0x0A { end += 1 }
    return start..<end
  }
}

extension String {
  /// Where `text` first stands; the standard library has it only with Foundation.
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}

extension DiagnosticCode {
  /// Text that is no TOML.
  package static let tomlSyntax = DiagnosticCode("toml.syntax")
}
