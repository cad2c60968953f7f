import TestSupport
import Testing

@testable import Images

/// Sizes of pictures from their first bytes; what is none; and that no bytes do any harm.
@Suite struct HeaderTests {
  // MARK: - Samples

  /// A picture's first bytes.
  struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let kind: ImageKind
    /// Nothing where it says none.
    let size: ImageHeader.Size?

    var testDescription: String { name }
  }

  static func big(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  static func little(_ number: Int, _ count: Int) -> [UInt8] { big(number, count).reversed() }

  static func box(_ kind: String, _ inside: [UInt8]) -> [UInt8] {
    big(inside.count + 8, 4) + Array(kind.utf8) + inside
  }

  static let png = [0x89] + Array("PNG\r\n\u{1A}\n".utf8) + big(13, 4) + Array("IHDR".utf8)

  /// Segments of a JPEG, each behind its marker and its length.
  static func segment(_ marker: UInt8, _ inside: [UInt8]) -> [UInt8] {
    [0xFF, marker] + big(inside.count + 2, 2) + inside
  }

  static func frame(_ width: Int, _ height: Int, _ marker: UInt8 = 0xC0) -> [UInt8] {
    segment(marker, [8] + big(height, 2) + big(width, 2) + [3])
  }

  static func exif(_ orientation: Int, isLittle: Bool) -> [UInt8] {
    func number(_ number: Int, _ count: Int) -> [UInt8] {
      isLittle ? little(number, count) : big(number, count)
    }
    var tiff = Array((isLittle ? "II" : "MM").utf8) + number(42, 2) + number(8, 4) + number(2, 2)
    tiff += number(0x010F, 2) + number(2, 2) + number(4, 4) + Array("Cam\0".utf8)
    tiff += number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) + [0, 0]
    return segment(0xE1, Array("Exif\0\0".utf8) + tiff)
  }

  /// A PNG whose Exif says how it is turned, before the picture or behind it.
  static func turnedPNG(_ orientation: Int, isBefore: Bool) -> [UInt8] {
    func chunk(_ kind: String, _ inside: [UInt8]) -> [UInt8] {
      big(inside.count, 4) + Array(kind.utf8) + inside + [0, 0, 0, 0]
    }
    let text = Array(exif(orientation, isLittle: false).dropFirst(10))
    let (words, picture) = (chunk("eXIf", text), chunk("IDAT", [1]))
    return png + big(640, 4) + big(480, 4) + [8, 2, 0, 0, 0, 0, 0, 0, 0]
      + (isBefore ? words + picture : picture + words) + chunk("IEND", [])
  }

  static func webp(_ chunk: String, _ inside: [UInt8]) -> [UInt8] {
    Array("RIFF".utf8) + little(inside.count + 12, 4) + Array("WEBP".utf8) + Array(chunk.utf8)
      + little(inside.count, 4) + inside
  }

  /// An AVIF of two pictures, of which the second, with the third and fourth property, is shown.
  static func avif(rotation: UInt8?, isPrimaryKnown: Bool = true) -> [UInt8] {
    func extent(_ width: Int, _ height: Int) -> [UInt8] {
      box("ispe", big(0, 4) + big(width, 4) + big(height, 4))
    }
    let properties =
      extent(10, 20) + box("av1C", [0x81, 0, 0, 0]) + extent(640, 480) + box("irot", [rotation ?? 0])
    let association = big(0, 4) + big(2, 4) + big(1, 2) + [2, 1, 0x82] + big(2, 2) + [2, 3, 0x84]
    let known = isPrimaryKnown ? box("pitm", big(0, 4) + big(2, 2)) : []
    let meta =
      box("hdlr", Array(repeating: 0, count: 24)) + known
      + box("iprp", box("ipco", properties) + (isPrimaryKnown ? box("ipma", association) : []))
    return box("ftyp", Array("avif".utf8) + big(0, 4) + Array("mif1avif".utf8))
      + box("meta", big(0, 4) + meta)
      + box("mdat", Array(repeating: 7, count: 40))
  }

  static func raster(
    _ name: String, _ kind: ImageKind, _ width: Int, _ height: Int, _ bytes: [UInt8]
  ) -> Sample {
    Sample(name: name, bytes: bytes, kind: kind, size: .init(width: width, height: height))
  }

  static let rasters: [Sample] = [
    raster("png", .png, 640, 480, png + big(640, 4) + big(480, 4)),
    raster("upright png", .png, 480, 640, turnedPNG(6, isBefore: true)),
    raster("png upside down", .png, 640, 480, turnedPNG(3, isBefore: true)),
    raster("png that is turned too late", .png, 640, 480, turnedPNG(6, isBefore: false)),
    raster("gif", .gif, 300, 200, Array("GIF89a".utf8) + little(300, 2) + little(200, 2)),
    raster("old gif", .gif, 3, 2, Array("GIF87a".utf8) + little(3, 2) + little(2, 2) + [0, 0, 0]),
    raster("jpeg", .jpeg, 640, 480, [0xFF, 0xD8] + segment(0xE0, Array("JFIF\0".utf8)) + frame(640, 480)),
    raster("progressive jpeg", .jpeg, 6, 4, [0xFF, 0xD8] + frame(6, 4, 0xC2)),
    raster("jpeg with fill bytes", .jpeg, 6, 4, [0xFF, 0xD8, 0xFF, 0xFF] + frame(6, 4)),
    raster("jpeg with tables before", .jpeg, 6, 4, [0xFF, 0xD8] + segment(0xC4, [1, 2, 3]) + frame(6, 4)),
    raster("upright jpeg", .jpeg, 480, 640, [0xFF, 0xD8] + exif(6, isLittle: true) + frame(640, 480)),
    raster(
      "upright jpeg of Motorola", .jpeg, 480, 640, [0xFF, 0xD8] + exif(8, isLittle: false) + frame(640, 480)),
    raster(
      "jpeg that is turned once", .jpeg, 480, 640,
      [0xFF, 0xD8] + exif(6, isLittle: true) + exif(1, isLittle: true) + frame(640, 480)),
    raster("jpeg upside down", .jpeg, 640, 480, [0xFF, 0xD8] + exif(3, isLittle: true) + frame(640, 480)),
    raster(
      "jpeg with a large profile", .jpeg, 640, 480,
      [0xFF, 0xD8] + segment(0xE2, Array(repeating: 0xFF, count: 60_000))
        + segment(0xE2, Array(repeating: 1, count: 60_000))
        + frame(640, 480)),
    raster(
      "lossy webp", .webp, 97, 61,
      webp("VP8 ", [0x50, 0x1F, 0, 0x9D, 1, 0x2A] + little(97, 2) + little(61 | 0x4000, 2))),
    raster("lossless webp", .webp, 97, 61, webp("VP8L", [0x2F] + little(96 | 60 << 14, 4))),
    raster("extended webp", .webp, 97, 61, webp("VP8X", [8, 0, 0, 0] + little(96, 3) + little(60, 3))),
    raster("avif", .avif, 640, 480, avif(rotation: 0)),
    raster("turned avif", .avif, 480, 640, avif(rotation: 1)),
    raster("avif of one picture", .avif, 10, 20, avif(rotation: nil, isPrimaryKnown: false)),
    raster(
      "bmp", .bmp, 4, 3,
      Array("BM".utf8) + Array(repeating: 0, count: 12) + little(40, 4) + little(4, 4) + little(-3, 4)),
    raster(
      "old bmp", .bmp, 4, 3,
      Array("BM".utf8) + Array(repeating: 0, count: 12) + little(12, 4) + little(4, 2) + little(3, 2)),
    raster(
      "ico", .ico, 256, 256,
      [0, 0, 1, 0, 2, 0, 32, 32] + Array(repeating: 0, count: 14) + [0, 0] + Array(repeating: 0, count: 14)),
  ]

  static let drawings: [(text: String, width: Int?, height: Int?)] = [
    ("<svg width=\"40\" height=\"30\"></svg>", 40, 30), ("<svg width='4cm' height='1in'/>", 151, 96),
    ("<svg width=\"40px\" height=\"30pt\"/>", 40, 40), ("<svg viewBox=\"0 0 24 12\"/>", 24, 12),
    ("<svg viewBox='-1,-1,24.4,12.6' />", 24, 13),
    ("<svg width=\"100%\" height=\"100%\" viewBox=\"0 0 24 12\"/>", 24, 12),
    ("<svg width=\"48\" viewBox=\"0 0 24 12\"/>", 48, 24),
    ("<svg height=\"48\" viewBox=\"0 0 24 12\"/>", 96, 48),
    ("<svg width=\"48\"/>", nil, nil), ("<svg/>", nil, nil), ("<svg width=\"0\" height=\"3\"/>", nil, nil),
    ("<svg width=\"1e999\" height=\"-3\" viewBox=\"0 0 nan inf\"/>", nil, nil),
    (
      "\u{FEFF}<?xml version=\"1.0\"?>\n<!-- > -->\n<!DOCTYPE svg PUBLIC \"-//W3C\" [ <!ENTITY a \"b\"> ]>\n<svg:svg xmlns:svg=\"x\" width=\"3\" height=\"2\">",
      3, 2
    ),
    ("<svg data-width=\"9\" width = \"3\"\n height= '2' >", 3, 2),
  ]

  private static func read(_ bytes: [UInt8]) -> Result<ImageHeader, ImageProblem> {
    do { return .success(try ImageHeader.read(ImageBytes(bytes))) } catch { return .failure(error) }
  }

  @Test(arguments: rasters) func aSizeIsInTheFirstBytes(_ sample: Sample) {
    let expected = ImageHeader(kind: sample.kind, size: sample.size, isAnimated: sample.kind == .gif)
    #expect(Self.read(sample.bytes) == .success(expected))
  }

  @Test(arguments: drawings) func aDrawingHasTheSizeOfItsRoot(
    _ sample: (text: String, width: Int?, height: Int?)
  ) {
    let size = sample.width.flatMap { width in
      sample.height.map { ImageHeader.Size(width: width, height: $0) }
    }
    #expect(Self.read(Array(sample.text.utf8)) == .success(ImageHeader(kind: .svg, size: size)))
  }

  @Test(arguments: [
    ("", ImageProblem.empty), ("no picture", .unknown), ("  <!DOCTYPE HTML><html>", .webPage),
    ("<html>", .webPage),
    ("version https://git-lfs.github.com/spec/v1\noid sha256:0\n", .lfsPointer),
    ("<svg width=\"3\"", .damaged(.svg)),
    ("GIF89a", .damaged(.gif)), ("<p>an svg</p>", .unknown), ("<svgs>", .unknown), ("<!-- <svg>", .unknown),
    ("BMW is no bitmap, but long enough", .damaged(.bmp)), ("RIFF0000WEBPVP9 ", .damaged(.webp)),
  ]) func whatIsNoPictureIsTold(_ sample: (text: String, problem: ImageProblem)) {
    #expect(Self.read(Array(sample.text.utf8)) == .failure(sample.problem))
  }

  /// A file may be cut off anywhere: it is damaged then, unless its size came before.
  @Test(arguments: rasters) func aCutFileIsDamagedOrSound(_ sample: Sample) {
    for count in 1..<min(sample.bytes.count, 3000) {
      switch Self.read(Array(sample.bytes[..<count])) {
      // How a PNG is turned stands behind its size.
      case .success(let header):
        #expect(
          header.size == sample.size || header.kind == .ico
            || header.kind == .png && header.size?.turned == sample.size)
      case .failure(let problem): #expect(problem == .damaged(sample.kind) || problem == .unknown)
      }
    }
    #expect(Self.read(sample.bytes + Array(repeating: 0xFF, count: 100)).map(\.size) == .success(sample.size))
  }

  @Test(arguments: 0..<64) func noBytesDoAnyHarm(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "ispe", "ipco", "\0\0\0\0", "\u{1}", "Exif\0\0", "<svg ", "viewBox=\"", "\"", "meta", "ipma", ">",
    ]
    let samples = Self.rasters.map(\.bytes) + Self.drawings.map { Array($0.text.utf8) }
    for sample in samples {
      var bytes = random.mutated(Array(sample.prefix(2000)), pieces: pieces)
      for _ in 0..<4 where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] =
          [0, 0xFF, 0x7F, 0x80].randomElement(using: &random) ?? 1
      }
      if case .success(let header) = Self.read(bytes), let size = header.size {
        #expect(size.width > 0 && size.height > 0)
      }
    }
  }

  /// However long a file is, little of it is read.
  @Test func littleIsRead() throws {
    var (reads, most) = (0, 0)
    let endless = ImageBytes { offset, count in
      reads += 1
      most = max(most, count)
      return (0..<count).map { offset + $0 == 0 ? 0xFF : ($0 + offset) % 2 == 1 ? 0xD8 : 0xFF }
    }
    #expect(throws: ImageProblem.self) { try ImageHeader.read(endless) }
    #expect(reads <= 64 && most <= 1 << 16)
  }

  @Test(arguments: [
    ("jpeg", ImageKind.jpeg), ("jpg", .jpeg), ("svg", .svg), ("md", nil), ("", nil), ("heic", nil),
  ])
  func aSuffixSaysWhatIsMeant(_ sample: (suffix: String, kind: ImageKind?)) {
    #expect(ImageKind(suffix: sample.suffix) == sample.kind)
  }
}
