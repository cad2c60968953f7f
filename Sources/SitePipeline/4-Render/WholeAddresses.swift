import MarkdownEngine

/// Whole addresses of a site in texts that are no HTML.
enum WholeAddresses {
  enum Format {
    case xml, json
  }

  /// Calls back with those that are the text of an element or a value in quotes. Markup within such a text can't be told
  /// from words about markup, and the page of that text has the same links.
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, _ format: Format, origin: [UInt8],
    _ take: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    // Colons are far rarer than the first letter of `https`.
    guard let colon = origin.firstIndex(of: UInt8(ascii: ":")) else { return }
    var index = colon
    var sections = CharacterData()
    while let found = unsafe ByteSearch.first(UInt8(ascii: ":"), in: bytes, from: index) {
      let start = found - colon
      index = found + 1
      guard unsafe origin.withUnsafeBufferPointer({ unsafe ByteSearch.stands($0, at: start, in: bytes) }),
        let mark = unsafe mark(behind: start, in: bytes, format)
      else { continue }
      index = start + origin.count
      guard let end = unsafe end(in: bytes, from: index, mark),
        unsafe mark != UInt8(ascii: "<") || !sections.contains(start, in: bytes)
      else { continue }
      unsafe take(UnsafeBufferPointer(rebasing: bytes[start..<end]))
      index = end
    }
  }

  /// What ends an address by what stands before it: the `<` of a tag, or a quote.
  private static func mark(
    behind start: Int, in bytes: UnsafeBufferPointer<UInt8>, _ format: Format
  ) -> UInt8? {
    guard start > 0 else { return nil }
    let before = unsafe bytes[start - 1]
    switch before {
    case UInt8(ascii: ">"): return format == .xml ? UInt8(ascii: "<") : nil
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let isEscaped = start > 1 && (unsafe bytes[start - 2] == UInt8(ascii: "\\"))
      return isEscaped ? nil : before
    default: return nil
    }
  }

  /// Where the address ends; nothing where more stands in its place than an address.
  private static func end(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ mark: UInt8
  ) -> Int? {
    var index = start
    while index < bytes.count {
      let byte = unsafe bytes[index]
      if byte == mark { return index }
      if byte <= 0x20 || "<>\"\\".utf8.contains(byte) { return nil }
      index += 1
    }
    return nil
  }
}

/// The sections of XML in which markup is none (XML 1.0, section 2.7). Asked for places that ascend.
private struct CharacterData {
  private var section: Range<Int>?
  private var isRead = false

  mutating func contains(_ place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    while !isRead, place >= section?.upperBound ?? 0 { unsafe next(bytes) }
    return section?.contains(place) ?? false
  }

  private mutating func next(_ bytes: UnsafeBufferPointer<UInt8>) {
    var index = section?.upperBound ?? 0
    while let open = unsafe ByteSearch.first(UInt8(ascii: "["), in: bytes, from: index) {
      index = open + 1
      guard open >= 8, unsafe bytes[(open - 8)...].starts(with: "<![CDATA[".utf8) else { continue }
      var end = index
      while let close = unsafe ByteSearch.first(UInt8(ascii: "]"), in: bytes, from: end) {
        end = close + 1
        if unsafe bytes[close...].starts(with: "]]>".utf8) {
          section = index..<close
          return
        }
      }
      section = index..<bytes.count
      return
    }
    isRead = true
    section = nil
  }
}
