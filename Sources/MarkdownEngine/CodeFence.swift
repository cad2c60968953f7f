/// What stands behind the opening marks of a code block: `swift title="Main.swift" {2,5-7} numbers`.
struct CodeFence {
  /// The first word, up to what other programs read behind it; empty when there is none.
  private(set) var language = ""
  private(set) var title: String?
  /// Lines to be marked, counted from 1.
  private(set) var marked: [ClosedRange<Int>] = []
  private(set) var hasNumbers = false
  /// Braces that name no lines.
  private(set) var unread: [String] = []

  private static let numbers: Set<String> = [
    "numbers", "shownumbers", "showlinenumbers", "linenumbers", "linenos",
  ]

  init(_ info: String) {
    var rest = info[...]
    language = String(rest.prefix { !$0.isWhitespace && $0 != "{" })
    rest = rest.dropFirst(language.count)
    while let first = rest.first {
      if first.isWhitespace {
        rest = rest.dropFirst()
      } else if first == "{" {
        let braces = Self.braces(rest)
        rest = rest[braces.endIndex...]
        readLines(braces)
      } else {
        let word = Self.word(rest)
        rest = rest[word.endIndex...]
        readWord(word)
      }
    }
    language = Self.languageAlone(language)
  }

  /// `rust,ignore` and `js:title=a.js` are what other programs read.
  private static func languageAlone(_ word: String) -> String {
    let name = word.prefix { $0 != "," && $0 != ":" }
    return name.isEmpty ? word : String(name)
  }

  private static func braces(_ text: Substring) -> Substring {
    guard let end = text.firstIndex(of: "}") else { return text }
    return text[...end]
  }

  /// Up to the next blank outside of quotes and braces.
  private static func word(_ text: Substring) -> Substring {
    var closing: Character?
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      if let open = closing {
        if character == open { closing = nil }
      } else if character == "\"" || character == "'" {
        closing = character
      } else if character == "{" {
        closing = "}"
      } else if character.isWhitespace {
        break
      }
      index = text.index(after: index)
    }
    return text[..<index]
  }

  private mutating func readWord(_ word: Substring) {
    if let equals = word.firstIndex(of: "="), word[..<equals].lowercased() == "title" {
      var value = word[word.index(after: equals)...]
      if let quote = value.first, quote == "\"" || quote == "'" {
        value = value.dropFirst()
        if value.last == quote { value = value.dropLast() }
      }
      title = value.isEmpty ? nil : String(value)
    } else if Self.numbers.contains(word.lowercased()) {
      hasNumbers = true
    }
  }

  private mutating func readLines(_ braces: Substring) {
    guard braces.last == "}" else { return unread.append(String(braces)) }
    let inside = braces.dropFirst().dropLast()
    var lines: [ClosedRange<Int>] = []
    for part in inside.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.filter { !$0.isWhitespace }.split(separator: "-", omittingEmptySubsequences: false)
      let numbers = ends.map { $0.count <= 7 ? Int($0) ?? 0 : 0 }
      guard (1...2).contains(ends.count), let first = numbers.first, let last = numbers.last, first >= 1,
        first <= last
      else {
        unread.append(String(braces))
        return
      }
      lines.append(first...last)
    }
    marked += lines
  }
}
