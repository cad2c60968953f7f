import Diagnostics
import TestSupport
import Testing

@testable import MarkdownEngine

/// Tags of components in Markdown.
@Suite struct ComponentTests {
  static let names: Set<String> = ["Note", "Box", "Hr", "Figure"]

  /// The HTML with `[Note …]` where a component stands, its content inside, and `□` for other holes.
  static func drawn(_ body: MarkdownBody) -> String {
    drawn(body, 0..<body.html.count, 0..<body.holes.count)
  }

  private static func drawn(_ body: MarkdownBody, _ range: Range<Int>, _ holes: Range<Int>) -> String {
    var html = ""
    var position = range.lowerBound
    var index = holes.lowerBound
    while index < holes.upperBound {
      let hole = body.holes[index]
      index += 1
      html += String(decoding: body.html[position..<hole.offset], as: UTF8.self)
      position = hole.offset
      guard hole.kind == .component else {
        html += "□"
        continue
      }
      let component = body.components[hole.link]
      guard let content = component.content else {
        html += "[\(component.name)]"
        continue
      }
      html += "[\(component.name):" + drawn(body, content, component.holes) + "]"
      (position, index) = (content.upperBound, max(index, component.holes.upperBound))
    }
    return html + String(decoding: body.html[position..<range.upperBound], as: UTF8.self)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let drawn: String

    init(_ name: String, _ text: String, _ drawn: String) {
      self.name = name
      self.text = text
      self.drawn = drawn
    }

    var testDescription: String { name }
  }

