/// Cuts code into runs of one kind by the rules of its language. Hot.
///
/// Any bytes are taken, and all of them are given back in order. Time is linear: every attempt costs effort, of which there
/// is so much for a byte; what is left of a text that has used it up stays plain.
@safe struct Tokenizer {
  private let text: UnsafeBufferPointer<UInt8>
  /// Finds a language that is embedded in another.
  private let find: (String) -> Language?
  private(set) var tokens: [CodeToken] = []
  private var effort: Int

  private static let effortForByte = 64
  /// Spans within each other that are followed.
  private static let maximumSpans = 200
  /// Languages within each other that are followed.
  private static let maximumLanguages = 4

  private init(_ text: UnsafeBufferPointer<UInt8>, _ find: @escaping (String) -> Language?) {
    unsafe self.text = unsafe text
    self.find = find
    effort = 4096 + text.count * Self.effortForByte
    tokens.reserveCapacity(text.count / 4)
  }

  static func tokens(
    in text: UnsafeBufferPointer<UInt8>, _ language: Language, find: @escaping (String) -> Language?
  ) -> [CodeToken] {
    var tokenizer = unsafe Tokenizer(text, find)
    tokenizer.read(language, 0..<text.count, depth: 0)
    return tokenizer.tokens
  }

  /// A span that is open, or the text as a whole.
  private struct Frame {
    var rule: Language.Rule?
    var kind: CodeKind
    var context: Int
    var groups: (Range<Int>, Range<Int>) = (0..<0, 0..<0)
    var indentation = 0
    /// Brackets within it that are still open.
    var open = 0
    /// Whether the span around it ends with it.
    var endsParent = false
  }

  /// What is known while one language is read.
  private struct Reading {
    let language: Language
    let range: Range<Int>
    let depth: Int
    var matcher: PatternMatcher
    var position: Int
    var frame: Frame
    var outer: [Frame] = []
    /// Where the last span without a beginning was opened, so that it is not opened again.
    var lastEmpty = -1
  }

  private mutating func read(_ language: Language, _ range: Range<Int>, depth: Int) {
    guard !language.isPlain else { return add(.plain, to: range.upperBound) }
    language.withTables { tables in
      var reading = Reading(
        language: language, range: range, depth: depth,
        matcher: unsafe PatternMatcher(text, range, tables, effort: effort), position: range.lowerBound,
        frame: Frame(rule: nil, kind: .plain, context: 1))
      read(&reading, tables)
      effort = reading.matcher.effort
      add(reading.matcher.effort < 0 ? .plain : reading.frame.kind, to: range.upperBound)
    }
  }

  private mutating func read(_ reading: inout Reading, _ tables: LanguageTables) {
    let end = reading.range.upperBound
    while reading.position < end {
      let byte = unsafe text[reading.position]
      let list = unsafe tables.starts[reading.frame.context &* 256 &+ Int(byte)]
      if list != 0, follow(Int(list), &reading, tables) { continue }
      if reading.matcher.effort < 0 { return }
      if let rule = reading.frame.rule, unsafe tables.sets[Int(rule.endSet) &* 256 &+ Int(byte)],
        close(rule, byte, &reading)
      {
        continue
      }
      if let rule = reading.frame.rule, byte == rule.opening, rule.opening != 0 { reading.frame.open += 1 }
      reading.position &+= 1
    }
  }

  /// Follows the first rule of a list that fits.
  private mutating func follow(_ list: Int, _ reading: inout Reading, _ tables: LanguageTables) -> Bool {
    var index = list
    while true {
      let number = unsafe tables.lists[index]
      if number == .max { return false }
      index &+= 1
      let rule = unsafe tables.rules[Int(number)]
      let start = reading.position
      if rule.isSpan { reading.matcher.groups = (0..<0, 0..<0) }
      let end = reading.matcher.end(of: rule.start, at: start)
      if end < 0 || (rule.isOperand && !mayBeginValue(at: start, reading)) { continue }
      if rule.isSpan {
        if end == start {
          if reading.lastEmpty == start { continue }
          reading.lastEmpty = start
        }
        open(rule, to: end, &reading)
        return true
      }
      if end == start { continue }
      reading.position = end
      if let kind = kind(of: rule, start..<end, reading.language), kind != reading.frame.kind {
        add(reading.frame.kind, to: start)
        add(kind, to: end)
      }
      if rule.endsParent { leave(&reading) }
      return true
    }
  }

