import DataFormats

extension String {
  /// The text that bytes of UTF-8 are, as `String(decoding:as:)` makes it, which goes over each byte by itself where not
  /// all of a text is ASCII. Hot.
  package init(text bytes: UnsafeBufferPointer<UInt8>) {
    // Those that need no memory of their own are as fast the other way.
    guard bytes.count > 15, unsafe TextScan(bytes).isWellFormed else {
      self = unsafe String(decoding: bytes, as: UTF8.self)
      return
    }
    self = unsafe String(copying: UTF8Span(unchecked: bytes.span))
  }

  /// The same of an array.
  package init(text bytes: [UInt8]) {
    self = unsafe bytes.withUnsafeBufferPointer { unsafe String(text: $0) }
  }

  /// Two texts as one, in memory that is made once: `+` makes it for the first, and then again. Hot.
  package init(joining first: String, _ second: String) {
    var (first, second) = (first, second)
    self = first.withUTF8 { first in
      second.withUTF8 { second in
        unsafe String(unsafeUninitializedCapacity: first.count + second.count) { memory in
          let rest = unsafe memory.update(fromContentsOf: first)
          return unsafe memory[rest...].update(fromContentsOf: second)
        }
      }
    }
  }
}
