/// A text that diagnostics can point into: its path as the user knows it, and its bytes.
package struct SourceFile: Sendable, Hashable {
  /// The path from the site's root, with `/` between parts, as it is printed.
  package let path: String
  private let text: Text

  private enum Text: Sendable {
    case read([UInt8])
    case unread(@Sendable () -> [UInt8])
    case indexed([UInt8], LineIndex)
  }

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    text = .read(bytes)
  }

  /// A source whose text is read again each time that a diagnostic wants it, so that it needs no memory until then.
  package init(path: String, reading: @escaping @Sendable () -> [UInt8]) {
    self.path = path
    text = .unread(reading)
  }

  /// A large text that many diagnostics may point into: each place is found without reading all that is before it.
  package init(path: String, indexing bytes: [UInt8]) {
    self.path = path
    text = .indexed(bytes, LineIndex(bytes))
  }

  /// A source made of a text, for tests and for texts that are no file.
  package init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// The text as it was read, UTF-8 or not.
  package var bytes: [UInt8] {
    switch text {
    case .read(let bytes): bytes
    case .unread(let read): read()
    case .indexed(let bytes, _): bytes
    }
  }

  /// The same, in which many places are found fast.
  package var indexed: SourceFile {
    if case .indexed = text { self } else { SourceFile(path: path, indexing: bytes) }
  }

  var index: LineIndex? {
    if case .indexed(_, let index) = text { index } else { nil }
  }

  package static func == (left: SourceFile, right: SourceFile) -> Bool {
    left.path == right.path && left.bytes == right.bytes
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(path) }
}

/// A half-open range of bytes in one source file; which file is known from where the span is kept.
package struct Span: Sendable, Hashable {
  /// Offset of the first byte.
  package var start: Int
  /// Offset behind the last byte; never less than `start`.
  package var end: Int

  package init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = max(start, end)
  }

  /// The first byte of a file: where a problem of the whole file is shown.
  package static let fileStart = Span(0, 0)

  /// The smallest span that holds both.
  package func union(_ other: Span) -> Span {
    Span(min(start, other.start), max(end, other.end))
  }
}
