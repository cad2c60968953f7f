import DataFormats
import Diagnostics
import Testing

/// Nesting that no front matter needs is refused, and never exhausts the stack.
@Suite struct DepthTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let format: DataFormat
    let name: String
    let text: String

    init(_ format: DataFormat, _ name: String, _ text: String) {
      self.format = format
      self.name = name
      self.text = text
    }

    var testDescription: String { "\(format): \(name)" }
  }

  static func nested(_ open: String, _ close: String, _ count: Int = 10_000) -> String {
    repeated(open, count) + repeated(close, count)
  }

  static func repeated(_ text: String, _ count: Int = 10_000) -> String {
    String(repeating: text, count: count)
  }

  static let deep = [
    Case(.yaml, "lists", nested("[", "]")),
    Case(.yaml, "maps", nested("{a: ", "}")),
    Case(.yaml, "open lists", repeated("[")),
    Case(.yaml, "block lists on one line", repeated("- ") + "a"),
    Case(.yaml, "block maps", (0..<1000).map { repeated(" ", $0) + "a:\n" }.joined()),
    Case(.toml, "lists", "a = " + nested("[", "]")),
    Case(.toml, "lists just too deep", "a = " + nested("[", "]", 100)),
    Case(.toml, "open lists", "a = " + repeated("[")),
    Case(.toml, "inline tables", "a = " + nested("{ a = ", "}")),
    Case(.toml, "dotted key", repeated("a.") + "a = 1"),
    Case(.toml, "dotted key just too deep", repeated("a.", 70) + "a = 1"),
    Case(.toml, "dotted key in quotes", repeated("'a' . \"b\" . ") + "a = 1"),
    Case(.toml, "dotted header", "[" + repeated("a.") + "a]\nb = 1"),
    Case(.toml, "dotted list header", "[[" + repeated("a.") + "a]]\nb = 1"),
    Case(.toml, "dotted key in a table", "x = { " + repeated("a.") + "a = 1 }"),
    // toml++ takes tables apart by recursion; keys like this one would exhaust the stack.
    Case(.toml, "dotted key of 300,000 parts", repeated("a.", 300_000) + "a = 1"),
    Case(.json, "lists", nested("[", "]")),
    Case(.json, "open lists", repeated("[")),
    Case(.json, "objects", nested("{\"a\":", "}")),
  ]

  @Test(arguments: deep) func whatIsNestedBeyondAllNeedIsRefused(_ sample: Case) {
    #expect(parse(sample.text, as: sample.format).diagnostics.map(\.code.name) == ["data.too-deep"])
  }

  static let fine = [
    Case(.yaml, "lists", nested("[", "]", 60)),
    Case(.json, "lists", nested("[", "]", 60)),
    Case(.toml, "lists", "a = " + nested("[", "]", 60)),
    Case(.toml, "dotted key", repeated("a.", 40) + "a = 1"),
    Case(.toml, "dots in a text", "a = \"" + repeated(".", 200) + "\""),
    Case(.toml, "dots in a literal text", "a = '" + repeated("b.", 200) + "'"),
    Case(.toml, "dots behind an escape", "a = \"\\\"" + repeated(".", 200) + "\""),
    Case(.toml, "dots in a long text", "a = \"\"\"\n" + repeated("b.", 200) + "\"\"\""),
    Case(.toml, "dots in a long literal text", "a = '''\n" + repeated("\"b.", 200) + "'''"),
    Case(.toml, "dots in a comment", "# " + repeated(".", 200)),
    Case(.toml, "dots of numbers", "a = [ " + repeated("1.5, ", 200) + "]"),
  ]

  @Test(arguments: fine) func whatOnlyLooksDeepIsRead(_ sample: Case) {
    #expect(parse(sample.text, as: sample.format).diagnostics.map(\.message) == [])
  }
}
