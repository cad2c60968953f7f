import Diagnostics

/// Finds where a link is written: cmark knows the line, not always the column.
struct LinkPlaces {
  private let bytes: [UInt8]
  private let range: Range<Int>
  /// Offsets of the lines' first bytes, worked out when the first is asked for.
  private var lines: [Int] = []
  private var lastEnd = 0
  private var definitions: [[UInt8]: Span]?
  /// How far behind the last link of a line a destination is looked for.
  private static let maximumDistance = 4 << 10

  init(_ source: SourceFile, _ range: Range<Int>) {
    bytes = source.bytes
    self.range = range
  }

  /// The bytes of a line of the text, counted from 1, without its line break.
  mutating func line(_ number: Int) -> Span {
    findLines()
    guard number >= 1, number <= lines.count else { return Span(range.lowerBound, range.lowerBound) }
    let start = lines[number - 1]
    var end = number < lines.count ? lines[number] : range.upperBound
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return Span(start, end)
  }

  /// The destination between a link's line and `lastLine` or shortly after it; else in its definition; else
  /// the line.
  mutating func span(of destination: String, line number: Int, lastLine: Int? = nil) -> Span {
    findLines()
    let line = line(number)
    guard !destination.isEmpty, number >= 1, number <= lines.count else { return line }
    let after = max(number + 3, lastLine ?? 0)
    let limit = after < lines.count ? lines[after] : range.upperBound
    // Links come in the order of the text, but for those of footnotes.
    let start = lastEnd > line.start && lastEnd < limit ? lastEnd : line.start
    if let found = find(destination.utf8, from: start, to: min(limit, start + Self.maximumDistance)) {
      // What follows is not behind its definition.
      if isInDefinition(found) { return found }
      let place = behindOwnWords(found) ?? found
      lastEnd = place.end
      return place
    }
    return definition(of: Array(destination.utf8)) ?? line
  }

  /// The destination of a link whose words are the same: `[a.md](a.md)`.
  private func behindOwnWords(_ words: Span) -> Span? {
    guard words.start > range.lowerBound, bytes[words.start - 1] == UInt8(ascii: "["),
      bytes[words.end..<range.upperBound].starts(with: "](".utf8)
    else { return nil }
    let start = words.end + (bytes[words.end..<range.upperBound].starts(with: "](<".utf8) ? 3 : 2)
    guard bytes[start..<range.upperBound].starts(with: bytes[words.start..<words.end]) else { return nil }
    return Span(start, start + words.end - words.start)
  }

  /// Whether a destination is that of `[name]: destination`.
  private func isInDefinition(_ destination: Span) -> Bool {
    let before = bytes[range.lowerBound..<destination.start].reversed().drop {
      $0 <= 0x20 || $0 == UInt8(ascii: "<")
    }
    return before.starts(with: ":]".utf8)
  }

  /// A component's tag, on its line or shortly after it; else the line. One in the text of a link stands before the
  /// destination, which has been found already.
  mutating func span(ofTag text: ArraySlice<UInt8>, line number: Int) -> Span {
    let found = span(of: String(decoding: text, as: UTF8.self), line: number)
    if bytes[found.start..<found.end].elementsEqual(text) { return found }
    let line = line(number)
    let limit = min(range.upperBound, line.end + Self.maximumDistance)
    return find(text, from: line.start, to: limit) ?? line
  }

  /// What begins with `opening` on a line or shortly after it, through `closing` or the line's end; else the line.
  mutating func span(from opening: String, through closing: String, line number: Int) -> Span {
    let line = line(number)
    let limit = min(range.upperBound, line.start + Self.maximumDistance)
    guard let start = find(opening.utf8, from: line.start, to: limit) else { return line }
    let end = closing.isEmpty ? nil : find(closing.utf8, from: start.end, to: limit)?.end
    let rest = bytes[start.end..<range.upperBound].prefix { $0 != 0x0A && $0 != 0x0D }.endIndex
    return Span(start.start, min(end ?? rest, rest))
  }

  /// Where `[name]: destination` stands. All definitions are found in one pass, when the first is asked for.
  private mutating func definition(of destination: [UInt8]) -> Span? {
    if definitions == nil { definitions = findDefinitions() }
    return definitions?[destination]
  }

  private func findDefinitions() -> [[UInt8]: Span] {
    var found: [[UInt8]: Span] = [:]
    var index = range.lowerBound
    while index + 1 < range.upperBound {
      index += 1
      guard bytes[index] == UInt8(ascii: ":"), bytes[index - 1] == UInt8(ascii: "]") else { continue }
      var start = index + 1
      while start < range.upperBound, " \t\r\n".utf8.contains(bytes[start]) { start += 1 }
      let isBracketed = start < range.upperBound && bytes[start] == UInt8(ascii: "<")
      if isBracketed { start += 1 }
      let destination = bytes[start..<max(start, range.upperBound)].prefix { byte in
        isBracketed ? byte != UInt8(ascii: ">") && byte != 0x0A : byte > 0x20
      }
      let span = Span(destination.startIndex, destination.endIndex)
      if found[Array(destination)] == nil { found[Array(destination)] = span }
      index = max(index, destination.endIndex - 1)
    }
    return found
  }

  private func find(_ wanted: some Collection<UInt8>, from: Int, to: Int) -> Span? {
    guard from >= 0, from <= to, to <= bytes.count else { return nil }
    func find(_ wanted: UnsafeBufferPointer<UInt8>) -> Span? {
      unsafe bytes.withUnsafeBufferPointer { bytes in
        let found = unsafe ByteSearch.first(wanted, in: bytes.extracting(..<to), from: from)
        return found.map { Span($0, $0 + wanted.count) }
      }
    }
    // What is looked for lies in memory, but for texts that Foundation made.
    if let found = wanted.withContiguousStorageIfAvailable(find) { return found }
    return unsafe Array(wanted).withUnsafeBufferPointer(find)
  }

  /// cmark ends lines at LF, CR and CRLF.
  private mutating func findLines() {
    guard lines.isEmpty else { return }
    lines = unsafe bytes.withUnsafeBufferPointer { bytes in
      let text = unsafe UnsafeBufferPointer(rebasing: bytes[range])
      var lines = [range.lowerBound]
      var index = 0
      if unsafe ByteSearch.first(0x0D, in: text) == nil {
        while let end = unsafe ByteSearch.first(0x0A, in: text, from: index) {
          index = end + 1
          lines.append(range.lowerBound + index)
        }
        return lines
      }
      while index < text.count {
        let byte = unsafe text[index]
        index += 1
        let isPair = unsafe byte == 0x0D && index < text.count && text[index] == 0x0A
        if byte == 0x0A || (byte == 0x0D && !isPair) { lines.append(range.lowerBound + index) }
      }
      return lines
    }
  }
}
