import DataFormats
import Diagnostics
import Interchange
import Models
import SchemaTestSupport
import TestSupport
import Testing

/// Schemas of front matter, held against the reader of entries: what a schema refuses, the reader refuses too.
@Suite struct FrontMatterSchemaTests {
  private static let settings = """
    [models.Author]
    name = "String"

    [models.Thing]
    title = { type = "String", from = ["title", "@heading"] }
    text = "String"
    maybe = "String?"
    count = "Int = 3"
    ratio = "Double?"
    flag = "Bool = false"
    day = "Date"
    link = "URL?"
    short = "Slug?"
    word = '"A" | "B" | "1" | "true" | "2.5"'
    also = { type = '("A" | "B")?', from = ["kind", "kinds"] }
    words = '["A" | "B"] = []'
    author = "Author?"
    authors = "[Author] = []"
    pic = "Image?"
    pics = "[Image] = []"
    rec = "{ name: String, year: Int?, tags: [String], at: Date? }?"
    recs = "[{ name: String }] = []"
    grid = "[[Int]] = []"
    note = "Markdown?"
    parts = { type = "[String] = []", split = "," }
    numbers = { type = "[Int] = []", split = " " }
    at = { type = "Date?", from = ["date", "deep.at", "where ~ {year}/{month}/"] }
    all = { type = "[String] = []", from = ["t1 + t2 + deep.t3"] }
    tags = "[String] = []"
    summary = "String?"
    """

  private static let models: ModelSet = {
    let source = SourceFile(path: "content/site.toml", text: settings)
    let root = DataParser.parse(source, in: 0..<source.bytes.count, as: .toml).node
    let declarations = ModelDeclarations(source: source, models: root?.node(at: ["models"]), records: nil)
    return ModelSet.declared(by: [declarations], zone: .utc).models
  }()

  private static func schema(
    _ name: String, unknownKeys: Bool = false, missingFields: Bool = false
  ) -> JSONSchema? {
    let settings = EditorSettings(
      models: models, slugs: [ModelID(2): ["ada", "bob"]], options: [], routes: [], codes: [],
      reservedNames: [],
      allowsUnknownKeys: unknownKeys, allowsMissingFields: missingFields)
    return EditorSchema.all(settings).first { $0.fileName == name + ".schema.json" }.flatMap {
      JSONSchema($0.text)
    }
  }

  private static func yaml(_ text: String) -> DataNode? {
    let source = SourceFile(path: "x.yaml", text: text)
    return DataParser.parse(source, in: 0..<source.bytes.count, as: .yaml).node
  }

  /// What the reader of entries finds wrong; nothing when the text is no YAML.
  private static func found(_ text: String, _ name: String) -> [Diagnostic]? {
    guard let root = yaml(text), let id = models.id(of: name) else { return nil }
    let input = EntryInput(
      source: SourceFile(path: "content/x.md", text: text), root: root, format: .yaml,
      openingFence: .fileStart,
      path: "x", stem: "x", heading: nil, body: BodyID(0), hasBody: true)
    let values = ValueReader(
      models: models, zone: .utc, reference: { _, _ in .found(EntryID(0)) },
      link: { url, span in
        url.isEmpty || url.contains(" ")
          ? .failure(ValueProblem(.postWrongType, "no URL", span)) : .success(url)
      })
    var reader = EntryReader(input, model: models[id], reader: values, today: "2026-11-23")
    _ = reader.read()
    return reader.diagnostics
  }

  @Test func declarationsAreUnderstood() {
    #expect(Self.models.names == ["Post", "Page", "Author", "Thing"])
    #expect(Self.models.models.last?.fields.count ?? 0 > 30)
  }

  @Test(arguments: [
    "title: A\ndate: 2026-11-23", "title: A\npublishedAt: December 21, 2020\ntags: a", "date: 2026/1/2 10:00",
    "title: A\ndate: Mon, 02 Jan 2006 15:04:05 -0700\ntags: [a, 2026]\ncover: a.jpg\ndraft: yes",
    "title: A\npublished: 2026-11-23\ncategories: [News]\nimage: { src: a.jpg, alt: B }\nsummary:",
    "date: [2026-11-23]\nalias: /a/\npermalink: /x/\nexpires: null\nslug: 1",
  ]) func postsThatAreRightAreTaken(_ text: String) throws {
    #expect(Self.found(text, "Post")?.filter { $0.code.name != "post.missing-fields" } == [])
    let schema = try #require(Self.schema("post"))
    #expect(schema.problems(of: try #require(Self.yaml(text))) == [])
  }

  @Test(arguments: [
    ("title: A", ".: fits nothing"), ("titel: A\ndate: 2026-11-23", "/titel: nothing may stand here"),
    ("date: soon", "/date: `soon` does not match"), ("date: 2026-11-23\ntitle: true", "/title: is boolean"),
    ("date: 2026-11-23\nslug: a/b", "/slug: `a/b` does not match"),
    ("date: 2026-11-23\ndraft: maybe", "/draft: `maybe` does not match"),
    ("date: 2026-11-23\ncover: { alt: x }", "/cover: lacks src"),
    ("date: 2026-11-23\ncover: { src: x, width: wide }", "/cover/width: `wide` does not match"),
    ("date: 2026-11-23\ntags: { a: b }", "/tags: is object"),
    ("date: 2026-11-23\nurlx: /a/", "/urlx: nothing"),
    ("date: 2026-11-23\nreadingTime: 3", "/readingTime: nothing"),
    ("date: 2026-11-23\nbody: x", "/body: nothing"),
  ]) func mistakesInPostsAreSeen(_ sample: (text: String, problem: String)) throws {
    let schema = try #require(Self.schema("post"))
    let problems = schema.problems(of: try #require(Self.yaml(sample.text)))
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix(sample.problem) == true, "\(problems)")
  }

