/// Reads the text of a shard word by word.
struct ShardReading {
  private let bytes: [UInt8]
  private var position = 0
  /// By byte of the alphabet: what it stands for.
  private let digits: [Int]
  /// Those of the word that was read last.
  private(set) var postings: [UInt32] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var digits = [Int](repeating: 0, count: 256)
    for (digit, byte) in SearchShard.alphabet.enumerated() { digits[Int(byte)] = digit }
    self.digits = digits
  }

  /// Hot: an edit of one text reads the whole index.
  mutating func next() -> ArraySlice<UInt8>? {
    let start = position + 1
    guard start < bytes.count, let colon = bytes[start...].firstIndex(of: UInt8(ascii: ":")) else {
      return nil
    }
    position = colon + 1
    postings.removeAll(keepingCapacity: true)
    var (document, number, shift) = (-1, 0, 0)
    while position < bytes.count, bytes[position] != UInt8(ascii: " ") {
      let digit = digits[Int(bytes[position])]
      position += 1
      number |= (digit & 31) << shift
      shift += 5
      if digit > 31 { continue }
      document = document &+ number >> 3 &+ 1
      postings.append(UInt32(truncatingIfNeeded: document) << SearchRun.weightBits | UInt32(number & 7))
      (number, shift) = (0, 0)
    }
    return bytes[start..<colon]
  }
}
