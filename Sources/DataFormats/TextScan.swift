/// One pass over a text for what no text of a site may have. Hot: every file passes here.
///
/// Eight bytes at a time where all are printable ASCII.
package struct TextScan: Sendable {
  /// Whether the bytes are UTF-8 (Unicode 3.9, table 3-7).
  package private(set) var isWellFormed = true
  /// The bytes of the first character that XML can't hold (XML 1.0 section 2.2): a control character but tab and line
  /// ends, U+FFFE or U+FFFF. Of use in well-formed text.
  package private(set) var firstOutsideXML: Range<Int>?

  package init(_ bytes: [UInt8]) { unsafe bytes.withUnsafeBytes { unsafe scan($0) } }

  package init(_ bytes: UnsafeBufferPointer<UInt8>) { unsafe scan(UnsafeRawBufferPointer(bytes)) }

  private mutating func scan(_ bytes: UnsafeRawBufferPointer) {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let high: UInt64 = 0x8080_8080_8080_8080
    var index = 0
    while index < bytes.count {
      if index + 8 <= bytes.count {
        let word = unsafe UInt64(
          littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        // The high bit of each byte from 0x80 on, and of those below 0x20; right up to the first of them.
        let marks = (word | ((word &- ones &* 0x20) & ~word)) & high
        if marks == 0 {
          index += 8
          continue
        }
        index += marks.trailingZeroBitCount / 8
      }
      let byte = unsafe bytes[index]
      if byte < 0x80 {
        if byte < 0x20, byte != 0x0A, byte != 0x0D, byte != 0x09, firstOutsideXML == nil {
          firstOutsideXML = index..<index + 1
        }
        index += 1
        continue
      }
      let length = unsafe Self.characterLength(bytes, index, byte)
      if length == 0 {
        isWellFormed = false
        return
      }
      if byte == 0xEF, unsafe bytes[index + 1] == 0xBF, unsafe bytes[index + 2] >= 0xBE,
        firstOutsideXML == nil
      {
        firstOutsideXML = index..<index + 3
      }
      index += length
    }
  }

  /// How many bytes the character has that begins with `first`, no ASCII; 0 when it is none.
  @inline(__always)
  private static func characterLength(_ bytes: UnsafeRawBufferPointer, _ index: Int, _ first: UInt8) -> Int {
    func isRest(_ offset: Int) -> Bool {
      unsafe index + offset < bytes.count && bytes[index + offset] & 0xC0 == 0x80
    }
    guard isRest(1) else { return 0 }
    if first < 0xE0 { return first >= 0xC2 ? 2 : 0 }
    let second = unsafe bytes[index + 1]
    guard isRest(2) else { return 0 }
    switch first {
    case 0xE0: return second >= 0xA0 ? 3 : 0
    case 0xED: return second < 0xA0 ? 3 : 0
    case 0xE1...0xEF: return 3
    case 0xF0: return second >= 0x90 && isRest(3) ? 4 : 0
    case 0xF1...0xF3: return isRest(3) ? 4 : 0
    case 0xF4: return second < 0x90 && isRest(3) ? 4 : 0
    default: return 0
    }
  }
}
