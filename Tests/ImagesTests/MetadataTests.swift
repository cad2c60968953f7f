import TestSupport
import Testing

@testable import Images

/// What is taken out of pictures and what stays, which are whole, and what libvips makes of them.
@Suite struct MetadataTests {
  private static func segment(_ marker: UInt8, _ text: String) -> [UInt8] {
    HeaderTests.segment(marker, Array(text.utf8))
  }

  /// The last of a JPEG: a scan with a stuffed byte and a restart, another scan, the end.
  private static let scans: [UInt8] = joined([
    HeaderTests.frame(64, 48), HeaderTests.segment(0xDA, [1, 2]), [1, 0xFF, 0, 2, 0xFF, 0xD0, 3],
    HeaderTests.segment(0xC4, [0xFF, 0xD9]), HeaderTests.segment(0xDA, [1]), [4, 0xFF, 0xD9],
  ])

  private static func joined(_ parts: [[UInt8]]) -> [UInt8] { parts.flatMap { $0 } }

  private static let plain: [UInt8] = joined([
    [0xFF, 0xD8], segment(0xE0, "JFIF\0x"), segment(0xE2, "ICC_PROFILE\0x"), segment(0xEE, "Adobe x"), scans,
  ])

  static let photograph: [UInt8] = joined([
    [0xFF, 0xD8], segment(0xE0, "JFIF\0x"), segment(0xE0, "JFXX\0thumbnail"),
    segment(0xE1, "http://ns.adobe.com/xap/ GPS"), segment(0xED, "Photoshop IPTC"),
    segment(0xE2, "ICC_PROFILE\0x"), segment(0xE2, "MPF\0"), segment(0xFE, "a comment"),
    segment(0xEE, "Adobe x"), HeaderTests.exif(1, isLittle: true), scans, Array("ftypmp4 a film".utf8),
  ])

  private static func chunk(_ kind: String, _ inside: [UInt8] = []) -> [UInt8] {
    HeaderTests.big(inside.count, 4) + Array(kind.utf8) + inside + [1, 2, 3, 4]
  }

  private static let png: [UInt8] = [0x89] + Array("PNG\r\n\u{1A}\n".utf8)
  private static let drawing: [UInt8] = joined([
    png, chunk("IHDR", HeaderTests.big(3, 4) + HeaderTests.big(2, 4)), chunk("tEXt", [1]), chunk("iCCP", [2]),
    chunk("eXIf", [3]), chunk("tIME"), chunk("IDAT", [4]), chunk("zTXt"), chunk("iTXt"), chunk("IEND"), [9],
  ])

  private static func riff(_ chunks: [(String, [UInt8])]) -> [UInt8] {
    var inside: [UInt8] = []
    for (kind, bytes) in chunks {
      inside += Array(kind.utf8)
      inside += HeaderTests.little(bytes.count, 4)
      inside += bytes
      if bytes.count % 2 == 1 { inside.append(0) }
    }
    var file = Array("RIFF".utf8)
    file += HeaderTests.little(inside.count + 4, 4)
    file += Array("WEBP".utf8)
    return file + inside
  }

  private static func canvas(_ flags: UInt8) -> [UInt8] { [flags, 0, 0, 0, 9, 0, 0, 9, 0, 0] }

