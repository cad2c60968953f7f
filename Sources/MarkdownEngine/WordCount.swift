/// Counts words in UTF-8 text: runs between spaces, and each character of scripts written without them.
/// Hot.
enum WordCount {
  static func words(in text: [UInt8]) -> Int {
    unsafe text.withUnsafeBufferPointer { unsafe words(in: $0) }
  }

  private static func words(in text: UnsafeBufferPointer<UInt8>) -> Int {
    let memory = UnsafeRawBufferPointer(text)
    var count = 0
    var isInWord = false
    var index = 0
    while index < text.count {
      if index + 8 <= text.count {
        let word = unsafe ByteWord(memory, at: index)
        if !word.hasLongCharacter {
          // A word begins where a byte is none of a space and the one before it is.
          let parts = word.marksAboveSpace
          let starts = parts & ~(parts << 8 | (isInWord ? 0x80 : 0))
          count += Int(truncatingIfNeeded: ((starts >> 7) &* ByteWord.ones) >> 56)
          isInWord = parts >> 63 != 0
          index += 8
          continue
        }
      }
      let end = min(index + 8, text.count)
      while index < end { unsafe count += words(at: &index, in: text, &isInWord) }
    }
    return count
  }

  /// How many words begin with the character at `index`, which it goes behind.
  private static func words(
    at index: inout Int, in text: UnsafeBufferPointer<UInt8>, _ isInWord: inout Bool
  ) -> Int {
    let byte = unsafe text[index]
    let wasInWord = isInWord
    // The rest of a character of two bytes, whose word has been counted.
    if byte & 0xC0 == 0x80 {
      index += 1
      return 0
    }
    if byte < 0x80 {
      isInWord = byte > 0x20
      index += 1
      return isInWord && !wasInWord ? 1 : 0
    }
    defer { index += byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4 }
    if unsafe isIdeograph(text, index) {
      isInWord = false
      return 1
    }
    if byte == 0xE3, index + 1 < text.count, unsafe text[index + 1] == 0x80 {
      // CJK punctuation and the ideographic space end a word.
      isInWord = false
      return 0
    }
    isInWord = true
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
