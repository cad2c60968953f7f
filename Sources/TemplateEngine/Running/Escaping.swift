import Diagnostics
import Models

/// Escapes of the languages that templates write. Hot.
enum Escaping {
  static func appendHTML(_ text: some Collection<UInt8>, to output: inout ByteBuffer) {
    html.append(text, to: &output)
  }

  private static let html = EscapeTable(asMarkup: true, markupEscape)

  private static func markupEscape(_ byte: UInt8) -> StaticString? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
  }

  /// Characters that XML 1.0 forbids (section 2.2) are dropped.
  static func appendXML(_ text: some Collection<UInt8>, to output: inout ByteBuffer) {
    let done: Void? = text.withContiguousStorageIfAvailable { bytes in
      var start = 0
      while let next = unsafe noncharacter(in: bytes, from: start) {
        unsafe xml.append(bytes.extracting(start..<next), to: &output)
        start = next + 3
      }
      unsafe xml.append(bytes.extracting(start...), to: &output)
    }
    if done == nil { appendXML(Array(text), to: &output) }
  }

  /// Where U+FFFE or U+FFFF stands, which are seldom there.
  private static func noncharacter(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var place = start
    while let found = unsafe bytes[place...].firstIndex(of: 0xEF), found + 2 < bytes.count {
      if unsafe bytes[found + 1] == 0xBF && bytes[found + 2] >= 0xBE { return found }
      place = found + 3
    }
    return nil
  }

  private static let xml = EscapeTable(asMarkup: true) { byte in
    switch byte {
    case 0x09, 0x0A, 0x0D: nil
    case 0..<0x20: ""
    default: markupEscape(byte)
    }
  }

  /// A part of a section of CDATA (XML 1.0, section 2.7): a `>` that could end it begins another one, as does what stands
  /// behind a `]` at the end.
  static func appendXMLData(_ text: some Collection<UInt8>, to output: inout ByteBuffer) {
    var marks = 2
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      if scalar == ">", marks >= 2 { output.append("]]><![CDATA[" as StaticString) }
      marks = scalar == "]" ? marks + 1 : 0
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...:
        output.append(Array(String(scalar).utf8))
      default: break
      }
    }
    if marks > 0, !text.isEmpty { output.append("]]><![CDATA[" as StaticString) }
  }

  /// A JSON string (RFC 8259 section 7), quotes included.
  static func appendJSON(
    _ text: some Collection<UInt8>, behind origin: String = "", isScript: Bool, to output: inout ByteBuffer
  ) {
    let table = jsonTable(isScript: isScript)
    output.append(UInt8(ascii: "\""))
    if !origin.isEmpty { table.append(origin.utf8, to: &output) }
    table.append(text, to: &output)
    output.append(UInt8(ascii: "\""))
  }

  /// What stands between the quotes.
  static func jsonTable(isScript: Bool) -> EscapeTable { isScript ? script : json }

  private static let json = EscapeTable(asMarkup: false, jsonEscape)

  /// Characters that could end a script are escaped too.
  private static let script = EscapeTable(asMarkup: true) { byte in
    switch byte {
    case UInt8(ascii: "<"): "\\u003c"
    case UInt8(ascii: ">"): "\\u003e"
    case UInt8(ascii: "&"): "\\u0026"
    default: jsonEscape(byte)
    }
  }

  private static func jsonEscape(_ byte: UInt8) -> StaticString? {
    switch byte {
    case UInt8(ascii: "\""): "\\\""
    case UInt8(ascii: "\\"): "\\\\"
    case 0x0A: "\\n"
    case 0x0D: "\\r"
    case 0x09: "\\t"
    case 0..<0x20: controlEscapes[Int(byte)]
    default: nil
    }
  }

  private static let controlEscapes: [StaticString] = [
    "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007", "\\b", "\\t",
    "\\n",
    "\\u000b", "\\f", "\\r", "\\u000e", "\\u000f", "\\u0010", "\\u0011", "\\u0012", "\\u0013", "\\u0014",
    "\\u0015",
    "\\u0016", "\\u0017", "\\u0018", "\\u0019", "\\u001a", "\\u001b", "\\u001c", "\\u001d", "\\u001e",
    "\\u001f",
  ]

  /// Whether following a URL runs no program: `javascript:`, `vbscript:`, `data:` do, the last not as a picture.
  static func isSafe(_ url: String, isPicture: Bool) -> Bool {
    // The bytes of the scheme behind each other, as one number.
    var scheme: UInt128 = 0
    var length = 0
    for byte in url.utf8 {
      // Browsers drop white space and control characters before they look for the scheme.
      if byte <= 0x20 { continue }
      if byte == UInt8(ascii: ":") { return !isProgram(scheme, isPicture: isPicture) }
      if length == 0, byte == UInt8(ascii: "/") { return true }
      length += 1
      if length > 10 { return true }
      scheme = scheme << 8 | UInt128(byte.lowercasedASCII)
    }
    return true
  }

  private static func isProgram(_ scheme: UInt128, isPicture: Bool) -> Bool {
    switch scheme {
    case 0x6A_6176_6173_6372_6970_74: true  // javascript
    case 0x7662_7363_7269_7074: true  // vbscript
    case 0x6461_7461: !isPicture  // data
    default: false
    }
  }
}
