import DataFormats
import Diagnostics
import TestSupport
import Testing

/// Where keys and values stand, in bytes; marks in the sources show the expected places.
@Suite struct SpanTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let format: DataFormat
    /// 1 and 2 around the key, 3 and 4 around its value.
    let source: MarkedSource
    let path: [String]

    init(_ format: DataFormat, _ marked: String, _ path: String...) {
      self.format = format
      source = MarkedSource(marked)
      self.path = path
    }

    var testDescription: String { "\(format): \(source.text)" }
  }

  static let cases = [
    Case(.yaml, "1️⃣title2️⃣: 3️⃣Hello4️⃣\n", "title"),
    Case(.yaml, "a: é\n1️⃣title2️⃣: 3️⃣\"Grüße 🚂\"4️⃣\nb: 1\n", "title"),
    Case(.yaml, "日本: 東京\r\n1️⃣城2️⃣: 3️⃣大阪4️⃣\r\n", "城"),
    Case(.yaml, "# ü\n1️⃣tags2️⃣: 3️⃣[a, b]4️⃣\n", "tags"),
    Case(.yaml, "a:\n  1️⃣b2️⃣: 3️⃣x y4️⃣ # no\n", "a", "b"),
    Case(.yaml, "a: {1️⃣b2️⃣: 3️⃣'x'4️⃣}\n", "a", "b"),
    Case(.yaml, "1️⃣a2️⃣: 3️⃣{b: 1}4️⃣\n", "a"),
    Case(.toml, "1️⃣title2️⃣ = 3️⃣\"Hello\"4️⃣\n", "title"),
    Case(.toml, "a = \"é\"\n1️⃣title2️⃣ = 3️⃣'Grüße 🚂'4️⃣\n", "title"),
    Case(.toml, "a = 1\r\n1️⃣b2️⃣ = 3️⃣2018-10-104️⃣\r\n", "b"),
    Case(.toml, "[t]\n1️⃣b2️⃣ = 3️⃣[1, 2]4️⃣\n", "t", "b"),
    Case(.toml, "t = { 1️⃣b2️⃣ = 3️⃣-1.54️⃣ }\n", "t", "b"),
    Case(.toml, "\u{FEFF}1️⃣title2️⃣ = 3️⃣true4️⃣\n", "title"),
    Case(.json, "{ 1️⃣\"a\"2️⃣ : 3️⃣\"é\"4️⃣ }", "a"),
    Case(.json, "{\"ü\": [1, 2], 1️⃣\"b\"2️⃣: 3️⃣[ {} ]4️⃣}", "b"),
    Case(.json, "{\"a\": {1️⃣\"b\"2️⃣: 3️⃣-1.5e34️⃣}}", "a", "b"),
  ]

  @Test(arguments: cases) func keysAndValuesKnowTheirBytes(_ sample: Case) throws {
    var node = try #require(parse(sample.source.bytes, as: sample.format).node)
    for key in sample.path.dropLast() { node = try #require(node.at(key)) }
    let member = try #require(node.member(sample.path.last ?? ""))
    #expect(member.keySpan == Span(sample.source[1], sample.source[2]))
    #expect(member.value.span == Span(sample.source[3], sample.source[4]))
  }

  /// A list of many items may be one line.
  @Test func placesOfLongLinesAreFound() throws {
    let items = (0..<2000).map { $0 % 7 == 0 ? "'ü\($0)'" : "[\($0), 'x']" }
    let text = "list = [" + items.joined(separator: ", ") + "]\nend = 1\n"
    let list = try #require(parse(text, as: .toml).node?.member("list")?.value)
    guard case .list(let nodes) = list.content else { return #expect(Bool(false)) }
    let bytes = Array(text.utf8)
    for (node, item) in zip(nodes, items) {
      #expect(String(decoding: bytes[node.span.start..<node.span.end], as: UTF8.self) == item)
    }
    #expect(nodes.count == items.count)
  }

  @Test func aPartOfAFileIsReadWithPlacesOfTheWholeFile() throws {
    let source = MarkedSource("ünread\n1️⃣a: 2️⃣über3️⃣\n4️⃣more: text\n")
    let file = SourceFile(path: "x", bytes: source.bytes)
    let parse = DataParser.parse(file, in: source[1]..<source[4], as: .yaml)
    let node = try #require(parse.node)
    #expect(node.summary == "{a: \"über\"}")
    #expect(node.at("a")?.span == Span(source[2], source[3]))
  }

  @Test func jsonSaysWhereItEnds() {
    let source = MarkedSource(" {\"a\": [1]}1️⃣ tail")
    #expect(parse(source.bytes, as: .json).end == source[1])
  }

  @Test func rangesBeyondTheFileAreCut() {
    let file = SourceFile(path: "x", text: "a: 1")
    for format in [DataFormat.yaml, .toml, .json] {
      _ = DataParser.parse(file, in: -5..<900, as: format)
      _ = DataParser.parse(file, in: 4..<4, as: format)
    }
    #expect(DataParser.parse(file, in: 0..<900, as: .yaml).node?.summary == "{a: int 1}")
  }
}
