/// Whether a picture is there to its end: what decodes one that was cut off fills the rest with grey.
package enum WholePicture {
  /// True as well for formats whose end can't be told.
  package static func isWhole(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return JPEGSegments.hasEnd(bytes) }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return hasPNGEnd(bytes) }
    if bytes.starts(with: "RIFF".utf8), bytes.count >= 8 {
      let size = bytes[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
      return size + 8 <= bytes.count
    }
    return true
  }

  private static func hasPNGEnd(_ bytes: [UInt8]) -> Bool {
    var position = 8
    while position + 12 <= bytes.count {
      let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      if bytes[position + 4..<position + 8].elementsEqual("IEND".utf8) { return true }
      position += 12 + length
    }
    return false
  }
}

/// A JPEG in its parts (ITU-T T.81, annex B).
struct JPEGSegments {
  enum Part {
    /// A marker with what belongs to it.
    case segment(UInt8, Range<Int>)
    /// Coded lines behind the segment that begins a scan.
    case scan(Range<Int>)
    case end(Range<Int>)
  }

  private let bytes: [UInt8]
  private(set) var position = 2
  private var isInScan = false

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  static func hasEnd(_ bytes: [UInt8]) -> Bool {
    var segments = JPEGSegments(bytes)
    while let part = segments.next() { if case .end = part { return true } }
    return false
  }

  /// Nothing behind the end, or where the bytes are no part of a JPEG.
  mutating func next() -> Part? {
    if isInScan {
      isInScan = false
      let start = position
      position = endOfScan
      return .scan(start..<position)
    }
    while position + 2 <= bytes.count, bytes[position] == 0xFF {
      let (start, marker) = (position, bytes[position + 1])
      if marker == 0xFF {
        position += 1
        continue
      }
      if marker == 0xD9 {
        position += 2
        return .end(start..<position)
      }
      guard position + 4 <= bytes.count else { return nil }
      let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
      guard length >= 2, position + 2 + length <= bytes.count else { return nil }
      position += 2 + length
      isInScan = marker == 0xDA
      return .segment(marker, start..<position)
    }
    return nil
  }

  /// Where the next marker stands that does not belong to the scan.
  private var endOfScan: Int {
    var index = position
    while let next = bytes[index...].firstIndex(of: 0xFF), next + 1 < bytes.count {
      let marker = bytes[next + 1]
      if marker != 0, marker != 0xFF, !(0xD0...0xD7).contains(marker) { return next }
      index = next + 1
    }
    return bytes.count
  }
}
