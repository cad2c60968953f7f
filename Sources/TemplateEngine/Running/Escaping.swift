import Models

/// Escapes of the languages that templates write. Hot.
enum Escaping {
  static func appendHTML(_ text: some Collection<UInt8>, to output: inout ByteBuffer) {
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
  static func appendXML(_ text: some Collection<UInt8>, to output: inout ByteBuffer) {
    let done: Void? = text.withContiguousStorageIfAvailable { bytes in
      var start = 0
      while let next = unsafe noncharacter(in: bytes, from: start) {
        unsafe appendCharactersOfXML(bytes.extracting(start..<next), to: &output)
        start = next + 3
      }
      unsafe appendCharactersOfXML(bytes.extracting(start...), to: &output)
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

  private static func appendCharactersOfXML(
    _ text: UnsafeBufferPointer<UInt8>, to output: inout ByteBuffer
  ) {
    unsafe append(text, to: &output) { byte in
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

  /// A JSON string (RFC 8259 section 7), quotes included.
  static func appendJSON(
    _ text: some Collection<UInt8>, behind origin: String = "", isScript: Bool, to output: inout ByteBuffer
  ) {
    output.append(UInt8(ascii: "\""))
    if !origin.isEmpty { appendCharactersOfJSON(origin.utf8, isScript: isScript, to: &output) }
    appendCharactersOfJSON(text, isScript: isScript, to: &output)
    output.append(UInt8(ascii: "\""))
  }

  private static func appendCharactersOfJSON(
    _ text: some Collection<UInt8>, isScript: Bool, to output: inout ByteBuffer
  ) {
    append(text, to: &output, asMarkup: isScript) { byte in
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
  }

  private static let controlEscapes: [StaticString] = [
    "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007", "\\b", "\\t",
    "\\n",
    "\\u000b", "\\f", "\\r", "\\u000e", "\\u000f", "\\u0010", "\\u0011", "\\u0012", "\\u0013", "\\u0014",
    "\\u0015",
    "\\u0016", "\\u0017", "\\u0018", "\\u0019", "\\u001a", "\\u001b", "\\u001c", "\\u001d", "\\u001e",
    "\\u001f",
  ]

  /// Copies runs of bytes that `replacement` leaves alone; it is asked only of those that may need one, of characters of
  /// markup `asMarkup`.
  @inline(__always)
  private static func append(
    _ text: some Collection<UInt8>, to output: inout ByteBuffer, asMarkup: Bool = true,
    _ replacement: (UInt8) -> StaticString?
  ) {
    let done: Void? = text.withContiguousStorageIfAvailable { bytes in
      let count = bytes.count
      var start = 0
      func look(at index: Int) {
        guard let escaped = replacement(unsafe bytes[index]) else { return }
        unsafe output.append(bytes.extracting(start..<index))
        output.append(escaped)
        start = index + 1
      }
      var index = 0
      while index + 8 <= count {
        let word = unsafe UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
        var marks = marks(in: UInt64(littleEndian: word), asMarkup: asMarkup)
        while marks != 0 {
          look(at: index + marks.trailingZeroBitCount / 8)
          marks &= marks - 1
        }
        index += 8
      }
      while index < count {
        look(at: index)
        index += 1
      }
      unsafe output.append(bytes.extracting(start...))
    }
    if done == nil { append(Array(text), to: &output, asMarkup: asMarkup, replacement) }
  }

  /// The highest bit of each of eight bytes that may need a replacement: `"`, `\\`, what is below a space, and `asMarkup`
  /// `&`, `'`, `<` and `>`. A byte behind such a one may be marked too.
  ///
  /// Eight at a time: a byte is 0 when subtracting 1 borrows from its highest bit
  /// (https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord).
  @inline(__always)
  private static func marks(in word: UInt64, asMarkup: Bool) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    func zero(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
    let controls = (word &- ones &* 0x20) & ~word
    let quotes = zero(word ^ ones &* 0x22) | zero(word ^ ones &* 0x5C)
    guard asMarkup else { return (controls | quotes) & (ones &* 0x80) }
    // `&` and `'` differ in one bit, and so do `<` and `>`.
    let others = zero((word & ~ones) ^ ones &* 0x26) | zero((word & ~(ones &* 2)) ^ ones &* 0x3C)
    return (controls | quotes | others) & (ones &* 0x80)
  }

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
      scheme = scheme << 8 | UInt128((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
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
