package import Diagnostics

/// JSON by RFC 8259, strictly, with the place of every value.
struct JSONParser {
  private let source: SourceFile
  private let bytes: [UInt8]
  private let end: Int
  private(set) var position: Int
  /// The first escape that stands for a character that XML can't hold.
  private(set) var outsideXML: Diagnostic?

  init(_ source: SourceFile, in range: Range<Int>) {
    self.source = source
    bytes = source.bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// One value; what follows it is left alone.
  mutating func document() throws(DataError) -> DataNode {
    skipSpace()
    return try value(depth: 0)
  }

  private var peek: UInt8? { position < end ? self.bytes[position] : nil }

  private mutating func value(depth: Int) throws(DataError) -> DataNode {
    guard depth <= DataParser.maximumDepth else {
      throw DataError(
        diagnostic: Diagnostic(
          .dataTooDeep, "this is nested more than \(DataParser.maximumDepth) levels deep", in: source,
          Span(position, position + 1), help: "data this deep is surely a mistake; flatten it"))
    }
    let start = position
    switch peek {
    case UInt8(ascii: "{"):
      return DataNode(content: .map(try object(depth: depth)), span: Span(start, position))
    case UInt8(ascii: "["):
      return DataNode(content: .list(try array(depth: depth)), span: Span(start, position))
    case UInt8(ascii: "\""):
      let text = try string()
      return scalar(text, .string, start, isQuoted: true)
    case UInt8(ascii: "'"):
      throw failure("JSON writes texts in double quotes", help: "use `\"` instead of `'`")
    case UInt8(ascii: "-"): return try number()
    case .some(let byte) where byte.isASCIIDigit: return try number()
    default: return try word()
    }
  }

  private func scalar(
    _ text: String, _ kind: DataScalar.Kind, _ start: Int, isQuoted: Bool = false
  ) -> DataNode {
    DataNode(
      content: .scalar(DataScalar(text: text, kind: kind, isQuoted: isQuoted)), span: Span(start, position))
  }

  private mutating func object(depth: Int) throws(DataError) -> [DataMember] {
    position += 1
    var members: [DataMember] = []
    var places: [String: Span] = [:]
    skipSpace()
    if take(UInt8(ascii: "}")) { return [] }
    while true {
      skipSpace()
      let start = position
      guard peek == UInt8(ascii: "\"") else {
        if peek == UInt8(ascii: "}") {
          throw failure("a comma stands before this `}`", help: "remove the comma")
        }
        throw failure("expected a key in double quotes", help: "keys of JSON are written `\"title\"`")
      }
      let key = try string()
      let span = Span(start, position)
      if let first = places.updateValue(span, forKey: key) {
        throw DuplicateKey.error(key, in: source, first: first, second: span)
      }
      skipSpace()
      guard take(UInt8(ascii: ":")) else {
        throw failure("expected `:` behind the key", help: "write `\"\(key)\": …`")
      }
      skipSpace()
      members.append(DataMember(key: key, keySpan: span, value: try value(depth: depth + 1)))
      skipSpace()
      if take(UInt8(ascii: "}")) { return members }
      guard take(UInt8(ascii: ",")) else {
        throw failure("expected `,` or `}`", help: "put a comma between two members")
      }
    }
  }

  private mutating func array(depth: Int) throws(DataError) -> [DataNode] {
    position += 1
    var items: [DataNode] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return [] }
    while true {
      skipSpace()
      if peek == UInt8(ascii: "]") {
        throw failure("a comma stands before this `]`", help: "remove the comma")
      }
      items.append(try value(depth: depth + 1))
      skipSpace()
      if take(UInt8(ascii: "]")) { return items }
      guard take(UInt8(ascii: ",")) else {
        throw failure("expected `,` or `]`", help: "put a comma between two values")
      }
    }
  }

