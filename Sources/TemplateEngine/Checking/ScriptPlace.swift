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

  private(set) var mode = Mode.code
  private var isEscaped = false
  private var previous: UInt8 = 0
  /// The last byte of the code that is no space: decides whether `/` divides.
  private var lastOfCode: UInt8 = 0

  mutating func advance(_ byte: UInt8) {
    let before = previous
    previous = byte
    if isEscaped {
      isEscaped = false
      return
    }
    switch mode {
    case .code: advanceInCode(byte, behind: before)
    case .text(let quote):
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
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
      lastOfCode = before
    }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): mode = .text(quote: byte)
    default: if byte > 0x20, byte != UInt8(ascii: "/") { lastOfCode = byte }
    }
  }

  private mutating func endToken() {
    mode = .code
    advanceOverValue()
  }

  /// Whether the code so far ends in a value, behind which `/` divides.
  private var isEndOfValue: Bool {
    (0x61...0x7A).contains(lastOfCode | 0x20) || (0x30...0x39).contains(lastOfCode) || lastOfCode >= 0x80
      || "_$)]}\"".utf8.contains(lastOfCode)
  }

  mutating func advanceOverValue() {
    previous = UInt8(ascii: "\"")
    lastOfCode = UInt8(ascii: "\"")
  }
}
