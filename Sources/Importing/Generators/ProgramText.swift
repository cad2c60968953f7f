/// What can be told of a settings file that is a program, without running it: texts behind known words.
struct ProgramText {
  private let text: String

  init(_ text: String?) {
    self.text = text ?? ""
  }

  /// The first text in quotes behind `word` and `separators`: `site: "https://example.com"`.
  func string(behind word: String, _ separators: String = ":= (\n\t") -> String? {
    strings(behind: word, separators).first
  }

  /// All of them.
  func strings(behind word: String, _ separators: String = ":= (\n\t") -> [String] {
    var found: [String] = []
    var rest = text[...]
    while let place = rest.firstRange(of: word) {
      let isWord =
        place.lowerBound == text.startIndex || !Self.isLetter(text[text.index(before: place.lowerBound)])
      rest = rest[place.upperBound...]
      let value = rest.drop { separators.contains($0) }
      guard isWord, let quote = value.first, "\"'`".contains(quote), value.startIndex > rest.startIndex else {
        continue
      }
      let inside = value.dropFirst().prefix { $0 != quote && $0 != "\n" }
      guard inside.endIndex < value.endIndex, value[inside.endIndex] == quote, !inside.contains("${") else {
        continue
      }
      found.append(String(inside))
    }
    return found
  }

  /// What stands between `({` and `}` behind a word.
  func blocks(behind word: String) -> [Substring] {
    var blocks: [Substring] = []
    var rest = text[...]
    while let place = rest.firstRange(of: word + "({") {
      rest = rest[place.upperBound...]
      blocks.append(rest.prefix { $0 != "}" })
    }
    return blocks
  }

  /// How often a word stands there.
  func count(of word: String) -> Int {
    var count = 0
    var rest = text[...]
    while let place = rest.firstRange(of: word) {
      count += 1
      rest = rest[place.upperBound...]
    }
    return count
  }

  private static func isLetter(_ character: Character) -> Bool { character.isLetter || character == "_" }
}
