import Diagnostics
import TemplateTestSupport
import Testing

@testable import TemplateEngine

/// What Go's html/template is tested for, asked of our templates: for each place a value that would break out of
/// it, and what must come of it. Where Go writes a harmless word instead of the value, we refuse the place.
@Suite struct ContextTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let template: String
    let expected: String

    init(_ template: String, _ expected: String) {
      self.template = template
      self.expected = expected
    }

    var testDescription: String { template }
  }

  static let tag = #"{{ "<b>'\"&" }}"#
  static let tagEscaped = "&lt;b&gt;&#39;&quot;&amp;"

  /// A value is written, and stays where it is.
  static let written = [
    Case("{% if true %}a{% endif %}, \(tag)!", "a, \(tagEscaped)!"),
    Case("{% if false %}a{% else %}\(tag){% endif %}!", "\(tagEscaped)!"),
    Case("{% let x = \"<b>\" %}{{ x }}", "&lt;b&gt;"),
    Case("{% for x in [\"<a>\", \"<b>\"] %}{{ x }}{% endfor %}", "&lt;a&gt;&lt;b&gt;"),
    Case("{{ true }} {{ 42 }} {{ 1.5 }}", "true 42 1.5"),
    // Markup once is markup, and in an attribute it is refused.
    Case("{{ \"<b>\" | trusted }}", "<b>"),
    Case(
      "<textarea>{% for x in [\"</textarea>\"] %}{{ x }}{% endfor %}</textarea>",
      "<textarea>&lt;/textarea&gt;</textarea>"),
    Case("<title>{{ \"</title><script>\" }}</title>", "<title>&lt;/title&gt;&lt;script&gt;</title>"),
    Case("<p name=\"{{ \"\" }}\">", "<p name=\"\">"),
    Case("<a title='\(tag)'>", "<a title='\(tagEscaped)'>"),
    Case("a < \(tag)", "a < \(tagEscaped)"), Case("a<<!-- b -->\(tag)", "a<<!-- b -->\(tagEscaped)"),
    Case("<!DOCTYPE html>\(tag)", "<!DOCTYPE html>\(tagEscaped)"),
    Case("<b><!-- name -->\(tag)</b>", "<b><!-- name -->\(tagEscaped)</b>"),
    Case("<p><!-- {% if true %}a -->\(tag){% else %}b -->{% endif %}</p>", "<p><!-- a -->\(tagEscaped)</p>"),
    Case("<input{% if true %} checked{% endif %} name=\"n\">", "<input checked name=\"n\">"),
    Case("<input {% if true %}checked {% endif %}name=\"n\">", "<input checked name=\"n\">"),
    Case(
      "<img class=\"a\"{% if true %} id=\"\(tag)\"{% endif %} alt=\"{% if true %}\(tag){% else %}x{% endif %}\">",
      "<img class=\"a\" id=\"\(tagEscaped)\" alt=\"\(tagEscaped)\">"),
    Case("{% if false %}<a>{% else %}<b>{% endif %}", "<b>"), Case("{% if true %}<a>{% endif %}", "<a>"),
    Case("{% for x in [1, 2] %}<a>{{ x }}{% endfor %}", "<a>1<a>2"),
    Case(
      "{% for x in [1] %}<a{% if true %} b=\"{{ x }}\"{% endif %}>{% endfor %}", "<a b=\"1\">"),
    Case("<svg:a svg:title=\"\(tag)\">", "<svg:a svg:title=\"\(tagEscaped)\">"),
    Case("<iframe>\(tag)</iframe>", "<iframe>\(tagEscaped)</iframe>"),
    Case(
      "<noscript><p title=\"{{ \"</noscript>\" }}\"></noscript>",
      "<noscript><p title=\"&lt;/noscript&gt;\"></noscript>"),
  ]

  static let addresses = [
    Case("<a href='{{ \"/foo?a=b&c=d\" }}'>", "<a href='/foo?a=b&amp;c=d'>"),
    Case("<a href='{{ \"http://a.example/b?c=d&e\" }}'>", "<a href='http://a.example/b?c=d&amp;e'>"),
    Case("<a href='{{ \"//a.example:8000/b\" }}'>", "<a href='//a.example:8000/b'>"),
    Case("<a href=\"{{ \"/javascript:80/b\" }}\">", "<a href=\"/javascript:80/b\">"),
    Case("<a href='http://{{ \"javascript:80\" }}/b'>", "<a href='http://javascript:80/b'>"),
    Case("<a href='/search?q=\(tag)'>", "<a href='/search?q=\(tagEscaped)'>"),
    Case("<a href='/faq#\(tag)'>", "<a href='/faq#\(tagEscaped)'>"),
    Case("<a href=\"{% if false %}/foo?a=b{% else %}/bar{% endif %}\">", "<a href=\"/bar\">"),
    Case(
      "<a href=\"{% if true %}/foo?a={% else %}/bar#{% endif %}\(tag)\">", "<a href=\"/foo?a=\(tagEscaped)\">"
    ),
    Case(
      "<a href='/x?{% for x in [\"a\", \"b\"] %}&{{ x }}=1{% endfor %}'>", "<a href='/x?&a=1&b=1'>"),
    Case("<a href='mailto:{{ \"a@b.c\" }}'>", "<a href='mailto:a@b.c'>"),
    Case("<a href='internationalization/{{ \"a\" }}'>", "<a href='internationalization/a'>"),
    Case("<a href='{{ \"a\" }}/{{ \"b:c\" }}'>", "<a href='a/b:c'>"),
    Case("<a href='?a=1&amp;b={{ 2 }}'>", "<a href='?a=1&amp;b=2'>"),
    Case("<a href='javascript:alert(1)'>", "<a href='javascript:alert(1)'>"),
    Case(
      "<meta name=\"description\" content=\"url={{ \"javascript:a\" }}\">",
      "<meta name=\"description\" content=\"url=javascript:a\">"),
    Case(
      "<meta http-equiv=\"refresh\" content=\"{{ 5 }}; url={{ site.url }}\">",
      "<meta http-equiv=\"refresh\" content=\"5; url=/blog/\">"),
    Case(
      "<meta http-equiv=refresh content=\"0;URL='{{ \"/b\" }}'\">",
      "<meta http-equiv=refresh content=\"0;URL='/b'\">"),
    Case(
      "<meta http-equiv=\"refresh\" content=\"0\"><meta content=\"\(tag)\">",
      "<meta http-equiv=\"refresh\" content=\"0\"><meta content=\"\(tagEscaped)\">"),
    Case("<img src=\"{{ \"data:image/png,x\" }}\">", "<img src=\"data:image/png,x\">"),
  ]

  static let scripts = [
    Case(
      "<script>alert({{ [\"<a>\", \"'\"] }})</script>", #"<script>alert(["\u003ca\u003e","'"])</script>"#),
    Case("<script type=\" \">{{ \"<b>\" }}</script>", #"<script type=" ">"\u003cb\u003e"</script>"#),
    Case(
      "<script type=\"text/template\">{{ \"<b>\" }}</script>",
      #"<script type="text/template">"\u003cb\u003e"</script>"#),
    Case("<script>{% if true %}var x = 1{% endif %}</script>", "<script>var x = 1</script>"),
    Case("<script>a = {{ [none] }}</script>", "<script>a = [null]</script>"),
    Case("<script>a = b /{{ 2 }}/ c</script>", "<script>a = b /2/ c</script>"),
    Case(
      "<script>if (c) break// it's\nf({{ true }})</script>", "<script>if (c) break// it's\nf(true)</script>"),
    Case(
      "<script>if (c) break/* it's\n */f({{ true }})</script>",
      "<script>if (c) break/* it's\n */f(true)</script>"),
    Case("<script>a/*b*//c\nd({{ 1 }})</script>", "<script>a/*b*//c\nd(1)</script>"),
    Case("<script>a/*b*///c'\nd({{ 1 }})</script>", "<script>a/*b*///c'\nd(1)</script>"),
    Case("<script>a <!-- it's `\nf({{ 1 }})</script>", "<script>a <!-- it's `\nf(1)</script>"),
    Case("<script>return /'/.test({{ \"a\" }})</script>", "<script>return /'/.test(\"a\")</script>"),
    Case("<script>x = `a ${ f({{ \"b\" }}) } c`</script>", "<script>x = `a ${ f(\"b\") } c`</script>"),
    Case("<script>x = `${ {a: {{ 1 }}} }`; y({{ 2 }})</script>", "<script>x = `${ {a: 1} }`; y(2)</script>"),
    Case(
      "<script>x = `${ {} }`; y = '`'; z({{ 2 }})</script>", "<script>x = `${ {} }`; y = '`'; z(2)</script>"),
    Case(
      "<script>a = \"<!-- <script> </script\"; b({{ 1 }})</script></script>\(tag)",
      "<script>a = \"<!-- <script> </script\"; b(1)</script></script>\(tagEscaped)"),
    Case(
      "<script>a = \"<!-- </\"; b({{ 1 }})</script>\(tag)",
      "<script>a = \"<!-- </\"; b(1)</script>\(tagEscaped)"),
    Case("<script>var x = {{ 126 }}/{{ \"42\" }};</script>", "<script>var x = 126/\"42\";</script>"),
    Case("<script>a = /</script/; </script>\(tag)", "<script>a = /</script/; </script>\(tagEscaped)"),
  ]

  @Test(arguments: written + addresses + scripts) func aValueStaysInItsPlace(_ sample: Case) {
    #expect(TinySite.render(sample.template).summary == sample.expected)
  }

  /// Addresses that run a program, found when the page is made.
  static let programs = [
    "<a href='{{ \"javascript:alert(%22a%22)\" }}'>", "<a href='  {{ \"javascript:alert(1)\" }}'>",
    "<meta http-equiv=\"refresh\" content=\"0; url={{ \"javascript:a\" }}; url=b\">",
    "<meta http-equiv=\"Refresh\" content=\"0;url ={{ \"javascript:a\" }}\">",
    "<meta http-equiv=\"refresh\" content=\"0;url\t={{ \"javascript:a\" }}\">",
    "<meta http-equiv=\"refresh\" content=\"0;url= {{ \"javascript:a\" }}\">",
    "<meta http-equiv=\"refresh\" content=\"0, {{ \"data:text/html,a\" }}\">",
    "<svg><set attributeName=\"href\" to=\"{{ \"javascript:a\" }}\"/></svg>",
    "<svg><animate attributeName=\"href\" values=\"{{ \"javascript:a\" }}\"/></svg>",
    "<embed src=\"{{ \"java\\nscript:a\" }}\">", "<object data=\"{{ \"data:text/html,a\" }}\"></object>",
    "<img srcset=\"{{ \"javascript:a\" }}\">",
  ]

  @Test(arguments: programs) func anAddressThatRunsAProgramIsReported(_ template: String) {
    #expect(TinySite.render(template).diagnostics.map(\.code.name) == ["template.unsafe-url"])
  }

  /// Places where a value can't stand, and templates whose places can't be known.
  static let refused = [
    Case("<a b=1 c=\(tag)>", "an attribute's value stands in quotes"),
    Case("<a href={{ \"mailto:a\" }}>", "an attribute's value stands in quotes"),
    Case("<div title=\"{{ \"<b>\" | trusted }}\">", "markup can't stand in an attribute"),
    Case("<textarea>{{ \"<b>\" | trusted }}</textarea>", "`[HTML]` can't be written as text"),
    Case("<button onclick='alert({{ 1 }})'>", "a value can't stand in `onclick`"),
    Case("<button onclick='alert(&quot;{{ 1 }}&quot;)'>", "a value can't stand in `onclick`"),
    Case("<a onclick=\"// {{ 1 }}\">", "a value can't stand in `onclick`"),
    Case("<p style=\"{{ \"color: red\" }}\">", "a value can't stand in a `style` attribute"),
    Case("<p style=\"background: url('/a?b={{ 1 }}')\">", "a value can't stand in a `style` attribute"),
    Case("<style>{{ \"p\" }} { color: pink }</style>", "a value can't stand in `<style>`"),
    Case("<style>/* {{ 1 }} */</style>", "a value can't stand in `<style>`"),
    Case("<!{{ \"DOCTYPE\" }}", "a value can't make a tag's name or an attribute"),
    Case("<{{ \"script src=x\" }}", "a value can't make a tag's name or an attribute"),
    Case("<{{ \"!--\" }}", "a value can't make a tag's name or an attribute"),
    Case("<input {{ \"checked\" }}>", "a value can't make a tag's name or an attribute"),
    Case("<img on{{ \"load\" }}=\"a\">", "a value can't make a tag's name or an attribute"),
    Case("<input {{ \"onchange\" }}=\"a\">", "a value can't make a tag's name or an attribute"),
    Case("<h{{ 3 }}>", "a value can't make a tag's name or an attribute"),
    Case("<p><!-- {{ 1 }} --></p>", "a value can't stand in a comment"),
    Case("<script>alert(/{{ \"a+b\" }}/.test(\"\"))</script>", "a value can't stand in a regular expression"),
    Case("<script>alert(/{{ \"\" }}/.test(\"\"))</script>", "a value can't stand in a regular expression"),
    Case("<script>return /{{ \"\" }}/.test(\"\")</script>", "a value can't stand in a regular expression"),
    Case("<script>x = \"{{ 1 }}\"</script>", "a value brings its own quotes into a script"),
    Case("<script>x = `{{ 1 }}`</script>", "a value brings its own quotes into a script"),
    Case("<script>x = `${ `{{ 1 }}` }`</script>", "a value brings its own quotes into a script"),
    Case("<script>x = `${ {} } {{ 1 }}`</script>", "a value brings its own quotes into a script"),
    Case("<script>x = `${ \"}\" } {{ 1 }}`</script>", "a value brings its own quotes into a script"),
    Case("<script>x = `${ y = \"{{ 1 }}\" }`</script>", "a value brings its own quotes into a script"),
    Case("<script>return /'/ + '{{ 1 }}'</script>", "a value brings its own quotes into a script"),
    Case("<script>a <!-- `\n`{{ 1 }}`</script>", "a value brings its own quotes into a script"),
    Case(
      "<script>a = \"<!-- <script>\" </script> '{{ 1 }}' </script>",
      "a value can't stand in a regular expression"),
    Case("<script>// {{ 1 }}\n</script>", "a value can't stand in a comment"),
    Case("<script>/*{{ 1 }}*/</script>", "a value can't stand in a comment"),
    Case("<script>a <!-- {{ 1 }}\n</script>", "a value can't stand in a comment"),
    Case("<a href='{{ \"javascript\" }}:{{ \"alert(1)\" }}'>", "a value can't go on with the first word"),
    Case("<a href='{{ \"java\" }}{{ \"script:a\" }}'>", "a value can't go on with the first word"),
    Case("<a href='{{ \"javascript\" }}:alert(1)'>", "a value can't be the scheme of an address"),
    Case("<a href='{{ \"java\" }}script:alert(1)'>", "a value can't be the scheme of an address"),
    Case("<img srcset='{{ \"javascript\" }}:alert(1) 2x'>", "a value can't be the scheme of an address"),
    Case("<a href='&#106;avascript:{{ 1 }}'>", "a value can't go on with the first word"),
    Case("<a href='javascript&colon;{{ 1 }}'>", "a value can't go on with the first word"),
    Case("<a href='java\nscript:{{ 1 }}'>", "a value can't stand in a URL that is a program"),
    Case(
      "<meta http-equiv=\"refresh\" content=\"{{ \"0;url=javascript:a\" }}\">",
      "a value can't bring the address"),
    Case(
      "<a {% if true %}href='{% else %}title='{% endif %}{{ 1 }}'>",
      "the branches of this `if` end in different"),
    Case("{% if true %}<a{% endif %}", "the branches of this `if` end in different"),
    Case("{% if true %}\n{% else %}\n<a{% endif %}", "the branches of this `if` end in different"),
    Case(
      "{% if true %}<a href=\"b\">{% else %}<a href=\"b>{% endif %}",
      "the branches of this `if` end in different"),
    Case("<script>a = `{% if true %}`{% endif %}</script>", "the branches of this `if` end in different"),
    Case("<script>a = `${ {% if true %}`{% endif %}</script>", "the branches of this `if` end in different"),
    Case("{% for x in [1] %}<a{{ x }}{% endfor %}", "a value can't make a tag's name or an attribute"),
    Case("{% for x in [1] %} x='<a{% if x == 1 %}>'{% endif %}{% endfor %}<a", "this page ends inside a tag"),
    Case("<p{% for x in [1] %} x='{{ x }}{% endfor %}>", "the inside of this `for` ends in another place"),
    Case("<a b=1 c=\"{{ 1 }}", "this page ends inside a tag"),
    Case("<script>foo();", "this page ends inside a tag"),
  ]

  @Test(arguments: refused) func aPlaceThatIsNotSafeIsReportedBeforeRendering(_ sample: Case) {
    let theme = TinySite.check(["routes/index.html": sample.template])
    let errors = theme.diagnostics.filter { $0.severity == .error }
    #expect(
      errors.contains { $0.message.hasPrefix(sample.expected) }, "\(errors.map(\.message)) \(sample.template)"
    )
    #expect(errors.allSatisfy { !$0.help.isEmpty })
  }

  /// Whatever a value holds, a browser finds the same tags, attributes and scripts in the page.
  static let hostile = [
    "</script>", "<!--", "-->", "<script>", "javascript:alert(1)", "\" onclick=\"a", "' onclick='a", "`${a}`",
    "\\", "\\\"", "\u{2028}", "\u{0}", "]]>", "&quot;", "&#39;", "\n", "x y", "//a", "*/", "}}", "%}",
  ]

  @Test(arguments: hostile) func noValueEndsItsPlace(_ value: String) throws {
    var literal = ""
    for character in value {
      switch character {
      case "\\": literal += "\\\\"
      case "\"": literal += "\\\""
      case "\n": literal += "\\n"
      default: literal.append(character)
      }
    }
    let page = TinySite.render(
      "{% let x = \"\(literal)\" %}<p title=\"{{ x }}\" lang='{{ x }}'>{{ x }}</p><script>a({{ x }})</script>"
    ).summary
    let parts = try #require(
      page.wholeMatch(
        of: /(?s)<p title="([^"<]*)" lang='([^'<]*)'>([^<]*)<\/p><script>a\("([^<\n]*)"\)<\/script>/))
    #expect(parts.4.replacing("\\\\", with: "").replacing("\\\"", with: "").contains("\"") == false)
  }
}
