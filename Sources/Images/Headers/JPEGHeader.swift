/// JPEG (ITU-T T.81, annex B): segments, of which one says the size, and another perhaps how the picture is turned.
enum JPEGHeader {
  /// A file with more segments before its size is not followed.
  private static let mostSegments = 500

  static func size(_ bytes: inout ImageBytes) throws(ImageProblem) -> ImageHeader.Size? {
    var position = 2
    var isTurned = false
    for _ in 0..<mostSegments {
      guard bytes.byte(position) == 0xFF else { break }
      // Any number of these may stand before a marker.
      while bytes.byte(position + 1) == 0xFF { position += 1 }
      guard let marker = bytes.byte(position + 1) else { break }
      position += 2
      switch marker {
      case 0x01, 0xD0...0xD8: continue
      case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
        guard let height = bytes.big(position + 3, 2), let width = bytes.big(position + 5, 2), width > 0
        else {
          throw .damaged(.jpeg)
        }
        // Without a height the number of lines follows the scan, which is not read.
        let size = ImageHeader.Size(width, height)
        return isTurned ? size?.turned : size
      // The scan begins, or the file ends.
      case 0xDA, 0xD9, 0x00: throw .damaged(.jpeg)
      default:
        guard let length = bytes.big(position, 2), length >= 2 else { throw .damaged(.jpeg) }
        if marker == 0xE1, bytes.starts(with: Array("Exif\0\0".utf8), at: position + 2),
          let orientation = orientation(&bytes, at: position + 8, end: position + length)
        {
          // From 5 on the sides are changed round (Exif 2.32, 4.6.4 A).
          isTurned = 5...8 ~= orientation
        }
        position += length
      }
    }
    throw .damaged(.jpeg)
  }

  /// The tag 0x0112 of the first directory (TIFF 6.0, section 2).
  private static func orientation(_ bytes: inout ImageBytes, at start: Int, end: Int) -> Int? {
    let isLittle = bytes.starts(with: [0x49, 0x49], at: start)
    guard isLittle || bytes.starts(with: [0x4D, 0x4D], at: start) else { return nil }
    func number(_ offset: Int, _ count: Int) -> Int? {
      guard offset + count <= end else { return nil }
      return isLittle ? bytes.little(offset, count) : bytes.big(offset, count)
    }
    guard let offset = number(start + 4, 4), let count = number(start + offset, 2) else { return nil }
    for index in 0..<min(count, 256) {
      let entry = start + offset + 2 + index * 12
      guard let tag = number(entry, 2) else { return nil }
      if tag == 0x0112 { return number(entry + 8, number(entry + 2, 2) == 4 ? 4 : 2) }
    }
    return nil
  }
}
