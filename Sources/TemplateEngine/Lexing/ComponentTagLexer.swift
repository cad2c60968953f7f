import Diagnostics

/// Finds the tags of components in a template's text. A tag is one token: braces in it are those of its props, so
/// `point={{ x: 1 }}` is a record and no `{{ … }}`.
struct ComponentTagLexer {
  private let bytes: [UInt8]
  /// Names that are components, though they are written like HTML: `<FAQ>`.
  private let names: Set<String>
  /// In XML any element may have a capital letter, so only what has a component's name is one.
  private let isStrict: Bool
  /// The end tag of the `<script>` or `<style>` that the text is in, where `<` is no tag.
  private var rawEnd: [UInt8]?
  /// Whether a tag has been seen whose braces and quotes don't fit together.
  private var isCareless = false

  init(_ bytes: [UInt8], names: Set<String>, isStrict: Bool) {
    self.bytes = bytes
    self.names = names
    self.isStrict = isStrict
  }

  struct Tag {
    let isClosing: Bool
    let name: Span
    /// Offset behind it, or where it was given up.
    let end: Int
  }

  /// The tag that begins with the `<` at `start`.
  mutating func tag(at start: Int) -> Tag? {
    if let end = rawEnd {
      if isWord(end, at: start) { rawEnd = nil }
      return nil
    }
    let isClosing = start + 1 < bytes.count && bytes[start + 1] == UInt8(ascii: "/")
    let nameStart = start + (isClosing ? 2 : 1)
    guard nameStart < bytes.count else { return nil }
    guard bytes[nameStart].isASCIICapital || bytes[nameStart] | 0x20 == UInt8(ascii: "s") else {
      return nil
    }
    if isWord(Array("<script".utf8), at: start) {
      rawEnd = Array("</script".utf8)
      return nil
    }
    if isWord(Array("<style".utf8), at: start) {
      rawEnd = Array("</style".utf8)
      return nil
    }
    let name = bytes[nameStart...].prefix { Self.isNamePart($0) }
    guard isComponent(name) else { return nil }
    let span = Span(nameStart, name.endIndex)
    return Tag(isClosing: isClosing, name: span, end: isClosing ? closingEnd(span.end) : end(span.end))
  }

  static func isNamePart(_ byte: UInt8) -> Bool {
    ExpressionLexer.isNameStart(byte) || byte.isASCIIDigit
  }

  /// `<DIV>` in capitals is HTML as it was once written, unless there is such a component.
  private func isComponent(_ name: ArraySlice<UInt8>) -> Bool {
    guard let first = name.first, first.isASCIICapital else { return false }
    let isCamel = name.count == 1 || name.contains { $0.isASCIISmall }
    if isCamel, !isStrict { return true }
    return names.contains(String(decoding: name, as: UTF8.self))
  }

  private func isWord(_ word: [UInt8], at start: Int) -> Bool {
    guard start + word.count <= bytes.count else { return false }
    for (index, byte) in word.enumerated() where bytes[start + index] | 0x20 != byte | 0x20 { return false }
    return start + word.count == bytes.count || !Self.isNamePart(bytes[start + word.count])
  }

  private func closingEnd(_ start: Int) -> Int {
    for index in start..<bytes.count {
      if bytes[index] == UInt8(ascii: ">") { return index + 1 }
      if bytes[index] == UInt8(ascii: "<") { return index }
    }
    return bytes.count
  }

  /// Behind the `>`; quotes and braces may hold others.
  private mutating func end(_ start: Int) -> Int {
    var braces = 0
    var quote: UInt8?
    var index = start
    while index < bytes.count, !isCareless {
      let byte = bytes[index]
      if let open = quote {
        if byte == UInt8(ascii: "\\") { index += 1 } else if byte == open { quote = nil }
      } else {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
        case UInt8(ascii: "{"): braces += 1
        case UInt8(ascii: "}"): braces = max(0, braces - 1)
        case UInt8(ascii: ">") where braces == 0: return index + 1
        case UInt8(ascii: "<") where braces == 0: return index
        default: break
        }
      }
      index += 1
    }
    // A brace or a quote is lost: the tag ends at what looks like its end, and none is searched so far again.
    isCareless = true
    return closingEnd(start)
  }
}