  static let cases = [
    Case("alone on a line", "a\n\n<Hr />\n\nb", "<p>a</p>\n[Hr]<p>b</p>\n"),
    Case("a line below a paragraph", "a\n<Hr />\nb", "<p>a</p>\n[Hr]<p>b</p>\n"),
    Case("at the end without a line break", "<Hr/>", "[Hr]"),
    Case("Markdown inside", "<Note>\n\n*a*\n\n</Note>", "[Note:<p><em>a</em></p>\n]"),
    Case(
      "Markdown inside, without blank lines", "<Note>\n*a*\n</Note>\nb",
      "[Note:<p><em>a</em></p>\n]<p>b</p>\n"),
    Case("nothing inside", "<Note>\n</Note>", "[Note]"),
    Case("within a line", "a <Note>*b*</Note> c", "<p>a [Note:<em>b</em>] c</p>\n"),
    Case("twice in a line", "<Box/> <Box/>", "<p>[Box] [Box]</p>\n"),
    Case("named like a block of HTML, which cmark takes it for", "<Hr/> <Hr/>", "<Hr/> <Hr/>\n"),
    Case(
      "all of a list's item", "- <Box/>\n- <Box>a</Box>",
      "<ul>\n<li>\n[Box]</li>\n<li>[Box:a]</li>\n</ul>\n"),
    Case("with attributes", "<Box title=\"a > b\" list={[\">\", \"}\"]} />", "[Box]"),
    Case("with Windows' line breaks", "<Note>\r\n\r\na\r\n\r\n</Note>\r\n", "[Note:<p>a</p>\n]"),
    Case("one in another", "<Note>\n<Box>\n\na\n\n</Box>\n</Note>", "[Note:[Box:<p>a</p>\n]]"),
    Case("one in itself", "<Note>\n<Note>\n</Note>\n</Note>", "[Note:[Note]]"),
    Case("one behind another", "<Note>\n</Note>\n<Box>\n</Box>", "[Note][Box]"),
    Case("inline in a block", "<Note>\n\na <Hr/> b\n\n</Note>", "[Note:<p>a [Hr] b</p>\n]"),
    Case("inline in inline", "<Note>a <Box>b</Box></Note>", "<p>[Note:a [Box:b]]</p>\n"),
    Case("a link inside", "<Note>[a](b)</Note>", "<p>[Note:<a href=\"□\">a</a>]</p>\n"),
    Case("a picture inside", "<Note>\n\n![a](b)\n\n</Note>", "[Note:<p>□</p>\n]"),
    Case("in a link", "[<Hr/>](b)", "<p><a href=\"□\">[Hr]</a></p>\n"),
    Case("in emphasis", "*a <Note>b</Note>*", "<p><em>a [Note:b]</em></p>\n"),
    Case(
      "in a list", "- a\n\n  <Note>\n\n  b\n\n  </Note>\n- c",
      "<ul>\n<li>\n<p>a</p>\n[Note:<p>b</p>\n]</li>\n<li>\n<p>c</p>\n</li>\n</ul>\n"),
    Case(
      "around a list", "<Note>\n\n- a\n- b\n\n</Note>", "[Note:<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n]"),
    Case("in a quote", "> <Note>\n>\n> a\n>\n> </Note>", "<blockquote>\n[Note:<p>a</p>\n]</blockquote>\n"),
    Case("around a quote", "<Note>\n\n> a\n\n</Note>", "[Note:<blockquote>\n<p>a</p>\n</blockquote>\n]"),
    Case(
      "in a table", "| a |\n|---|\n| <Hr /> <Note>x</Note> |",
      "<table tabindex=\"0\">\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>[Hr] [Note:x]</td>\n</tr>\n</tbody>\n</table>\n"
    ),
    Case("over several lines", "<Box\n  title=\"x\"\n  n={1}\n/>\n\na", "[Box]<p>a</p>\n"),
    Case("over several lines of a list", "- a <Box\n  title=\"x\"/> b", "<ul>\n<li>a [Box] b</li>\n</ul>\n"),
    Case("over several lines of raw HTML", "<div>\n<Box\n  title=\"x\"/>\n</div>", "<div>\n[Box]</div>\n"),
    Case("in a heading", "## a <Hr/> b", "<h2 id=\"a--b\">a [Hr] b</h2>\n"),
    Case(
      "in a footnote", "a[^1]\n\n[^1]: b <Hr/>",
      "<p>a<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1\" data-footnote-ref data-note=\"--note-1\">1</a></sup></p>\n<section class=\"footnotes\" data-footnotes>\n<ol>\n<li id=\"fn-1\" data-note=\"--note-1\">\n<p>b [Hr] <a href=\"#fnref-1\" class=\"footnote-backref\" data-footnote-backref aria-label=\"Back to content\">↩</a></p>\n</li>\n</ol>\n</section>\n"
    ),
    Case(
      "in a code span", "`<Note>` `</Note>`", "<p><code>&lt;Note&gt;</code> <code>&lt;/Note&gt;</code></p>\n"),
    Case(
      "in a fence", "```\n<Note>\n</Note>\n```", "<pre><code>&lt;Note&gt;\n&lt;/Note&gt;\n</code></pre>\n"),
    Case(
      "in a fence in a component", "<Note>\n\n```\n<Note>\n```\n\n</Note>",
      "[Note:<pre><code>&lt;Note&gt;\n</code></pre>\n]"),
    Case("in indented code", "    <Note>", "<pre><code>&lt;Note&gt;\n</code></pre>\n"),
    Case("in a comment", "<!--\n<Note>\na\n</Note>\n-->\nb", "<!--\n<Note>\na\n</Note>\n-->\n<p>b</p>\n"),
    Case("in a comment in a line", "a <!-- <Box/> --> b", "<p>a <!-- <Box/> --> b</p>\n"),
    Case(
      "behind a comment", "<div>\n<!--\n<Box/>\n--> <Box/>\n<Box/>\n</div>",
      "<div>\n<!--\n<Box/>\n--> <Box/>\n[Box]</div>\n"),
    Case("in a script", "<script>\nx = '\n<Box/>\n'</script>", "<script>\nx = '\n<Box/>\n'</script>\n"),
    Case("within a line of raw HTML", "<div><Box>a</Box></div>", "<div><Box>a</Box></div>\n"),
    Case("a comment that is never closed", "<!--\n<Box/>\n\n<Box/>", "<!--\n<Box/>\n\n<Box/>\n"),
    Case("in raw HTML", "<div>\n<Hr/>\n</div>", "<div>\n[Hr]</div>\n"),
    Case("a backslash before it", "\\<Note>", "<p>&lt;Note&gt;</p>\n"),
    Case("in an attribute", "<a title=\"<Hr/>\">", "<a title=\"<Hr/>\">\n"),
    Case("not one of the theme's", "a <Other>b</Other>", "<p>a <Other>b</Other></p>\n"),
    Case("in lower case", "<note>\n\n</note>", "<note>\n</note>\n"),
    Case("a name that goes on", "a <Notes>b</Notes>", "<p>a <Notes>b</Notes></p>\n"),
    Case("as text", "&lt;Note> \\<Note a={1, 2}>", "<p>&lt;Note&gt; &lt;Note a={1, 2}&gt;</p>\n"),
    Case(
      "over several lines of a fence", "```\n<Box\n n={1}\n/>\na\n```\n<Box\n n={1}\n/>\na",
      "<pre><code>&lt;Box\n n={1}\n/&gt;\na\n</code></pre>\n[Box]<p>a</p>\n"),
    Case(
      "over several lines of a comment", "<!--\n<Box\n n={1}\n/>\na\n-->\nb",
      "<!--\n<Box\n n={1}\n/>\na\n-->\n<p>b</p>\n"),
  ]

  @Test(arguments: cases) func aTagIsAComponentWhereMarkdownCouldStand(_ sample: Case) {
    let (body, diagnostics) = parse(sample.text, components: Self.names)
    #expect(Self.drawn(body) == sample.drawn)
    let source = Array(sample.text.utf8)
    for component in body.components {
      let tag = source[component.span.start..<component.span.end]
      #expect(tag.starts(with: "<\(component.name)".utf8) && tag.last == UInt8(ascii: ">"))
    }
    #expect(diagnostics.filter { $0.severity == .error }.map(\.message) == [])
  }

