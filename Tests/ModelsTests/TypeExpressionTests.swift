import Diagnostics
import Testing

@testable import Models

/// The text of a type in `site.toml`.
@Suite struct TypeExpressionTests {
  /// A type, written again from what it was read as.
  static let types = [
    ("String", "String"), (" Int ", "Int"), ("Double?", "Double?"), ("Bool ?", "Bool?"),
    ("[String]", "[String]"),
    ("[ [Date] ]", "[[Date]]"), ("[String]?", "[String]?"), ("[String?]", "[String?]"), ("URL", "URL"),
    ("Slug", "Slug"),
    ("Image", "Image"), ("Markdown", "Markdown"), ("Post", "Post"), ("[Page]", "[Page]"), ("\"a\"", "\"a\""),
    ("\"a\" | 'b'|\"c d\"", "\"a\" | \"b\" | \"c d\""), ("(\"a\" | \"b\")?", "(\"a\" | \"b\")?"),
    ("[\"a\" | \"b\"]", "[\"a\" | \"b\"]"), ("\"a\"?", "(\"a\")?"), ("(((String)))", "String"),
    ("{}", "{  }"),
    ("{ src: Image, credit: String? }", "{ src: Image, credit: String? }"),
    ("{a:{b:[Int]},}", "{ a: { b: [Int] } }"), ("\"a | b\"", "\"a | b\""), ("\n\tString\n", "String"),
  ]

  @Test(arguments: types) func aTypeIsReadAndWrittenAgain(_ text: String, _ expected: String) throws {
    let models = ModelSet(models: [BuiltInModels.post, BuiltInModels.page])
    let type = try models.type(written: text, alsoKnown: [:]).get()
    #expect(models.name(of: type) == expected)
  }

  /// The message, and the bytes that it points at.
  static let mistakes = [
    ("", "expected a type 0..<0"), ("String!", "expected `?`, `|`, `=` or the end of the type 6..<7"),
    ("String??", "one `?` is enough 7..<8"), ("[String", "expected `]` to close the list 6..<7"),
    ("(String", "expected `)` to close the parenthesis 6..<7"),
    ("\"a\" |", "expected another string in quotes after `|` 4..<5"),
    ("\"a\" | String", "expected another string in quotes after `|` 6..<7"),
    ("\"a", "this string is never closed 0..<2"),
    ("\"a\" | \"a\"", "`\"a\"` is in this union twice 6..<9"),
    ("{ a: Int, a: Int }", "`a` is in this record twice 10..<11"),
    ("{ a Int }", "expected `:` and the type of `a` 4..<5"),
    ("{ a: Int b: Int }", "expected `,` or `}` in this record 9..<10"),
    ("{ : Int }", "expected the name of a field 2..<3"),
    ("{ a: Int", "expected `,` or `}` in this record 7..<8"),
    ("Int =", "expected a default value after `=` 4..<5"),
    ("String | Int", "expected `?`, `|`, `=` or the end of the type 7..<8"),
    ("Array<String>", "expected `?`, `|`, `=` or the end of the type 5..<6"), ("ü", "expected a type 0..<1"),
  ]

  @Test(arguments: mistakes) func aMistakeIsShownInTheText(_ text: String, _ expected: String) {
    do throws(TypeSyntaxError) {
      _ = try TypeParser.parse(text)
      Issue.record("accepted")
    } catch {
      #expect("\(error.message) \(error.range)" == expected)
      #expect(error.range.upperBound <= text.utf8.count)
    }
  }

  @Test(arguments: ["[", "(", "{a:", "{a:["]) func deepTypesAreRefused(_ open: String) {
    do throws(TypeSyntaxError) {
      _ = try TypeParser.parse(String(repeating: open, count: 10_000))
      Issue.record("accepted")
    } catch {
      #expect(error.message == "this type is nested too deeply")
    }
  }

  @Test(arguments: [
    ("Int = 3", "3"), ("String = \"a = b\"", "\"a = b\""), ("[String] = []", "[]"),
    ("\"a\" | \"b\" = \"a\"", "\"a\""),
    ("Int", nil),
  ]) func aDefaultStandsBehindTheType(_ text: String, _ expected: String?) throws {
    let range = try TypeParser.parse(text).defaultRange
    #expect(range.map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) } == expected)
  }

  struct Fit: Sendable, CustomTestStringConvertible {
    let new: String
    let old: String
    let fits: Bool

    init(_ new: String, _ old: String, _ fits: Bool) {
      self.new = new
      self.old = old
      self.fits = fits
    }

    var testDescription: String { "\(new) for \(old)" }
  }

  static let narrowing = [
    Fit("String", "String", true), Fit("String", "String?", true), Fit("String?", "String", false),
    Fit("\"a\" | \"b\"", "String", true), Fit("\"a\" | \"b\"", "String?", true),
    Fit("(\"a\" | \"b\")?", "String?", true),
    Fit("String", "\"a\"", false), Fit("\"a\"", "\"a\" | \"b\"", true),
    Fit("\"a\" | \"c\"", "\"a\" | \"b\"", false),
    Fit("Slug", "String", true), Fit("URL", "String", true), Fit("String", "Slug", false),
    Fit("Int", "Double", false),
    Fit("Int", "String", false), Fit("[\"a\"]", "[String]", true), Fit("[String]", "[\"a\"]", false),
    Fit("[String]", "String", false), Fit("[String]", "[String]?", true), Fit("Post", "Page", false),
    Fit("{ a: Int }", "{ a: Int }", true), Fit("{ a: Int }", "{ a: Int, b: Int? }", false),
    Fit("Date", "Date?", true),
  ]

  @Test(arguments: narrowing) func aNewTypeStandsWhereTheOldOneDid(_ sample: Fit) throws {
    let models = ModelSet(models: [BuiltInModels.post, BuiltInModels.page])
    let new = try models.type(written: sample.new, alsoKnown: [:]).get()
    let old = try models.type(written: sample.old, alsoKnown: [:]).get()
    #expect(Narrowing.allows(new, for: old) == sample.fits)
  }

  @Test func anUnknownTypeIsSuggested() {
    let models = ModelSet(models: [BuiltInModels.post, BuiltInModels.page])
    switch models.type(written: "[Strin]", alsoKnown: ["HTML": .html]) {
    case .success: Issue.record("accepted")
    case .failure(let problem):
      #expect(problem.message == "there is no type `Strin`")
      #expect(problem.help == "did you mean `String`?")
    }
  }
}
