import Diagnostics
import Models

/// Finds what stands in `url(…)` and `@import "…"` of a stylesheet (CSS Syntax Level 3).
enum CSSReferences {
  static func spans(in bytes: [UInt8]) -> [Span] {
    var spans: [Span] = []
    var index = 0
    while index < bytes.count {
      // Most bytes begin none of them.
      switch bytes[index] {
      case UInt8(ascii: "/") where stands("/*", in: bytes, at: index):
        index += 2
        while index < bytes.count, !stands("*/", in: bytes, at: index) { index += 1 }
        // Its star ends no other comment, nor begins one.
        index = min(index + 2, bytes.count)
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        index = min(end(in: bytes, from: index + 1, at: bytes[index]) + 1, bytes.count)
      case UInt8(ascii: "u") where stands("url(", in: bytes, at: index),
        UInt8(ascii: "U") where stands("url(", in: bytes, at: index):
        let isName = index > 0 && isNamePart(bytes[index - 1])
        index += 4
        if !isName, let span = reference(in: bytes, from: &index, closing: UInt8(ascii: ")")) {
          spans.append(span)
        }
      case UInt8(ascii: "@") where stands("@import", in: bytes, at: index):
        index += 7
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'")
        else { continue }
        if let span = reference(in: bytes, from: &index, closing: UInt8(ascii: ";")) { spans.append(span) }
        index += 1
      default: index += 1
      }
    }
    return spans
  }

  /// What a reference says, with its escapes undone (section 4.3.7).
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(UInt8(ascii: "\\")) else { return String(decoding: bytes, as: UTF8.self) }
    var output: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let next = rest.first else {
        output.append(byte)
        continue
      }
      let digits = rest.prefix(6).prefix { $0.hexadecimalValue != nil }
      guard !digits.isEmpty else {
        output.append(next)
        rest.removeFirst()
        continue
      }
      let scalar = UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap { Unicode.Scalar($0) }
      output += Array(String(Character(scalar ?? "\u{FFFD}")).utf8)
      rest.removeFirst(digits.count)
      if let space = rest.first, space <= 0x20 { rest.removeFirst() }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// An address as it can stand in `url(…)` and in quotes: what would end it is percent-encoded.
  static func written(_ address: String) -> [UInt8] {
    PercentEncoding.escaped(address) { $0 <= 0x20 || "()\\\"'".utf8.contains($0) }
  }

  /// Whether a text, in small letters, stands somewhere in letters of any case.
  private static func stands(_ text: StaticString, in bytes: [UInt8], at start: Int) -> Bool {
    guard start + text.utf8CodeUnitCount <= bytes.count else { return false }
    return (0..<text.utf8CodeUnitCount).allSatisfy { offset in
      let byte = bytes[start + offset]
      let lower = byte.lowercasedASCII
      return unsafe lower == text.utf8Start[offset]
    }
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    byte.isASCIIAlphanumeric || byte >= 0x80
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  /// Before the mark that ends a text, or the line break that does, too; what is escaped ends none.
  private static func end(in bytes: [UInt8], from start: Int, at mark: UInt8) -> Int {
    var index = start
    while index < bytes.count, bytes[index] != mark, bytes[index] != 0x0A {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index, bytes.count)
  }

  private static func reference(in bytes: [UInt8], from index: inout Int, closing: UInt8) -> Span? {
    while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
    guard index < bytes.count else { return nil }
    let quote = bytes[index]
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    if isQuoted { index += 1 }
    let start = index
    index = end(in: bytes, from: start, at: isQuoted ? quote : closing)
    var end = index
    if isQuoted {
      index = min(index + 1, bytes.count)
    } else {
      while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
    }
    return end > start ? Span(start, end) : nil
  }
}
