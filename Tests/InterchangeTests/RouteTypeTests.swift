import Diagnostics
import Foundation
import Interchange
import Models
import TemplateEngine
import TemplateTestSupport
import Testing

/// The type of what a `.json` route writes, and that what it writes is of that type.
@Suite struct RouteTypeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let expression: String
    let type: String

    init(_ expression: String, _ type: String) {
      self.expression = expression
      self.type = type
    }

    var testDescription: String { expression }
  }

  static let literals = [
    Case("none", "null"), Case("true", "boolean"), Case("3", "number"), Case("2.5", "number"),
    Case("\"a\"", "\"a\""), Case("[]", "never[]"), Case("[none]", "null[]"), Case("[1, 2.5]", "number[]"),
    Case("[\"a\", \"b\", \"a\"]", "(\"a\" | \"b\")[]"), Case("[\"a\", none]", "(\"a\" | null)[]"),
    Case("[[], [1]]", "number[][]"), Case("[[none], [\"a\"]]", "(\"a\" | null)[][]"),
    Case("[[[]]]", "never[][][]"),
    Case("{}", "{}"), Case("{ a: 1, b: none }", "{ a: number; b: null; }"),
    Case(
      "{ \"@context\": \"x\", \"1\": 2, \"\": 3 }", "{ \"@context\": \"x\"; \"1\": number; \"\": number; }"),
    Case("[{ a: 1 }, { a: none }]", "{ a: number | null; }[]"),
    Case("\"a\\\"\\\\\\n\"", "\"a\\\"\\\\\\n\""),
  ]

  static let fields = [
    Case("posts", "string[]"), Case("posts.first", "string | null"), Case("posts.count", "number"),
    Case("posts.isEmpty", "boolean"), Case("posts | map(.)", "string[]"),
    Case("posts | map(.title)", "string[]"),
    Case("posts | map(.slug)", "string[]"), Case("posts | map(.body)", "string[]"),
    Case("posts | map(.publishedAt)", "string[]"), Case("posts | map(.updatedAt)", "(string | null)[]"),
    Case("posts | map(.publishedAt.year)", "number[]"), Case("posts | map(.score)", "(number | null)[]"),
    Case("posts | map(.category)", "(\"News\" | \"Opinion\")[]"), Case("posts | map(.tags)", "string[][]"),
    Case("posts | map(.url)", "string[]"), Case("posts | map(.link)", "(string | null)[]"),
    Case("posts | map(.author)", "(string | null)[]"), Case("posts | map(.next)", "(string | null)[]"),
    Case("posts | map(.related)", "string[][]"), Case("posts | map(.cover)", "(Image | null)[]"),
    Case("posts | map(.credit)", "({ name: string; year: number | null; } | null)[]"),
    Case("posts | map(.body.toc)", "Heading[][]"), Case("posts | map(.body.excerpt)", "(string | null)[]"),
    Case("posts | map(.body.text)", "string[]"), Case("posts.page", "string | null"),
    Case("authors | map(.name)", "string[]"), Case("pages | map(.order)", "number[]"),
    Case("site", "Site"), Case("options", "Options"), Case("current", "Current"),
    Case("site.url", "string"), Case("build.date", "string"), Case("current.url", "string"),
    Case("menus.main", "MenuItem[]"),
    Case("asset(\"style.css\")", "string"), Case("url(\"about.md\")", "string"),
    Case("image(\"images/a.png\")", "Image"), Case("range(1, 3)", "number[]"),
    Case("link(\"tags/[tag].html\", \"swift\")", "string"), Case("hasRoute(\"tags/[tag].html\")", "boolean"),
  ]

  static let operators = [
    Case("posts.first ?? none", "string | null"), Case("site.description ?? site.title", "string"),
    Case("site.description ?? \"none\"", "string"), Case("not site.description", "boolean"),
    Case("site.description and true", "boolean"), Case("1 + 2", "number"), Case("1 + 2.5", "number"),
    Case("-3", "number"), Case("7 % 4", "number"), Case("\"a\" + \"b\"", "string"), Case("1 < 2", "boolean"),
    Case("site.title == \"x\"", "boolean"), Case("posts | map(.summary ?? .title)", "string[]"),
    Case("posts | map(.score ?? .rating)", "number[]"), Case("posts | map(.category ?? \"x\")", ""),
    Case("posts | map(.link ?? .url)", "string[]"),
    Case(
      "posts | map(.credit ?? { name: \"x\" })",
      "{ name: string; year: number | null; }[]"),
    Case("posts | map(.body.excerpt ?? .body)", "string[]"),
  ]

  static let filters = [
    Case("posts | filter(.rating > 3)", "string[]"), Case("posts | sort(by: .title) | take(1)", "string[]"),
    Case("posts | map({ t: .title, u: .url })", "{ t: string; u: string; }[]"),
    Case("posts | compactMap(.summary)", "string[]"),
    Case("posts | map(.tags) | flatten | unique", "string[]"),
    Case("posts | any(.draft)", "boolean"), Case("posts | all(.draft)", "boolean"),
    Case("posts | map(.rating) | sum", "number"), Case("posts | map(.rating) | max", "number | null"),
    Case("posts | first", "string | null"), Case("posts | count", "number"),
    Case("posts | map(.title) | join(\", \")", "string"), Case("posts | map(none)", "null[]"),
    Case("posts | zip(authors)", "{ first: string; second: string; }[]"),
    Case("posts | group(by: .tags)", "{ key: string; slug: string; items: string[]; count: number; }[]"),
    Case(
      "posts | group(by: .category)",
      "{ key: \"News\" | \"Opinion\"; slug: string; items: string[]; count: number; }[]"),
    Case("posts | group(by: .author)", "{ key: string; slug: string; items: string[]; count: number; }[]"),
    Case("posts | map(.publishedAt | date(iso))", "string[]"), Case("posts | map(.body | plain)", "string[]"),
    Case("posts | map(.title | truncate(3))", "string[]"), Case("\"a b\" | slug", "string"),
    Case("\"*a*\" | markdown", "string"), Case("posts | json", "string"),
    Case("site.url | absolute", "string"),
    Case("2.5 | round", "number"),
  ]

  @Test(arguments: literals + fields + operators + filters)
  func anExpressionHasItsType(_ sample: Case) throws {
    guard !sample.type.isEmpty else {
      #expect(TypedRoute("{{ \(sample.expression) }}") == nil)
      return
    }
    let problem = Comment(rawValue: TinySite.render("{{ \(sample.expression) }}", as: "x.json").summary)
    let route = try #require(TypedRoute("{{ \(sample.expression) }}"), problem)
    let isRecord =
      sample.type.hasPrefix("{") && !sample.type.hasSuffix("]")
      && route.typeScript.hasPrefix("export interface")
    let expected = isRecord ? "export interface X \(sample.type)" : "export type X = \(sample.type);"
    #expect(Self.plain(route.typeScript) == Self.plain(expected))
    #expect(route.problems == [])
  }

  /// Named records of the tiny site are told by their names in the table where that is shorter.
  private static func plain(_ text: String) -> String {
    text.replacing("; }", with: " }").replacing(";", with: "")
  }

  @Test func aHeaderGivesTypes() throws {
    let paginated = try #require(TypedRoute("{% each list in posts | paginate(2) %}\n{{ list }}"))
    #expect(
      Self.plain(paginated.typeScript)
        == "export interface X { items: string[] number: number count: number total: number previous: PageLink | null "
        + "next: PageLink | null pages: PageNumber[] url: string isFirst: boolean }")
    #expect(paginated.problems == [])
    let group = try #require(
      TypedRoute(
        "{% each tag in posts | group(by: .tags) %}\n{% let n = tag.count %}\n{{ { tag: tag, n: n } }}",
        as: "tags/[tag].json"))
    #expect(
      Self.plain(group.typeScript)
        == "export interface TagsTag { tag: { key: string slug: string items: string[] count: number url: string } n: number }"
    )
    #expect(group.problems == [])
    let entry = try #require(TypedRoute("{% each post in posts %}\n{{ post }}", as: "api/[post].json"))
    #expect(entry.typeScript == "export type ApiPost = string;")
    #expect(entry.problems == [])
  }

  @Test(arguments: ["x.webmanifest", "x.geojson", "x.jsonld"])
  func otherSuffixesOfJSONHaveTypes(_ path: String) throws {
    #expect(try #require(TypedRoute("{{ { a: 1 } }}", as: path)).problems == [])
  }

  @Test func whatIsNoJSONHasNoType() {
    for path in ["x.html", "x.xml", "x.txt"] {
      let theme = TinySite.check(["routes/" + path: "{{ site.title }}"])
      #expect(theme.routes.first { $0.path == path }?.jsonType == nil)
    }
  }

  @Test(arguments: [
    "a {{ 1 }}", "{{ 1 }}{{ 2 }}", "", "{% if true %}{{ 1 }}{% endif %}",
    "{% extends \"layouts/base.html\" %}\n{% block main %}{{ 1 }}{% endblock %}",
  ]) func aRouteOfMoreThanOneExpressionIsRefused(_ template: String) {
    let theme = TinySite.check([
      "routes/x.json": template, "layouts/base.html": "{% block main %}{% endblock %}",
    ])
    #expect(theme.diagnostics.contains { $0.code.name == "template.json" })
  }

  @Test func numbersWithoutEndAreRefused() {
    let large = "1" + String(repeating: "0", count: 308) + ".0"
    #expect(TinySite.render("{{ \(large) * 10 }}", as: "x.json").summary.hasPrefix("template.arithmetic"))
    #expect(
      TinySite.render("{{ [\(large), \(large)] | sum }}", as: "x.json").summary.hasPrefix(
        "template.arithmetic"))
    #expect(TinySite.render("{{ 9\(large) }}", as: "x.json").summary.contains("template.syntax"))
  }

  @Test func aTypeOfTooManyPartsIsAnyValue() throws {
    let lets = (1...13).map { "{% let a\($0) = { l: a\($0 - 1), r: a\($0 - 1) } %}" }.joined(separator: "\n")
    let route = try #require(TypedRoute("{% let a0 = 1 %}\n\(lets)\n{{ a13 }}"))
    #expect(route.typeScript == "export type X = unknown;")
    #expect(RouteSchemas.text(of: route.types).contains("\"X\": { \"title\": \"x.json\""))
  }
}
