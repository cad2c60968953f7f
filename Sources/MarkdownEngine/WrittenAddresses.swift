package import Diagnostics

/// An address as a Markdown text writes it.
package struct WrittenAddress: Sendable, Hashable {
  /// Without brackets or quotes around it.
  package let span: Span
  /// Escapes undone; in raw HTML as it is written. So is `MarkdownLink.destination`.
  package let text: String
  /// Whether it is the value of an attribute.
  package let isRaw: Bool

  package init(span: Span, text: String, isRaw: Bool) {
    self.span = span
    self.text = text
    self.isRaw = isRaw
  }
}

extension MarkdownEngine {
  /// Where a text writes addresses, in their order: destinations of links, pictures and definitions (CommonMark 6.3, 6.4
  /// and 4.7), values of `href`, `src` and `poster`; not in code.
  ///
  /// It is wider than what cmark reads as links: an address that no link has is for the caller to leave alone.
  package static func writtenAddresses(in bytes: [UInt8], _ range: Range<Int>) -> [WrittenAddress] {
    var scan = AddressScan(bytes, range.clamped(to: 0..<bytes.count))
    scan.read()
    return scan.found
  }
}

/// One pass over the bytes of a text.
private struct AddressScan {
  private let bytes: [UInt8]
  private let end: Int
  private var position: Int
  private var fence: (mark: UInt8, count: Int)?
  /// By the length of a run of backticks: up to where no other of that length is.
  private var unclosed: [Int: Int] = [:]
  private(set) var found: [WrittenAddress] = []

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    (position, end) = (range.lowerBound, range.upperBound)
  }

  mutating func read() {
    var isLineStart = true
    while position < end {
      if isLineStart, passesFence() { continue }
      isLineStart = false
      switch bytes[position] {
      case 0x0A, 0x0D:
        position += 1
        isLineStart = true
      case UInt8(ascii: "\\"): position += position + 1 < end && bytes[position + 1] > 0x20 ? 2 : 1
      case UInt8(ascii: "`"): passCodeSpan()
      case UInt8(ascii: "]"):
        position += 1
        readDestination()
      case UInt8(ascii: "="):
        readAttribute()
        position += 1
      default: position += 1
      }
    }
  }

  // MARK: - Code

  /// Goes behind a line that opens, closes, or stands within a block between fences.
  private mutating func passesFence() -> Bool {
    let start = fence == nil ? behindMarkers(position) : behind(position) { " \t>".utf8.contains($0) }
    let mark = start < end ? bytes[start] : 0
    let isMark = mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~")
    let runEnd = isMark ? behind(start) { $0 == mark } : start
    let lineEnd = behind(runEnd) { $0 != 0x0A && $0 != 0x0D }
    if let open = fence {
      let isBlank = bytes[runEnd..<lineEnd].allSatisfy { $0 <= 0x20 }
      if mark == open.mark, runEnd - start >= open.count, isBlank { fence = nil }
    } else {
      guard runEnd - start >= 3 else { return false }
      // Backticks in what follows make it code within a line.
      if mark == UInt8(ascii: "`"), bytes[runEnd..<lineEnd].contains(mark) { return false }
      fence = (mark, runEnd - start)
    }
    position = min(end, lineEnd + 1)
    return true
  }

  /// Behind the marks of quotes and lists at the start of a line.
  private func behindMarkers(_ start: Int) -> Int {
    var index = start
    while true {
      index = behind(index) { " \t>".utf8.contains($0) }
      var next = index
      if next < end, "-*+".utf8.contains(bytes[next]) {
        next += 1
      } else {
        next = behind(next) { $0.isASCIIDigit }
        guard next > index, next < end, bytes[next] == UInt8(ascii: ".") || bytes[next] == UInt8(ascii: ")")
        else { return index }
        next += 1
      }
      guard next < end, bytes[next] == 0x20 || bytes[next] == 0x09 else { return index }
      index = next
    }
  }

  private mutating func passCodeSpan() {
    let runEnd = behind(position) { $0 == UInt8(ascii: "`") }
    let count = runEnd - position
    position = runEnd
    if let known = unclosed[count], known > runEnd { return }
    var index = runEnd
    var isLineEmpty = false
    while index < end {
      let byte = bytes[index]
      if byte == UInt8(ascii: "`") {
        let close = behind(index) { $0 == UInt8(ascii: "`") }
        if close - index == count {
          position = close
          return
        }
        index = close
        isLineEmpty = false
        continue
      }
      // A blank line ends the paragraph, and with it what is open.
      if byte == 0x0A {
        if isLineEmpty { break }
        isLineEmpty = true
      } else if byte > 0x20 {
        isLineEmpty = false
      }
      index += 1
    }
    unclosed[count] = index
  }

  // MARK: - Addresses

  /// Behind `]`: `(address "title")`, or `: address` of a definition.
  private mutating func readDestination() {
    guard position < end else { return }
    let isDefinition = bytes[position] == UInt8(ascii: ":")
    guard isDefinition || bytes[position] == UInt8(ascii: "(") else { return }
    var start = behind(position + 1) { $0 == 0x20 || $0 == 0x09 }
    if start < end, bytes[start] == 0x0D { start += 1 }
    if start < end, bytes[start] == 0x0A { start = behind(start + 1) { $0 == 0x20 || $0 == 0x09 } }
    guard start < end else { return }
    let span = bytes[start] == UInt8(ascii: "<") ? bracketed(start) : bare(start)
    guard let span, span.end > span.start else { return }
    found.append(WrittenAddress(span: span, text: Self.undone(bytes[span.start..<span.end]), isRaw: false))
    position = span.end
  }

  private func bracketed(_ start: Int) -> Span? {
    var index = start + 1
    while index < end, bytes[index] != 0x0A, bytes[index] != UInt8(ascii: "<") {
      if bytes[index] == UInt8(ascii: ">") { return Span(start + 1, index) }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  private func bare(_ start: Int) -> Span {
    var (index, depth) = (start, 0)
    while index < end, bytes[index] > 0x20 {
      if bytes[index] == UInt8(ascii: "\\"), index + 1 < end, bytes[index + 1] > 0x20 { index += 1 }
      if bytes[index] == UInt8(ascii: "("), bytes[index - 1] != UInt8(ascii: "\\") { depth += 1 }
      if bytes[index] == UInt8(ascii: ")"), bytes[index - 1] != UInt8(ascii: "\\") {
        if depth == 0 { break }
        depth -= 1
      }
      index += 1
    }
    return Span(start, min(index, end))
  }

  /// At `=`: a value in quotes behind the name of an attribute that holds an address.
  private mutating func readAttribute() {
    let names = ["href", "src", "poster"]
    let name = names.first { name in
      let start = position - name.utf8.count
      return start > 0 && bytes[start - 1] <= 0x20
        && zip(bytes[start..<position], name.utf8).allSatisfy { $0 | 0x20 == $1 }
    }
    guard name != nil, position + 1 < end else { return }
    let quote = bytes[position + 1]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return }
    let close = behind(position + 2) { $0 != quote }
    guard close < end, close > position + 2 else { return }
    let span = Span(position + 2, close)
    found.append(
      WrittenAddress(
        span: span, text: String(decoding: bytes[span.start..<close], as: UTF8.self), isRaw: true))
    position = close
  }

  private func behind(_ start: Int, while goesOn: (UInt8) -> Bool) -> Int {
    var index = start
    while index < end, goesOn(bytes[index]) { index += 1 }
    return index
  }

  private static let entities: [(text: String, character: UInt8)] = [
    ("&amp;", UInt8(ascii: "&")), ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")),
    ("&quot;", UInt8(ascii: "\"")), ("&#39;", UInt8(ascii: "'")),
  ]

  /// With its escapes undone (CommonMark 2.4), and those entities that stand in addresses.
  private static func undone(_ written: ArraySlice<UInt8>) -> String {
    guard written.contains(UInt8(ascii: "\\")) || written.contains(UInt8(ascii: "&")) else {
      return String(decoding: written, as: UTF8.self)
    }
    var text: [UInt8] = []
    var index = written.startIndex
    while index < written.endIndex {
      let byte = written[index]
      if byte == UInt8(ascii: "\\"), index + 1 < written.endIndex, isPunctuation(written[index + 1]) {
        text.append(written[index + 1])
        index += 2
      } else if byte == UInt8(ascii: "&"),
        let entity = entities.first(where: { written[index...].starts(with: $0.text.utf8) })
      {
        text.append(entity.character)
        index += entity.text.utf8.count
      } else {
        text.append(byte)
        index += 1
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }
}
