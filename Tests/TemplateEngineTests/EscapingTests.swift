import Diagnostics
import Models
import TemplateTestSupport
import TestSupport
import Testing

@testable import TemplateEngine

/// How a value is written at each place of each kind of file.
@Suite struct EscapingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let path: String
    let template: String
    let expected: String

    init(_ template: String, _ expected: String, as path: String = "index.html") {
      self.path = path
      self.template = template
      self.expected = expected
    }

    var testDescription: String { "\(path): \(template)" }
  }

  /// `hostile.text` is `</script><b a='"'>&` and a control character.
  static let html = [
    Case("<p>{{ hostile.text }}</p>", "<p>&lt;/script&gt;&lt;b a=&#39;&quot;&#39;&gt;&amp;\u{1}</p>"),
    Case(
      "<p title=\"{{ hostile.text }}\">",
      "<p title=\"&lt;/script&gt;&lt;b a=&#39;&quot;&#39;&gt;&amp;\u{1}\">"),
    Case(
      "<p title='{{ hostile.text }}'>", "<p title='&lt;/script&gt;&lt;b a=&#39;&quot;&#39;&gt;&amp;\u{1}'>"),
    Case(
      "<title>{{ hostile.text }}</title>",
      "<title>&lt;/script&gt;&lt;b a=&#39;&quot;&#39;&gt;&amp;\u{1}</title>"),
    Case("<textarea>{{ \"</textarea>\" }}</textarea>", "<textarea>&lt;/textarea&gt;</textarea>"),
    Case(
      "<p data-x=\"{{ posts.count }}\" class=\"a {{ options.accent }} b\">",
      "<p data-x=\"3\" class=\"a #c00 b\">"),
    Case(
      "{% for p in posts | take(1) %}{{ p.body }}{% endfor %}",
      "<p>Hi <a href=\"/blog/x/\">x</a> &amp; <em>y</em></p>\n"),
    Case("{% for p in posts | take(1) %}{{ p.body.excerpt ?? p.body }}{% endfor %}", "<p>Hi</p>"),
    Case("{% for p in posts | take(1) %}{{ p.body.text }}{% endfor %}", "Hi x &amp; y"),
    Case(
      "{% for p in posts | take(1) %}<p title=\"{{ p.body | plain }}\">{% endfor %}",
      "<p title=\"Hi x &amp; y\">"),
    Case(
      "{% for p in posts | take(1) %}{% for h in p.body.toc %}{{ h.level }} {{ h.id }} {{ h.text }}{% endfor %}{% endfor %}",
      "2 first First &amp; last"),
  ]

  /// URLs that would run a program become `#`; all attributes that hold URLs are known.
  static let urls = [
    // A branch that begins an address does not vouch for the one that does not.
    Case("<a href=\"{% if posts.isEmpty %}/{% endif %}{{ hostile.script }}\">", unsafe),
    Case("<meta http-equiv=refresh content=\"0; url={{ hostile.script }}\">", unsafe),
    Case("<meta http-equiv=\"re&#102;resh\" content=\"0; url={{ hostile.script }}\">", unsafe),
    Case("<a href=\"{{ \"/a/\" }}&amp;b={{ 1 }}\">", "<a href=\"/a/&amp;b=1\">"),
    Case("<a href=\"{% for n in [1, 2] %}/{{ n }}{% endfor %}\">", "<a href=\"/1/2\">"),
    Case("<meta content=\"{{ 1 }}\" name=\"a\">", "<meta content=\"1\" name=\"a\">"),
    Case(
      "<img src=\"data:image/{{ \"png\" }};base64,\" alt=\"\">",
      "<img src=\"data:image/png;base64,\" alt=\"\">"),
    Case("<a href=\"{{ hostile.safe }}\">", "<a href=\"https://a.example/?a=1&amp;b=&#39;2&#39;\">"),
    Case("<a href=\"{{ hostile.script }}\">", unsafe),
    Case("<a href='{{ hostile.spaced }}'>", unsafe),
    Case("<iframe src=\"{{ hostile.data }}\">", unsafe),
    Case("<FORM ACTION=\"{{ hostile.script }}\">", unsafe),
    Case("<button formaction=\"{{ hostile.script }}\">", unsafe),
    Case("<use xlink:href=\"{{ hostile.script }}\">", unsafe),
    Case("<a href = \"{{ hostile.script }}\">", unsafe),
    Case("<a\nhref=\n\"{{ hostile.script }}\">", unsafe),
    Case("<a title=\">\" href=\"{{ hostile.script }}\">", unsafe),
    Case("<a href=\"{{ \"JaVaScRiPt:x\" }}\">", unsafe),
    Case("<a href=\"{{ \"vbscript:x\" }}\">", unsafe),
    Case("<a href=\"{{ \"\\tjava\\nscript:x\" }}\">", unsafe),
    Case("<a href=\"{{ \"mailto:a@b.c\" }}\">", "<a href=\"mailto:a@b.c\">"),
    Case("<a href=\"{{ \"/a:b\" }}\">", "<a href=\"/a:b\">"),
    Case("<a href=\"{{ \"?javascript:x\" }}\">", "<a href=\"?javascript:x\">"),
    Case("<a href=\"/x?q={{ \"a b&c\" }}\">", "<a href=\"/x?q=a b&amp;c\">"),
    Case("<p title=\"{{ hostile.script }}\">", "<p title=\"javascript:alert(1)\">"),
    Case("<a href=\"{{ asset(\"style.css\") }}\">", "<a href=\"/blog/style.3f9a.css\">"),
    Case("<img srcset=\"{{ site.url }}a.jpg 2x\">", "<img srcset=\"/blog/a.jpg 2x\">"),
    Case("<object data=\"{{ hostile.data }}\">", unsafe),
  ]

  /// The longest lead to a scheme: white space that browsers drop must not hide it.
  @Test(arguments: [0, 10, 63, 64, 65, 200, 5000]) func spaceBeforeASchemeDoesNotHideIt(_ count: Int) {
    let lead = String(repeating: " ", count: count)
    #expect(!Escaping.isSafe(lead + "javascript:alert(1)", isPicture: true))
    #expect(
      !Escaping.isSafe(
        "java" + String(repeating: "\n", count: count) + "script:alert(1)", isPicture: true))
  }

  static let scripts = [
    Case(
      "<script>let x = {{ hostile.text }}</script>",
      "<script>let x = \"\\u003c/script\\u003e\\u003cb a='\\\"'\\u003e\\u0026\\u0001\"</script>"),
    Case(
      "<script>x({{ posts.count }}, {{ options.wide }}, {{ 1.5 }})</script>",
      "<script>x(3, true, 1.5)</script>"),
    Case("<script>x({{ [1, 2] }})</script>", "<script>x([1,2])</script>"),
    Case(
      "<script>x({{ { a: \"b\", c: [true] } }})</script>", "<script>x({\"a\":\"b\",\"c\":[true]})</script>"),
    Case("<script>x({{ \"<!--\" }})</script>", "<script>x(\"\\u003c!--\")</script>"),
    Case("<SCRIPT>x({{ \"a\" }})</SCRIPT><p>{{ \"<\" }}", "<SCRIPT>x(\"a\")</SCRIPT><p>&lt;"),
    Case("<script>{{ build.date }}</script>", "<script>\"2026-05-27T02:00:00+02:00\"</script>"),
    Case("<script>if (a < b) x({{ \"a\" }})</script>", "<script>if (a < b) x(\"a\")</script>"),
    Case(
      "<script>/* it's */ x({{ 1 }}) // don't\ny({{ 2 }})</script>",
      "<script>/* it's */ x(1) // don't\ny(2)</script>"),
    Case("<script>x = 'a\\'b'; y({{ 1 }})</script>", "<script>x = 'a\\'b'; y(1)</script>"),
    Case("<script>x = /[/'\"]\\//g; y({{ 1 }})</script>", "<script>x = /[/'\"]\\//g; y(1)</script>"),
    Case(
      "<script>x = a / 2 / b; y({{ 1 }} / 2 + {{ 3 }} / 4)</script>",
      "<script>x = a / 2 / b; y(1 / 2 + 3 / 4)</script>"),
    Case("<script src=\"{{ hostile.script }}\"></script>", unsafe),
    Case(
      "<script type=\"application/ld+json\">{{ { url: site.url } }}</script>",
      "<script type=\"application/ld+json\">{\"url\":\"https://trains.example/blog/\"}</script>"),
  ]

  static let json = [
    Case("{{ { a: 1 } }}", "{\"a\":1}"),
    Case(
      "{{ posts | map({ title: .title, at: .publishedAt, url: .url, by: .author, s: .score }) | take(1) }}",
      "[{\"title\":\"Newest <b>\",\"at\":\"2024-05-01T12:00:00+02:00\",\"url\":\"https://trains.example/blog/posts/newest/\",\"by\":\"ada\",\"s\":4.5}]"
    ),
    Case(
      "{{ { a: none, b: site.description, c: [], d: true } }}", "{\"a\":null,\"b\":null,\"c\":[],\"d\":true}"),
    Case("{{ \"a\\\"\\\\\\n\\t\" }}", "\"a\\\"\\\\\\n\\t\""),
    Case("{{ hostile.text }}", "\"</script><b a='\\\"'>&\\u0001\""),
    Case("{% let p = posts | first %}{{ { body: p ?? none } }}", "{\"body\":\"newest\"}"),
    Case(
      "{{ posts | map(.body) | take(1) }}",
      "[\"<p>Hi <a href=\\\"https://trains.example/blog/x/\\\">x</a> &amp; <em>y</em></p>\\n\"]"),
    Case(
      "{{ posts | map(.cover) | take(1) }}",
      "[{\"src\":\"https://trains.example/blog/images/a.jpg\",\"alt\":\"A & B\",\"width\":null,\"height\":null}]"
    ),
    Case(
      "{{ posts | group(by: .category) | map({ k: .key, n: .count }) }}",
      "[{\"k\":\"News\",\"n\":2},{\"k\":\"Opinion\",\"n\":1}]"),
  ].map { Case($0.template, $0.expected, as: "a.json") }

  static let xml = [
    Case("<t>{{ hostile.text }}</t>", "<t>&lt;/script&gt;&lt;b a=&#39;&quot;&#39;&gt;&amp;</t>"),
    Case("<t a=\"{{ \"\\n\" }}\">", "<t a=\"\n\">"),
    Case("<link>{{ site.url }}</link>", "<link>https://trains.example/blog/</link>"),
    Case(
      "{% for p in posts | take(1) %}<c>{{ p.body }}</c>{% endfor %}",
      "<c>&lt;p&gt;Hi &lt;a href=&quot;https://trains.example/blog/x/&quot;&gt;x&lt;/a&gt; &amp;amp; &lt;em&gt;y&lt;/em&gt;&lt;/p&gt;\n</c>"
    ),
    Case("<style>{{ \"x\" }}</style>", "<style>x</style>"),
    Case("{{ build.date | date(iso) }}", "2026-05-27T02:00:00+02:00"),
    Case(
      "{% for p in posts | take(1) %}{{ p.url }}{% endfor %}", "https://trains.example/blog/posts/newest/"),
    Case(
      "{% for p in posts | take(1) %}<c><![CDATA[{{ p.body }}]]></c>{% endfor %}",
      "<c><![CDATA[<p>Hi <a href=\"https://trains.example/blog/x/\">x</a> &amp; <em>y</em></p>\n]]></c>"),
    Case(
      "<![CDATA[{{ hostile.text }}{{ \"a]]>b\" }}]]>",
      "<![CDATA[</script><b a='\"'>&a]]]]><![CDATA[>b]]>"),
    Case("<![CDATA[]]{{ \">\" }}]]>", "<![CDATA[]]]]><![CDATA[>]]>"),
    Case("<![CDATA[{{ \"a]\" }}]>]]>", "<![CDATA[a]]]><![CDATA[]>]]>"),
    Case("<![CDATA[{{ site.url }}]]>", "<![CDATA[https://trains.example/blog/]]>"),
    Case("<?xml-stylesheet href=\"{{ 1 }}\"?><!-- a --><a/>", "<?xml-stylesheet href=\"1\"?><!-- a --><a/>"),
  ].map { Case($0.template, $0.expected, as: "feed.xml") }

  static let plain = [
    Case("{{ hostile.text }}", "</script><b a='\"'>&\u{1}"),
    Case("Sitemap: {{ site.url }}sitemap.xml", "Sitemap: https://trains.example/blog/sitemap.xml"),
    Case("<a href={{ 1 }} onclick=\"{{ 2 }}\">", "<a href=1 onclick=\"2\">"),
  ].map { Case($0.template, $0.expected, as: "robots.txt") }

  /// What stands for the output where a value is an address that runs a program.
  static let unsafe = "an address that runs a program"

  @Test(arguments: html + urls + scripts + json + xml + plain) func aValueIsEscapedForItsPlace(_ sample: Case)
  {
    let summary = TinySite.render(sample.template, as: sample.path).summary
    if sample.expected == Self.unsafe {
      #expect(summary.hasPrefix("template.unsafe-url") && summary.hasSuffix(Self.unsafe))
    } else {
      #expect(summary == sample.expected)
    }
  }

  /// Places where no value is safe; the message of each begins like this.
  static let refused = [
    Case("<a href={{ site.url }}>", "an attribute's value stands in quotes"),
    Case("<a href=/x{{ site.url }}>", "an attribute's value stands in quotes"),
    Case("<a {{ site.title }}>", "a value can't make a tag's name or an attribute"),
    Case("<{{ site.title }}>", "a value can't make a tag's name or an attribute"),
    Case("</{{ site.title }}>", "a value can't make a tag's name or an attribute"),
    Case("<h{{ 1 }}>", "a value can't make a tag's name or an attribute"),
    Case("<a data-{{ 1 }}=\"x\">", "a value can't make a tag's name or an attribute"),
    Case("<a onclick=\"f({{ 1 }})\">", "a value can't stand in `onclick`"),
    Case("<a ONCLICK='{{ 1 }}'>", "a value can't stand in `onclick`"),
    Case("<iframe srcdoc=\"{{ site.title }}\">", "a value can't stand in `srcdoc`"),
    Case("<p style=\"color: {{ options.accent }}\">", "a value can't stand in a `style` attribute"),
    Case("<style>a { color: {{ options.accent }} }</style>", "a value can't stand in `<style>`"),
    Case("<!{{ site.title }}>", "a value can't make a tag's name or an attribute"),
    Case("<a href=\"javascript:f('{{ site.title }}')\">", "a value can't stand in a URL that is a program"),
    Case("<a href=\" JAVA\nscript:{{ 1 }}\">", "a value can't stand in a URL that is a program"),
    Case("<script>x = \"{{ site.title }}\"</script>", "a value brings its own quotes into a script"),
    Case("<script>x = 'a \\' {{ site.title }}'</script>", "a value brings its own quotes into a script"),
    Case("<script>x = `a ${1} {{ site.title }}`</script>", "a value brings its own quotes into a script"),
    Case("<script>y = /'/; x = '{{ site.title }}'</script>", "a value brings its own quotes into a script"),
    Case(
      "<script>y = a / b; x = '{{ site.title }}' / c</script>", "a value brings its own quotes into a script"),
    Case("<script>x = `\\${ {{ site.title }} }`</script>", "a value brings its own quotes into a script"),
    Case(
      "<script>x = i++ / 2 + \"/ {{ site.title }}\"</script>", "a value brings its own quotes into a script"),
    Case("<script>x = a+++/'/ + '{{ site.title }}'</script>", "a value brings its own quotes into a script"),
    Case("<script/>x = '{{ site.title }}'</script>", "a value brings its own quotes into a script"),
    Case("<style/>{{ site.title }}</style>", "a value can't stand in `<style>`"),
    Case("<script>// {{ site.title }}\n</script>", "a value can't stand in a comment"),
    Case("<script>/* {{ site.title }} */</script>", "a value can't stand in a comment"),
    Case("<script>x = /a{{ 1 }}/</script>", "a value can't stand in a regular expression"),
    Case(
      "<script>{% if true %}x = \"{% endif %}</script>", "the branches of this `if` end in different places"),
    Case("<!-- {{ site.title }} -->", "a value can't stand in a comment"),
    Case("<!--[if {{ 1 }}]>", "a value can't stand in a comment"),
    Case("{% for p in posts %}<p title=\"{{ p.body }}\">{% endfor %}", "markup can't stand in an attribute"),
    Case(
      "{% for p in posts %}<title>{{ p.body }}</title>{% endfor %}", "`[Markdown]` can't be written as text"),
    Case("{{ posts }}", "`[Post]` can't be written as text"),
    Case("{{ site.description }}", "`site.description` is `String?`"),
    Case(
      "<a {% if true %}href=\"{% endif %}x\">",
      "the branches of this `if` end in different places of the HTML"),
    Case(
      "{% for n in [1] %}<a {% endfor %}",
      "the inside of this `for` ends in another place of the HTML than it begins"),
    // A loop, a branch, a reference or a later attribute may make more of a value than it says.
    Case("<a href=\"{% for n in [\"a\"] %}{{ n }}{% endfor %}\">", "the values of a loop could make"),
    Case(
      "<a href=\"{% if posts.isEmpty %}{{ site.title }}{% else %}x{% endif %}script:a\">",
      "a value can't be the scheme of an address"),
    Case(
      "<a href=\"{% if posts.isEmpty %}x{% else %}{{ site.title }}{% endif %}script:a\">",
      "a value can't be the scheme of an address"),
    Case("<a href=\"{{ site.title }}&colon;a\">", "a value can't be the scheme of an address"),
    Case("<a href=\"{{ site.title }}&#58;a\">", "a value can't be the scheme of an address"),
    Case("<a href=\"{{ site.title }}&#115cript:a\">", "a value can't be the scheme of an address"),
    Case(
      "<meta content=\"0; url={{ site.title }}\" http-equiv=\"refresh\">", "the value in `content` is the"),
    Case("<meta content=\"0; url={{ site.title }}\" HTTP-EQUIV=refresh>", "the value in `content` is the"),
    Case("<iframe src=\"data:{{ site.title }}\"></iframe>", "a value can't stand in a URL that is a program"),
    Case("<a href=\"data:image/{{ site.title }}\">", "a value can't stand in a URL that is a program"),
    Case("<a href=\"x", "this page ends inside a tag or an element"),
    Case("<script>x", "this page ends inside a tag or an element"),
    Case("<!-- x", "this page ends inside a tag or an element"),
  ]

  static let refusedInXML = [
    Case("<a b={{ 1 }}/>", "an attribute's value stands in quotes"),
    Case("<{{ site.title }}/>", "a value can't make a tag's name or an attribute"),
    Case("<é{{ site.title }}/>", "a value can't make a tag's name or an attribute"),
    Case("<a {{ site.title }}/>", "a value can't make a tag's name or an attribute"),
    Case("<!-- {{ site.title }} -->", "a value can't stand in a comment"),
    Case("<!--> {{ site.title }} -->", "a value can't stand in a comment"),
    Case("<a><![CDATA[x", "this page ends inside a tag or an element"),
    Case("<?php {{ 1 }} ?>", "a value can't make a tag's name or an attribute"),
    Case("<a>{% if true %}<b{% endif %}", "the branches of this `if` end in different places of the XML"),
    Case(
      "{% for n in [1] %}<![CDATA[{% endfor %}", "the inside of this `for` ends in another place of the XML"),
  ].map { Case($0.template, $0.expected, as: "feed.xml") }

  @Test(arguments: refused + refusedInXML) func whereNoValueIsSafeItIsRefused(_ sample: Case) {
    let diagnostics = TinySite.render(sample.template, as: sample.path).diagnostics
    #expect(diagnostics.contains { $0.message.hasPrefix(sample.expected) }, "\(diagnostics.map(\.message))")
    #expect(diagnostics.allSatisfy { !$0.help.isEmpty })
  }

  static let places: [(String, HTMLPlace.State, String, String)] = [
    ("", .text, "", ""), ("a < b", .text, "", ""), ("<", .text, "", ""), ("<p", .tagName, "p", ""),
    ("<p ", .tag, "p", ""),
    ("<p a", .attributeName, "p", "a"), ("<p a=", .beforeValue, "p", "a"),
    ("<p a=\"", .value(quote: 0x22), "p", "a"),
    ("<p a='x", .value(quote: 0x27), "p", "a"), ("<p a=x", .unquotedValue, "p", "a"),
    ("<p a=\"\"", .tag, "p", "a"),
    ("<p a b=\"", .value(quote: 0x22), "p", "b"), ("<p/>", .text, "", ""), ("<!--", .comment, "", ""),
    ("<!-- -- ", .comment, "", ""), ("<!-- -->", .text, "", ""), ("<!---->", .text, "", ""),
    ("<!-->", .text, "", ""),
    ("<!doctype html>", .text, "", ""), ("<SCRIPT>", .raw, "script", ""),
    ("<script>a</scrip", .raw, "script", ""),
    ("<script>a</script>", .text, "", ""), ("<title>a<b>", .raw, "title", ""),
    ("<style a=\"b\">", .raw, "style", ""),
    ("<textarea></TEXTAREA>", .text, "", ""), ("<<p", .tagName, "p", ""), ("<!-<p ", .tag, "p", ""),
    ("</p", .tagName, "/", ""),
    ("<script>a</scripty>b", .raw, "script", ""), ("<p a = \"", .value(quote: 0x22), "p", "a"),
    ("<p a\n=\n'", .value(quote: 0x27), "p", "a"),
    ("<svg><path d=\"x\"/>", .text, "", ""), ("<a href=x>", .text, "", ""),
    ("<p =\"", .attributeName, "p", "=\""),
    ("<script/>a", .raw, "script", ""), ("<script/async>", .raw, "script", ""),
    ("<style/>", .raw, "style", ""),
    ("<svg><title/>a", .text, "", ""), ("<svg><title>a", .raw, "title", ""),
    ("<svg/><title/>a", .raw, "title", ""),
    ("<svg><style a='b'/>a", .text, "", ""), ("<svg></svg><script/>a", .raw, "script", ""),
    ("<svg><title a=b/>", .raw, "title", ""), ("</script/>", .text, "", ""), ("<br/ ", .tag, "br", ""),
    ("<!--> <p ", .tag, "p", ""), ("<!---> <p ", .tag, "p", ""), ("<!-- --!> <p ", .tag, "p", ""),
  ]

  /// The tokenizer of the HTML standard (section 13.2.5), as far as it decides how a value is written.
  @Test(arguments: places) func thePlaceInTheHTMLIsKnown(
    _ sample: (html: String, state: HTMLPlace.State, element: String, attribute: String)
  ) {
    var place = HTMLPlace()
    place.advance(over: Array(sample.html.utf8))
    #expect(place.state == sample.state)
    if sample.state != .text { #expect(place.elementName.hasPrefix(sample.element)) }
    if case .value = sample.state { #expect(place.attributeName == sample.attribute) }
  }

  private typealias Write = (_ text: [UInt8], _ output: inout ByteBuffer) -> Void

  /// Texts of all lengths, around those that are written at once.
  @Test func longTextsAreEscapedByteByByte() {
    let languages: [(write: Write, escapes: [UInt8: String])] = [
      (
        { Escaping.appendHTML($0, to: &$1) },
        [0x26: "&amp;", 0x3C: "&lt;", 0x3E: "&gt;", 0x22: "&quot;", 0x27: "&#39;"]
      ),
      (
        { Escaping.appendXML($0, to: &$1) },
        [0x26: "&amp;", 0x3C: "&lt;", 0x3E: "&gt;", 0x22: "&quot;", 0x27: "&#39;", 0x01: ""]
      ),
      (
        { Escaping.appendJSON($0, isScript: false, to: &$1) },
        [0x22: "\\\"", 0x5C: "\\\\", 0x0A: "\\n", 0x01: "\\u0001"]
      ),
      (
        { Escaping.appendJSON($0, isScript: true, to: &$1) },
        [
          0x22: "\\\"", 0x5C: "\\\\", 0x0A: "\\n", 0x01: "\\u0001", 0x26: "\\u0026", 0x3C: "\\u003c",
          0x3E: "\\u003e",
        ]
      ),
    ]
    var random = SeededGenerator(seed: 12)
    let bytes = Array("abc <>&\"'\\\n\u{1}é#=!%".utf8)
    for count in [0, 1, 7, 8, 9, 63, 1023, 1024, 1025, 1032, 2048, 5000] {
      let text = (0..<count).map { _ in
        Bool.random(using: &random) ? 0x61 : bytes[Int.random(in: 0..<bytes.count, using: &random)]
      }
      for language in languages {
        var output = ByteBuffer(capacity: 1)
        language.write(text, &output)
        let inside = text.flatMap { byte in language.escapes[byte].map { Array($0.utf8) } ?? [byte] }
        let isJSON = language.escapes[0x5C] != nil
        #expect(output.bytes == (isJSON ? [0x22] + inside + [0x22] : inside))
      }
    }
  }
}
