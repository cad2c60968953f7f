import Diagnostics
import TestSupport
import Testing

@testable import MarkdownEngine

/// What a parse tells besides the HTML: excerpts, text, alerts, footnotes, links with places.
@Suite struct BodyTests {
  /// cmark-gfm writes them as a byte that is no UTF-8.
  @Test func referencesToNoncharactersAreText() {
    #expect(html("&#xFFFE;&#65535; &#xFFFD; `&#xFFFE;`") == "<p>?? \u{FFFD} <code>&amp;#xFFFE;</code></p>\n")
  }

  private func excerpt(_ text: String) -> String? {
    let body = parse(text).body
    return body.excerpt.map { String(decoding: body.html[$0], as: UTF8.self) }
  }

  @Test(arguments: [
    ("One\n\nTwo\n", "<p>One</p>\n"), ("# H\n\nOne\n", "<p>One</p>\n"), ("- a\n\nOne\n", "<p>One</p>\n"),
    ("One\n\nTwo\n\n<!--more-->\n\nThree\n", "<p>One</p>\n<p>Two</p>\n"),
    ("One\n\n<!-- more -->\n\nTwo\n", "<p>One</p>\n"),
    ("One <!--more--> two\n\nThree\n", "<p>One <!--more--> two</p>\n"),
    (
      "> One\n>\n> <!--more-->\n>\n> Two\n\nThree\n",
      "<blockquote>\n<p>One</p>\n<!--more-->\n<p>Two</p>\n</blockquote>\n"
    ),
    ("<!--more-->\n\nOne\n", ""), ("# H\n", nil), ("", nil), ("- a\n- b\n", nil),
  ]) func theExcerptIsWholeMarkup(_ text: String, _ expected: String?) {
    #expect(excerpt(text) == expected)
  }

  @Test(arguments: [
    ("# A *b*\n\nc `d`  \ne\nf\n", "A b\nc d e f\n", 6), ("[a b](x) ![alt text](y)\n", "a b \n", 2),
    ("日本語の文。\n", "日本語の文。\n", 5), ("```\nlet a\n```\n", "let a\n", 2), ("<b>a</b> &amp; b\n", "a & b\n", 3),
    ("", "", 0),
    ("| a | b |\n|---|---|\n| c | d |\n", "a\nb\nc\nd\n", 4), ("- a\n- b c\n", "a\nb c\n", 3),
  ]) func theTextIsWithoutMarkup(_ sample: (markdown: String, text: String, words: Int)) {
    let body = parse(sample.markdown).body
    #expect(String(decoding: body.text, as: UTF8.self) == sample.text)
    #expect(body.wordCount == sample.words)
  }

