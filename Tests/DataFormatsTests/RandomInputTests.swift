import DataFormats
import Diagnostics
import TestSupport
import Testing

/// Any bytes at all give a value or a diagnostic, never a crash, and every place lies in the file.
@Suite struct RandomInputTests {
  static let pieces = [
    "---\n", "+++\n", "...", "{", "}", "[", "]", "\"", "'", ":", ": ", " = ", "=", ",", "\n", "\r\n", "\r",
    "\t",
    "  ", "- ", "#", "&a", "*a", "!t", "|", ">", "\\", "\\u12", "title", "a.b", "1", "-1.5e3", "true", "null",
    "2024-05-01", "é", "日本", "🚂", "\u{FEFF}", "\u{0}", "\u{85}", "\u{2028}", "<!--{", "}-->", "[[a]]",
    "\"\"\"",
  ]

  @Test(arguments: [DataFormat.yaml, .toml, .json]) func everyFormatEndsWithAValueOrADiagnostic(
    _ format: DataFormat
  ) {
    var random = SeededGenerator(seed: 2026)
    for _ in 0..<3000 {
      let bytes = random.bytes(from: Self.pieces, length: 24)
      let file = SourceFile(path: "x", bytes: bytes)
      let start = bytes.isEmpty ? 0 : Int.random(in: 0..<min(4, bytes.count), using: &random)
      let parse = DataParser.parse(file, in: start..<bytes.count, as: format)
      #expect((parse.node == nil) == parse.diagnostics.hasErrors, "\(bytes)")
      check(parse.diagnostics, in: file)
      for span in parse.node?.allSpans ?? [] {
        #expect(span.start >= start && span.end <= bytes.count, "\(format) \(span) of \(bytes)")
      }
      #expect(parse.end >= start && parse.end <= bytes.count)
    }
  }

  @Test func frontMatterOfAnyBytesEndsInTheFile() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<2000 {
      let bytes = random.bytes(from: Self.pieces, length: 24)
      let file = SourceFile(path: "x", bytes: bytes)
      let split = FrontMatter.split(file)
      #expect((0...bytes.count).contains(split.bodyStart))
      #expect((0...bytes.count).contains(split.openingFence.end))
      check(split.diagnostics, in: file)
      _ = TextEncoding.problem(in: file)
    }
  }

  private func check(_ diagnostics: [Diagnostic], in file: SourceFile) {
    let lines = file.bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
    for diagnostic in diagnostics {
      for location in [diagnostic.location].compactMap({ $0 }) + diagnostic.related.map(\.location) {
        #expect(location.line >= 1 && location.line <= lines, "\(diagnostic)")
        #expect(location.column >= 1 && location.column <= file.bytes.count + 1)
      }
      #expect(!diagnostic.message.isEmpty)
    }
  }
}
