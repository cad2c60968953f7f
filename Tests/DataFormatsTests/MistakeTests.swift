import DataFormats
import Diagnostics
import TestSupport
import Testing

/// What is said of broken data, and where the caret points.
@Suite struct MistakeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let format: DataFormat
    /// The mark is where the caret begins.
    let source: MarkedSource
    let code: String
    let message: String

    init(_ format: DataFormat, _ marked: String, _ code: String, _ message: String) {
      self.format = format
      source = MarkedSource(marked)
      self.code = code
      self.message = message
    }

    var testDescription: String { "\(format): \(source.text)" }
  }

  static let cases = [
    Case(.yaml, "a: b1️⃣: c\n", "yaml.syntax", "this `:` begins a second value on one line"),
    Case(.yaml, "1️⃣a:b\nc: 1\n", "yaml.syntax", "this line is no `key: value`"),
    Case(.yaml, "1️⃣a = \"b\"\n\nc: 1\n", "yaml.syntax", "this line is no `key: value`"),
    Case(.yaml, "x: 1\n1️⃣a:\u{a0}b\r\nc: 1\r\n", "yaml.syntax", "this line is no `key: value`"),
    Case(
      .yaml, "a: b\n1️⃣  c: 1\n", "yaml.syntax",
      "this line is indented, and the line above has its value already"),
    Case(.yaml, "  a: b\n1️⃣c: 1\n", "yaml.syntax", "this line does not fit the indentation above it"),
    Case(.yaml, "a: 1️⃣\"open\nb: 1\n", "yaml.syntax", "this quote is never closed"),
    Case(.yaml, "a: 1️⃣@x\n", "yaml.syntax", "a value can't begin like this"),
    Case(.yaml, "a: 1️⃣`x`\n", "yaml.syntax", "a value can't begin like this"),
    Case(.yaml, "a: 1\n1️⃣no key here\nb: 2\n", "yaml.syntax", "this line is no `key: value`"),
    Case(.yaml, "a: 1️⃣[b, c\nd: 1\n", "yaml.syntax", "this `[` is not closed as it should be"),
    Case(.yaml, "a:\n1️⃣\tb: 1\n", "yaml.syntax", "YAML is not indented with tabs"),
    Case(.yaml, "ü: x\na: 1️⃣*other\n", "yaml.alias", "aliases are not read"),
    Case(.yaml, "a: [1️⃣*b]\n", "yaml.alias", "aliases are not read"),
    Case(.yaml, "1️⃣*b : 1\n", "yaml.alias", "aliases are not read"),
    Case(.yaml, "a: 1️⃣!!python/object x\n", "yaml.tag", "tags are not read"),
    Case(.yaml, "a: 1️⃣!x [1]\n", "yaml.tag", "tags are not read"),
    Case(.yaml, "1️⃣[a, b]: c\n", "yaml.syntax", "a key must be a text"),
    Case(.yaml, "a: 1\n1️⃣---\nb: 2\n", "yaml.syntax", "a second document begins here"),
    Case(.yaml, "a: x1️⃣\u{0}y\n", "yaml.syntax", "YAML can't hold this control character"),
    Case(.yaml, "é: x1️⃣\u{8}y\n", "yaml.syntax", "YAML can't hold this control character"),
    Case(.json, "{\"a\": 1, 1️⃣}", "json.syntax", "a comma stands before this `}`"),
    Case(.json, "{\"é\": 1️⃣'b'}", "json.syntax", "JSON writes texts in double quotes"),
    Case(.json, "{\"a\": 1 1️⃣\"b\": 2}", "json.syntax", "expected `,` or `}`"),
    Case(.json, "{\"a\": 1️⃣nil}", "json.syntax", "`nil` is no value of JSON"),
    Case(.json, "{\"a\": 1️⃣012}", "json.syntax", "`012` is no number of JSON"),
    Case(.json, "{\"a\": 1️⃣\"x}", "json.syntax", "this text is never closed"),
    Case(.json, "{1️⃣a: 1}", "json.syntax", "expected a key in double quotes"),
    Case(.json, "{\"a\": \"x1️⃣\ty\"}", "json.syntax", "a text of JSON can't hold this character as it is"),
    Case(.json, "{\"a\": 1️⃣/* no */ 1}", "json.syntax", "JSON has no comments"),
  ]

  @Test(arguments: cases) func theMistakeIsNamedAtItsPlace(_ sample: Case) throws {
    let file = SourceFile(path: "data", bytes: sample.source.bytes)
    let parse = DataParser.parse(file, in: 0..<file.bytes.count, as: sample.format)
    #expect(parse.node == nil)
    let problem = try #require(parse.diagnostics.first)
    #expect(parse.diagnostics.count == 1)
    #expect(problem.code.name == sample.code)
    #expect(problem.message == sample.message)
    let expected = Location(file, Span(sample.source[1], sample.source[1]))
    #expect(problem.location?.line == expected.line)
    #expect(problem.location?.column == expected.column)
  }

  static let duplicates = [
    Case(.yaml, "1️⃣title: a\nb: 1\n2️⃣title: c\n", "data.duplicate-key", "`title` is said twice"),
    Case(.yaml, "m:\n  1️⃣é: a\n  2️⃣\"é\": c\n", "data.duplicate-key", "`é` is said twice"),
    Case(.toml, "1️⃣title = 1\nb = 1\n2️⃣title = 2\n", "data.duplicate-key", "`title` is said twice"),
    Case(.toml, "[t]\n1️⃣x = 1\n2️⃣x = 2\n", "data.duplicate-key", "`x` is said twice"),
    Case(.toml, "1️⃣[t]\nx = 1\n2️⃣[t]\ny = 2\n", "data.duplicate-key", "`[t]` is said twice"),
    Case(
      .json, "{1️⃣\"title\": 1, \"b\": {\"title\": 1},\n 2️⃣\"title\": 2}", "data.duplicate-key",
      "`title` is said twice"),
  ]

  @Test(arguments: duplicates) func aRepeatedKeyIsShownAtBothPlaces(_ sample: Case) throws {
    let file = SourceFile(path: "data", bytes: sample.source.bytes)
    let problem = try #require(
      DataParser.parse(file, in: 0..<file.bytes.count, as: sample.format).diagnostics.first)
    #expect(problem.code == .dataDuplicateKey)
    #expect(problem.message == sample.message)
    let first = Location(file, Span(sample.source[1], sample.source[1]))
    let second = Location(file, Span(sample.source[2], sample.source[2]))
    #expect(problem.location?.line == second.line)
    #expect(problem.location?.column == second.column)
    #expect(problem.related.first?.location.line == first.line)
    #expect(problem.related.first?.location.column == first.column)
  }

  @Test func helpForAColonInATitleQuotesIt() throws {
    let problem = try #require(parse("title: Swift: the language\n", as: .yaml).diagnostics.first)
    #expect(problem.help == ["put the text in quotes: `title: \"Swift: the language\"`"])
    let quoted = try #require(parse("title: The \"best\": yes\n", as: .yaml).diagnostics.first)
    #expect(quoted.help == ["put the text in quotes: `title: 'The \"best\": yes'`"])
  }

  @Test func yamlBetweenPlusSignsIsRecognised() throws {
    let problem = try #require(parse("title: Hello\n", as: .toml).diagnostics.first)
    #expect(problem.code == .tomlSyntax)
    #expect(problem.help.first?.hasPrefix("TOML writes `=` where YAML writes `:`") == true)
  }
}
