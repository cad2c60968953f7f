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

extension UnsafeBufferPointer<UInt8> {
  /// What is before the first `byte`, which is taken too; nothing, and nothing taken, when there is none.
  fileprivate mutating func takeUntil(_ byte: UInt8) -> UnsafeBufferPointer<UInt8>? {
    guard let end = unsafe firstIndex(of: byte) else { return nil }
    defer { unsafe self = UnsafeBufferPointer(rebasing: self[(end + 1)...]) }
    return unsafe UnsafeBufferPointer(rebasing: self[..<end])
  }
}