  @inline(__always)
  private func kind(of rule: Language.Rule, _ range: Range<Int>, _ language: Language) -> CodeKind? {
    guard rule.words >= 0 else { return rule.kind }
    if let kind = unsafe language.words[Int(rule.words)].kind(of: text, range) { return kind }
    if let call = rule.call, isFollowedByParenthesis(range) { return call }
    if let capital = rule.capital {
      let first = unsafe text[range.lowerBound]
      if first >= 0x41, first <= 0x5A { return capital }
    }
    return rule.kind
  }

  private func isFollowedByParenthesis(_ range: Range<Int>) -> Bool {
    unsafe range.upperBound < text.count && text[range.upperBound] == UInt8(ascii: "(")
  }

  // MARK: - Spans

  private mutating func open(_ rule: Language.Rule, to end: Int, _ reading: inout Reading) {
    let kind = rule.kind ?? reading.frame.kind
    add(reading.frame.kind, to: reading.position)
    add(rule.mark ?? kind, to: end)
    let indentation = rule.isIndented ? reading.matcher.indentation(at: reading.position) : 0
    reading.position = end
    if reading.outer.count >= Self.maximumSpans { return }
    reading.outer.append(reading.frame)
    reading.frame = Frame(
      rule: rule, kind: kind, context: Int(rule.inside), groups: reading.matcher.groups,
      indentation: indentation, endsParent: rule.endsParent)
    if rule.language != -1 { embed(rule, &reading) }
  }

  /// Closes the span if its end stands here.
  private mutating func close(_ rule: Language.Rule, _ byte: UInt8, _ reading: inout Reading) -> Bool {
    if reading.frame.open > 0, byte == rule.closing {
      reading.frame.open -= 1
      return false
    }
    let start = reading.position
    let end = self.end(of: rule, at: start, &reading)
    if end < 0 { return false }
    add(reading.frame.kind, to: start)
    if !rule.isUntil {
      add(rule.mark ?? reading.frame.kind, to: end)
      reading.position = end
    }
    leave(&reading)
    return true
  }

  private func end(of rule: Language.Rule, at position: Int, _ reading: inout Reading) -> Int {
    reading.matcher.groups = reading.frame.groups
    reading.matcher.indentation = reading.frame.indentation
    return reading.matcher.end(of: rule.end, at: position)
  }

  private mutating func leave(_ reading: inout Reading) {
    while let outer = reading.outer.popLast() {
      let isLast = !reading.frame.endsParent
      add(reading.frame.kind, to: reading.position)
      reading.frame = outer
      if isLast { return }
    }
  }

  /// Gives the inside of a span to another language, up to the span's end or to that of the text.
  private mutating func embed(_ rule: Language.Rule, _ reading: inout Reading) {
    var name = reading.language.name
    if rule.language == Language.namedByGroup {
      name = unsafe String(decoding: text[reading.frame.groups.1], as: UTF8.self)
    } else if reading.language.embedded.indices.contains(Int(rule.language)) {
      name = reading.language.embedded[Int(rule.language)]
    }
    guard reading.depth < Self.maximumLanguages, let inner = find(name) else { return }
    let start = reading.position
    var end = start
    while end < reading.range.upperBound, reading.matcher.effort >= 0 {
      reading.matcher.effort &-= 1
      if self.end(of: rule, at: end, &reading) >= 0 { break }
      end += 1
    }
    effort = reading.matcher.effort
    read(inner, start..<end, depth: reading.depth + 1)
    reading.matcher.effort = effort
    reading.position = end
  }

  /// Whether what comes next is no operator: nothing stands before it, or an operator, or a word such as `return`.
  private func mayBeginValue(at position: Int, _ reading: Reading) -> Bool {
    var index = position - 1
    while index >= reading.range.lowerBound, position - index < 256,
      unsafe ByteSet.blanks.contains(text[index])
    {
      index -= 1
    }
    guard index >= reading.range.lowerBound else { return true }
    let byte = unsafe text[index]
    if ")]}\"'`".utf8.contains(byte) { return false }
    guard ByteSet.word.contains(byte) else { return true }
    return tokens.last.map { $0.kind == .keyword && $0.end == index + 1 } ?? false
  }

  // MARK: - Runs

  /// All up to a place that has no kind yet is of this one.
  @inline(__always)
  private mutating func add(_ kind: CodeKind, to end: Int) {
    if let last = tokens.last {
      if last.end >= end { return }
      if last.kind == kind {
        tokens[tokens.count &- 1].end = end
        return
      }
    } else if end == 0 {
      return
    }
    tokens.append(CodeToken(end: end, kind: kind))
  }
}
