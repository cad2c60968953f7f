import Diagnostics
import Testing

@testable import DataFormats

/// What is read without libyaml is what libyaml reads.
@Suite struct PlainYAMLTests {
  private static let pieces = [
    "title: ", "tags: ", "list:\n", "\n  - ", "\n- ", "\n  k: ", "a-b_1: ", "date:  ", "null: ", "x:", "---",
    "...", "[", "]", ", ", ",", "\"", "'", "word",
    "two words", "2020-01-02T03:04:05Z", "12", "1.5", "true", "~", "é", "漢字", "😀", "–", "\u{2028}", "\u{85}",
    "\u{A0}", "\u{FEFF}", "\n", "\n", "\n", " ", "  ", "\t", "\r\n", "#", " # note", ":", ": ", "a:b", "-",
    "- ", "?",
    "? ", "!", "!t ", "&a ", "*a", "{", "}", "|", ">", "%", "@", "`", "\\", "\\n", "''", "=", "\u{0}",
    "\u{7F}", "<<",
  ]

  private static let ordinary = """
    title: "Sha wu mai brirötitme"
    date: 2000-01-01T06:23:00Z
    tags: [fö, two words, 'dröstist', "a, b", 12]
    categories: bipö, and more (of it)
    draft: false
    author:
      name: Tim
      picture: '/static/tim.jpeg'
    authors:
    - Andrea Leopardi
    - "Joe"
    weight: 3
    more:
      - a
      - [b, c]

    """

  /// Whether the text was taken.
  private func compare(_ text: String) -> Bool {
    let source = SourceFile(path: "a.md", text: "é\n" + text)
    let range = 3..<source.bytes.count
    guard let map = PlainYAML.map(source.bytes, in: range) else { return false }
    let whole = try? YAMLParser.parseAll(source, in: range)
    #expect(whole?.node == map, "\(text.debugDescription)")
    #expect(whole?.repeatedKeys.isEmpty == true, "\(text.debugDescription)")
    return true
  }

  @Test func ordinaryFrontMatter() {
    #expect(compare(Self.ordinary))
    #expect(compare("title: without a line's end"))
    #expect(!compare("title: x\ntitle: y\n"))
    #expect(!compare("title: x # y\n"))
    #expect(!compare("title:\n"))
    #expect(!compare(""))
  }

  @Test func lines() {
    let keys = ["a: ", "b: ", "long-key_2: ", "c:  ", "d:"]
    let values = Self.pieces.filter { !$0.contains("\n") }
    var taken = 0
    for _ in 0..<8_000 {
      let text = (0..<Int.random(in: 1...3)).map { _ in
        let value = (0..<Int.random(in: 1...4)).map { _ in values.randomElement() ?? "" }.joined()
        let quoted = [value, "\"\(value)\"", "'\(value)'", "[\(value), x]"].randomElement() ?? ""
        let line = [
          quoted, quoted, "\n- \(quoted)", "\n  - \(quoted)\n  -  x", "\n  k: \(quoted)",
          "\n    k: \(quoted)\n    l: y",
        ]
        return (keys.randomElement() ?? "") + (line.randomElement() ?? "") + "\n"
      }.joined()
      if compare(text) { taken += 1 }
    }
    #expect(taken > 100)
  }

  @Test func piecesInAnyOrder() {
    for _ in 0..<8_000 {
      _ = compare((0..<Int.random(in: 1...9)).map { _ in Self.pieces.randomElement() ?? "" }.joined())
    }
  }

  @Test func changesOfOrdinaryFrontMatter() {
    var taken = 0
    for _ in 0..<4_000 {
      var scalars = Array(Self.ordinary.unicodeScalars)
      let place = Int.random(in: 0..<scalars.count)
      let piece = Array((Self.pieces.randomElement() ?? "").unicodeScalars)
      scalars.replaceSubrange(place..<min(scalars.count, place + Int.random(in: 0...2)), with: piece)
      if compare(String(String.UnicodeScalarView(scalars))) { taken += 1 }
    }
    #expect(taken > 100)
  }
}
