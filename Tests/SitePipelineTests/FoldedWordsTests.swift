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
    let isLetter = FoldedWords.letter(UInt8(truncatingIfNeeded: byte)) != 0
    for place in 0..<8 {
      var bytes = Array("aZ09zA5q".utf8)
      #expect(Self.letters(in: bytes) == 8)
      bytes[place] = UInt8(truncatingIfNeeded: byte)
      #expect(Self.letters(in: bytes) == (isLetter ? 8 : place))
      if place < 7 {
        bytes[7] = UInt8(ascii: " ")
        #expect(Self.letters(in: bytes) == (isLetter ? 7 : place))
      }
    }
  }

  private static func letters(in bytes: [UInt8]) -> Int {
    FoldedWords.letters(in: bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) })
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
