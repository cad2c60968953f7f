import DataFormats
package import Diagnostics
package import Models
package import TemplateEngine

/// A site of three posts, two authors and one page, as check and render see it.
package enum TinySite {
  private static let settings = SourceFile(
    path: "content/site.toml",
    text: """
      [models.Post]
      category = '"News" | "Opinion"'
      rating = "Int = 3"
      score = "Double?"
      author = "Author?"
      sticky = "Bool?"
      link = "URL?"
      credit = "{ name: String, year: Int? }?"
      [models.Author]
      name = "String"
      homepage = "URL?"
      """)

  package static let models: ModelSet = {
    let root = DataParser.parse(settings, in: 0..<settings.bytes.count, as: .toml).node
    guard case .map(let members)? = root?.content else { return ModelSet(models: []) }
    let declarations = ModelDeclarations(
      source: settings, models: members.first { $0.key == "models" }?.value, records: nil)
    return ModelSet.declared(by: [declarations], zone: .utc).models
  }()

  package static let author = ModelID(2)

  static let menuItem = RecordType(name: "MenuItem", fields: [.init("title", .string), .init("url", .url)])

  private static let globals: [(name: String, fields: [(name: String, type: ValueType, value: Value)])] = [
    (
      "site",
      [
        ("title", .string, .string("Trains & Tracks")), ("url", .url, .string("/blog/")),
        ("language", .string, .string("en")), ("description", .optional(.string), .none),
      ]
    ),
    ("build", [("date", .date, .date(day(20_600)))]),
    (
      "options",
      [("accent", .string, .string("#c00")), ("wide", .bool, .bool(true)), ("perPage", .int, .int(2))]
    ),
    ("strings", [("readMore", .string, .string("Read more"))]),
    (
      "menus",
      [
        (
          "main", .list(.record(menuItem)),
          .list([
            .record([.string("Home"), .string("/blog/")]),
            .record([.string("About"), .string("/blog/about/")]),
          ])
        )
      ]
    ),
    (
      "hostile",
      [
        ("script", .url, .string("javascript:alert(1)")), ("spaced", .url, .string(" java\tscript:alert(1)")),
        ("data", .url, .string("DATA:text/html,<script>")),
        ("text", .string, .string("</script><b a='\"'>&\u{1}")),
        ("safe", .url, .string("https://a.example/?a=1&b='2'")), ("lines", .string, .string("a\nb\u{2028}c")),
      ]
    ),
  ]

  package static let environment = TemplateEnvironment(
    models: models,
    collections: [
      .init(name: "posts", model: .post), .init(name: "authors", model: author),
      .init(name: "pages", model: .page),
    ],
    globals: globals.map { name, fields in
      let members = fields.map { RecordType.Member($0.name, $0.type) }
      return .init(name: name, type: .record(RecordType(name: name, kind: .builtIn, fields: members)))
    },
    assets: ["style.css": "/blog/style.3f9a.css", "deep/a.js": "/blog/deep/a.1234.js"])

  package static func day(_ number: Int64, hour: Int64 = 0) -> DateTime {
    DateTime(milliseconds: (number * 24 + hour) * 3_600_000)
  }

  private static func entry(
    _ model: ModelID, _ slug: String, path: String? = nil, own: String? = nil, _ values: [String: Value]
  ) -> RenderContext.Entry {
    let fields = models[model].fields.map { field in
      let absent: Value = if case .list = field.type { .list([]) } else { .none }
      return values[field.name] ?? field.defaultValue ?? absent
    }
    return .init(model: model, values: fields, slug: slug, path: path ?? slug, ownPath: own)
  }

  package static let context = RenderContext(
    entries: [
      entry(
        .post, "newest",
        [
          "title": .string("Newest <b>"), "slug": .string("newest"),
          "publishedAt": .date(day(19_844, hour: 10)),
          "category": .string("News"), "tags": .list([.string("Swift"), .string("C++")]), "rating": .int(5),
          "score": .double(4.5), "author": .entry(EntryID(3)), "summary": .string("A \"short\" summary"),
          "body": .body(BodyID(0)), "link": .string("/blog/x?a=1&b=2"),
          "credit": .record([.string("Ada"), .none]),
          "cover": .record([.string("/blog/images/a.jpg"), .string("A & B"), .none, .none]),
        ]),
      entry(
        .post, "middle", path: "2024/middle",
        [
          "title": .string("Middle"), "slug": .string("middle"), "publishedAt": .date(day(19_800)),
          "category": .string("Opinion"), "tags": .list([.string("Swift")]), "rating": .int(3),
          "sticky": .bool(true), "body": .body(BodyID(1)), "author": .entry(EntryID(4)),
        ]),
      entry(
        .post, "oldest ü",
        [
          "title": .string("Oldest"), "slug": .string("oldest ü"), "publishedAt": .date(day(19_000)),
          "category": .string("News"), "rating": .int(3), "score": .double(2), "body": .body(BodyID(1)),
          "summary": .string("Old"),
        ]),
      entry(author, "ada", ["name": .string("Ada"), "homepage": .string("https://ada.example/")]),
      entry(author, "bob", ["name": .string("Bob")]),
      entry(.page, "about", ["title": .string("About us"), "order": .int(1), "body": .body(BodyID(1))]),
    ],
    urls: [],
    bodies: [
      .init(
        html: HTMLFragment(
          bytes: Array("<p>Hi <a href=\"\">x</a> &amp; <em>y</em></p>\n".utf8),
          fills: [
            .init(
              offset: 15,
              content: .text(
                local: Array("/blog/x/".utf8), full: Array("https://trains.example/blog/x/".utf8)))
          ]),
        excerpt: HTMLFragment(bytes: Array("<p>Hi</p>".utf8)),
        toc: [.record([.int(2), .string("first"), .string("First & last")])],
        text: .memory(Array("Hi x & y".utf8))),
      .init(
        html: HTMLFragment(bytes: Array("<p>Plain</p>\n".utf8)), excerpt: nil, toc: [],
        text: .memory(Array("Plain".utf8))),
    ],
    collections: [
      .list([.entry(EntryID(0)), .entry(EntryID(1)), .entry(EntryID(2))]),
      .list([.entry(EntryID(3)), .entry(EntryID(4))]), .list([.entry(EntryID(5))]),
    ],
    collectionPages: [EntryID(5), nil, nil], globals: globals.map { .record($0.fields.map(\.value)) },
    links: [:],
    origin: "https://trains.example", basePath: "/blog/", zone: TimeZoneRules(offset: "+02:00") ?? .utc)

  /// Routes that give posts and tags their pages, so that templates can ask for URLs.
  package static let baseFiles = [
    "routes/posts/[post].html": "{% each post in posts %}\n{{ post.title }}",
    "routes/tags/[tag].html": "{% each tag in posts | group(by: .tags) %}\n{{ tag.key }}",
  ]

  package static func check(
    _ files: [String: String], base: [String: String] = baseFiles, shared: Set<String> = [],
    in environment: TemplateEnvironment = environment
  ) -> CheckedTheme {
    let sources = files.map { path, text in (path, SourceFile(path: path, text: text)) }
    return check(
      sources: Dictionary(uniqueKeysWithValues: sources), base: base, shared: shared, in: environment)
  }

  package static func check(
    sources files: [String: SourceFile], base: [String: String] = baseFiles, shared: Set<String> = [],
    in environment: TemplateEnvironment = environment
  ) -> CheckedTheme {
    let others = base.map { path, text in (path, SourceFile(path: path, text: text)) }
    let all = Dictionary(uniqueKeysWithValues: others).merging(files) { $1 }
    return ThemeChecker.check(ThemeSources(files: all, shared: shared), against: environment)
  }

  /// What came of a template: the bytes of its first page, or what is wrong.
  package struct Output {
    package var text = ""
    package var diagnostics: [Diagnostic] = []

    /// The text, or the diagnostics as `code: message`.
    package var summary: String {
      diagnostics.isEmpty
        ? text : diagnostics.map { "\($0.code.name): \($0.message)" }.joined(separator: "\n")
    }
  }

  /// The pages of the route at `path`, once every route has its pages and every entry its URL.
  ///
  /// No more pages are made once it `isEnough`.
  package static func pages(
    _ path: String, of theme: CheckedTheme, isEnough: () -> Bool = { false }
  ) -> (urls: [String], outputs: [Output]) {
    var context = context
    context.urls = Array(repeating: nil, count: context.entries.count)
    var chosen: [RouteInstance] = []
    var diagnostics: [Diagnostic] = []
    for route in theme.routes {
      let (instances, problems) = theme.instances(of: route, in: context)
      diagnostics += problems
      for instance in instances {
        let url = context.basePath + URLPath.encoded(instance.path.url)
        if instance.pageNumber == 1 { context.links[route.path, default: [:]][instance.key] = url }
        if route.canonicalCollection != nil, let entry = instance.entry { context.urls[entry.index] = url }
      }
      if route.path == path { chosen = instances }
    }
    guard let route = theme.routes.first(where: { $0.path == path }) else {
      return ([], [Output(diagnostics: diagnostics)])
    }
    context.references = theme.references.map { reference in
      let picture = Picture(url: context.basePath + reference.path, size: .init(width: 640, height: 480))
      return reference.isImage ? picture.value() : .string(picture.url)
    }
    var outputs: [Output] = []
    for instance in chosen where !isEnough() {
      let url = Value.string(context.basePath + URLPath.encoded(instance.path.url))
      let current = Value.record([url, .string("Current"), .string("en"), .none, .list([])])
      let page = theme.running(in: context).render(instance, of: route, current: current)
      outputs.append(
        Output(text: String(decoding: page.bytes, as: UTF8.self), diagnostics: diagnostics + page.diagnostics)
      )
    }
    return (chosen.map(\.path.url), outputs)
  }

  /// Checks and renders one template with others beside it.
  package static func render(
    _ template: String, as path: String = "index.html", with files: [String: String] = [:]
  ) -> Output {
    let theme = check(files.merging(["routes/" + path: template]) { $1 })
    let problems = theme.diagnostics.filter { $0.severity == .error }
    if !problems.isEmpty { return Output(diagnostics: problems) }
    return pages(path, of: theme).outputs.first ?? Output(text: "no page")
  }
}
