import Diagnostics
import Digests
import Files
import Foundation
import Models
import TestSupport
import Testing
import WebTestSupport

@testable import DataSources

@Suite(.enabled(if: FetchedSite.isPossible, "libcurl is not on this machine")) struct SourceLockTests {
  /// A site with an answer of two pages, fetched.
  static func site() throws -> (site: FetchedSite, source: SourceSettings, answers: [SourceAnswer]) {
    let site = try FetchedSite { request in
      .json(#"{"next": \#(request.target == "/posts" ? "\"/2\"" : "null")}"#, [("ETag", "\"a\\b\"")])
    }
    let source = site.source { $0.next = ["next"] }
    return (site, source, site.fetcher().answer(for: [source]).answers)
  }

  @Test func isReadAsItIsWritten() throws {
    let (site, source, answers) = try Self.site()
    let lock = SourceLock([source], answers, site.store)
    #expect(lock.entries.map(\.name) == ["posts"])
    #expect(lock.entries.first?.entityTag == "\"a\\b\"")
    try lock.write(site: site.folder.url.path, answers)
    let (read, diagnostics) = SourceLock.read(site: site.folder.url.path)
    #expect(read == lock)
    #expect(diagnostics.isEmpty)
    let files = try site.folder.files(below: "content").keys.sorted()
    #expect(
      files == ["_sources/entries.posts.2.json", "_sources/entries.posts.json", "index.md", "sources.lock"])
    let text = String(
      decoding: try #require(try site.folder.files(below: "content")["sources.lock"]), as: UTF8.self)
    #expect(text.contains("url = \"\(site.server.url("/posts"))\"\n"))
    #expect(text.contains("asked = 2026-11-23T00:00:00Z\n"))
  }

  @Test func aFrozenRunTakesWhatIsLocked() throws {
    var (site, source, answers) = try Self.site()
    let lock = SourceLock([source], answers, site.store)
    try lock.write(site: site.folder.url.path, answers)
    try FileSystem.remove(site.folder.url.path + "/.presstime")
    site.server.stop()
    site.seconds = 1_000_000
    let (answer, diagnostics) = site.fetch(source, .frozen(lock))
    #expect(answer?.freshness == .locked)
    #expect(answer?.texts == answers.first?.texts)
    #expect(
      answer?.pages.map(\.path) == [
        "content/_sources/entries.posts.json", "content/_sources/entries.posts.2.json",
      ])
    #expect(answer?.asked == answers.first?.asked)
    #expect(answer?.due == nil)
    #expect(diagnostics.isEmpty)
    #expect(site.server.requests.count == 2)
  }

  @Test func theStoreDoesWhereItIsTheSame() throws {
    let (site, source, answers) = try Self.site()
    let lock = SourceLock([source], answers, site.store)
    #expect(site.fetch(source, .frozen(lock)).answer?.texts == answers.first?.texts)
    try FileSystem.remove(site.folder.url.path + "/.presstime")
    let (answer, diagnostics) = site.fetch(source, .frozen(lock))
    #expect(answer == nil)
    #expect(diagnostics.codes == ["error[source.lock]"])
    #expect(diagnostics.first?.message.contains("neither in content/_sources/ nor in the cache") == true)
  }

  /// A newer answer that does not fit is the latest in the store.
  @Test func theLastGoodOneDoesToo() throws {
    var (site, source, answers) = try Self.site()
    let lock = SourceLock([source], answers, site.store)
    #expect(site.store.confirm(try #require(answers.first), of: source))
    site.server.answer { _ in .json("[]") }
    site.seconds = 3600
    #expect(site.fetch(source).answer?.texts == ["[]"])
    #expect(site.fetch(source, .frozen(lock)).answer?.texts == answers.first?.texts)
    answers = site.fetcher().lastGood(of: [source], besides: [try #require(site.fetch(source).answer)]).map(
      \.answer)
    #expect(SourceLock([source], answers, site.store).entries == lock.entries)
  }

  @Test func whatDiffersIsAnError() throws {
    let (site, source, answers) = try Self.site()
    let lock = SourceLock([source], answers, site.store)
    try lock.write(site: site.folder.url.path, answers)
    func refusal(_ source: SourceSettings, _ lock: SourceLock) -> String {
      let (answer, diagnostics) = site.fetch(source, .frozen(lock))
      #expect(answer == nil)
      #expect(diagnostics.codes == ["error[source.lock]"])
      return diagnostics.first?.message ?? ""
    }
    #expect(refusal(source, SourceLock(entries: [])) == "`posts` is not in content/sources.lock")
    #expect(refusal(site.source(), lock) == "`posts` was locked with another `url`, `headers` or `next`")
    try site.folder.write("content/_sources/entries.posts.2.json", Array("{}".utf8))
    #expect(refusal(source, lock) == "content/_sources/entries.posts.2.json is not what was locked")
    let (_, diagnostics) = site.fetcher(.frozen(lock)).answer(for: [])
    #expect(diagnostics.first?.message == "`posts` is locked, and the site has no such source")
  }

  @Test func answersThatAreNoMoreAreRemoved() throws {
    let (site, source, answers) = try Self.site()
    try SourceLock([source], answers, site.store).write(site: site.folder.url.path, answers)
    try site.folder.write("content/_sources/mine.json", [])
    try SourceLock(entries: []).write(site: site.folder.url.path, [])
    #expect(try site.folder.files(below: "content/_sources").keys.map { $0 } == ["mine.json"])
  }

  @Test func namesOfAnyKindAreFiles() {
    #expect(SourceLock.fileName(.value, "../ä/b", page: 1) == "data...%2F%C3%A4%2Fb.2.json")
  }

  @Test(arguments: [
    ("", "another version"), ("version = 2\n", "another version"), ("version = \"1\"\n", "another version"),
    ("version = 1\nsource = 1\n", "`source` has no meaning here"),
    ("version = 1\nother = 1\n", "`other` has no meaning here"),
    ("version = 1\nsource = [1]\n", "this is no source"),
    ("version = 1\n[[source]]\nkind = \"x\"\n", "`kind` is neither"),
    ("version = 1\n[[source]]\nname = \"a\"\n", "`kind` is missing"),
    ("version = 1\n[[source]]\nkind = \"data\"\nasked = 1\n", "`asked` is no date"),
    ("version = 1\n[[source]]\nkind = \"data\"\nasked = 2026-11-23\n", "`pages` is missing"),
    ("version = 1\n[[source]]\nkind = \"data\"\nasked = 2026-11-23\npages = []\n", "`pages` is missing"),
    (
      "version = 1\n[[source]]\nkind = \"data\"\nasked = 2026-11-23\npages = [\"x\"]\nsettings = \"x\"\n",
      "this is no digest"
    ),
    ("version = \n", ""),
  ])
  func badFilesAreReported(_ text: String, _ message: String) {
    let (lock, diagnostics) = SourceLock.read(SourceFile(path: "content/sources.lock", text: text))
    #expect(lock == nil)
    #expect(diagnostics.count == 1)
    #expect(diagnostics.first?.message.contains(message) == true || message.isEmpty)
    #expect(diagnostics.first?.location?.path == "content/sources.lock")
  }

  @Test func noFileIsReported() throws {
    let (lock, diagnostics) = SourceLock.read(site: try TemporaryFolder().url.path)
    #expect(lock == nil)
    #expect(diagnostics.first?.message == "there is no content/sources.lock")
  }
}
