import Diagnostics
import Models
import TemplateTestSupport
import Testing

@testable import TemplateEngine

/// Functions that name pages, files and routes; templates that serve other sites too; ids of several bodies.
@Suite struct FunctionTests {
  // MARK: - References

  static let references: [(template: String, expected: String)] = [
    ("<a href=\"{{ url(\"about.md\") }}\">", "<a href=\"/blog/about.md\">"),
    ("<img src=\"{{ image(\"a.png\").src }}\">", "<img src=\"/blog/a.png\">"),
    (
      "{% let i = image(\"a.png\") %}<img src=\"{{ i.src }}\" alt=\"{{ i.alt ?? \"-\" }}\">",
      "<img src=\"/blog/a.png\" alt=\"-\">"
    ),
    ("{{ url(\"a\") }}{{ url(\"b\") }}{{ url(\"a\") }}", "/blog/a/blog/b/blog/a"),
    ("<Link to={url(\"a\")} />", "<a href=\"/blog/a\"></a>"),
    ("<script>x = {{ url(\"a\") }}</script>", "<script>x = \"https://trains.example/blog/a\"</script>"),
    ("{{ url() }}", "template.arguments: `url` begins with the path of a page or a file in quotes"),
    ("{{ url(site.title) }}", "template.arguments: `url` begins with the path of a page or a file in quotes"),
    ("{{ url(\"a\", \"b\") }}", "template.arguments: `url` takes one path"),
    ("{{ url(\"a\").src }}", "template.unknown-field: `URL` has no `src`"),
    ("{{ Url(\"a\") }}", "template.unknown-name: there is no function `Url`"),
    ("{{ range(1) | count }}", "template.arguments: `range` takes the first and the last number"),
    ("{{ range(1, \"2\") | count }}", "template.wrong-type: expected a whole number, found `\"2\"`"),
    ("{{ range(3, 1) | count }}{{ range(-1, 1) | join }}", "0-1, 0, 1"),
  ]

  private static let shown = "<img src=\"/blog/a.png\" alt=\"A\" width=\"640\" height=\"480\""

  static let pictures: [(template: String, expected: String)] = [
    ("{{ image(\"a.png\", alt: \"A\") }}", shown + " loading=\"lazy\" decoding=\"async\">"),
    (
      "{{ image(\"a.png\", alt: \"A\", class: \"b<\", loading: \"eager\") }}",
      "<img src=\"/blog/a.png\" alt=\"A\" class=\"b&lt;\" width=\"640\" height=\"480\" decoding=\"async\">"
    ),
    ("{% let i = image(\"a.png\") %}{{ i.width ?? 0 }}x{{ i.height ?? 0 }}", "640x480"),
    (
      "{% for p in posts %}{% if p.cover %}{{ p.cover }}{% endif %}{% endfor %}",
      "<img src=\"/blog/images/a.jpg\" alt=\"A &amp; B\" loading=\"lazy\" decoding=\"async\">"
    ),
    (
      "{% for p in posts %}{% if p.cover %}{{ image(p.cover, alt: p.title) }}{% endif %}{% endfor %}",
      "<img src=\"/blog/images/a.jpg\" alt=\"Newest &lt;b&gt;\" loading=\"lazy\" decoding=\"async\">"
    ),
    (
      "<Shot picture={image(\"a.png\")} />",
      "<img src=\"/blog/a.png\" alt=\"\" class=\"shot\" width=\"640\" height=\"480\" decoding=\"async\">"
    ),
    ("{% let i = image(\"a.png\", alt: \"A\") %}{{ i }}", shown + " loading=\"lazy\" decoding=\"async\">"),
    ("{{ image(\"a\", \"b\").src }}", "template.arguments: `image` takes one picture; all else has a name"),
    ("{{ image() }}", "template.arguments: `image` begins with a picture: its path in quotes, or an `Image`"),
    (
      "{{ image(alt: \"A\") }}",
      "template.arguments: `image` begins with a picture: its path in quotes, or an `Image`"
    ),
    ("{{ image(site.title) }}", "template.wrong-type: expected an `Image`, found `String`"),
    ("{{ image(\"a\", alt: \"A\", width: 3) }}", "template.arguments: `image` has no argument `width`"),
    ("{{ image(\"a\", alt: \"A\", alt: \"B\") }}", "template.arguments: `alt` is given twice"),
    ("{{ image(\"a\", alt: 3) }}", "template.wrong-type: expected `String`, found `Int`"),
    (
      "{{ image(\"a\", alt: \"\", loading: \"later\") }}",
      "template.wrong-type: expected `\"lazy\" | \"eager\"`, found `\"later\"`"
    ),
    ("<img src=\"{{ image(\"a\") }}\" alt=\"\">", "template.wrong-type: `Image` can't be written as text"),
    ("<p title=\"{{ image(\"a\", alt: \"\") }}\">", "template.place: markup can't stand in an attribute"),
    (
      "{% for p in posts %}{{ p.cover }}{% endfor %}",
      "template.optional: `Post.cover` is `Image?`"
    ),
  ]

