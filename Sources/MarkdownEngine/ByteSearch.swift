#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Looks for bytes as the C library does, many at a time. Hot.
package enum ByteSearch {
  /// Offset of the first `byte` at or behind `start`.
  package static func first(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int?
  {
    guard let base = bytes.baseAddress, start < bytes.count else { return nil }
    guard let found = unsafe memchr(base + start, Int32(byte), bytes.count - start) else { return nil }
    return unsafe UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
  }

  /// Offset of the first place at or behind `start` where `wanted` stands.
  static func first(
    _ wanted: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0
  ) -> Int? {
    guard let first = unsafe wanted.first, let text = bytes.baseAddress, let begin = wanted.baseAddress,
      wanted.count <= bytes.count
    else { return nil }
    let starts = bytes.extracting(..<(bytes.count - wanted.count + 1))
    var index = start
    while let found = unsafe Self.first(first, in: starts, from: index) {
      if unsafe memcmp(text + found, begin, wanted.count) == 0 { return found }
      index = found + 1
    }
    return nil
  }

  /// Whether `wanted` stands at an offset.
  package static func stands(
    _ wanted: UnsafeBufferPointer<UInt8>, at start: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard let text = bytes.baseAddress, let begin = wanted.baseAddress, start >= 0,
      bytes.count - start >= wanted.count
    else { return false }
    return unsafe memcmp(text + start, begin, wanted.count) == 0
  }

  /// Offset of the first `&`, `<`, `>` or `"` at or behind `start`.
  @inline(__always)
  static func firstEscaped(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let memory = bytes.baseAddress else { return nil }
    var index = start
    while index <= bytes.count &- 8 {
      let marks = unsafe ByteWord(memory, at: index).escapedMarks
      if marks != 0 { return index + marks.trailingZeroBitCount / 8 }
      index &+= 8
    }
    while index < bytes.count {
      switch unsafe bytes[index] {
      case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""): return index
      default: index += 1
      }
    }
    return nil
  }

  /// Whether a text has nothing to escape and nothing that looks like another generator's: no `&`, `<`, `>`, `"`
  /// or `{`, and no `:` or `!` at its start.
  static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = unsafe bytes.first, let memory = bytes.baseAddress else { return true }
    if first == UInt8(ascii: ":") || first == UInt8(ascii: "!") { return false }
    var index = 0
    while index <= bytes.count &- 8 {
      if unsafe ByteWord(memory, at: index).hasMarkup { return false }
      index &+= 8
    }
    if index == bytes.count { return true }
    // The rest, with bytes before it where there are enough.
    if bytes.count >= 8 { return unsafe !ByteWord(memory, at: bytes.count - 8).hasMarkup }
    var rest: UInt64 = 0
    while index < bytes.count {
      rest = unsafe rest << 8 | UInt64(bytes[index])
      index += 1
    }
    return !ByteWord(rest).hasMarkup
  }
}

/// Eight bytes of a text at once, the first of them in the lowest bits (Bit Twiddling Hacks, "Determine if a word has
/// a byte"). Hot.
struct ByteWord {
  static let ones: UInt64 = 0x0101_0101_0101_0101
  static let high: UInt64 = 0x8080_8080_8080_8080

  let bits: UInt64

  @inline(__always) init(_ bits: UInt64) { self.bits = bits }

  /// The bytes from `offset` on, of which there must be eight.
  @inline(__always) init(_ memory: UnsafePointer<UInt8>, at offset: Int) {
    let bytes = unsafe UnsafeRawPointer(memory)
    bits = unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// The high bit of each byte that is `byte`; right up to the first, behind it there may be more than there are.
  @inline(__always) func marks(of byte: UInt8) -> UInt64 {
    let differences = bits ^ (Self.ones &* UInt64(byte))
    return (differences &- Self.ones) & ~differences & Self.high
  }

  /// How many bytes are `byte`, or a few more.
  @inline(__always) func count(of byte: UInt8) -> Int { Self.count(marks(of: byte)) }

  /// How many high bits of bytes are set.
  @inline(__always) static func count(_ marks: UInt64) -> Int {
    Int(truncatingIfNeeded: ((marks >> 7) &* ones) >> 56)
  }

  /// The marks of `&`, `<`, `>` and `"`.
  @inline(__always) var escapedMarks: UInt64 {
    // `"` and `&` differ in one bit, `<` and `>` in another.
    (self & ~4).marks(of: 0x22) | (self & ~2).marks(of: 0x3C)
  }

  /// Whether a byte is one of these or `{`.
  @inline(__always) var hasMarkup: Bool { escapedMarks | marks(of: UInt8(ascii: "{")) != 0 }

  /// The high bit of each byte above 0x20.
  @inline(__always) var marksAboveSpace: UInt64 {
    (((bits & ~Self.high) &+ (Self.ones &* 0x5F)) | bits) & Self.high
  }

  /// Whether a byte is 0xE0 or more: the first of a character with three or four.
  @inline(__always) var hasLongCharacter: Bool {
    bits & (bits << 1) & (bits << 2) & Self.high != 0
  }

  /// Each byte without these bits.
  @inline(__always) static func & (word: Self, bits: UInt8) -> Self {
    Self(word.bits & (ones &* UInt64(bits)))
  }
}
