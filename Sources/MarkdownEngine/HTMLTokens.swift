import Diagnostics

/// Takes HTML apart as browsers do (HTML Living Standard, 13.2.5), as far as it takes to keep some of it.
struct HTMLTokens {
  struct Attribute {
    /// In lower case.
    let name: String
    /// Bytes of the value, without quotes; empty for an attribute without one.
    let value: Range<Int>
    let isQuoted: Bool
  }

  enum Token {
    case text(Range<Int>)
    /// A tag with its name in lower case. Its inside begins at `afterName`.
    case open(name: String, attributes: [Attribute], afterName: Int, isSelfClosing: Bool)
    case close(name: String)
    /// Its text between `<!--` and `-->`; empty for what browsers take for a comment, as `<!doctype>`.
    case comment(Range<Int>)
  }

  let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next token with its bytes; nothing at the end.
  mutating func next() -> (token: Token, range: Range<Int>)? {
    guard position < bytes.count else { return nil }
    let start = position
    let token = bytes[start] == UInt8(ascii: "<") ? markup() : nil
    if let token { return (token, start..<position) }
    // A `<` that opens nothing is text, as browsers have it.
    position = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
    return (.text(start..<position), start..<position)
  }

  /// Goes behind the end tag of an element whose inside is no markup, or to the end.
  mutating func skip(pastEndOf name: String) {
    let wanted = Array("</".utf8) + Array(name.utf8)
    while position < bytes.count {
      guard let open = bytes[position...].firstIndex(of: UInt8(ascii: "<")) else { break }
      position = open + 1
      guard open + wanted.count <= bytes.count,
        zip(bytes[open...], wanted).allSatisfy({ $0.lowercasedASCII == $1 }),
        open + wanted.count == bytes.count || !Self.isNamePart(bytes[open + wanted.count])
      else { continue }
      position = bytes[open...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? bytes.count
      return
    }
    position = bytes.count
  }

  /// What a `<` begins; nothing when it is text, and the position is where it was.
  private mutating func markup() -> Token? {
    let start = position
    guard start + 1 < bytes.count else { return nil }
    switch bytes[start + 1] {
    case UInt8(ascii: "!"), UInt8(ascii: "?"): return comment(from: start)
    case UInt8(ascii: "/"):
      guard start + 2 < bytes.count else { return nil }
      guard bytes[start + 2].isASCIILetter else { return comment(from: start) }
      position = start + 2
      let name = tagName()
      // A tag that the text ends in is none.
      return attributes() == nil ? .comment(start..<start) : .close(name: name)
    case let byte where byte.isASCIILetter:
      position = start + 1
      let name = tagName()
      let afterName = position
      guard let found = attributes() else { return .comment(start..<start) }
      return .open(
        name: name, attributes: found, afterName: afterName,
        isSelfClosing: position >= 2 && bytes[position - 1] == UInt8(ascii: ">")
          && bytes[position - 2] == UInt8(ascii: "/"))
    default: return nil
    }
  }

  private mutating func comment(from start: Int) -> Token {
    guard bytes[start...].starts(with: "<!--".utf8) else {
      position = bytes[start...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? bytes.count
      return .comment(start..<start)
    }
    var index = start + 4
    // `<!-->` and `<!--->` are whole comments.
    for short in ["-->", "->", ">"] where bytes[index...].starts(with: short.utf8) && short != "-->" {
      position = index + short.utf8.count
      return .comment(start..<start)
    }
    while index < bytes.count {
      for end in ["-->", "--!>"] where bytes[index...].starts(with: end.utf8) {
        position = index + end.utf8.count
        return .comment(start + 4..<index)
      }
      index += 1
    }
    position = bytes.count
    return .comment(start + 4..<bytes.count)
  }

  private mutating func tagName() -> String {
    let start = position
    while position < bytes.count, Self.isNamePart(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position].map(\.lowercasedASCII), as: UTF8.self)
  }

  /// Up to the `>` that ends the tag, and behind it; nothing when none does.
  private mutating func attributes() -> [Attribute]? {
    var found: [Attribute] = []
    var names: Set<String> = []
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: ">") {
        position += 1
        return found
      }
      if Self.isSpace(byte) || byte == UInt8(ascii: "/") {
        position += 1
        continue
      }
      let start = position
      // An `=` where a name is expected is its first character.
      position += 1
      while position < bytes.count, !Self.isSpace(bytes[position]), !"/>=".utf8.contains(bytes[position]) {
        position += 1
      }
      let name = String(decoding: bytes[start..<position].map(\.lowercasedASCII), as: UTF8.self)
      let (value, isQuoted) = value()
      // Of two with one name the first counts.
      if names.insert(name).inserted {
        found.append(Attribute(name: name, value: value, isQuoted: isQuoted))
      }
    }
    return nil
  }

  private mutating func value() -> (range: Range<Int>, isQuoted: Bool) {
    var index = position
    while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
    guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { return (position..<position, false) }
    index += 1
    while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
    position = index
    guard index < bytes.count else { return (index..<index, false) }
    let quote = bytes[index]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      let end = bytes[(index + 1)...].firstIndex(of: quote) ?? bytes.count
      position = min(end + 1, bytes.count)
      return (index + 1..<end, true)
    }
    while position < bytes.count, !Self.isSpace(bytes[position]), bytes[position] != UInt8(ascii: ">") {
      position += 1
    }
    return (index..<position, false)
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0C || byte == 0x0D
  }

  /// Whether a byte goes on a tag's name.
  private static func isNamePart(_ byte: UInt8) -> Bool {
    !isSpace(byte) && byte != UInt8(ascii: "/") && byte != UInt8(ascii: ">")
  }
}

