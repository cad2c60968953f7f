package import Diagnostics

/// A template's text, cut into what is written as it is and what is meant.
struct TemplateToken {
  enum Kind {
    case text
    /// `{{ … }}`: the span of what is inside.
    case output(Span)
    /// `{% … %}`: the span of what is inside.
    case statement(Span)
    case comment
    /// The inside of `{% raw %}`.
    case raw
  }

  var kind: Kind
  /// The whole token; of a text, what is left after trimming.
  var span: Span
}

/// Cuts a template into tokens, in one pass over its bytes.
struct TemplateLexer {
  private let bytes: [UInt8]
  private let source: SourceFile
  private var tokens: [TemplateToken] = []
  private var trims: [(token: Int, before: Bool, after: Bool)] = []
  private(set) var diagnostics: [Diagnostic] = []

  private init(_ source: SourceFile) {
    self.source = source
    bytes = source.bytes
  }

  static func tokens(of source: SourceFile) -> (tokens: [TemplateToken], diagnostics: [Diagnostic]) {
    var lexer = TemplateLexer(source)
    lexer.cut()
    lexer.trimMarked()
    lexer.trimStatementLines()
    return (lexer.tokens, lexer.diagnostics)
  }

  private mutating func cut() {
    var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var textStart = position
    while position + 1 < bytes.count {
      let mark = bytes[position + 1]
      guard bytes[position] == UInt8(ascii: "{"),
        mark == UInt8(ascii: "{") || mark == UInt8(ascii: "%") || mark == UInt8(ascii: "#")
      else {
        position += 1
        continue
      }
      if position > textStart { tokens.append(TemplateToken(kind: .text, span: Span(textStart, position))) }
      position = tag(at: position, mark)
      textStart = position
    }
    if textStart < bytes.count {
      tokens.append(TemplateToken(kind: .text, span: Span(textStart, bytes.count)))
    }
  }

  /// Adds the tag that begins at `start`; the offset behind it.
  private mutating func tag(at start: Int, _ mark: UInt8) -> Int {
    let closing: [UInt8] = mark == UInt8(ascii: "{") ? Array("}}".utf8) : [mark, UInt8(ascii: "}")]
    guard let end = findEnd(closing, from: start + 2, isComment: mark == UInt8(ascii: "#")) else {
      let opening = String(decoding: bytes[start..<start + 2], as: UTF8.self)
      diagnostics.append(
        Diagnostic(
          .templateSyntax, "this `\(opening)` is never closed", in: source, Span(start, start + 2),
          label: "opened here", help: "close it with `\(String(decoding: closing, as: UTF8.self))`"))
      return bytes.count
    }
    var inside = Span(start + 2, end)
    let trimsBefore = inside.start < inside.end && bytes[inside.start] == UInt8(ascii: "-")
    if trimsBefore { inside.start += 1 }
    let trimsAfter = inside.start < inside.end && bytes[inside.end - 1] == UInt8(ascii: "-")
    if trimsAfter { inside.end -= 1 }
    if trimsBefore || trimsAfter { trims.append((tokens.count, trimsBefore, trimsAfter)) }
    let whole = Span(start, end + 2)
    switch mark {
    case UInt8(ascii: "#"): tokens.append(TemplateToken(kind: .comment, span: whole))
    case UInt8(ascii: "%"):
      tokens.append(TemplateToken(kind: .statement(inside), span: whole))
      if word(inside) == "raw" { return raw(from: end + 2) }
    default: tokens.append(TemplateToken(kind: .output(inside), span: whole))
    }
    return end + 2
  }

  /// The text of a `{% raw %}` up to its `{% endraw %}`; both statements leave nothing.
  private mutating func raw(from start: Int) -> Int {
    tokens[tokens.count - 1].kind = .comment
    var position = start
    while position + 1 < bytes.count {
      if bytes[position] == UInt8(ascii: "{"), bytes[position + 1] == UInt8(ascii: "%"),
        let end = findEnd(Array("%}".utf8), from: position + 2, isComment: true),
        word(Span(position + 2, end)) == "endraw"
      {
        if position > start { tokens.append(TemplateToken(kind: .raw, span: Span(start, position))) }
        tokens.append(TemplateToken(kind: .comment, span: Span(position, end + 2)))
        return end + 2
      }
      position += 1
    }
    diagnostics.append(
      Diagnostic(
        .templateSyntax, "this `{% raw %}` is never closed", in: source, tokens[tokens.count - 1].span,
        label: "opened here", help: "close it with `{% endraw %}`"))
    return bytes.count
  }

