import Testing

@testable import Diagnostics

/// How diagnostics are drawn for people.
@Suite struct TextReportTests {
  static let code = DiagnosticCode("test.code")
  static let warning = DiagnosticCode("test.warning", .warning)

  private func draw(_ text: String, _ span: Span, label: String = "", help: String? = nil) -> String {
    let file = SourceFile(path: "content/a.md", text: text)
    return TextReport(colored: false).text(
      of: Diagnostic(Self.code, "this is wrong", in: file, span, label: label, help: help))
  }

  @Test func aProblemIsDrawnInItsLine() {
    #expect(
      draw("one\ntwo three\n", Span(8, 13), label: "here", help: "write four") == """
        error[test.code]: this is wrong
         --> content/a.md:2:5
          |
        2 | two three
          |     ^^^^^ here
          = help: write four

        """)
  }

  @Test func tabsAreTwoCells() {
    #expect(
      draw("\t\tab", Span(2, 4)) == """
        error[test.code]: this is wrong
         --> content/a.md:1:3
          |
        1 |     ab
          |     ^^

        """)
  }

  @Test func wideCharactersTakeTwoCells() {
    #expect(
      draw("日本 🚂 x", Span(7, 11), label: "train") == """
        error[test.code]: this is wrong
         --> content/a.md:1:4
          |
        1 | 日本 🚂 x
          |      ^^ train

        """)
  }

  @Test func combiningMarksTakeNoCell() {
    #expect(
      draw("e\u{301}e\u{301} x", Span(7, 8)) == """
        error[test.code]: this is wrong
         --> content/a.md:1:6
          |
        1 | e\u{301}e\u{301} x
          |    ^

        """)
  }

  @Test func anEmptySpanHasOneCaret() {
    #expect(
      draw("", .fileStart) == """
        error[test.code]: this is wrong
         --> content/a.md:1:1
          |
        1 |
          | ^

        """)
    #expect(draw("ab\n", Span(2, 2)).hasSuffix("1 | ab\n  |   ^\n"))
  }

  @Test func aSpanOverLinesIsDrawnToTheEndOfItsFirst() {
    #expect(
      draw("ab cd\nef\n", Span(3, 8)) == """
        error[test.code]: this is wrong
         --> content/a.md:1:4
          |
        1 | ab cd
          |    ^^

        """)
  }

  @Test func longLinesAreShownAroundTheSpan() {
    let line = String(repeating: "a", count: 300) + "HERE" + String(repeating: "b", count: 300)
    let text = draw(line, Span(300, 304), label: "x")
    let lines = text.split(separator: "\n")
    #expect(
      lines[3] == "1 | …" + String(repeating: "a", count: 40) + "HERE" + String(repeating: "b", count: 76)
        + "…")
    #expect(lines[4] == "  | " + String(repeating: " ", count: 41) + "^^^^ x")
  }

  @Test func aCaretBeyondTheKeptPartOfALineIsInBounds() {
    let text = draw(String(repeating: "a", count: 10_000), Span(9000, 9004))
    #expect(text.contains("--> content/a.md:1:9001"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count < 200 })
  }

  @Test func severalPlacesShareAGutter() {
    let file = SourceFile(path: "a.md", text: "first\n2\n3\n4\n5\n6\n7\n8\n9\nsecond\n")
    let diagnostic = Diagnostic(
      Self.warning, "said twice", at: Location(file, Span(22, 28)), label: "and again here",
      related: [.init(Location(file, Span(0, 5)), "first here")], help: ["remove one", "or\nboth"])
    #expect(
      TextReport(colored: false).text(of: diagnostic) == """
        warning[test.warning]: said twice
          --> a.md:10:1
           |
        10 | second
           | ^^^^^^ and again here
          ::: a.md:1:1
           |
         1 | first
           | ^^^^^ first here
           = help: remove one
           = help: or
                   both

        """)
  }

  @Test func aProblemOfAFileAsAWholeHasNoLine() {
    let whole = Diagnostic(
      Self.code, "this is no picture", at: Location(path: "content/a.jpg"), label: "200 bytes")
    #expect(
      TextReport(colored: false).text(of: whole)
        == "error[test.code]: this is no picture\n --> content/a.jpg 200 bytes\n")
    let nowhere = Diagnostic(Self.code, "no disk", at: nil, help: ["buy one"])
    #expect(TextReport(colored: false).text(of: nowhere) == "error[test.code]: no disk\n  = help: buy one\n")
  }

  @Test func aBlankLineStandsBetweenTwo() {
    let nowhere = Diagnostic(Self.code, "a", at: nil)
    #expect(
      TextReport(colored: false).text(of: [nowhere, nowhere])
        == "error[test.code]: a\n\nerror[test.code]: a\n")
    #expect(TextReport(colored: false).text(of: [Diagnostic]()) == "")
  }

  @Test func terminalsAreNotSteeredByTexts() {
    let file = SourceFile(path: "a\u{1B}[2J.md", text: "x\u{1B}[31m\u{9B}0m\u{7}y\u{202E}z")
    let diagnostic = Diagnostic(
      Self.code, "bad \u{1B}]0;title\u{7}", at: Location(file, Span(0, 1)), label: "\u{1B}[1m",
      help: ["a\u{8}b\rc"])
    let text = TextReport(colored: false).text(of: diagnostic)
    #expect(
      !text.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value) })
  }

  @Test func coloursAreAddedAroundTheSameText() {
    let file = SourceFile(path: "a.md", text: "abc")
    let diagnostic = Diagnostic(Self.code, "m", in: file, Span(0, 1), label: "l", help: "h")
    let plain = TextReport(colored: false).text(of: diagnostic)
    let colored = TextReport(colored: true).text(of: diagnostic)
    #expect(colored.contains("\u{1B}[1;31merror[test.code]\u{1B}[0m"))
    var stripped = ""
    var isEscape = false
    for character in colored {
      if character == "\u{1B}" { isEscape = true }
      if !isEscape { stripped.append(character) }
      if character == "m", isEscape { isEscape = false }
    }
    #expect(stripped == plain)
  }
}
