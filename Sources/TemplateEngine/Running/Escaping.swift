/// Escapes of the languages that templates write. Hot.
enum Escaping {
  static func appendHTML(_ text: some Collection<UInt8>, to output: inout [UInt8]) {
    append(text, to: &output) { byte in
      switch byte {
      case UInt8(ascii: "&"): "&amp;"
      case UInt8(ascii: "<"): "&lt;"
      case UInt8(ascii: ">"): "&gt;"
      case UInt8(ascii: "\""): "&quot;"
      case UInt8(ascii: "'"): "&#39;"
      default: nil
      }
    }
  }

  /// Characters that XML 1.0 forbids (section 2.2) are dropped.
  static func appendXML(_ text: some Collection<UInt8>, to output: inout [UInt8]) {
    let start = output.count
    defer { dropNoncharacters(in: &output, from: start) }
    append(text, to: &output) { byte in
      switch byte {
      case UInt8(ascii: "&"): "&amp;"
      case UInt8(ascii: "<"): "&lt;"
      case UInt8(ascii: ">"): "&gt;"
      case UInt8(ascii: "\""): "&quot;"
      case UInt8(ascii: "'"): "&#39;"
      case 0x09, 0x0A, 0x0D: nil
      case 0..<0x20: ""
      default: nil
      }
    }
  }

  /// Drops U+FFFE and U+FFFF, which are seldom there.
  private static func dropNoncharacters(in output: inout [UInt8], from start: Int) {
    var place = start
    while let found = output[place...].firstIndex(of: 0xEF), found + 2 < output.count {
      let isNoncharacter = output[found + 1] == 0xBF && output[found + 2] >= 0xBE
      if isNoncharacter { output.removeSubrange(found..<found + 3) }
      place = isNoncharacter ? found : found + 3
    }
  }

  /// A JSON string (RFC 8259 section 7), quotes included.
  static func appendJSON(_ text: some Collection<UInt8>, isScript: Bool, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    append(text, to: &output) { byte in
      switch byte {
      case UInt8(ascii: "\""): "\\\""
      case UInt8(ascii: "\\"): "\\\\"
      case 0x0A: "\\n"
      case 0x0D: "\\r"
      case 0x09: "\\t"
      case 0..<0x20: controlEscapes[Int(byte)]
      case UInt8(ascii: "<") where isScript: "\\u003c"
      case UInt8(ascii: ">") where isScript: "\\u003e"
      case UInt8(ascii: "&") where isScript: "\\u0026"
      default: nil
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  private static let controlEscapes: [StaticString] = [
    "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007", "\\b", "\\t",
    "\\n",
    "\\u000b", "\\f", "\\r", "\\u000e", "\\u000f", "\\u0010", "\\u0011", "\\u0012", "\\u0013", "\\u0014",
    "\\u0015",
    "\\u0016", "\\u0017", "\\u0018", "\\u0019", "\\u001a", "\\u001b", "\\u001c", "\\u001d", "\\u001e",
    "\\u001f",
  ]

  /// Copies runs of bytes that `replacement` leaves alone; it is asked only of those that may need one.
  @inline(__always)
  private static func append(
    _ text: some Collection<UInt8>, to output: inout [UInt8], _ replacement: (UInt8) -> StaticString?
  ) {
    let done: Void? = text.withContiguousStorageIfAvailable { bytes in
      var start = 0
      var index = 0
      let count = bytes.count
      while index < count {
        let byte = unsafe bytes[index]
        index += 1
        // Letters, digits, spaces and all of UTF-8's longer sequences: most of every text.
        if byte >= 0x3F && byte != UInt8(ascii: "\\") || byte == 0x20 { continue }
        guard let escaped = replacement(byte) else { continue }
        unsafe output.append(contentsOf: bytes[start..<index - 1])
        unsafe output.append(
          contentsOf: UnsafeBufferPointer(start: escaped.utf8Start, count: escaped.utf8CodeUnitCount))
        start = index
      }
      unsafe output.append(contentsOf: bytes[start...])
    }
    if done == nil { append(Array(text), to: &output, replacement) }
  }

  static func append(_ number: Int, to output: inout [UInt8]) {
    if number < 0 { output.append(UInt8(ascii: "-")) }
    let start = output.count
    var rest = number.magnitude
    repeat {
      output.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    output[start...].reverse()
  }

  /// Whether following a URL runs no program: `javascript:`, `vbscript:`, `data:` do, the last not as a picture.
  static func isSafe(_ url: String, isPicture: Bool) -> Bool {
    // Browsers drop white space and control characters before they look for the scheme.
    guard let colon = url.utf8.firstIndex(of: UInt8(ascii: ":")) else { return true }
    let scheme = url.utf8[..<colon].lazy.filter { $0 > 0x20 }.prefix(16).map { byte in
      (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
    let name = String(decoding: scheme, as: UTF8.self)
    return !["javascript", "vbscript"].contains(name) && (name != "data" || isPicture)
  }
}
