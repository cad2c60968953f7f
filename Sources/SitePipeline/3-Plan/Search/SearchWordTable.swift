/// Numbers for words: a table with open addressing over one run of bytes, since a dictionary of texts would make a text
/// of each word of a site. Hot.
struct SearchWordTable {
  /// A word in the table.
  private struct Slot {
    /// Its first eight bytes, the first one lowest; zeros stand behind fewer.
    let beginning: UInt64
    let hash: UInt32
    /// -1 where no word is.
    let number: Int32

    static let free = Slot(beginning: 0, hash: 0, number: -1)
  }

  /// The words behind each other, and where each ends.
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int] = []
  /// A power of two, and more than half of them free.
  private var slots = [Slot](repeating: .free, count: 1 << 12)

  /// The number of a word, which is its first time's place among all. Each of its bytes gets the bits of `fold`: 0x20
  /// puts letters of ASCII in lower case, and leaves digits as they are.
  mutating func number(of word: UnsafeBufferPointer<UInt8>, adding fold: UInt8 = 0) -> Int32 {
    var (beginning, rest, place) = (UInt64(0), UInt64(0), 0)
    while place < word.count {
      let end = min(place &+ 8, word.count)
      var (bytes, shift) = (UInt64(0), UInt64(0))
      while place < end {
        bytes |= UInt64(unsafe word[place] | fold) << shift
        shift &+= 8
        place &+= 1
      }
      if place <= 8 { beginning = bytes } else { rest = Self.hash(rest, bytes) }
    }
    return unsafe number(of: beginning, rest, word, fold)
  }

  /// As in FNV-1a (draft-eastlake-fnv), eight bytes at once.
  @inline(__always)
  private static func hash(_ hash: UInt64, _ bytes: UInt64) -> UInt64 { (hash ^ bytes) &* 0x100_0000_01B3 }

  /// The same of a word of at most 16 bytes, given as two numbers too: the first of eight bytes is the lowest one, and
  /// they have the bits of `fold` already.
  mutating func number(
    of bytes: (UInt64, UInt64), _ word: UnsafeBufferPointer<UInt8>, adding fold: UInt8
  ) -> Int32 {
    unsafe number(of: bytes.0, word.count > 8 ? Self.hash(0, bytes.1) : 0, word, fold)
  }

  @inline(__always)
  private mutating func number(
    of beginning: UInt64, _ rest: UInt64, _ word: UnsafeBufferPointer<UInt8>, _ fold: UInt8
  ) -> Int32 {
    let product = (beginning ^ beginning >> 29 ^ rest) &* 0x9E37_79B9_7F4A_7C15
    let hash = UInt32(truncatingIfNeeded: product >> 32)
    let mask = slots.count &- 1
    var place = Int(hash) & mask
    while slots[place].number >= 0 {
      let known = slots[place]
      // No two words below eight bytes have one beginning, since no byte is 0.
      if known.beginning == beginning, word.count < 8 || (unsafe isWord(known.number, word, fold)) {
        return known.number
      }
      place = (place &+ 1) & mask
    }
    let number = Int32(truncatingIfNeeded: ends.count)
    slots[place] = Slot(beginning: beginning, hash: hash, number: number)
    unsafe word.forEach { bytes.append($0 | fold) }
    ends.append(bytes.count)
    if ends.count * 2 > slots.count { grow() }
    return number
  }

  private func isWord(_ number: Int32, _ word: UnsafeBufferPointer<UInt8>, _ fold: UInt8) -> Bool {
    let start = number == 0 ? 0 : ends[Int(number) - 1]
    guard ends[Int(number)] - start == word.count else { return false }
    for offset in 8..<word.count where unsafe bytes[start + offset] != word[offset] | fold { return false }
    return true
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: .free, count: old.count * 2)
    for slot in old where slot.number >= 0 {
      var place = Int(slot.hash) & (slots.count - 1)
      while slots[place].number >= 0 { place = (place + 1) & (slots.count - 1) }
      slots[place] = slot
    }
  }
}
