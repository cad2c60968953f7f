import Diagnostics
import TemplateEngine
import TemplateTestSupport
import Testing

/// What stands between the tags of a component's call.
@Suite struct SlotTests {
  static let files = [
    "components/Box.html": "{% props title: String? %}[{% if title %}{{ title }}:{% endif %}{{ slot }}]",
    "components/Twice.html": "{{ slot }}+{{ slot }}",
    "components/Each.html": "{% for n in [1, 2] %}{{ loop.index }}{{ slot }}{% endfor %}",
    "components/Maybe.html": "{% if slot %}({{ slot }}){% else %}-{% endif %}",
    "components/Pass.html": "<Box>{{ slot }}</Box>",
    "components/PassMaybe.html": "<Maybe>{% if slot %}{{ slot }}{% endif %}</Maybe>",
    "components/Deep.html":
      "{% props n: Int %}{% if n > 0 %}<Deep n={n - 1}>{{ slot }}</Deep>{% else %}{{ slot }}{% endif %}",
    "components/Card.html":
      "{% props post: Post %}{% if post.summary %}<Box title={post.summary}>{{ post.summary }}{{ slot }}</Box>{% endif %}",
    "components/Line.html": "<hr>",
    "layouts/twice.html": "<Twice>{% block main %}base{% endblock %}</Twice>",
    "layouts/framed.html": "<Box>{% block main %}base{% endblock %}</Box>{% block foot %}{% endblock %}",
  ]

  static let cases: [(template: String, expected: String)] = [
    ("<Box>a</Box>", "[a]"),
    ("<Box title=\"t\">a</Box>", "[t:a]"),
    ("<Box><b>{{ site.title }}</b></Box>", "[<b>Trains &amp; Tracks</b>]"),
    ("<Twice>a</Twice>", "a+a"),
    ("<Each>a</Each>", "1a2a"),
    ("{% for x in [7, 8] %}<Each>{{ x }}/{{ loop.index }};</Each>{% endfor %}", "17/1;27/1;18/2;28/2;"),
    ("<Maybe /><Maybe></Maybe><Maybe>a</Maybe>", "--(a)"),
    ("<Maybe> \n </Maybe>", "-"),
    ("<Maybe>{% if false %}a{% endif %}</Maybe>", "()"),
    ("<Pass>a</Pass>", "[a]"),
    ("<Pass><Pass>a</Pass>b</Pass>", "[[a]b]"),
    ("<PassMaybe>a</PassMaybe>", "(a)"),
    ("<Deep n=3>a</Deep>", "a"),
    ("<Twice><Twice>a</Twice></Twice>", "a+a+a+a"),
    ("<Box>{% let x = 1 + 1 %}{{ x }}</Box>", "[2]"),
    ("{% let x = 1 %}<Box><Box>{{ x }}</Box></Box>", "[[1]]"),
    ("<Box><Line /></Box>", "[<hr>]"),
    ("<Box>{% raw %}{{ x }}</Box>{% endraw %}</Box>", "[{{ x }}</Box>]"),
    ("<Box>{# </Box> #}a</Box>", "[a]"),
    ("<Box>{{ \"</Box>\" }}</Box>", "[&lt;/Box&gt;]"),
    ("{% if true %}<Box>a</Box>{% endif %}", "[a]"),
    ("<Box>{% if true %}a{% else %}b{% endif %}{% for n in [1] %}{{ n }}{% endfor %}</Box>", "[a1]"),
    ("{% extends \"layouts/framed.html\" %}{% block main %}a{{ super() }}{% endblock %}", "[abase]"),
    (
      "{% extends \"layouts/framed.html\" %}{% block foot %}<Box>{{ current.title ?? \"\" }}</Box>{% endblock %}",
      "[base][Current]"
    ),
    (
      "{% extends \"layouts/twice.html\" %}{% let x = 1 %}{% block main %}{{ x }}{{ super() }}{% endblock %}",
      "1base+1base"
    ),
  ]

  @Test(arguments: cases) func aSlotIsFilledByTheCall(_ sample: (template: String, expected: String)) {
    #expect(TinySite.render(sample.template, with: Self.files).summary == sample.expected)
  }

  static let narrowing: [(template: String, expected: String)] = [
    (
      "{% for p in posts %}{% if p.summary %}<Box>{{ p.summary }}</Box>{% endif %}{% endfor %}",
      "[A &quot;short&quot; summary][Old]"
    ),
    (
      "{% for p in posts %}{% if not p.summary %}-{% else %}<Box title={p.summary}>{{ p.summary | upper }}</Box>{% endif %}{% endfor %}",
      "[A &quot;short&quot; summary:A &quot;SHORT&quot; SUMMARY]-[Old:OLD]"
    ),
    (
      "{% for p in posts %}<Box>{% if p.author and p.author.homepage %}{{ p.author.homepage }}{% endif %}</Box>{% endfor %}",
      "[https://ada.example/][][]"
    ),
    (
      "{% for p in posts %}<Card post={p}>.</Card>{% endfor %}",
      "[A &quot;short&quot; summary:A &quot;short&quot; summary.][Old:Old.]"
    ),
    (
      "{% let d = site.description %}{% if not d %}<Box>{% if d == none %}-{% endif %}</Box>{% endif %}",
      "[-]"
    ),
    // A test inside a slot says nothing of what stands behind it.
    (
      "<Box>{% if site.description %}a{% endif %}</Box>{{ site.description }}",
      "template.optional: `site.description` is `String?`"
    ),
    // Nor does one of the caller say anything to the component.
    (
      "{% for p in posts %}{% if p.summary %}<Loose post={p} />{% endif %}{% endfor %}",
      "template.optional: `Post.summary` is `String?`"
    ),
  ]

