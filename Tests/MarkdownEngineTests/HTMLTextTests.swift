import Diagnostics
import TestSupport
import Testing

@testable import MarkdownEngine

/// Texts that are HTML already, from sources that are trusted and from those that are not.
@Suite struct HTMLTextTests {
  /// The HTML with what its links say in their holes.
  private func html(_ text: String, isTrusted: Bool = false) -> String {
    let body = MarkdownEngine.parse(html: SourceFile(path: "a.json", text: text), isTrusted: isTrusted).body
    var html = body.html
    for hole in body.holes.reversed() {
      html.insert(contentsOf: Array("«\(body.links[hole.link].destination)»".utf8), at: hole.offset)
    }
    return String(decoding: html, as: UTF8.self)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let written: String
    let kept: String

    init(_ written: String, _ kept: String) {
      self.written = written
      self.kept = kept
    }

    var testDescription: String { written }
  }

  /// What is left of HTML that is not trusted.
  static let cases = [
    Case("<p>A <b>b</b> &amp; c</p>", "<p>A <b>b</b> &amp; c</p>"),
    Case("<P CLASS=x>A", "<p>A</p>"),
    Case("a < b > c & d &copy; &#65; &nosuch", "a &lt; b &gt; c &amp; d &copy; &#65; &amp;nosuch"),
    Case("<script>alert(1)</script>b", "b"),
    Case("<SCRIPT SRC=//evil.example/x.js></SCRIPT >b", "b"),
    Case("<script>a</scriptx>b</script>c", "c"),
    Case("<script/x>alert(1)</script>", ""),
    Case("<scr<script>ipt>alert(1)</script>", "ipt&gt;alert(1)"),
    Case("<script>alert(1)", ""),
    Case("<img src=x onerror=alert(1)>", "<img src=\"«x»\" />"),
    Case("<img src=\"x\" onerror=\"alert(1)\"/onload='b'>", "<img src=\"«x»\" />"),
    Case("<img src='a' src='javascript:b'>", "<img src=\"«a»\" />"),
    Case("<img/src=\"x\"/onerror=alert(1)>", "<img src=\"«x»\" />"),
    Case("<a href=\"javascript:alert(1)\">x</a>", "<a href=\"«javascript:alert(1)»\">x</a>"),
    Case("<a href=\" java\nscript:alert(1)\">x</a>", "<a href=\"«javascript:alert(1)»\">x</a>"),
    Case("<a href=\"&#106;ava&Tab;script&colon;alert(1)\">x</a>", "<a href=\"«javascript:alert(1)»\">x</a>"),
    Case("<a href=\"&#x6A&#x61vascript:a\">x</a>", "<a href=\"«javascript:a»\">x</a>"),
    Case("<a href=\"\u{1}javascript:a\">x</a>", "<a href=\"«javascript:a»\">x</a>"),
    Case(
      "<a href='x' title='\"><script>b</script>'>c</a>",
      "<a href=\"«x»\" title=\"&quot;&gt;&lt;script&gt;b&lt;/script&gt;\">c</a>"),
    Case(
      "<a href=\"x\" style=\"color:red\" id=\"current\" name=\"site\" class=\"hero\">c</a>",
      "<a href=\"«x»\">c</a>"),
    Case("<svg><script>a</script></svg>b", "b"),
    Case("<svg onload=alert(1)>b", ""),
    Case("<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">", ""),
    Case("<math><mtext><table><mglyph><style><img src onerror=a></style></math>b", "b"),
    Case("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<img src=\"«x»\" />&quot;&gt;"),
    Case("<iframe src=\"https://evil.example\">a</iframe>b", "b"),
    Case("<object data=x><embed src=y></object>b", "b"),
    Case("<embed src=y>b", "b"),
    Case("<form action=x><input name=y><button>c</button></form>", "c"),
    Case("<style>body{display:none}</style>b", "b"),
    Case("<link rel=stylesheet href=x><meta http-equiv=refresh content=0><base href=y>b", "b"),
    Case("<textarea><script>a</script></textarea>b", "b"),
    Case("<title>a</title>b", "b"),
    Case("<plaintext>a<b>c", ""),
    Case("<template><script>a</script></template>b", "b"),
    Case("<!--a--><b>c</b><!-- <script>d</script> -->", "<b>c</b>"),
    Case("<!--><img src=x onerror=a>-->", "<img src=\"«x»\" />--&gt;"),
    Case("<!-- a --!><b>c</b>", "<b>c</b>"),
    Case("<!doctype html><?php a ?><![CDATA[<b>]]>c", "]]&gt;c"),
    Case("a</div></main></body></html>b", "ab"),
    Case("<b><i>a</b>c</i>", "<b><i>a</i></b>c"),
    Case("</script><b>a", "<b>a</b>"),
    Case("<td>a</td><li>b</li><tr>c", "abc"),
    Case(
      "<table><tr><td onclick=a colspan=2 rowspan=x>b</table>",
      "<table><tr><td colspan=\"2\">b</td></tr></table>"),
    Case("<div/onmouseover=alert(1)>a</div>", "<div>a</div>"),
    Case("<div\u{0}onclick=a>b", "b"),
    Case("<p/\u{C}onclick=a>b", "<p>b</p>"),
    Case(
      "<img src=x width=\"10\" height=\"1e9\" alt='a\"b'>",
      "<img src=\"«x»\" width=\"10\" alt=\"a&quot;b\" />"),
    Case(
      "<code class=\"language-swift\">a</code><code class=\"x\">b</code>",
      "<code class=\"language-swift\">a</code><code>b</code>"),
    Case("<p title=\"a\nb\u{7}\">c\u{7}\u{0}d</p>", "<p title=\"ab\">cd</p>"),
    Case("<a href=x", ""),
    Case("<a href=\"x>b", ""),
    Case("<", "&lt;"),
    Case("<3 </ <>", "&lt;3 "),
    Case("<x-b onclick=a>c</x-b>", "c"),
    Case("<Box>a</Box>", "a"),
    Case(
      "<a href=\"https://a.example/?b=1&amp;c=2\">x</a>", "<a href=\"«https://a.example/?b=1&c=2»\">x</a>"),
    Case("<p xmlns:x=\"y\" data-a=\"b\" srcdoc=\"c\" formaction=\"d\">e", "<p>e</p>"),
    Case("<h2>A &amp; B</h2>", "<h2 id=\"a--b\">A &amp; B</h2>"),
    Case("<h2 id=\"x\">A</h2><h2>A</h2>", "<h2 id=\"a\">A</h2><h2 id=\"a-1\">A</h2>"),
  ]

  @Test(arguments: cases) func ofWhatIsNotTrustedTextIsKept(_ sample: Case) {
    #expect(html(sample.written) == sample.kept)
  }

  /// Read once more, what was written is as it is: there is nothing in it that another reader could take for more.
  @Test(arguments: cases) func whatIsKeptIsKeptAgain(_ sample: Case) {
    #expect(html(sample.kept).replacing("««", with: "«").replacing("»»", with: "»") == sample.kept)
  }

  @Test func whatIsLeftOutIsNamed() {
    let text = "<p onclick=a>b</p><script>c</script><p onclick=d>e</p>"
    let found = MarkdownEngine.parse(html: SourceFile(path: "a.json", text: text), isTrusted: false)
    #expect(found.leftOut == ["onclick=", "<script>"])
    #expect(
      MarkdownEngine.parse(html: SourceFile(path: "a.json", text: text), isTrusted: true).leftOut.isEmpty)
  }

