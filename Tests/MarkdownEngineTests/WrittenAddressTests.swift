import Diagnostics
import TestSupport
import Testing

@testable import MarkdownEngine

/// Where texts write addresses.
@Suite struct WrittenAddressTests {
  static let cases: [(text: String, found: [String])] = [
    ("[a](b.md)", ["b.md"]),
    ("[b.md](b.md \"title\")", ["b.md"]),
    ("![a]( <b c.md> )", ["b c.md"]),
    ("[a](b(c).md) [d](e\\).md)", ["b(c).md", "e).md"]),
    ("[a](b.md?c=1&amp;d)", ["b.md?c=1&d"]),
    ("[a]()", []),
    ("[a]: b.md\n\n[c]:\n  <d.md>", ["b.md", "d.md"]),
    ("`[a](b.md)` [c](d.md)", ["d.md"]),
    ("`` ` [a](b.md)`` [c](d.md)", ["d.md"]),
    ("`open [a](b.md)\n\n[c](d.md)`", ["b.md", "d.md"]),
    ("\\`[a](b.md)\\`", ["b.md"]),
    ("```\n[a](b.md)\n````\n[c](d.md)", ["d.md"]),
    ("~~~ x\n[a](b.md)\n```\n[c](d.md)", []),
    ("``` a`b\n[a](b.md)", ["b.md"]),
    ("> - ```\n>   [a](b.md)\n>   ```\n> [c](d.md)", ["d.md"]),
    ("1. ```\n   [a](b.md)\n   ```\r\n[c](d.md)", ["d.md"]),
    ("<a href=\"b.md\"><IMG SRC='c.png' data-src=\"d\">", ["b.md!", "c.png!"]),
    ("<a href=b.md href=\"", []),
    ("[a](<b.md", []),
    ("[a](b.md", ["b.md"]),
    ("]", []), ("](", []), ("]:", []), ("=", []), ("`", []), ("[a](\\", ["\\"]),
  ]

  @Test(arguments: cases) func finds(_ text: String, _ expected: [String]) {
    let bytes = Array(text.utf8)
    let found = MarkdownEngine.writtenAddresses(in: bytes, 0..<bytes.count)
    #expect(found.map { $0.text + ($0.isRaw ? "!" : "") } == expected)
  }

  /// What is found lies in the text, in order, whatever the text is.
  @Test func staysWithinAnyText() {
    var generator = SeededGenerator(seed: 7)
    let pieces = [
      "[", "]", "(", ")", "<", ">", "`", "```", "~~~", "\n", "\\", ":", " ", "a", "é", "=", "\"", "href",
      "\r\n", "&amp;", "- ", "1. ",
    ]
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0..<40, using: &generator))
        .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
      let bytes = Array(text.utf8)
      var last = 0
      for address in MarkdownEngine.writtenAddresses(in: bytes, 0..<bytes.count) {
        #expect(
          address.span.start >= last && address.span.end > address.span.start
            && address.span.end <= bytes.count, "\(text)")
        last = address.span.end
      }
    }
  }

  /// Runs of backticks that nothing closes are each looked for once.
  @Test func takesNoLongerThanTheTextIs() {
    let text = Array(String(repeating: "`a``b", count: 100_000).utf8)
    #expect(MarkdownEngine.writtenAddresses(in: text, 0..<text.count).isEmpty)
  }
}
