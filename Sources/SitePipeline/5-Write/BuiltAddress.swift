import Diagnostics

/// An address that a template makes of values and of what it says around them: `{{ site.url }}tags/{{ tag }}/`.
struct BuiltAddress {
  /// Between its quotes.
  let span: Span
  /// What stands before the first value, between values, and behind the last.
  private let texts: [String]

  /// How much of the address the template says itself.
  var length: Int { texts.reduce(0) { $0 + $1.utf8.count } }

  /// Whether it tells the address from others: some letters that are not only a suffix.
  private var isTelling: Bool {
    texts.lazy.filter { !$0.hasPrefix(".") }.joined().count { $0.isLetter || $0.isNumber } >= 3
  }

  /// Whether some values make it this address.
  func makes(_ url: String) -> Bool {
    guard let first = texts.first, let last = texts.last, texts.count > 1, url.hasPrefix(first),
      url.hasSuffix(last), url.utf8.count >= length
    else { return false }
    var rest = url.dropFirst(first.count).dropLast(last.count)
    for text in texts.dropFirst().dropLast() where !text.isEmpty {
      guard let found = Self.range(of: text, in: rest) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }

  private static func range(of text: String, in other: Substring) -> Range<Substring.Index>? {
    var start = other.startIndex
    while start < other.endIndex {
      if other[start...].hasPrefix(text) { return start..<other.index(start, offsetBy: text.count) }
      start = other.index(after: start)
    }
    return nil
  }

  /// The values of attributes that hold values of the template.
  static func all(in bytes: [UInt8]) -> [BuiltAddress] {
    var found: [BuiltAddress] = []
    var index = 1
    while index < bytes.count {
      let quote = bytes[index]
      guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), bytes[index - 1] == UInt8(ascii: "=")
      else {
        index += 1
        continue
      }
      let (texts, end) = texts(bytes, from: index + 1, quote)
      let address = BuiltAddress(span: Span(index + 1, end), texts: texts)
      if texts.count > 1, address.isTelling { found.append(address) }
      index = end + 1
    }
    return found
  }

  /// The texts between values and statements, through the closing quote.
  private static func texts(_ bytes: [UInt8], from start: Int, _ quote: UInt8) -> (texts: [String], end: Int)
  {
    var texts: [String] = []
    var (from, index) = (start, start)
    while index < bytes.count, bytes[index] != quote {
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      guard bytes[index] == UInt8(ascii: "{"), next == UInt8(ascii: "{") || next == UInt8(ascii: "%") else {
        index += 1
        continue
      }
      texts.append(String(decoding: bytes[from..<index], as: UTF8.self))
      let close = next == UInt8(ascii: "%") ? next : UInt8(ascii: "}")
      index += 2
      while index + 1 < bytes.count, bytes[index] != close || bytes[index + 1] != UInt8(ascii: "}") {
        index += 1
      }
      index = min(index + 2, bytes.count)
      from = index
    }
    texts.append(String(decoding: bytes[from..<index], as: UTF8.self))
    return (texts, index)
  }
}