  @Test(arguments: pictures) func aPictureIsShownByItsElement(_ sample: (template: String, expected: String))
  {
    let files = [
      "components/Shot.html":
        "{% props picture: Image %}{{ image(picture, class: \"shot\", loading: \"eager\") }}"
    ]
    #expect(TinySite.render(sample.template, with: files).summary == sample.expected)
  }

  @Test(arguments: [
    ("{{ image(\"a.png\") }}", 1), ("{{ image(\"a.png\", class: \"b\") }}", 1),
    ("{{ image(\"a.png\", alt: \"\") }}", 0),
    ("{{ image(\"a.png\").src }}", 0),
    ("{% for p in posts %}{% if p.cover %}{{ p.cover }}{% endif %}{% endfor %}", 0),
  ]) func aPictureThatIsNamedByItsPathWantsWords(_ sample: (template: String, warnings: Int)) {
    let theme = TinySite.check(["routes/index.html": sample.template])
    #expect(theme.diagnostics.map(\.code) == Array(repeating: .templateMissingAlt, count: sample.warnings))
  }

  @Test func inAFeedAPictureIsWholeAndPlain() {
    let page = TinySite.render("{{ image(\"a.png\", alt: \"A\", class: \"b\") }}", as: "feed.xml")
    #expect(
      page.summary
        == "&lt;img src=&quot;https://trains.example/blog/a.png&quot; alt=&quot;A&quot; width=&quot;640&quot; height=&quot;480&quot;&gt;"
    )
  }

  @Test(arguments: references) func aReferenceIsAURL(_ sample: (template: String, expected: String)) {
    let files = ["components/Link.html": "{% props to: URL %}<a href=\"{{ to }}\"></a>"]
    #expect(TinySite.render(sample.template, with: files).summary == sample.expected)
  }

  @Test func referencesAreKnownWithTheirPlaces() {
    let theme = TinySite.check(["routes/index.html": "a\n{{ url(\"b.md\") }}{{ image(\"c.png\").src }}"])
    #expect(theme.references.map(\.path) == ["b.md", "c.png"])
    #expect(theme.references.map(\.isImage) == [false, true])
    #expect(theme.references.map(\.location.line) == [2, 2])
    #expect(theme.references.map(\.location.column) == [8, 27])
  }

  @Test func inAHeaderNoPageHasItsURL() {
    let theme = TinySite.check([
      "routes/x/[post].html":
        "{% each post in posts | filter(url(\"a\") == \"b\") canonical %}{{ post.title }}"
    ])
    #expect(theme.diagnostics.map(\.message).contains("no page has its URL yet when routes are worked out"))
  }

  /// A let of the header may ask for URLs unless the path needs it.
  @Test(arguments: [
    (
      "index.html",
      "{% let a = posts | first %}{% let u = url(\"a\") %}{{ u }}{% if a %}{{ a.url }}{% endif %}", nil
    ),
    (
      "x/[key]/[post].html",
      "{% each post in posts canonical %}{% let s = post.slug %}{% let key = s | upper | slug %}{% let u = post.url %}{{ u }}",
      nil
    ),
    (
      "x/[post].html",
      "{% each post in posts canonical %}{% let others = posts | filter(.url != post.url) %}{{ others | count }}",
      nil
    ),
    (
      "x/[key].html",
      "{% each post in posts canonical %}{% let u = post.url %}{% let key = u | slug %}{{ key }}",
      "no page has its URL yet when routes are worked out"
    ),
  ]) func aLetThatThePathDoesNotNeedMayAskForURLs(
    _ sample: (path: String, template: String, message: String?)
  ) {
    let theme = TinySite.check(["routes/" + sample.path: sample.template])
    let errors = theme.diagnostics.filter { $0.severity == .error && $0.code != .routeSeveralCanonical }
    #expect(errors.map(\.message) == [sample.message].compactMap { $0 })
  }

  // MARK: - Dropped routes

  private static func check(_ template: String, dropping path: String) -> CheckedTheme {
    let site = TinySite.environment
    let environment = TemplateEnvironment(
      models: site.models, collections: site.collections, globals: site.globals, assets: site.assets,
      routeMoves: [path: .init(target: nil, location: Location(path: "site.toml"))])
    return TinySite.check(["routes/index.html": template], in: environment)
  }

  static let drops: [(template: String, expected: String, links: Int)] = [
    ("{% if hasRoute(\"tags/[tag].html\") %}a{% else %}b{% endif %}", "b", 0),
    ("{% if hasRoute(\"posts/[post].html\") %}a{% else %}b{% endif %}", "a", 0),
    ("{% if not hasRoute(\"tags/[tag].html\") %}a{% endif %}", "a", 0),
    ("{% if hasRoute(\"tags/[tag].html\") %}{{ link(\"tags/[tag].html\", \"swift\") }}{% endif %}", "", 0),
    (
      "{% if options.wide and hasRoute(\"tags/[tag].html\") %}{{ link(\"tags/[tag].html\", \"swift\") }}{% endif %}.",
      ".", 0
    ),
    ("{{ hasRoute(\"tags/[tag].html\") }}", "false", 0),
    // Without a question, the link is looked up in plan, and found to lead nowhere.
    ("{% if options.wide %}a{% else %}{{ link(\"tags/[tag].html\", \"swift\") }}{% endif %}", "a", 1),
  ]

  @Test(arguments: drops) func aDroppedRouteCanBeAskedFor(
    _ sample: (template: String, expected: String, links: Int)
  ) throws {
    let theme = Self.check(sample.template, dropping: "tags/[tag].html")
    #expect(theme.diagnostics.map(\.message) == [])
    #expect(TinySite.pages("index.html", of: theme).outputs.first?.summary == sample.expected)
    let route = try #require(theme.routes.first { $0.path == "index.html" })
    #expect(route.literalLinks.count == sample.links)
  }

  static let wrongRoutes: [(template: String, message: String)] = [
    ("{{ hasRoute(\"tag/[tag].html\") }}", "the theme has no route `tag/[tag].html`"),
    ("{{ hasRoute(site.title) }}", "`hasRoute` begins with the path of a route in quotes"),
    ("{{ hasRoute(\"index.html\", 1) }}", "`hasRoute` takes one path"),
  ]

  @Test(arguments: wrongRoutes) func aRouteIsNamedAsItIs(_ sample: (template: String, message: String)) {
    let found = TinySite.check(["routes/index.html": sample.template]).diagnostics
    #expect(found.map(\.message) == [sample.message])
    #expect(found.allSatisfy { !$0.help.isEmpty })
  }

  // MARK: - Shared templates

  /// What is always so on this site, and may not be on others.
  static let lenient: [(template: String, expected: String)] = [
    ("{% for p in posts | take(1) %}{% if p.title %}a{% endif %}{% endfor %}", "a"),
    ("{% for p in posts | take(1) %}{{ p.title ?? \"none\" }}{% endfor %}", "Newest &lt;b&gt;"),
    (
      "{% for p in posts | take(1) %}{% if p.category == \"Sports\" %}a{% else %}b{% endif %}{% endfor %}",
      "b"
    ),
    ("{{ posts | filter(.category == \"Sports\") | count }}", "0"),
    ("{% for p in posts %}{% if p.category %}{{ p.category }} {% endif %}{% endfor %}", "News Opinion News "),
  ]

  @Test(arguments: lenient) func aSharedTemplateMayTestWhatIsAlwaysThere(
    _ sample: (template: String, expected: String)
  ) {
    let files = ["routes/index.html": sample.template]
    let own = TinySite.check(files)
    #expect(
      own.diagnostics.hasErrors == !sample.template.contains("p.category %}{{") || own.diagnostics.hasErrors)
    let shared = TinySite.check(files, shared: ["routes/index.html"])
    #expect(shared.diagnostics.map(\.message) == [])
    #expect(TinySite.pages("index.html", of: shared).outputs.first?.summary == sample.expected)
  }

  /// What is wrong on every site is wrong in a shared template too.
  @Test(arguments: [
    "{{ nope }}", "{% for p in posts %}{{ p.titel }}{% endfor %}", "{{ site.description }}",
    "{% for p in posts %}{{ p.summary }}{% endfor %}", "{{ posts | nofilter }}", "{{ 1 == \"a\" }}",
    "<a href={{ site.url }}>", "<Nope />", "{{ asset(\"nope.css\") }}", "{{ link(\"nope.html\") }}",
    "{% for p in posts %}{% if p.sticky %}a{% endif %}{% endfor %}",
  ]) func aSharedTemplateIsCheckedAllTheSame(_ template: String) {
    let theme = TinySite.check(["routes/index.html": template], shared: ["routes/index.html"])
    #expect(theme.diagnostics.hasErrors)
  }

  /// Each template is shared by itself: a site's own component in a shared theme is checked as its own.
  @Test func aSitesOwnComponentIsNotShared() {
    let files = [
      "routes/index.html": "{% for p in posts %}<Card post={p} />{% endfor %}",
      "components/Card.html": "{% props post: Post %}{% if post.title %}a{% endif %}",
    ]
    #expect(
      TinySite.check(files, shared: ["routes/index.html"]).diagnostics.map(\.code) == [.templateCondition])
    #expect(TinySite.check(files, shared: ["components/Card.html"]).diagnostics.isEmpty)
  }

  // MARK: - Addresses

  @Test func anUnsafeAddressIsReportedWhereItIsWritten() throws {
    let output = TinySite.render(
      "<p>a</p>\n<a href=\"{{ hostile.script }}\">b</a><a href=\"{{ site.url }}\">c</a>")
    #expect(output.text == "<p>a</p>\n<a href=\"#\">b</a><a href=\"/blog/\">c</a>")
    let problem = try #require(output.diagnostics.first)
    #expect(output.diagnostics.count == 1 && problem.code.name == "template.unsafe-url")
    #expect(problem.location?.line == 2 && problem.location?.column == 13)
    #expect(!problem.help.isEmpty)
  }

  @Test(arguments: [
    ("<a href=\"{{ \"data:text/html,x\" }}\">", true), ("<img src=\"{{ \"data:image/png,x\" }}\">", false),
    ("<source src=\"{{ \"data:image/png,x\" }}\">", false),
    ("<embed src=\"{{ \"data:image/png,x\" }}\">", true),
    ("<a href=\"{{ \"JAVASCRIPT:x\" }}\">", true), ("<a href=\"{{ \"java\\nscript:x\" }}\">", true),
    ("<a href=\"{{ \"x:javascript:x\" }}\">", false), ("<a href=\"{{ \"javascript\" }}\">", false),
    ("<a href=\"https://a/{{ \"javascript:x\" }}\">", false), ("<a href=\"#{{ \"javascript:x\" }}\">", false),
  ]) func someAddressesRunPrograms(_ sample: (template: String, isUnsafe: Bool)) {
    let codes = TinySite.render(sample.template).diagnostics.map(\.code.name)
    #expect(codes == (sample.isUnsafe ? ["template.unsafe-url"] : []))
  }

  // MARK: - Ids of several bodies

  static let ids: [(html: String, expected: String)] = [
    ("<p>a</p>", "<p>a</p>"),
    ("<h2 id=\"a\">x</h2>", "<h2 id=\"2-a\">x</h2>"),
    ("<h2 id=\"a\">x</h2><a href=\"#a\">y</a>", "<h2 id=\"2-a\">x</h2><a href=\"#2-a\">y</a>"),
    // A link to an id of another body, or of the page, stays.
    ("<h2 id=\"a\">x</h2><a href=\"#b\">y</a>", "<h2 id=\"2-a\">x</h2><a href=\"#b\">y</a>"),
    (
      "<label for=\"q\">q</label><input id=\"q\" aria-describedby=\"s t s\"><p id=\"s\"><i for=\"t\">",
      "<label for=\"2-q\">q</label><input id=\"2-q\" aria-describedby=\"2-s t 2-s\"><p id=\"2-s\"><i for=\"t\">"
    ),
    (
      "<sup id=\"fnref-1\" data-note=\"--note-1\">", "<sup id=\"2-fnref-1\" data-note=\"--2-note-1\">"
    ),
    ("<a href=\"#a\">y</a><h2 id=\"a\">x</h2>", "<a href=\"#2-a\">y</a><h2 id=\"2-a\">x</h2>"),
    ("<a href=\"/x/#a\">y</a><h2 id=\"a\">x</h2>", "<a href=\"/x/#a\">y</a><h2 id=\"2-a\">x</h2>"),
    (
      "<sup><a href=\"#fn-1\" id=\"fnref-1\">1</a></sup><li id=\"fn-1\"><a href=\"#fnref-1\">↩</a></li>",
      "<sup><a href=\"#2-fn-1\" id=\"2-fnref-1\">1</a></sup><li id=\"2-fn-1\"><a href=\"#2-fnref-1\">↩</a></li>"
    ),
    ("<b id=\"\">x</b>", "<b id=\"2-\">x</b>"),
    ("<b id=\"a", "<b id=\"2-a"),
    ("", ""),
  ]

  @Test(arguments: ids) func idsOfALaterBodyHaveItsNumber(_ sample: (html: String, expected: String)) {
    let made = RepeatedIDs.prefixed(Array(sample.html.utf8), number: 2)
    #expect(String(decoding: made, as: UTF8.self) == sample.expected)
  }

  @Test func onlyLaterBodiesOfAPageAreChanged() {
    var context = TinySite.context
    context.urls = context.entries.map { _ in nil }
    for index in context.bodies.indices {
      context.bodies[index] = .init(
        html: HTMLFragment(bytes: Array("<h2 id=\"a\">\(index)</h2>".utf8)), excerpt: nil, toc: [],
        text: .none)
    }
    let theme = TinySite.check([
      "routes/index.html": "{% for p in posts %}{{ p.body }}{% endfor %}",
      "routes/feed.xml": "{% for p in posts %}{{ p.body }}{% endfor %}",
    ])
    func page(_ path: String) -> String {
      guard let route = theme.routes.first(where: { $0.path == path }),
        let instance = theme.instances(of: route, in: context).instances.first
      else { return "" }
      return String(
        decoding: theme.running(in: context).render(instance, of: route, current: .none).bytes, as: UTF8.self)
    }
    #expect(page("index.html") == "<h2 id=\"a\">0</h2><h2 id=\"2-a\">1</h2><h2 id=\"3-a\">1</h2>")
    #expect(page("feed.xml").matches(of: /id=&quot;a&quot;/).count == 3)
  }
}