  /// Whatever is thrown at it, every tag that is written is one of those allowed, with allowed attributes.
  @Test(arguments: 0..<400) func nothingElseIsEverWritten(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let pieces =
      Self.cases.map(\.written) + ["<", ">", "\"", "'", "=", "/", "&", " ", "<!--", "-->", "on", "a"]
    let text = (0..<12).map { _ in
      let piece = pieces.randomElement(using: &random) ?? ""
      return String(piece.prefix(Int.random(in: 1...40, using: &random)))
    }.joined()
    let body = MarkdownEngine.parse(html: SourceFile(path: "a.json", text: text), isTrusted: false).body
    var tokens = HTMLTokens(body.html)
    var open: [String] = []
    while let (token, _) = tokens.next() {
      switch token {
      case .text, .comment:
        if case .comment = token { Issue.record("a comment is in \(text)") }
      case .open(let name, let attributes, _, _):
        try #require(
          AllowedHTML.isKept(name, within: open + ["ul", "dl", "table", "details", "figure", "ruby"]),
          "\(text)")
        for attribute in attributes where attribute.name != "id" {
          let value = HTMLReferences.decoded(body.html[attribute.value])
          #expect(AllowedHTML.isKept(attribute.name, value, of: name), "\(text)")
        }
        if !AllowedHTML.void.contains(name) { open.append(name) }
      case .close(let name):
        #expect(open.popLast() == name, "\(text)")
      }
    }
    #expect(open.isEmpty, "\(text)")
    #expect(
      body.holes.allSatisfy {
        body.html.indices.contains($0.offset) && body.html[$0.offset] == UInt8(ascii: "\"")
      })
  }

  @Test func trustedHTMLStaysAsItIs() {
    let text =
      "<p onclick=\"go()\">A <a href='/b/'>b</a></p><script>if (a < b) { \"</p>\" }</script><!-- c --><h2>D</h2>"
    #expect(
      html(text, isTrusted: true)
        == "<p onclick=\"go()\">A <a href='«/b/»'>b</a></p><script>if (a < b) { \"</p>\" }</script><!-- c --><h2 id=\"d\">D</h2>"
    )
    let body = MarkdownEngine.parse(html: SourceFile(path: "a.json", text: text), isTrusted: true).body
    #expect(String(decoding: body.text, as: UTF8.self) == "A b\nD\n")
    #expect(body.wordCount == 3)
    #expect(body.outline.map(\.id) == ["d"])
    #expect(body.anchors == ["d"])
    #expect(
      body.excerpt.map { String(decoding: body.html[$0], as: UTF8.self) }
        == "<p onclick=\"go()\">A <a href=''>b</a></p>")
  }

  @Test func anExcerptEndsAtTheMark() {
    for isTrusted in [true, false] {
      let text = "<p>A</p><p>B</p><!--more--><p>C</p>"
      let body = MarkdownEngine.parse(html: SourceFile(path: "a.json", text: text), isTrusted: isTrusted).body
      #expect(body.excerpt.map { String(decoding: body.html[$0], as: UTF8.self) } == "<p>A</p><p>B</p>")
    }
  }

  @Test func headingsWithLinksKeepTheirHoles() {
    #expect(
      html("<p>a</p><h2><a href=\"x\">B</a> <i>c</i></h2><a href=\"y\">d</a>")
        == "<p>a</p><h2 id=\"b-c\"><a href=\"«x»\">B</a> <i>c</i></h2><a href=\"«y»\">d</a>")
  }
}
