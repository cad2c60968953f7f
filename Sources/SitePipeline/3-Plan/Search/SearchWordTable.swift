/// Numbers for words: a table with open addressing over one run of bytes, since a dictionary of texts would make a text
/// of each word of a site. Hot.
struct SearchWordTable: ~Copyable {
  /// The first sixteen bytes of a word, as two numbers, the first byte of each lowest; zeros stand behind fewer.
  struct Beginning: BitwiseCopyable, Equatable {
    var first: UInt64 = 0
    var second: UInt64 = 0

    /// Whether there may be more behind it. No byte of a word is 0.
    var isFull: Bool { second >> 56 != 0 }
  }

  /// A word in the table. Not private: files that let go of a table have to know it.
  struct Slot: BitwiseCopyable {
    let beginning: Beginning
    let hash: UInt32
    /// -1 where no word is.
    let number: Int32

    static let free = Slot(beginning: Beginning(), hash: 0, number: -1)
  }

  /// The words behind each other, and where each ends.
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int] = []
  /// A power of two, and more than half of them free.
  private var slots = OwnedList(repeating: Slot.free, count: 1 << 12)

  /// The number of a word, which is its first time's place among all. Each of its bytes gets the bits of `fold`: 0x20
  /// puts letters of ASCII in lower case, and leaves digits as they are.
  mutating func number(of word: UnsafeBufferPointer<UInt8>, adding fold: UInt8 = 0) -> Int32 {
    let memory = UnsafeRawBufferPointer(word)
    var (beginning, rest, place) = (Beginning(), UInt64(0), 0)
    while place < word.count {
      let bytes = unsafe Self.bytes(of: memory, from: place, fold)
      switch place {
      case 0: beginning.first = bytes
      case 8: beginning.second = bytes
      default: rest = (rest ^ bytes) &* Self.prime
      }
      place &+= 8
    }
    return unsafe number(of: beginning, rest, word, fold)
  }

  /// The same of a word of at most 16 bytes, given as two numbers too, which have the bits of `fold` already.
  mutating func number(
    of beginning: Beginning, _ word: UnsafeBufferPointer<UInt8>, adding fold: UInt8
  ) -> Int32 {
    unsafe number(of: beginning, 0, word, fold)
  }

  /// Up to eight bytes as a number.
  @inline(__always)
  private static func bytes(of memory: UnsafeRawBufferPointer, from start: Int, _ fold: UInt8) -> UInt64 {
    if start &+ 8 <= memory.count {
      let bytes = unsafe memory.loadUnaligned(fromByteOffset: start, as: UInt64.self)
      return UInt64(littleEndian: bytes) | UInt64(fold) &* 0x0101_0101_0101_0101
    }
    // The last eight, without those before.
    if memory.count >= 8 {
      let bytes = unsafe memory.loadUnaligned(fromByteOffset: memory.count &- 8, as: UInt64.self)
      let bits = UInt64((start &+ 8 &- memory.count) &* 8)
      return (UInt64(littleEndian: bytes) | UInt64(fold) &* 0x0101_0101_0101_0101) >> bits
    }
    var (bytes, place) = (UInt64(0), memory.count)
    while place > start {
      place &-= 1
      bytes = unsafe bytes << 8 | UInt64(memory[place] | fold)
    }
    return bytes
  }

  /// As in FNV-1a (draft-eastlake-fnv), eight bytes at once.
  private static let prime: UInt64 = 0x100_0000_01B3

  @inline(__always)
  private mutating func number(
    of beginning: Beginning, _ rest: UInt64, _ word: UnsafeBufferPointer<UInt8>, _ fold: UInt8
  ) -> Int32 {
    let second = (beginning.second &* Self.prime) ^ rest
    let product = (beginning.first ^ beginning.first >> 29 ^ second) &* 0x9E37_79B9_7F4A_7C15
    let hash = UInt32(truncatingIfNeeded: product >> 32)
    let mask = slots.count &- 1
    var place = Int(hash) & mask
    while true {
      let known = slots[place]
      if known.number < 0 { break }
      if known.beginning == beginning, !beginning.isFull || (unsafe isWord(known.number, word, fold)) {
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

  /// Of a word with the same beginning.
  private func isWord(_ number: Int32, _ word: UnsafeBufferPointer<UInt8>, _ fold: UInt8) -> Bool {
    let start = number == 0 ? 0 : ends[Int(number) - 1]
    guard ends[Int(number)] - start == word.count else { return false }
    for offset in 16..<max(16, word.count) where unsafe bytes[start + offset] != word[offset] | fold {
      return false
    }
    return true
  }

  private mutating func grow() {
    var larger = OwnedList(repeating: Slot.free, count: slots.count * 2)
    for index in 0..<slots.count where slots[index].number >= 0 {
      var place = Int(slots[index].hash) & (larger.count - 1)
      while larger[place].number >= 0 { place = (place + 1) & (larger.count - 1) }
      larger[place] = slots[index]
    }
    slots = larger
  }
}
