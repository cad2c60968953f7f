import Diagnostics
import Testing

@testable import MarkdownEngine

/// Blocks of code with a highlighter that knows one language.
@Suite struct CodeTests {
  private func parse(_ text: String) -> (html: String, text: String, diagnostics: [Diagnostic]) {
    let source = SourceFile(path: "a.md", text: text)
    let parsed = MarkdownEngine.parse(
      source, in: 0..<source.bytes.count,
      options: MarkdownOptions(takesTitle: false) { name, code in
        switch name.lowercased() {
        case "x":
          .markup(Array("<b>".utf8) + code.map { $0 == UInt8(ascii: "<") ? 0x5F : $0 } + Array("</b>".utf8))
        case "text": .plain
        default: .unknown(nearest: name == "xx" ? "x" : nil)
        }
      })
    return (
      String(decoding: parsed.body.html, as: UTF8.self), String(decoding: parsed.body.text, as: UTF8.self),
      parsed.diagnostics
    )
  }

  static let blocks: [(info: String, code: String, html: String)] = [
    ("", "<a>", "<pre tabindex=\"0\"><code>&lt;a&gt;\n</code></pre>\n"),
    ("text", "<a>", "<pre tabindex=\"0\"><code class=\"language-text\">&lt;a&gt;\n</code></pre>\n"),
    ("x", "a", "<pre tabindex=\"0\"><code class=\"language-x\"><b>a\n</b></code></pre>\n"),
    ("X src/a.x", "a", "<pre tabindex=\"0\"><code class=\"language-X\"><b>a\n</b></code></pre>\n"),
    ("x,ignore", "a", "<pre tabindex=\"0\"><code class=\"language-x\"><b>a\n</b></code></pre>\n"),
    ("x:title=a", "a", "<pre tabindex=\"0\"><code class=\"language-x\"><b>a\n</b></code></pre>\n"),
    (";", "a", "<pre tabindex=\"0\"><code class=\"language-;\">a\n</code></pre>\n"),
    (
      "x{2}", "a\nb\nc",
      "<pre tabindex=\"0\"><code class=\"language-x\"><b>a\n<mark>b</mark>\nc\n</b></code></pre>\n"
    ),
    ("{1}", "<", "<pre tabindex=\"0\"><code><mark>&lt;</mark>\n</code></pre>\n"),
    (
      "text {1, 3-4}", "a\nb\nc\nd",
      "<pre tabindex=\"0\"><code class=\"language-text\"><mark>a</mark>\nb\n<mark>c</mark>\n<mark>d</mark>\n"
        + "</code></pre>\n"
    ),
    (
      "text numbers {2}", "a\nb",
      "<pre class=\"numbers\" tabindex=\"0\"><code class=\"language-text\"><span class=\"line\">a</span>\n"
        + "<mark class=\"line\">b</mark>\n</code></pre>\n"
    ),
    (
      "text showLineNumbers", "",
      "<pre class=\"numbers\" tabindex=\"0\"><code class=\"language-text\"></code></pre>\n"
    ),
    (
      "text title=\"a < b.txt\"", "a",
      "<figure class=\"code\">\n<figcaption>a &lt; b.txt</figcaption>\n<pre tabindex=\"0\">"
        + "<code class=\"language-text\">a\n</code></pre>\n</figure>\n"
    ),
    (
      "text title=a.txt", "a",
      "<figure class=\"code\">\n<figcaption>a.txt</figcaption>\n<pre tabindex=\"0\">"
        + "<code class=\"language-text\">a\n</code></pre>\n</figure>\n"
    ),
    (
      "text title=\"\" ins={2} \"{3}\"", "a",
      "<pre tabindex=\"0\"><code class=\"language-text\">a\n</code></pre>\n"
    ),
  ]

  @Test(arguments: blocks)
  func infoStringsBecomeMarkup(_ block: (info: String, code: String, html: String)) {
    let code = block.code.isEmpty ? "" : block.code + "\n"
    let parsed = parse("```\(block.info)\n\(code)```\n")
    #expect(parsed.html == block.html)
    #expect(parsed.text.hasPrefix(code))
    #expect(
      parsed.diagnostics.map(\.message)
        == (block.info == ";" ? ["there is no language `;` to highlight this code in"] : []))
  }

  @Test func codeThatIsIndentedIsPlain() {
    #expect(parse("    a <\n").html == "<pre tabindex=\"0\"><code>a &lt;\n</code></pre>\n")
  }

  static let mistakes: [(text: String, code: String, message: String, column: Int, help: String)] = [
    (
      "```xx\na\n```", "markdown.unknown-language", "there is no language `xx` to highlight this code in", 4,
      "did you mean `x`?"
    ),
    (
      "> ~~~ Nim\n> a\n> ~~~", "markdown.unknown-language",
      "there is no language `Nim` to highlight this code in", 7,
      "write `text` for plain text, or describe it in `languages/nim.toml` of a theme"
    ),
    (
      "```x {2-9}\na\n```", "markdown.code-lines", "line 9 is marked, and this code has 1", 6,
      "lines are counted from 1, without the fences"
    ),
    (
      "```x {linenos=table}\na\n```", "markdown.code-lines", "`{linenos=table}` names no lines of this code",
      6,
      "mark lines by their numbers: `{2,5-7}`"
    ),
    (
      "```x {0}\na\n```", "markdown.code-lines", "`{0}` names no lines of this code", 6,
      "mark lines by their numbers: `{2,5-7}`"
    ),
    (
      "```x {3-2}\na\n```", "markdown.code-lines", "`{3-2}` names no lines of this code", 6,
      "mark lines by their numbers: `{2,5-7}`"
    ),
    (
      "```x {99999999999999999999}\na\n```", "markdown.code-lines",
      "`{99999999999999999999}` names no lines of this code", 6, "mark lines by their numbers: `{2,5-7}`"
    ),
    (
      "```x {1\na\n```", "markdown.code-lines", "`{1` names no lines of this code", 6,
      "mark lines by their numbers: `{2,5-7}`"
    ),
  ]

  @Test(arguments: mistakes)
  func mistakesAreTold(
    _ example: (text: String, code: String, message: String, column: Int, help: String)
  ) throws {
    let problems = parse(example.text).diagnostics
    #expect(problems.count == 1)
    let problem = try #require(problems.first)
    #expect(problem.code.name == example.code)
    #expect(problem.severity == .warning)
    #expect(problem.message == example.message)
    #expect(problem.location?.column == example.column)
    #expect(problem.help == [example.help])
  }

  @Test func aNameIsToldOnceForEachText() {
    #expect(parse("```nim\n```\n\n```Nim\n```\n\n```zig\n```\n").diagnostics.count == 2)
  }
}
