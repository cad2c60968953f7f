import Diagnostics
import Foundation
import TemplateTestSupport
import Testing

/// The texts that the fuzzer starts from, and those that once showed a bug.
@Suite struct CorpusTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fuzzing/Corpus")
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

  @Test func thereAreTexts() { #expect(Self.names.count > 30) }

  /// Those that take their time are read by `HostileInputTests`.
  @Test(arguments: names.filter { !HostileInputTests.growing.contains($0) })
  func aThemeOfTheFuzzerBreaksNothing(_ name: String) throws {
    let bytes = try Array(Data(contentsOf: Self.folder.appendingPathComponent(name)))
    #expect(TemplateCase(bytes).problem() == nil)
  }

  @Test func whatACaseHoldsIsRead() {
    let files = TemplateCase(Array("a\n--- components/A.html\nb\n--- nowhere\nc\n".utf8)).files
    #expect(
      files.mapValues { String(decoding: $0.bytes, as: UTF8.self) } == [
        "routes/index.html": "a", "components/A.html": "b\n--- nowhere\nc\n",
      ])
  }
}
