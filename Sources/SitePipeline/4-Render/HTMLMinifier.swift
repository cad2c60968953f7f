/// Makes a page of HTML smaller without changing what it says: white space is one character where browsers show one,
/// comments go. Tags stay as they are written (HTML Standard, section 13.2.5).
///
/// What stands in `pre`, `textarea`, `script` and `style` stays. A style sheet that keeps white space elsewhere, with
/// `white-space: pre`, is not known here. Hot: once per page.
enum HTMLMinifier {
  static func minified(_ page: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(page.count)
    var position = 0
    while position < page.count {
      let byte = page[position]
      if byte == UInt8(ascii: "<") {
        position = copyMarkup(page, from: position, to: &output)
      } else if isSpace(byte) {
        position = copySpace(page, from: position, to: &output)
      } else {
        output.append(byte)
        position += 1
      }
    }
    return output
  }

  /// A run of white space as one character: a line break if it holds one, so that lines stay short. Nothing behind
  /// white space that was written already, as around a comment.
  private static func copySpace(_ page: [UInt8], from start: Int, to output: inout [UInt8]) -> Int {
    var position = start
    var breaks = false
    while position < page.count, isSpace(page[position]) {
      breaks = breaks || page[position] == 0x0A
      position += 1
    }
    if let last = output.last, isSpace(last) {
      if breaks { output[output.count - 1] = 0x0A }
    } else {
      output.append(breaks ? 0x0A : 0x20)
    }
    return position
  }

  /// A comment, which goes, or a tag, with the whole element if its text is kept; where the text goes on.
  private static func copyMarkup(_ page: [UInt8], from start: Int, to output: inout [UInt8]) -> Int {
    if isAt(start, "<!--", page) {
      let end = endOfComment(page, from: start + 4)
      if isForMachines(page, start + 4) { output += page[start..<end] }
      return end
    }
    let end = endOfTag(page, from: start)
    output += page[start..<end]
    guard let name = keptElement(page, at: start + 1) else { return end }
    var close = end
    while close < page.count, !isEndTag(name, page, at: close) { close += 1 }
    output += page[end..<close]
    return close
  }

  /// Conditional comments and server-side includes are read by others than people.
  private static func isForMachines(_ page: [UInt8], _ position: Int) -> Bool {
    position < page.count && [UInt8(ascii: "["), UInt8(ascii: "#")].contains(page[position])
  }

  private static func endOfComment(_ page: [UInt8], from start: Int) -> Int {
    var position = start
    while position < page.count {
      if isAt(position, "-->", page) { return position + 3 }
      position += 1
    }
    return page.count
  }

  /// Behind the `>` of a tag that begins at `start`; a `>` in a quoted value does not end it.
  private static func endOfTag(_ page: [UInt8], from start: Int) -> Int {
    var position = start + 1
    guard position < page.count, isLetter(page[position]) || "/!?".utf8.contains(page[position]) else {
      return position
    }
    var quote: UInt8 = 0
    while position < page.count {
      let byte = page[position]
      position += 1
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        break
      }
    }
    return position
  }

  private static let kept: [StaticString] = ["pre", "textarea", "script", "style"]

  private static func keptElement(_ page: [UInt8], at position: Int) -> StaticString? {
    guard position < page.count, isLetter(page[position]) else { return nil }
    return kept.first { isName($0, page, at: position) }
  }

  private static func isEndTag(_ name: StaticString, _ page: [UInt8], at position: Int) -> Bool {
    isAt(position, "</", page) && isName(name, page, at: position + 2)
  }

  /// Whether a whole name stands at a position, in whatever case.
  private static func isName(_ name: StaticString, _ page: [UInt8], at position: Int) -> Bool {
    let end = position + name.utf8CodeUnitCount
    guard end <= page.count else { return false }
    let isSame = name.withUTF8Buffer { letters in
      for unsafe(index, letter) in unsafe letters.enumerated() where page[position + index] | 0x20 != letter {
        return false
      }
      return true
    }
    return isSame && (end == page.count || isSpace(page[end]) || "/>".utf8.contains(page[end]))
  }

  private static func isAt(_ position: Int, _ text: StaticString, _ page: [UInt8]) -> Bool {
    guard position + text.utf8CodeUnitCount <= page.count else { return false }
    return text.withUTF8Buffer { bytes in
      for unsafe(index, byte) in unsafe bytes.enumerated() where page[position + index] != byte {
        return false
      }
      return true
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D || byte == 0x0C
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
