/// Numbers for words: a table with open addressing over one run of bytes, since a dictionary of texts would make a text
/// of each word of a site. Hot.
struct SearchWordTable {
  /// The words behind each other, and where each ends.
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int] = []
  private var hashes: [UInt64] = []
  /// Numbers of words, -1 where none is; a power of two, and more than half of it free.
  private var slots = [Int32](repeating: -1, count: 1 << 12)

  /// The number of a word, which is its first time's place among all.
  mutating func number(of words: FoldedWords, _ index: Int) -> Int32 {
    let range = words.range(index)
    let hash = words.hash(of: range)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let known = slots[slot]
      if hashes[Int(known)] == hash, isWord(known, words, range) { return known }
      slot = (slot + 1) & (slots.count - 1)
    }
    let number = Int32(truncatingIfNeeded: ends.count)
    slots[slot] = number
    hashes.append(hash)
    bytes += words[index]
    ends.append(bytes.count)
    if ends.count * 2 > slots.count { grow() }
    return number
  }

  private func isWord(_ number: Int32, _ words: FoldedWords, _ range: Range<Int>) -> Bool {
    let start = number == 0 ? 0 : ends[Int(number) - 1]
    guard ends[Int(number)] - start == range.count else { return false }
    for offset in 0..<range.count where bytes[start + offset] != words.bytes[range.lowerBound + offset] {
      return false
    }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(truncatingIfNeeded: number)
    }
  }
}

extension FoldedWords {
  /// FNV-1a with 64 bits (draft-eastlake-fnv), its high bits mixed into the low ones.
  fileprivate func hash(of range: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for place in range { hash = (hash ^ UInt64(bytes[place])) &* 0x100_0000_01B3 }
    return hash ^ hash >> 32
  }
}
