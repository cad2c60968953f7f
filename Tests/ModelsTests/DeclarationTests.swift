import DataFormats
import Diagnostics
import Testing

@testable import Models

/// `[models]` and `[records]` of `site.toml` and `theme.toml`.
@Suite struct DeclarationTests {
  @Test func theExampleOfTheManualIsRead() throws {
    let (models, diagnostics) = declared(
      """
      [models.Post]
      subtitle    = "String?"
      category    = '"Technical" | "Personal"'
      rating      = "Int = 3"
      reviewers   = "[Author]"
      picture     = "{ src: Image, credit: String? }"
      publishedAt = { type = "Date", from = ["date", "path ~ {year}/{month}/{day}/", "@filename"] }
      title       = { type = "String", from = ["title", "@heading"] }
      tags        = { type = "[String] = []", split = " " }
      cover2      = "Picture?"
      [models.Author]
      name = "String"
      [records.Picture]
      src = "Image"
      """)
    #expect(diagnostics.map(\.message) == [])
    #expect(models.names == ["Post", "Page", "Author"])
    let post = models[.post]
    func type(_ field: String) -> String? { post.field(field).map { models.name(of: $0.type) } }
    #expect(type("subtitle") == "String?")
    #expect(type("category") == "\"Technical\" | \"Personal\"")
    #expect(type("reviewers") == "[Author]")
    #expect(type("picture") == "{ src: Image, credit: String? }")
    #expect(type("cover2") == "Picture?")
    #expect(post.field("rating")?.defaultValue == .int(3))
    #expect(post.field("tags")?.separator == " ")
    #expect(post.field("publishedAt")?.sources.count == 3)
    #expect(post.field("publishedAt")?.sources.last == .fileName)
    #expect(post.field("category")?.isRequired == true)
    // Computed fields come last, so that an entry's own values are together.
    let firstComputed = try #require(post.fields.firstIndex { $0.isComputed })
    #expect(post.fields[firstComputed...].allSatisfy { $0.isComputed })
    #expect(
      models[ModelID(2)].fields.map(\.name).prefix(6) == ["slug", "body", "draft", "aliases", "path", "name"])
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let toml: String
    let report: String

    init(_ name: String, _ toml: String, _ report: String) {
      self.name = name
      self.toml = toml
      self.report = report
    }

