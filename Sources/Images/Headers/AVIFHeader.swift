/// AVIF (https://aomediacodec.github.io/av1-avif/, ISO/IEC 23008-12): boxes, of which `meta` lists the properties of each picture in the file.
enum AVIFHeader {
  /// A box is left where it says no end that could be, and so is a list.
  private static let mostBoxes = 200

  static func isOne(_ bytes: inout ImageBytes) -> Bool {
    guard bytes.starts(with: Array("ftyp".utf8), at: 4), let length = bytes.big(0, 4), length >= 16 else {
      return false
    }
    // The brand, and behind a number those that the file is compatible with.
    let brands = Array(bytes.run(8, min(length - 8, 256)))
    return stride(from: 0, to: brands.count - 3, by: 4).contains { index in
      ["avif", "avis"].contains { brands[index..<index + 4].elementsEqual($0.utf8) }
    }
  }

  static func size(_ bytes: inout ImageBytes) throws(ImageProblem) -> ImageHeader.Size? {
    // A sequence may say its size in `moov` alone, which is not read.
    guard let meta = find("meta", &bytes, in: 0..<Int.max),
      meta.upperBound == Int.max || bytes.byte(meta.upperBound - 1) != nil
    else { throw .damaged(.avif) }
    let inside = (meta.lowerBound + 4)..<max(meta.lowerBound + 4, meta.upperBound)
    guard let properties = find("iprp", &bytes, in: inside), let list = find("ipco", &bytes, in: properties)
    else { throw .damaged(.avif) }
    let own = find("ipma", &bytes, in: properties).flatMap { association in
      primary(&bytes, inside).map { Self.properties(of: $0, &bytes, association) }
    }
    var size: ImageHeader.Size?
    var isTurned = false
    var number = 0
    each(&bytes, in: list) { bytes, kind, box in
      number += 1
      if let own, !own.contains(number) { return true }
      if kind == "ispe", size == nil {
        size = ImageHeader.Size(bytes.big(box.lowerBound + 4, 4), bytes.big(box.lowerBound + 8, 4))
      }
      // Turned by a quarter once or three times.
      if kind == "irot", let angle = bytes.byte(box.lowerBound) { isTurned = angle & 1 == 1 }
      return true
    }
    guard let size else { throw .damaged(.avif) }
    return isTurned ? size.turned : size
  }

  /// Which of the pictures is the one that is shown.
  private static func primary(_ bytes: inout ImageBytes, _ meta: Range<Int>) -> Int? {
    guard let box = find("pitm", &bytes, in: meta), let version = bytes.byte(box.lowerBound) else {
      return nil
    }
    return bytes.big(box.lowerBound + 4, version == 0 ? 2 : 4)
  }

  /// The properties of a picture, counted from 1 in the order of `ipco`.
  private static func properties(of item: Int, _ bytes: inout ImageBytes, _ box: Range<Int>) -> Set<Int> {
    guard let version = bytes.byte(box.lowerBound), let flags = bytes.big(box.lowerBound + 1, 3),
      let count = bytes.big(box.lowerBound + 4, 4)
    else { return [] }
    let (idSize, numberSize) = (version == 0 ? 2 : 4, flags & 1 == 1 ? 2 : 1)
    var position = box.lowerBound + 8
    for _ in 0..<min(count, mostBoxes) {
      guard let id = bytes.big(position, idSize), let own = bytes.byte(position + idSize) else { break }
      position += idSize + 1
      if id == item {
        return Set(
          (0..<Int(own)).compactMap { index in
            bytes.big(position + index * numberSize, numberSize).map {
              $0 & (numberSize == 2 ? 0x7FFF : 0x7F)
            }
          })
      }
      position += Int(own) * numberSize
    }
    return []
  }

  /// The inside of the first box of a kind.
  static func find(_ wanted: String, _ bytes: inout ImageBytes, in range: Range<Int>) -> Range<Int>? {
    var found: Range<Int>?
    each(&bytes, in: range) { _, kind, box in
      if kind == wanted { found = box }
      return found == nil
    }
    return found
  }

  /// Goes through the boxes that lie in a range until `body` gives false.
  static func each(
    _ bytes: inout ImageBytes, in range: Range<Int>, _ body: (inout ImageBytes, String, Range<Int>) -> Bool
  ) {
    var position = range.lowerBound
    for _ in 0..<mostBoxes where position < range.upperBound {
      guard let length = bytes.big(position, 4) else { return }
      let kind = String(decoding: bytes.run(position + 4, 4), as: UTF8.self)
      var (start, end) = (position + 8, position + length)
      if length == 1 {
        // A length of 64 bits; one that no file has ends all.
        guard let high = bytes.big(position + 8, 4), high == 0, let low = bytes.big(position + 12, 4) else {
          return
        }
        (start, end) = (position + 16, position + low)
      } else if length == 0 {
        end = range.upperBound
      }
      guard end >= start, end <= range.upperBound else { return }
      guard body(&bytes, kind, start..<end) else { return }
      position = end
    }
  }
}