  static let mistakes: [(text: String, messages: [String])] = [
    ("<Note>", ["1:1 `<Note>` is never closed"]),
    ("a <Note>b", ["1:3 `<Note>` is never closed"]),
    ("a\n\n</Note>", ["3:1 `</Note>` closes nothing"]),
    ("a </Note> b", ["1:3 `</Note>` closes nothing"]),
    ("</Hr>", ["1:1 `</Hr>` closes nothing"]),
    (
      "<Note>\n<Box>\n</Note>\n</Box>",
      [
        "1:1 `<Note>` is never closed", "3:1 `</Note>` closes nothing",
      ]
    ),
    ("<Note>a <Box>b</Note>c</Box>", ["1:1 `<Note>` is never closed", "1:15 `</Note>` closes nothing"]),
    (
      "<Note>\n\n- a\n\n  </Note>",
      [
        "1:1 `<Note>` is closed in another part of the text than it is opened"
      ]
    ),
    ("- <Note>\n\n</Note>", ["1:3 `<Note>` is closed in another part of the text than it is opened"]),
    ("*a <Note>b* c</Note>", ["1:4 `<Note>` is closed in another part of the text than it is opened"]),
    ("a <Note>\n\nb </Note>", ["1:3 `<Note>` is closed in another part of the text than it is opened"]),
    ("<Noet>\n\n</Noet>", ["1:1 the theme has no component `Noet`, so this is raw HTML"]),
    ("a <Note b", ["1:3 the tag of `Note` can't be read within a line"]),
    ("<p><Hr/></p>", ["1:4 components are not read within raw HTML: `<Hr>` stands there as it is"]),
    ("<pre><Hr/></pre>\n\n<code><Hr/></code>", []),
    ("> a <Box\n> n={1} /> b", ["1:5 a tag of several lines can't stand here"]),
    (
      String(repeating: "<Note>\n", count: 60) + String(repeating: "</Note>\n", count: 60),
      ["51:1 components are nested more than 50 levels deep"]
    ),
  ]

  @Test(arguments: mistakes) func aMistakeIsReportedAtItsTag(_ sample: (text: String, messages: [String])) {
    let (_, diagnostics) = parse(sample.text, components: Self.names)
    let found = diagnostics.map { "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.message)" }
    #expect(found.sorted() == sample.messages.sorted())
    #expect(diagnostics.allSatisfy { !$0.help.isEmpty })
  }

  /// In a text that holds the byte that stands for tags, there are no blocks of components, and marks are text.
  @Test func theMarkOfTagsInATextIsText() {
    let (body, diagnostics) = parse(
      "<Note>\n*a*\n</Note>\n\n<?\u{1}0?>\u{1}\n<!--\u{1}0-->\u{1}\n", components: ["Note"])
    #expect(Self.drawn(body) == "<Note>\n*a*\n</Note>\n<?\u{1}0?>\u{1}\n<!--\u{1}0-->\u{1}\n")
    #expect(diagnostics.map(\.code) == [.markdownUnknownComponent])
  }

  private static let pieces = [
    "a", " ", "\n", "\n\n", "*", "_", "`", "```\n", "- ", "1. ", "> ", "# ", "|", "|---|\n", "[", "](b)",
    "![",
    "<div>", "</div>", "<b>", "</b>", "<!--", "-->", "    ", "\\", "&amp;", "<", ">", "[^1]", "[^1]: ", "~~",
    "http://a.b", "\u{1}", "é",
  ]

  /// What a text means does not depend on the components that it does not call.
  @Test(arguments: [21, 22, 23] as [UInt64]) func textsWithoutTagsAreTheSameWithComponents(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<600 {
      let text = String(decoding: random.bytes(from: Self.pieces, length: 30), as: UTF8.self)
      let (without, first) = parse(text)
      let (with, second) = parse(text, components: ["Note", "Box"])
      #expect(without.html == with.html && without.holes == with.holes && first == second, "\(text)")
    }
  }

  /// Holes lie behind each other, and what a component holds lies in what holds the component.
  @Test(arguments: [31, 32, 33] as [UInt64]) func randomTagsKeepTheirOrder(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let tags = [
      "<Note>", "</Note>", "<Note>\n", "\n</Note>\n", "<Box list={[1]}>", "</Box>", "<Hr/>", "\n<Hr />\n",
    ]
    for _ in 0..<600 {
      let text = String(decoding: random.bytes(from: Self.pieces + tags + tags, length: 30), as: UTF8.self)
      let (body, diagnostics) = parse(text, takesTitle: true, components: Self.names)
      var offset = 0
      for hole in body.holes {
        #expect(hole.offset >= offset && hole.offset <= body.html.count, "\(text)")
        offset = hole.offset
        guard hole.kind == .component else {
          #expect(body.links.indices.contains(hole.link), "\(text)")
          continue
        }
        let component = body.components[hole.link]
        guard let content = component.content, !diagnostics.hasErrors else { continue }
        #expect(content.lowerBound == hole.offset && content.upperBound <= body.html.count, "\(text)")
        for inner in component.holes {
          #expect(
            content.contains(body.holes[inner].offset) || content.upperBound == body.holes[inner].offset)
        }
      }
    }
  }
}