  @Test func alertsOfGitHubAreBoxes() {
    #expect(
      html("> [!NOTE]\n> Text\n") == """
        <div class="alert alert-note" role="note">
        <p class="alert-title">Note</p>
        <p>Text</p>
        </div>

        """)
    #expect(html("> [!warning]\n>\n> - a\n").hasPrefix("<div class=\"alert alert-warning\""))
    #expect(html("> [!TIP]\n").hasSuffix("<p class=\"alert-title\">Tip</p>\n</div>\n"))
    #expect(html("> [!NOTE] text\n").hasPrefix("<blockquote>"))
    #expect(html("> > [!NOTE]\n> > a\n").hasPrefix("<blockquote>\n<div class=\"alert"))
    #expect(html("> [!OTHER]\n> a\n").hasPrefix("<blockquote>"))
  }

  @Test func aMistypedAlertIsWarnedOf() {
    let diagnostics = parse("text\n\n> [!WARNIG]\n> a\n").diagnostics
    #expect(diagnostics.map(\.message) == ["there is no alert `[!WARNIG]`"])
    #expect(diagnostics.first?.help == ["did you mean `[!WARNING]`?"])
    #expect(diagnostics.first?.location?.line == 3)
    #expect(parse("> [!NONSENSE]\n").diagnostics.isEmpty)
  }

  @Test func footnotesAreNumberedAndLinkedBack() {
    let body = parse("a[^x] b[^y] c[^x]\n\n[^x]: One\n[^y]: Two\n[^z]: never\n").body
    let text = String(decoding: body.html, as: UTF8.self)
    #expect(text.contains("<a href=\"#fn-x\" id=\"fnref-x\""))
    #expect(text.contains("<a href=\"#fnref-x-2\" class=\"footnote-backref\""))
    #expect(text.contains("<li id=\"fn-y\" data-note=\"--note-2\">\n<p>Two"))
    // Only the first place that refers to a footnote has it beside it.
    #expect(text.contains("id=\"fnref-x\" data-footnote-ref data-note=\"--note-1\">1</a>"))
    #expect(text.contains("id=\"fnref-x-2\" data-footnote-ref>1</a>"))
    #expect(!text.contains("never"))
    #expect(Set(body.anchors) == ["fn-x", "fn-y", "fnref-x", "fnref-y", "fnref-x-2"])
  }

  @Test func idsOfRawHTMLAreAnchors() {
    let body = parse("<div id=\"a\">\n\nx <span id='b'>y</span> <a name=\"c\"></a>\n").body
    #expect(Set(body.anchors) == ["a", "b", "c"])
    #expect(parse("<p id=\"a&amp;b\">x</p>\n").body.anchors == ["a&b"])
  }

  @Test(arguments: ["title-card", "style-guide", "textarea-x", "script-x", "titles"])
  func elementsOfOnesOwnHaveLinks(_ name: String) {
    let html = "<\(name)><a href=\"a\">x</a></\(name)> <title>t</title-x><a href=\"b\"></title>"
    #expect(parse("<div>\(html)</div>\n").body.links.map(\.destination) == ["a"])
  }

  @Test(arguments: [
    "<SCRIPT>\"<a href='a'>\"</SCRIPT>", "<script>\"<a href='a'>\"</Script>",
    "<style>/* <a href='a'> */</style>",
    "<textarea><a href='a'></TEXTAREA>", "<Title><a href='a'></title>",
  ])
  func whatHoldsTextAloneHasNoLinks(_ html: String) {
    #expect(parse("<div>\(html)<a href=\"b\">x</a></div>\n").body.links.map(\.destination) == ["b"])
  }

  struct Link: Sendable, CustomTestStringConvertible {
    /// Marks 1 and 2 are around the destination.
    let source: MarkedSource
    let destination: String
    let isImage: Bool

    init(_ marked: String, _ destination: String, isImage: Bool = false) {
      source = MarkedSource(marked)
      self.destination = destination
      self.isImage = isImage
    }

    var testDescription: String { source.text }
  }

  static let links = [
    Link("[a](1️⃣/x2️⃣)\n", "/x"), Link("ü [a](1️⃣../b.md#c2️⃣ \"t\")\n", "../b.md#c"),
    Link("![a](1️⃣a.jpg2️⃣)\n", "a.jpg", isImage: true),
    Link("text\n\n> - [a\n>   b](1️⃣/x2️⃣)\n", "/x"), Link("[a]\n\n[a]: 1️⃣/long/url2️⃣\n", "/long/url"),
    Link("[a][r]\n\n[b]: /other\n[r]:  <1️⃣/with space2️⃣>\n", "/with space"),
    Link("<1️⃣https://a.b/2️⃣>\n", "https://a.b/"), Link("see 1️⃣https://a.b/2️⃣ now\n", "https://a.b/"),
    Link("[x](<1️⃣a b2️⃣>)\n", "a b"), Link("[a.md](1️⃣a.md2️⃣)\n", "a.md"), Link("[a.md](<1️⃣a.md2️⃣>)\n", "a.md"),
    Link("![a.jpg](1️⃣a.jpg2️⃣)\n", "a.jpg", isImage: true),
    Link("[a.md](1️⃣a.md2️⃣#b)\n".replacing("2️⃣#b", with: "#b2️⃣"), "a.md#b"),
    Link("| a |\n|---|\n| [b](1️⃣/x2️⃣) |\n", "/x"), Link("\r\n\r\n[a](1️⃣/x2️⃣)\r\n", "/x"),
  ]

  @Test(arguments: links) func aLinkKnowsItsDestinationsPlace(_ sample: Link) throws {
    let link = try #require(parse(sample.source.text).body.links.first)
    #expect(link.destination == sample.destination)
    #expect(link.isImage == sample.isImage)
    #expect(link.span == Span(sample.source[1], sample.source[2]))
  }

  @Test(arguments: [
    ("![](1️⃣a.jpg2️⃣)\n", ""), ("![ ](1️⃣a.jpg2️⃣) ![](b.jpg) ![c](c.jpg)\n", "and 1 more in this text"),
    ("<img src=\"1️⃣a.jpg2️⃣\">\n", ""), ("<p>\n<IMG class=x src='1️⃣a.jpg2️⃣'></p>\n", ""),
    (
      "![a](a.jpg) <img src=\"a.jpg\" alt=\"\"> <img alt src=\"a.jpg\"> <img aria-hidden=\"true\" src=\"a.jpg\">\n",
      nil
    ),
    ("<video src=\"a.mp4\"></video> `![](a.jpg)` <!-- <img src=\"a.jpg\"> -->\n", nil),
  ]) func aPictureWithoutWordsIsTold(_ sample: (marked: String, label: String?)) {
    let source = MarkedSource(sample.marked)
    let found = parse(source.text).diagnostics
    #expect(found.map(\.code) == (sample.label == nil ? [] : [.markdownMissingAlt]))
    #expect(found.first?.label == sample.label)
    guard sample.label != nil, let place = found.first?.location else { return }
    let file = SourceFile(path: place.path, bytes: source.bytes)
    #expect(place == Location(file, Span(source[1], source[2])))
  }

  @Test(arguments: [
    ("<img src=\"a.jpg\">", MarkdownBody.Hole.Kind.rawPicture),
    ("<img alt='x' title=\"y\" src=\"a.jpg\" />", .rawPicture),
    ("<img src='a.jpg'>", .rawDestination), ("<img src=\"a.jpg\" width=\"3\">", .rawDestination),
    ("<img class=\"icon\" src=\"a.jpg\">", .rawDestination),
    ("<img src=\"a.jpg\" style=\"x\">", .rawDestination),
    ("<video poster=\"a.jpg\"></video>", .rawDestination), ("<a href=\"a.jpg\">a</a>", .rawDestination),
  ]) func aBareRawPictureMayGetItsSize(_ sample: (html: String, kind: MarkdownBody.Hole.Kind)) {
    #expect(parse(sample.html + "\n").body.holes.map(\.kind) == [sample.kind])
  }

  @Test(arguments: [
    ("a.png 1x, b.png 2x", ["a.png", "b.png"]), ("a.png", ["a.png"]),
    (" , a.png,b.png 2x ,", ["a.png,b.png"]),
    ("a.png, b.png", ["a.png", "b.png"]), ("a.png 100w 50h,b.png 200w", ["a.png", "b.png"]),
    ("data:image/png;base64,AA== 1x, c.png 2x", ["data:image/png;base64,AA==", "c.png"]),
    ("a.png,, b.png 2x", ["a.png", "b.png"]), (" ", []), (",", []), ("", []),
  ]) func eachCandidateOfAPictureIsALink(_ sample: (value: String, addresses: [String])) {
    let (body, problems) = parse("<img srcset=\"\(sample.value)\" src='z.png'>\n<source srcset='q.png 2x'>\n")
    #expect(body.links.map(\.destination) == sample.addresses + ["z.png", "q.png"])
    #expect(!body.links.contains { !$0.isImage })
    // What can't be seen is told once.
    #expect(problems.map(\.code) == [.markdownMissingAlt])
    #expect(parse("<a srcset=\"a.png 1x\">a</a>\n").body.links.isEmpty)
  }

  @Test func whatStandsBehindALinkByNameHasItsOwnPlace() {
    let source = MarkedSource("![b][r] ![c](1️⃣nope.png) [d][r]\n\n[r]: 2️⃣x.png\n")
    #expect(parse(source.text).body.links.map(\.span.start) == [source[2], source[1], source[2]])
  }

  @Test func twoLinksToOnePageHaveTwoPlaces() {
    let source = MarkedSource("[a](1️⃣/x) and [b](2️⃣/x), [c](3️⃣/x)\n")
    #expect(parse(source.text).body.links.map(\.span.start) == [source[1], source[2], source[3]])
  }

  @Test func placesAreThoseOfTheWholeFile() {
    let source = MarkedSource("---\nlink: /x\n---\n1️⃣Text [a](2️⃣/x)\n# H\n")
    let file = SourceFile(path: "a.md", bytes: source.bytes)
    let body = MarkdownEngine.parse(
      file, in: source[1]..<source.bytes.count, options: MarkdownOptions(takesTitle: false)
    ).body
    #expect(body.links.first?.span == Span(source[2], source[2] + 2))
    #expect(body.outline.first?.span.start == source[2] + 4)
  }

  @Test func pathsWithEscapesAreUndone() {
    #expect(parse("[a](/x\\_y&amp;z%20)\n").body.links.map(\.destination) == ["/x_y&z%20"])
  }

  @Test func onlyTheFirstWordOfAFenceIsItsLanguage() {
    #expect(
      html("```js {1,3} title=\"x\"\na\n```\n") == "<pre><code class=\"language-js\">a\n</code></pre>\n")
    #expect(
      html("```\"><b>\na\n```\n") == "<pre><code class=\"language-&quot;&gt;&lt;b&gt;\">a\n</code></pre>\n")
  }

  @Test(arguments: [
    ("text\n\n```js\ncode\n", 3), ("~~~~\ncode\n~~~\n", 1), ("```\n", 1), ("```\na\n``` x\n", 1),
  ]) func aFenceThatIsNeverClosedIsWarnedOf(_ text: String, _ line: Int) {
    let diagnostics = parse(text).diagnostics
    #expect(diagnostics.map(\.code) == [.markdownUnclosedFence])
    #expect(diagnostics.first?.location?.line == line)
  }

  @Test(arguments: [
    "```\na\n```\n", "~~~\na\n~~~~\n", "```\na\n```", "    code\n", "```\n\n```\n\ntext\n",
    "```\r\na\r\n```\r\n",
  ])
  func closedFencesAreFine(_ text: String) {
    #expect(parse(text).diagnostics.isEmpty)
  }
}
