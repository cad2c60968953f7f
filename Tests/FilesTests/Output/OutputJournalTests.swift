import Digests
import Testing

@testable import Files

/// A journal counts only when it is whole.
@Suite struct OutputJournalTests {
  static let journals = [
    OutputJournal(before: Digest(of: [1]), after: Digest(of: [2]), removals: ["a", "b c/d", "é"]),
    OutputJournal(before: nil, after: Digest(of: [2]), removals: []),
  ]

  @Test(arguments: journals) func itIsReadAsItWasWritten(_ journal: OutputJournal) {
    #expect(OutputJournal(journal.bytes) == journal)
  }

  @Test(arguments: journals) func aPartOfItIsNone(_ journal: OutputJournal) {
    let bytes = journal.bytes
    for end in bytes.indices { #expect(OutputJournal(Array(bytes[..<end])) == nil) }
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      #expect(OutputJournal(changed) == nil)
    }
    #expect(OutputJournal([UInt8](repeating: 0, count: bytes.count)) == nil)
  }

  @Test func aPathThatLeavesTheFolderMakesItNone() {
    let journal = OutputJournal(before: nil, after: Digest(of: []), removals: ["a", "../b"])
    #expect(OutputJournal(journal.bytes) == nil)
  }
}