    var testDescription: String { name }
  }

  static let mistakes = [
    Case(
      "an unknown type", "[models.Post]\nmood = \"[Mod]\"\n[models.Mood]\nname = \"String\"\n",
      """
      error[model.unknown-type]: there is no type `Mod`
       --> content/site.toml:2:10
        |
      2 | mood = "[Mod]"
        |          ^^^
        = help: did you mean `Mood`?

      """),
    Case(
      "a type that can't be read", "[models.Post]\nmood = \"String!\"\n",
      """
      error[model.syntax]: expected `?`, `|`, `=` or the end of the type
       --> content/site.toml:2:15
        |
      2 | mood = "String!"
        |               ^

      """),
    Case(
      "a computed field", "[models.Post]\nurl = \"String\"\n",
      """
      error[model.computed-field]: `Post.url` is worked out by Presstime
       --> content/site.toml:2:1
        |
      2 | url = "String"
        | ^^^ this name is taken
        = help: choose another name for the field

      """),
    Case(
      "a wider type", "[models.Post]\npublishedAt = \"Date?\"\n",
      """
      error[model.not-narrower]: `Post.publishedAt` is `Date` and can't become `Date?`
       --> content/site.toml:2:15
        |
      2 | publishedAt = "Date?"
        |               ^^^^^^^ not a narrower type
        = help: where a value may be missing, say what is taken then: `publishedAt = 'Date = "2000-01-01"'`

      """),
    Case(
      "a default of another type", "[models.Post]\nrating = \"Int = \\\"x\\\"\"\n",
      """
      error[model.default]: this default does not fit: expected `Int`, found the text `x`
       --> content/site.toml:2:10
        |
      2 | rating = "Int = \\"x\\""
        |          ^^^^^^^^^^^^^
        = help: write a whole number, like `3`

      """),
    Case(
      "a default that is no literal", "[models.Post]\nrating = \"Int = three\"\n",
      """
      error[model.default]: this default is no literal
       --> content/site.toml:2:17
        |
      2 | rating = "Int = three"
        |                 ^^^^^
        = help: write a default as JSON: `"text"`, `3`, `true`, `[]`

      """),
    Case(
      "two defaults", "[models.Post]\nrating = \"Int = 3 4\"\n",
      """
      error[model.default]: this default is no literal
       --> content/site.toml:2:17
        |
      2 | rating = "Int = 3 4"
        |                 ^^^
        = help: write a default as JSON: `"text"`, `3`, `true`, `[]`

      """),
    Case(
      "a record that holds itself", "[records.A]\nb = \"B\"\n[records.B]\na = \"[A]\"\n",
      """
      error[model.recursive-record]: the record `A` contains itself
       --> content/site.toml:4:7
        |
      4 | a = "[A]"
        |       ^ `A` → `B` → `A`
        = help: a record is part of its entry; to point from one entry to another, declare a model

      """),
    Case(
      "a record's default", "[records.A]\nb = \"Int = 3\"\n",
      """
      error[model.syntax]: a record's field has no default
       --> content/site.toml:2:12
        |
      2 | b = "Int = 3"
        |            ^
        = help: make it optional with `?`, and give the default in the template with `??`

      """),
    Case(
      "an unknown source", "[models.Post]\nmood = { type = \"String\", from = [\"@filname\"] }\n",
      """
      error[model.from]: there is no source `@filname`
       --> content/site.toml:2:35
        |
      2 | mood = { type = "String", from = ["@filname"] }
        |                                   ^^^^^^^^^^
        = help: did you mean `@filename`?

      """),
    Case(
      "an unknown setting", "[models.Post]\nmood = { type = \"String\", form = \"x\" }\n",
      """
      error[model.syntax]: a field has no setting `form`
       --> content/site.toml:2:27
        |
      2 | mood = { type = "String", form = "x" }
        |                           ^^^^
        = help: did you mean `from`?

      """),
    Case(
      "a model's name", "[models.author]\nname = \"String\"\n",
      """
      error[model.syntax]: a model's name is a word that begins with a capital letter, not `author`
       --> content/site.toml:1:9
        |
      1 | [models.author]
        |         ^^^^^^
        = help: call it `Author`

      """),
    Case(
      "names of other types", "[records.String]\na = \"Int\"\n[models.Post]\n[records.Post]\na = \"Int\"\n",
      """
      error[model.syntax]: `String` is the name of a type that Presstime has
       --> content/site.toml:1:10
        |
      1 | [records.String]
        |          ^^^^^^ this name is taken
        = help: choose another name

      error[model.syntax]: `Post` is the name of a model
       --> content/site.toml:4:10
        |
      4 | [records.Post]
        |          ^^^^ this name is taken
        = help: choose another name

      """),
  ]

  @Test(arguments: mistakes) func aMistakeIsShownAtItsPlace(_ sample: Case) {
    let (_, diagnostics) = declared(sample.toml)
    #expect(TextReport(colored: false).text(of: diagnostics.inOrder) == sample.report)
  }

  static let syntax = [
    ("models = 3", "`models` must be a table of named fields"),
    ("records = []", "`records` must be a table of named fields"),
    ("[models]\nPost = 3", "`models.Post` must be a table of fields"),
    ("[records]\nA = 3", "`records.A` must be a table of fields"),
    ("[models.Post]\nx = 3", "the type of `x` is a text in quotes"),
    ("[models.Post]\nx = {}", "`x` needs a type"),
    ("[models.Post]\nx = { type = 3 }", "`x` needs a type"),
    ("[models.Post]\nx = { type = \"String\", split = \"\" }", "`split` is the text between two values"),
    ("[models.Post]\nx = { type = \"String\", from = 3 }", "`from` is a text or a list of texts"),
    ("[models.Post]\nx = { type = \"String\", from = \"\" }", "an empty text names nothing"),
    ("[models.Post]\nx = { type = \"String\", from = \"a ~ b\" }", "`b` is no pattern"),
    ("[records.A]\nx = 3", "the field `x` of a record is a type in quotes"),
    ("[records.A]\nx = \"Nope\"", "there is no type `Nope`"),
    ("[records.A]\nx = \"[\"", "expected a type"),
  ]

  @Test(arguments: syntax) func whatIsNoDeclarationIsReported(_ toml: String, _ message: String) {
    #expect(declared(toml).diagnostics.map(\.message) == [message])
  }

  @Test func recordsAreNestedAsDeepAndAreAsLargeAsTheyMayBe() {
    let chain = (0..<150).map { "R\($0) = { f = \"R\($0 + 1)\" }\n" }.joined()
    let deep = declared("[records]\n" + chain + "R150 = { f = \"Int\" }\n[models.Post]\nx = \"R0?\"\n")
      .diagnostics
    #expect(deep.first?.message == "records stand more than 100 deep in each other")
    let twice = (0..<40).map { "R\($0) = { a = \"R\($0 + 1)\", b = \"R\($0 + 1)\" }\n" }.joined()
    let large = declared("[records]\n" + twice + "R40 = { f = \"Int\" }\n[models.Post]\nx = \"R0?\"\n")
      .diagnostics
    #expect(
      large.first?.message == "the record `R28` has more than 10000 fields, with those of the records in it")
  }

  @Test func aSiteNarrowsWhatItsThemeAdds() {
    let theme = declarations("[models.Post]\nmood = 'String?'\nstars = 'Int = 3'\n", path: "theme.toml")
    let good = declarations("[models.Post]\nmood = '\"happy\" | \"sad\"'\nstars = 'Int'\n", path: "site.toml")
    let (models, diagnostics) = ModelSet.declared(by: [theme, good], zone: .utc)
    #expect(diagnostics.isEmpty)
    #expect(models[.post].field("mood")?.type == .union(["happy", "sad"]))
    #expect(models[.post].field("stars")?.defaultValue == .int(3))
    #expect(models[.post].field("mood")?.declaration?.path == "site.toml")

    let bad = declarations("[models.Post]\nmood = 'Int'\n", path: "site.toml")
    let (kept, problems) = ModelSet.declared(by: [theme, bad], zone: .utc)
    #expect(problems.map(\.code) == [.modelNotNarrower])
    #expect(kept[.post].field("mood")?.type == .optional(.string))
  }

  @Test func everyFieldIsCheckedInOneGo() {
    let (models, diagnostics) = declared("[models.Post]\na = 'X1'\nb = 'String'\nc = '['\nurl = 'Int'\n")
    #expect(diagnostics.map(\.code.name) == ["model.unknown-type", "model.syntax", "model.computed-field"])
    #expect(models[.post].field("b") != nil)
    #expect(models[.post].field("a") == nil)
  }

  @Test func defaultsAreReadInTheSitesZone() {
    let source = declarations("[models.Post]\nday = 'Date = \"2024-05-01\"'\n", path: "site.toml")
    let (models, diagnostics) = ModelSet.declared(by: [source], zone: centralEurope)
    #expect(diagnostics.isEmpty)
    #expect(models[.post].field("day")?.defaultValue == .date(DateTime(milliseconds: 1_714_514_400_000)))
  }
}
