import Diagnostics

/// Tags of components that stand alone on their lines, taken out before cmark-gfm reads the text.
///
/// cmark would take such a line and all that follows up to a blank line for raw HTML. An instruction in its place
/// ends on its own line (CommonMark 4.6, HTML blocks of the third kind), so what follows is Markdown; and it does
/// not end a comment that it stands in.
struct ComponentTags: Sendable {
  /// One tag: where it is written, and which kind.
  struct Tag: Sendable {
    enum Kind: Sendable {
      case opening, closing, whole
    }

    let name: String
    let kind: Kind
    let span: Span
  }

  /// Stands in an instruction for a tag; a text that holds it itself has no component blocks.
  static let mark: UInt8 = 0x01

  private(set) var tags: [Tag] = []
  /// The text with its tags replaced; the same lines.
  private(set) var text: [UInt8] = []

  /// Nothing when the text has no such line.
  init?(_ source: SourceFile, _ range: Range<Int>, names: Set<String>) {
    guard !names.isEmpty, Self.next(Self.mark, in: source.bytes, range) == nil else { return nil }
    var position = range.lowerBound
    var copied = range.lowerBound
    while let open = Self.next(UInt8(ascii: "<"), in: source.bytes, position..<range.upperBound) {
      position = open + 1
      guard let tag = Self.tag(in: source.bytes, at: open, range, names) else { continue }
      text += source.bytes[copied..<tag.span.start]
      text += "<?".utf8
      text.append(Self.mark)
      text += "\(tags.count)?>".utf8
      let written = source.bytes[tag.span.start..<tag.span.end]
      text.append(contentsOf: repeatElement(0x0A, count: written.count { $0 == 0x0A }))
      copied = tag.span.end
      position = copied
      tags.append(tag)
    }
    guard !tags.isEmpty else { return nil }
    text += source.bytes[copied..<range.upperBound]
  }

  /// The number of the tag that an instruction stands for, and the offset behind it.
  static func mark(in html: [UInt8], at start: Int) -> (number: Int, end: Int)? {
    guard start + 4 < html.count, html[start] == UInt8(ascii: "<"), html[start + 1] == UInt8(ascii: "?"),
      html[start + 2] == mark
    else { return nil }
    var number = 0
    var index = start + 3
    while index < html.count, html[index].isASCIIDigit, number < 100_000_000 {
      number = number * 10 + Int(html[index] - 0x30)
      index += 1
    }
    return (number, min(index + 2, html.count))
  }

  private static func next(_ byte: UInt8, in bytes: [UInt8], _ range: Range<Int>) -> Int? {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe ByteSearch.first(
        byte, in: UnsafeBufferPointer(rebasing: bytes[..<range.upperBound]), from: range.lowerBound)
    }
  }

  /// The tag at `start` that its line consists of, quote marks and spaces before it aside; at the very start of a
  /// line it may end on a later one.
  private static func tag(in bytes: [UInt8], at start: Int, _ range: Range<Int>, _ names: Set<String>) -> Tag?
  {
    var line = start
    while line > range.lowerBound, bytes[line - 1] != 0x0A {
      line -= 1
      guard bytes[line] == 0x20 || bytes[line] == 0x09 || bytes[line] == UInt8(ascii: ">") else { return nil }
    }
    let end = next(0x0A, in: bytes, start..<range.upperBound) ?? range.upperBound
    let limit = min(range.upperBound, start + maximumLength)
    guard
      let tag = ComponentTagScanner.tag(in: bytes, from: start, to: end)
        ?? (line == start ? ComponentTagScanner.tag(in: bytes, from: start, to: limit) : nil),
      names.contains(tag.name),
      bytes[tag.span.end..<range.upperBound].prefix(while: { $0 != 0x0A }).allSatisfy({ $0 <= 0x20 })
    else { return nil }
    return tag
  }

  /// Longer tags over several lines are none.
  private static let maximumLength = 16 << 10
}

/// Reads one tag whose name begins with a capital letter: `<Note kind="tip">`, `<Chart values={[1, 2]} />`, `</Note>`.
enum ComponentTagScanner {
  static func tag(in bytes: [UInt8], from start: Int, to end: Int) -> ComponentTags.Tag? {
    var index = start + 1
    let isClosing = index < end && bytes[index] == UInt8(ascii: "/")
    if isClosing { index += 1 }
    guard index < end, bytes[index].isASCIICapital else { return nil }
    let nameStart = index
    while index < end, isNamePart(bytes[index]) { index += 1 }
    let name = String(decoding: bytes[nameStart..<index], as: UTF8.self)
    guard let close = attributesEnd(bytes, index, end) else { return nil }
    let isWhole = bytes[close - 1] == UInt8(ascii: "/")
    return ComponentTags.Tag(
      name: name, kind: isClosing ? .closing : isWhole ? .whole : .opening, span: Span(start, close + 1))
  }

  /// Values are not nested so deep: each of many tags that nothing ends would be read to the end of the text.
  private static let deepest = 64

  /// Offset of the `>` that ends the tag; quotes and braces may hold others.
  private static func attributesEnd(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int? {
    var index = start
    var braces = 0
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard let close = textEnd(bytes, index, end) else { return nil }
        index = close
      case UInt8(ascii: "{"):
        braces += 1
        if braces > deepest { return nil }
      case UInt8(ascii: "}"): braces -= 1
      case UInt8(ascii: ">") where braces == 0: return index
      case UInt8(ascii: "<") where braces == 0: return nil
      default: break
      }
      if braces < 0 { return nil }
      index += 1
    }
    return nil
  }

  private static func textEnd(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int? {
    var index = start + 1
    while index < end {
      if bytes[index] == UInt8(ascii: "\\") {
        index += 1
      } else if bytes[index] == bytes[start] {
        return index
      }
      index += 1
    }
    return nil
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_")
  }
}