  /// A GIF that moves, with what programs leave in it.
  private static func movie(isPlain: Bool) -> [UInt8] {
    func blocks(_ texts: String...) -> [UInt8] {
      texts.flatMap { [UInt8(truncatingIfNeeded: $0.utf8.count)] + Array($0.utf8) } + [0]
    }
    let frame: [UInt8] = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0x80, 1, 2, 3, 4, 5, 6, 2] + blocks("x!;,", "y")
    let timing: [UInt8] = [0x21, 0xF9, 4, 0, 9, 0, 0, 0]
    let start = Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 1, 2, 3, 4, 5, 6]
    let loop = [0x21, 0xFF] + blocks("NETSCAPE2.0", "\u{1}\0\0")
    let words =
      [0x21, 0xFE] + blocks("a comment") + [0x21, 0xFF] + blocks("XMP DataXMP", "<x:xmpmeta>SECRET")
    return start + loop + (isPlain ? [] : words) + timing + frame + timing + frame + [0x3B]
      + (isPlain ? [] : Array("behind the end".utf8))
  }

  private static func box(_ kind: String, _ inside: [UInt8]) -> [UInt8] {
    HeaderTests.big(inside.count + 8, 4) + Array(kind.utf8) + inside
  }

  /// An AVIF with a picture, Exif in two pieces and XMP in `idat`.
  private static let avif: [UInt8] = {
    let (picture, exif, xmp) = (
      Array("the picture itself".utf8), Array("0000II*\0 SECRET Exif".utf8), Array("SECRET XMP".utf8)
    )
    func entry(_ item: Int, _ kind: String) -> [UInt8] {
      box("infe", [2, 0, 0, 0] + HeaderTests.big(item, 2) + [0, 0] + Array("\(kind)\0".utf8))
    }
    func file(_ start: Int) -> [UInt8] {
      func place(_ item: Int, _ method: Int, _ parts: [(Int, Int)]) -> [UInt8] {
        HeaderTests.big(item, 2) + HeaderTests.big(method, 2) + [0, 0] + HeaderTests.big(parts.count, 2)
          + parts.flatMap { HeaderTests.big($0.0, 4) + HeaderTests.big($0.1, 4) }
      }
      let places =
        [1, 0, 0, 0, 0x44, 0] + HeaderTests.big(3, 2) + place(1, 0, [(start, picture.count)])
        + place(2, 0, [(start + picture.count, 12), (start + picture.count + 12, exif.count - 12)])
        + place(3, 1, [(0, xmp.count)])
      let list =
        [0, 0, 0, 0] + HeaderTests.big(3, 2) + entry(1, "av01") + entry(2, "Exif") + entry(3, "mime")
      let size = box("ispe", [0, 0, 0, 0] + HeaderTests.big(64, 4) + HeaderTests.big(48, 4))
      let meta =
        [0, 0, 0, 0] + box("iinf", list) + box("iloc", places) + box("iprp", box("ipco", size))
        + box("idat", xmp)
      return box("ftyp", Array("avif".utf8) + HeaderTests.big(0, 4) + Array("mif1avif".utf8))
        + box("meta", meta)
        + box("uuid", Array("0123456789abcdef SECRET".utf8))
        + box("moov", box("udta", Array("SECRET".utf8))) + box("mdat", picture + exif)
    }
    let start = file(0).count - picture.count - exif.count
    return file(start)
  }()

  @Test func whatAPhotographSaysIsTakenOut() throws {
    #expect(StrippedPicture.bytes(Self.photograph) == Self.plain)
    #expect(StrippedPicture.bytes(Self.plain) == Self.plain)
    let kept = Self.joined([
      Self.png, Self.chunk("IHDR", HeaderTests.big(3, 4) + HeaderTests.big(2, 4)), Self.chunk("iCCP", [2]),
      Self.chunk("IDAT", [4]), Self.chunk("IEND"),
    ])
    #expect(StrippedPicture.bytes(Self.drawing) == kept)
    let webp = Self.riff([
      ("VP8X", Self.canvas(0x3C)), ("ICCP", [1]), ("VP8L", [0x2F, 1, 2]), ("EXIF", [1]), ("XMP ", [2, 3]),
    ])
    #expect(
      StrippedPicture.bytes(webp)
        == Self.riff([("VP8X", Self.canvas(0x30)), ("ICCP", [1]), ("VP8L", [0x2F, 1, 2])]))
    #expect(StrippedPicture.bytes(Array("GIF89a".utf8)) == Array("GIF89a".utf8))
    #expect(StrippedPicture.bytes(Self.movie(isPlain: false)) == Self.movie(isPlain: true))
    #expect(StrippedPicture.bytes(Self.movie(isPlain: true)) == Self.movie(isPlain: true))
    let avif = StrippedPicture.bytes(Self.avif)
    #expect(avif.count == Self.avif.count)
    #expect(!String(decoding: avif, as: UTF8.self).contains("SECRET"))
    #expect(String(decoding: avif, as: UTF8.self).contains("the picture itself"))
    #expect(try ImageHeader.read(ImageBytes(avif)) == ImageHeader.read(ImageBytes(Self.avif)))
    #expect(StrippedPicture.isKnown(suffix: "jpg") && !StrippedPicture.isKnown(suffix: "svg"))
  }

  @Test(arguments: 1...8) func aPhotographStaysUpright(_ orientation: Int) throws {
    let turned = [0xFF, 0xD8] + HeaderTests.exif(orientation, isLittle: true) + Self.scans
    let stripped = StrippedPicture.bytes(turned)
    let header = try ImageHeader.read(ImageBytes(stripped))
    #expect(try header == ImageHeader.read(ImageBytes(turned)))
    #expect(!String(decoding: stripped, as: UTF8.self).contains("Cam"))
    #expect(stripped.count == Self.scans.count + (orientation == 1 ? 2 : 38))
  }

  @Test(arguments: 1...8) func aDrawingStaysUpright(_ orientation: Int) throws {
    let turned = HeaderTests.turnedPNG(orientation, isBefore: true)
    let stripped = StrippedPicture.bytes(turned)
    #expect(try ImageHeader.read(ImageBytes(stripped)) == ImageHeader.read(ImageBytes(turned)))
    #expect(!String(decoding: stripped, as: UTF8.self).contains("Cam"))
    #expect(StrippedPicture.bytes(stripped) == stripped)
    // The sum at the end of the chunk is zlib's.
    let six = Array("eXIfMM\0*".utf8) + [0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]
    let hasSix = stripped.firstRange(of: six + [0xD6, 0x67, 0x4B, 0x69]) != nil
    #expect(hasSix == (orientation == 6))
  }

  @Test func whatIsCutOffIsNotWhole() {
    for bytes in [Self.photograph.dropLast(14), Self.drawing.dropLast(1)] {
      #expect(WholePicture.isWhole(Array(bytes)))
      #expect(!WholePicture.isWhole(Array(bytes.dropLast(10))))
    }
    let webp = Self.riff([("VP8L", [0x2F, 1, 2, 3])])
    #expect(WholePicture.isWhole(webp) && !WholePicture.isWhole(Array(webp.dropLast())))
    #expect(WholePicture.isWhole(Array("GIF89a".utf8)))
  }

  @Test(arguments: 0..<64) func noBytesDoAnyHarm(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for sample in [
      Self.photograph, Self.drawing, Self.riff([("VP8X", Self.canvas(8)), ("EXIF", [1, 2, 3])]),
      Self.movie(isPlain: false), Self.avif, HeaderTests.turnedPNG(6, isBefore: true),
    ] {
      var bytes = random.mutated(sample, pieces: ["\u{7F}", "EXIF", "IEND", "tEXt", "\0\0"])
      if let index = bytes.indices.randomElement(using: &random) { bytes[index] = 0xFF }
      let stripped = StrippedPicture.bytes(bytes)
      #expect(stripped.count <= bytes.count + 38)
      _ = WholePicture.isWhole(bytes)
    }
  }
}

