/// Postings as a shard has them: of each the distance to the document before it, times 8, plus the weight, in base 32
/// with the lowest digit first; a digit that another follows is one of the upper half of the alphabet. Hot: a site has
/// some hundreds for each text.
enum SearchPostings {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// What `digits` has for what is no digit.
  private static let none: UInt8 = 255

  /// The values of digits, by byte.
  static let digits = {
    var digits = [UInt8](repeating: none, count: 256)
    for (digit, byte) in alphabet.enumerated() { digits[Int(byte)] = UInt8(digit) }
    return digits
  }()

  /// What a byte adds to the number of a document, by its place among the digits of a posting and by the byte.
  static let distances = {
    var distances = [Int32](repeating: 0, count: mostDigits << 8)
    for place in 0..<mostDigits {
      for (digit, byte) in alphabet.enumerated() {
        let part = (Int64(digit & 31) << (5 * Int64(place))) >> weightBits
        distances[place << 8 | Int(byte)] = Int32(truncatingIfNeeded: part + (place == 0 ? 1 : 0))
      }
    }
    return distances
  }()

  /// More than the digits of any number of a document. A power of two.
  private static let mostDigits = 8

  /// Where a word stands in a document: the number of the document, and how well it fits in the lowest three bits.
  static let weightBits: UInt32 = 3

  static func posting(_ document: Int, weight: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: document) << weightBits | UInt32(truncatingIfNeeded: weight & 7)
  }

  static func document(of posting: UInt32) -> Int { Int(posting >> weightBits) }

  /// Writes postings that stand behind that of a document, or behind none, which is -1.
  static func append(
    _ postings: some Sequence<UInt32>, after last: inout Int, to bytes: inout [UInt8]
  ) {
    for posting in postings {
      let document = document(of: posting)
      var rest = (document - last - 1) << 3 | Int(posting & 7)
      while rest >= 32 {
        bytes.append(alphabet[32 + rest & 31])
        rest >>= 5
      }
      bytes.append(alphabet[rest])
      last = document
    }
  }

  /// The next number that is written at a place, which is behind it then; nothing, and the place as it is, where no digit
  /// stands. `digits` are those above.
  @inline(__always)
  static func next(
    in bytes: UnsafeBufferPointer<UInt8>, at place: inout Int, _ digits: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    guard place < bytes.count else { return nil }
    var digit = unsafe digits[Int(bytes[place])]
    guard digit != none else { return nil }
    place &+= 1
    var number = Int(digit & 31)
    var shift = 5
    while digit > 31, place < bytes.count {
      digit = unsafe digits[Int(bytes[place])]
      if digit == none { break }
      place &+= 1
      number |= Int(digit & 31) &<< shift
      shift &+= 5
    }
    return number
  }

  /// Goes to the first posting whose document is at least `first`, or behind all where there is none; gives the document
  /// before it, -1 where no posting is before it. Hot: once for each digit of a site, so that nothing in it hangs on how
  /// many digits a posting has.
  static func pass(
    in bytes: UnsafeBufferPointer<UInt8>, at place: inout Int, before first: Int,
    _ digits: UnsafeBufferPointer<UInt8>, _ distances: UnsafeBufferPointer<Int32>
  ) -> Int {
    var (document, position, index) = (-1, place, 0)
    // Where the posting that is read begins, and the document before it.
    var (start, last) = (place, -1)
    while position < bytes.count {
      let byte = Int(unsafe bytes[position])
      let digit = unsafe digits[byte]
      if digit == none { break }
      start = index == 0 ? position : start
      last = index == 0 ? document : last
      document &+= Int(unsafe distances[index &<< 8 | byte])
      if document >= first {
        place = start
        return last
      }
      index = digit > 31 ? (index &+ 1) & (mostDigits &- 1) : 0
      position &+= 1
    }
    place = position
    return document
  }
}
