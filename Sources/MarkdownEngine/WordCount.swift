/// Counts words in UTF-8 text: runs between spaces, and each character of scripts written without them.
/// Hot.
enum WordCount {
  static func words(in text: [UInt8]) -> Int {
    unsafe text.withUnsafeBufferPointer { unsafe words(in: $0) }
  }

  private static func words(in text: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    var isInWord = false
    var index = 0
    while index < text.count {
      let byte = unsafe text[index]
      if byte < 0x80 {
        let isSpace = byte <= 0x20
        if !isSpace, !isInWord { count += 1 }
        isInWord = !isSpace
        index += 1
      } else {
        let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        if unsafe isIdeograph(text, index) {
          count += 1
          isInWord = false
        } else if byte == 0xE3, index + 1 < text.count, unsafe text[index + 1] == 0x80 {
          // CJK punctuation and the ideographic space end a word.
          isInWord = false
        } else if !isInWord {
          count += 1
          isInWord = true
        }
        index += length
      }
    }
    return count
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
