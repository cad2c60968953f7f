import CXXHash

/// What stands for some bytes: equal digests are taken for equal bytes.
///
/// XXH3 with 128 bits (https://xxhash.com): as fast as memory, the same on every machine, and no proof against somebody
/// who makes two texts with one digest on purpose; such a person has the site's sources in hand anyway.
package struct Digest: Sendable, Hashable {
  package let low: UInt64
  package let high: UInt64

  package init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// By one half, which tells as well where to look for one as both do. Hot.
  package func hash(into hasher: inout Hasher) { hasher.combine(low) }

  package init(of bytes: UnsafeRawBufferPointer) {
    let digest = unsafe presstime_xxh3(bytes.baseAddress, bytes.count)
    self.init(low: digest.low, high: digest.high)
  }

  package init(of bytes: [UInt8]) {
    self = unsafe bytes.withUnsafeBytes { unsafe Digest(of: $0) }
  }

  /// What stands for a text.
  package init(of text: String) {
    var text = text
    self = text.withUTF8 { unsafe Digest(of: UnsafeRawBufferPointer($0)) }
  }

  /// What stands for a part of an array, without a copy of it.
  package init(of bytes: [UInt8], _ range: Range<Int>) {
    let range = range.clamped(to: 0..<bytes.count)
    self = unsafe bytes.withUnsafeBytes { unsafe Digest(of: UnsafeRawBufferPointer(rebasing: $0[range])) }
  }
}

extension Digest {
  /// What stands for both, in this order.
  package func mixed(with other: Digest) -> Digest {
    unsafe withUnsafeBytes(
      of: (low.littleEndian, high.littleEndian, other.low.littleEndian, other.high.littleEndian)
    ) {
      unsafe Digest(of: $0)
    }
  }

  /// 32 hexadecimal digits, the high half first.
  package var hexadecimal: String {
    unsafe withHexadecimal { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// The same in memory, for the time of the call. Hot: manifests have two for each page.
  package func withHexadecimal<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe withUnsafeBytes(
      of: (Self.text(high >> 32), Self.text(high), Self.text(low >> 32), Self.text(low))
    ) {
      unsafe body($0)
    }
  }

  /// Eight digits for the lower half of a number, all of them at once, the first in the byte that lies first in memory.
  @inline(__always)
  private static func text(_ number: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var nibbles = number & 0xFFFF_FFFF
    nibbles = (nibbles | nibbles << 16) & 0x0000_FFFF_0000_FFFF
    nibbles = (nibbles | nibbles << 8) & 0x00FF_00FF_00FF_00FF
    nibbles = (nibbles | nibbles << 4) & (0x0F &* ones)
    let letters = (nibbles &+ 6 &* ones) >> 4 & ones
    return (nibbles &+ 0x30 &* ones &+ letters &* 0x27).bigEndian
  }

  /// Reads what `hexadecimal` writes; nothing for anything else.
  package init?(hexadecimal bytes: ArraySlice<UInt8>) {
    guard let digest = unsafe bytes.withUnsafeBufferPointer({ unsafe Digest(hexadecimal: $0) }) else {
      return nil
    }
    self = digest
  }

  /// The same of memory. Hot: manifests have two for each page.
  package init?(hexadecimal bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count == 32 else { return nil }
    let memory = UnsafeRawBufferPointer(bytes)
    guard let first = unsafe Self.digits(memory, at: 0), let second = unsafe Self.digits(memory, at: 8),
      let third = unsafe Self.digits(memory, at: 16), let fourth = unsafe Self.digits(memory, at: 24)
    else { return nil }
    self.init(low: third << 32 | fourth, high: first << 32 | second)
  }

  /// The number that eight digits are, all of them at once: a byte of a word stands for each.
  @inline(__always)
  private static func digits(_ memory: UnsafeRawBufferPointer, at place: Int) -> UInt64? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let text = unsafe UInt64(bigEndian: memory.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    // Letters have a bit that digits lack.
    var number = (text & (0x0F &* ones)) &+ (text >> 6 & ones) &* 9
    let letters = (number &+ 118 &* ones) >> 7 & ones
    // Anything else is written in another way.
    guard number & (0xF0 &* ones) == 0, number &+ 0x30 &* ones &+ letters &* 0x27 == text else { return nil }
    number = (number | number >> 4) & 0x00FF_00FF_00FF_00FF
    number = (number | number >> 8) & 0x0000_FFFF_0000_FFFF
    return (number | number >> 16) & 0xFFFF_FFFF
  }
}
