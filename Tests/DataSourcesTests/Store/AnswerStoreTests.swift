import Diagnostics
import Digests
import Foundation
import Models
import TestSupport
import Testing

@testable import DataSources

@Suite struct AnswerStoreTests {
  static let key = Digest(low: 1, high: 2)
  static let answer = KeptAnswer(
    asked: DateTime(milliseconds: 1_795_392_000_123),
    pages: [
      KeptPage(
        address: "", next: "http://a/?b=%20 ü\n", entityTag: "\"a b\"", lastModified: "", bytes: [0, 10, 255]),
      KeptPage(address: "http://a/", next: "", entityTag: "-", lastModified: "Mon, 23", bytes: []),
    ], failed: DateTime(milliseconds: 5), notBefore: DateTime(milliseconds: 6), fits: true,
    place: Digest(low: 3, high: 4))

  @Test func isReadAsItWasWritten() {
    #expect(KeptAnswer(Self.answer.encoded(for: Self.key), for: Self.key) == Self.answer)
    #expect(KeptAnswer(KeptAnswer().encoded(for: Self.key), for: Self.key) == KeptAnswer())
  }

  @Test func anyOtherByteMakesItNone() {
    let bytes = Self.answer.encoded(for: Self.key)
    for index in bytes.indices {
      var broken = bytes
      broken[index] ^= 1
      #expect(KeptAnswer(broken, for: Self.key) == nil, "byte \(index)")
      #expect(KeptAnswer(Array(bytes[..<index]), for: Self.key) == nil, "\(index) bytes")
    }
    #expect(KeptAnswer(bytes + [0], for: Self.key) == nil)
    #expect(KeptAnswer(bytes, for: Digest(low: 1, high: 3)) == nil)
  }

  /// Files whose digest is right and whose lines are not.
  @Test(arguments: [
    "", "\n", "source 1\n\n", "source KEY\n", "source KEY\nasked\n\n", "source KEY\nasked x\n\n",
    "source KEY\nfailed 1\n\n", "source KEY\npage 1 - - - -\n\n", "source KEY\npage -1 - - - -\n\n",
    "source KEY\npage 0 - - -\n\n", "source KEY\nother 1\n\n", "source KEY\n\nrest",
    "source KEY\npage 9223372036854775807 - - - -\npage 1 - - - -\n\nx",
  ])
  func otherLinesMakeItNone(_ lines: String) {
    let body = Array(lines.replacingOccurrences(of: "KEY", with: Self.key.hexadecimal).utf8)
    let file = Array("presstime answer 1\n\(Digest(of: body).hexadecimal)\n".utf8) + body
    #expect(KeptAnswer(file, for: Self.key) == nil)
  }

  @Test func isKeptInAFileOfItsOwn() throws {
    let folder = try TemporaryFolder()
    try folder.write("content/index.md", [])
    let store = AnswerStore(site: folder.url.path)
    #expect(store.answer(Self.key) == nil)
    store.keep(Self.answer, Self.key)
    #expect(store.answer(Self.key) == Self.answer)
    #expect(
      try folder.files(below: ".presstime/answers").keys.map { $0 } == ["\(Self.key.hexadecimal).answer"])
    AnswerStore(site: folder.url.path, isWritten: false).keep(KeptAnswer(), Self.key)
    #expect(store.answer(Self.key) == Self.answer)
    store.removeOthers(than: [])
    #expect(store.answer(Self.key) == nil)
  }

  private static func answer(_ text: String, fits: Bool = false) -> KeptAnswer {
    KeptAnswer(
      asked: DateTime(milliseconds: 1),
      pages: [KeptPage(address: "", next: "", entityTag: "", lastModified: "", bytes: Array(text.utf8))],
      fits: fits)
  }

  @Test func theLastGoodOneIsKeptBesideTheLatest() throws {
    let folder = try TemporaryFolder()
    try folder.write("content/index.md", [])
    let store = AnswerStore(site: folder.url.path)
    func endings() throws -> [String] {
      try folder.files(below: ".presstime/answers").keys.map { String($0.suffix(7)) }.sorted()
    }
    // What is not known to fit is not kept.
    store.keep(Self.answer("1"), Self.key)
    store.keep(Self.answer("2", fits: true), Self.key, setAside: true)
    #expect(store.good(Self.key) == nil)
    store.keep(Self.answer("3"), Self.key, setAside: true)
    store.keep(Self.answer("4"), Self.key, setAside: true)
    #expect(store.good(Self.key) == Self.answer("2", fits: true))
    #expect(store.answer(Self.key) == Self.answer("4"))
    #expect(try endings().count == 2)
    // It does where the latest is lost.
    try folder.write(".presstime/answers/\(Self.key.hexadecimal).answer", [1])
    #expect(store.answer(Self.key) == Self.answer("2", fits: true))
    store.keep(Self.answer("5"), Self.key, setAside: true)
    #expect(store.good(Self.key) == Self.answer("2", fits: true))
    store.keep(Self.answer("5", fits: true), Self.key)
    #expect(try endings() == [".answer"].map { String((Self.key.hexadecimal + $0).suffix(7)) })
    store.keep(Self.answer("6"), Self.key, setAside: true)
    store.removeOthers(than: [])
    #expect(try endings().isEmpty)
  }

  @Test func onlyTheLatestIsConfirmed() throws {
    let folder = try TemporaryFolder()
    try folder.write("content/index.md", [])
    let store = AnswerStore(site: folder.url.path)
    let settings = FetchedSite.source("https://api.example.com/posts")
    let key = try #require(settings.key)
    func answer(_ text: String) -> SourceAnswer {
      SourceAnswer(source: "posts", pages: [SourceFile(path: "a", text: text)], freshness: .fetched)
    }
    #expect(!store.confirm(answer("1"), of: settings))
    store.keep(Self.answer("1"), key)
    #expect(!store.confirm(answer("2"), of: settings))
    #expect(!AnswerStore(site: folder.url.path, isWritten: false).confirm(answer("1"), of: settings))
    #expect(store.answer(key)?.fits == false)
    #expect(store.confirm(answer("1"), of: settings))
    #expect(store.answer(key) == Self.answer("1", fits: true))
  }

  @Test func whatIsInTheWayIsReplaced() throws {
    let folder = try TemporaryFolder()
    try folder.write("content/index.md", [])
    try folder.write(".presstime/answers/\(Self.key.hexadecimal).answer/x", [1])
    let store = AnswerStore(site: folder.url.path)
    #expect(store.answer(Self.key) == nil)
    store.keep(Self.answer, Self.key)
    #expect(store.answer(Self.key) == Self.answer)
  }
}
