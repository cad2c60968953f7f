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
    strings(behind: word, separators, depth: 0)
  }

  /// How many constants may be named by constants.
  private static let mostDepth = 3

  private func strings(behind word: String, _ separators: String, depth: Int) -> [String] {
    var found: [String] = []
    var rest = text[...]
    while let place = rest.firstRange(of: word) {
      let isWord =
        place.lowerBound == text.startIndex || !Self.isLetter(text[text.index(before: place.lowerBound)])
      rest = rest[place.upperBound...]
      // The key may be in quotes too.
      if place.lowerBound > text.startIndex, let quote = rest.first, "\"'`".contains(quote),
        text[text.index(before: place.lowerBound)] == quote
      {
        rest = rest.dropFirst()
      }
      let value = rest.drop { separators.contains($0) }
      guard isWord, let quote = value.first, "\"'`".contains(quote), value.startIndex > rest.startIndex else {
        continue
      }
      let inside = value.dropFirst().prefix { $0 != quote && $0 != "\n" }
      guard inside.endIndex < value.endIndex, value[inside.endIndex] == quote,
        let whole = filled(String(inside), depth: depth)
      else { continue }
      found.append(whole)
    }
    return found
  }

  /// A text with the constants that it names: `./${FOLDER}`; nothing when one is not in the program.
  private func filled(_ text: String, depth: Int) -> String? {
    var (out, rest) = ("", text[...])
    while let open = rest.firstRange(of: "${") {
      guard let close = rest[open.upperBound...].firstIndex(of: "}") else { return nil }
      let name = String(rest[open.upperBound..<close])
      guard depth < Self.mostDepth, !name.isEmpty, name.allSatisfy(Self.isLetter),
        let value = strings(behind: name, "= \t", depth: depth + 1).first
      else { return nil }
      out += rest[..<open.lowerBound] + value
      rest = rest[rest.index(after: close)...]
    }
    return out + rest
  }

  /// The texts of a list behind a word: `locales: ["en", "fr"]`.
  func list(behind word: String) -> [String] {
    guard let place = text.firstRange(of: word + ":"),
      let open = text[place.upperBound...].first(where: { !$0.isWhitespace }), open == "[",
      let start = text[place.upperBound...].firstIndex(of: "["), let end = text[start...].firstIndex(of: "]")
    else { return [] }
    return text[start..<end].dropFirst().split(separator: ",").compactMap { part in
      let trimmed = part.filter { !$0.isWhitespace }
      guard let quote = trimmed.first, "\"'`".contains(quote), trimmed.last == quote, trimmed.count > 2 else {
        return nil
      }
      return String(trimmed.dropFirst().dropLast())
    }
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
