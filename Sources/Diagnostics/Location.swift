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

  /// Place of `span` in `source`; a span that reaches past the end is cut to it.
  package init(_ source: SourceFile, _ span: Span) {
    let bytes = source.bytes
    let start = min(max(span.start, 0), bytes.count)
    let end = min(max(span.end, start), bytes.count)
    let from = LinePosition(of: start, in: bytes)
    let to = LinePosition(of: end, in: bytes)
    let lineEnd = bytes[start...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) ?? bytes.count
    path = source.path
    line = from.line
    column = from.column
    endLine = to.line
    endColumn = to.column
    lineText = String(decoding: bytes[from.lineStart..<min(lineEnd, from.lineStart + 4096)], as: UTF8.self)
  }

  /// A place that was worked out before.
  package init(path: String, line: Int, column: Int, endLine: Int, endColumn: Int, lineText: String) {
    self.path = path
    self.line = line
    self.column = column
    self.endLine = endLine
    self.endColumn = endColumn
    self.lineText = lineText
  }

  /// A file or folder as a whole.
  package init(path: String) {
    self.path = path
    line = 0
    column = 0
    endLine = 0
    endColumn = 0
    lineText = ""
  }
}

/// Line and column of one byte offset. A byte-order mark takes no column.
private struct LinePosition {
  var line = 1
  var column = 1
  var lineStart = 0

  init(of offset: Int, in bytes: [UInt8]) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { lineStart = min(3, bytes.count) }
    var index = lineStart
    while index < offset {
      let byte = bytes[index]
      index += 1
      let endsLine = byte == 0x0A || (byte == 0x0D && !(index < bytes.count && bytes[index] == 0x0A))
      if endsLine {
        line += 1
        column = 1
        lineStart = index
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
  }
}
