/// Words of no language, with the lengths and the unevenness of one.
struct Vocabulary {
  private let words: [String]

  /// Names of tags and categories, which are words too, each but once.
  let tags: [String]
  let categories: [String]

  init() {
    var generator = SeededGenerator(seed: 0x766F_6361_6275_6C61)
    var seen: Set<String> = []
    var words: [String] = []
    while words.count < 2_048 {
      // The first words are the commonest, and the commonest are short.
      let syllables = words.count < 64 ? 1 : generator.number(1...4)
      let word = Self.word(syllables: syllables, &generator)
      if seen.insert(word).inserted { words.append(word) }
    }
    self.words = words
    tags = Array(words[1_000..<1_040])
    categories = Array(words[1_100..<1_108])
  }

  /// A word; the first of the list are drawn far more often than the last.
  func word(_ generator: inout SeededGenerator) -> String {
    let most = generator.number(0...(words.count - 1))
    let less = generator.number(0...most)
    return words[generator.number(0...less)]
  }

  private static func word(syllables: Int, _ generator: inout SeededGenerator) -> String {
    var word = ""
    for _ in 0..<syllables {
      word += generator.element(of: onsets) + generator.element(of: vowels)
      if generator.chance(40) { word += generator.element(of: codas) }
    }
    return word
  }

  private static let onsets = [
    "b", "br", "c", "d", "dr", "f", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "r", "s", "sh", "st",
    "t", "th", "tr", "v", "w", "",
  ]
  // A few letters beyond ASCII, as most blogs have them.
  private static let vowels = ["a", "e", "i", "o", "u", "a", "e", "i", "o", "u", "ea", "ou", "ai", "é", "ö"]
  private static let codas = ["n", "r", "s", "t", "l", "m", "nd", "st", "ck"]
}
