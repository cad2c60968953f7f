import DataFormats
import Diagnostics
import Testing

@testable import Models

/// Parsed data as values of a type.
@Suite struct ValueReaderTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let type: String
    let yaml: String
    let expected: Value

    init(_ type: String, _ yaml: String, _ expected: Value) {
      self.type = type
      self.yaml = yaml
      self.expected = expected
    }

    var testDescription: String { "\(type) \(yaml)" }
  }

  static let models = declared(
    """
    [models.Author]
    name = "String"
    [records.Picture]
    src = "String"
    credit = "String?"
    marks = "[Int]"
    """
  ).models

  static func read(
    _ yaml: String, as type: String, separator: String? = nil
  ) throws -> Result<Value, ValueProblem> {
    let source = SourceFile(path: "x", text: "v: \(yaml)")
    let parse = DataParser.parse(source, in: 0..<source.bytes.count, as: .yaml)
    let node = try #require(parse.node?.node(at: ["v"]))
    let record = ValueType.record(
      RecordType(
        name: "Picture",
        fields: [.init("src", .string), .init("credit", .optional(.string)), .init("marks", .list(.int))]))
    let wanted = try models.type(written: type, alsoKnown: ["Picture": record]).get()
    let reader = ValueReader(
      models: models, zone: .utc,
      reference: { _, slug in
        switch slug {
        case "ada": .found(EntryID(7))
        case "twin": .ambiguous(["authors/a/twin", "authors/b/twin"])
        default: .missing(known: ["ada", "twin"])
        }
      },
      image: { path, span in
        path == "lost.jpg"
          ? .failure(ValueProblem(.postWrongType, "no such picture", span)) : .success("/img/" + path)
      },
      markdown: { text, _ in BodyID(text.utf8.count) })
    return reader.read(node, as: wanted, separator: separator)
  }

  static let values = [
    Case("String", "Hello", .string("Hello")),
    // The text counts, not what YAML makes of it: `version: 3.0`, `slug: 1`, `category: 2013`.
    Case("String", "3.0", .string("3.0")), Case("String", "007", .string("007")),
    Case("String", "''", .string("")),
    Case("String", "[one]", .string("one")), Case("String", "2024-05-01", .string("2024-05-01")),
    Case("String?", "", .none), Case("String?", "~", .none), Case("String?", "x", .string("x")),
    Case("Int", "3", .int(3)), Case("Int", "\"3\"", .int(3)), Case("Int", "+3", .int(3)),
    Case("Int", "-3", .int(-3)), Case("Int", "0x1F", .int(31)), Case("Double", "0o17", .double(15)),
    Case("Double", "3", .double(3)), Case("Double", "3.5", .double(3.5)),
    Case("Double", "'1e3'", .double(1000)),
    Case("Bool", "true", .bool(true)), Case("Bool", "yes", .bool(true)), Case("Bool", "'off'", .bool(false)),
    Case("Bool", "1", .bool(true)), Case("Bool", "0", .bool(false)), Case("Bool", "FALSE", .bool(false)),
    Case("Date", "1970-01-02", .date(DateTime(milliseconds: 86_400_000))),
    Case("URL", "https://a.b/", .string("https://a.b/")), Case("Slug", "a b", .string("a b")),
    Case("\"a\" | \"b\"", "b", .string("b")),
    Case("[String]", "[a, b]", .list([.string("a"), .string("b")])),
    Case("[String]", "a", .list([.string("a")])), Case("[String]", "", .list([])),
    Case("[Int]", "[1, '2']", .list([.int(1), .int(2)])),
    Case("[[Int]]", "[[1], 2]", .list([.list([.int(1)]), .list([.int(2)])])),
    Case("[String?]", "[a, ~]", .list([.string("a"), .none])), Case("Markdown", "'*x*'", .body(BodyID(3))),
    Case("Author", "ada", .entry(EntryID(7))), Case("[Author]", "ada", .list([.entry(EntryID(7))])),
    Case("Author", "[ada]", .entry(EntryID(7))),
    Case("Picture", "{src: a, marks: 1}", .record([.string("a"), .none, .list([.int(1)])])),
    Case("Picture", "{credit: b, src: a}", .record([.string("a"), .string("b"), .list([])])),
    Case("{ a: Int }", "{a: 1}", .record([.int(1)])),
    Case("Image", "a.jpg", .record([.string("/img/a.jpg"), .none, .none, .none])),
    Case("Image", "[a.jpg]", .record([.string("/img/a.jpg"), .none, .none, .none])),
    Case(
      "Image", "{src: a.jpg, alt: A, width: 3}",
      .record([.string("/img/a.jpg"), .string("A"), .int(3), .none])),
  ]

  @Test(arguments: values) func aValueIsReadByItsType(_ sample: Case) throws {
    #expect(try Self.read(sample.yaml, as: sample.type).get() == sample.expected)
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let type: String
    let yaml: String
    let code: String
    let message: String
    let help: String?

    init(_ type: String, _ yaml: String, _ code: String, _ message: String, _ help: String?) {
      self.type = type
      self.yaml = yaml
      self.code = code
      self.message = message
      self.help = help
    }

    var testDescription: String { "\(type) \(yaml)" }
  }

  static let mistakes = [
    Mistake(
      "Int", "three", "post.wrong-type", "expected `Int`, found the text `three`",
      "write a whole number, like `3`"),
    Mistake(
      "Int", "3.5", "post.wrong-type", "expected `Int`, found the number 3.5",
      "write a whole number, like `3`"),
    Mistake(
      "Int", "99999999999999999999", "post.wrong-type",
      "expected `Int`, found the number 99999999999999999999", "write a whole number, like `3`"),
    Mistake("Int", "", "post.wrong-type", "expected `Int`, found nothing", "write a whole number, like `3`"),
    Mistake(
      "Double", "many", "post.wrong-type", "expected `Double`, found the text `many`",
      "write a number, like `3.5`"),
    Mistake(
      "Double", ".inf", "post.wrong-type", "expected `Double`, found the text `.inf`",
      "write a number, like `3.5`"),
    Mistake(
      "Double", "'inf'", "post.wrong-type", "expected `Double`, found the text `inf`",
      "write a number, like `3.5`"),
    Mistake(
      "Bool", "maybe", "post.wrong-type", "expected `Bool`, found the text `maybe`", "write `true` or `false`"
    ),
    Mistake(
      "String", "true", "post.wrong-type", "expected `String`, found `true`", "write it in quotes: `\"true\"`"
    ),
    Mistake(
      "String", "[a, b]", "post.wrong-type", "expected `String`, found a list",
      "write a text, in quotes if it has odd characters"),
    Mistake(
      "String", "[]", "post.wrong-type", "expected `String`, found an empty list",
      "write a text, in quotes if it has odd characters"),
    Mistake(
      "String", "{a: 1}", "post.wrong-type", "expected `String`, found a map",
      "write a text, in quotes if it has odd characters"),
    Mistake(
      "[Int]", "[1, x]", "post.wrong-type", "expected `Int`, found the text `x`",
      "write a whole number, like `3`"),
    Mistake(
      "Date", "soon", "post.bad-date", "`soon` is no date",
      "write a date as `2024-05-31` or `2024-05-31T10:00:00+02:00`"),
    Mistake(
      "Slug", "a/b", "post.bad-slug", "`a/b` can't be a slug: a slug is one part of a URL, without slashes",
      "a slug is one part of a URL, like `a-b`; for a whole path use `path:`"),
    Mistake(
      "Slug", "'/'", "post.bad-slug", "`/` can't be a slug: a slug is one part of a URL, without slashes",
      "a slug is one part of a URL, like `my-post`; for a whole path use `path:`"),
    Mistake(
      "\"News\" | \"Opinion\"", "news", "post.not-in-union", "`news` is not one of `News`, `Opinion`",
      "did you mean `News`?"),
    Mistake(
      "\"a\" | \"b\"", "xyz", "post.not-in-union", "`xyz` is not one of `a`, `b`", "choose one of `a`, `b`"),
    Mistake(
      "Author", "adda", "post.unknown-reference", "there is no `Author` with the slug `adda`",
      "did you mean `ada`?"),
    Mistake(
      "Author", "zebra", "post.unknown-reference", "there is no `Author` with the slug `zebra`",
      "known slugs are `ada`, `twin`"),
    Mistake(
      "Author", "twin", "post.ambiguous-reference", "several entries of `Author` have the slug `twin`",
      "give one of them another slug: authors/a/twin, authors/b/twin"),
    Mistake(
      "Picture", "{credit: b}", "post.missing-member", "this record is missing `src`", "add `src`, a String"),
    Mistake(
      "Picture", "{src: a, credits: b}", "post.unknown-key", "Picture has no field `credits`",
      "did you mean `credit`?"),
    Mistake(
      "{ a: Int }", "{a: 1, zzz: 2}", "post.unknown-key", "{ a: Int } has no field `zzz`",
      "its fields are `a`"),
    Mistake(
      "Picture", "a.jpg", "post.wrong-type", "expected `Picture`, found the text `a.jpg`",
      "write a map with `src`, `credit`, `marks`"),
    Mistake("Image", "{alt: A}", "post.missing-member", "this record is missing `src`", "add `src`, a URL"),
    Mistake(
      "Image", "[a, b]", "post.wrong-type", "expected `Image`, found a list",
      "write a map with `src`, `alt`, `width`, `height`"),
    Mistake("Image", "lost.jpg", "post.wrong-type", "no such picture", nil),
  ]

  @Test(arguments: mistakes) func whatDoesNotFitIsExplained(_ sample: Mistake) throws {
    switch try Self.read(sample.yaml, as: sample.type) {
    case .success(let value): Issue.record("read as \(value)")
    case .failure(let problem):
      #expect(problem.code.name == sample.code)
      #expect(problem.message == sample.message)
      #expect(problem.help == sample.help)
    }
  }

  @Test func aSeparatorCutsOneTextIntoAList() throws {
    #expect(
      try Self.read("a b  c", as: "[String]", separator: " ").get()
        == .list([.string("a"), .string("b"), .string("c")]))
    #expect(
      try Self.read("'a, b ,'", as: "[String]", separator: ",").get() == .list([.string("a"), .string("b")]))
    #expect(
      try Self.read("[a b, c]", as: "[String]", separator: " ").get()
        == .list([.string("a b"), .string("c")]))
    #expect(try Self.read("1;2", as: "[Int]", separator: ";").get() == .list([.int(1), .int(2)]))
    #expect(try Self.read("", as: "[String]", separator: " ").get() == .list([]))
  }

  @Test func aNumberWithoutEndIsNoDouble() throws {
    let source = SourceFile(path: "x", text: "v = inf")
    let node = try #require(
      DataParser.parse(source, in: 0..<source.bytes.count, as: .toml).node?.node(at: ["v"]))
    let reader = ValueReader(models: Self.models, zone: .utc)
    #expect(throws: ValueProblem.self) { try reader.read(node, as: .double).get() }
  }
}
