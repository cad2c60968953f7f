import Diagnostics

/// Finds the tags of components in raw HTML: marks that stand for tags alone on their lines, and tags within a line.
///
/// What browsers take for no tag is passed over: comments, programs, styles, and the values of attributes.
struct RawComponentTags {
  enum Found {
    /// Stands for the tag of this number.
    case mark(Int)
    case tag(ComponentTags.Tag)
  }

  private let html: [UInt8]
  private let hasMarks: Bool
  private(set) var found: [(range: Range<Int>, what: Found)] = []

  init(in html: [UInt8], hasMarks: Bool) {
    self.html = html
    self.hasMarks = hasMarks
    var index = 0
    while let open = html[index...].firstIndex(of: UInt8(ascii: "<")) { index = read(at: open) }
  }

  /// Reads what begins at a `<`; the offset behind it.
  private mutating func read(at start: Int) -> Int {
    if hasMarks, let mark = ComponentTags.mark(in: html, at: start) {
      found.append((start..<mark.end, .mark(mark.number)))
      return mark.end
    }
    if html[start...].starts(with: "<!--".utf8) { return end(of: "-->", from: start + 4) }
    if let tag = ComponentTagScanner.tag(in: html, from: start, to: html.count) {
      found.append((tag.span.start..<tag.span.end, .tag(tag)))
      return tag.span.end
    }
    let name = html[(start + 1)...].prefix { $0.isASCIILetter }
    guard let first = name.first else { return start + 1 }
    let behind = endOfTag(from: name.endIndex)
    switch first | 0x20 {
    case UInt8(ascii: "s"), UInt8(ascii: "t"):
      let word = String(decoding: name, as: UTF8.self).lowercased()
      return ["script", "style", "textarea", "title"].contains(word)
        ? end(of: "</" + word, from: behind) : behind
    default: return behind
    }
  }

  /// The offset behind the next `text`, in any case of letters.
  private func end(of text: String, from start: Int) -> Int {
    let wanted = Array(text.utf8)
    var index = min(start, html.count)
    while index + wanted.count <= html.count {
      if zip(html[index...], wanted).allSatisfy({ $0.lowercasedASCII == $1 }) {
        return index + wanted.count
      }
      index += 1
    }
    return html.count
  }

  private func endOfTag(from start: Int) -> Int {
    var index = start
    var quote: UInt8?
    while index < html.count {
      let byte = html[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: ">") {
        return index + 1
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      }
      index += 1
    }
    return index
  }
}
