import Diagnostics

/// A word or mark inside `{{ }}`, `{% %}` or the braces of a component's attribute.
struct ExpressionToken {
  enum Kind: Hashable {
    case name(String)
    case string(String)
    case int(Int)
    case double(Double)
    /// Punctuation: `.` `|` `(` `==` …
    case mark(String)
    case end
  }

  let kind: Kind
  let span: Span
}

/// What is wrong with a template's text; one for each place, the parser goes on behind it.
struct TemplateError: Error {
  let message: String
  let span: Span
  var label = ""
  var help: String?
}

/// Cuts an expression into tokens.
struct ExpressionLexer {
  private let bytes: [UInt8]
  private let end: Int
  private(set) var position: Int

  private static let marks = ["??", "==", "!=", "<=", ">=", "->"]

  init(_ source: SourceFile, _ span: Span) {
    bytes = source.bytes
    position = span.start
    end = min(span.end, source.bytes.count)
  }

  /// What stands from `start` to the end, without white space at its ends.
  func trimmed(from start: Int) -> Span {
    var span = Span(min(start, end), end)
    while span.start < span.end, bytes[span.start] <= 0x20 { span.start += 1 }
    while span.start < span.end, bytes[span.end - 1] <= 0x20 { span.end -= 1 }
    return span
  }

  func text(of span: Span) -> String { String(decoding: bytes[span.start..<span.end], as: UTF8.self) }

  mutating func next() throws(TemplateError) -> ExpressionToken {
    while position < end, bytes[position] == 0x20 || (0x09...0x0D).contains(bytes[position]) { position += 1 }
    let start = position
    guard position < end else { return ExpressionToken(kind: .end, span: Span(end, end)) }
    let byte = bytes[position]
    if Self.isNameStart(byte) { return name(start) }
    if byte.isASCIIDigit { return try number(start) }
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return try string(start, byte) }
    if position + 1 < end {
      let pair = String(decoding: bytes[position..<position + 2], as: UTF8.self)
      if Self.marks.contains(pair) {
        position += 2
        return ExpressionToken(kind: .mark(pair), span: Span(start, position))
      }
    }
    guard ".|,:()[]{}=<>+-*/%?!".utf8.contains(byte) else {
      var length = 1
      while position + length < end, bytes[position + length] & 0xC0 == 0x80 { length += 1 }
      let shown = String(decoding: bytes[position..<position + length], as: UTF8.self)
      throw TemplateError(
        message: "`\(shown)` has no meaning here", span: Span(start, start + length),
        help: Self.foreignSigns[shown])
    }
    position += 1
    return ExpressionToken(kind: .mark(String(UnicodeScalar(byte))), span: Span(start, position))
  }

  /// How what other languages write with a sign is said here.
  private static let foreignSigns = [
    "~": "texts are joined with `+`", "&": "write `and` between two conditions",
    ";": "one statement stands in one tag",
    "$": "a name is written without `$`", "@": "a name is written without `@`",
    "`": "texts stand in quotes and are joined with `+`: `\"a \" + b`",
    "#": "a comment has a tag of its own, `{# … #}`", "‘": "texts stand in straight quotes, `'` or `\"`",
    "’": "texts stand in straight quotes, `'` or `\"`", "“": "texts stand in straight quotes, `'` or `\"`",
    "”": "texts stand in straight quotes, `'` or `\"`", "≠": "write `!=`",
    "\u{A0}": "this is a space that does not break: write a plain one",
  ]

  static func isNameStart(_ byte: UInt8) -> Bool {
    byte.isASCIILetter || byte == UInt8(ascii: "_")
  }

  private mutating func name(_ start: Int) -> ExpressionToken {
    while position < end, Self.isNameStart(bytes[position]) || bytes[position].isASCIIDigit {
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    return ExpressionToken(kind: .name(text), span: Span(start, position))
  }

  private mutating func number(_ start: Int) throws(TemplateError) -> ExpressionToken {
    func isDigit(_ index: Int) -> Bool { index < end && bytes[index].isASCIIDigit }
    while isDigit(position) { position += 1 }
    var isDouble = false
    if position < end, bytes[position] == UInt8(ascii: "."), isDigit(position + 1) {
      isDouble = true
      position += 1
      while isDigit(position) { position += 1 }
    }
    let span = Span(start, position)
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isDouble, let number = Double(text), number.isFinite {
      return ExpressionToken(kind: .double(number), span: span)
    }
    guard !isDouble, let number = Int(text) else {
      throw TemplateError(
        message: "this number is too large", span: span,
        help: isDouble ? nil : "whole numbers go up to \(Int.max)")
    }
    return ExpressionToken(kind: .int(number), span: span)
  }

  private mutating func string(_ start: Int, _ quote: UInt8) throws(TemplateError) -> ExpressionToken {
    position += 1
    var text: [UInt8] = []
    while position < end {
      let byte = bytes[position]
      position += 1
      if byte == quote {
        return ExpressionToken(
          kind: .string(String(decoding: text, as: UTF8.self)), span: Span(start, position))
      }
      guard byte == UInt8(ascii: "\\"), position < end else {
        text.append(byte)
        continue
      }
      switch bytes[position] {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): text.append(bytes[position])
      default:
        let scalar = String(decoding: bytes[position..<end].prefix(4), as: UTF8.self).unicodeScalars.first
        let written = scalar.map(String.init) ?? ""
        throw TemplateError(
          message: "there is no escape `\\\(written)`",
          span: Span(position - 1, position + written.utf8.count),
          help: "escapes are `\\n` `\\t` `\\\\` `\\\"` and `\\'`")
      }
      position += 1
    }
    throw TemplateError(
      message: "this text is never closed", span: Span(start, start + 1), label: "opened here",
      help: "add a `\(String(UnicodeScalar(quote)))` at its end")
  }
}
