/// A place in a source file, worked out once, so that a diagnostic needs the file no more.
///
/// Being plain data, it can be stored beside a cached value and replayed.
package struct Location: Sendable, Hashable {
  /// The file's path as it is printed.
  package let path: String
  /// Line of the first byte, from 1; 0 means the file as a whole (a picture, a folder).
  package let line: Int
  /// Column of the first byte in Unicode scalars, from 1.
  package let column: Int
  /// Line behind the last byte.
  package let endLine: Int
  /// Column behind the last byte in Unicode scalars.
  package let endColumn: Int
  /// The text of `line` without its line break, ill-formed UTF-8 replaced, cut when very long.
  package let lineText: String
  /// Column of the first scalar of `lineText`: 1, but where a very long line is cut before the place.
  package let textColumn: Int

  /// Place of `span` in `source`; a span that reaches past the end is cut to it.
  package init(_ source: SourceFile, _ span: Span) {
    let bytes = source.bytes
    let start = min(max(span.start, 0), bytes.count)
    let end = min(max(span.end, start), bytes.count)
    let from = LinePosition(of: start, in: bytes, source.index)
    let to = LinePosition(of: end, in: bytes, source.index, after: from)
    let text = Self.lineText(from, at: start, in: bytes)
    path = source.path
    line = from.line
    column = from.column
    endLine = to.line
    endColumn = to.column
    textColumn = text.column
    lineText = String(decoding: bytes[text.range], as: UTF8.self)
  }

  /// What stands at the place, as far as it is in `lineText`; up to the end of that of a place of several lines.
  package var text: String {
    let line = lineText.unicodeScalars
    let first = line.index(line.startIndex, offsetBy: column - textColumn, limitedBy: line.endIndex)
    guard let first else { return "" }
    guard endLine == self.line else { return String(line[first...]) }
    let end = line.index(first, offsetBy: endColumn - column, limitedBy: line.endIndex)
    return String(line[first..<(end ?? line.endIndex)])
  }

  /// The most bytes of a line that are kept.
  private static let maximumText = 4096

  /// The line that a place is in, from its start or, where that is far away, from shortly before the place.
  private static func lineText(
    _ place: LinePosition, at start: Int, in bytes: [UInt8]
  ) -> (range: Range<Int>, column: Int) {
    var (first, column) = (place.lineStart, 1)
    if start - first > maximumText / 2 {
      first = start - maximumText / 4
      while first < start, bytes[first] & 0xC0 == 0x80 { first += 1 }
      column = place.column - bytes[first..<start].count { $0 & 0xC0 != 0x80 }
    }
    let limit = min(bytes.count, first + maximumText)
    let end = bytes[start..<max(start, limit)].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? limit
    return (first..<max(first, end), column)
  }

  /// A place that was worked out before.
  package init(
    path: String, line: Int, column: Int, endLine: Int, endColumn: Int, lineText: String, textColumn: Int = 1
  ) {
    self.textColumn = textColumn
    self.path = path
    self.line = line
    self.column = column
    self.endLine = endLine
    self.endColumn = endColumn
    self.lineText = lineText
  }

  /// By the place alone: many diagnostics may say one long line.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(path)
    hasher.combine(line)
    hasher.combine(column)
    hasher.combine(endLine)
    hasher.combine(endColumn)
  }

  /// A file or folder as a whole.
  package init(path: String) {
    self.path = path
    line = 0
    column = 0
    endLine = 0
    endColumn = 0
    lineText = ""
    textColumn = 1
  }
}
