import Diagnostics
import Testing

@testable import Highlighting

/// Descriptions of languages: patterns, rules, and what is wrong with them.
@Suite struct DescriptionTests {
  /// What a pattern takes at the start of a text; -1 for nothing.
  static let patterns: [(pattern: String, text: String, end: Int)] = [
    ("abc", "abcd", 3), ("abc", "abd", -1), ("a|b", "b", 1), ("a*", "aaab", 3), ("a+b", "aab", 3),
    ("a+", "b", -1),
    ("a?b", "b", 1), ("[a-c]+", "abcd", 3), ("[^a-c]", "a", -1), ("[^a-c]", "d", 1), ("[]]", "]", 1),
    ("[a-]+", "-a", 2),
    ("\\d\\w\\s", "1a ", 3), (".", "\n", -1), ("a(?=b)", "ab", 1), ("a(?=b)", "ac", -1), ("a(?!b)", "ac", 1),
    ("a(?<=a)b", "ab", 2), ("a(?<!a)b", "ab", -1), ("^a$", "a\nb", 1), ("a$", "a\r\n", 1),
    ("\\Aa\\b", "a b", 1),
    ("(ab)+", "ababa", 4), ("(?:a|ab)c", "abc", -1), ("(#+)x\\1", "##x##", 5), ("(#+)x\\1", "##x#", -1),
    ("é", "é", 2),
    ("\\W", "é", -1), ("(a*)*", "b", 0), ("a**", "", -2), ("(", "", -2), (")", "", -2), ("[a", "", -2),
    ("\\", "", -2),
    ("\\q", "", -2), ("(?<=ab)c", "", -2), ("[é]", "", -2), ("(a)(b)(c)", "", -2), ("[b-a]", "", -2),
  ]

  @Test(arguments: patterns)
  func patternsTakeWhatTheySay(_ example: (pattern: String, text: String, end: Int)) {
    guard let pattern = try? PatternParser.parse(example.pattern, ignoringCase: false) else {
      #expect(example.end == -2, "\(example.pattern) can't be read")
      return
    }
    var program = PatternProgram()
    let start = program.add(pattern)
    let language = Language(
      name: "", program: program, rules: [], starts: [], lists: [], words: [], embedded: [])
    var end = -3
    let text = Array(example.text.utf8)
    unsafe text.withUnsafeBufferPointer { text in
      language.withTables { tables in
        var matcher = unsafe PatternMatcher(text, 0..<text.count, tables, effort: 1000)
        end = matcher.end(of: start, at: 0)
      }
    }
    #expect(end == example.end, "\(example.pattern)")
    // A rule is only tried where its pattern can begin.
    if let first = text.first, end > 0 { #expect(pattern.first.contains(first)) }
  }

  @Test func aPatternThatTriesTooMuchGivesUp() {
    let mine = languages("[rules]\ncode = [{ match = '((a|aa)*b)*c', kind = \"keyword\" }]")
    let code = String(repeating: "a", count: 20_000)
    #expect(bracketed(code, "mine", in: mine) == code)
  }

  static let mistakes: [(text: String, message: String)] = [
    ("rules = 1", "`rules` must be a table from names to lists of rules"),
    ("[rules]\nmore = []", "`rules` has no list `code`, where a text begins"),
    ("[rules]\ncode = 1", "`code` must be a list of rules"),
    ("[rules]\ncode = [1]", "a rule is a table, or the name of other rules"),
    ("[rules]\ncode = [\"cdoe\"]", "there are no rules `cdoe`"),
    ("[rules]\ncode = [\"code\"]", "the rules `code` contain themselves"),
    ("[rules]\ncode = [\"a\"]\na = [\"b\"]\nb = [\"a\"]", "the rules `a` contain themselves"),
    ("[rules]\ncode = [{ kind = \"string\" }]", "a rule needs `match`, or `from` and `to`"),
    ("[rules]\ncode = [{ from = 'a' }]", "a rule with `from` needs `to` or `until`"),
    ("[rules]\ncode = [{ match = 'a', to = 'b' }]", "a rule with `match` has no `to`"),
    ("[rules]\ncode = [{ match = 'a', knid = \"string\" }]", "a rule has no `knid`"),
    ("[rules]\ncode = [{ match = 'a', kind = \"strng\" }]", "there is no kind of code `strng`"),
    (
      "[rules]\ncode = [{ match = '(a', kind = \"string\" }]",
      "this pattern can't be read: a `(` is never closed"
    ),
    ("[rules]\ncode = [{ match = 'a', words = \"b\" }]", "there are no words `b`"),
    ("[rules]\ncode = [{ match = 1 }]", "`match` must be a text"),
    ("[rules]\ncode = [{ match = 'a', ends = 1 }]", "`ends` must be `true` or `false`"),
    ("[rules]\ncode = [{ from = 'a', to = 'b', inside = \"c\" }]", "there are no rules `c`"),
    ("words = 1\n[rules]\ncode = []", "`words` must be a table from kinds to words"),
    ("[words]\nkeywrd = \"a\"\n[rules]\ncode = []", "there is no kind of code `keywrd`"),
    ("names = 1", "`names` must be a list of texts"),
    ("nmaes = []", "a language has no setting `nmaes`"),
  ]

  @Test(arguments: mistakes)
  func mistakesAreTold(_ example: (text: String, message: String)) {
    let problems = languages(example.text).problems()
    #expect(problems.first?.message == example.message)
    #expect(problems.allSatisfy { $0.code.name == "theme.language" && ($0.location?.line ?? 0) > 0 })
  }

  @Test func rulesAreNestedAsDeepAsTheyMayBe() {
    let chain = (0..<20_000).map { "c\($0) = [\"c\($0 + 1)\"]\n" }.joined()
    let text = "[rules]\ncode = [\"c0\"]\n" + chain + "c20000 = [{ match = 'a' }]\n"
    #expect(
      languages(text).problems().first?.message == "rules stand more than 100 deep in each other")
    // What is named twice is read once.
    let twice = (0..<90).map { "c\($0) = [\"c\($0 + 1)\", \"c\($0 + 1)\"]\n" }.joined()
    #expect(languages("[rules]\ncode = [\"c0\"]\n" + twice + "c90 = [{ match = 'a' }]\n").problems().isEmpty)
  }

