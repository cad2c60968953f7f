import DataFormats
import Diagnostics
import Models
import TestSupport
import Testing

@testable import Importing

/// Models that are inferred from front matter: what is declared, and that it fits what it was inferred from.
@Suite struct ModelInferenceTests {
  static func samples(_ frontMatters: [String], names: [String] = []) -> [FrontMatterSample] {
    frontMatters.enumerated().map { index, text in
      let name = index < names.count ? names[index] : "p\(index)"
      let source = SourceFile(path: "posts/\(name).md", text: "---\n\(text)\n---\nText\n")
      return FrontMatterSample(source: source, frontMatter: FrontMatter.split(source), path: name)
    }
  }

  /// The fields that are declared, as `name = declaration`.
  static func fields(
    _ frontMatters: [String], as model: String = "Post", names: [String] = [],
    habits: ModelInference.Habits = .init()
  ) -> [String] {
    ModelInference.infer(model, from: samples(frontMatters, names: names), habits: habits).fields.map {
      "\($0.name) = \($0.declaration)"
    }
  }

  /// What the lines say beside a title and a date.
  static let own: [(lines: [String], fields: [String])] = [
    ([], []),
    (["x: 3", "x: 4"], [#"x = "Int""#]),
    (["x: 3", ""], [#"x = "Int?""#]),
    (["x: 3", "x:"], [#"x = "Int?""#]),
    (["x: 3", "x: 3.5"], [#"x = "Double""#]),
    (["x: 3", "x: three"], [#"x = "String""#]),
    (["x: 0x1F"], [#"x = "String""#]),
    (["x: true", ""], [#"x = "Bool = false""#]),
    (["x: false", ""], [#"x = "Bool?""#]),
    (["x: true", "x: false"], [#"x = "Bool""#]),
    (["x: true", "x: disqus"], [#"x = '"disqus" | "true"'"#]),
    (["x: 2024-01-05", "x: 2024-01-06T10:00:00Z"], [#"x = "Date""#]),
    (["x: 2024-01-05", "x: soon"], [#"x = "String""#]),
    (["x: 2024-13-05"], [#"x = "String""#]),
    (["x: https://a.example/", ""], [#"x = "URL?""#]),
    (["x: https://a.example/", "x: none"], [#"x = "String""#]),
    (["x: text", "x: ''"], [#"x = "String?""#]),
    (["x: 2024-01-05", "x: ''"], [#"x = "String?""#]),
    (["x: [a, b]", ""], [#"x = "[String] = []""#]),
    (["x: [1, 2]", "x: 3"], [#"x = "[Int]""#]),
    (["x: [a, null]"], [#"x = "[String?]""#]),
    (["x: []"], [#"x = "[String]""#]),
    (["x: [[a], b]"], [#"x = "[[String]]""#]),
    (["x: {a: 1, b: t}", "x: {a: 2}"], [#"x = "{ a: Int, b: String? }""#]),
    (["x: {a: [1]}", "x: {}", ""], [#"x = "{ a: [Int] }?""#]),
    (["x: [{a: 1}, {b: t}]", "x: {a: 2}"], [#"x = "[{ a: Int?, b: String? }]""#]),
    (["my-key: 1"], [#"my-key = "Int""#]),
    (["\"og:image\": a"], [#"og:image = "String""#]),
    (["x: a", "x: b", "x: a", "x: b", "x: a", "x: a"], [#"x = '"a" | "b"'"#]),
    (["x: a", "x: b", "x: a", "x: b", "x: a", "x: a", ""], [#"x = '("a" | "b")?'"#]),
    (["x: a", "x: b", "x: a", "x: b", "x: a"], [#"x = "String""#]),
    (["x: a", "x: a", "x: a", "x: a"], [#"x = "String""#]),
    // Fields that the model has, under other names.
    (["tags: a b"], [#"tags = { type = "[String] = []", split = " " }"#]),
    (["tags: a b, c"], [#"tags = { type = "[String] = []", split = "," }"#]),
    (["tags: [a b]"], []),
    (["category: News", "categories: [Old]"], []),
    (["categories: [a, b]"], [#"tags = { type = "[String] = []", from = ["tags + categories"] }"#]),
    (
      ["category: a", "category: b", "category: a", "category: b", "category: a", "category: a"],
      [#"category = '"a" | "b"'"#]
    ),
    (
      ["description: a\nexcerpt: b"],
      [
        #"summary = { type = "String?", from = ["description", "excerpt"] }"#, #"excerpt = "String""#,
      ]
    ),
    (["image: a.jpg"], []),
    (["image: {path: a.jpg}"], [#"cover = { type = "Image?", from = ["image.path"] }"#]),
    (["cover: {image: a.jpg}", ""], [#"cover = { type = "Image?", from = ["cover.image"] }"#]),
    (["image: {big: a.jpg}"], [#"image = "{ big: String }""#]),
    (["image: {src: a.jpg, alt: A}"], []),
    (["published: false"], []),
    (
      ["image: {path: a.jpg}", "image: a.jpg"],
      [#"cover = { type = "Image?", from = ["image.path", "image"] }"#]
    ),
    (
      ["taxonomies: {tags: [a], authors: [b]}"],
      [
        #"authors = { type = "[String] = []", from = ["taxonomies.authors"] }"#,
        #"tags = { type = "[String] = []", from = ["tags + taxonomies.tags"] }"#,
      ]
    ),
  ]

  @Test(arguments: own.indices) func fieldsAreDeclared(_ index: Int) throws {
    let (lines, expected) = Self.own[index]
    let all = lines.map { "title: T\ndate: 2024-01-05\n\($0)" }
    #expect(Self.fields(all) == expected, "\(lines)")
    try Self.expectFit(all, as: "Post")
  }

  static let dates: [(names: [String], lines: [String], from: String?)] = [
    (["a"], ["date: 2024-01-05"], nil),
    (["2024-01-05-a"], [""], #"["publishedAt", "@filename"]"#),
    (["2024-01-05-a", "b"], ["", "date: 2024-01-06"], #"["date", "@filename"]"#),
    (["2024-01-05-a"], ["date: 2024-01-06"], nil),
    (["a"], ["path: 2024/01/05/a"], #"["publishedAt", "path ~ {year}/{month}/{day}/"]"#),
    (["2024/01/a"], [""], #"["publishedAt", "@path ~ {year}/{month}/"]"#),
    (["a"], ["date: 2024-01-05\npubDate: 2024-01-06"], #"["date", "pubDate"]"#),
  ]

  @Test(arguments: dates.indices) func datesAreFound(_ index: Int) {
    let sample = Self.dates[index]
    let fields = Self.fields(sample.lines.map { "title: T\n\($0)" }, names: sample.names)
    let found = fields.first { $0.hasPrefix("publishedAt") }
    #expect(found == sample.from.map { #"publishedAt = { type = "Date", from = \#($0) }"# })
  }

  @Test func habitsOfGenerators() {
    let dated = Self.fields(
      ["title: T\ndate: 2024-01-06"], names: ["2024-01-05-a"], habits: .init(datesLeaveNames: true))
    #expect(dated == [#"publishedAt = { type = "Date", from = ["date", "@filename"] }"#])
    let split = Self.fields(
      ["title: T\ndate: 2024-01-06\ncategories: a b"], habits: .init(splitsOnSpace: true))
    #expect(split == [#"tags = { type = "[String] = []", from = ["tags + categories"], split = " " }"#])
  }

  @Test func aModelOfOnesOwn() throws {
    let all = ["name: Ada\nborn: 1815-12-10", "name: Grace\ndraft: true"]
    #expect(Self.fields(all, as: "Author") == [#"name = "String""#, #"born = "Date?""#])
    try Self.expectFit(all, as: "Author")
    #expect(ModelInference.infer("Post", from: Self.samples(["title: T\ndate: 2024-01-05"])).toml == nil)
  }

  @Test func whatNoModelTakesIsSaid() {
    let all = [
      "title: T\ndate: 2024-01-05\nx: {a: 1}\nurl: [1, 2]\nreadingTime: 3\nbody: a",
      "title: T\ndate: 2024-01-05\nx: {a: 1}", "title: T\ndate: 2024-01-05\nx: text\ny: {a-b: 1}",
    ]
    let model = ModelInference.infer("Post", from: Self.samples(all))
    #expect(model.fields.map { "\($0.name) = \($0.declaration)" } == [#"x = "{ a: Int }""#])
    #expect(
      model.misfits.map { "\($0.location.path):\($0.location.line): \($0.message)" } == [
        "posts/p2.md:4: `x` is of another type here",
        "posts/p0.md:5: `url` is worked out by Presstime and can't be set",
        "posts/p0.md:6: `readingTime` is worked out by Presstime and can't be set",
        "posts/p0.md:7: `body` is the text below the front matter",
        "posts/p2.md:5: `y` has names that no record can have",
      ])
  }

  /// A key that the model reads stays what it is, as long as half of its values fit.
  @Test(arguments: [
    ["permalink: false", "permalink: /a/"], ["lastmod: 2024-01-05", "lastmod: Last Modified"],
    ["image: a.jpg", "image: b.jpg", "image: [c.jpg, d.jpg]"],
  ]) func anOddValueMakesNoField(_ lines: [String]) throws {
    let all = lines.map { "title: T\ndate: 2024-01-05\n\($0)" }
    let model = ModelInference.infer("Post", from: Self.samples(all))
    #expect(model.fields == [] && model.misfits.count == 1, "\(model.misfits)")
  }

  // MARK: - Property

  /// Every post from which a model is inferred fits it, but for those of which that is said.
  static func expectFit(_ frontMatters: [String], as name: String, mayMisfit: Bool = false) throws {
    let samples = samples(frontMatters)
    let inferred = ModelInference.infer(name, from: samples)
    if !mayMisfit { #expect(inferred.misfits == [], "\(frontMatters)") }
    let toml = SourceFile(path: "site.toml", text: inferred.toml ?? "[models.\(name)]\n")
    let parse = DataParser.parse(file: toml, as: .toml)
    #expect(parse.diagnostics == [], "\(inferred.toml ?? "")")
    let declarations = ModelDeclarations(source: toml, models: parse.node?.node(at: ["models"]), records: nil)
    let (models, problems) = ModelSet.declared(by: [declarations], zone: .utc)
    #expect(problems.map(\.message) == [], "\(inferred.toml ?? "")")
    let model = models[try #require(models.id(of: name))]
    let misfits = Set(inferred.misfits.map(\.location.path))
    for sample in samples {
      let frontMatter = FrontMatter.split(sample.source)
      let input = EntryInput(
        source: sample.source, root: frontMatter.root, format: frontMatter.format,
        openingFence: frontMatter.openingFence, path: sample.entryPath, stem: sample.stem, heading: nil,
        body: BodyID(0), hasBody: true)
      var reader = EntryReader(
        input, model: model, reader: ValueReader(models: models, zone: .utc), today: "2026-11-23")
      _ = reader.read()
      let found = misfits.contains(sample.source.path) ? [] : reader.diagnostics.map(\.message)
      #expect(found == [], "\(frontMatters)\n\(inferred.toml ?? "")")
    }
  }

  /// Values of one kind each; of one line, for front matter of one key a line.
  static let kinds: [[String]] = [
    ["1", "-2", "+3", "0"], ["1.5", "-2.0", "3"], ["true", "false"], ["true"], ["yes", "true", "0"],
    ["2024-01-05", "2023-12-31T10:00:00+02:00"], ["https://a.example/x", "http://b.example/"],
    ["text", "more text", "\"3\"", "'it''s'"], ["a", "b"], ["''", "a"], ["", "null", "a"],
    ["[a, b]", "[]", "c"],
    ["[1, 2]", "3"], ["[2024-01-05]", "2024-01-06"], ["{a: 1}", "{a: 2, b: x}", "{}"],
    ["[{a: 1}, {b: true}]", "{a: 2}"], ["{a: {b: [1, 2]}, c: }", "{a: {b: 3}}"], ["[[a], [b, c]]", "d"],
    ["\"a\\\"b\"", "'c|d'", "\"e\\\\f\""], ["0x1F", "0o17", "1e3"], ["ü", "日本", "\"\\u0001\""],
  ]
  static let keys = [
    "x", "y", "my-key", "\"og:image\"", "layout", "author", "weight", "series", "tags", "keywords",
    "description",
    "excerpt", "image", "cover", "updated", "lastmod", "permalink", "redirect_from", "draft", "published",
    "slug",
    "categories", "category", "order", "menu", "next", "url", "extra", "taxonomies",
  ]

  static func frontMatters(_ random: inout SeededGenerator, isMixed: Bool) -> [String] {
    let own = ["x", "y", "my-key", "\"og:image\"", "layout", "author", "extra"]
    let chosen = (isMixed ? keys : own).filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
    let kind = Dictionary(
      uniqueKeysWithValues: chosen.map { ($0, kinds.randomElement(using: &random) ?? ["a"]) })
    return (0..<Int.random(in: 1...12, using: &random)).map { _ in
      var lines = ["title: T", "date: 2024-01-05"]
      for key in chosen where Int.random(in: 0..<4, using: &random) > 0 {
        let values = isMixed && Bool.random(using: &random) ? kinds.randomElement(using: &random) : kind[key]
        lines.append("\(key): \(values?.randomElement(using: &random) ?? "a")")
      }
      return lines.joined(separator: "\n")
    }
  }

  @Test(arguments: 0..<4) func everyPostFitsTheModelThatWasInferredFromIt(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<60 {
      try Self.expectFit(Self.frontMatters(&random, isMixed: false), as: "Post")
      for name in ["Post", "Page", "Thing"] {
        try Self.expectFit(Self.frontMatters(&random, isMixed: true), as: name, mayMisfit: true)
      }
    }
  }
}
