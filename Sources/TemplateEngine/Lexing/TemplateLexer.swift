package import Diagnostics

/// A template's text, cut into what is written as it is and what is meant.
struct TemplateToken {
  enum Kind {
    case text
    /// `{{ … }}`: the span of what is inside.
    case output(Span)
    /// `{% … %}`: the span of what is inside.
    case statement(Span)
    /// `<Card … />` or `</Card>`: the span of its name.
    case component(Span, isClosing: Bool)
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
  private var componentTags: ComponentTagLexer
  private(set) var diagnostics: [Diagnostic] = []

  private init(_ source: SourceFile, _ components: Set<String>) {
    self.source = source
    bytes = source.bytes
    componentTags = ComponentTagLexer(
      source.bytes, names: components, isStrict: OutputKind(path: source.path) == .xml)
  }

  /// `components` are the names of the theme's components.
  static func tokens(
    of source: SourceFile, components: Set<String> = []
  ) -> (tokens: [TemplateToken], diagnostics: [Diagnostic]) {
    var lexer = TemplateLexer(source, components)
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
      if bytes[position] == UInt8(ascii: "<"), let tag = componentTags.tag(at: position) {
        if position > textStart {
          tokens.append(TemplateToken(kind: .text, span: Span(textStart, position)))
        }
        tokens.append(
          TemplateToken(kind: .component(tag.name, isClosing: tag.isClosing), span: Span(position, tag.end)))
        position = tag.end
        textStart = position
        continue
      }
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
    if let end = findEnd(closing, from: start + 2, isComment: mark == UInt8(ascii: "#")) {
      add(mark, from: start, inside: Span(start + 2, end), end: end + 2)
      return mark == UInt8(ascii: "%") && word(Span(start + 2, end)) == "raw" ? raw(from: end + 2) : end + 2
    }
    let (inside, end) = brokenTag(from: start, mark)
    if !isTextUnclosed(in: inside) { reportUnclosed(start, mark, inside, end) }
    if mark != UInt8(ascii: "#"), !word(inside, limit: .max).isEmpty {
      // What follows is read as if the tag were closed.
      add(mark, from: start, inside: inside, end: end)
    }
    return end
  }

  private mutating func add(_ mark: UInt8, from start: Int, inside: Span, end: Int) {
    var inside = inside
    let trimsBefore = inside.start < inside.end && bytes[inside.start] == UInt8(ascii: "-")
    if trimsBefore { inside.start += 1 }
    let trimsAfter = inside.start < inside.end && bytes[inside.end - 1] == UInt8(ascii: "-")
    if trimsAfter { inside.end -= 1 }
    if trimsBefore || trimsAfter { trims.append((tokens.count, trimsBefore, trimsAfter)) }
    let whole = Span(start, end)
    switch mark {
    case UInt8(ascii: "#"): tokens.append(TemplateToken(kind: .comment, span: whole))
    case UInt8(ascii: "%"): tokens.append(TemplateToken(kind: .statement(inside), span: whole))
    default: tokens.append(TemplateToken(kind: .output(inside), span: whole))
    }
  }

  /// What seems to be the inside of a tag that is not closed, and the offset behind it.
  private func brokenTag(from start: Int, _ mark: UInt8) -> (inside: Span, end: Int) {
    let first = start + 2
    if mark == UInt8(ascii: "#") { return (Span(first, bytes.count), bytes.count) }
    var end = first
    while end < bytes.count, bytes[end] != UInt8(ascii: "<"), bytes[end] != 0x0A {
      let next = end + 1 < bytes.count ? bytes[end + 1] : 0
      if bytes[end] == UInt8(ascii: "{"), "{%#".utf8.contains(next) { break }
      if bytes[end] == UInt8(ascii: "}") {
        let isAfterMark = end > first && "%#".utf8.contains(bytes[end - 1])
        return (Span(first, isAfterMark ? end - 1 : end), next == UInt8(ascii: "}") ? end + 2 : end + 1)
      }
      end += 1
    }
    return (Span(first, end), end)
  }

  /// Whether a quote is what is lost, which is reported with the expression.
  private func isTextUnclosed(in span: Span) -> Bool {
    var quote: UInt8?
    var position = span.start
    while position < span.end {
      let byte = bytes[position]
      if let open = quote {
        if byte == UInt8(ascii: "\\") { position += 1 } else if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      }
      position += 1
    }
    return quote != nil
  }

  private mutating func reportUnclosed(_ start: Int, _ mark: UInt8, _ inside: Span, _ end: Int) {
    func text(_ first: Int, _ last: Int) -> String { String(decoding: bytes[first..<last], as: UTF8.self) }
    let opening = text(start, start + 2)
    let closing = mark == UInt8(ascii: "{") ? "}}" : text(start + 1, start + 2) + "}"
    guard end > inside.end, mark != UInt8(ascii: "#") else {
      diagnostics.append(
        Diagnostic(
          .templateSyntax, "this `\(opening)` is never closed", in: source, Span(start, start + 2),
          label: "opened here", help: "close it with `\(closing)`"))
      return
    }
    let written = text(inside.start, inside.end).drop { $0 == " " }
    let trimmed = String(written.reversed().drop { $0 == " " || $0 == "-" }.reversed())
    diagnostics.append(
      Diagnostic(
        .templateSyntax, "`\(opening)` is closed with `\(closing)`", in: source, Span(inside.end, end),
        label: "not `\(text(inside.end, end))`", help: "write `\(opening) \(trimmed) \(closing)`"))
  }

  /// The text of a `{% raw %}` up to its `{% endraw %}`; both statements leave nothing.
  private mutating func raw(from start: Int) -> Int {
    tokens[tokens.count - 1].kind = .comment
    var position = start
    while position + 1 < bytes.count {
      if bytes[position] == UInt8(ascii: "{"), bytes[position + 1] == UInt8(ascii: "%") {
        // Where no statement ends behind it, none is read.
        guard let end = findEnd(Array("%}".utf8), from: position + 2, isComment: true) else { break }
        guard end - position < 256, word(Span(position + 2, end)) == "endraw" else {
          position += 2
          continue
        }
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

  private func word(_ span: Span, limit: Int = 16) -> String {
    let text = bytes[span.start..<span.end].filter { $0 != 0x20 && $0 != 0x0A && $0 != 0x09 && $0 != 0x2D }
    return text.count < limit ? String(decoding: text, as: UTF8.self) : ""
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
      } else if !isComment, byte == UInt8(ascii: "{") {
        // Another tag begins, so this one has lost its end.
        let next = bytes[position + 1]
        if next == UInt8(ascii: "%") || next == UInt8(ascii: "#") { return fallback }
        if next == byte, fallback != nil || position > start { return fallback }
        if isOutput { depth += 1 }
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
      case .output, .raw, .component: isClean = false
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
      case .output, .raw, .component: isClean = false
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
