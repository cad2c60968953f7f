import DataFormats
import Diagnostics
import TestSupport
import Testing

/// Where front matter begins and ends, in all its forms.
@Suite struct FrontMatterTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// Mark 1 is where the text begins.
    let source: MarkedSource
    let format: DataFormat?
    let root: String

    init(_ name: String, _ marked: String, _ format: DataFormat?, _ root: String) {
      self.name = name
      source = MarkedSource(marked)
      self.format = format
      self.root = root
    }

    var testDescription: String { name }
  }

  static let cases = [
    Case("yaml", "---\na: 1\n---\n1️⃣Text", .yaml, "{a: int 1}"),
    Case("crlf", "---\r\na: x\r\n---\r\n1️⃣Text", .yaml, "{a: \"x\"}"),
    Case("lone carriage returns", "---\ra: x\r---\r1️⃣Text", .yaml, "{a: \"x\"}"),
    Case("byte-order mark", "\u{FEFF}---\na: 1\n---\n1️⃣Text", .yaml, "{a: int 1}"),
    Case("blank lines before", "\n \r\n---\na: 1\n---\n1️⃣Text", .yaml, "{a: int 1}"),
    Case("spaces behind the fences", "--- \t\na: 1\n---  \n1️⃣Text", .yaml, "{a: int 1}"),
    Case("no line break at the end", "---\na: 1\n---1️⃣", .yaml, "{a: int 1}"),
    Case("dots close YAML", "---\na: 1\n...\n1️⃣Text", .yaml, "{a: int 1}"),
    Case("empty", "---\n---\n1️⃣Text", .yaml, "{}"),
    Case("blank", "---\n\n---\n1️⃣", .yaml, "{}"),
    Case("a rule in the text", "---\na: 1\n---\n1️⃣Text\n\n---\n\nMore", .yaml, "{a: int 1}"),
    Case("dashes in a value", "---\na: x --- y\n---\n1️⃣", .yaml, "{a: \"x --- y\"}"),
    Case("toml", "+++\na = 1\n+++\n1️⃣Text", .toml, "{a: int 1}"),
    Case("toml after a blank line", "\n+++\na = 'x'\n+++\n1️⃣Text", .toml, "{a: \"x\"}"),
    Case("toml crlf", "+++\r\na = 1\r\n+++\r\n1️⃣Text", .toml, "{a: int 1}"),
    Case("dashes don't close toml", "+++\na = 1\n#---\n+++\n1️⃣", .toml, "{a: int 1}"),
    Case("json", "{\"a\": 1}\n1️⃣Text", .json, "{a: int 1}"),
    Case("json over lines", "{\n  \"a\": {\"b\": 1}\n}\r\n1️⃣Text", .json, "{a: {b: int 1}}"),
    Case("json and no text", "{\"a\": 1}1️⃣", .json, "{a: int 1}"),
    Case("json in a comment", "<!--{\n  \"a\": 1\n}-->\n1️⃣Text", .json, "{a: int 1}"),
    Case("json in a wider comment", "<!--{\"a\": 1}\n-->\n1️⃣Text", .json, "{a: int 1}"),
    Case("json with text behind it", "{\"a\": 1} 1️⃣Text", .json, "{a: int 1}"),
    Case("none", "1️⃣# Title\n\nText", nil, ""),
    Case("none, after a byte-order mark", "\u{FEFF}1️⃣Text", nil, ""),
    Case("nothing at all", "1️⃣", nil, ""),
    Case("blank lines alone", "1️⃣\n\n", nil, ""),
    Case("a rule at the start", "1️⃣---\n\nText of a post.\n", nil, ""),
    Case("a long rule", "1️⃣-----\n\na: 1\n---\n", nil, ""),
    Case("a rule with words", "1️⃣--- yaml\na: 1\n---\n", nil, ""),
    Case("an indented table rule", "1️⃣- - -\na: 1\n", nil, ""),
  ]

  @Test(arguments: cases) func theTextBeginsBehindIt(_ sample: Case) {
    let split = FrontMatter.split(SourceFile(path: "post.md", bytes: sample.source.bytes))
    #expect(split.diagnostics.map(\.message) == [])
    #expect(split.format == sample.format)
    #expect(split.root?.summary ?? "" == sample.root)
    #expect(split.bodyStart == sample.source[1])
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let code: String
    let line: Int

    init(_ name: String, _ text: String, _ code: String, line: Int) {
      self.name = name
      self.text = text
      self.code = code
      self.line = line
    }

    var testDescription: String { name }
  }

  static let mistakes = [
    Mistake("unclosed yaml", "---\ntitle: A\n\nSome text.\n", "front-matter.unclosed", line: 1),
    Mistake("unclosed after blanks", "\n\n---\ntitle: A\n", "front-matter.unclosed", line: 3),
    Mistake("unclosed toml", "+++\ntitle = 'A'\n---\n", "front-matter.unclosed", line: 1),
    Mistake("a lone fence", "---", "front-matter.unclosed", line: 1),
    Mistake("a text", "---\njust words\n---\n", "front-matter.no-map", line: 2),
    Mistake("a list", "---\n- a\n---\n", "front-matter.no-map", line: 2),
    Mistake("broken yaml", "---\na: b: c\n---\n", "yaml.syntax", line: 2),
    Mistake("broken toml", "+++\na\n+++\n", "toml.syntax", line: 2),
    Mistake("broken json", "{\"a\": }\nText", "json.syntax", line: 1),
    Mistake("unclosed json", "{\"a\": 1,\n", "json.syntax", line: 2),
    Mistake("a comment that is never closed", "<!--{\"a\": 1}\nText\n", "front-matter.unclosed", line: 1),
  ]

  @Test(arguments: mistakes) func whatIsWrongIsReportedOnce(_ sample: Mistake) throws {
    let split = FrontMatter.split(SourceFile(path: "post.md", text: sample.text))
    #expect(split.root == nil)
    #expect(split.diagnostics.map(\.code.name) == [sample.code])
    #expect(split.diagnostics.first?.location?.line == sample.line)
  }

  @Test(arguments: [
    ("---\ntitle: A\n...\ndraft: true\n---\nText.\n", [3]),
    ("---\ntitle: A\n...\n\ndraft: true\ntags:\n- a\n# b\n\n---\nText.\n", [3]),
    ("---\ntitle: A\n...\n# Heading\n---\nText.\n", []), ("---\ntitle: A\n...\n- a\n- b\n---\nText.\n", []),
    ("---\ntitle: A\n...\nSummary: the chapter\n---\nText.\n", []), ("---\ntitle: A\n...\nText.\n", []),
    ("---\ntitle: A\n...\nSome text.\n\n---\n\nMore.\n", []), ("---\ntitle: A\n...\n---\nText.\n", []),
  ])
  func keysBehindTheEndOfTheDocumentAreTold(_ text: String, _ lines: [Int]) {
    let split = FrontMatter.split(SourceFile(path: "post.md", text: text))
    #expect(split.diagnostics.map { $0.location?.line ?? 0 } == lines)
    #expect(split.root != nil)
  }

  @Test func theHelpForAnUnclosedFenceNamesTheLine() throws {
    let split = FrontMatter.split(
      SourceFile(path: "post.md", text: "---\ntitle: A\ndate: 2024-01-01\n\nText.\n"))
    let problem = try #require(split.diagnostics.first)
    #expect(problem.help == ["put a line with `---` behind its last key, it seems before line 4"])
    #expect(split.bodyStart == 37)
  }
}
