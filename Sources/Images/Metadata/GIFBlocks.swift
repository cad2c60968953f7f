/// GIF in its blocks (GIF89a, sections 11 to 15), for what they say besides the picture.
enum GIFBlocks {
  /// Extensions of applications that browsers, or colours, need.
  private static let kept = ["NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012"]

  /// The same picture without comments, XMP and what else programs left for themselves, and without what stands behind
  /// its end. What is not understood is copied as it is from there on.
  static func stripped(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count > 13 else { return bytes }
    var position = 13 + colours(bytes[10])
    guard position < bytes.count else { return bytes }
    var output = Array(bytes[..<position])
    output.reserveCapacity(bytes.count)
    while position < bytes.count {
      let start = position
      switch bytes[position] {
      case 0x2C:
        guard position + 9 < bytes.count else { return output + bytes[start...] }
        // The descriptor, its colours, and the least size of a code.
        position += 10 + colours(bytes[position + 9]) + 1
      case 0x21: position += 2
      case 0x3B: return output + [0x3B]
      default: return output + bytes[start...]
      }
      let inside = position
      guard let end = end(of: bytes, from: position) else { return output + bytes[start...] }
      position = end
      if bytes[start] == 0x2C || isKept(bytes[start + 1], bytes[inside..<end]) {
        output += bytes[start..<end]
      }
    }
    return output
  }

  private static func isKept(_ label: UInt8, _ inside: ArraySlice<UInt8>) -> Bool {
    switch label {
    case 0xFE: false
    case 0xFF: kept.contains { inside.dropFirst().starts(with: $0.utf8) }
    default: true
    }
  }

  /// How many bytes a table of colours has, by the byte that says whether there is one.
  private static func colours(_ packed: UInt8) -> Int { packed & 0x80 == 0 ? 0 : 6 << Int(packed & 7) }

  /// The first byte behind a run of sub-blocks; nothing where the file ends before.
  private static func end(of bytes: [UInt8], from start: Int) -> Int? {
    var position = start
    while position < bytes.count {
      let count = Int(bytes[position])
      position += 1 + count
      if count == 0 { return position }
    }
    return nil
  }
}
