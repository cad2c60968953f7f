import TestSupport
import Testing

@testable import SitePipeline

@Suite struct HTMLMinifierTests {
  @Test(arguments: [
    ("<p>a  b</p>\n\n\n<p>\t c</p>", "<p>a b</p>\n<p> c</p>"),
    ("a<!-- gone -->b <!-- x --> c", "ab c"),
    ("<!--[if IE]> x  y <![endif]-->", "<!--[if IE]> x  y <![endif]-->"),
    ("<!--#include  file=\"a\" -->", "<!--#include  file=\"a\" -->"),
    ("<pre>a  b\n\n  c</pre>  d", "<pre>a  b\n\n  c</pre> d"),
    ("<PRE class=\"x\"><b>a  b</b></PRE>", "<PRE class=\"x\"><b>a  b</b></PRE>"),
    ("<script>let a  = \"</p>  \";\n\n// x</script>\n\n", "<script>let a  = \"</p>  \";\n\n// x</script>\n"),
    ("<textarea>\n\n a  </textarea>", "<textarea>\n\n a  </textarea>"),
    ("<a title=\"a  > b\"   href='c'>  x", "<a title=\"a  > b\"   href='c'> x"),
    ("<preface>a  b</preface>", "<preface>a b</preface>"),
    ("1 <  2 and 3  > 2", "1 < 2 and 3 > 2"),
    ("a\u{A0}\u{A0}b é  ü", "a\u{A0}\u{A0}b é ü"),
    ("a<!-- x --!>  b <!-- y -->c", "a b c"), ("a<!-->  b-->", "a b-->"), ("a<!--->  b-->", "a b-->"),
    ("a<!--!>  b-->c", "ac"), ("a<!----!>  b", "a b"), ("<<!-- -->b>", "<<!-- -->b>"),
    ("<pre>a  b</preview>  c</pre >  d", "<pre>a  b</preview>  c</pre > d"),
    ("<!-- never closed  a", ""), ("<p", "<p"), ("<", "<"), ("<script>  a", "<script>  a"), ("", ""),
  ])
  func whiteSpaceIsOneAndCommentsGo(_ page: String, _ expected: String) {
    #expect(String(decoding: HTMLMinifier.minified(Array(page.utf8)), as: UTF8.self) == expected)
  }

  /// Whatever the text: twice is once, it never grows, and nothing but white space and comments goes.
  @Test func onlyWhiteSpaceAndCommentsGo() {
    var random = SeededGenerator(seed: 7)
    let parts = [
      "<", ">", "<p>", "</p>", " ", "\n", "  \t", "a", "\"", "'", "<!--", "-->", "<pre>", "</pre>", "é",
      "<a b=\"", "=", "/",
    ]
    for _ in 0..<2000 {
      let page = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        parts.randomElement(using: &random) ?? ""
      }.joined()
      let once = HTMLMinifier.minified(Array(page.utf8))
      #expect(HTMLMinifier.minified(once) == once, "\(page)")
      #expect(once.count <= page.utf8.count)
      if !page.contains("<!--") {
        let words = { (bytes: [UInt8]) in bytes.filter { $0 > 0x20 } }
        #expect(words(once) == words(Array(page.utf8)), "\(page)")
      }
    }
  }
}
