import DataFormats
import SchemaTestSupport
import Testing

@testable import Diagnostics

/// Diagnostics for other programs: SARIF, GitHub's commands, and one line each.
@Suite struct ProgramFormTests {
  static let code = DiagnosticCode("post.bad-date")
  static let warning = DiagnosticCode("link.broken", .warning)
  static let post = SourceFile(
    path: "content/posts/Zug, 100%:ü.md", text: "---\ndate: ü soon\n---\n\nText\nmore\n")

  /// On one line, of two lines, in a file as a whole, in the built-in theme, in an answer, outside the site, nowhere.
  static let diagnostics = [
    Diagnostic(
      code, "there is no `{{ ü }}`,\nreally", at: Location(post, Span(10, 12)), label: "here",
      related: [.init(Location(post, Span(0, 3)), "there")], help: ["100% :: sure", "or\nnot"]),
    Diagnostic(warning, "two lines", at: Location(post, Span(23, 30))),
    Diagnostic(warning, "a file", at: Location(path: "content/images/a b.jpg")),
    Diagnostic(
      code, "a theme", at: Location(SourceFile(path: "presstime:default/x.html", text: "x"), Span(0, 1))),
    Diagnostic(code, "an answer", at: Location(path: "https://api.example/posts?a=1&b=ü")),
    Diagnostic(code, "elsewhere", at: Location(path: "/tmp/a.md")),
    Diagnostic(code, "nowhere\u{1B}[2J", at: nil),
  ]

