/// Finds keys of more parts than nesting is allowed: toml++ would build a table for each part of
/// `a.a.a.a = 1`, and take them apart by recursion.
struct TOMLKeyDepth {
  private let bytes: [UInt8]
  private let end: Int
  private var position: Int

  /// Offset of the part that is too deep; nothing when no key is.
  static func firstTooDeep(in bytes: [UInt8], _ range: Range<Int>) -> Int? {
    var scanner = TOMLKeyDepth(bytes: bytes, end: range.upperBound, position: range.lowerBound)
    return scanner.scan()
  }

  private mutating func scan() -> Int? {
    var parts = 1
    while position < end {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        skipText(byte)
        continue
      case UInt8(ascii: "#"):
        while position < end, bytes[position] != 0x0A { position += 1 }
        continue
      case UInt8(ascii: "."):
        parts += 1
        if parts > DataParser.maximumDepth { return position }
      case 0x0A, UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"),
        UInt8(ascii: "{"),
        UInt8(ascii: "}"):
        parts = 1
      default: break
      }
      position += 1
    }
    return nil
  }

  /// Goes behind a text in quotes, of one line or of several; one that is never closed ends with its line.
  private mutating func skipText(_ quote: UInt8) {
    let isLong = position + 2 < end && bytes[position + 1] == quote && bytes[position + 2] == quote
    let marks = isLong ? 3 : 1
    position += marks
    while position < end {
      if bytes[position] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        position = min(position + 2, end)
      } else if bytes[position] == 0x0A, !isLong {
        return
      } else if bytes[position..<end].prefix(marks).elementsEqual(repeatElement(quote, count: marks)) {
        position += marks
        return
      } else {
        position += 1
      }
    }
  }
}