/// libvips, where it is installed.
@Suite(.enabled(if: VipsLibrary.shared != nil, "libvips is not on this machine")) struct VipsTests {
  /// A picture with a slope of grey.
  private static func map(_ width: Int, _ height: Int) -> [UInt8] {
    Array("P5 \(width) \(height) 255\n".utf8)
      + (0..<width * height).map { UInt8(truncatingIfNeeded: $0 % width) }
  }

  /// What is made depends on the library of each format, so that its version is known where pictures can be written.
  @Test(arguments: VipsLibrary.Format.allCases) func theEncoderIsKnown(_ format: VipsLibrary.Format) throws {
    let library = try #require(VipsLibrary.shared)
    guard library.canWrite(format) else { return }
    #expect(library.encoder(of: format) != 0)
    #expect(library.encoder(of: format) == library.encoder(of: format))
  }

  @Test(arguments: VipsLibrary.Format.allCases) func aPictureIsMadeNarrower(
    _ format: VipsLibrary.Format
  ) throws {
    let library = try #require(VipsLibrary.shared)
    guard library.canWrite(format) else { return }
    for (width, expected) in [(40, (40, 20)), (100, (100, 50)), (500, (100, 50))] {
      let made = try #require(library.scaled(Self.map(100, 50), width: width, format: format, quality: 80))
      let header = try ImageHeader.read(ImageBytes(made))
      #expect(header.kind.rawValue == format.rawValue)
      #expect(header.size == ImageHeader.Size(width: expected.0, height: expected.1))
      #expect(made == library.scaled(Self.map(100, 50), width: width, format: format, quality: 80))
      #expect(StrippedPicture.bytes(made) == made)
    }
    #expect(
      library.scaled(Self.map(100, 50), width: 40, format: format, quality: 80).map { picture in
        ["Exif", "EXIF", "ICCP"].contains { String(decoding: picture, as: UTF8.self).contains($0) }
      } == false)
    #expect(library.scaled([], width: 40, format: format, quality: 80) == nil)
    #expect(library.scaled(Array("no picture".utf8), width: 40, format: format, quality: 80) == nil)
    #expect(library.scaled(MetadataTests.photograph, width: 40, format: format, quality: 80) == nil)
  }

  @Test func aLibraryThatIsNotThereIsNone() {
    #expect(VipsLibrary.find(["libvips-of-nobody.so.1"]) == nil)
    #expect(VipsLibrary.shared?.isNewEnough == true)
  }
}
