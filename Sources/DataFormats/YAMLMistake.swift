import Diagnostics

/// Puts libyaml's errors in plain words, and finds the usual mistake behind each.
struct YAMLMistake {
  let source: SourceFile
  let range: Range<Int>
  let problem: String
  let context: String

  func error(at offset: Int, contextAt contextOffset: Int) -> DataError {
    let line = lineRange(at: offset)
    if let tab = tabIndent(near: line) {
      return failure(
        "YAML is not indented with tabs", Span(tab, tab + 1), label: "a tab",
        help: "use spaces, two for each level")
    }
    let text = String(decoding: source.bytes[line], as: UTF8.self)
    switch problem {
    case "mapping values are not allowed in this context":
      return lineAbove(line, offset)
        ?? failure(
          "this `:` begins a second value on one line", Span(offset, offset + 1), label: "unexpected `:`",
          help: quoted(text) ?? "put the text in quotes, or begin a new line")
    case _ where context.contains("quoted scalar"):
      return failure(
        "this quote is never closed", Span(contextOffset, contextOffset + 1), label: "opened here",
        help: "close it before the front matter ends, or double it if it belongs to the text")
    case "found character that cannot start any token":
      return failure(
        "a value can't begin like this", Span(offset, offset + 1), label: "a special character of YAML",
        help: quoted(text) ?? "put the value in quotes")
    case "could not find expected ':'":
      let at = lineRange(at: contextOffset)
      let key = String(decoding: source.bytes[at], as: UTF8.self)
      return failure(
        "this line is no `key: value`", Span(at.lowerBound, at.upperBound), label: "no `:` here",
        help: "write `\(key.prefix(30)): …`, or indent it if it belongs to the line above")
    case "control characters are not allowed", "invalid leading UTF-8 octet":
      return failure(
        "YAML can't hold this control character", Span(offset, offset + 1),
        help: "remove it, or write it as `\\x…` in quotes")
    case "did not find expected key", "did not find expected <block end>",
      "did not find expected '-' indicator", "did not find expected <document start>":
      let before = source.bytes[line.lowerBound..<max(line.lowerBound, min(offset, line.upperBound))]
      if before.contains(where: { $0 > 0x20 }) {
        return failure(
          "something stands behind this value", Span(offset, max(offset + 1, line.upperBound)),
          label: "not part of it",
          help: quoted(text) ?? "put the whole text in quotes, or remove what stands behind it")
      }
      return failure(
        "this line does not fit the indentation above it", Span(offset, max(offset + 1, line.upperBound)),
        help: "lines of one map or list begin in the same column")
    case _ where problem.contains("did not find expected ',' or"):
      let closing = problem.contains("']'") ? "]" : "}"
      return failure(
        "this `\(closing == "]" ? "[" : "{")` is not closed as it should be",
        Span(contextOffset, contextOffset + 1), label: "opened here",
        help: "put `,` between its values and `\(closing)` at its end")
    default:
      return failure(
        context.isEmpty ? problem : "\(problem) \(context)", Span(offset, offset + 1),
        help: "put texts with odd characters in quotes")
    }
  }

  /// The mistake of the line above one whose first `:` is the key's own: that one is no `key: value`, or has its value
  /// already.
  private func lineAbove(_ line: Range<Int>, _ offset: Int) -> DataError? {
    let before = source.bytes[line.lowerBound..<max(line.lowerBound, min(offset, line.upperBound))]
    guard !before.contains(UInt8(ascii: ":")) else { return nil }
    var above = line
    repeat {
      guard above.lowerBound > range.lowerBound else { return nil }
      above = lineRange(at: above.lowerBound - 1)
    } while above.isEmpty
    let text = String(decoding: source.bytes[above], as: UTF8.self)
    let indent = { (range: Range<Int>) in source.bytes[range].prefix { $0 == 0x20 }.count }
    let isOfKey = text.contains(": ") || text.hasSuffix(":")
    if isOfKey, indent(line) > indent(above) {
      return failure(
        "this line is indented, and the line above has its value already",
        Span(line.lowerBound, line.lowerBound + indent(line)), label: "deeper than the line above",
        help: "begin it in the column of the line above")
    }
    guard !isOfKey, indent(line) == indent(above) else { return nil }
    let plain = text.drop { $0 == " " }
    guard let mark = plain.firstIndex(where: { $0 == ":" || $0 == "=" }) else { return nil }
    let key = plain[..<mark].filter { !$0.isWhitespace }
    let value = plain[plain.index(after: mark)...].drop { $0.isWhitespace }
    return failure(
      "this line is no `key: value`", Span(above.lowerBound + indent(above), above.upperBound),
      label: plain[mark] == "=" ? "`=` is not of YAML" : "no space behind the `:`",
      help: "write `\(key): \(value.prefix(60))`")
  }

  /// `title: A: b` mended to `title: "A: b"`.
  private func quoted(_ line: String) -> String? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let key = line[..<colon]
    var value = line[line.index(after: colon)...]
    while value.first == " " { value.removeFirst() }
    // Quotes that end too early were meant to be around all of it.
    if value.count > 2, let quote = value.first, "'\"".contains(quote), value.last == quote {
      value = value.dropFirst().dropLast()
    }
    guard !value.isEmpty, key.allSatisfy({ $0.isLetter || $0.isNumber || "_- .".contains($0) }) else {
      return nil
    }
    if !value.contains("\""), !value.contains("\\") {
      return "put the text in quotes: `\(key): \"\(value)\"`"
    }
    if !value.contains("'") { return "put the text in quotes: `\(key): '\(value)'`" }
    return nil
  }

  /// A tab in the indentation of this line or the one before.
  private func tabIndent(near line: Range<Int>) -> Int? {
    for start in [line.lowerBound, lineRange(at: max(range.lowerBound, line.lowerBound - 1)).lowerBound] {
      var index = start
      while index < range.upperBound, source.bytes[index] == 0x20 || source.bytes[index] == 0x09 {
        if source.bytes[index] == 0x09 { return index }
        index += 1
      }
    }
    return nil
  }

  private func lineRange(at offset: Int) -> Range<Int> {
    var start = min(max(offset, range.lowerBound), range.upperBound)
    while start > range.lowerBound, source.bytes[start - 1] != 0x0A, source.bytes[start - 1] != 0x0D {
      start -= 1
    }
    var end = start
    while end < range.upperBound, source.bytes[end] != 0x0A, source.bytes[end] != 0x0D { end += 1 }
    return start..<end
  }

  private func failure(_ message: String, _ span: Span, label: String = "", help: String) -> DataError {
    DataError(
      diagnostic: Diagnostic(
        .yamlSyntax, message, in: source, Span(span.start, min(span.end, range.upperBound)), label: label,
        help: help))
  }
}
