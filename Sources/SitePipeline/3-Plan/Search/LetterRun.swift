/// The letters and digits of ASCII that eight bytes of a text begin with. Hot.
struct LetterRun {
  /// 0 to 8.
  let count: Int
  /// In lower case; the first is the lowest byte, and those behind the last are 0.
  let letters: UInt64
  /// Whether the byte behind the last is of a character beyond ASCII.
  let goesOn: Bool

  @inline(__always)
  init(_ memory: UnsafeRawBufferPointer, at offset: Int) {
    self.init(UInt64(littleEndian: unsafe memory.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
  }

  @inline(__always)
  init(_ bytes: UInt64) {
    let others = ~(Self.marks(bytes) & ~bytes) & Self.high
    count = others.trailingZeroBitCount / 8
    let bits = UInt64(count &* 8)
    letters = (bytes | (Self.ones &* 0x20)) & ((1 << bits) &- 1)
    goesOn = bytes >> bits & 0x80 != 0
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let high: UInt64 = 0x8080_8080_8080_8080

  /// The highest bit of each letter and digit of ASCII, whatever the others have: of each byte without that bit, adding
  /// what is missing to 0x80 sets it where a limit is reached.
  @inline(__always)
  private static func marks(_ bytes: UInt64) -> UInt64 {
    let low = bytes & ~high
    let lower = low | (ones &* 0x20)
    let letters = (lower &+ ones &* 0x1F) & ~(lower &+ ones &* 0x05)
    let digits = (low &+ ones &* 0x50) & ~(low &+ ones &* 0x46)
    return letters | digits
  }

  /// The letters and digits, and characters beyond ASCII, that a text goes on with: where they end, and whether all are
  /// ASCII.
  static func run(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> (end: Int, isASCII: Bool) {
    let memory = UnsafeRawBufferPointer(text)
    var (end, bits) = (start, UInt64(0))
    while end <= text.count &- 8 {
      let bytes = UInt64(littleEndian: unsafe memory.loadUnaligned(fromByteOffset: end, as: UInt64.self))
      let others = ~(marks(bytes) | bytes) & high
      if others != 0 {
        let count = others.trailingZeroBitCount / 8
        bits |= bytes & ((1 << UInt64(count &* 8)) &- 1)
        return (end &+ count, bits & high == 0)
      }
      bits |= bytes
      end &+= 8
    }
    while end < text.count {
      let byte = unsafe text[end]
      guard byte >= 0x80 || FoldedWords.letter(byte) != 0 else { break }
      bits |= UInt64(byte)
      end &+= 1
    }
    return (end, bits & high == 0)
  }
}
