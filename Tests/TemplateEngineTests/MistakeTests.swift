import Diagnostics
import Foundation
import TemplateTestSupport
import Testing

@testable import TemplateEngine

/// Mistakes in templates and what is said of them, as it is drawn: `Golden/mistakes.txt`, and `forty.txt` with those
/// that people have reported to other generators.
@Suite struct MistakeTests {
  static let heads = [
    "mistakes.txt": """
    Mistakes in templates, and what Presstime says of each. Run the tests with PRESSTIME_RECORD=1 to write the
    parts behind ==> anew; the site they are checked against is TinySite.swift.
    """,
    "forty.txt": """
    Mistakes that people have reported to Hugo, Zola, Eleventy and Astro or to their themes and languages, made here:
    by somebody who still writes as there, or the same mistake in our words. Each names the thread and what was seen
    there. Recorded as mistakes.txt is; each is found before anything is rendered.
    """,
  ]

  @Test(arguments: ["mistakes.txt", "forty.txt"]) func everyMistakeIsDrawnAsRecorded(_ name: String) throws {
    let golden = try GoldenFile(name)
    try #require(golden.cases.count > 50)
    var actual: [String] = []
    for sample in golden.cases {
      let files = Dictionary(sample.files.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
      let theme = TinySite.check(files)
      var text = TextReport(colored: false).text(of: theme.diagnostics)
      while text.hasSuffix("\n") { text.removeLast() }
      actual.append(text)
      if !GoldenFile.isRecording {
        #expect(text == sample.expected, "\(sample.name)")
        #expect(!theme.diagnostics.isEmpty, "\(sample.name)")
      }
    }
    if GoldenFile.isRecording {
      try golden.record(head: Self.heads[name] ?? "", actual)
      Issue.record(
        "recorded \(golden.url.lastPathComponent): look at the changes, and run without PRESSTIME_RECORD")
    }
  }

  @Test func everyDiagnosticOfTheCheckerHasACase() throws {
    let golden = try GoldenFile("mistakes.txt")
    let text = golden.cases.map(\.expected).joined(separator: "\n")
    let codes: [DiagnosticCode] = [
      .templateSyntax, .templateUnused, .templateShadow, .templateBlock, .templatePlace, .templateCondition,
      .templateType, .templateUnknownName, .templateUnknownField, .templateOptional, .templateNeverEqual,
      .templateArguments, .templateUnknownAsset, .templateUnknownRoute, .templateUnknownComponent,
      .templateProps,
      .templateUnknownFilter, .templateDateFormat, .templateExtends, .templateComponentName, .templateJSON,
      .routeNoPage, .routeBracket, .routeSeveralCanonical,
    ]
    for code in codes { #expect(text.contains("[\(code.name)]"), "no case for \(code.name)") }
  }
}
