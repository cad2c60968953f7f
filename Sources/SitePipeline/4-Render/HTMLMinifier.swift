/// Makes a page of HTML smaller without changing what it says: white space is one character where browsers show one,
/// comments go. Tags stay as they are written (HTML Standard, section 13.2.5).
///
/// What stands in `pre`, and in elements that hold no markup, stays. A style sheet that keeps white space elsewhere, with
/// `white-space: pre`, is not known here. Hot: once per page.
enum HTMLMinifier {
  static func minified(_ page: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(page.count)
    unsafe page.withUnsafeBufferPointer { page in
      var position = 0
      while position < page.count {
        let byte = unsafe page[position]
        if byte == UInt8(ascii: "<") {
          position = unsafe copyMarkup(page, from: position, to: &output)
        } else if isSpace(byte) {
          position = unsafe copySpace(page, from: position, to: &output)
        } else {
          output.append(byte)
          position += 1
        }
      }
    }
    return output
  }

  /// A run of white space as one character: a line break if it holds one, so that lines stay short. Nothing behind
  /// white space that was written already, as around a comment.
  private static func copySpace(
    _ page: UnsafeBufferPointer<UInt8>, from start: Int, to output: inout [UInt8]
  ) -> Int {
    var position = start
    var breaks = false
    while position < page.count, unsafe isSpace(page[position]) {
      breaks = unsafe breaks || page[position] == 0x0A
      position += 1
    }
    if let last = output.last, isSpace(last) {
      if breaks { output[output.count - 1] = 0x0A }
    } else {
      output.append(breaks ? 0x0A : 0x20)
    }
    return position
  }

  /// A comment, which goes unless machines read it, or a tag, with the whole element if its text is kept; where the text
  /// goes on.
  private static func copyMarkup(
    _ page: UnsafeBufferPointer<UInt8>, from start: Int, to output: inout [UInt8]
  ) -> Int {
    let end: Int
    switch unsafe MarkupScan.markup(page, at: start) {
    case .comment:
      end = unsafe MarkupScan.behindComment(page, from: start + 4)
      // Conditional comments and server-side includes; and one between a lone `<` and what would be its tag.
      let isRead = unsafe start + 4 < end && "[#".utf8.contains(page[start + 4])
      if !isRead, output.last != UInt8(ascii: "<") { return end }
    case .tag:
      let name = unsafe MarkupScan.name(page, from: start + 1)
      let behind = unsafe MarkupScan.behindTag(page, from: start + 1)
      let isKept = unsafe MarkupScan.isName(name, "pre")
      end = unsafe isKept ? MarkupScan.behindText(page, of: name, from: behind) : behind
    case .other: end = unsafe page[start...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? page.count
    case nil: end = start + 1
    }
    unsafe output.append(contentsOf: page[start..<end])
    return end
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D || byte == 0x0C
  }
}
