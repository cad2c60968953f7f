/// Counts words in UTF-8 text: runs between spaces, and each character of scripts written without them.
/// Hot.
enum WordCount {
  static func words(in text: [UInt8]) -> Int {
    unsafe text.withUnsafeBufferPointer { unsafe words(in: $0) }
  }

  private static func words(in text: UnsafeBufferPointer<UInt8>) -> Int {
    guard let memory = text.baseAddress else { return 0 }
    var count = 0
    /// 0x80 where the last byte was one of a word.
    var isInWord: UInt64 = 0
    var index = 0
    while index < text.count {
      while index <= text.count &- 8 {
        let word = unsafe ByteWord(memory, at: index)
        if word.hasLongCharacter { break }
        // A word begins where a byte is none of a space and the one before it is.
        let parts = word.marksAboveSpace
        count &+= ByteWord.count(parts & ~(parts << 8 | isInWord))
        isInWord = parts >> 56
        index &+= 8
      }
      let end = min(index &+ 8, text.count)
      while index < end { unsafe count &+= words(at: &index, in: text, &isInWord) }
    }
    return count
  }

  /// How many words begin with the character at `index`, which it goes behind.
  private static func words(
    at index: inout Int, in text: UnsafeBufferPointer<UInt8>, _ isInWord: inout UInt64
  ) -> Int {
    let byte = unsafe text[index]
    let wasInWord = isInWord != 0
    // The rest of a character of two bytes, whose word has been counted.
    if byte & 0xC0 == 0x80 {
      index += 1
      return 0
    }
    if byte < 0x80 {
      isInWord = byte > 0x20 ? 0x80 : 0
      index += 1
      return byte > 0x20 && !wasInWord ? 1 : 0
    }
    defer { index += byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4 }
    if unsafe isIdeograph(text, index) {
      isInWord = 0
      return 1
    }
    if byte == 0xE3, index + 1 < text.count, unsafe text[index + 1] == 0x80 {
      // CJK punctuation and the ideographic space end a word.
      isInWord = 0
      return 0
    }
    isInWord = 0x80
    return wasInWord ? 0 : 1
  }

  /// Kana, and CJK ideographs of the first plane, by their first bytes: U+3040–30FF, U+4E00–9FFF.
  private static func isIdeograph(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    guard index + 2 < text.count else { return false }
    switch unsafe text[index] {
    case 0xE3: return unsafe (0x81...0x83).contains(text[index + 1])
    case 0xE4: return unsafe text[index + 1] >= 0xB8
    case 0xE5...0xE9: return true
    default: return false
    }
  }
}
