import Diagnostics
import Models
import TemplateTestSupport
import Testing

@testable import TemplateEngine

/// From a template's path and header to pages.
@Suite struct RoutingTests {
  @Test(arguments: [
    ("index.html", "", "index.html"), ("about.html", "about/", "about/index.html"),
    ("posts/index.html", "posts/", "posts/index.html"), ("posts/a.html", "posts/a/", "posts/a/index.html"),
    ("404.html", "404.html", "404.html"), ("x/404.html", "x/404/", "x/404/index.html"),
    ("feed.xml", "feed.xml", "feed.xml"), ("a.b.html", "a.b/", "a.b/index.html"),
    ("posts/.html", "posts/", "posts/index.html"),
  ]) func aTemplatesPathIsItsURL(_ sample: (path: String, url: String, file: String)) {
    let page = PagePath(template: sample.path)
    #expect(page.url == sample.url)
    #expect(page.file == sample.file)
  }

  @Test(arguments: [
    ("/2024/x/", "2024/x/", "2024/x/index.html"), ("a", "a/", "a/index.html"), ("", "", "index.html"),
    ("/a.html", "a.html", "a.html"), ("a/index.html", "a/", "a/index.html"),
    ("a//b", "a/b/", "a/b/index.html"),
    ("v1.2", "v1.2/", "v1.2/index.html"),
  ]) func anEntrysOwnPathIsItsURL(_ sample: (path: String, url: String, file: String)) {
    let page = PagePath(own: sample.path)
    #expect(page.url == sample.url)
    #expect(page.file == sample.file)
  }

  @Test func laterPagesOfAListLieBelowTheFirst() {
    #expect(PagePath(template: "index.html").page(2).url == "page/2/")
    #expect(PagePath(template: "posts/index.html").page(3).file == "posts/page/3/index.html")
    #expect(PagePath(template: "posts/index.html").page(1).url == "posts/")
  }

  @Test(arguments: [
    ("posts/[post].html", ["post"]), ("[a.b.c]/[d].html", ["a.b.c", "d"]), ("[...page].html", ["...page"]),
    ("a.html", []), ("x-[a_1]-y.html", ["a_1"]),
  ]) func bracketsAreNames(_ path: String, _ names: [String]) throws {
    let pattern = try #require(RoutePattern(path))
    #expect(pattern.parameters.map { ($0.isRest ? "..." : "") + $0.text } == names)
    #expect(pattern.path(pattern.parameters.map { "[\($0.isRest ? "..." : "")\($0.text)]" }) == path)
  }

  @Test(arguments: ["[", "[]", "[1a]", "[a", "[a.]", "[.a]", "[a..b]", "[a b]", "[...]", "[é]", "[[a]]"])
  func bracketsThatNameNothingAreRefused(_ path: String) {
    #expect(RoutePattern(path) == nil)
  }

  @Test(arguments: [
    ("a.html", OutputKind.html), ("feed.xml", .xml), ("icon.svg", .xml), ("a.json", .json),
    ("site.webmanifest", .json),
    ("robots.txt", .text), ("html", .text), ("CNAME", .text), ("a.html/b", .text),
  ]) func theSuffixDecidesTheLanguage(_ path: String, _ kind: OutputKind) {
    #expect(OutputKind(path: path) == kind)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let path: String
    let template: String
    let urls: [String]
    let first: String

    init(_ path: String, _ template: String, _ urls: [String], _ first: String) {
      self.path = path
      self.template = template
      self.urls = urls
      self.first = first
    }

    var testDescription: String { "\(path): \(template)" }
  }

