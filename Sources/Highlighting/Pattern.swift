/// A pattern of a language file, read.
///
/// It looks like a regular expression and is none: what a repetition or the first fitting choice has taken it never gives
/// back, so that nothing is tried twice.
indirect enum Pattern {
  case byte(ByteSet)
  case sequence([Pattern])
  case choice([Pattern])
  case repeated(Pattern, least: Int, most: Int)
  /// What follows, which is not taken.
  case ahead(Pattern, isWanted: Bool)
  /// The byte before.
  case behind(ByteSet, isWanted: Bool)
  case lineStart, lineEnd, textStart, wordEdge
  /// The start of a line that is indented no deeper than the one where the span began.
  case dedent
  /// Remembered as group 1 or 2.
  case group(Int, Pattern)
  /// What a group of the span's beginning has taken.
  case reference(Int)

  /// The bytes that it can begin with; all of them when it may take none, so that any can be next.
  var first: ByteSet {
    let start = start
    return start.isEmpty ? .all : start.set
  }

  /// Whether it asks for the start of a line that is indented no deeper than another.
  var asksForIndentation: Bool {
    switch self {
    case .dedent: true
    case .sequence(let parts), .choice(let parts): parts.contains { $0.asksForIndentation }
    case .repeated(let part, _, _), .ahead(let part, _), .group(_, let part): part.asksForIndentation
    default: false
    }
  }

  /// The byte that it is, if it is one.
  var onlyByte: UInt8? {
    guard case .byte(let set) = self else { return nil }
    let bytes = (0...255).filter { set.contains(UInt8($0)) }
    return bytes.count == 1 ? UInt8(bytes[0]) : nil
  }

  /// What it can begin with, and whether it may take nothing.
  private var start: (set: ByteSet, isEmpty: Bool) {
    switch self {
    case .byte(let set): return (set, false)
    case .sequence(let parts):
      var all = ByteSet()
      for part in parts {
        let start = part.start
        all.formUnion(start.set)
        if !start.isEmpty { return (all, false) }
      }
      return (all, true)
    case .choice(let parts):
      let starts = parts.map(\.start)
      var all = ByteSet()
      for start in starts { all.formUnion(start.set) }
      return (all, starts.contains { $0.isEmpty })
    case .repeated(let part, let least, _):
      let start = part.start
      return (start.set, start.isEmpty || least == 0)
    case .ahead(let part, let isWanted): return isWanted ? part.start : (ByteSet(), true)
    // It is looked for where a line ends, never at the end of the text, where nothing is left to colour.
    case .lineEnd: return (ByteSet("\r\n"), false)
    case .group(_, let part): return part.start
    case .reference: return (.all, true)
    case .behind, .lineStart, .textStart, .wordEdge, .dedent: return (ByteSet(), true)
    }
  }
}

/// A set of bytes.
struct ByteSet: Hashable {
  private var low: (UInt64, UInt64) = (0, 0)
  private var high: (UInt64, UInt64) = (0, 0)

  init() {}

  init(_ text: String) { for byte in text.utf8 { insert(byte) } }

  init(_ range: ClosedRange<UInt8>) { for byte in range { insert(byte) } }

  static let all = ByteSet(0...255)
  static let digits = ByteSet(0x30...0x39)
  static let blanks = ByteSet(" \t\r\n")
  /// ASCII letters, digits, `_`, and whatever is not ASCII.
  static let word: ByteSet = {
    var set = ByteSet(0x80...0xFF)
    for range: ClosedRange<UInt8> in [0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F...0x5F] {
      set.formUnion(ByteSet(range))
    }
    return set
  }()

  mutating func insert(_ byte: UInt8) {
    let bit: UInt64 = 1 << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: low.0 |= bit
    case 1: low.1 |= bit
    case 2: high.0 |= bit
    default: high.1 |= bit
    }
  }

  func contains(_ byte: UInt8) -> Bool {
    let bits =
      switch byte >> 6 {
      case 0: low.0
      case 1: low.1
      case 2: high.0
      default: high.1
      }
    return bits >> UInt64(byte & 63) & 1 == 1
  }

  mutating func formUnion(_ other: ByteSet) {
    low = (low.0 | other.low.0, low.1 | other.low.1)
    high = (high.0 | other.high.0, high.1 | other.high.1)
  }

  var inverted: ByteSet {
    var set = self
    set.low = (~low.0, ~low.1)
    set.high = (~high.0, ~high.1)
    return set
  }

  /// With both cases of each letter that is in it.
  var ignoringCase: ByteSet {
    var set = self
    for byte: UInt8 in 0x61...0x7A where contains(byte) || contains(byte ^ 0x20) {
      set.insert(byte)
      set.insert(byte ^ 0x20)
    }
    return set
  }

  static func == (left: ByteSet, right: ByteSet) -> Bool { left.low == right.low && left.high == right.high }

  func hash(into hasher: inout Hasher) {
    for word in [low.0, low.1, high.0, high.1] { hasher.combine(word) }
  }
}
