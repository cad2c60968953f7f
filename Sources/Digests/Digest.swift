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
    unsafe String(unsafeUninitializedCapacity: 32) { memory in
      for index in 0..<32 {
        let half = index < 16 ? high : low
        let nibble = UInt8(truncatingIfNeeded: half >> (60 - UInt64(index % 16) * 4)) & 0xF
        unsafe memory[index] = nibble < 10 ? 0x30 + nibble : 0x57 + nibble
      }
      return 32
    }
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
    var halves: (high: UInt64, low: UInt64) = (0, 0)
    var index = 0
    while index < 32 {
      let byte = unsafe bytes[index]
      let nibble: UInt8
      switch byte {
      case 0x30...0x39: nibble = byte - 0x30
      case 0x61...0x66: nibble = byte - 0x57
      default: return nil
      }
      halves.high = halves.high << 4 | halves.low >> 60
      halves.low = halves.low << 4 | UInt64(nibble)
      index += 1
    }
    self.init(low: halves.low, high: halves.high)
  }
}
