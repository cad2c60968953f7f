extension ImageHeader.Size {
  /// Nothing for sides that no picture has.
  init?(_ width: Int?, _ height: Int?) {
    guard let width, let height, 1...1_000_000_000 ~= width, 1...1_000_000_000 ~= height else { return nil }
    self.init(width: width, height: height)
  }
}

/// PNG (https://www.w3.org/TR/png-3/#11IHDR): the chunk `IHDR` stands first.
enum PNGHeader {
  static func size(_ bytes: inout ImageBytes) throws(ImageProblem) -> ImageHeader.Size? {
    guard bytes.starts(with: Array("IHDR".utf8), at: 12),
      let size = ImageHeader.Size(bytes.big(16, 4), bytes.big(20, 4))
    else { throw .damaged(.png) }
    // Browsers turn a PNG as its Exif says, and from 5 on its sides are changed round.
    guard let exif = chunk("eXIf", &bytes) else { return size }
    let turned = TIFFOrientation.read(&bytes, at: exif.lowerBound, end: exif.upperBound) ?? 1
    return turned >= 5 ? size.turned : size
  }

  static func isAnimated(_ bytes: inout ImageBytes) -> Bool { chunk("acTL", &bytes) != nil }

  /// The inside of a chunk that stands before the picture.
  private static func chunk(_ kind: String, _ bytes: inout ImageBytes) -> Range<Int>? {
    var position = 8
    for _ in 0..<32 {
      guard let length = bytes.big(position, 4) else { return nil }
      if bytes.starts(with: Array(kind.utf8), at: position + 4) {
        return position + 8..<position + 8 + length
      }
      if bytes.starts(with: Array("IDAT".utf8), at: position + 4) { return nil }
      position += 12 + length
    }
    return nil
  }
}

/// GIF (GIF89a, section 18): the size of the logical screen stands behind the signature.
enum GIFHeader {
  static func size(_ bytes: inout ImageBytes) throws(ImageProblem) -> ImageHeader.Size? {
    guard let width = bytes.little(6, 2), let height = bytes.little(8, 2) else { throw .damaged(.gif) }
    // A screen of no size is as large as its frames.
    return ImageHeader.Size(width, height)
  }
}

/// WebP (RFC 9649): the first chunk is a lossy picture, a lossless one, or says what follows.
enum WebPHeader {
  static func size(_ bytes: inout ImageBytes) throws(ImageProblem) -> ImageHeader.Size? {
    var size: ImageHeader.Size?
    if bytes.starts(with: Array("VP8 ".utf8), at: 12) {
      // A key frame (RFC 6386, section 9.1); the two highest bits of each side say how it is scaled.
      if let tag = bytes.byte(20), tag & 1 == 0, bytes.starts(with: [0x9D, 0x01, 0x2A], at: 23) {
        size = ImageHeader.Size(
          bytes.little(26, 2).map { $0 & 0x3FFF }, bytes.little(28, 2).map { $0 & 0x3FFF })
      }
    } else if bytes.starts(with: Array("VP8L".utf8), at: 12) {
      if bytes.byte(20) == 0x2F, let bits = bytes.little(21, 4) {
        size = ImageHeader.Size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
      }
    } else if bytes.starts(with: Array("VP8X".utf8), at: 12) {
      size = ImageHeader.Size(bytes.little(24, 3).map { $0 + 1 }, bytes.little(27, 3).map { $0 + 1 })
    }
    guard let size else { throw .damaged(.webp) }
    return size
  }

  static func isAnimated(_ bytes: inout ImageBytes) -> Bool {
    bytes.starts(with: Array("VP8X".utf8), at: 12) && (bytes.byte(20) ?? 0) & 2 == 2
  }
}

/// BMP: behind 14 bytes a header whose length says which it is.
enum BMPHeader {
  static func size(_ bytes: inout ImageBytes) throws(ImageProblem) -> ImageHeader.Size? {
    guard let length = bytes.little(14, 4) else { throw .damaged(.bmp) }
    let isOld = length == 12
    guard isOld || 16...1024 ~= length, let width = bytes.little(18, isOld ? 2 : 4),
      let height = bytes.little(isOld ? 20 : 22, isOld ? 2 : 4)
    else { throw .damaged(.bmp) }
    // A height below 0 says that the rows stand from top to bottom.
    let rows = isOld ? height : Int(Int32(truncatingIfNeeded: height).magnitude)
    guard let size = ImageHeader.Size(width, rows) else { throw .damaged(.bmp) }
    return size
  }
}

/// ICO: a list of pictures, of which a browser takes the largest.
enum ICOHeader {
  static func size(_ bytes: inout ImageBytes) throws(ImageProblem) -> ImageHeader.Size? {
    guard let count = bytes.little(4, 2), count > 0 else { throw .damaged(.ico) }
    var largest: ImageHeader.Size?
    for index in 0..<min(count, 64) {
      guard let width = bytes.byte(6 + index * 16), let height = bytes.byte(7 + index * 16) else {
        throw .damaged(.ico)
      }
      // 256 does not fit into a byte.
      let size = ImageHeader.Size(
        width: width == 0 ? 256 : Int(width), height: height == 0 ? 256 : Int(height))
      if size.width > largest?.width ?? 0 { largest = size }
    }
    return largest
  }
}
