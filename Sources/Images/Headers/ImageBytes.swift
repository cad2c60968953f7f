/// The bytes of a file that is read where it is asked for, a window at a time.
package struct ImageBytes {
  /// Bytes from an offset on, as many as were asked for unless the file ends before.
  package typealias Reader = (_ offset: Int, _ count: Int) -> [UInt8]

  /// A file whose header leads farther than so many windows is not followed.
  private static let mostReads = 64
  private static let windowSize = 4096
  private let read: Reader
  private var window: [UInt8] = []
  private var start = 0
  private var reads = 0

  package init(_ read: @escaping Reader) { self.read = read }

  /// A file that is in memory.
  package init(_ bytes: [UInt8]) {
    read = { offset, count in
      guard offset >= 0, count > 0, offset < bytes.count else { return [] }
      return Array(bytes[offset..<min(bytes.count, offset + min(count, bytes.count))])
    }
  }

  /// The byte at an offset; nothing behind the end.
  mutating func byte(_ offset: Int) -> UInt8? {
    guard holds(offset, 1) else { return nil }
    return window[offset - start]
  }

  /// Up to `count` bytes from an offset on, fewer where the file ends; `count` is at most 64 KiB.
  mutating func run(_ offset: Int, _ count: Int) -> ArraySlice<UInt8> {
    guard offset >= 0, count > 0 else { return [] }
    let count = min(count, 1 << 16)
    if !holds(offset, count), offset < start || offset >= start + window.count { return [] }
    let from = offset - start
    return window[from..<min(window.count, from + count)]
  }

  mutating func starts(with wanted: [UInt8], at offset: Int = 0) -> Bool {
    run(offset, wanted.count).elementsEqual(wanted)
  }

  /// A number whose first byte weighs most, as in PNG and JPEG; nothing where the file ends before.
  mutating func big(_ offset: Int, _ count: Int) -> Int? {
    guard holds(offset, count) else { return nil }
    return window[(offset - start)..<(offset - start + count)].reduce(0) { $0 << 8 | Int($1) }
  }

  /// A number whose first byte weighs least, as in GIF and WebP.
  mutating func little(_ offset: Int, _ count: Int) -> Int? {
    guard holds(offset, count) else { return nil }
    return window[(offset - start)..<(offset - start + count)].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// Brings bytes into the window; false where the file ends before the last of them.
  private mutating func holds(_ offset: Int, _ count: Int) -> Bool {
    guard offset >= 0, count >= 0, offset <= Int.max - count else { return false }
    if offset >= start, offset + count <= start + window.count { return true }
    guard reads < Self.mostReads else { return false }
    reads += 1
    window = read(offset, max(count, Self.windowSize))
    start = offset
    return count <= window.count
  }
}