  private func word(_ span: Span) -> String {
    let text = bytes[span.start..<span.end].filter { $0 != 0x20 && $0 != 0x0A && $0 != 0x09 && $0 != 0x2D }
    return text.count < 16 ? String(decoding: text, as: UTF8.self) : ""
  }

  /// Where `closing` stands outside of quotes; `}}` also outside of records: `{{ { a: { b: 1 }} }}`.
  private func findEnd(_ closing: [UInt8], from start: Int, isComment: Bool) -> Int? {
    let isOutput = closing[0] == UInt8(ascii: "}")
    var quote: UInt8?
    var depth = 0
    // The first `}}` there is, for an expression whose braces don't fit together.
    var fallback: Int?
    var position = start
    while position + 1 < bytes.count {
      let byte = bytes[position]
      if let open = quote {
        if byte == UInt8(ascii: "\\") { position += 1 } else if byte == open { quote = nil }
      } else if byte == closing[0], bytes[position + 1] == closing[1], depth == 0 {
        return position
      } else if isOutput, byte == UInt8(ascii: "{") {
        if let fallback, "{%#".utf8.contains(bytes[position + 1]) { return fallback }
        depth += 1
      } else if isOutput, byte == UInt8(ascii: "}") {
        if bytes[position + 1] == byte, fallback == nil { fallback = position }
        depth = max(0, depth - 1)
      } else if !isComment, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      }
      position += 1
    }
    return fallback
  }

  // MARK: - White space

  /// `{%-` and `-%}` take all white space beside them.
  private mutating func trimMarked() {
    for trim in trims {
      if trim.before, trim.token > 0, case .text = tokens[trim.token - 1].kind {
        while let last = lastByte(trim.token - 1), Self.isSpace(last) { tokens[trim.token - 1].span.end -= 1 }
      }
      if trim.after, trim.token + 1 < tokens.count, case .text = tokens[trim.token + 1].kind {
        while let first = firstByte(trim.token + 1), Self.isSpace(first) {
          tokens[trim.token + 1].span.start += 1
        }
      }
    }
  }

  private func firstByte(_ token: Int) -> UInt8? {
    let span = tokens[token].span
    return span.start < span.end ? bytes[span.start] : nil
  }

  private func lastByte(_ token: Int) -> UInt8? {
    let span = tokens[token].span
    return span.start < span.end ? bytes[span.end - 1] : nil
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// A line that holds only statements and comments leaves no line behind.
  private mutating func trimStatementLines() {
    var isCleanBefore = [Bool](repeating: false, count: tokens.count)
    var isClean = true
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .text:
        let text = bytes[token.span.start..<token.span.end]
        if let line = text.lastIndex(of: 0x0A) {
          isClean = text[(line + 1)...].allSatisfy { $0 == 0x20 || $0 == 0x09 }
        } else {
          isClean = isClean && text.allSatisfy { $0 == 0x20 || $0 == 0x09 }
        }
      case .output, .raw: isClean = false
      case .statement, .comment: isCleanBefore[index] = isClean
      }
    }
    isClean = true
    for index in tokens.indices.reversed() {
      let span = tokens[index].span
      switch tokens[index].kind {
      case .text:
        let text = bytes[span.start..<span.end]
        let blank = text.prefix { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        isClean = blank.count == text.count ? isClean : bytes[blank.endIndex] == 0x0A
      case .output, .raw: isClean = false
      case .statement, .comment: if isClean, isCleanBefore[index] { trimLine(around: index) }
      }
    }
  }

  private mutating func trimLine(around index: Int) {
    if index > 0, case .text = tokens[index - 1].kind {
      while let last = lastByte(index - 1), last == 0x20 || last == 0x09 { tokens[index - 1].span.end -= 1 }
    }
    guard index + 1 < tokens.count, case .text = tokens[index + 1].kind else { return }
    while let first = firstByte(index + 1), Self.isSpace(first) {
      tokens[index + 1].span.start += 1
      if first == 0x0A { return }
    }
  }
}

extension DiagnosticCode {
  /// A template that can't be read.
  package static let templateSyntax = DiagnosticCode("template.syntax")
}
