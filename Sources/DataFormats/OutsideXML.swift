package import Diagnostics

/// Characters that XML can't hold, however they are written (XML 1.0 section 2.2): control characters but tab and line
/// ends, U+FFFE and U+FFFF. Feeds leave them out, and their author is told.
package enum OutsideXML {
  /// Whether XML can't hold a character; surrogates, which no text has, aside.
  package static func contains(_ scalar: UInt32) -> Bool {
    (scalar < 0x20 && scalar != 0x09 && scalar != 0x0A && scalar != 0x0D) || scalar == 0xFFFE
      || scalar == 0xFFFF
  }

  /// What is said of one.
  package static func diagnostic(_ scalar: UInt32, in source: SourceFile, _ span: Span) -> Diagnostic {
    let hex = String(scalar, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    return Diagnostic(
      .fileControlCharacter,
      "there is a \(scalar < 0x20 ? "control character" : "noncharacter") here, \(name)",
      in: source, span, label: "left out of feeds", help: "remove it")
  }

  /// The first that stands in a text as it is.
  package static func diagnostic(_ scan: TextScan, in source: SourceFile) -> Diagnostic? {
    guard let found = scan.firstOutsideXML, found.upperBound <= source.bytes.count else { return nil }
    let bytes = source.bytes
    let scalar =
      found.count == 1 ? UInt32(bytes[found.lowerBound]) : 0xFF40 + UInt32(bytes[found.upperBound - 1])
    return diagnostic(scalar, in: source, Span(found.lowerBound, found.upperBound))
  }

  /// The first that an escape of a value stands for, in a document of YAML or TOML. Without a backslash there is none.
  static func diagnostic(in node: DataNode, of source: SourceFile, _ range: Range<Int>) -> Diagnostic? {
    guard source.bytes[range].contains(UInt8(ascii: "\\")) else { return nil }
    return first(in: node).map { diagnostic($0.scalar, in: source, $0.span) }
  }

  private static func first(in node: DataNode) -> (scalar: UInt32, span: Span)? {
    switch node.content {
    case .scalar(let scalar):
      return scalar.text.unicodeScalars.first { contains($0.value) }.map { ($0.value, node.span) }
    case .list(let items): return items.lazy.compactMap { first(in: $0) }.first
    case .map(let members): return members.lazy.compactMap { first(in: $0.value) }.first
    }
  }
}

extension DiagnosticCode {
  /// A character that no feed can hold.
  package static let fileControlCharacter = DiagnosticCode("file.control-character", .warning)
}