  @Test func aLineForEach() {
    let lines = LineReport.text(of: Self.diagnostics, paths: PathSpelling(prefix: "../blog/"))
    #expect(
      lines == """
        ../blog/content/posts/Zug, 100%:ü.md:2:7: error: there is no `{{ ü }}`, really [post.bad-date]
        ../blog/content/posts/Zug, 100%:ü.md:5:1: warning: two lines [link.broken]
        ../blog/content/images/a b.jpg:1:1: warning: a file [link.broken]
        presstime:default/x.html:1:1: error: a theme [post.bad-date]
        https://api.example/posts?a=1&b=ü:1:1: error: an answer [post.bad-date]
        /tmp/a.md:1:1: error: elsewhere [post.bad-date]
        presstime: error: nowhere\\u{1B}[2J [post.bad-date]

        """)
    #expect(LineReport.text(of: [], paths: PathSpelling(prefix: "")) == "")
  }

  @Test func aCommandForEach() {
    let commands = GitHubReport.text(of: Self.diagnostics, paths: PathSpelling(prefix: "a,b/"))
    let file = "file=a%2Cb/content/posts/Zug%2C 100%25%3Aü.md"
    #expect(
      commands == """
        ::error \(file),line=2,col=7,endColumn=8,title=post.bad-date::there is no `{{ ü }}`,%0Areally%0Ahelp: 100%25 :: sure%0Ahelp: or%0Anot
        ::warning \(file),line=5,endLine=6,title=link.broken::two lines
        ::warning file=a%2Cb/content/images/a b.jpg,title=link.broken::a file
        ::error title=post.bad-date::presstime:default/x.html: a theme
        ::error title=post.bad-date::https://api.example/posts?a=1&b=ü: an answer
        ::error file=/tmp/a.md,title=post.bad-date::elsewhere
        ::error title=post.bad-date::nowhere\\u{1B}[2J

        """)
  }

  // MARK: - SARIF

  static func sarif(_ diagnostics: [Diagnostic]) -> String {
    SARIFReport(version: "1.2.3", manual: "https://manual.example/", paths: PathSpelling(prefix: "my blog/"))
      .json(of: diagnostics)
  }

  /// What `diagnostics` become, as a tree.
  static func log(_ diagnostics: [Diagnostic]) throws -> DataNode {
    try #require(DataNode.json(sarif(diagnostics)))
  }

  static func results(_ diagnostics: [Diagnostic]) throws -> [DataNode] {
    try log(diagnostics).node(at: ["runs"])?.elements.first?.node(at: ["results"])?.elements ?? []
  }

  static func text(_ node: DataNode?, _ keys: String...) -> String? { node?.node(at: keys)?.string }

  @Test func sarifFitsItsSchema() throws {
    let schema = try #require(JSONSchema(SARIFSchema.text))
    #expect(schema.problems(of: try Self.log(Self.diagnostics)) == [])
    #expect(schema.problems(of: try Self.log([])) == [])
    let broken = try #require(DataNode.json(#"{"version": "2.0.0", "runs": [{"results": []}], "x": 1}"#))
    #expect(schema.problems(of: broken).count == 3)
  }

  @Test func sarifHoldsEverything() throws {
    let results = try Self.results(Self.diagnostics)
    #expect(results.count == Self.diagnostics.count)
    let first = try #require(results.first)
    #expect(Self.text(first, "ruleId") == "post.bad-date")
    #expect(Self.text(first, "level") == "error")
    #expect(
      Self.text(first, "message", "text")
        == "there is no `{{ ü }}`,\nreally\nhelp: 100% :: sure\nhelp: or\nnot")
    let place = try #require(first.node(at: ["locations"])?.elements.first)
    #expect(Self.text(place, "message", "text") == "here")
    #expect(
      Self.text(place, "physicalLocation", "artifactLocation", "uri")
        == "my%20blog/content/posts/Zug%2C%20100%25%3A%C3%BC.md")
    #expect(Self.text(place, "physicalLocation", "artifactLocation", "uriBaseId") == "SRCROOT")
    let region = place.node(at: ["physicalLocation", "region"])
    #expect(region?.members.map { $0.key } == ["startLine", "startColumn", "endLine", "endColumn"])
    let related = first.node(at: ["relatedLocations"])?.elements.first
    #expect(Self.text(related, "message", "text") == "there")
    let uris = results.map { result in
      Self.text(
        result.node(at: ["locations"])?.elements.first, "physicalLocation", "artifactLocation", "uri")
    }
    #expect(
      uris.dropFirst(2) == [
        "my%20blog/content/images/a%20b.jpg", "presstime:default/x.html",
        "https://api.example/posts?a=1&b=%C3%BC", "file:///tmp/a.md", nil,
      ])
  }

  @Test func rulesHavePagesInTheManual() throws {
    let driver = try Self.log(Self.diagnostics).node(at: ["runs"])?.elements.first?.node(at: [
      "tool", "driver",
    ])
    let rules = driver?.node(at: ["rules"])?.elements ?? []
    #expect(rules.map { Self.text($0, "id") } == ["link.broken", "post.bad-date"])
    #expect(
      rules.map { Self.text($0, "helpUri") } == [
        "https://manual.example/diagnostics/link.broken/",
        "https://manual.example/diagnostics/post.bad-date/",
      ])
    #expect(rules.map { Self.text($0, "defaultConfiguration", "level") } == ["warning", "error"])
    for result in try Self.results(Self.diagnostics) {
      guard case .scalar(let scalar)? = result.node(at: ["ruleIndex"])?.content,
        case .int(let index) = scalar.kind
      else {
        Issue.record("a result without a rule")
        continue
      }
      #expect(Self.text(rules[Int(index)], "id") == Self.text(result, "ruleId"))
    }
  }

  /// A line that moves, is indented or lies in a renamed file is the same problem; another line is another one.
  @Test func fingerprintsStayWhenLinesMove() throws {
    func fingerprints(_ path: String, _ text: String) throws -> [String?] {
      let source = SourceFile(path: path, text: text)
      let bytes = Array(text.utf8)
      let places = bytes.indices.filter { bytes[$0] == UInt8(ascii: "!") }
      let found = places.map { Diagnostic(Self.code, "m", in: source, Span($0, $0 + 1)) }
      return try Self.results(found).map { Self.text($0, "partialFingerprints", "primaryLocationLineHash") }
    }
    let before = try fingerprints("a.md", "one !\ntwo !\none !\n")
    let after = try fingerprints("b.md", "new\n\n  one  !\nthree !\none !\n")
    #expect(before.count == 3)
    #expect(Set(before).count == 3)
    #expect(after[0] == before[0])
    #expect(after[2] == before[2])
    #expect(after[1] != before[1])
    let hash = try #require(before[0]?.split(separator: ":").first)
    #expect(hash.count == 16)
    #expect(before[2] == "\(hash):2")
  }
}
