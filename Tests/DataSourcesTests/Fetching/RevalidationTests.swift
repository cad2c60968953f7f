import Diagnostics
import Foundation
import Models
import TestSupport
import Testing
import WebTestSupport

@testable import DataSources

/// When a server is asked, and what with.
@Suite(.enabled(if: FetchedSite.isPossible, "libcurl is not on this machine")) struct RevalidationTests {
  @Test func isAskedOnceWithinTheAge() throws {
    var site = try FetchedSite { _ in .json("[1]") }
    let source = site.source()
    var (answer, diagnostics) = site.fetch(source)
    #expect(answer?.freshness == .fetched)
    #expect(answer?.texts == ["[1]"])
    #expect(answer?.pages.map(\.path) == [site.server.url("/posts")])
    #expect(answer?.asked == site.clock)
    #expect(answer?.due?.seconds == site.clock.seconds + 60)
    #expect(answer?.requests == 1)
    site.seconds = 59
    (answer, diagnostics) = site.fetch(source)
    #expect(answer?.freshness == .cached)
    #expect(answer?.texts == ["[1]"])
    #expect(answer?.requests == 0)
    #expect(diagnostics.isEmpty)
    #expect(site.server.requests.count == 1)
    #expect(site.server.requests.first?["accept"] == "application/json")
    #expect(site.server.requests.first?["user-agent"] == "Presstime")
    #expect(site.server.requests.first?.method == "GET")
  }

  /// With another value of a variable in it an address is another one, whose answer is no other's.
  @Test func anAnswerIsThatOfItsAddress() throws {
    var site = try FetchedSite { request in
      request.target == "/down" ? .status(503) : .json("[\"\(request.target)\"]")
    }
    site.environment["NAME"] = "a"
    let source = site.source("/${NAME}")
    #expect(site.fetch(source).answer?.texts == ["[\"/a\"]"])
    #expect(site.fetch(source).answer?.freshness == .cached)
    site.environment["NAME"] = "down"
    #expect(site.fetch(source).answer == nil && site.fetch(source, .offline).answer == nil)
    // An address that does not answer takes nothing from the one that did.
    site.environment["NAME"] = "a"
    #expect(site.fetch(source).answer?.freshness == .cached)
    site.environment["NAME"] = "b"
    #expect(site.fetch(source).answer?.texts == ["[\"/b\"]"])
    #expect(site.fetch(source).answer?.freshness == .cached)
    // Where it is not known which address is meant, what is kept is all that there is.
    site.environment = [:]
    #expect(site.fetch(source, .offline).answer?.texts == ["[\"/b\"]"])
    #expect(try !site.stored().contains("/b\n"))
  }

  @Test func isAskedWhetherItHasChangedAfterTheAge() throws {
    var site = try FetchedSite { request in
      request["if-none-match"] == "\"a\"" ? .status(304) : .json("[1]", [("ETag", "\"a\"")])
    }
    let source = site.source()
    _ = site.fetch(source)
    site.seconds = 60
    let (answer, diagnostics) = site.fetch(source)
    #expect(answer?.freshness == .confirmed)
    #expect(answer?.texts == ["[1]"])
    #expect(answer?.asked == site.clock)
    #expect(answer?.requests == 1)
    #expect(diagnostics.isEmpty)
    #expect(site.server.requests.count == 2)
    // Its age begins anew.
    site.seconds = 119
    #expect(site.fetch(source).answer?.freshness == .cached)
    #expect(site.server.requests.count == 2)
  }

  @Test func isAskedByDateWhereThereIsNoTag() throws {
    let date = "Mon, 23 Nov 2026 00:00:00 GMT"
    var site = try FetchedSite { request in
      request["if-modified-since"] == date ? .status(304) : .json("[1]", [("Last-Modified", date)])
    }
    _ = site.fetch(site.source())
    site.seconds = 60
    #expect(site.fetch(site.source()).answer?.freshness == .confirmed)
    #expect(site.server.requests.map { $0["if-none-match"] } == [nil, nil])
  }

  @Test func aNewAnswerReplacesTheOld() throws {
    var site = try FetchedSite { request in
      .json("[\(request.number)]", [("ETag", "\"\(request.number)\"")])
    }
    _ = site.fetch(site.source())
    site.seconds = 60
    let (answer, _) = site.fetch(site.source())
    #expect(answer?.freshness == .fetched)
    #expect(answer?.texts == ["[1]"])
    #expect(site.server.requests.map { $0["if-none-match"] } == [nil, "\"0\""])
  }

  @Test func theSameBytesAreConfirmedWithoutValidators() throws {
    var site = try FetchedSite { _ in .json("[1]") }
    _ = site.fetch(site.source())
    site.seconds = 60
    #expect(site.fetch(site.source()).answer?.freshness == .confirmed)
    #expect(site.server.requests.count == 2)
  }

  @Test func anAgeOfNothingAlwaysAsks() throws {
    let site = try FetchedSite { _ in .json("[1]") }
    let source = site.source().with { $0.revalidate = .seconds(0) }
    for _ in 0..<3 { _ = site.fetch(source) }
    #expect(site.server.requests.count == 3)
  }

  @Test func neverIsNever() throws {
    var site = try FetchedSite { _ in .json("[1]") }
    let source = site.source().with { $0.revalidate = .unbounded }
    #expect(site.fetch(source).answer?.due == nil)
    site.seconds = 1 << 40
    #expect(site.fetch(source).answer?.freshness == .cached)
    #expect(site.server.requests.count == 1)
  }

  @Test func aClockThatGoesBackAsksAgain() throws {
    var site = try FetchedSite { _ in .json("[1]") }
    site.seconds = 10
    _ = site.fetch(site.source())
    site.seconds = 9
    #expect(site.fetch(site.source()).answer?.freshness == .confirmed)
    #expect(site.server.requests.count == 2)
  }

  @Test func otherSettingsAreAnotherAnswer() throws {
    let site = try FetchedSite { _ in .json("{\"items\": []}") }
    let sources = [
      site.source(), site.source("/other"), site.source { $0.next = ["next"] },
      site.source { $0.headers = [.init(name: "X-A", value: "1")] },
      site.source { $0.headers = [.init(name: "X-A", value: "2")] }, site.source().with { $0.name = "news" },
      site.source().with { $0.shape = .value },
    ]
    for source in sources { #expect(site.fetch(source).answer?.freshness == .fetched) }
    for source in sources { #expect(site.fetch(source).answer?.freshness == .cached) }
    #expect(site.server.requests.count == sources.count)
    // What only bounds a request does not make another of it.
    _ = site.fetch(site.source { $0.timeout = 3 })
    #expect(site.server.requests.count == sources.count)
    site.store.removeOthers(than: Array(sources.prefix(1)))
    #expect(site.fetch(sources[0]).answer?.freshness == .cached)
    #expect(site.fetch(sources[1]).answer?.freshness == .fetched)
  }

  @Test func aConfirmationThatNobodyAskedForIsNoAnswer() throws {
    let site = try FetchedSite { _ in .status(304) }
    let (answer, diagnostics) = site.fetch(site.source())
    #expect(answer == nil)
    #expect(diagnostics.codes == ["error[source.no-answer]"])
  }

  @Test func aBrokenStoreIsAsGoodAsNone() throws {
    let site = try FetchedSite { _ in .json("[1]") }
    _ = site.fetch(site.source())
    for (path, bytes) in try site.folder.files(below: ".presstime/answers") {
      try site.folder.write(".presstime/answers/" + path, bytes.dropLast())
    }
    #expect(site.fetch(site.source()).answer?.freshness == .fetched)
    #expect(site.server.requests.count == 2)
  }

  @Test func aByteOrderMarkAndAnyTypeAreFine() throws {
    let site = try FetchedSite { _ in .body([0xEF, 0xBB, 0xBF] + Array(" [1]\n".utf8), type: "text/html") }
    let (answer, diagnostics) = site.fetch(site.source())
    #expect(answer?.pages.first?.bytes.count == 8)
    #expect(diagnostics.isEmpty)
  }

  @Test func chunkedAnswersAreWhole() throws {
    let site = try FetchedSite { _ in
      .raw("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\n[1\n3;x=y\n,2]\n0\nETag: \"late\"\n\n")
    }
    #expect(site.fetch(site.source()).answer?.texts == ["[1,2]"])
  }

  @Test func interimAnswersAreNotTaken() throws {
    let site = try FetchedSite { _ in
      .raw("HTTP/1.1 103 Early Hints\nETag: \"x\"\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\n[]")
    }
    #expect(site.fetch(site.source()).answer?.texts == ["[]"])
    #expect(try !site.stored().contains("\"x\""))
  }

  // MARK: - Offline

  @Test func offlineTakesWhatIsKept() throws {
    var site = try FetchedSite { _ in .json("[1]") }
    _ = site.fetch(site.source())
    #expect(site.fetch(site.source(), .offline).answer?.freshness == .cached)
    site.seconds = 1_000_000
    let (answer, diagnostics) = site.fetch(site.source(), .offline)
    #expect(answer?.freshness == .stale)
    #expect(answer?.texts == ["[1]"])
    #expect(diagnostics.isEmpty)
    #expect(site.server.requests.count == 1)
  }

  @Test func offlineListsWhatItLacks() throws {
    let site = try FetchedSite { _ in .json("[1]") }
    let sources = ["a", "b", "c"].map { name in
      site.source("/" + name).with {
        $0.name = name
        $0.declaration = FetchedSite.declaration(name)
      }
    }
    _ = site.fetch(sources[1])
    let (answers, diagnostics) = site.fetcher(.offline).answer(for: sources)
    #expect(answers.map(\.source) == ["b"])
    #expect(diagnostics.codes == ["error[source.not-kept]"])
    #expect(diagnostics.first?.message == "nothing is kept of `a`, `c`, and `--offline` asks no server")
    #expect(diagnostics.first?.related.count == 1)
    #expect(site.server.requests.count == 1)
  }

  // MARK: - Many sources

  @Test func answersAreInTheOrderOfTheSettings() throws {
    let site = try FetchedSite { request in
      .json("\"\(request.target)\"").after(request.target.hasSuffix("0") ? 0.05 : 0)
    }
    let sources = (0..<20).map { number in site.source("/\(number)").with { $0.name = "s\(number)" } }
    let (answers, diagnostics) = site.fetcher().answer(for: sources)
    #expect(answers.map(\.source) == sources.map(\.name))
    #expect(answers.flatMap(\.texts) == (0..<20).map { "\"/\($0)\"" })
    #expect(diagnostics.isEmpty)
    #expect(site.server.requests.count == 20)
    #expect(site.server.mostAtOnce <= 2)
  }

  @Test func oneThatFailsLeavesTheOthers() throws {
    let site = try FetchedSite { request in request.target == "/1" ? .status(404) : .json("[]") }
    let sources = (0..<3).map { number in site.source("/\(number)").with { $0.name = "s\(number)" } }
    let (answers, diagnostics) = site.fetcher().answer(for: sources)
    #expect(answers.map(\.source) == ["s0", "s2"])
    #expect(diagnostics.codes == ["error[source.no-answer]"])
  }

  @Test func aSiteThatIsNoneGetsNoStore() throws {
    let site = try FetchedSite { _ in .json("[1]") }
    let other = site.folder.url.appendingPathComponent("elsewhere").path
    let fetcher = SourceFetcher(
      store: AnswerStore(site: other), environment: { _ in nil }, clock: site.clock, policy: .online)
    #expect(fetcher.answer(for: [site.source()]).answers.count == 1)
    #expect(try site.folder.files(below: "elsewhere").isEmpty)
  }

  @Test func filesAreLeftToOthers() throws {
    let site = try FetchedSite { _ in .json("[1]") }
    let (answer, diagnostics) = site.fetch(site.source().with { $0.origin = .file("data/posts.json") })
    #expect(answer == nil)
    #expect(diagnostics.isEmpty)
  }

  @Test func withoutLibcurlItIsSaidHowToGetIt() throws {
    let site = try FetchedSite { _ in .json("[1]") }
    var fetcher = site.fetcher()
    fetcher.library = { CurlLibrary(named: "libpresstime-none.so.4") }
    let (answers, diagnostics) = fetcher.answer(for: [site.source()])
    #expect(answers.isEmpty)
    #expect(diagnostics.codes == ["error[source.no-libcurl]"])
    #expect(diagnostics.first?.help.first?.contains("apt-get install libcurl4") == true)
    // What is kept needs none.
    _ = site.fetch(site.source())
    #expect(fetcher.answer(for: [site.source()]).answers.first?.freshness == .cached)
  }
}
