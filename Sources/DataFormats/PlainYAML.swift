import Diagnostics

/// Front matter as most posts have it, read without libyaml: lines of `key: value`, whose values are plain or quoted
/// texts of one line, or lists of them, in brackets or of a line each; or maps of such lines, indented.
///
/// Hot: once per post, at a tenth of what libyaml takes. What is not surely read as libyaml reads it is none of these
/// lines, mistakes among it, and is left to it; the tests compare both.
@safe struct PlainYAML {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index: Int
  private let end: Int

  /// More keys are left to libyaml, since each is compared with all before it.
  private static let maximumKeys = 64

  /// The map; nothing when the text is not as plain as that.
  static func map(_ bytes: [UInt8], in range: Range<Int>) -> DataNode? {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      guard range.lowerBound >= 0, range.upperBound <= bytes.count, !range.isEmpty else { return nil }
      var parser = unsafe PlainYAML(bytes: bytes, index: range.lowerBound, end: range.upperBound)
      guard let members = parser.members() else { return nil }
      return DataNode(content: .map(members), span: Span(range.lowerBound, range.upperBound))
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, index: Int, end: Int) {
    unsafe self.bytes = bytes
    self.index = index
    self.end = end
  }

  /// The byte at the index; 0, which is no text, at the end.
  private var byte: UInt8 { unsafe index < end ? bytes[index] : 0 }

  /// The lines of a map whose keys stand behind `indentation` spaces, up to the next line without spaces.
  private mutating func members(indentation: Int = 0) -> [DataMember]? {
    var members: [DataMember] = []
    members.reserveCapacity(8)
    while index < end, indentation == 0 || byte == 0x20 {
      guard spaces == indentation else { return nil }
      index += indentation
      guard let (key, keySpan) = key(), members.count < Self.maximumKeys,
        !members.contains(where: { $0.key == key }),
        let value = byte == 0x0A && indentation == 0 ? block() : value()
      else { return nil }
      members.append(DataMember(key: key, keySpan: keySpan, value: value))
    }
    return members
  }

  /// How many there are from the index on.
  private var spaces: Int {
    var count = 0
    while index + count < end, unsafe bytes[index + count] == 0x20 { count += 1 }
    return count
  }

  /// A name and the colon behind it.
  private mutating func key() -> (String, Span)? {
    let start = index
    guard byte.isASCIILetter else { return nil }
    while byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") {
      index += 1
    }
    let span = Span(start, index)
    // libyaml takes no longer ones than 1024 characters.
    guard index - start < 200, byte == UInt8(ascii: ":") else { return nil }
    index += 1
    return (text(span), span)
  }

  /// What stands on the rest of a line, behind a space; the index is then behind the line.
  private mutating func value() -> DataNode? {
    guard skipSpaces(), let value = byte == UInt8(ascii: "[") ? list() : scalar(inList: false),
      index == end || byte == 0x0A
    else { return nil }
    index = min(index + 1, end)
    return value
  }

  /// A list of lines that begin with `- `, or an indented map. Both end where the next line without spaces begins.
  private mutating func block() -> DataNode? {
    index += 1
    let indentation = spaces
    let start = index + indentation
    guard start < end else { return nil }
    if unsafe bytes[start] != UInt8(ascii: "-") {
      guard indentation > 0, let members = members(indentation: indentation) else { return nil }
      return DataNode(content: .map(members), span: Span(start, index))
    }
    var items: [DataNode] = []
    while index < end, byte == 0x20 || byte == UInt8(ascii: "-") {
      guard spaces == indentation else { return nil }
      index += indentation
      guard byte == UInt8(ascii: "-") else { return nil }
      index += 1
      guard let item = value() else { return nil }
      items.append(item)
    }
    return DataNode(content: .list(items), span: Span(start, index))
  }

  private mutating func skipSpaces() -> Bool {
    let start = index
    while byte == 0x20 { index += 1 }
    return index > start
  }

  private mutating func list() -> DataNode? {
    let start = index
    var items: [DataNode] = []
    repeat {
      index += 1
      _ = skipSpaces()
      guard let item = scalar(inList: true) else { return nil }
      items.append(item)
    } while byte == UInt8(ascii: ",")
    guard byte == UInt8(ascii: "]") else { return nil }
    index += 1
    return DataNode(content: .list(items), span: Span(start, index))
  }

  private mutating func scalar(inList: Bool) -> DataNode? {
    let first = byte
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") { return quoted(first) }
    guard first.isASCIIAlphanumeric || first >= 0x80 else { return nil }
    let start = index
    while true {
      let byte = byte
      if byte >= 0x80 || byte == UInt8(ascii: ":") {
        // A colon before a space would end a key.
        if byte == UInt8(ascii: ":") {
          guard !inList, index + 1 < end, unsafe bytes[index + 1] > 0x20 else { return nil }
        }
        let length = characterLength
        if length == 0 { return nil }
        index += length
      } else if Self.isPlain(byte) || (byte == UInt8(ascii: ",") && !inList) {
        index += 1
      } else {
        break
      }
    }
    // Spaces behind a text are none of its.
    if unsafe bytes[index - 1] == 0x20 { return nil }
    let span = Span(start, index)
    let text = text(span)
    return DataNode(
      content: .scalar(DataScalar(text: text, kind: YAMLScalar.kind(of: text), isQuoted: false)), span: span)
  }

  /// A text between quotes, without escapes.
  private mutating func quoted(_ mark: UInt8) -> DataNode? {
    let start = index
    index += 1
    while byte != mark {
      let length = byte == UInt8(ascii: "\\") ? 0 : characterLength
      if length == 0 { return nil }
      index += length
    }
    index += 1
    // Two quotes are one, between single ones.
    if byte == mark { return nil }
    let text = text(Span(start + 1, index - 1))
    return DataNode(
      content: .scalar(DataScalar(text: text, kind: .string, isQuoted: true)), span: Span(start, index))
  }

  /// How many bytes the character has; 0 for those that end lines or that YAML refuses (YAML 1.1 section 4.1), and
  /// some others.
  private var characterLength: Int {
    let first = byte
    let length: Int
    switch first {
    case 0x20...0x7E: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEE: length = 3
    case 0xF0...0xF4: length = 4
    default: return 0
    }
    guard index + length <= end else { return 0 }
    let second = unsafe bytes[index + 1]
    if first == 0xC2, second < 0xA0 { return 0 }
    // U+2028 and U+2029 end lines.
    if first == 0xE2, second == 0x80, unsafe bytes[index + 2] & 0xFE == 0xA8 { return 0 }
    return length
  }

  private func text(_ span: Span) -> String {
    unsafe String(decoding: bytes.extracting(span.start..<span.end), as: UTF8.self)
  }

  /// Whether a byte means nothing within a plain text: a space, letters, digits and `!$%&'()*+-./;=@_`.
  private static func isPlain(_ byte: UInt8) -> Bool {
    let bits: UInt64 = byte < 64 ? 0x2BFF_EFF3_0000_0000 : 0x07FF_FFFE_87FF_FFFF
    return byte < 128 && bits >> UInt64(byte & 63) & 1 == 1
  }
}