  static let routes = [
    Case("index.html", "a", [""], "a"),
    Case(
      "p/[post].html", "{% each post in posts canonical %}{{ post.url }}",
      ["p/newest/", "p/middle/", "p/oldest ü/"], "/blog/p/newest/"),
    Case(
      "p/[post.slug].html", "{% each post in posts canonical %}{{ post.slug }}",
      ["p/newest/", "p/middle/", "p/oldest ü/"], "newest"),
    Case(
      "[...post].html", "{% each post in posts canonical %}{{ post.url }}",
      ["newest/", "2024/middle/", "oldest ü/"], "/blog/newest/"),
    Case(
      "[post.publishedAt.year]/[post.publishedAt.month]/[post].html",
      "{% each post in posts canonical %}{{ post.url }}",
      ["2024/05/newest/", "2024/03/middle/", "2022/01/oldest ü/"], "/blog/2024/05/newest/"),
    Case(
      "[post.rating]/[post].html", "{% each post in posts canonical %}x",
      ["5/newest/", "3/middle/", "3/oldest ü/"], "x"),
    Case(
      "c/[c].html", "{% each c in posts | group(by: .category) %}{{ c.key }} {{ c.count }} {{ c.url }}",
      ["c/news/", "c/opinion/"], "News 2 /blog/c/news/"),
    Case(
      "t/[tag].html", "{% each tag in posts | group(by: .tags) %}{{ tag.key }}", ["t/cpp/", "t/swift/"], "C++"
    ),
    Case(
      "y/[y].html", "{% each y in posts | group(by: .publishedAt.year) %}{{ y.key + 1 }}",
      ["y/2022/", "y/2024/"], "2023"),
    Case(
      "index.html",
      "{% each list in posts | paginate(2) %}{{ list.number }}/{{ list.count }} {{ list.total }} {{ list.url }}",
      ["", "page/2/"], "1/2 3 /blog/"),
    Case(
      "index.html", "{% each list in posts | paginate(options.perPage) %}{{ list.items.count }}",
      ["", "page/2/"],
      "2"),
    Case(
      "index.html",
      "{% each list in posts | filter(.draft) | paginate(2) %}{{ list.items.isEmpty }}{{ list.count }}", [""],
      "true1"),
    Case(
      "t/[tag].html",
      "{% each tag in posts | group(by: .tags), list in tag.items | paginate(1) %}{{ tag.key }}{{ list.number }}{% if list.next %}{{ list.next.url }}{% endif %}",
      ["t/cpp/", "t/swift/", "t/swift/page/2/"], "C++1"),
    Case(
      "[post].json", "{% each post in posts %}{{ { t: post.title } }}",
      ["newest.json", "middle.json", "oldest ü.json"], "{\"t\":\"Newest <b>\"}"),
    Case(
      "k/[key].html", "{% each post in posts canonical %}\n{% let key = post.title | slug %}{{ key }}",
      ["k/newest-b/", "k/middle/", "k/oldest/"], "newest-b"),
    Case(
      "a/[author]/[post].html",
      "{% each author in authors, post in posts | filter(.author == author) %}{{ post.title }}",
      ["a/ada/newest/", "a/bob/middle/"], "Newest &lt;b&gt;"),
  ]

  @Test(arguments: routes) func aHeaderMakesAPageForEachValue(_ sample: Case) {
    let theme = TinySite.check(["routes/" + sample.path: sample.template])
    #expect(theme.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
    let (urls, outputs) = TinySite.pages(sample.path, of: theme)
    #expect(urls == sample.urls)
    #expect(outputs.first?.summary == sample.first)
  }

  @Test func paginatorsKnowTheirNeighbours() {
    let template = """
      {% each list in posts | paginate(1) %}
      {{ list.isFirst }};{% if list.previous %}{{ list.previous.url }}{% endif %};{% if list.next %}{{ list.next.number }}{% endif %};
      {%- for p in list.pages %}{{ p.number }}{% if p.isCurrent %}*{% endif %}{% endfor %}
      """
    let (_, outputs) = TinySite.pages("index.html", of: TinySite.check(["routes/index.html": template]))
    #expect(outputs.map(\.summary) == ["true;;2;1*23", "false;/blog/;3;12*3", "false;/blog/page/2/;;123*"])
  }

  static let links = [
    ("link(\"index.html\")", "/blog/"), ("link(\"posts/[post].html\", posts.first ?? none)", nil),
    ("link(\"tags/[tag].html\", \"C++\")", "/blog/tags/cpp/"),
    ("link(\"tags/[tag].html\", \"swift\")", "/blog/tags/swift/"),
    ("link(\"posts/[post].html\", \"newest\")", "/blog/posts/newest/"),
    ("link(\"posts/[post].html\", \"oldest ü\")", "/blog/posts/oldest%20%C3%BC/"),
    ("link(\"tags/[tag].html\", \"none\")", "route.no-such-page: `tags/[tag].html` makes no page for `none`"),
  ]

  @Test(arguments: links) func linksFindThePagesOfOtherRoutes(_ expression: String, _ expected: String?) {
    let output = TinySite.render("<a href=\"{{ \(expression) }}\">")
    if let expected {
      #expect(output.summary == (expected.hasPrefix("/") ? "<a href=\"\(expected)\">" : expected))
    } else {
      #expect(output.diagnostics.map(\.code) == [.templateOptional])
    }
  }

