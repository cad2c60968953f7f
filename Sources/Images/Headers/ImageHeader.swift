/// The formats of pictures whose sizes can be told.
package enum ImageKind: String, Sendable, Hashable, CaseIterable {
  case png, jpeg, gif, webp, avif, svg, bmp, ico

  /// What a file with this suffix, in lower case, is meant to hold; nothing for one that no browser takes for a picture.
  package init?(suffix: String) {
    switch suffix {
    case "png", "apng": self = .png
    case "jpg", "jpeg", "jfif", "pjpeg", "pjp": self = .jpeg
    case "gif": self = .gif
    case "webp": self = .webp
    case "avif": self = .avif
    case "svg": self = .svg
    case "bmp": self = .bmp
    case "ico", "cur": self = .ico
    default: return nil
    }
  }
}

/// What the first bytes of a picture say.
package struct ImageHeader: Sendable, Hashable {
  package let kind: ImageKind
  /// In pixels, as a browser shows it: turned as its orientation says. Both are at least 1.
  package struct Size: Sendable, Hashable {
    package let width: Int
    package let height: Int

    package init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }

    /// The sides changed round, as for a photograph that was taken upright.
    var turned: Size { Size(width: height, height: width) }
  }
  /// Nothing where a sound picture says none, as an SVG that fills whatever it is put in.
  package let size: Size?

  package init(kind: ImageKind, size: Size?) {
    self.kind = kind
    self.size = size
  }
}

/// Why a file is no picture that can be shown.
package enum ImageProblem: Error, Sendable, Hashable {
  case empty
  /// A pointer of Git LFS stands in its place.
  case lfsPointer
  /// A page stands in its place, as servers answer for what they do not have.
  case webPage
  /// It begins as no format of `ImageKind` does.
  case unknown
  /// It begins as one, and ends or goes on otherwise before it says its size.
  case damaged(ImageKind)
}

extension ImageHeader {
  /// Reads the header of a picture: a few kilobytes of it, whatever it says.
  ///
  /// Throws an `ImageProblem` for what is no picture. Never traps, whatever the bytes are.
  package static func read(_ bytes: consuming ImageBytes) throws(ImageProblem) -> ImageHeader {
    var bytes = bytes
    guard bytes.byte(0) != nil else { throw .empty }
    guard let kind = kind(&bytes) else { throw bytes.problem() }
    let size: Size?
    switch kind {
    case .png: size = try PNGHeader.size(&bytes)
    case .jpeg: size = try JPEGHeader.size(&bytes)
    case .gif: size = try GIFHeader.size(&bytes)
    case .webp: size = try WebPHeader.size(&bytes)
    case .avif: size = try AVIFHeader.size(&bytes)
    case .bmp: size = try BMPHeader.size(&bytes)
    case .ico: size = try ICOHeader.size(&bytes)
    case .svg: size = try SVGHeader.size(&bytes)
    }
    return ImageHeader(kind: kind, size: size)
  }

  /// By what it begins with, as browsers do (https://mimesniff.spec.whatwg.org/#image-type-pattern-matching-algorithm).
  private static func kind(_ bytes: inout ImageBytes) -> ImageKind? {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
    if bytes.starts(with: Array("GIF87a".utf8)) || bytes.starts(with: Array("GIF89a".utf8)) { return .gif }
    if bytes.starts(with: Array("RIFF".utf8)), bytes.starts(with: Array("WEBP".utf8), at: 8) { return .webp }
    if AVIFHeader.isOne(&bytes) { return .avif }
    if bytes.starts(with: Array("BM".utf8)) { return .bmp }
    if bytes.starts(with: [0, 0, 1, 0]) || bytes.starts(with: [0, 0, 2, 0]) { return .ico }
    if SVGHeader.isOne(&bytes) { return .svg }
    return nil
  }
}

extension ImageBytes {
  /// What stands in the place of a picture.
  fileprivate mutating func problem() -> ImageProblem {
    if starts(with: Array("version https://git-lfs".utf8)) { return .lfsPointer }
    let start = run(0, 512).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }.drop { $0 <= 0x20 }
    let isPage = start.starts(with: "<!doctype html".utf8) || start.starts(with: "<html".utf8)
    return isPage ? .webPage : .unknown
  }
}
