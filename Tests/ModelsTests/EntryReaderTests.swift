import DataFormats
import Diagnostics
import Testing

@testable import Models

/// Entries against their model.
@Suite struct EntryReaderTests {
  @Test func aPostThatSaysOnlyItsTitleFailsAsAProgramWould() throws {
    let entry = try read("---\ntitle: Hello\n---\n")
    #expect(
      entry.report == """
        error[post.missing-fields]: Post is missing publishedAt and body
         --> content/posts/hello.md:1:1
          |
        1 | ---
          | ^^^ no publishedAt in this front matter, and nothing after it
          = help: add `publishedAt: 2026-11-23`, and write the post below the second `---`

        """)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let report: String

    init(_ name: String, _ text: String, _ report: String) {
      self.name = name
      self.text = text
      self.report = report
    }

    var testDescription: String { name }
  }

  static let mistakes = [
    Case(
      "no front matter", "Just text.\n",
      """
      error[post.missing-fields]: Post is missing title and publishedAt
       --> content/posts/hello.md:1:1
        |
      1 | Just text.
        | ^ no front matter here
        = help: begin the file with
                ---
                title: …
                publishedAt: 2026-11-23
                ---

      """),
    Case(
      "nothing but a body in TOML", "+++\n+++\nText\n",
      """
      error[post.missing-fields]: Post is missing title and publishedAt
       --> content/posts/hello.md:1:1
        |
      1 | +++
        | ^^^ no title or publishedAt in this front matter
        = help: add `title = "…"` and `publishedAt = 2026-11-23`

      """),
    Case(
      "nothing in JSON", "{}\n",
      """
      error[post.missing-fields]: Post is missing title, publishedAt and body
       --> content/posts/hello.md:1:1
        |
      1 | {}
        | ^ no title or publishedAt in this front matter, and nothing after it
        = help: add `"title": "…"` and `"publishedAt": "2026-11-23"`, and write the post below the `}`

      """),
    Case(
      "no body alone", "---\ntitle: T\ndate: 2024-05-01\n---\n\n",
      """
      error[post.missing-fields]: Post is missing body
       --> content/posts/hello.md:1:1
        |
      1 | ---
        | ^^^ nothing after this front matter
        = help: write the post below the second `---`

      """),
    Case(
      "an empty title", "---\ntitle: \"\"\ndate: 2024-05-01\n---\nText\n",
      """
      error[post.missing-fields]: Post is missing title
       --> content/posts/hello.md:2:1
        |
      2 | title: ""
        | ^^^^^ this says nothing
        = help: write `title: …`; or let the file's name say it, in `content/site.toml`: `[models.Post]` `title = { type = "String", from = ["title", "@heading", "@filename"] }`

      """),
    Case(
      "a mistyped key", post("summry: S"),
      """
      error[post.unknown-key]: `Post` has no field `summry`
       --> content/posts/hello.md:4:1
        |
      4 | summry: S
        | ^^^^^^ unknown key
        = help: did you mean `summary`?

      """),
    Case(
      "a key of its own", post("mood: [happy]"),
      """
      error[post.unknown-key]: `Post` has no field `mood`
       --> content/posts/hello.md:4:1
        |
      4 | mood: [happy]
        | ^^^^ unknown key
        = help: remove it, or declare it in `content/site.toml`: `[models.Post]` `mood = "[String] = []"`

      """),
    Case(
      "a date under a name of its own", "---\ntitle: T\npostedOn: 2024-05-01\n---\nText\n",
      """
      error[post.missing-fields]: Post is missing publishedAt
       --> content/posts/hello.md:1:1
        |
      1 | ---
        | ^^^ no publishedAt in this front matter
        = help: add `publishedAt: 2026-11-23`

      error[post.unknown-key]: `Post` has no field `postedOn`
       --> content/posts/hello.md:3:1
        |
      3 | postedOn: 2024-05-01
        | ^^^^^^^^ unknown key
        = help: this seems to be `publishedAt`: rename it, or read it in `content/site.toml`: `[models.Post]` `publishedAt = { type = "Date", from = ["postedOn"] }`

      """),
    Case(
      "a list of maps of its own", post("links: [{ name: A, year: 3 }]"),
      """
      error[post.unknown-key]: `Post` has no field `links`
       --> content/posts/hello.md:4:1
        |
      4 | links: [{ name: A, year: 3 }]
        | ^^^^^ unknown key
        = help: remove it, or declare it in `content/site.toml`: `[models.Post]` `links = "[{ name: String, year: Int }] = []"`

      """),
    Case(
      "several categories", post("categories: [A, B]"),
      """
      error[post.wrong-type]: `category`: expected `String`, found a list
       --> content/posts/hello.md:4:13
        |
      4 | categories: [A, B]
        |             ^^^^^^ expected `String`
        = help: keep one, or read them all as tags in `content/site.toml`: `[models.Post]` `tags = { type = "[String] = []", from = ["tags + categories"] }`

      """),
    Case(
      "a computed key", post("wordCount: 3"),
      """
      error[post.unknown-key]: `Post.wordCount` is worked out by Presstime and can't be set
       --> content/posts/hello.md:4:1
        |
      4 | wordCount: 3
        | ^^^^^^^^^ unknown key
        = help: remove it

      """),
    Case(
      "a wrong type", post("draft: perhaps"),
      """
      error[post.wrong-type]: `draft`: expected `Bool`, found the text `perhaps`
       --> content/posts/hello.md:4:8
        |
      4 | draft: perhaps
        |        ^^^^^^^ expected `Bool`
        = help: write `true` or `false`

      """),
    Case(
      "a day that does not exist", "---\ntitle: T\ndate: 2023-02-29\n---\nText\n",
      """
      error[post.bad-date]: there is no February 29, 2023
       --> content/posts/hello.md:3:7
        |
      3 | date: 2023-02-29
        |       ^^^^^^^^^^ expected a date
        = help: February 2023 has 28 days; the last one is `2023-02-28`

      """),
    Case(
      "two spellings", post("publishedAt: 2024-06-01"),
      """
      warning[post.two-spellings]: `publishedAt` and `date` both say `Post.publishedAt`
       --> content/posts/hello.md:3:1
        |
      3 | date: 2024-05-01
        | ^^^^ not read
       ::: content/posts/hello.md:4:1
        |
      4 | publishedAt: 2024-06-01
        | ^^^^^^^^^^^ this one is read
        = help: remove `date`, or declare it in `[models.Post]` as a field of its own

      """),
  ]

  @Test(arguments: mistakes) func aMistakeIsShownWithItsMend(_ sample: Case) throws {
    let entry = try read(sample.text)
    #expect(entry.report == sample.report)
  }

  @Test func theFilesNameIsOfferedForWhatItSays() throws {
    let dated = try read("---\ntitle: T\n---\nText\n", path: "content/posts/2024-05-01-hello.md")
    #expect(dated.report.contains(#"`publishedAt = { type = "Date", from = ["date", "@filename"] }`"#))
    let untitled = try read("---\ndate: 2024-05-01\n---\nText\n", path: "content/posts/first-light.md")
    #expect(
      untitled.report.contains(#"`title = { type = "String", from = ["title", "@heading", "@filename"] }`"#))
  }

  @Test(arguments: [
    ("published: false", true), ("published: true", false), ("published: \"no\"", true),
    ("published: false\ndraft: false", true), ("published: true\ndraft: true", true),
  ]) func whatIsNotPublishedIsADraft(_ sample: (keys: String, isDraft: Bool)) throws {
    let entry = try read("---\ntitle: T\ndate: 2024-05-01\n\(sample.keys)\n---\nText\n")
    #expect(entry.report.isEmpty)
    #expect(entry["draft"] == .bool(sample.isDraft))
  }

  @Test func publishedMayBeTheDate() throws {
    let entry = try read("---\ntitle: T\npublished: 2024-05-01\n---\nText\n")
    #expect(entry.report.isEmpty)
    #expect(entry["publishedAt"] == .date(DateTime(secondsSinceEpoch: 1_714_521_600)))
  }

  @Test func listsOfSeveralKeysAreJoined() throws {
    let models = declared("[models.Post]\ntags = { type = '[String] = []', from = ['tags + categories'] }\n")
      .models
    let both = try read(
      "---\ntitle: T\ndate: 2024-05-01\ntags: [a, b]\ncategories: [b, c]\n---\nText\n", models: models)
    #expect(both.report.isEmpty)
    #expect(both["tags"] == .list([.string("a"), .string("b"), .string("c")]))
    #expect(both["category"] == Value.none)
    let neither = try read("---\ntitle: T\ndate: 2024-05-01\n---\nText\n", models: models)
    #expect(neither["tags"] == .list([]))
    let lone = declared("[models.Post]\nsummary = { type = 'String?', from = ['a + b'] }\n").diagnostics
    #expect(lone.map(\.code.name) == ["model.from"])
    #expect(declared("[models.Post]\ntags = { type = '[String]', from = ['a +'] }\n").diagnostics.count == 1)
  }

  @Test func aFilesNameCanBeTheTitle() throws {
    let models = declared("[models.Post]\ntitle = { type = 'String', from = ['title', '@filename'] }\n")
      .models
    let entry = try read(
      "---\ndate: 2024-05-01\n---\nText\n", path: "content/posts/2024-05-01-first-light.md", models: models)
    #expect(entry["title"] == .string("First light"))
  }

  @Test func everyProblemOfAnEntryIsFoundInOneGo() throws {
    let entry = try read("---\ndate: never\ndraft: maybe\nslug: a/b\ntagz: x\n---\nText\n")
    #expect(
      Set(entry.codes) == [
        "post.bad-date", "post.wrong-type", "post.bad-slug", "post.unknown-key", "post.missing-fields",
      ])
    #expect(entry.diagnostics.last?.message == "Post is missing title")
  }

  @Test func defaultsFillWhatIsNotSaid() throws {
    let entry = try read(post(""), path: "content/posts/First Light.md")
    #expect(entry.codes == [])
    #expect(entry["title"] == .string("T"))
    #expect(entry["slug"] == .string("First Light"))
    #expect(entry["tags"] == .list([]))
    #expect(entry["draft"] == .bool(false))
    #expect(entry["summary"] == Value.none)
    #expect(entry["url"] == Value.none)
    #expect(entry["body"] == .body(BodyID(0)))
  }

  @Test(arguments: [
    ("date", "publishedAt"), ("publishDate", "publishedAt"), ("lastmod", "updatedAt"),
    ("description", "summary"),
    ("categories", "category"), ("keywords", "tags"), ("redirect_from", "aliases"), ("permalink", "path"),
  ]) func otherSpellingsAreRead(_ key: String, _ field: String) throws {
    let isDate = field.hasSuffix("At")
    let base =
      key == "date" || field == "publishedAt" ? "---\ntitle: T\n" : "---\ntitle: T\ndate: 2024-05-01\n"
    let entry = try read(base + "\(key): \(isDate ? "2024-05-02" : "x")\n---\nText\n")
    #expect(entry.codes == [])
    #expect(entry[field]?.isNone == false)
    #expect(entry[field] != .list([]))
  }

  @Test func aDeclaredFieldOfThatNameWins() throws {
    let models = declared("[models.Post]\ndescription = 'String?'\n").models
    let entry = try read(post("description: D\nsummary: S"), models: models)
    #expect(entry.codes == [])
    #expect(entry["description"] == .string("D"))
    #expect(entry["summary"] == .string("S"))
  }

  @Test func aNullSpellingIsNoSecondOne() throws {
    let entry = try read(post("publishedAt:\nsummary: S\ndescription:"))
    #expect(entry["summary"] == .string("S"))
    #expect(entry["publishedAt"] == .date(DateTime(milliseconds: 1_714_521_600_000)))
    #expect(entry.codes == [])
  }

  @Test func valuesComeFromTheFirstSourceThatHasOne() throws {
    let models = declared(
      """
      [models.Post]
      publishedAt = { type = "Date", from = ["date", "path ~ {year}/{month}/{day}/", "@path ~ {year}-{month}/", "@filename"] }
      title = { type = "String", from = ["title", "meta.title", "@heading"] }
      section = { type = "String", from = ["@path ~ {section}/"] }
      """
    ).models
    func day(_ text: String, _ path: String = "content/posts/x/a.md") throws -> String {
      let entry = try read(text, path: path, models: models, heading: "H")
      #expect(entry.codes == [])
      guard case .date(let date)? = entry["publishedAt"] else { return "" }
      return DateFormat.isoDate.string(date, in: .utc)
    }
    #expect(try day("---\ntitle: T\ndate: 2024-05-01\npath: 2020/1/2/x\n---\nText\n") == "2024-05-01")
    #expect(try day("---\ntitle: T\npath: 2020/1/2/x\n---\nText\n") == "2020-01-02")
    #expect(try day("---\ntitle: T\n---\nText\n", "content/posts/2021-03/a.md") == "2021-03-01")
    #expect(try day("---\ntitle: T\n---\nText\n", "content/posts/x/2012-04-24-slug.md") == "2012-04-24")
    let dated = try read(
      "---\nmeta: {title: M}\n---\nText\n", path: "content/posts/x/2012-04-24-slug.md", models: models)
    #expect(dated["title"] == .string("M"))
    #expect(dated["slug"] == .string("slug"))
    #expect(dated["section"] == .string("x"))
    let headed = try read(
      "Text\n", path: "content/posts/x/2012-04-24-a.md", models: models, heading: "The heading")
    #expect(headed["title"] == .string("The heading"))
  }

  @Test func aDateInAPathMustExist() throws {
    let models = declared(
      "[models.Post]\npublishedAt = { type = \"Date\", from = \"path ~ {year}/{month}/{day}/\" }\n"
    ).models
    let entry = try read("---\ntitle: T\npath: 2023/02/29/x\n---\nText\n", models: models)
    #expect(entry.codes == ["post.bad-date"])
  }

  @Test func aPageNeedsOnlyATitle() throws {
    let entry = try read("---\ntitle: About\nweight: 3\n---\n", path: "content/about.md", as: "Page")
    #expect(entry.codes == [])
    #expect(entry["order"] == .int(3))
    let untitled = try read("---\norder: 1\n---\n", as: "Page")
    #expect(untitled.diagnostics.map(\.message) == ["Page is missing title"])
  }

  @Test func referencesAreLookedUp() throws {
    let models = declared("[models.Post]\nauthors = '[Author]'\n[models.Author]\nname = 'String'\n").models
    let entry = try read(
      post("authors: [ada, bob]"), models: models,
      reference: { model, slug in
        model == ModelID(2) && slug == "ada" ? .found(EntryID(4)) : .missing(known: ["ada"])
      })
    #expect(entry.codes == ["post.unknown-reference"])
    #expect(entry.diagnostics.first?.location?.column == 16)
  }
}