/// Character references of HTML, as far as it takes to know what a text says.
package enum HTMLReferences {
  private static let named: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "colon": ":", "tab": "\t",
    "newline": "\n", "sol": "/", "num": "#", "quest": "?", "equals": "=", "period": ".", "lpar": "(",
    "rpar": ")", "hyphen": "\u{2010}", "ndash": "\u{2013}", "mdash": "\u{2014}", "hellip": "\u{2026}",
    "lsquo": "\u{2018}", "rsquo": "\u{2019}", "ldquo": "\u{201C}", "rdquo": "\u{201D}",
  ]

  /// The text with the references undone that it knows; others stay as they are written.
  package static func decoded(_ text: some Collection<UInt8>) -> String {
    guard text.contains(UInt8(ascii: "&")) else { return String(decoding: text, as: UTF8.self) }
    var out: [UInt8] = []
    var rest = Array(text)[...]
    while let byte = rest.first {
      if byte == UInt8(ascii: "&"), let (scalar, count) = reference(rest) {
        out += Array(String(scalar).utf8)
        rest = rest.dropFirst(count)
      } else {
        out.append(byte)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// How many bytes of `text`, which begins with `&`, are a reference; nothing when it begins none.
  static func length(_ text: ArraySlice<UInt8>) -> Int? {
    let inside = text.dropFirst().prefix(32)
    guard let end = inside.firstIndex(of: UInt8(ascii: ";")), end > inside.startIndex else { return nil }
    let name = inside[..<end]
    let isNumber = name.first == UInt8(ascii: "#") && name.count > 1
    let digits = isNumber ? name.dropFirst() : name
    let isWord = digits.allSatisfy { $0.isASCIIAlphanumeric }
    return isWord ? end + 1 - text.startIndex : nil
  }

  private static func reference(_ text: ArraySlice<UInt8>) -> (scalar: Unicode.Scalar, count: Int)? {
    let inside = text.dropFirst()
    guard inside.first == UInt8(ascii: "#") else {
      let name = inside.prefix { $0.isASCIILetter }
      guard name.endIndex < inside.endIndex, inside[name.endIndex] == UInt8(ascii: ";"),
        let scalar = named[String(decoding: name, as: UTF8.self).lowercased()]
      else { return nil }
      return (scalar, name.count + 2)
    }
    let digits = inside.dropFirst()
    let isHex = digits.first.map { $0 | 0x20 == UInt8(ascii: "x") } ?? false
    let number = (isHex ? digits.dropFirst() : digits).prefix {
      isHex ? $0.hexadecimalValue != nil : $0.isASCIIDigit
    }
    guard !number.isEmpty else { return nil }
    let value = UInt32(String(decoding: number, as: UTF8.self), radix: isHex ? 16 : 10) ?? 0xFFFD
    var count = 2 + (isHex ? 1 : 0) + number.count
    if number.endIndex < text.endIndex, text[number.endIndex] == UInt8(ascii: ";") { count += 1 }
    return (Unicode.Scalar(value == 0 ? 0xFFFD : value) ?? "\u{FFFD}", count)
  }
}