  @Test func linksTakeEntriesAndGroups() {
    let entries = "{% for p in posts %}<a href=\"{{ link(\"posts/[post].html\", p) }}\">{% endfor %}"
    #expect(
      TinySite.render(entries).summary.hasPrefix(
        "<a href=\"/blog/posts/newest/\"><a href=\"/blog/posts/middle/\">"))
    let groups =
      "{% for g in posts | group(by: .tags) %}<a href=\"{{ link(\"tags/[tag].html\", g) }}\">{% endfor %}"
    #expect(TinySite.render(groups).summary == "<a href=\"/blog/tags/cpp/\"><a href=\"/blog/tags/swift/\">")
  }

  @Test func literalLinksAreKnownWithoutRendering() {
    let theme = TinySite.check(["routes/index.html": "<a href=\"{{ link(\"tags/[tag].html\", \"C++\") }}\">"])
    let link = theme.routes.first { $0.path == "index.html" }?.literalLinks.first
    #expect(link?.route == "tags/[tag].html")
    #expect(link?.key == "cpp")
    #expect(link?.location.column == 13)
  }

  @Test func routesAreMovedAndDropped() {
    let environment = TemplateEnvironment(
      models: TinySite.models, collections: TinySite.environment.collections,
      globals: TinySite.environment.globals,
      assets: [:],
      routeMoves: [
        "posts/[post].html": .init(target: "blog/[post].html", location: Location(path: "site.toml")),
        "tags/[tag].html": .init(target: nil, location: Location(path: "site.toml")),
      ])
    let sources = TinySite.baseFiles.map { path, text in (path, SourceFile(path: path, text: text)) }
    let theme = ThemeChecker.check(
      ThemeSources(files: Dictionary(uniqueKeysWithValues: sources)), against: environment)
    #expect(theme.diagnostics.isEmpty)
    #expect(theme.routes.map(\.path) == ["posts/[post].html"])
    #expect(TinySite.pages("posts/[post].html", of: theme).urls.first == "blog/newest/")
  }

  @Test func anEntrysOwnPathReplacesThePattern() throws {
    let theme = TinySite.check([:])
    var context = TinySite.context
    let entry = context.entries[1]
    context.entries[1] = .init(
      model: entry.model, values: entry.values, slug: entry.slug, path: entry.path, ownPath: "/old/place.html"
    )
    let route = try #require(theme.routes.first { $0.path == "posts/[post].html" })
    #expect(theme.instances(of: route, in: context).instances.map(\.path.file)[1] == "old/place.html")
  }

  @Test func keysThatCantBePartOfAURLAreReported() throws {
    let theme = TinySite.check([
      "routes/x/[key].html": "{% each p in posts canonical %}\n{% let key = p.title + \"/..\" %}{{ key }}"
    ])
    let (urls, outputs) = TinySite.pages("x/[key].html", of: theme)
    #expect(urls.isEmpty)
    #expect(outputs.isEmpty)
    let route = try #require(theme.routes.first { $0.path == "x/[key].html" })
    let problems = theme.instances(of: route, in: TinySite.context).diagnostics
    #expect(problems.map(\.code) == [.routeBadKey, .routeBadKey, .routeBadKey])
  }

  @Test func groupsOfOneSlugAreOneAndAreWarnedOf() throws {
    let theme = TinySite.check([:])
    var context = TinySite.context
    let tags = try #require(TinySite.models[.post].index(of: "tags"))
    for (index, texts) in [["Next JS"], ["next-js", "!"], ["next-js", "Next JS"]].enumerated() {
      let entry = context.entries[index]
      var values = entry.values
      values[tags] = .list(texts.map { .string($0) })
      context.entries[index] = .init(
        model: entry.model, values: values, slug: entry.slug, path: entry.path, ownPath: nil)
    }
    let route = try #require(theme.routes.first { $0.path == "tags/[tag].html" })
    let (instances, diagnostics) = theme.instances(of: route, in: context)
    #expect(instances.map(\.path.url) == ["tags/next-js/"])
    #expect(instances.first?.groupLabel == "Next JS")
    #expect(diagnostics.map(\.code) == [.groupSpellings, .groupWithoutSlug])
    #expect(diagnostics.first?.message == "one group is spelled `Next JS` and `next-js`")
  }

  @Test func theFieldsThatTemplatesReadAreKnown() {
    let theme = TinySite.check([
      "routes/index.html": "{% for p in posts %}{{ p.slug }}{% endfor %}{{ posts | map(.category) | count }}"
    ])
    let reads = theme.routes.first { $0.path == "index.html" }?.reads
    #expect(reads?.collections.map(\.expression) == ["posts"])
    #expect(reads?.collections.first?.paths == ["category", "slug"])
  }

  @Test func idsWrittenInTemplatesAreAnchors() {
    let theme = TinySite.check([
      "layouts/a.html": "<main id=\"content\"><p id=\"\">", "routes/index.html": "<h1 id=\"top\">",
    ])
    #expect(theme.anchors.isSuperset(of: ["content", "top"]))
  }
}
