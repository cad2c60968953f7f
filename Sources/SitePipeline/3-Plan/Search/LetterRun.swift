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

  /// Of each byte without its highest bit, adding what is missing to 0x80 sets that bit where a limit is reached.
  @inline(__always)
  init(_ bytes: UInt64) {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let low = bytes & (ones &* 0x7F)
    let lower = low | (ones &* 0x20)
    let letters = (lower &+ ones &* 0x1F) & ~(lower &+ ones &* 0x05)
    let digits = (low &+ ones &* 0x50) & ~(low &+ ones &* 0x46)
    let others = ~((letters | digits) & ~bytes) & (ones &* 0x80)
    count = others.trailingZeroBitCount / 8
    let bits = UInt64(count &* 8)
    self.letters = (bytes | (ones &* 0x20)) & ((1 << bits) &- 1)
    goesOn = bytes >> bits & 0x80 != 0
  }
}
