import Diagnostics
import Testing

@testable import MarkdownEngine

/// Ids of headings, the title, the outline.
@Suite struct HeadingTests {
  @Test(arguments: [
    ("Hello World", "hello-world"), ("What's next?", "whats-next"), ("C++ & Swift", "c--swift"),
    ("a  b", "a--b"),
    ("Überblick", "überblick"), ("日本語 の", "日本語-の"), ("snake_case-id", "snake_case-id"),
    ("1. First", "1-first"),
    ("🚂 Trains", "-trains"), ("`code` and *more*", "code-and-more"), ("[link](x) text", "link-text"),
    ("a – b — c", "a--b--c"), ("e\u{301}", "e\u{301}"), ("<b>raw</b>", "raw"), ("A.B.C", "abc"),
  ]) func idsAreThoseOfGitHub(_ text: String, _ id: String) {
    #expect(parse("## \(text)\n").body.outline.map(\.id) == [id])
  }

  @Test func repeatedHeadingsAreNumbered() {
    let body = parse("# a\n# a\n# a-1\n# a\n# b\n").body
    #expect(body.outline.map(\.id) == ["a", "a-1", "a-1-1", "a-2", "b"])
    #expect(Set(body.anchors).count == 5)
  }

  @Test func anExplicitIDIsTakenOut() {
    #expect(html("## Title {#custom}\n") == "<h2 id=\"custom\">Title</h2>\n")
    #expect(html("## *Title* {#a_b-c}\n") == "<h2 id=\"a_b-c\"><em>Title</em></h2>\n")
    #expect(html("Title {#setext}\n=====\n") == "<h1 id=\"setext\">Title</h1>\n")
    #expect(parse("## a {#x}\n\n## x\n").body.outline.map(\.id) == ["x", "x-1"])
  }

  @Test(arguments: ["## a {b}", "## a {#}", "## a {#b c}", "## a {#\"x\"}", "## a {#b} c", "## a `{#b}`"])
  func whatIsNoIDIsText(_ text: String) {
    #expect(parse(text + "\n").body.outline.first?.id != "b")
    #expect(html(text + "\n").contains("{"))
  }

  @Test func anIDSaidTwiceIsWarnedOf() {
    let (body, diagnostics) = parse("## a {#x}\n\n## b {#x}\n")
    #expect(body.outline.map(\.id) == ["x", "x"])
    #expect(diagnostics.map(\.code) == [.markdownRepeatedID])
    #expect(diagnostics.first?.location?.line == 3)
  }

  @Test func aFirstHeadingIsTheTitle() {
    let body = parse("# The *title* {#t}\n\nText\n\n# Another\n", takesTitle: true).body
    #expect(body.title?.text == "The title")
    #expect(body.title?.id == "t")
    #expect(String(decoding: body.html, as: UTF8.self) == "<p>Text</p>\n<h1 id=\"another\">Another</h1>\n")
    #expect(body.outline.map(\.text) == ["Another"])
  }

  @Test func theOnlyHeadingOfLevelOneIsTheTitle() {
    let body = parse("Text\n\n# Later\n\n## Part\n", takesTitle: true).body
    #expect(body.title?.text == "Later")
    #expect(body.outline.map(\.text) == ["Part"])
  }

  @Test(arguments: [
    "## Second level\n", "Text\n\n# One\n\n# Two\n", "#\n\nText\n", "- # in a list\n", "> # in a quote\n", "",
  ])
  func otherTextsHaveNoTitle(_ text: String) {
    #expect(parse(text, takesTitle: true).body.title == nil)
    #expect(parse("# A\n").body.title == nil)
  }

  @Test func theOutlineHoldsLevelsTextsAndLines() {
    let body = parse("# A `b` & c\n\ntext\n\n### D\nE\n=\n").body
    #expect(body.outline.map(\.level) == [1, 3, 1])
    #expect(body.outline.map(\.text) == ["A b & c", "D", "E"])
    #expect(body.outline.map(\.span.start) == [0, 19, 25])
  }
}
