import Models

/// What bytes become in a language that templates write, looked up by the byte. Hot: once for most bytes of a site.
///
/// Texts are copied by eight bytes, most of which need no escape; one that does is written over what was copied.
struct EscapeTable: Sendable {
  /// What a byte becomes: at most seven bytes, the first of them lowest.
  private struct Escape: Sendable {
    let bytes: UInt64
    let count: Int
  }

  /// By byte; a byte that stays is its own.
  private let escapes: [Escape]
  private let asMarkup: Bool

  private static let longest = 7
  /// Room is made for so many bytes at once, as if each were escaped.
  private static let part = 1024

  /// `asMarkup` says whether `&`, `'`, `<` and `>` may have a `replacement`; else `"`, `\\` and controls alone. Nothing
  /// for a byte that stays as it is.
  init(asMarkup: Bool, _ replacement: (UInt8) -> StaticString?) {
    self.asMarkup = asMarkup
    escapes = (0...UInt8.max).map { byte in
      guard let text = replacement(byte) else { return Escape(bytes: UInt64(byte), count: 1) }
      let count = min(text.utf8CodeUnitCount, Self.longest)
      let bytes = (0..<count).reduce(UInt64(0)) { unsafe $0 | UInt64(text.utf8Start[$1]) << (8 * UInt64($1)) }
      return Escape(bytes: bytes, count: count)
    }
  }

  /// Appends a text with its escapes.
  func append(_ text: some Collection<UInt8>, to output: inout ByteBuffer) {
    let done: Void? = text.withContiguousStorageIfAvailable { unsafe append($0, to: &output) }
    if done == nil { append(Array(text), to: &output) }
  }

  func append(_ text: UnsafeBufferPointer<UInt8>, to output: inout ByteBuffer) {
    unsafe escapes.withUnsafeBufferPointer { escapes in
      var start = 0
      while start < text.count {
        let part = text.extracting(start..<min(start + Self.part, text.count))
        // What is copied or written goes up to eight bytes beyond its end.
        unsafe output.append(atMost: part.count * Self.longest + 8) { memory in
          unsafe asMarkup
            ? Self.write(part, to: memory, escapes) { Self.marks(ofMarkup: $0) }
            : Self.write(part, to: memory, escapes) { Self.marks(in: $0) }
        }
        start += Self.part
      }
    }
  }

  /// Gives how many bytes were written.
  @inline(__always)
  private static func write(
    _ text: UnsafeBufferPointer<UInt8>, to output: UnsafeMutableRawPointer,
    _ escapes: UnsafeBufferPointer<Escape>, _ marks: (UInt64) -> UInt64
  ) -> Int {
    let memory = UnsafeRawBufferPointer(text)
    var (index, place) = (0, 0)
    func escape() {
      let escape = unsafe escapes[Int(text[index])]
      unsafe output.storeBytes(of: escape.bytes.littleEndian, toByteOffset: place, as: UInt64.self)
      place &+= escape.count
      index &+= 1
    }
    while index &+ 8 <= text.count {
      let word = unsafe memory.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      unsafe output.storeBytes(of: word, toByteOffset: place, as: UInt64.self)
      let marks = marks(UInt64(littleEndian: word))
      let plain = marks.trailingZeroBitCount / 8
      index &+= plain
      place &+= plain
      if marks != 0 { escape() }
    }
    while index < text.count { escape() }
    return place
  }

  /// The highest bit of each of eight bytes that may need an escape: `"`, `\\`, and what is below a space. A byte behind
  /// such a one may be marked too.
  ///
  /// Eight at a time: a byte is 0 when subtracting 1 borrows from its highest bit
  /// (https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord).
  @inline(__always)
  private static func marks(in word: UInt64) -> UInt64 {
    let controls = (word &- ones &* 0x20) & ~word
    return (controls | zero(word ^ ones &* 0x22) | zero(word ^ ones &* 0x5C)) & (ones &* 0x80)
  }

  /// The same, and of `&`, `'`, `<` and `>`.
  @inline(__always)
  private static func marks(ofMarkup word: UInt64) -> UInt64 {
    // `&` and `'` differ in one bit, and so do `<` and `>`.
    let others = zero((word & ~ones) ^ ones &* 0x26) | zero((word & ~(ones &* 2)) ^ ones &* 0x3C)
    return marks(in: word) | others & (ones &* 0x80)
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101

  @inline(__always)
  private static func zero(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
}
