import Digests
import Models

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes values as bytes, for the cache: numbers in base 128 (LEB128), texts and lists behind their length.
struct CacheWriter: ~Copyable {
  private var buffer: ByteBuffer

  /// Begins with the first line of a file, with room for as many bytes as it will most likely have: of a large one that
  /// grows, half lies about as memory that was given up.
  init(title: [UInt8] = [], room: Int = 1 << 10) {
    buffer = ByteBuffer(capacity: room)
    buffer.append(title)
  }

  /// How many bytes have been written.
  var count: Int { buffer.count }

  /// Begins anew with the same memory.
  mutating func clear() { buffer.removeAll() }

  /// Adds what stands for all before it.
  mutating func sign() { put(digest) }

  /// A copy of what has been written.
  var bytes: [UInt8] { buffer.bytes }

  /// Calls back with what has been written, without a copy of it.
  func withBytes<Result, Failure>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe buffer.withBytes(body)
  }

  /// What stands for what has been written.
  var digest: Digest { buffer.digest }

  mutating func put(_ flag: Bool) { buffer.append(flag ? 1 : 0) }

  mutating func put(_ number: Int) {
    // The sign stands last (zigzag), so that small numbers stay short.
    var rest = UInt64(bitPattern: Int64(number << 1)) ^ UInt64(bitPattern: Int64(number >> 63))
    while rest >= 0x80 {
      buffer.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    buffer.append(UInt8(rest))
  }

  mutating func put(fixed number: UInt64) {
    unsafe withUnsafeBytes(of: number.littleEndian) { bytes in
      unsafe bytes.withMemoryRebound(to: UInt8.self) { unsafe buffer.append($0) }
    }
  }

  mutating func put(_ digest: Digest) {
    put(fixed: digest.low)
    put(fixed: digest.high)
  }

  mutating func put(_ text: String) {
    put(text.utf8.count)
    buffer.append(text)
  }

  /// A text, or a list of texts; any other value is as none.
  mutating func put(texts value: Value) {
    switch value {
    case .string(let text): put(text)
    case .list(let texts):
      put(texts.count)
      for case .string(let text) in texts { put(text) }
    default: put(0)
    }
  }

  mutating func put(_ bytes: [UInt8]) {
    put(bytes.count)
    buffer.append(bytes)
  }

  mutating func put(_ bytes: [UInt8], _ part: Range<Int>) {
    put(part.count)
    buffer.append(bytes, part)
  }

  /// Bytes without their length, which end what is written.
  mutating func append(_ bytes: [UInt8], _ part: Range<Int>) { buffer.append(bytes, part) }

  mutating func put(_ other: borrowing CacheWriter) {
    put(other.count)
    buffer.append(other.buffer, from: 0)
  }

  mutating func put(_ range: Range<Int>) {
    put(range.lowerBound)
    put(range.count)
  }

  mutating func put<Element>(_ list: [Element], _ element: (inout CacheWriter, Element) -> Void) {
    put(list.count)
    for item in list { element(&self, item) }
  }

  mutating func put<Wrapped>(_ optional: Wrapped?, _ wrapped: (inout CacheWriter, Wrapped) -> Void) {
    put(optional != nil)
    if let optional { wrapped(&self, optional) }
  }
}

/// Reads what `CacheWriter` writes. After anything else `isBroken` is set, and what is read is empty.
struct CacheReader {
  private let bytes: [UInt8]
  private let end: Int
  private(set) var position: Int
  private(set) var isBroken = false

  init(_ bytes: [UInt8], from position: Int = 0) {
    self.bytes = bytes
    self.position = position
    end = bytes.count
  }

  /// Reads a part of some bytes, which end with it.
  init(_ bytes: [UInt8], _ part: Range<Int>) {
    self.bytes = bytes
    position = part.lowerBound
    end = part.upperBound
  }

  var isAtEnd: Bool { position == end }

  private mutating func byte() -> UInt8 {
    guard position < end else {
      isBroken = true
      return 0
    }
    position += 1
    return bytes[position - 1]
  }

  mutating func flag() -> Bool {
    let byte = byte()
    if byte > 1 { isBroken = true }
    return byte == 1
  }

  mutating func number() -> Int {
    var rest: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = byte()
      if shift > 63 {
        isBroken = true
        return 0
      }
      rest |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift += 7
    }
    return Int(truncatingIfNeeded: (rest >> 1) ^ (0 &- (rest & 1)))
  }

  /// A number of things that follow, each of at least a byte.
  mutating func count() -> Int {
    let count = number()
    guard count >= 0, count <= end - position else {
      isBroken = true
      return 0
    }
    return count
  }

  mutating func fixed() -> UInt64 {
    guard position <= end - 8 else {
      isBroken = true
      return 0
    }
    defer { position += 8 }
    return unsafe bytes.withUnsafeBytes {
      unsafe UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }
  }

  mutating func digest() -> Digest {
    let low = fixed()
    return Digest(low: low, high: fixed())
  }

  mutating func text() -> String {
    let count = count()
    defer { position += count }
    return unsafe bytes.withUnsafeBufferPointer {
      unsafe String(text: UnsafeBufferPointer(rebasing: $0[position..<position + count]))
    }
  }

  /// Goes past a text.
  mutating func passText() { position += count() }

  /// Goes past a number of bytes that `count` has said.
  mutating func pass(_ count: Int) { position += count }

  /// Goes past a text, and says how its bytes compare with those of another: less than 0 where it stands before that.
  mutating func passText(comparing other: String) -> Int {
    let count = count()
    defer { position += count }
    var other = other
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      other.withUTF8 { other in
        guard let first = other.baseAddress, let own = bytes.baseAddress else { return count - other.count }
        let order = unsafe memcmp(own + position, first, min(count, other.count))
        return order == 0 ? count - other.count : Int(order)
      }
    }
  }

  /// Goes past a list.
  mutating func pass(_ element: (inout CacheReader) -> Void) {
    for _ in 0..<count() where !isBroken { element(&self) }
  }

  mutating func range() -> Range<Int> {
    let start = number()
    let count = number()
    let (end, overflow) = start.addingReportingOverflow(count)
    guard start >= 0, count >= 0, !overflow else {
      isBroken = true
      return 0..<0
    }
    return start..<end
  }

  mutating func list<Element>(_ element: (inout CacheReader) -> Element) -> [Element] {
    let count = count()
    var items: [Element] = []
    items.reserveCapacity(count)
    for _ in 0..<count where !isBroken { items.append(element(&self)) }
    return items
  }

  mutating func optional<Wrapped>(_ wrapped: (inout CacheReader) -> Wrapped) -> Wrapped? {
    flag() ? wrapped(&self) : nil
  }
}
