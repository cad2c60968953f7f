import Diagnostics
import Files
import Foundation
import Testing

@testable import MarkdownEngine

/// Hostile texts end: each is parsed, or refused as too costly.
@Suite struct CostTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let isRefused: Bool

    init(_ name: String, _ text: String, isRefused: Bool = false) {
      self.name = name
      self.text = text
      self.isRefused = isRefused
    }

    var testDescription: String { name }
  }

  static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  /// The inputs of cmark's own pathological tests, fewer of each since this runs unoptimised.
  static let pathological = [
    Case("nested strong emph", repeated("*a **a ", 5000) + "b" + repeated(" a** a*", 5000)),
    Case("many emph closers", repeated("a_ ", 20_000)), Case("many emph openers", repeated("_a ", 20_000)),
    Case("many link closers", repeated("a]", 20_000)),
    Case("many link openers", repeated("[a", 65_000), isRefused: true),
    Case("mismatched openers and closers", repeated("*a_ ", 20_000)),
    Case("openers and closers multiple of 3", "a**b" + repeated("c* ", 20_000)),
    Case("link openers and emph closers", repeated("[ a_", 50_000), isRefused: true),
    Case("[ (]( repeated", repeated("[ (](", 80_000), isRefused: true),
    Case("![[]() repeated", repeated("![[]()", 160_000), isRefused: true),
    Case("hard link/emph case", "**x [a*b**c*](d)"),
    Case("nested brackets", repeated("[", 50_000) + "a" + repeated("]", 50_000), isRefused: true),
    Case("nested block quotes", repeated("> ", 50_000) + "a", isRefused: true),
    Case("deeply nested lists", (0..<300).map { repeated("  ", $0) + "* a\n" }.joined()),
    Case("U+0000 in input", "abc\u{0}de\u{0}"),
    Case("backticks", (1..<500).map { "e" + repeated("`", $0) }.joined()),
    Case("more than 8 MiB", repeated("a ", 5 << 20), isRefused: true),
    Case("unclosed links A", repeated("[a](<b", 30_000), isRefused: true),
    Case("unclosed links B", repeated("[a](b", 30_000), isRefused: true),
    Case("unclosed <!--", "</" + repeated("<!--", 20_000), isRefused: true),
    Case("tables", repeated("aaa\rbbb\n-\u{B}\n", 3000)),
    Case("many image openers", repeated("![p", 100_000), isRefused: true),
    Case(
      "reference collisions",
      (0..<2000).map { "[x\($0)]: /\($0)\n" }.joined() + "\n" + repeated("[x8]\n\n", 1000)),
    // Beyond cmark's own: what Debian's version takes minutes and gigabytes for.
    Case("a wide table", repeated("|a", 2000) + "|\n" + repeated("|-", 2000) + "|\n", isRefused: true),
    Case(
      "a wide table with short rows",
      repeated("|a", 900) + "|\n" + repeated("|-", 900) + "|\n" + repeated("|b|\n", 5000), isRefused: true),
    Case(
      "a wide table with short rows in a quote",
      "> " + repeated("|a", 900) + "|\n> " + repeated("|-", 900) + "|\n" + repeated("> |b|\n", 5000),
      isRefused: true),
    Case("many items of a list", repeated("- [a](/a/)\n", 6000)),
    Case("many tasks", repeated("- [ ] a\n", 6000)),
    Case("many brackets in one item", "- a\n" + repeated("  [\n", 6000), isRefused: true),
    Case("marks in an indented text", "a\n" + repeated("    - [\n", 6000), isRefused: true),
    Case("processing instructions", repeated("<?", 60_000), isRefused: true),
    Case("declarations", repeated("<![CDATA[", 60_000), isRefused: true),
    Case("lists on one line", repeated("- ", 5000) + "a", isRefused: true),
    Case("numbered lists on one line", repeated("1. ", 5000) + "a", isRefused: true),
    Case("a long rule", repeated("-", 5000) + "\n"), Case("headings of one text", repeated("# a\n", 3000)),
    Case("many footnotes", (0..<1000).map { "a[^\($0)]\n\n[^\($0)]: b\n\n" }.joined()),
    Case("references far from their definition", repeated("[a]\n\n", 20_000) + "[a]: /url\n"),
    Case(
      "one long line of references",
      repeated("[a] xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx ", 4000) + "\n\n[a]: /url\n"),
    Case("nested emphasis in an image", "![" + repeated("*a **b ", 2000) + repeated("** *", 2000) + "](x)"),
    Case("nested alerts", repeated("> ", 150) + "[!NOTE]\n" + repeated("> ", 150) + "a\n"),
  ]

  @Test(arguments: pathological) func theEndIsReached(_ sample: Case) {
    let (body, diagnostics) = parse(sample.text)
    #expect(diagnostics.contains { $0.code == .markdownTooCostly } == sample.isRefused)
    #expect(body.isEmpty == sample.isRefused)
  }

  @Test func threadsGiveWhatOneGives() {
    let text = (0..<40).map {
      "~~a \($0)~~ www.example.com/\($0) *b* [c](/\($0)) a@b.co\n\n| a | b |\n|---|---|\n| ~c~ | d |\n\n"
    }.joined()
    let one = parse(text).body
    let results = Parallel.map(64, jobs: 8) { _ in parse(text).body }
    #expect(results.allSatisfy { $0.html == one.html && $0.links == one.links && $0.text == one.text })
    #expect(String(decoding: one.html, as: UTF8.self).contains("<del>a 39</del>"))
  }
}
