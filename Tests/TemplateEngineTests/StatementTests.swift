import Diagnostics
import TemplateEngine
import TemplateTestSupport
import Testing

/// Statements, white space, layouts and components.
@Suite struct StatementTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let template: String
    let files: [String: String]
    let expected: String

    init(_ name: String, _ template: String, _ expected: String, _ files: [String: String] = [:]) {
      self.name = name
      self.template = template
      self.files = files
      self.expected = expected
    }

    var testDescription: String { name }
  }

  static let statements = [
    Case("if", "{% if 1 < 2 %}a{% endif %}b", "ab"),
    Case("else", "{% if 1 > 2 %}a{% else %}b{% endif %}", "b"),
    Case("elif", "{% if false %}a{% elif true %}b{% elif true %}c{% else %}d{% endif %}", "b"),
    Case("no branch", "{% if false %}a{% elif false %}b{% endif %}", ""),
    Case("optional", "{% if site.description %}a{% else %}b{% endif %}", "b"),
    Case("for", "{% for n in [1, 2, 3] %}{{ n }}{% if not loop.last %},{% endif %}{% endfor %}", "1,2,3"),
    Case("empty for", "{% for n in [1] | drop(1) %}{{ n }}{% endfor %}.", "."),
    Case(
      "loop",
      "{% for n in [7, 8] %}{{ loop.index }}/{{ loop.count }} {{ loop.first }} {{ loop.last }};{% endfor %}",
      "1/2 true false;2/2 false true;"),
    Case(
      "nested loops",
      "{% for a in [1, 2] %}{% for b in [3, 4] %}{{ a * b }}.{{ loop.index }} {% endfor %}{% endfor %}",
      "3.1 4.2 6.1 8.2 "),
    Case(
      "outer loop after inner",
      "{% for a in [1, 2] %}{% for b in [3] %}{{ b }}{% endfor %}{{ loop.index }}{% endfor %}", "3132"),
    Case("let", "{% let a = 1 + 1 %}{{ a }}{% let b = a * 2 %}{{ b }}", "24"),
    Case("let in a loop", "{% for n in [1, 2] %}{% let d = n * 2 %}{{ d }}{% endfor %}", "24"),
    Case("comment", "a{# {{ nope }} #}b", "ab"),
    Case("raw", "{% raw %}{{ x }} {% if %}{% endraw %}!", "{{ x }} {% if %}!"),
    Case("empty raw", "{% raw %}{% endraw %}a", "a"),
    Case("braces alone", "{ a } {x} }} %}", "{ a } {x} }} %}"),
    Case("a record in an output", "{{ { a: { b: 1 } }.a.b }}", "1"),
    Case("a brace in a text", "{{ \"}}\" }}{{ '%}' }}", "}}%}"),
    Case("byte-order mark", "\u{FEFF}{{ 1 }}", "1"),
  ]

  static let whiteSpace = [
    Case("statement lines vanish", "a\n  {% if true %}\n  b\n  {% endif %}\nc\n", "a\n  b\nc\n"),
    Case("crlf", "a\r\n{% if true %}\r\nb\r\n{% endif %}\r\nc", "a\r\nb\r\nc"),
    Case(
      "several statements on one line", "a\n{% if true %}{% if true %}\nb\n{% endif %}{% endif %}\nc",
      "a\nb\nc"),
    Case("comments vanish too", "a\n{# x #}\nb", "a\nb"),
    Case("an output keeps its line", "a\n{{ 1 }}\nb", "a\n1\nb"),
    Case("text keeps the line", "a\n{% if true %} x\n{% endif %}\nb", "a\n x\nb"),
    Case("marks trim all", "a \n {%- if true -%} \n b \n {%- endif -%} \n c", "abc"),
    Case("marks of outputs", "a {{- 1 -}} b", "a1b"),
    Case("the last line", "a\n{% if true %}b{% endif %}\n", "a\nb\n"),
    Case("a statement at the end", "a\n{% let x = 1 %}", "a\n"),
  ]

  static let base =
    "<title>{% block title %}Base{% endblock %}</title><main>{% block main %}{% endblock %}</main>"

  static let layouts = [
    Case(
      "blocks", "{% extends \"layouts/base.html\" %}{% block main %}Hi{% endblock %}",
      "<title>Base</title><main>Hi</main>",
      ["layouts/base.html": base]),
    Case(
      "super", "{% extends \"layouts/base.html\" %}{% block title %}My {{ super() }}{% endblock %}",
      "<title>My Base</title><main></main>", ["layouts/base.html": base]),
    Case(
      "three levels",
      "{% extends \"layouts/mid.html\" %}{% block inner %}C{{ super() }}{% endblock %}{% block title %}T+{{ super() }}{% endblock %}",
      "<title>T+M+Base</title><main>[CI]</main>",
      [
        "layouts/base.html": base,
        "layouts/mid.html":
          "{% extends \"layouts/base.html\" %}{% block main %}[{% block inner %}I{% endblock %}]{% endblock %}{% block title %}M+{{ super() }}{% endblock %}",
      ]),
    Case(
      "super in a loop of the layout",
      "{% extends \"layouts/l.html\" %}{% block a %}x{{ super() }}{% endblock %}",
      "[x1][x2]",
      ["layouts/l.html": "{% for n in [1, 2] %}[{% block a %}{{ n }}{% endblock %}]{% endfor %}"]),
    Case(
      "super of a let in the layout",
      "{% extends \"layouts/l.html\" %}{% block a %}x{{ super() }}{% endblock %}", "x3",
      ["layouts/l.html": "{% let n = 1 + 2 %}{% block a %}{{ n }}{% endblock %}"]),
    Case(
      "lets of a layout that extends are seen in its own blocks alone",
      "{% extends \"layouts/mid.html\" %}{% let q = \"r\" %}{% block inner %}{{ q }}{{ super() }}{% endblock %}",
      "<title>5Base</title><main>43r[I9]</main>",
      [
        "layouts/base.html": "{% let z = 5 %}" + base.replacing("Base", with: "{{ z }}Base"),
        "layouts/mid.html":
          "{% extends \"layouts/base.html\" %}{% let q = 3 %}{% block main %}{% let z = 4 %}{{ z }}{{ q }}"
          + "{% let w = 9 %}{% block inner %}[I{{ w }}]{% endblock %}{% endblock %}",
      ]),
    Case(
      "a block that leaves its layout elsewhere in a tag",
      "{% extends \"layouts/l.html\" %}{% block a %}// none{% endblock %}{% block c %}\"x\"{% endblock %}",
      "<script>\n// none;\nf()</script><a class=\"x\">",
      [
        "layouts/l.html":
          "<script>\n{% block a %}{% endblock %};\nf()</script><a class={% block c %}y{% endblock %}>"
      ]),
    Case(
      "super of a block in a layout that extends",
      "{% extends \"layouts/mid.html\" %}{% let q = 1 %}{% block main %}{{ q }}{{ super() }}{{ q }}{% endblock %}",
      "<title>Base</title><main>131</main>",
      [
        "layouts/base.html": base,
        "layouts/mid.html":
          "{% extends \"layouts/base.html\" %}{% let q = 3 %}{% block main %}{{ q }}{% endblock %}",
      ]),
    Case("a block without a layout", "a{% block x %}b{% endblock %}c", "abc"),
    Case(
      "a let in a layout", "{% extends \"layouts/l.html\" %}{% block a %}x{% endblock %}", "2x2",
      ["layouts/l.html": "{% let n = 1 + 1 %}{{ n }}{% block a %}{% endblock %}{{ n }}"]),
    Case(
      "a block in a condition", "{% extends \"layouts/l.html\" %}{% block a %}x{% endblock %}", "[x]",
      ["layouts/l.html": "{% if true %}[{% block a %}{% endblock %}]{% endif %}"]),
  ]

  static let components = [
    Case(
      "a prop", "<Tag name=\"x\" />", "<b>x</b>",
      ["components/Tag.html": "{% props name: String %}<b>{{ name }}</b>"]),
    Case(
      "an expression", "{% for p in posts | take(1) %}<Tag name={p.title | upper} />{% endfor %}",
      "<b>NEWEST &lt;B&gt;</b>",
      ["components/Tag.html": "{% props name: String %}<b>{{ name }}</b>"]),
    Case(
      "a default, and a bare name", "<A /><A on />", "falsetrue",
      ["components/A.html": "{% props on: Bool = false %}{{ on }}"]),
    Case(
      "a component in capitals", "<FAQ n=1 /><DIV>", "1<DIV>",
      ["components/FAQ.html": "{% props n: Int %}{{ n }}"]),
    Case(
      "a record in two pairs of braces", "<A r={{ b: 2, a: \"x\" }} /><A r={ { a: \"y\" } } />", "x2y0",
      ["components/A.html": "{% props r: { a: String, b: Int? } %}{{ r.a }}{{ r.b ?? 0 }}"]),
    Case(
      "a list of records", "<A r={[{ a: \"x\", b: 1 }, { b: 2, a: \"y\" }, { a: \"z\" }]} />", "x1 y2 z0 ",
      [
        "components/A.html":
          "{% props r: [{ a: String, b: Int? }] %}{% for i in r %}{{ i.a }}{{ i.b ?? 0 }} {% endfor %}"
      ]),
    Case(
      "a list of records for nobody",
      "{% for i in [{ a: \"x\", b: 1 }, { b: 2, a: \"y\" }] %}{{ i.a }}{{ i.b }}{% endfor %}",
      "x1y2"),
    Case(
      "a prop whose expression holds what ends a tag", "<A on={1 > 2} /><A on={\"}\" == \"}\"} />",
      "falsetrue",
      ["components/A.html": "{% props on: Bool %}{{ on }}"]),
    Case(
      "a comparison in a script", "<script>for (i = 0; i<Nn; i++) f({{ 1 }}) // a>b\n</script>",
      "<script>for (i = 0; i<Nn; i++) f(1) // a>b\n</script>"),
    Case(
      "braces that fit together", "<pre>if (a) { b { c }}</pre><p data-x='{\"a\":{\"b\":{{ 1 }}}}'>50%",
      "<pre>if (a) { b { c }}</pre><p data-x='{\"a\":{\"b\":1}}'>50%"),
    Case(
      "an optional prop", "<A /><A text=\"t\" />", "-t",
      ["components/A.html": "{% props text: String? %}{{ text ?? \"-\" }}"]),
    Case(
      "a record in braces", "<A r={ { a: 1 } } />", "1",
      ["components/A.html": "{% props r: { a: Int } %}{{ r.a }}"]),
    Case(
      "components in components", "<Outer n=3 />", "(3)",
      [
        "components/Outer.html": "{% props n: Int %}(<Inner n={n} />)",
        "components/Inner.html": "{% props n: Int %}{{ n }}",
      ]),
    Case(
      "recursion that ends", "<Count n=3 />", "3210",
      ["components/Count.html": "{% props n: Int %}{{ n }}{% if n > 0 %}<Count n={n - 1} />{% endif %}"]),
    Case(
      "recursion without end", "<Loop />",
      "template.too-deep: components call each other more than 64 levels deep",
      ["components/Loop.html": "x<Loop />"]),
    Case(
      "recursion through two", "<A />",
      "template.too-deep: components call each other more than 64 levels deep",
      ["components/A.html": "<B />", "components/B.html": "<A />"]),
    Case("globals in a component", "<A />", "Trains &amp; Tracks", ["components/A.html": "{{ site.title }}"]),
    Case(
      "a union prop", "<Note kind=\"tip\" />", "tip",
      ["components/Note.html": "{% props kind: \"tip\" | \"note\" %}{{ kind }}"]),
    Case("an int for a double", "<A n=1 />", "1", ["components/A.html": "{% props n: Double %}{{ n }}"]),
    Case(
      "several props with defaults between", "<A b=2 d=4 /><A b=5 a=6 d=7 c=8 />", "12346587",
      ["components/A.html": "{% props a: Int = 1, b: Int, c: Int = 3, d: Int %}{{ a }}{{ b }}{{ c }}{{ d }}"]),
    Case(
      "an entry", "{% for p in posts | take(1) %}<Card post={p} />{% endfor %}", "/blog/posts/newest/",
      ["components/Card.html": "{% props post: Post %}{{ post.url }}"]),
    Case("HTML in capitals is no component", "<DIV>x</DIV><!DOCTYPE html>", "<DIV>x</DIV><!DOCTYPE html>"),
    Case(
      "an empty body", "<A></A>.", "a.", ["components/A.html": "a"]),
  ]

  static let narrowing = [
    Case(
      "if", "{% for p in posts %}{% if p.summary %}{{ p.summary }};{% endif %}{% endfor %}",
      "A &quot;short&quot; summary;Old;"),
    Case("not", "{% if not site.description %}-{% else %}{{ site.description }}{% endif %}", "-"),
    Case("none", "{% if site.description == none %}-{% else %}{{ site.description }}{% endif %}", "-"),
    Case(
      "and",
      "{% if site.description and site.description.count > 3 %}{{ site.description }}{% else %}-{% endif %}",
      "-"),
    Case(
      "or",
      "{% if not site.description or site.description.isEmpty %}-{% else %}{{ site.description }}{% endif %}",
      "-"),
    Case(
      "elif",
      "{% if not site.description %}-{% elif site.description.isEmpty %}e{% else %}{{ site.description }}{% endif %}",
      "-"),
    Case("a literal", "{% if site.description == \"x\" %}{{ site.description }}{% endif %}.", "."),
    Case(
      "a member of a member",
      "{% for p in posts %}{% if p.author and p.author.homepage %}{{ p.author.homepage }}{% endif %}{% endfor %}",
      "https://ada.example/"),
    Case(
      "in a filter", "{{ posts | filter(.author and .author.name == \"Bob\") | map(.slug) | join }}", "middle"
    ),
    Case("a default", "{% for p in posts %}{{ p.score ?? 0 }} {% endfor %}", "4.5 0 2 "),
    Case("defaults in a row", "{{ site.description ?? current.title ?? \"x\" }}", "Current"),
    Case(
      "a let of an optional", "{% let d = site.description %}{% if d %}{{ d }}{% else %}-{% endif %}", "-"),
  ]

  @Test(arguments: statements + whiteSpace + layouts + components + narrowing)
  func aTemplateGivesItsText(_ sample: Case) {
    #expect(TinySite.render(sample.template, with: sample.files).summary == sample.expected)
  }

  @Test func aLayoutsNameThatItsBlockUsesIsUsed() {
    let layout = "{% let n = 1 %}{% let never = 2 %}{% block a %}{{ n }}{% endblock %}"
    let theme = TinySite.check([
      "layouts/l.html": layout,
      "routes/index.html": "{% extends \"layouts/l.html\" %}{% block a %}x{% endblock %}",
    ])
    #expect(theme.diagnostics.map(\.message) == ["`never` is never used"])
  }

  @Test func namesOfTheHeaderAreSeenInBlocks() {
    let template = """
      {% each post in posts %}
      {% extends "layouts/base.html" %}
      {% let shout = post.title | upper %}
      {% block title %}{{ post.title }}{% endblock %}
      {% block main %}{{ shout }}{% endblock %}
      """
    let output = TinySite.render(template, as: "p/[post].html", with: ["layouts/base.html": Self.base])
    #expect(output.summary.contains("both make a page"))
    let canonical = template.replacing("in posts", with: "in posts canonical")
    let marked = TinySite.render(canonical, as: "p/[post].html", with: ["layouts/base.html": Self.base])
    #expect(marked.summary == "<title>Newest &lt;b&gt;</title><main>NEWEST &lt;B&gt;</main>")
  }
}