  @Test func whatIsNoTomlIsToldToo() {
    #expect(languages("[rules").problems().map(\.code.name) == ["toml.syntax"])
  }

  @Test func aNameOfTwoLanguagesIsTold() {
    let files = ["a", "b"].map { name in
      Languages.File(
        name: name, source: SourceFile(path: "languages/\(name).toml", text: "names = [\"same\"]"),
        isBuiltIn: false)
    }
    #expect(Languages(files).problems().map(\.message) == ["`same` is a name of `languages/a.toml` too"])
  }

  /// They are read above the first table alone, and whatever is written between the brackets.
  @Test(arguments: [
    ("names = [\"Alias\"]\n[rules]\ncode = [] nonsense", ["alias", "mine"]),
    ("names = [\n\"a\",\n\"b\"\n]\n[words]\n[rules]\ncode = []", ["a", "b", "mine"]),
    ("title = \"\"\"\n[rules]\n\"\"\"\nnames = [\"a\"]", ["a", "mine"]),
    ("names = [\n[\"nested\"],\n\"a\"]", ["a", "mine"]), ("[rules]\nnames = [\"a\"]", ["mine"]),
    ("", ["mine"]),
    ("names = [\"a\"", ["mine"]),
  ])
  func namesStandAboveTheFirstTable(_ text: String, _ names: [String]) {
    #expect(languages(text).names() == names)
  }

  /// A theme's own languages go before those that come with Presstime, by path and by name.
  @Test func ownLanguagesGoFirst() {
    func file(_ name: String, _ names: String, _ kind: String, _ isBuiltIn: Bool) -> Languages.File {
      let text = "names = [\"\(names)\"]\n[rules]\ncode = [{ match = 'a', kind = \"\(kind)\" }]"
      return Languages.File(name: name, source: SourceFile(path: name, text: text), isBuiltIn: isBuiltIn)
    }
    let all = Languages([
      file("one", "x", "keyword", true), file("two", "y", "string", true), file("one", "z", "number", false),
      file("three", "y", "comment", false),
    ])
    #expect(bracketed("a", "one", in: all) == "[n:a]")
    #expect(bracketed("a", "x", in: all) == "?")
    #expect(bracketed("a", "y", in: all) == "[c:a]")
    #expect(bracketed("a", "two", in: all) == "[s:a]")
  }
}
