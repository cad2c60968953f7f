import Testing

@testable import Models

/// Globs over paths, patterns of `from`, and dates in file names.
@Suite struct PatternTests {
  struct Fit: Sendable, CustomTestStringConvertible {
    let pattern: String
    let path: String
    let fits: Bool

    init(_ pattern: String, _ path: String, _ fits: Bool) {
      self.pattern = pattern
      self.path = path
      self.fits = fits
    }

    var testDescription: String { "\(pattern) \(path)" }
  }

  static let globs = [
    Fit("drafts/**", "drafts/a.md", true), Fit("drafts/**", "drafts/a/b.md", true),
    Fit("drafts/**", "a/drafts/b", false),
    Fit("*.md", "a.md", true), Fit("*.md", "a/b.md", false), Fit("**/*.md", "a/b.md", true),
    Fit("**/*.md", "b.md", true),
    Fit("a/**/z", "a/z", true), Fit("a/**/z", "a/b/c/z", true), Fit("a/**/z", "a/b/c", false),
    Fit("?.md", "a.md", true),
    Fit("?.md", "ab.md", false), Fit("{a,b}/c", "b/c", true), Fit("{a,b}/c", "c/c", false),
    Fit("x{,y}", "x", true),
    Fit("x{,y}", "xy", true), Fit("{a,b", "{a,b", true), Fit("a*c", "abbbc", true),
    Fit("a*b*c", "axbyc", true),
    Fit("a*b*c", "acb", false), Fit("", "", true), Fit("**", "a/b", true), Fit("a", "A", false),
    Fit("/a/", "a", true),
    Fit("[a]", "[a]", true), Fit("{a,b}{c,d}", "ad", true), Fit("**/b/**", "a/b/c/d", true),
    Fit("*", "", false),
  ]

  @Test(arguments: globs) func aGlobFitsTheWholePath(_ sample: Fit) {
    #expect(Glob(sample.pattern).matches(sample.path) == sample.fits)
  }

  @Test func hostileGlobsEnd() {
    let stars = String(repeating: "*a", count: 200) + "b"
    #expect(!Glob(stars).matches(String(repeating: "a", count: 2000)))
    let folders = String(repeating: "**/a/", count: 100) + "b"
    #expect(!Glob(folders).matches(String(repeating: "a/", count: 500)))
    #expect(!Glob(String(repeating: "{a,b}", count: 100)).matches("c"))
    #expect(!Glob(String(repeating: "{a}", count: 50_000)).matches("c"))
    #expect(Glob(String(repeating: "{a,b}", count: 8)).matches("bbbbbbbb"))
    #expect(Glob.isSmall("{a,b}/{c,d}/*") && !Glob.isSmall(String(repeating: "{a,b}", count: 9)))
    #expect(!Glob.isSmall("{" + String(repeating: ",", count: 300) + "}"))
    #expect(Glob(String(repeating: "{", count: 1000)).matches(String(repeating: "{", count: 1000)))
  }

  struct Match: Sendable, CustomTestStringConvertible {
    let pattern: String
    let path: String
    let captures: [String: String]?
    var testDescription: String { "\(pattern) \(path)" }
  }

  static let matches = [
    Match(
      pattern: "{year}/{month}/{day}/", path: "2025/12/19/slug",
      captures: ["year": "2025", "month": "12", "day": "19"]),
    Match(
      pattern: "{year}/{month}/{day}/", path: "/2025/1/9/slug",
      captures: ["year": "2025", "month": "1", "day": "9"]),
    Match(pattern: "{year}/{month}/{day}/", path: "25/12/19/slug", captures: nil),
    Match(pattern: "{year}/{month}/{day}/", path: "2025/xx/19/slug", captures: nil),
    Match(pattern: "{year}/{month}/{day}/", path: "2025/12/19", captures: nil),
    Match(
      pattern: "{year}{month}{day}", path: "20251219", captures: ["year": "2025", "month": "12", "day": "19"]),
    Match(pattern: "{category}/", path: "news/a", captures: ["category": "news"]),
    Match(pattern: "*/{category}/", path: "x/news/a", captures: ["category": "news"]),
    Match(pattern: "{lang}-{name}", path: "de-über", captures: ["lang": "de", "name": "über"]),
    Match(pattern: "blog/{name}", path: "docs/a", captures: nil),
    Match(pattern: "{name}", path: "", captures: nil),
  ]

  @Test(arguments: matches) func aPatternNamesThePartsOfAPath(_ sample: Match) throws {
    let pattern = try #require(PathPattern(sample.pattern))
    #expect(pattern.match(sample.path) == sample.captures)
  }

  @Test(arguments: ["", "abc", "{", "{year", "{}", "*", "}"]) func whatNamesNothingIsNoPattern(_ text: String)
  {
    #expect(PathPattern(text) == nil)
  }

  @Test(arguments: [
    ("2012-04-24-slug", "2012-04-24 slug"), ("2012-4-2-a-b", "2012-04-02 a-b"), ("2012-04-24", "2012-04-24 "),
    ("2024-02-29-leap", "2024-02-29 leap"),
  ]) func aStemMayBeginWithADay(_ stem: String, _ expected: String) throws {
    let dated = try #require(FileNameDate(stem))
    #expect("\(dated.date.text) \(dated.rest)" == expected)
  }

  @Test(arguments: [
    "slug", "2012-04", "2023-02-29-x", "12-04-24-x", "2012-13-01-x", "a2012-04-24", "2012-04-24th-x",
    "+012-04-24-x",
    "2012--4-24", "", "2012-+4-24-x", "２０１２-04-24-x",
  ]) func otherStemsHaveNoDay(_ stem: String) {
    #expect(FileNameDate(stem) == nil)
  }
}