  private mutating func string() throws(DataError) -> String {
    let start = position
    position += 1
    var bytes: [UInt8] = []
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &bytes)
      case 0..<0x20:
        position -= 1
        throw failure(
          "a text of JSON can't hold this character as it is",
          help: "write `\\n` for a new line, `\\t` for a tab")
      default: bytes.append(byte)
      }
    }
    throw DataError(
      diagnostic: Diagnostic(
        .jsonSyntax, "this text is never closed", in: source, Span(start, start + 1), label: "opened here",
        help: "add a `\"` at its end"))
  }

  private mutating func escape(into bytes: inout [UInt8]) throws(DataError) {
    guard let letter = peek else { return }
    let start = position - 1
    position += 1
    switch letter {
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "b"), UInt8(ascii: "f"):
      bytes.append(letter == UInt8(ascii: "b") ? 0x08 : 0x0C)
      note(letter == UInt8(ascii: "b") ? 0x08 : 0x0C, from: start)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(letter)
    case UInt8(ascii: "u"):
      let high = try codeUnit()
      var scalar = Unicode.Scalar(UInt32(high))
      if (0xD800..<0xDC00).contains(high), peek == UInt8(ascii: "\\") {
        let back = position
        position += 1
        if take(UInt8(ascii: "u")) {
          let low = try codeUnit()
          if (0xDC00..<0xE000).contains(low) {
            scalar = Unicode.Scalar(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
          } else {
            position = back
          }
        } else {
          position = back
        }
      }
      if let scalar { note(scalar.value, from: start) }
      bytes += Array(String(scalar ?? "\u{FFFD}").utf8)
    default:
      position -= 2
      throw failure("there is no escape like this", help: "write `\\\\` for a backslash")
    }
  }

  private mutating func note(_ scalar: UInt32, from start: Int) {
    if outsideXML != nil || !OutsideXML.contains(scalar) { return }
    outsideXML = OutsideXML.diagnostic(scalar, in: source, Span(start, position))
  }

  private mutating func codeUnit() throws(DataError) -> UInt16 {
    // A number may have a sign, which stands for no digit here.
    guard position + 4 <= end, !"+-".utf8.contains(self.bytes[position]),
      let unit = UInt16(String(decoding: self.bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw failure("`\\u` wants four hexadecimal digits") }
    position += 4
    return unit
  }

  /// RFC 8259 section 6.
  private mutating func number() throws(DataError) -> DataNode {
    let start = position
    while let byte = peek, byte.isASCIIDigit || "+-.eE".utf8.contains(byte) { position += 1 }
    let text = String(decoding: self.bytes[start..<position], as: UTF8.self)
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let hasLeadingZero =
      digits.hasPrefix("0") && digits.dropFirst().first.map { ("0"..."9").contains($0) } ?? false
    if !hasLeadingZero, Self.hasDigitsBesideItsDot(digits) {
      if let number = Int(text) { return scalar(text, .int(number), start) }
      if let number = Double(text), number.isFinite { return scalar(text, .double(number), start) }
    }
    throw DataError(
      diagnostic: Diagnostic(
        .jsonSyntax, "`\(text)` is no number of JSON", in: source, Span(start, position),
        help: "put it in quotes if it is a text or a date"))
  }

  /// Swift reads `.5` and `1.e5`, RFC 8259 does not.
  private static func hasDigitsBesideItsDot(_ text: Substring) -> Bool {
    guard let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return true }
    let isDigit = { (byte: UInt8?) in byte.map { $0.isASCIIDigit } ?? false }
    return isDigit(text.utf8[..<dot].last) && isDigit(text.utf8[dot...].dropFirst().first)
  }

  private mutating func word() throws(DataError) -> DataNode {
    let start = position
    while let byte = peek, byte.isASCIILetter { position += 1 }
    let text = String(decoding: self.bytes[start..<position], as: UTF8.self)
    switch text {
    case "true": return scalar(text, .bool(true), start)
    case "false": return scalar(text, .bool(false), start)
    case "null": return scalar(text, .null, start)
    case "":
      if peek == UInt8(ascii: "/") || peek == UInt8(ascii: "#") {
        throw failure("JSON has no comments", help: "remove it")
      }
      throw failure(position < end ? "expected a value" : "the text ends in the middle", help: nil)
    default:
      throw DataError(
        diagnostic: Diagnostic(
          .jsonSyntax, "`\(text)` is no value of JSON", in: source, Span(start, position),
          help: "write `\"\(text)\"` for a text"))
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private func failure(_ message: String, help: String? = nil) -> DataError {
    DataError(
      diagnostic: Diagnostic(
        .jsonSyntax, message, in: source, Span(position, min(position + 1, end)), help: help))
  }
}

extension DiagnosticCode {
  /// Text that is no JSON.
  package static let jsonSyntax = DiagnosticCode("json.syntax")
}
