package import Digests

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Bytes that only grow: what a page is written into. Hot.
///
/// An array asks at each append whether it is shared; this has one owner, so that an append is a comparison and a copy.
/// Public, because the compiler puts only public code of one module in line in another.
@safe public struct ByteBuffer: ~Copyable {
  @usableFromInline var memory: UnsafeMutablePointer<UInt8>
  @usableFromInline var capacity: Int
  /// How many bytes there are.
  @usableFromInline package internal(set) var count = 0

  package init(capacity: Int = 64) {
    self.capacity = max(capacity, 1)
    guard let new = unsafe malloc(self.capacity) else { abort() }
    unsafe memory = new.assumingMemoryBound(to: UInt8.self)
  }

  /// A copy of an array.
  package init(_ bytes: [UInt8]) {
    self.init(capacity: bytes.count)
    append(bytes)
  }

  deinit { unsafe free(memory) }

  /// The byte that was added last.
  @inlinable public var last: UInt8? { unsafe count > 0 ? memory[count - 1] : nil }

  /// Whether a part of it has white space alone.
  package func isBlank(_ range: Range<Int>) -> Bool {
    range.clamped(to: 0..<count).allSatisfy { unsafe memory[$0] <= 0x20 }
  }

  /// A copy of the bytes.
  package var bytes: [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: memory, count: count))
  }

  /// Calls back with the bytes, which are there until it returns.
  package func withBytes<Result, Failure>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeRawBufferPointer(start: memory, count: count))
  }

  /// Forgets the bytes and keeps the memory.
  package mutating func removeAll() { count = 0 }

  /// Adds one byte.
  @inlinable @inline(__always)
  public mutating func append(_ byte: UInt8) {
    if count == capacity { grow(by: 1) }
    unsafe memory[count] = byte
    count += 1
  }

  /// Adds a copy of the bytes, whose memory must not be this buffer's.
  @inlinable @inline(__always)
  public mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    if bytes.count > capacity - count { grow(by: bytes.count) }
    unsafe (memory + count).update(from: start, count: bytes.count)
    count += bytes.count
  }

  /// Adds all bytes of an array.
  @inlinable public mutating func append(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append($0) }
  }

  /// Adds a part of an array, without a slice that would count its owners.
  @inlinable @inline(__always)
  public mutating func append(_ bytes: [UInt8], _ range: Range<Int>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append($0.extracting(range)) }
  }

  /// Adds what `write` puts into memory with room for `count` bytes; it says how many those are.
  @inlinable @inline(__always)
  public mutating func append(atMost count: Int, _ write: (UnsafeMutableRawPointer) -> Int) {
    if count > capacity - self.count { grow(by: count) }
    self.count += unsafe write(UnsafeMutableRawPointer(memory + self.count))
  }

  /// Adds what another buffer has from a place on.
  package mutating func append(_ other: borrowing ByteBuffer, from start: Int) {
    guard start < other.count, start >= 0 else { return }
    unsafe append(UnsafeBufferPointer(start: other.memory + start, count: other.count - start))
  }

  /// What stands for the bytes.
  package var digest: Digest {
    unsafe Digest(of: UnsafeRawBufferPointer(start: memory, count: count))
  }

  /// Adds the UTF-8 of a literal.
  @inlinable public mutating func append(_ text: StaticString) {
    unsafe append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Adds the UTF-8 of a string.
  @inlinable public mutating func append(_ text: String) {
    let done: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { unsafe append($0) }
    if done == nil { append(Array(text.utf8)) }
  }

  @usableFromInline mutating func grow(by count: Int) {
    let larger = max(capacity * 2, self.count + count)
    // A large one moves without a copy, so that it is never there twice.
    guard let new = unsafe realloc(memory, larger) else {
      abort()
    }
    unsafe memory = new.assumingMemoryBound(to: UInt8.self)
    capacity = larger
  }
}