  @Test(arguments: narrowing) func whatIsKnownToBeThereIsKnownInASlot(
    _ sample: (template: String, expected: String)
  ) {
    let files = Self.files.merging(
      sample.template.contains("Loose")
        ? ["components/Loose.html": "{% props post: Post %}{{ post.summary }}"] : [:]
    ) { $1 }
    #expect(TinySite.render(sample.template, with: files).summary == sample.expected)
  }

  static let mistakes: [(template: String, message: String)] = [
    ("<Box></Box>", "`Box` needs something between its tags"),
    ("<Box />", "`Box` needs something between its tags"),
    ("<Line>a</Line>", "`Line` takes no content"),
    ("<Box>a", "this `<Box>` is never closed"),
    ("a</Box>", "`</Box>` closes nothing"),
    ("<Box><Line>a</Box></Line>", "`</Box>` closes nothing"),
    ("<Box>{% if true %}</Box>{% endif %}", "`</Box>` closes nothing"),
    ("{% if true %}<Box>{% endif %}</Box>", "this `<Box>` is never closed"),
    ("<Box><a href=\"</Box>", "what stands between these tags ends inside a tag or an element"),
    ("<Box><!--</Box>-->", "what stands between these tags ends inside a tag or an element"),
    ("<p title=\"<Box>a</Box>\"></p>", "a component can't stand inside a tag"),
    ("<!-- <Box>a</Box> -->", "a component can't stand inside a comment"),
    ("<!-- <Nope /> -->", "a component can't stand inside a comment"),
    ("<!-- <Box> -->", "this `<Box>` is never closed"),
    ("{{ slot }}", "only a component has a slot"),
    ("{% if slot %}a{% endif %}", "only a component has a slot"),
    ("<Box>{{ slot }}</Box>", "only a component has a slot"),
    ("{% let slot = 1 %}{{ slot }}", "the name `slot` is taken"),
    ("<Odd>a</Odd>", "a slot holds markup, which can't stand here"),
    ("<Value>a</Value>", "a slot is written out, and is no value"),
    (
      "<Box>{% block a %}x{% endblock %}</Box>{% block a %}y{% endblock %}", "the block `a` stands here twice"
    ),
    ("<Box>{% let unused = 1 %}a</Box>", "`unused` is never used"),
  ]

  @Test(arguments: mistakes) func aMistakeWithASlotIsReported(_ sample: (template: String, message: String)) {
    let theme = TinySite.check(
      Self.files.merging([
        "routes/index.html": sample.template, "components/Odd.html": "<p title=\"{{ slot }}\">",
        "components/Value.html": "{{ slot | upper }}",
      ]) { $1 })
    #expect(
      theme.diagnostics.contains { $0.message == sample.message }, "\(theme.diagnostics.map(\.message))")
  }

  /// What is wrong, where, and nothing that only follows from it.
  static let single: [(template: String, problem: String)] = [
    ("<p title=\"<Box>a</Box>\"></p>", "routes/index.html:1:12: a component can't stand inside a tag"),
    ("<!-- <Box>a</Box> -->", "routes/index.html:1:7: a component can't stand inside a comment"),
    ("<p>\n<p title=\"x", "routes/index.html:2:1: this page ends inside a tag or an element"),
    ("<p>a</p> <!-- x", "routes/index.html:1:10: this page ends inside a tag or an element"),
    (
      "{% extends \"layouts/l.html\" %}\n{% block a %}\n<b title='{% endblock %}",
      "routes/index.html:3:1: this block ends inside a tag or an element"
    ),
    (
      String(repeating: "{% if true %}", count: 101) + String(repeating: "{% endif %}", count: 101),
      "routes/index.html:1:1301: statements are nested more than 100 levels deep"
    ),
  ]

  @Test(arguments: single) func aMistakeIsToldOnceWhereItIs(_ sample: (template: String, problem: String)) {
    let theme = TinySite.check([
      "routes/index.html": sample.template, "components/Box.html": "<i>{{ slot }}</i>",
      "layouts/l.html": "<title>{% block t %}{% endblock %}</title><p>{% block a %}{% endblock %}</p>",
    ])
    let problems = theme.diagnostics.map { problem in
      let place = problem.location
      return "\(place?.path ?? ""):\(place?.line ?? 0):\(place?.column ?? 0): \(problem.message)"
    }
    #expect(problems == [sample.problem])
  }
}
