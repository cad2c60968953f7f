import Diagnostics
import Digests

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The lines of a text in memory, without their ends; what has no end is cut off and no line. Hot.
@unsafe struct MarkerLines {
  var rest: UnsafeBufferPointer<UInt8>

  mutating func next() -> UnsafeBufferPointer<UInt8>? { unsafe rest.takeUntil(UInt8(ascii: "\n")) }
}

/// The fields of a line, each with a space behind it; the last one stays in `rest`. Hot.
@unsafe struct MarkerFields {
  var rest: UnsafeBufferPointer<UInt8>

  mutating func next() -> UnsafeBufferPointer<UInt8>? { unsafe rest.takeUntil(UInt8(ascii: " ")) }
}

/// A line of a file: `digest key size path`, where a file without a key has `-`. Hot.
@unsafe struct MarkerLine {
  let file: OutputManifest.File
  let path: UnsafeBufferPointer<UInt8>

  /// Nothing for a line that no build has written.
  init?(_ line: UnsafeBufferPointer<UInt8>) {
    var fields = unsafe MarkerFields(rest: line)
    guard let file = unsafe fields.file(), unsafe Self.isPath(fields.rest) else { return nil }
    unsafe self.file = file
    unsafe path = fields.rest
  }

  /// Whether a line is a path of an output.
  static func isPath(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    unsafe OutputPath.isSound(line)
      && (line.allSatisfy { $0 < 0x80 } || String(validating: line, as: UTF8.self) != nil)
  }

  /// Where in a marker the path of the line begins that begins at `start`, and is one.
  static func pathPlace(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    // A digest and a space, a key or a dash, a space, digits, a space.
    let key = start + 33
    var place = unsafe key < bytes.count && bytes[key] == UInt8(ascii: "-") ? key + 2 : key + 33
    while place < bytes.count, unsafe bytes[place] != UInt8(ascii: " ") { place += 1 }
    return place + 1
  }
}

extension MarkerFields {
  /// Takes what a line says of a file; its path is the rest.
  mutating func file() -> OutputManifest.File? {
    guard let first = unsafe next(), let digest = unsafe Digest(hexadecimal: first),
      let second = unsafe next(), let third = unsafe next(), let size = unsafe Self.size(third)
    else { return nil }
    let key = unsafe Digest(hexadecimal: second)
    let isWithoutKey = unsafe second.count == 1 && second[0] == UInt8(ascii: "-")
    guard key != nil || isWithoutKey else { return nil }
    return OutputManifest.File(size: size, digest: digest, key: key)
  }

  /// Takes the size alone, past what stands for the file; its path is the rest.
  mutating func size() -> Int? {
    _ = unsafe (next(), next())
    return unsafe next().flatMap { unsafe Self.size($0) }
  }

  private static func size(_ digits: UnsafeBufferPointer<UInt8>) -> Int? {
    guard (1...18).contains(digits.count) else { return nil }
    var size = 0
    for index in digits.indices {
      let digit = unsafe digits[index]
      guard digit.isASCIIDigit else { return nil }
      size = size * 10 + Int(digit - 0x30)
    }
    return size
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// What is before the first `byte`, which is taken too; nothing, and nothing taken, when there is none.
  fileprivate mutating func takeUntil(_ byte: UInt8) -> UnsafeBufferPointer<UInt8>? {
    guard let start = baseAddress, let found = unsafe memchr(start, Int32(byte), count) else { return nil }
    let end = unsafe UnsafeRawPointer(found) - UnsafeRawPointer(start)
    defer { unsafe self = UnsafeBufferPointer(rebasing: self[(end + 1)...]) }
    return unsafe UnsafeBufferPointer(rebasing: self[..<end])
  }
}
