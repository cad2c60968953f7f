import DataFormats
import Diagnostics
import Testing

/// Files that are no UTF-8 text.
@Suite struct EncodingTests {
  @Test(arguments: ["", "plain", "Grüße, 世界 🚂", "\u{FEFF}mark", "a\u{0}b"]) func goodTextHasNoProblem(
    _ text: String
  ) {
    #expect(TextEncoding.problem(in: SourceFile(path: "a.md", text: text)) == nil)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let message: String
    let column: Int
    var testDescription: String { "\(bytes)" }
  }

  static let cases = [
    Case(bytes: [0x61, 0xFC, 0x62], message: "this file is not UTF-8", column: 2),
    Case(bytes: [0x61, 0xC3], message: "this file is not UTF-8", column: 2),
    Case(bytes: [0xC0, 0xAF], message: "this file is not UTF-8", column: 1),
    Case(bytes: [0xED, 0xA0, 0x80], message: "this file is not UTF-8", column: 1),
    Case(bytes: [0xF4, 0x90, 0x80, 0x80], message: "this file is not UTF-8", column: 1),
    Case(bytes: [0x80], message: "this file is not UTF-8", column: 1),
    Case(bytes: [0xFF, 0xFE, 0x61, 0x00], message: "this file is UTF-16LE, not UTF-8", column: 0),
    Case(bytes: [0xFE, 0xFF, 0x00, 0x61], message: "this file is UTF-16BE, not UTF-8", column: 0),
    Case(
      bytes: Array("title: x".utf8).flatMap { [$0, 0] }, message: "this file is UTF-16LE, not UTF-8",
      column: 0),
    Case(
      bytes: Array("title: x".utf8).flatMap { [0, $0] }, message: "this file is UTF-16BE, not UTF-8",
      column: 0),
  ]

  @Test(arguments: cases) func otherBytesAreReported(_ sample: Case) throws {
    let problem = try #require(TextEncoding.problem(in: SourceFile(path: "a.md", bytes: sample.bytes)))
    #expect(problem.code == .textEncoding)
    #expect(problem.message == sample.message)
    #expect(problem.location?.column == sample.column)
  }

  @Test func theByteAndItsOffsetAreNamed() throws {
    let file = SourceFile(path: "a.md", bytes: Array("ok\nü".utf8) + [0xE4])
    let problem = try #require(TextEncoding.problem(in: file))
    #expect(problem.label == "byte 0xE4 at offset 5")
    #expect(problem.location?.line == 2)
    #expect(problem.location?.column == 2)
  }
}
