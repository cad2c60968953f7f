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
}
