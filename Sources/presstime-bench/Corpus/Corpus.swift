/// The posts of the benchmark: always the same ones for the same number.
///
/// Each has 400 to 900 words in paragraphs and lists; headings, code, tables, quotes and footnotes come on top.
/// Post `n` does not depend on how many there are: it links to earlier posts only.
struct Corpus {
  let count: Int
  private let vocabulary = Vocabulary()

  init(count: Int) {
    self.count = count
  }

  /// The file's name without its suffix, which is the slug in every generator.
  static func slug(_ index: Int) -> String {
    let digits = String(index + 1)
    return "post-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  func post(_ index: Int) -> GeneratedPost {
    var writer = PostWriter(index: index, vocabulary: vocabulary)
    return writer.post()
  }
}

/// Writes one post.
private struct PostWriter {
  private let index: Int
  private let vocabulary: Vocabulary
  private var random: SeededGenerator
  private var out = ""
  private var wordsLeft = 0
  private var footnotes: [String] = []

  init(index: Int, vocabulary: Vocabulary) {
    self.index = index
    self.vocabulary = vocabulary
    random = SeededGenerator(seed: 0x7072_6573_7374 &+ UInt64(index) &* 0x1_0001)
    wordsLeft = random.number(400...900)
  }

  mutating func post() -> GeneratedPost {
    let tags = tags()
    let (title, date) = (capitalized(words(3...8)), date())
    let category = random.element(of: vocabulary.categories)
    let summary = capitalized(words(12...24)) + "."
    return GeneratedPost(
      title: title, date: date, tags: tags, category: category, summary: summary, body: body())
  }

  private mutating func body() -> String {
    paragraph()
    while wordsLeft > 0 {
      heading(level: 2)
      section()
      if random.chance(30), wordsLeft > 0 {
        heading(level: 3)
        section()
      }
    }
    for (number, note) in footnotes.enumerated() { out += "[^\(number + 1)]: \(note)\n\n" }
    return out
  }

  private mutating func tags() -> [String] {
    var tags: [String] = []
    for _ in 0..<random.number(1...4) {
      let tag = random.element(of: vocabulary.tags)
      if !tags.contains(tag) { tags.append(tag) }
    }
    return tags
  }

  /// About a day later than the post before; after 25 years they begin again, for none may lie in the future.
  private mutating func date() -> String {
    let day = index % 9_000
    let (year, rest) = (2000 + day / 360, day % 360)
    let numbers = [rest / 30 + 1, rest % 30 % 28 + 1, random.number(0...23), random.number(0...59)]
    let parts = numbers.map { ($0 < 10 ? "0" : "") + String($0) }
    return "\(year)-\(parts[0])-\(parts[1])T\(parts[2]):\(parts[3]):00Z"
  }

  // MARK: - Blocks

  private mutating func heading(level: Int) {
    out += String(repeating: "#", count: level) + " " + capitalized(words(2...6)) + "\n\n"
  }

  private mutating func section() {
    for _ in 0..<random.number(1...3) where wordsLeft > 0 { paragraph() }
    switch random.number(1...100) {
    case ...25: list()
    case ...45: code()
    case ...60: table()
    case ...70: quote()
    default: break
    }
  }

  private mutating func paragraph() {
    out += sentences(random.number(3...6)) + "\n\n"
  }

  private mutating func list() {
    let kind = random.number(1...3)
    for number in 1...random.number(3...6) {
      let mark =
        switch kind {
        case 1: "- "
        case 2: "\(number). "
        default: random.chance(50) ? "- [x] " : "- [ ] "
        }
      out += mark + counted(capitalized(words(4...14))) + "\n"
      if kind == 1, random.chance(20) { out += "  - " + counted(words(3...8)) + "\n" }
    }
    out += "\n"
  }

  private mutating func code() {
    out += "```" + random.element(of: ["swift", "sh", "json", "html"]) + "\n"
    for _ in 0..<random.number(4...12) {
      let indent = String(repeating: "  ", count: random.number(0...2))
      let (name, other) = (vocabulary.word(&random), vocabulary.word(&random))
      out += indent
      switch random.number(1...4) {
      case 1: out += "let \(name) = \"\(other)\""
      case 2: out += "if \(name) < \(random.number(1...99)) && \(other) > 0 {"
      case 3: out += "\(name).\(other)(<\(name)>, &\(other))"
      default: out += "# " + words(3...7)
      }
      out += "\n"
    }
    out += "```\n\n"
  }

  private mutating func table() {
    let columns = random.number(2...4)
    row((0..<columns).map { _ in capitalized(words(1...2)) })
    row((0..<columns).map { _ in random.element(of: ["---", ":---", "---:"]) })
    for _ in 0..<random.number(3...8) {
      row((0..<columns).map { _ in random.chance(30) ? String(random.number(1...9_999)) : words(1...4) })
    }
    out += "\n"
  }

  private mutating func row(_ cells: [String]) {
    out += "| " + cells.joined(separator: " | ") + " |\n"
  }

  private mutating func quote() {
    out += "> " + sentences(2) + "\n\n"
  }

  // MARK: - Inlines

  private mutating func sentences(_ count: Int) -> String {
    (0..<count).map { _ in sentence() }.joined(separator: "\n")
  }

  private mutating func sentence() -> String {
    var parts = [capitalized(counted(words(4...10)))]
    if random.chance(60) { parts.append(inline()) }
    if random.chance(70) { parts.append(counted(words(3...9))) }
    let mark = random.element(of: [".", ".", ".", ".", "?", "!"])
    return parts.joined(separator: random.chance(30) ? ", " : " ") + mark + footnote()
  }

  private mutating func inline() -> String {
    let text = counted(words(1...3))
    switch random.number(1...100) {
    case ...25: return "*\(text)*"
    case ...45: return "**\(text)**"
    case ...65: return "`\(text)`"
    case ...70: return "~~\(text)~~"
    case ...80: return "[\(text)](https://example.com/\(vocabulary.word(&random))?a=1&b=2)"
    case ...83: return "https://example.org/\(random.number(1...999))"
    default:
      // The address and not the file, because that is what every generator understands.
      return index == 0 ? text : "[\(text)](/posts/\(Corpus.slug(random.number(0...(index - 1))))/)"
    }
  }

  private mutating func footnote() -> String {
    guard random.chance(2) else { return "" }
    footnotes.append(capitalized(words(6...16)) + ".")
    return "[^\(footnotes.count)]"
  }

  private mutating func words(_ range: ClosedRange<Int>) -> String {
    (0..<random.number(range)).map { _ in vocabulary.word(&random) }.joined(separator: " ")
  }

  /// Takes the words of a text off those that the post is still to have.
  private mutating func counted(_ text: String) -> String {
    wordsLeft -= 1 + text.utf8.count { $0 == UInt8(ascii: " ") }
    return text
  }

  private func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}
