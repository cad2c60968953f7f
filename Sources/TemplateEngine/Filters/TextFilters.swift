import Models

/// Filters over texts, as functions.
enum TextFilters {
  /// Without white space at its ends.
  static func trimmed(_ text: String) -> String {
    var slice = text[...]
    while slice.first?.isWhitespace == true { slice.removeFirst() }
    while slice.last?.isWhitespace == true { slice.removeLast() }
    return String(slice)
  }

  /// The words of markup as its author wrote them: of a component what stands between its tags, no marks of
  /// footnotes.
  static func words(of fragment: HTMLFragment) -> String {
    withoutTags(String(decoding: withoutComponents(fragment), as: UTF8.self))
  }

  private static func withoutComponents(_ fragment: HTMLFragment) -> [UInt8] {
    let text = fragment.text.bytes
    var bytes: [UInt8] = []
    var position = fragment.range.lowerBound
    for fill in fragment.fills {
      bytes += text.part(position..<fill.offset)
      position = fill.end
      if case .component(let use) = fill.content {
        if let content = use.content { bytes += withoutComponents(content) }
        if use.endsLine { bytes.append(0x0A) }
      }
      // A picture's words are in its element.
      if case .text(let local, _) = fill.content { bytes += local }
    }
    bytes += text.part(position..<fragment.range.upperBound)
    return withoutFootnoteMarks(bytes)
  }

  private static func withoutFootnoteMarks(_ bytes: [UInt8]) -> [UInt8] {
    let (opening, closing) = (Array("<sup class=\"footnote-ref\"".utf8), Array("</sup>".utf8))
    var kept: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == opening[0], bytes[index...].starts(with: opening) {
        while index < bytes.count, !bytes[index...].starts(with: closing) { index += 1 }
        index = min(bytes.count, index + closing.count)
      } else {
        kept.append(bytes[index])
        index += 1
      }
    }
    return kept
  }

  /// The words of markup: tags and comments left out, the common entities undone.
  static func withoutTags(_ html: String) -> String {
    var text: [UInt8] = []
    var isInTag = false
    for byte in html.utf8 {
      if byte == UInt8(ascii: "<") {
        isInTag = true
      } else if byte == UInt8(ascii: ">"), isInTag {
        isInTag = false
      } else if !isInTag {
        text.append(byte)
      }
    }
    var words = String(decoding: text, as: UTF8.self)
    for (entity, character) in [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
    ] {
      words = replaced(words, entity, character)
    }
    while words.last?.isWhitespace == true { words.removeLast() }
    return words
  }

  /// `text` with each `old` made `new`; as it is when `old` is empty.
  ///
  /// Knuth, Morris and Pratt's search: texts that nearly match everywhere take no longer than others.
  static func replaced(_ text: String, _ old: String, _ new: String) -> String {
    guard !old.isEmpty, text.utf8.count >= old.utf8.count else { return text }
    let (bytes, wanted, other) = (Array(text.utf8), Array(old.utf8), Array(new.utf8))
    let borders = Self.borders(of: wanted)
    var result: [UInt8] = []
    var copied = 0
    var matched = 0
    for index in bytes.indices {
      while matched > 0, bytes[index] != wanted[matched] { matched = borders[matched - 1] }
      if bytes[index] == wanted[matched] { matched += 1 }
      guard matched == wanted.count else { continue }
      result += bytes[copied..<index + 1 - matched]
      result += other
      (copied, matched) = (index + 1, 0)
    }
    return copied == 0 ? text : String(decoding: result + bytes[copied...], as: UTF8.self)
  }

  /// For each beginning of `bytes`, how much of its end is a beginning too.
  private static func borders(of bytes: [UInt8]) -> [Int] {
    var borders = Array(repeating: 0, count: bytes.count)
    var length = 0
    for index in bytes.indices.dropFirst() {
      while length > 0, bytes[index] != bytes[length] { length = borders[length - 1] }
      if bytes[index] == bytes[length] { length += 1 }
      borders[index] = length
    }
    return borders
  }

  /// At most `length` characters, cut between words, with `end` behind what was cut.
  static func truncated(_ text: String, _ length: Int, _ end: String) -> String {
    guard text.count > length else { return text }
    var kept = text.prefix(length)
    if let space = kept.lastIndex(where: \.isWhitespace), space > kept.startIndex { kept = kept[..<space] }
    while kept.last?.isWhitespace == true { kept.removeLast() }
    return kept + end
  }

  /// The first letter of each word in upper case.
  static func titled(_ text: String) -> String {
    var isStart = true
    var result = ""
    for character in text {
      result += isStart && character.isLetter ? character.uppercased() : String(character)
      isStart = character.isWhitespace || character == "-"
    }
    return result
  }
}