  private static let thing = "title: T\ntext: a\nday: 2026-11-23\nword: A\n"

  @Test(arguments: [
    ("title: T\ntext: a\nday: 2026-11-23", "lacks word"), ("word: C", "is none of the enum"),
    ("words: [A, C]", "is none of the enum"),
    ("count: many", "does not match"), ("count: 1.5", "is number"), ("ratio: much", "does not match"),
    ("link: a b", "does not match"), ("rec: { name: x, yaer: 3 }", "nothing may stand here"),
    ("rec: { year: 3 }", "lacks name"),
    ("recs: [{}]", "lacks name"), ("grid: [[x]]", "does not match"), ("author: [a, b]", "has 2 items"),
    ("at: x", "nothing"),
    ("date: x", "does not match"), ("flag: 2", "is too large"), ("text: ''", "is too short"),
    ("kind: [A]", "nothing"),
  ]) func mistakesInOtherModelsAreSeen(_ sample: (text: String, problem: String)) throws {
    let isWhole = sample.text.hasPrefix("title: T\n")
    let key = sample.text.prefix { $0 != ":" } + ":"
    let rest = Self.thing.split(separator: "\n").filter { !$0.hasPrefix(key) }.joined(separator: "\n")
    let text = isWhole ? sample.text : rest + "\n" + sample.text
    let schema = try #require(Self.schema("thing"))
    let problems = schema.problems(of: try #require(Self.yaml(text)))
    if sample.text == "kind: [A]" {
      #expect(problems == [])
    } else {
      #expect(problems.contains { $0.contains(sample.problem) }, "\(problems)")
    }
    #expect((Self.found(text, "Thing") ?? []).isEmpty == (sample.text == "kind: [A]"))
  }

  @Test func whatASiteLowersIsTaken() throws {
    let node = try #require(Self.yaml("odd: 1"))
    #expect(try #require(Self.schema("post")).problems(of: node).count == 2)
    #expect(try #require(Self.schema("post", unknownKeys: true)).problems(of: node).count == 1)
    #expect(
      try #require(Self.schema("post", unknownKeys: true, missingFields: true)).problems(of: node) == [])
  }

  @Test func knownSlugsAreOffered() throws {
    let schema = try #require(Self.schema("thing"))
    let choices = schema.part("properties", "author", "anyOf")?.elements.first?.node(at: ["enum"])?.elements
    #expect(choices?.compactMap(\.string) == ["ada", "bob"])
    #expect(schema.problems(of: try #require(Self.yaml(Self.thing + "author: eve"))) == [])
  }

  // MARK: - At random

  private static let scalars = [
    "2026-11-23", "2024-5-1 8:00", "'2006-01-02T15:04:05Z'", "Mon, 02 Jan 2006 15:04:05 -0700",
    "December 21, 2020",
    "21 Dec 2020", "3", "-1", "+5", "'+7'", "2.5", "1e3", ".5", "1.0", "yes", "No", "true", "false", "'true'",
    "null", "~",
    "", "''", "a", "'a b'", "a/b", "A", "B", "'1'", "1", "0", "x, y", "1 2 3", "0x10", "C++", "/a/",
    "2024/05/", "inf",
  ]
  private static let wholes = [
    "[]", "[A]", "[A, B]", "[1]", "[true]", "[[1]]", "[[1, 2], [], 3]", "{ src: a }", "[{ src: a, alt: b }]",
    "{ name: x }", "{ name: x, tags: y }", "[{ name: x }, { name: [y] }]", "{ at: 2026-11-23 }", "[null]",
    "[2026-11-23]",
    "{ name: x, year: '3', at: 2026-11-23 }", "{ t3: [a] }", "{}",
  ]
  private static let keys = [
    "title", "text", "maybe", "count", "ratio", "flag", "day", "link", "short", "word", "kind", "kinds",
    "words",
    "author", "authors", "pic", "pics", "rec", "recs", "grid", "note", "parts", "numbers", "date", "deep",
    "where", "t1",
    "t2", "tags", "keywords", "tag", "summary", "description", "excerpt", "slug", "draft", "published",
    "aliases", "alias",
    "path", "permalink", "url", "publishedAt", "updated", "lastmod", "category", "categories", "cover",
    "image", "expires",
    "order", "weight", "menu", "name", "also", "at",
  ]

  @Test(arguments: ["Post", "Page", "Author", "Thing"], [1, 2, 3] as [UInt64])
  func whatASchemaRefusesTheReaderRefuses(_ name: String, _ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let schema = try #require(Self.schema(name.lowercased()))
    var taken = 0
    for _ in 0..<2000 {
      var lines = ["title: T"]
      switch name {
      case "Post": lines.append("publishedAt: 2026-11-23")
      case "Author": lines.append("name: Ada")
      case "Thing": lines += ["text: a", "day: 2026-11-23", "word: A"]
      default: break
      }
      if name == "Author" { lines.removeFirst() }
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let value =
          (Bool.random(using: &random) ? Self.scalars : Self.wholes).randomElement(using: &random) ?? ""
        let key = Self.keys.randomElement(using: &random) ?? ""
        lines.removeAll { $0.hasPrefix(key + ":") }
        lines.append("\(key): \(value)")
      }
      let text = lines.joined(separator: "\n")
      guard let node = Self.yaml(text), Self.found(text, name)?.isEmpty == true else { continue }
      // A list of one is no word of a union to editors, whose messages are plainer so.
      let problems = schema.problems(of: node).filter {
        !$0.hasPrefix("/word: is array") && !$0.hasPrefix("/word: is none")
      }
      #expect(problems == [], "\(text)")
      if !problems.isEmpty { return }
      taken += 1
    }
    #expect(taken > 60)
  }
}
