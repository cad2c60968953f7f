#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Line and column of one byte offset. A byte-order mark takes no column.
struct LinePosition: Sendable {
  private(set) var line = 1
  private(set) var column = 1
  private(set) var lineStart = 0
  private var index = 0

  /// The position of the first byte.
  init(startOf bytes: [UInt8]) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { lineStart = min(3, bytes.count) }
    index = lineStart
  }

  /// The position of an offset, counted from the nearest one before it: that `known` has, or `earlier`.
  init(of offset: Int, in bytes: [UInt8], _ known: LineIndex?, after earlier: LinePosition? = nil) {
    let start = earlier ?? LinePosition(startOf: bytes)
    self = known?.position(before: offset).map { $0.index > start.index ? $0 : start } ?? start
    move(to: offset, in: bytes)
  }

  mutating func move(to offset: Int, in bytes: [UInt8]) {
    unsafe bytes.withUnsafeBufferPointer { unsafe passLines(before: min(offset, $0.count), in: $0) }
    while index < offset {
      let byte = bytes[index]
      index += 1
      let endsLine = byte == 0x0A || (byte == 0x0D && !(index < bytes.count && bytes[index] == 0x0A))
      if endsLine {
        line += 1
        column = 1
        lineStart = index
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
  }

  /// Goes past whole lines that end in line feeds alone. Hot: templates have places for all that may go wrong.
  private mutating func passLines(before offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress, index < offset,
      unsafe memchr(base + index, 0x0D, offset - index) == nil
    else { return }
    while index < offset, let found = unsafe memchr(base + index, 0x0A, offset - index) {
      line += 1
      column = 1
      lineStart = unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
      index = lineStart
    }
  }
}

/// Positions within a text at even distances, so that one is found by reading a few kilobytes.
struct LineIndex: Sendable {
  private static let distance = 4096
  private let positions: [LinePosition]

  init(_ bytes: [UInt8]) {
    var position = LinePosition(startOf: bytes)
    var positions: [LinePosition] = [position]
    for offset in stride(from: Self.distance, through: bytes.count, by: Self.distance) {
      position.move(to: offset, in: bytes)
      positions.append(position)
    }
    self.positions = positions
  }

  func position(before offset: Int) -> LinePosition? {
    let number = min(max(0, offset) / Self.distance, positions.count - 1)
    return number > 0 ? positions[number] : nil
  }
}
