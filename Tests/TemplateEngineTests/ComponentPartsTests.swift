import Diagnostics
import Models
import TemplateTestSupport
import Testing

@testable import TemplateEngine

/// Styles and scripts that components bring, and where pages have them.
@Suite struct ComponentPartsTests {
  static func environment(style: String? = nil) -> TemplateEnvironment {
    TemplateEnvironment(
      models: TinySite.models, collections: TinySite.environment.collections,
      globals: TinySite.environment.globals, assets: TinySite.environment.assets, componentStyle: style,
      componentScripts: ["Tabs": "/blog/tabs.2.js", "Chart": "/blog/chart.3.js"])
  }

  static let files = [
    "components/Tabs.html": "<x-tabs></x-tabs>", "components/Chart.html": "<x-chart></x-chart>",
    "components/Plain.html": "<hr>", "components/Outer.html": "<Chart />",
    "components/Frame.html": "<div>{{ slot }}</div>",
    "layouts/base.html": "<head></head><body>{% block main %}{% endblock %}</body>",
  ]
  static let style = "<link rel=\"stylesheet\" href=\"/blog/components.1.css\">\n"
  static let tabs = "<script type=\"module\" src=\"/blog/tabs.2.js\"></script>\n"
  static let chart = "<script type=\"module\" src=\"/blog/chart.3.js\"></script>\n"

  static func page(_ template: String, as path: String = "index.html", style: String? = nil) -> String {
    let theme = TinySite.check(
      files.merging(["routes/" + path: template]) { $1 }, in: environment(style: style))
    let problems = theme.diagnostics.map(\.message)
    return problems.isEmpty
      ? TinySite.pages(path, of: theme).outputs.first?.summary ?? "" : problems.joined(separator: "\n")
  }

  static let scripts: [(template: String, expected: String)] = [
    ("<body>a</body>", "<body>a</body>"),
    ("<body><Plain /></body>", "<body><hr></body>"),
    ("<body><Tabs /></body>", "<body><x-tabs></x-tabs>\(tabs)</body>"),
    ("<body><Tabs /><Tabs /></body>", "<body><x-tabs></x-tabs><x-tabs></x-tabs>\(tabs)</body>"),
    ("<body><Tabs /><Chart /></body>", "<body><x-tabs></x-tabs><x-chart></x-chart>\(chart)\(tabs)</body>"),
    ("<body>{% if false %}<Tabs />{% endif %}</body>", "<body></body>"),
    ("<body>{% for p in posts | filter(.draft) %}<Tabs />{% endfor %}</body>", "<body></body>"),
    ("<body><Outer /></body>", "<body><x-chart></x-chart>\(chart)</body>"),
    ("<body><Frame><Tabs /></Frame></body>", "<body><div><x-tabs></x-tabs></div>\(tabs)</body>"),
    ("<Tabs />", "<x-tabs></x-tabs>\(tabs)"),
    ("<body><!-- </body> --><Tabs /></body>", "<body><!-- </body> --><x-tabs></x-tabs>\(tabs)</body>"),
    (
      "<body><script>x = \"</body>\"</script><Tabs /></body>",
      "<body><script>x = \"</body>\"</script><x-tabs></x-tabs>\(tabs)</body>"
    ),
    (
      "{% extends \"layouts/base.html\" %}{% block main %}<Tabs />{% endblock %}",
      "<head></head><body><x-tabs></x-tabs>\(tabs)</body>"
    ),
  ]

  @Test(arguments: scripts) func aScriptIsOnPagesThatHaveItsComponent(
    _ sample: (template: String, expected: String)
  ) {
    #expect(Self.page(sample.template) == sample.expected)
  }

  static let styles: [(template: String, expected: String)] = [
    ("<head></head>", "<head>\(style)</head>"),
    (
      "<head><title>{{ site.title }}</title>\n</head>",
      "<head><title>Trains &amp; Tracks</title>\n\(style)</head>"
    ),
    // A page without `</head>` has it before its `<body>`.
    ("<title>a</title>\n<body><hr></body>", "<title>a</title>\n\(style)<body><hr></body>"),
    ("<p>no head</p>", "<p>no head</p>"),
    ("<!-- </head> --><head></head>", "<!-- </head> --><head>\(style)</head>"),
    ("<head><title></head></title></head>", "<head><title></head></title>\(style)</head>"),
  ]

  @Test(arguments: styles) func theStyleIsOnPagesThatHaveAHead(_ sample: (template: String, expected: String))
  {
    #expect(Self.page(sample.template, style: "/blog/components.1.css") == sample.expected)
  }

  @Test func otherFilesHaveNeither() {
    let feed = Self.page("<head></head><body>{{ site.title }}</body>", as: "feed.xml", style: "/s.css")
    #expect(feed == "<head></head><body>Trains &amp; Tracks</body>")
    #expect(Self.page("<head></head>", as: "a.txt", style: "/s.css") == "<head></head>")
  }

  /// A component that a body calls brings its script to the page that shows the body, and not into feeds.
  @Test func aComponentOfABodyBringsItsScript() throws {
    let template = "{% for p in posts | take(1) %}<body>{{ p.body }}</body>{% endfor %}"
    let theme = TinySite.check(
      Self.files.merging([
        "routes/index.html": template, "routes/feed.xml": template,
        "routes/text.html": "{% for p in posts | take(1) %}<body>{{ p.body | plain }}</body>{% endfor %}",
      ]) { $1 }, in: Self.environment())
    #expect(theme.diagnostics.map(\.message) == [])
    let source = SourceFile(path: "a.md", text: "<Tabs />")
    let use = try #require(
      theme.use(
        of: "Tabs", tag: Span(0, source.bytes.count), in: source, hasContent: false,
        address: { text, _, _ in (Picture(url: text), nil) }
      ).use)
    var context = TinySite.context
    context.urls = context.entries.map { _ in nil }
    let html = HTMLFragment(bytes: Array("<p></p>".utf8), fills: [.init(offset: 3, content: .component(use))])
    context.bodies[0] = .init(html: html, excerpt: nil, toc: [], text: .none)
    func page(_ path: String) throws -> String {
      let route = try #require(theme.routes.first { $0.path == path })
      let instance = try #require(theme.instances(of: route, in: context).instances.first)
      return String(
        decoding: theme.running(in: context).render(instance, of: route, current: .none).bytes, as: UTF8.self)
    }
    #expect(try page("index.html") == "<body><p><x-tabs></x-tabs></p>\(Self.tabs)</body>")
    #expect(try page("feed.xml") == "<body>&lt;p&gt;&lt;x-tabs&gt;&lt;/x-tabs&gt;&lt;/p&gt;</body>")
  }
}
