import Diagnostics
import TestSupport
import Testing

/// Line and column of places in a text.
@Suite struct LocationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    /// Marks 1 and 2 are around the span.
    let source: MarkedSource
    let place: String
    let line: String

    init(_ marked: String, _ place: String, _ line: String) {
      source = MarkedSource(marked)
      self.place = place
      self.line = line
    }

    var testDescription: String { source.text }
  }

  static let cases = [
    Case("1️⃣a2️⃣bc", "1:1-1:2", "abc"),
    Case("ab1️⃣c2️⃣", "1:3-1:4", "abc"),
    Case("abc1️⃣2️⃣", "1:4-1:4", "abc"),
    Case("a\n1️⃣b2️⃣\nc", "2:1-2:2", "b"),
    Case("a\r\nb1️⃣c2️⃣\r\nd", "2:2-2:3", "bc"),
    Case("a\rb\r1️⃣c2️⃣", "3:1-3:2", "c"),
    Case("a1️⃣\r2️⃣\nb", "1:2-1:3", "a"),
    Case("a1️⃣\r\n2️⃣b", "1:2-2:1", "a"),
    Case("a\n\n\n1️⃣2️⃣", "4:1-4:1", ""),
    Case("1️⃣a\nb2️⃣c", "1:1-2:2", "a"),
    Case("ü日🚂1️⃣x2️⃣", "1:4-1:5", "ü日🚂x"),
    Case("e\u{301}1️⃣x2️⃣", "1:3-1:4", "e\u{301}x"),
    Case("\u{FEFF}1️⃣a2️⃣b", "1:1-1:2", "ab"),
    Case("\u{FEFF}a\n1️⃣b2️⃣", "2:1-2:2", "b"),
    Case("1️⃣2️⃣", "1:1-1:1", ""),
    Case("a\u{2028}1️⃣b2️⃣", "1:3-1:4", "a\u{2028}b"),
  ]

  @Test(arguments: cases) func aSpanIsAPlaceInItsLine(_ sample: Case) {
    let file = SourceFile(path: "a.md", bytes: sample.source.bytes)
    let location = Location(file, Span(sample.source[1], sample.source[2]))
    #expect("\(location.line):\(location.column)-\(location.endLine):\(location.endColumn)" == sample.place)
    #expect(location.lineText == sample.line)
  }

  @Test func spansBeyondTheFileAreCut() {
    let file = SourceFile(path: "a.md", text: "ab")
    for span in [Span(9, 12), Span(-5, -2), Span(1, 99), Span(Int.min, Int.max)] {
      let location = Location(file, span)
      #expect(location.line == 1)
      #expect((1...3).contains(location.column) && (1...3).contains(location.endColumn))
    }
    #expect(Span(5, 2) == Span(5, 5))
    #expect(Span(1, 3).union(Span(2, 9)) == Span(1, 9))
  }

  @Test func aByteOrderMarkIsNoText() {
    let location = Location(SourceFile(path: "a.md", bytes: [0xEF, 0xBB, 0xBF]), .fileStart)
    #expect(location.line == 1)
    #expect(location.column == 1)
    #expect(location.lineText == "")
  }

  @Test func veryLongLinesAreKeptInPart() {
    let file = SourceFile(path: "a.js", text: String(repeating: "x", count: 1 << 20))
    #expect(Location(file, Span(10, 11)).lineText.utf8.count == 4096)
  }

  @Test func illFormedTextIsShownReplaced() {
    let location = Location(SourceFile(path: "a.md", bytes: [0x61, 0xFF, 0x62]), Span(1, 2))
    #expect(location.lineText == "a\u{FFFD}b")
    #expect(location.column == 2)
  }
}
