/// Header fields `Link` (RFC 8288 section 3).
enum LinkHeader {
  /// The target of the first link whose relation is `next`; may be relative.
  static func next(in fields: [String]) -> String? {
    for field in fields {
      var scanner = Scanner(bytes: Array(field.utf8))
      while let link = scanner.link() {
        // A link of another page is none of this one.
        if link.anchor == nil, link.relations.contains("next") { return link.target }
      }
    }
    return nil
  }

  private struct Link {
    var target: String
    /// In lower case.
    var relations: [Substring]
    var anchor: String?
  }

  /// Reads as appendix B.3 of the RFC does, which forgives what it can.
  private struct Scanner {
    let bytes: [UInt8]
    var position = 0

    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func link() -> Link? {
      skip { $0 == UInt8(ascii: ",") || Self.isSpace($0) }
      guard take(UInt8(ascii: "<")) else { return nil }
      let target = text { $0 != UInt8(ascii: ">") }
      guard take(UInt8(ascii: ">")) else { return nil }
      var link = Link(target: target, relations: [], anchor: nil)
      var hasRelations = false
      while true {
        skip(Self.isSpace)
        guard take(UInt8(ascii: ";")) else { break }
        skip(Self.isSpace)
        let name = text { !Self.isSpace($0) && !"=;,".utf8.contains($0) }.lowercased()
        skip(Self.isSpace)
        var value = ""
        if take(UInt8(ascii: "=")) {
          skip(Self.isSpace)
          value =
            peek == UInt8(ascii: "\"")
            ? quoted() : text { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ",") }
        }
        switch name {
        // The first alone counts (section 3.3).
        case "rel" where !hasRelations:
          hasRelations = true
          link.relations = value.lowercased().split { $0 == " " || $0 == "\t" }
        case "anchor": link.anchor = value
        default: break
        }
      }
      // What can't be read up to the next link is left out.
      skip { $0 != UInt8(ascii: ",") }
      return link
    }

    private mutating func quoted() -> String {
      position += 1
      var value: [UInt8] = []
      while let byte = peek {
        position += 1
        if byte == UInt8(ascii: "\"") { break }
        if byte == UInt8(ascii: "\\"), let escaped = peek {
          value.append(escaped)
          position += 1
        } else {
          value.append(byte)
        }
      }
      return String(decoding: value, as: UTF8.self)
    }

    private mutating func text(while holds: (UInt8) -> Bool) -> String {
      let start = position
      skip(holds)
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skip(_ holds: (UInt8) -> Bool) {
      while let byte = peek, holds(byte) { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
      guard peek == byte else { return false }
      position += 1
      return true
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
  }
}
