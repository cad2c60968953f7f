import DataFormats
import Testing

/// What scalars, lists and maps of each format are read as.
@Suite struct KindTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let expected: String

    init(_ text: String, _ expected: String) {
      self.text = text
      self.expected = expected
    }

    var testDescription: String { text }
  }

  /// YAML 1.2's core schema, not 1.1: `no` and `on` are texts, and so are dates.
  static let yaml = [
    Case("a: 1", "{a: int 1}"),
    Case("a: -12", "{a: int -12}"),
    Case("a: +5", "{a: int 5}"),
    Case("a: 017", "{a: int 17}"),
    Case("a: 0x1F", "{a: int 31}"),
    Case("a: 0o17", "{a: int 15}"),
    Case("a: 1_000", "{a: \"1_000\"}"),
    Case("a: 3.0", "{a: double 3.0}"),
    Case("a: .5", "{a: double 0.5}"),
    Case("a: 1e3", "{a: double 1000.0}"),
    Case("a: .", "{a: \".\"}"),
    Case("a: -", "yaml.syntax"),
    Case("a: 1.2.3", "{a: \"1.2.3\"}"),
    Case("a: 9223372036854775807", "{a: int 9223372036854775807}"),
    Case("a: 9223372036854775808", "{a: double 9.223372036854776e+18}"),
    Case("a: 1e999", "{a: \"1e999\"}"),
    Case("a: .inf", "{a: \".inf\"}"),
    Case("a: true", "{a: true}"),
    Case("a: FALSE", "{a: false}"),
    Case("a: yes", "{a: \"yes\"}"),
    Case("a: on", "{a: \"on\"}"),
    Case("a: ~", "{a: null}"),
    Case("a:", "{a: null}"),
    Case("a: null", "{a: null}"),
    Case("a: 'null'", "{a: \"null\"}"),
    Case("a: \"3\"", "{a: \"3\"}"),
    Case("a: ''", "{a: \"\"}"),
    Case("a: 2024-05-01", "{a: \"2024-05-01\"}"),
    Case("a: 2013-11-22 05:00:00 +0000", "{a: \"2013-11-22 05:00:00 +0000\"}"),
    Case("a: \"x\\ty\\u00e9\"", "{a: \"x\ty\u{E9}\"}"),
    Case("a: 'it''s'", "{a: \"it's\"}"),
    Case("a: one # comment", "{a: \"one\"}"),
    Case("a: one#two", "{a: \"one#two\"}"),
    Case("a: |\n  x\n  y\n", "{a: \"x\ny\n\"}"),
    Case("a: >-\n  x\n  y\n", "{a: \"x y\"}"),
    Case("a: [1, two, 'three']", "{a: [int 1, \"two\", \"three\"]}"),
    Case("a: {b: 1, c: [d]}", "{a: {b: int 1, c: [\"d\"]}}"),
    Case("a:\n- 1\n- b: 2\n  c: 3\n", "{a: [int 1, {b: int 2, c: int 3}]}"),
    Case("1: x\ntrue: y", "{1: \"x\", true: \"y\"}"),
    Case("? a\n: b", "{a: \"b\"}"),
    Case("&name a: 1", "{a: int 1}"),
    Case("", "{}"),
    Case("# only a comment\n", "{}"),
    Case("~", "{}"),
    Case("just text", "\"just text\""),
    Case("- a\n- b", "[\"a\", \"b\"]"),
  ]

  @Test(arguments: yaml) func yamlIsReadByItsCoreSchema(_ sample: Case) {
    #expect(summary(parse(sample.text, as: .yaml)) == sample.expected)
  }

  static let toml = [
    Case("a = 1", "{a: int 1}"),
    Case("a = 1_000", "{a: int 1000}"),
    Case("a = 0xff", "{a: int 255}"),
    Case("a = 3.0", "{a: double 3.0}"),
    Case("a = 9223372036854775807", "{a: int 9223372036854775807}"),
    Case("a = 9223372036854775808", "toml.syntax"),
    Case("a = true", "{a: true}"),
    Case("a = 'x'", "{a: \"x\"}"),
    Case("a = \"\\u00e9\\n\"", "{a: \"\u{E9}\n\"}"),
    Case("a = \"\"\"\nx\ny\"\"\"", "{a: \"x\ny\"}"),
    Case("a = 2018-10-10", "{a: date 2018-10-10}"),
    Case("a = 2018-10-10T10:20:30Z", "{a: date 2018-10-10T10:20:30Z}"),
    Case("a = 2018-10-10 10:20:30.5+02:00", "{a: date 2018-10-10 10:20:30.5+02:00}"),
    Case("a = 2018-13-10", "toml.syntax"),
    Case("a = [1, 'b', [true]]", "{a: [int 1, \"b\", [true]]}"),
    Case("a = { b = 1, c = 'd' }", "{a: {b: int 1, c: \"d\"}}"),
    Case("[a]\nb = 1\n[a.c]\nd = 2", "{a: {b: int 1, c: {d: int 2}}}"),
    Case("a.b.c = 1", "{a: {b: {c: int 1}}}"),
    Case("[[a]]\nb = 1\n[[a]]\nb = 2", "{a: [{b: int 1}, {b: int 2}]}"),
    Case("z = 1\na = 2", "{z: int 1, a: int 2}"),
    Case("\"a b\" = 1", "{a b: int 1}"),
    Case("# comment\n", "{}"),
    Case("", "{}"),
    Case("a", "toml.syntax"),
    Case("a =", "toml.syntax"),
    Case("a = yes", "toml.syntax"),
    Case("title: x", "toml.syntax"),
  ]

  @Test(arguments: toml) func tomlKeepsTheOrderOfTheDocument(_ sample: Case) {
    #expect(summary(parse(sample.text, as: .toml)) == sample.expected)
  }

  static let json = [
    Case("{\"a\": 1}", "{a: int 1}"),
    Case(" { } ", "{}"),
    Case("[]", "[]"),
    Case("[1, -2, 3.5, 1e3, 0]", "[int 1, int -2, double 3.5, double 1000.0, int 0]"),
    Case("[true, false, null]", "[true, false, null]"),
    Case("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\"\\/\u{8}\u{C}\n\r\t\""),
    Case("\"\\u00e9\\ud83d\\ude00\"", "\"\u{E9}\u{1F600}\""),
    Case("\"\\ud83d\"", "\"\u{FFFD}\""),
    Case("\"\\ud83d\\n\"", "\"\u{FFFD}\n\""),
    Case("\"\\ude00\"", "\"\u{FFFD}\""),
    Case("9223372036854775808", "double 9.223372036854776e+18"),
    Case("1e999", "json.syntax"),
    Case("01", "json.syntax"),
    Case("-", "json.syntax"),
    Case("1.", "json.syntax"),
    Case("1.e5", "json.syntax"),
    Case(".5", "json.syntax"),
    Case("+1", "json.syntax"),
    Case("0x10", "int 0"),
    Case("'a'", "json.syntax"),
    Case("\"\\x\"", "json.syntax"),
    Case("\"\\u00g0\"", "json.syntax"),
    Case("\"\\u+041\"", "json.syntax"),
    Case("\"a\nb\"", "json.syntax"),
    Case("\"abc", "json.syntax"),
    Case("\"abc\\", "json.syntax"),
    Case("[1,]", "json.syntax"),
    Case("[1 2]", "json.syntax"),
    Case("{\"a\":1,}", "json.syntax"),
    Case("{a:1}", "json.syntax"),
    Case("{\"a\" 1}", "json.syntax"),
    Case("// no\n1", "json.syntax"),
    Case("True", "json.syntax"),
    Case("", "json.syntax"),
    Case("{\"a\": 1} and more", "{a: int 1}"),
  ]

  @Test(arguments: json) func jsonIsReadStrictly(_ sample: Case) {
    #expect(summary(parse(sample.text, as: .json)) == sample.expected)
  }

  @Test func scalarsKeepTheTextThatIsWritten() throws {
    let yaml = try #require(parse("version: 3.10\nslug: 007", as: .yaml).node)
    let toml = try #require(parse("version = 3.10\nbig = 1_000", as: .toml).node)
    #expect(
      yaml.at("version")?.content == .scalar(DataScalar(text: "3.10", kind: .double(3.1), isQuoted: false)))
    #expect(yaml.at("slug")?.content == .scalar(DataScalar(text: "007", kind: .int(7), isQuoted: false)))
    #expect(
      toml.at("version")?.content == .scalar(DataScalar(text: "3.10", kind: .double(3.1), isQuoted: false)))
    #expect(toml.at("big")?.content == .scalar(DataScalar(text: "1_000", kind: .int(1000), isQuoted: false)))
  }
}
