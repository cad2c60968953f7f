/// Pictures without what they say besides themselves: where and when they were taken, with what, by whom, and how they were
/// edited. The picture itself is copied byte for byte.
package enum StrippedPicture {
  /// Whether metadata can be taken out of files with this suffix, in lower case.
  package static func isKnown(suffix: String) -> Bool {
    switch ImageKind(suffix: suffix) {
    case .jpeg, .png, .webp, .gif, .avif: true
    default: false
    }
  }

  /// The same picture without metadata; colour profiles stay, and how it is turned. What is not understood is copied as it
  /// is from there on.
  package static func bytes(_ bytes: [UInt8]) -> [UInt8] {
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return jpeg(bytes) }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return png(bytes) }
    if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) { return webp(bytes) }
    if bytes.starts(with: "GIF8".utf8) { return GIFBlocks.stripped(bytes) }
    return AVIFMetadata.blanked(bytes)
  }

  private static func big(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int? {
    guard offset >= 0, offset + count <= bytes.count else { return nil }
    return bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func little(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int? {
    guard offset >= 0, offset + count <= bytes.count else { return nil }
    return bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  // MARK: - JPEG

  /// Segments for applications (ITU-T T.81, B.2.4.6) and comments are left out, but for JFIF, the colour profile and
  /// Adobe's, which says how colours are written; of Exif the orientation stays. So is what stands behind the end, as films
  /// and other photographs that telephones put there.
  private static func jpeg(_ bytes: [UInt8]) -> [UInt8] {
    var output = Array(bytes[..<2])
    output.reserveCapacity(bytes.count)
    var segments = JPEGSegments(bytes)
    var knowsOrientation = false
    while let part = segments.next() {
      switch part {
      case .segment(0xE1, let range):
        // Of several Exif segments browsers take the first.
        let inside = bytes[range].dropFirst(4)
        guard !knowsOrientation, inside.starts(with: "Exif\0\0".utf8) else { continue }
        knowsOrientation = true
        if let turned = JPEGHeader.orientation(of: Array(inside)), turned > 1 {
          output += orientation(turned)
        }
      case .segment(let marker, let range): if isKept(bytes[range], marker) { output += bytes[range] }
      case .scan(let range): output += bytes[range]
      case .end(let range): return output + bytes[range]
      }
    }
    return output + bytes[min(segments.position, bytes.count)...]
  }

  private static func isKept(_ segment: ArraySlice<UInt8>, _ marker: UInt8) -> Bool {
    let inside = segment.dropFirst(4)
    return switch marker {
    case 0xE0: inside.starts(with: "JFIF\0".utf8)
    case 0xE2: inside.starts(with: "ICC_PROFILE\0".utf8)
    case 0xEE: inside.starts(with: "Adobe".utf8)
    case 0xE1...0xEF, 0xFE: false
    default: true
    }
  }

  /// An Exif segment that says the orientation alone.
  private static func orientation(_ number: Int) -> [UInt8] {
    [0xFF, 0xE1, 0, 34] + Array("Exif\0\0".utf8) + TIFFOrientation.text(number)
  }

  // MARK: - PNG

  /// Chunks of texts and of the time are left out (https://www.w3.org/TR/png-3/#11textinfo); of Exif the orientation stays.
  private static func png(_ bytes: [UInt8]) -> [UInt8] {
    var output = Array(bytes[..<8])
    var position = 8
    var isBeforePicture = true
    while let length = big(bytes, position, 4), position + 12 + length <= bytes.count {
      let kind = bytes[position + 4..<position + 8]
      let isLeftOut = ["tEXt", "zTXt", "iTXt", "tIME", "eXIf"].contains { kind.elementsEqual($0.utf8) }
      if !isLeftOut { output += bytes[position..<position + 12 + length] }
      if kind.elementsEqual("IDAT".utf8) { isBeforePicture = false }
      if isBeforePicture, kind.elementsEqual("eXIf".utf8) {
        var exif = ImageBytes(Array(bytes[position + 8..<position + 8 + length]))
        if let turned = TIFFOrientation.read(&exif, at: 0, end: length), turned > 1 {
          output += chunk("eXIf", TIFFOrientation.text(turned))
        }
      }
      position += 12 + length
      // What stands behind the end is no part of the picture.
      if kind.elementsEqual("IEND".utf8) { return output }
    }
    return output + bytes[min(position, bytes.count)...]
  }

  private static func chunk(_ kind: String, _ inside: [UInt8]) -> [UInt8] {
    let checked = Array(kind.utf8) + inside
    // CRC-32 (https://www.w3.org/TR/png-3/#D-CRCAppendix), bit by bit, since it is over a few bytes.
    var sum = UInt32.max
    for byte in checked {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return number(UInt32(truncatingIfNeeded: inside.count)) + checked + number(~sum)
  }

  private static func number(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - $0 * 8)) }
  }

  // MARK: - WebP

  /// The chunks `EXIF` and `XMP ` are left out, and the flags that tell of them (RFC 9649, section 2.7).
  private static func webp(_ bytes: [UInt8]) -> [UInt8] {
    webp(bytes, without: ["EXIF", "XMP "], flags: 0x0C)
  }

  /// A WebP in sRGB, which needs no profile to say so, without metadata.
  static func plainWebP(_ bytes: [UInt8]) -> [UInt8] {
    webp(bytes, without: ["EXIF", "XMP ", "ICCP"], flags: 0x2C)
  }

  private static func webp(_ bytes: [UInt8], without kinds: [String], flags: UInt8) -> [UInt8] {
    guard bytes.starts(with: "RIFF".utf8), bytes.count >= 12 else { return bytes }
    var output = Array(bytes[..<12])
    var position = 12
    while let length = little(bytes, position + 4, 4), position + 8 + length <= bytes.count {
      let end = min(bytes.count, position + 8 + length + length % 2)
      let kind = bytes[position..<position + 4]
      if !kinds.contains(where: { kind.elementsEqual($0.utf8) }) {
        let start = output.count
        output += bytes[position..<end]
        if kind.elementsEqual("VP8X".utf8), length > 0 { output[start + 8] &= ~flags }
      }
      position = end
    }
    output += bytes[min(position, bytes.count)...]
    let size = output.count - 8
    for index in 0..<4 { output[4 + index] = UInt8(truncatingIfNeeded: size >> (index * 8)) }
    return output
  }
}
