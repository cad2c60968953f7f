import DataFormats
import Testing

/// The one pass over a text finds what the standard library and a plain loop find.
@Suite struct TextScanTests {
  /// Bytes that begin, continue and break characters, and those on both sides of what is looked for.
  private static let pieces: [UInt8] = [
    0x00, 0x09, 0x0A, 0x0D, 0x1F, 0x20, 0x41, 0x7E, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBE, 0xBF, 0xC1,
    0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF,
  ]

  private static func isWellFormed(_ bytes: [UInt8]) -> Bool {
    let span = bytes.span
    return (try? UTF8Span(validating: span)) != nil
  }

  @Test func randomBytes() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      var bytes = [UInt8](repeating: 0x61, count: Int.random(in: 0..<12, using: &generator))
      for _ in 0..<Int.random(in: 0..<6, using: &generator) {
        bytes.append(Self.pieces.randomElement(using: &generator) ?? 0)
      }
      bytes += [UInt8](repeating: 0x61, count: Int.random(in: 0..<9, using: &generator))
      #expect(TextScan(bytes).isWellFormed == Self.isWellFormed(bytes), "\(bytes)")
    }
  }

  @Test func everyCharacterAtEveryOffset() {
    for number in UInt32(0)...0x10FFFF {
      // All of the first plane's edges, and samples of the rest.
      guard number < 0x900 || number % 61 == 0 || number & 0xFFFF > 0xFFF0,
        let scalar = Unicode.Scalar(number)
      else { continue }
      let before = Int(number % 9)
      let bytes = [UInt8](repeating: 0x20, count: before) + Array(String(scalar).utf8)
      let scan = TextScan(bytes + Array("abcdefgh".utf8))
      let isControl = number < 0x20 && ![0x09, 0x0A, 0x0D].contains(number)
      let isOutside = isControl || number == 0xFFFE || number == 0xFFFF
      #expect(scan.isWellFormed)
      #expect(scan.firstOutsideXML == (isOutside ? before..<bytes.count : nil), "\(number)")
    }
  }
}
