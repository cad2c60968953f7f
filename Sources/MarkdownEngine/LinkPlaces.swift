import Diagnostics

/// Finds where a link is written: cmark knows the line, not always the column.
struct LinkPlaces {
  private let source: SourceFile
  private let range: Range<Int>
  /// Offsets of the lines' first bytes, worked out when the first is asked for.
  private var lines: [Int] = []
  private var last: (line: Int, end: Int) = (0, 0)

  init(_ source: SourceFile, _ range: Range<Int>) {
    self.source = source
    self.range = range
  }

  /// The bytes of a line of the text, counted from 1, without its line break.
  mutating func line(_ number: Int) -> Span {
    findLines()
    guard number >= 1, number <= lines.count else { return Span(range.lowerBound, range.lowerBound) }
    let start = lines[number - 1]
    var end = number < lines.count ? lines[number] : range.upperBound
    while end > start, source.bytes[end - 1] == 0x0A || source.bytes[end - 1] == 0x0D { end -= 1 }
    return Span(start, end)
  }

  /// The destination in or shortly after the line that a link begins in; else its definition; else the line.
  mutating func span(of destination: String, line number: Int) -> Span {
    findLines()
    let wanted = Array(destination.utf8)
    let line = line(number)
    guard !wanted.isEmpty, number >= 1, number <= lines.count else { return line }
    let start = last.line == number ? last.end : line.start
    let limit = number + 3 < lines.count ? lines[number + 3] : range.upperBound
    if let found = find(wanted, from: start, to: limit) {
      last = (number, found.end)
      return found
    }
    return find(Array("]: ".utf8) + wanted, from: range.lowerBound, to: range.upperBound)
      .map { Span($0.start + 3, $0.end) } ?? line
  }

  private func find(_ wanted: [UInt8], from: Int, to: Int) -> Span? {
    guard let first = wanted.first, to - from >= wanted.count else { return nil }
    var index = from
    while index <= to - wanted.count {
      if source.bytes[index] == first, source.bytes[index..<index + wanted.count].elementsEqual(wanted) {
        return Span(index, index + wanted.count)
      }
      index += 1
    }
    return nil
  }

  /// cmark ends lines at LF, CR and CRLF.
  private mutating func findLines() {
    guard lines.isEmpty else { return }
    lines = [range.lowerBound]
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = source.bytes[index]
      index += 1
      if byte == 0x0A { lines.append(index) }
      if byte == 0x0D, !(index < range.upperBound && source.bytes[index] == 0x0A) { lines.append(index) }
    }
  }
}
