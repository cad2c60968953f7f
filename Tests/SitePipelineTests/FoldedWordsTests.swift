import TestSupport
import Testing

@testable import SitePipeline

/// What is a word, and how it is compared.
@Suite struct FoldedWordsTests {
  static let texts: [(text: String, words: String)] = [
    ("", ""),
    ("  .,;  ", ""),
    ("Hello, World!", "hello world"),
    ("don't read_file-now 3.14", "don t read file now 3 14"),
    ("Café CAFÉ cafe\u{301}", "cafe cafe cafe"),
    ("Ångström naïve Łódź straße", "angstrom naive łodz straße"),
    ("“quoted”—dash…\u{A0}space", "quoted dash space"),
    ("Привет, МИР! й", "привет мир и"),
    ("ΟΔΥΣΣΕΥΣ Ὀδυσσεύς", "οδυσσευσ οδυσσευσ"),
    ("İstanbul", "istanbul"),
    ("한글", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}"),
    ("東京駅", "東京 京駅 駅"),
    ("茶", "茶"),
    ("abc漢字def", "abc 漢字 字 def"),
    ("ガカ", "カカ カ"),
    ("漢 字", "漢 字"),
    ("शब्द", "शब्द"),
    ("שָׁלוֹם", "שלום"),
    ("a\u{200D}b x²", "a b x²"),
    ("😀 ok", "ok"),
  ]

  @Test(arguments: texts) func wordsAreFolded(_ text: String, _ expected: String) {
    #expect(Self.words(Array(text.utf8)) == expected)
  }

  @Test func whatIsNoUTF8SeparatesWords() {
    #expect(Self.words([0x61, 0xFF, 0x62, 0xE2, 0x82]) == "a b")
    #expect(Self.words([0x61, 0xC0, 0x80, 0x62]) == "a b")
    #expect(Self.words([0xF4, 0xBF, 0xBF, 0xBF, 0x61]) == "a")
    #expect(Self.words([0xED, 0xA0, 0x80, 0x61]) == "a")
  }

  @Test func longRunsAreNoWords() {
    let run = String(repeating: "x", count: 97)
    #expect(Self.words(Array("\(run) y \(run.dropLast())".utf8)) == "y \(run.dropLast())")
  }

  @Test(arguments: 0..<256) func eightBytesAreToldApart(byte: Int) {
    let byte = UInt8(truncatingIfNeeded: byte)
    let letter = FoldedWords.letter(byte)
    for place in 0..<8 {
      var bytes = Array("aZ09zA5q".utf8)
      bytes[place] = byte
      if place < 7 { bytes[7] = UInt8(ascii: "-") }
      let run = LetterRun(bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) })
      let count = letter == 0 ? place : place < 7 ? 7 : 8
      #expect(run.count == count)
      let letters = bytes.prefix(count).map(FoldedWords.letter)
      #expect(run.letters == letters.reversed().reduce(0) { $0 << 8 | UInt64($1) })
      #expect(run.goesOn == (letter == 0 && byte >= 0x80))
    }
  }

  @Test func runsEndAtTheNextOtherCharacter() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<500 {
      let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        Int.random(in: 0..<12, using: &generator) == 0
          ? UInt8(ascii: " ")
          : [UInt8(ascii: "a"), 0x39, 0x5A, 0xC3, 0xA4].randomElement(using: &generator) ?? 0
      }
      let found = bytes.indices.map { start in
        let run = unsafe bytes.withUnsafeBufferPointer { unsafe LetterRun.run(in: $0, from: start) }
        return "\(run.end) \(run.isASCII)"
      }
      let expected = bytes.indices.map { start in
        let run = bytes[start...].prefix { $0 >= 0x80 || FoldedWords.letter($0) != 0 }
        return "\(run.endIndex) \(run.allSatisfy { $0 < 0x80 })"
      }
      #expect(found == expected)
    }
  }

  @Test func textsAreApart() {
    var words = FoldedWords()
    words.add(Array("night".utf8))
    words.add(Array("train 東".utf8))
    words.add(Array("京".utf8))
    #expect(
      (0..<words.count).map { String(decoding: words[$0], as: UTF8.self) } == ["night", "train", "東", "京"])
  }

  @Test func titlesHaveKeys() {
    var titles = TitleWords()
    #expect(
      titles.keys(of: "What the Railway of 2024 did with our railways, and why") == ["railway", "railways"])
    #expect(titles.keys(of: "Das Schöne und über die Züge") == ["schone", "zuge"])
    #expect(titles.keys(of: "東京駅") == ["東京", "京駅"])
    #expect(titles.keys(of: "Train, train") == ["train"])
  }

  private static func words(_ text: [UInt8]) -> String {
    var words = FoldedWords()
    words.add(text)
    return (0..<words.count).map { String(decoding: words[$0], as: UTF8.self) }.joined(separator: " ")
  }
}
