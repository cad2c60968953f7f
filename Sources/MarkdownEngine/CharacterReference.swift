package import Diagnostics

extension MarkdownBody {
  /// Puts a question mark in the place of each byte that no text in UTF-8 has; nothing moves.
  mutating func replaceStrayBytes() {
    for index in html.indices where html[index] >= 0xFE { html[index] = UInt8(ascii: "?") }
    for index in text.indices where text[index] >= 0xFE { text[index] = UInt8(ascii: "?") }
  }
}

extension MarkdownEngine {
  /// The first numeric character reference of a text that stands for one of some characters (CommonMark 2.5), and which
  /// one that is: `&#7;` is U+0007. In code it stands for itself, which is not seen here. Hot: most texts have none.
  package static func firstReference(
    in bytes: [UInt8], _ range: Range<Int>, to isWanted: (UInt32) -> Bool
  ) -> (scalar: UInt32, span: Span)? {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      let text = bytes.extracting(..<min(range.upperBound, bytes.count))
      var index = range.lowerBound
      while let start = unsafe ByteSearch.first(UInt8(ascii: "&"), in: text, from: index) {
        index = start + 1
        guard let (scalar, end) = unsafe reference(in: text, at: start), isWanted(scalar) else { continue }
        return (scalar, Span(start, end))
      }
      return nil
    }
  }

  private static func reference(
    in text: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> (scalar: UInt32, end: Int)? {
    guard start + 2 < text.count, unsafe text[start + 1] == UInt8(ascii: "#") else { return nil }
    let isHexadecimal = unsafe text[start + 2] | 0x20 == UInt8(ascii: "x")
    let first = start + (isHexadecimal ? 3 : 2)
    var end = first
    while end < text.count, end < first + 8, unsafe text[end] != UInt8(ascii: ";") { end += 1 }
    guard end < text.count, unsafe text[end] == UInt8(ascii: ";") else { return nil }
    // A number may have a sign, which stands for no digit here.
    if unsafe text[first] == UInt8(ascii: "+") { return nil }
    let digits = unsafe String(decoding: text[first..<end], as: UTF8.self)
    return UInt32(digits, radix: isHexadecimal ? 16 : 10).map { ($0, end + 1) }
  }
}
