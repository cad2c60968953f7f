import Diagnostics

/// Where in a `<script>` a byte stands: a value brings its own quotes as JSON, so it must not be put between
/// others, where its text would be run as a program.
///
/// A small part of ECMA-262's lexical grammar, as in Go's html/template; JSON in a script is read by it too.
struct ScriptPlace: Hashable {
  enum Mode: Hashable {
    case code
    /// A text in these quotes; backquotes hold a template literal.
    case text(quote: UInt8)
    case regularExpression(isInClass: Bool)
    case lineComment
    case blockComment
  }

  private var mode = Mode.code
  private var isEscaped = false
  private var previous: UInt8 = 0
  /// The last byte of the code that is no space: decides whether `/` divides.
  private var lastOfCode: UInt8 = 0
  /// The word that the code ends in, when it may be one behind which an expression begins.
  private var word: [UInt8] = []
  /// How many of the bytes of `<!--` have been read, with which old scripts begin a comment.
  private var opening = 0
  /// Template literals whose `${` the code is in: how many braces are open behind each.
  private var literals: [Int] = []

  /// Words behind which `/` begins a regular expression.
  private static let wordsBeforeExpressions: Set<String> = [
    "await", "case", "delete", "do", "else", "in", "instanceof", "new", "of", "return", "throw", "typeof",
    "void", "yield",
  ]

  /// Where a value would stand: right behind a `/` it may be in a regular expression that has just begun.
  var modeOfValue: Mode {
    mode == .code && previous == UInt8(ascii: "/") && !isEndOfValue
      ? .regularExpression(isInClass: false) : mode
  }

  /// Whether two places are the same for all that follows.
  func isSame(as other: ScriptPlace) -> Bool { mode == other.mode && literals == other.literals }

  mutating func advance(_ byte: UInt8) {
    let before = previous
    previous = byte
    if isEscaped {
      isEscaped = false
      // `\${` begins nothing.
      previous = 0
      return
    }
    switch mode {
    case .code: advanceInCode(byte, behind: before)
    case .text(let quote):
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if quote == UInt8(ascii: "`"), before == UInt8(ascii: "$"), byte == UInt8(ascii: "{") {
        literals.append(0)
        mode = .code
        advanceOverMark(byte)
      } else if byte == quote || (byte == 0x0A && quote != UInt8(ascii: "`")) {
        endToken()
      }
    case .regularExpression(let isInClass):
      switch byte {
      case UInt8(ascii: "\\"): isEscaped = true
      case UInt8(ascii: "["): mode = .regularExpression(isInClass: true)
      case UInt8(ascii: "]"): mode = .regularExpression(isInClass: false)
      case UInt8(ascii: "/") where !isInClass: endToken()
      case 0x0A: endToken()
      default: break
      }
    case .lineComment: if byte == 0x0A || byte == 0x0D { mode = .code }
    case .blockComment:
      if byte == UInt8(ascii: "/"), before == UInt8(ascii: "*") {
        mode = .code
        previous = 0
      }
    }
  }

  private mutating func advanceInCode(_ byte: UInt8, behind before: UInt8) {
    if before == UInt8(ascii: "/") {
      if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "*") {
        mode = byte == UInt8(ascii: "/") ? .lineComment : .blockComment
        previous = 0
        return
      }
      // Known one byte late, since `//` and `/*` are comments.
      if !isEndOfValue {
        mode = .regularExpression(isInClass: byte == UInt8(ascii: "["))
        isEscaped = byte == UInt8(ascii: "\\")
        return
      }
      advanceOverMark(before)
    }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): mode = .text(quote: byte)
    case UInt8(ascii: "/"), 0...0x20: break
    case UInt8(ascii: "{") where !literals.isEmpty:
      literals[literals.count - 1] += 1
      advanceOverMark(byte)
    case UInt8(ascii: "}") where literals.last == 0:
      literals.removeLast()
      mode = .text(quote: UInt8(ascii: "`"))
    case UInt8(ascii: "}") where !literals.isEmpty:
      literals[literals.count - 1] -= 1
      advanceOverMark(byte)
    default:
      if Self.isWordPart(byte) {
        // A name goes on, or another begins.
        if !Self.isWordPart(before) { word = [] }
        if word.count < 12 { word.append(byte) }
        lastOfCode = byte
      } else if byte == before, byte == lastOfCode, "+-".utf8.contains(byte) {
        // `i++ / 2`: what stands before `/` there is a value.
        advanceOverMark(UInt8(ascii: ")"))
      } else {
        advanceOverMark(byte)
      }
    }
    if opening < 4, byte == Array("<!--".utf8)[opening] {
      opening += 1
    } else {
      opening = byte == UInt8(ascii: "<") ? 1 : 0
    }
    if opening == 4 {
      mode = .lineComment
      opening = 0
    }
  }

  private mutating func advanceOverMark(_ byte: UInt8) {
    lastOfCode = byte
    word = []
  }

  private static func isWordPart(_ byte: UInt8) -> Bool {
    byte.isASCIIAlphanumeric || byte >= 0x80
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
  }

  private mutating func endToken() {
    mode = .code
    advanceOverValue()
  }

  /// Whether the code so far ends in a value, behind which `/` divides.
  private var isEndOfValue: Bool {
    if !word.isEmpty { return !Self.wordsBeforeExpressions.contains(String(decoding: word, as: UTF8.self)) }
    return ")]\"".utf8.contains(lastOfCode)
  }

  mutating func advanceOverValue() {
    previous = UInt8(ascii: "\"")
    lastOfCode = UInt8(ascii: "\"")
    word = []
    opening = 0
  }
}
