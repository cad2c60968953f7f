/// JPEG (ITU-T T.81, annex B): segments, of which one says the size, and another perhaps how the picture is turned.
enum JPEGHeader {
  /// A file with more segments before its size is not followed.
  private static let mostSegments = 500

  static func size(_ bytes: inout ImageBytes) throws(ImageProblem) -> ImageHeader.Size? {
    var position = 2
    // What the first Exif segment says, as browsers have it.
    var turned: Int?
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
        // From 5 on the sides are changed round (Exif 2.32, 4.6.4 A).
        return 5...8 ~= turned ?? 1 ? size?.turned : size
      // The scan begins, or the file ends.
      case 0xDA, 0xD9, 0x00: throw .damaged(.jpeg)
      default:
        guard let length = bytes.big(position, 2), length >= 2 else { throw .damaged(.jpeg) }
        if marker == 0xE1, turned == nil, bytes.starts(with: Array("Exif\0\0".utf8), at: position + 2) {
          turned = TIFFOrientation.read(&bytes, at: position + 8, end: position + length) ?? 1
        }
        position += length
      }
    }
    throw .damaged(.jpeg)
  }

  /// What an Exif segment, from its name on, says of how the picture is turned; from 1 to 8.
  static func orientation(of segment: [UInt8]) -> Int? {
    var bytes = ImageBytes(segment)
    return TIFFOrientation.read(&bytes, at: 6, end: segment.count)
  }
}

/// How a picture is turned, as Exif says it in JPEG and PNG.
enum TIFFOrientation {
  /// The tag 0x0112 of the first directory (TIFF 6.0, section 2), from 1 to 8; the text begins at `start`.
  static func read(_ bytes: inout ImageBytes, at start: Int, end: Int) -> Int? {
    tag(&bytes, at: start, end: end).flatMap { 1...8 ~= $0 ? $0 : nil }
  }

  /// A text that says the orientation and nothing else.
  static func text(_ number: Int) -> [UInt8] {
    Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1]
      + [0, UInt8(truncatingIfNeeded: number), 0, 0, 0, 0, 0, 0]
  }

  private static func tag(_ bytes: inout ImageBytes, at start: Int, end: Int) -> Int? {
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
