package import Diagnostics

/// Whether a file's bytes are text that Presstime reads: UTF-8 without NUL.
package enum TextEncoding {
  /// What is wrong with the bytes, and where; nothing for good text.
  package static func problem(in source: SourceFile) -> Diagnostic? {
    let bytes = source.bytes
    return problem(in: source, TextScan(bytes))
  }

  /// The same where the bytes have been gone over.
  package static func problem(in source: SourceFile, _ scan: TextScan) -> Diagnostic? {
    let bytes = source.bytes
    if let name = utf16(bytes) {
      return Diagnostic(
        .textEncoding, "this file is \(name), not UTF-8", at: Location(path: source.path),
        help: ["convert it: `iconv -f \(name) -t UTF-8 \(source.path) > new && mv new \(source.path)`"])
    }
    if !scan.isWellFormed, let offset = firstIllFormed(bytes) {
      return Diagnostic(
        .textEncoding, "this file is not UTF-8", in: source, Span(offset, offset + 1),
        label: "byte 0x\(String(bytes[offset], radix: 16, uppercase: true)) at offset \(offset)",
        help: "save it as UTF-8; a text in Latin-1: `iconv -f LATIN1 -t UTF-8 \(source.path)`")
    }
    return nil
  }

  private static func utf16(_ bytes: [UInt8]) -> String? {
    guard let first = bytes.first, first >= 0xFE || bytes.prefix(64).contains(0) else { return nil }
    if bytes.starts(with: [0xFF, 0xFE]) { return "UTF-16LE" }
    if bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16BE" }
    let head = bytes.prefix(64)
    guard head.count >= 8 else { return nil }
    let zeros = head.enumerated().filter { $0.element == 0 }
    if zeros.count * 3 < head.count { return nil }
    if zeros.allSatisfy({ $0.offset % 2 == 1 }) { return "UTF-16LE" }
    if zeros.allSatisfy({ $0.offset % 2 == 0 }) { return "UTF-16BE" }
    return nil
  }

  private static func firstIllFormed(_ bytes: [UInt8]) -> Int? {
    do {
      let span = bytes.span
      _ = try UTF8Span(validating: span)
      return nil
    } catch {
      return min(error.byteOffsets.lowerBound, max(0, bytes.count - 1))
    }
  }
}

extension DiagnosticCode {
  /// A file that is no UTF-8 text.
  package static let textEncoding = DiagnosticCode("file.not-utf8")
}
