import TestSupport
import Testing

@testable import Diagnostics

/// Places in a text that many diagnostics point into.
@Suite struct LineIndexTests {
  @Test(arguments: 0..<20) func anIndexedTextHasTheSamePlaces(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let alphabet: [[UInt8]] = [
      [0x61], [0x0A], [0x0D], [0x0D, 0x0A], Array("ü".utf8), Array("日".utf8), Array("🚂".utf8),
    ]
    var bytes: [UInt8] = seed % 2 == 0 ? [] : [0xEF, 0xBB, 0xBF]
    let isLong = seed % 3 == 0
    while bytes.count < 20_000 {
      let kind = Int.random(in: 0..<(isLong ? 400 : 30), using: &random)
      bytes += kind < alphabet.count ? alphabet[kind] : [0x78]
    }
    let (plain, indexed) = (SourceFile(path: "a", bytes: bytes), SourceFile(path: "a", indexing: bytes))
    #expect(plain == indexed)
    for _ in 0..<200 {
      let start = Int.random(in: 0...bytes.count, using: &random)
      let span = Span(start, min(bytes.count + 1, start + Int.random(in: 0...5000, using: &random)))
      #expect(Location(plain, span) == Location(indexed, span))
    }
  }

  /// Answers of servers are one line as a rule.
  @Test func aPlaceFarInALineIsShownWithWhatIsAroundIt() {
    let text = String(repeating: "ü", count: 50_000) + "wrong" + String(repeating: "x", count: 50_000)
    let location = Location(SourceFile(path: "a.json", indexing: Array(text.utf8)), Span(100_000, 100_005))
    #expect(location.line == 1 && location.column == 50_001)
    #expect(location.lineText.utf8.count <= 4096)
    let diagnostic = Diagnostic(DiagnosticCode("a.b"), "it is wrong", at: location, label: "here")
    let lines = TextReport(colored: false).text(of: diagnostic).split(separator: "\n")
    #expect(lines[1].hasSuffix("a.json:1:50001"))
    let caret = lines[4].firstIndex(of: "^").map { lines[4].distance(from: lines[4].startIndex, to: $0) }
    let shown = lines[3].dropFirst(caret ?? 0)
    #expect(shown.hasPrefix("wrong") && lines[4].hasSuffix("^^^^^ here"))
  }
}
