import Foundation
import Testing

@testable import Diagnostics

/// Diagnostics as JSON, their order, and "did you mean".
@Suite struct OtherFormTests {
  static let code = DiagnosticCode("test.code")

  @Test func jsonHoldsEverything() throws {
    let file = SourceFile(path: "a \"b\".md", text: "ü\nxyz")
    let diagnostic = Diagnostic(
      Self.code, "a\n\u{1}\\\u{2028}", at: Location(file, Span(3, 6)), label: "here",
      related: [.init(Location(file, Span(0, 2)), "there")], help: ["one", "two"])
    let text = JSONReport.json(of: [diagnostic, Diagnostic(DiagnosticCode("w", .warning), "m", at: nil)])
    let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
    let first = try #require(parsed?.first)
    #expect(first["code"] as? String == "test.code")
    #expect(first["severity"] as? String == "error")
    #expect(first["message"] as? String == "a\n\u{1}\\\u{2028}")
    #expect(first["path"] as? String == "a \"b\".md")
    #expect(first["line"] as? Int == 2)
    #expect(first["column"] as? Int == 1)
    #expect(first["endColumn"] as? Int == 4)
    #expect(first["help"] as? [String] == ["one", "two"])
    let related = try #require((first["related"] as? [[String: Any]])?.first)
    #expect(related["endColumn"] as? Int == 2)
    #expect(parsed?.last?["severity"] as? String == "warning")
    #expect(parsed?.last?["path"] == nil)
  }

  @Test func jsonOfAWholeFileHasNoLine() {
    #expect(
      JSONReport.json(of: [Diagnostic(Self.code, "m", at: Location(path: "a.jpg"))])
        == #"[{"code":"test.code","severity":"error","message":"m","path":"a.jpg","related":[],"help":[]}]"#)
    #expect(JSONReport.json(of: []) == "[]")
  }

  @Test(arguments: [
    ("a\"b", #""a\"b""#), ("\\", #""\\""#), ("\n\r\t", #""\n\r\t""#),
    ("\u{0}\u{1F}\u{7F}", "\"\\u0000\\u001f\\u007f\""),
    ("ü🚂", "\"ü🚂\""), ("", "\"\""),
  ]) func textsAreQuoted(_ text: String, _ expected: String) {
    #expect(JSONReport.quoted(text) == expected)
  }

  static let names: [(name: String, known: [String], expected: String?)] = [
    ("titel", ["title", "tile", "tags"], "title"), ("tilte", ["title"], "title"),
    ("Title", ["title"], "title"),
    ("title", ["title"], nil), ("summry", ["summary", "sum"], "summary"), ("x", ["y"], nil),
    ("ab", ["abc"], "abc"),
    ("cat", ["car", "bat"], "car"), ("math", ["path"], nil), ("ptah", ["path"], "path"),
    ("atgs", ["tags"], "tags"), ("publishedat", ["publishedAt"], "publishedAt"),
    ("zebra", ["title", "tags"], nil),
    ("", ["a"], nil), ("a", [], nil), ("Überschrft", ["Überschrift"], "Überschrift"),
    ("category", ["categories"], "categories"),
    ("dat", ["date", "data"], "data"), ("teh", ["the"], "the"),
  ]

  @Test(arguments: names) func theNearestNameIsSuggested(
    _ sample: (name: String, known: [String], expected: String?)
  ) {
    #expect(Suggestion.nearest(to: sample.name, among: sample.known) == sample.expected)
    let sentence = sample.expected.map { "did you mean `\($0)`?" }
    #expect(Suggestion.sentence(for: sample.name, among: sample.known) == sentence)
  }

  @Test func aVeryLongNameCostsLittle() {
    let long = String(repeating: "x", count: 100_000)
    #expect(Suggestion.nearest(to: long, among: ["title", long + "y"]) == long + "y")
  }

  @Test func problemsAreInTheOrderOfTheirPlaces() {
    let a = SourceFile(path: "a.md", text: "12\n34")
    let b = SourceFile(path: "b.md", text: "12")
    let capital = SourceFile(path: "Z.md", text: "1")
    let problems = [
      Diagnostic(Self.code, "4", in: b, Span(0, 1)), Diagnostic(Self.code, "3", in: a, Span(3, 4)),
      Diagnostic(Self.code, "2", in: a, Span(1, 2)), Diagnostic(Self.code, "1b", in: a, Span(0, 1)),
      Diagnostic(Self.code, "1a", in: a, Span(0, 1)),
      Diagnostic(DiagnosticCode("a.code"), "z", in: a, Span(0, 1)),
      Diagnostic(Self.code, "0", in: capital, Span(0, 1)), Diagnostic(Self.code, "none", at: nil),
    ]
    #expect(problems.inOrder.map(\.message) == ["none", "0", "z", "1a", "1b", "2", "3", "4"])
    #expect(problems.reversed().inOrder == problems.inOrder)
    #expect((problems + problems).inOrder.count == problems.count)
  }

  @Test func onlyErrorsAreErrors() {
    var problem = Diagnostic(DiagnosticCode("w", .warning), "m", at: nil)
    #expect(![problem].hasErrors)
    problem.severity = .error
    #expect([problem].hasErrors)
    #expect(![Diagnostic]().hasErrors)
  }
}
