/// Reads the patterns of language files.
struct PatternParser {
  /// What is wrong with a pattern, in the words of its writer.
  struct Mistake: Error {
    let message: String
  }

  private let text: [UInt8]
  private let ignoresCase: Bool
  private var position = 0
  private var depth = 0
  private var groups = 0
  /// Patterns within each other, which nobody can read any more.
  private static let maximumDepth = 20

  static func parse(_ text: String, ignoringCase: Bool) throws(Mistake) -> Pattern {
    var parser = PatternParser(text: Array(text.utf8), ignoresCase: ignoringCase)
    let pattern = try parser.choice()
    if parser.position < parser.text.count { throw Mistake(message: "a `)` closes nothing") }
    return pattern
  }

  private init(text: [UInt8], ignoresCase: Bool) {
    self.text = text
    self.ignoresCase = ignoresCase
  }

  private var next: UInt8? { position < text.count ? text[position] : nil }

  private mutating func take(_ wanted: String) -> Bool {
    guard text[position...].starts(with: wanted.utf8) else { return false }
    position += wanted.utf8.count
    return true
  }

  private mutating func choice() throws(Mistake) -> Pattern {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth { throw Mistake(message: "its groups are nested too deep") }
    var parts = [try sequence()]
    while take("|") { parts.append(try sequence()) }
    return parts.count == 1 ? parts[0] : .choice(parts)
  }

  private mutating func sequence() throws(Mistake) -> Pattern {
    var parts: [Pattern] = []
    while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      let part = try atom()
      parts.append(try quantified(part))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func quantified(_ part: Pattern) throws(Mistake) -> Pattern {
    let (least, most): (Int, Int)
    switch next {
    case UInt8(ascii: "*"): (least, most) = (0, .max)
    case UInt8(ascii: "+"): (least, most) = (1, .max)
    case UInt8(ascii: "?"): (least, most) = (0, 1)
    default: return part
    }
    position += 1
    if let byte = next, "*+?".utf8.contains(byte) {
      throw Mistake(message: "`\(Character(Unicode.Scalar(byte)))` stands behind another repetition")
    }
    return .repeated(part, least: least, most: most)
  }

  private mutating func atom() throws(Mistake) -> Pattern {
    let byte = text[position]
    switch byte {
    case UInt8(ascii: "("): return try parenthesized()
    case UInt8(ascii: "["): return .byte(try bracketed())
    case UInt8(ascii: "\\"): return try escaped()
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
      throw Mistake(message: "`\(Character(Unicode.Scalar(byte)))` repeats nothing")
    default: break
    }
    position += 1
    switch byte {
    case UInt8(ascii: "."): return .byte(ByteSet("\n").inverted)
    case UInt8(ascii: "^"): return .lineStart
    case UInt8(ascii: "$"): return .lineEnd
    default: return .byte(single(byte))
    }
  }

  private func single(_ byte: UInt8) -> ByteSet {
    let set = ByteSet(byte...byte)
    return ignoresCase ? set.ignoringCase : set
  }

  private mutating func parenthesized() throws(Mistake) -> Pattern {
    let pattern: Pattern
    if take("(?=") {
      pattern = .ahead(try choice(), isWanted: true)
    } else if take("(?!") {
      pattern = .ahead(try choice(), isWanted: false)
    } else if take("(?<=") {
      pattern = .behind(try lookedBehind(), isWanted: true)
    } else if take("(?<!") {
      pattern = .behind(try lookedBehind(), isWanted: false)
    } else if take("(?:") {
      pattern = try choice()
    } else {
      position += 1
      if next == UInt8(ascii: "?") { throw Mistake(message: "it has a kind of group that is not known here") }
      groups += 1
      let number = groups
      if number > 2 {
        throw Mistake(
          message: "it has more than two groups that are remembered; write `(?:…)` for the others")
      }
      pattern = .group(number, try choice())
    }
    guard take(")") else { throw Mistake(message: "a `(` is never closed") }
    return pattern
  }

  /// What stands before is one byte, so that nobody has to look back.
  private mutating func lookedBehind() throws(Mistake) -> ByteSet {
    guard next != nil, next != UInt8(ascii: ")"), case .byte(let set) = try atom() else {
      throw Mistake(message: "what is looked for before a place is one character or one `[…]`")
    }
    return set
  }

  private mutating func bracketed() throws(Mistake) -> ByteSet {
    position += 1
    let isInverted = take("^")
    var set = ByteSet()
    var isFirst = true
    while true {
      guard let byte = next else { throw Mistake(message: "a `[` is never closed") }
      if byte == UInt8(ascii: "]"), !isFirst { break }
      isFirst = false
      if byte >= 0x80 {
        throw Mistake(message: "only ASCII can stand in `[…]`; `\\w` has all other letters")
      }
      if byte == UInt8(ascii: "\\") {
        guard case .byte(let escaped) = try escaped() else {
          throw Mistake(message: "a place can't stand in `[…]`")
        }
        set.formUnion(escaped)
        continue
      }
      position += 1
      guard position + 1 < text.count, text[position] == UInt8(ascii: "-"),
        text[position + 1] != UInt8(ascii: "]")
      else {
        set.insert(byte)
        continue
      }
      let last = text[position + 1]
      guard last >= byte, last < 0x80, last != UInt8(ascii: "\\") else {
        throw Mistake(message: "a range in `[…]` ends before it begins")
      }
      set.formUnion(ByteSet(byte...last))
      position += 2
    }
    position += 1
    if ignoresCase { set = set.ignoringCase }
    return isInverted ? set.inverted : set
  }

  private mutating func escaped() throws(Mistake) -> Pattern {
    guard position + 1 < text.count else { throw Mistake(message: "it ends in a `\\`") }
    let byte = text[position + 1]
    position += 2
    switch byte {
    case UInt8(ascii: "n"): return .byte(ByteSet("\n"))
    case UInt8(ascii: "t"): return .byte(ByteSet("\t"))
    case UInt8(ascii: "s"): return .byte(.blanks)
    case UInt8(ascii: "S"): return .byte(ByteSet.blanks.inverted)
    case UInt8(ascii: "d"): return .byte(.digits)
    case UInt8(ascii: "w"): return .byte(.word)
    case UInt8(ascii: "W"): return .byte(ByteSet.word.inverted)
    case UInt8(ascii: "b"): return .wordEdge
    case UInt8(ascii: "A"): return .textStart
    case UInt8(ascii: "I"): return .dedent
    case UInt8(ascii: "1"): return .reference(1)
    case UInt8(ascii: "2"): return .reference(2)
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      throw Mistake(message: "`\\\(Character(Unicode.Scalar(byte)))` is not known here")
    default: return .byte(ByteSet(byte...byte))
    }
  }
}
