import Diagnostics
import Foundation
import TemplateTestSupport
import TestSupport
import Testing

@testable import TemplateEngine

/// Templates that nobody should write are refused or rendered, never a crash and never without end.
@Suite struct HostileInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let template: String
    /// A diagnostic that must be there; nothing when the template is fine.
    let message: String?

    init(_ name: String, _ template: String, _ message: String?) {
      self.name = name
      self.template = template
      self.message = message
    }

    var testDescription: String { name }
  }

  static func repeated(_ text: String, _ count: Int = 10_000) -> String {
    String(repeating: text, count: count)
  }

  static let cases = [
    Case("nested if", repeated("{% if true %}"), "statements are nested more than 100 levels deep"),
    Case(
      "nested for", repeated("{% for n in posts %}", 1000), "statements are nested more than 100 levels deep"),
    Case("nested blocks", repeated("{% block a %}", 1000), "statements are nested more than 100 levels deep"),
    Case("nested components", repeated("<Card>"), "components are nested more than 100 levels deep"),
    Case(
      "nested components with mistakes", repeated("<Card =>", 100_000),
      "components are nested more than 100 levels deep"),
    Case(
      "closed components", repeated("<Card>", 1000) + repeated("</Card>", 1000),
      "components are nested more than 100 levels deep"),
    Case(
      "nested values",
      "{% let a0 = 1 %}" + (1..<120).map { "{% let a\($0) = [a\($0 - 1)] %}" }.joined() + "{{ a119 }}",
      "a value is at most 100 lists and records deep, and has at most 20000 parts"),
    Case(
      "values that double",
      "{% let a0 = 1 %}" + (1..<40).map { "{% let a\($0) = { x: a\($0 - 1), y: a\($0 - 1) } %}" }.joined()
        + "{{ a39 }}",
      "a value is at most 100 lists and records deep, and has at most 20000 parts"),
    Case(
      "raw text without an end", "{% raw %}" + repeated("{% ", 200_000), "this `{% raw %}` is never closed"),
    Case(
      "parentheses", "{{ " + repeated("(") + "1" + repeated(")") + " }}",
      "this expression is nested more than 100 levels deep"),
    Case(
      "lists", "{{ " + repeated("[") + repeated("]") + " }}",
      "this expression is nested more than 100 levels deep"),
    Case(
      "records", "{{ " + repeated("{a:") + "1" + repeated("}") + " }}",
      "this expression is nested more than 100 levels deep"),
    Case("signs", "{{ " + repeated("- ") + "1 }}", "too many signs"),
    Case("nots", "{{ " + repeated("not ") + "true }}", "too many signs"),
    Case("a long sum", "{{ 1" + repeated(" + 1") + " }}", "this expression is too long"),
    Case(
      "a chain of defaults", "{{ site.description" + repeated(" ?? site.description", 5000) + " }}",
      "this expression is too long"),
    Case("a chain of members", "{{ site" + repeated(".a") + " }}", "this expression is too long"),
    Case(
      "a chain of filters", "{{ posts" + repeated(" | reverse") + " | count }}", "this expression is too long"
    ),
    Case(
      "long sums within sums",
      "{{ " + repeated("(", 90) + "1" + repeated(repeated(" + 1", 900) + ")", 90) + " }}",
      "this expression is too long"),
    Case("powers", "{{ 1" + repeated(" + 1 * 1 - 1", 300) + " }}", nil),
    Case("many outputs", repeated("{{ 1 }}"), nil),
    Case("many statements", repeated("{% if true %}{% endif %}", 3000), nil),
    Case("many branches", "{% if false %}" + repeated("{% elif false %}", 3000) + "{% endif %}", nil),
    Case("many opening marks", repeated("{{"), "this `{{` is never closed"),
    Case("many statement marks", repeated("{%"), "this `{%` is never closed"),
    Case("many raws", repeated("{% raw %}"), "this `{% raw %}` is never closed"),
    Case("many brackets", repeated("<A", 1000), nil),
    Case("NUL in the text", "a\u{0}b", nil),
    Case("NUL in an expression", "{{ \u{0} }}", "`\u{0}` has no meaning here"),
    Case("NUL in a text", "{{ \"\u{0}\" }}", nil),
    Case("a lone brace", "{", nil),
    Case("a brace at the end", "a{{", "this `{{` is never closed"),
    Case("a dash alone", "{{-}}", "expected a value, found the end of the tag"),
    Case("two dashes", "{{--}}", "expected a value, found the end of the tag"),
    Case("an empty statement of dashes", "{%--%}", "expected a statement, found the end of the tag"),
    Case("an escape at the end", "{{ \"\\", "this text is never closed"),
    Case("a component at the end", "<Card", nil),
    Case("an attribute at the end", "<Card a=", nil),
    Case("a brace of an attribute at the end", "<Card a={", nil),
    Case("a less-than at the end", "a <", nil),
    Case("a closing tag at the end", "</Card", nil),
    Case("a large template", repeated("x", 5 << 20), "this template has more than 4 MiB"),
  ]

  @Test(arguments: cases) func theEndIsReached(_ sample: Case) {
    let theme = TinySite.check(["routes/index.html": sample.template, "components/Card.html": "x"])
    if let message = sample.message {
      #expect(
        theme.diagnostics.contains { $0.message == message }, "\(theme.diagnostics.first?.message ?? "")")
    }
    #expect(theme.diagnostics.count < 12_000)
  }

  /// Not UTF-8: the pipeline refuses such files before, but nothing may depend on it.
  @Test func bytesThatAreNoTextAreSurvived() {
    let bytes =
      Array("{{ \"".utf8) + [0xFF, 0xC3] + Array("\" }}{{ ".utf8) + [0xE2, 0x82] + Array("<p>".utf8)
    let file = SourceFile(path: "routes/index.html", bytes: bytes)
    _ = ThemeChecker.check(ThemeSources(files: ["routes/index.html": file]), against: TinySite.environment)
  }

  @Test func aPageHasABound() {
    let inner = String(repeating: "x", count: 4000)
    let loops =
      "{% for a in list %}{% for b in list %}{% for c in list %}\(inner){% endfor %}{% endfor %}{% endfor %}"
    let template = "{% let list = \"\(String(repeating: "a,", count: 50))\" | split(\",\") %}" + loops
    let output = TinySite.render(template)
    #expect(output.diagnostics.map(\.code) == [.templateTooLarge])
  }

  /// Texts that grow without any loop: each must end in time, in little memory, and say why. Their templates are
  /// those of the fuzzer's corpus.
  static let growing = [
    "doubling", "doubling-lists", "hashing", "long-range", "filters-in-filters", "replace",
  ].map { "hostile-\($0).fuzz" }

  @Test(arguments: growing) func whatGrowsWithoutLoopsIsStopped(_ name: String) throws {
    let file = CorpusTests.folder.appendingPathComponent(name)
    let output = TinySite.render(try String(contentsOf: file, encoding: .utf8))
    // Once for the header, whose lets are worked out first, and once for the page.
    #expect(Set(output.diagnostics.map(\.code)) == [.templateTooLarge])
    #expect(output.text.utf8.count < 100 << 20)
  }

  @Test func aPageTellsOfSoManyMistakesAndNoMore() throws {
    let template = "{% for n in range(1, 30000) %}{{ 1 / 0 }}{% endfor %}"
    #expect(TinySite.render(template).diagnostics.count == 1000)
  }

  static let pieces = [
    "{{", "}}", "{%", "%}", "{#", "#}", "{%-", "-%}", "if ", "for p in posts", "endif", "endfor", "else",
    "let x = ",
    "block a", "endblock", "extends \"layouts/base.html\"", "each p in posts", "props a: Int", "raw",
    "endraw", "<Card ",
    "/>", ">", "</Card>", "post", ".title", ".summary", " | map(", " | filter(.", ")", " | group(by: .tags)",
    " ?? ", "==",
    "\"", "'", "1", "1.5", "[", "]", "{", "}", "(", ",", "<a href=\"", "<script>", "</script>", "<!--", "-->",
    "é", "🚂",
    "\n", "super()", "link(", "asset(", "none", "not ", "and ", "loop.index", "\u{0}",
  ]

  /// Good templates with pieces removed, doubled and replaced.
  @Test(arguments: [11, 12, 13] as [UInt64]) func mutatedTemplatesNeverCrash(_ seed: UInt64) {
    let seeds =
      (StatementTests.statements + StatementTests.layouts + StatementTests.components
      + StatementTests.narrowing).map(\.template)
      + RoutingTests.routes.map(\.template) + EscapingTests.scripts.map(\.template)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<250 {
      let bytes = random.mutated(Array((seeds.randomElement(using: &random) ?? "").utf8), pieces: Self.pieces)
      let layout = random.mutated(Array(StatementTests.base.utf8), pieces: Self.pieces)
      let files = [
        "routes/index.html": SourceFile(path: "routes/index.html", bytes: bytes),
        "routes/p/[post].html": SourceFile(
          path: "routes/p/[post].html", text: "{% each post in posts %}{{ post.title }}"),
        "layouts/base.html": SourceFile(path: "layouts/base.html", bytes: layout),
        "components/Card.html": SourceFile(
          path: "components/Card.html", text: "{% props title: String? %}{{ title ?? \"\" }}"),
      ]
      let theme = ThemeChecker.check(ThemeSources(files: files), against: TinySite.environment)
      check(theme.diagnostics, files)
      if theme.diagnostics.hasErrors { continue }
      for page in TinySite.pages("index.html", of: theme).outputs { check(page.diagnostics, files) }
    }
  }

  private func check(_ diagnostics: [Diagnostic], _ files: [String: SourceFile]) {
    for diagnostic in diagnostics {
      #expect(!diagnostic.message.isEmpty)
      for location in [diagnostic.location].compactMap({ $0 }) + diagnostic.related.map(\.location) {
        guard let file = files[location.path] else {
          Issue.record("no file \(location.path): \(diagnostic)")
          continue
        }
        let lines = file.bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
        #expect(location.line <= lines && location.column <= file.bytes.count + 1, "\(diagnostic)")
      }
    }
  }
}
