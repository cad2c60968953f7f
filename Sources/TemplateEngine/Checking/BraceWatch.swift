package import Diagnostics

/// Finds braces in text that were surely meant for a tag: `{ post.title }}`, `% extends "a" %}`, a stray `}}`.
///
/// Braces that fit together are text, as in a listing or in JSON; scripts and styles are not looked at.
struct BraceWatch {
  struct Finding {
    let span: Span
    /// How it is written, if that can be said.
    let mend: String?
  }

  /// `{ name.member }` between braces of its own, which other tools write for a value.
  struct Lone {
    let span: Span
    let path: String
    /// The attribute that has it for its value without quotes.
    let attribute: String?
  }

  private(set) var findings: [Finding] = []
  private(set) var lone: [Lone] = []

  /// Open braces in the text so far, and in the attribute's value.
  private var inText = 0
  private var inValue = 0
  /// Where the open braces of this text begin.
  private var starts: [Int] = []
  /// The braces that were closed last.
  private var closed: Span?

  /// Looks at a text that begins at `place`.
  mutating func look(at span: Span, of bytes: [UInt8], from place: HTMLPlace) {
    findings = []
    lone = []
    starts = []
    closed = nil
    guard bytes[span.start..<span.end].contains(where: { $0 == UInt8(ascii: "}") || $0 == UInt8(ascii: "{") })
    else { return }
    var place = place
    var index = span.start
    while index < span.end {
      let byte = bytes[index]
      let isValue = if case .value = place.state { true } else { false }
      if !isValue { inValue = 0 }
      if place.state != .comment, place.state != .raw || !["script", "style"].contains(place.elementName) {
        if byte == UInt8(ascii: "{") {
          open(index, isValue)
        } else if byte == UInt8(ascii: "}") {
          close(index, isValue, span, bytes, place)
        }
      }
      place.advance(over: CollectionOfOne(byte))
      index += 1
    }
  }

  private mutating func open(_ index: Int, _ isValue: Bool) {
    if isValue { inValue += 1 } else { inText += 1 }
    starts.append(index)
  }

  private mutating func close(
    _ index: Int, _ isValue: Bool, _ span: Span, _ bytes: [UInt8], _ place: HTMLPlace
  ) {
    let before = index > span.start ? bytes[index - 1] : 0
    let isPercent = before == UInt8(ascii: "%")
    guard isValue ? inValue > 0 : inText > 0 else {
      let isPair = index + 1 < span.end && bytes[index + 1] == UInt8(ascii: "}")
      if let closed, closed.end == index {
        found(Span(closed.start, index + 1), inside: Span(closed.start + 1, index - 1), "{{", bytes)
      } else if isPercent {
        statement(upTo: index, span, bytes)
      } else if isPair {
        findings.append(Finding(span: Span(index, index + 2), mend: nil))
        closed = nil
        starts = []
      }
      return
    }
    if isValue { inValue -= 1 } else { inText -= 1 }
    guard let start = starts.popLast() else { return }
    closed = Span(start, index + 1)
    let inside = Span(start + 1, index)
    let isSpaced = bytes[inside.start..<inside.end].first { $0 > 0x20 } == UInt8(ascii: "%")
    if isPercent || isSpaced {
      var word = bytes[inside.start..<inside.end].drop {
        $0 <= 0x20 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "%")
      }
      word = word.prefix { ComponentTagLexer.isNamePart($0) }
      if ForeignStatements.isStatement(String(decoding: word, as: UTF8.self)) {
        let end = bytes[inside.start..<index].lastIndex { $0 > 0x20 && $0 != UInt8(ascii: "%") }.map {
          $0 + 1
        }
        found(Span(start, index + 1), inside: Span(inside.start, end ?? index), "{%", bytes)
      }
    } else if let path = path(inside, bytes) {
      lone.append(
        Lone(
          span: Span(start, index + 1), path: path,
          attribute: place.state == .unquotedValue ? place.attributeName : nil))
    }
  }

  /// `% extends "a" %}`, whose opening brace is lost.
  private mutating func statement(upTo index: Int, _ span: Span, _ bytes: [UInt8]) {
    let line = bytes[span.start..<index - 1]
    let lineStart = max(
      line.lastIndex(of: 0x0A).map { $0 + 1 } ?? span.start, findings.last?.span.end ?? span.start)
    if let start = bytes[lineStart..<index - 1].firstIndex(of: UInt8(ascii: "%")) {
      found(Span(start, index + 1), inside: Span(start + 1, index - 1), "{%", bytes)
    } else {
      findings.append(Finding(span: Span(index - 1, index + 1), mend: nil))
    }
  }

  private mutating func found(_ span: Span, inside: Span, _ opening: String, _ bytes: [UInt8]) {
    let marks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "%"), UInt8(ascii: "-")]
    let first = bytes[inside.start..<max(inside.start, inside.end)].drop { marks.contains($0) }
    let written = String(decoding: first, as: UTF8.self).split { $0.isWhitespace }.joined(separator: " ")
    let closing = opening == "{{" ? "}}" : "%}"
    findings.append(Finding(span: span, mend: "\(opening) \(written) \(closing)"))
    lone.removeAll { $0.span.start == span.start }
    closed = nil
  }

  /// A name with members, and nothing else.
  private func path(_ span: Span, _ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes[span.start..<span.end], as: UTF8.self)
    let path = text.split { $0 == " " }
    guard path.count == 1, let only = path.first, only.utf8.count < 80 else { return nil }
    let parts = only.split(separator: ".", omittingEmptySubsequences: false)
    let isPath = parts.allSatisfy { part in
      part.utf8.first.map { ExpressionLexer.isNameStart($0) } == true
        && part.utf8.allSatisfy { ComponentTagLexer.isNamePart($0) }
    }
    return isPath ? String(only) : nil
  }
}

extension TemplateCompiler {
  /// Braces of a text that would be published, though they were meant for a tag.
  mutating func checkBraces(_ span: Span) {
    guard kind != .json else { return }
    braces.look(at: span, of: source.bytes, from: place)
    for finding in braces.findings {
      report(
        .templateBraces, "these braces are published as they are", finding.span,
        label: finding.mend == nil ? "closes nothing" : "no tag",
        help: finding.mend.map { "write `\($0)`" }
          ?? "remove them, or put them into `{% raw %} … {% endraw %}`")
    }
    guard kind == .html else { return }
    for lone in braces.lone where scope.isBound(String(lone.path.prefix { $0 != "." })) {
      report(
        .templateBraces, "these braces are published as they are", lone.span, label: "no value",
        help:
          "write `\(lone.attribute.map { $0 + "=\"" } ?? ""){{ \(lone.path) }}\(lone.attribute == nil ? "" : "\"")`; "
          + "one pair of braces is for the props of a component")
    }
  }
}

extension DiagnosticCode {
  /// Braces in text that were meant for a tag.
  package static let templateBraces = DiagnosticCode("template.braces", .warning)
}
