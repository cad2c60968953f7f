import DataSources
import Diagnostics
import Dispatch
import Foundation
import Models
import SitePipeline
import Synchronization
import TestSupport
import Testing
import WebTestSupport

@testable import PreviewServer

/// Sources over HTTP that change, fail and dawdle under a preview.
@Suite(.serialized, .enabled(if: RefreshedSite.isPossible, "libcurl is not on this machine"))
struct SourceRefreshTests {
  // MARK: - Ages

  @Test func whoVisitsGetsThePageAtOnceAndTheFreshOneNext() throws {
    let site = try RefreshedSite(RefreshedSite.posts(revalidate: "60"))
    defer { site.end() }
    site.posts([("a", "First."), ("b", "Same.")])
    try site.start()
    #expect(site.server.requests.count == 1)
    let (a, b) = (try site.stream("/a/"), try site.stream("/b/"))
    #expect(try site.page("/a/").contains("First."))
    // Young enough.
    site.pass(59)
    _ = try site.page("/a/")
    site.refresh.waitForAnswers()
    #expect(site.server.requests.count == 1 && site.told.isEmpty)
    site.posts([("a", "Second."), ("b", "Same.")])
    site.pass(1)
    #expect(try site.page("/a/").contains("First."))
    site.refresh.waitForAnswers()
    #expect(site.server.requests.count == 2)
    #expect(try site.page("/a/").contains("Second."))
    #expect(site.told == ["changed(\"posts\"): 1"])
    #expect(a.text(through: "data: \n\n").contains("event: page\n"))
    // The same again: nobody hears of it.
    site.pass(60)
    _ = try site.page("/a/")
    site.refresh.waitForAnswers()
    #expect(site.server.requests.count == 3 && site.told.count == 1)
    // An edit is the next thing that the other page hears of, and asks nobody.
    site.pass(60)
    try site.edit("content/about.md", "---\ntitle: About\n---\n\n[x](nowhere.md)\n")
    let heard = b.text(through: "\n\n")
    #expect(heard.contains("event: problems") && !heard.contains("event: page"))
    #expect(site.server.requests.count == 3)
  }

  /// The timer asks without a visit, but not for ever.
  @Test func nobodyIsAskedWhileNobodyLooks() throws {
    let site = try RefreshedSite(RefreshedSite.posts(revalidate: "60"))
    defer { site.end() }
    try site.start()
    for count in 2...3 {
      site.pass(60)
      site.refresh.timeHasCome()
      site.refresh.waitForAnswers()
      #expect(site.server.requests.count == count)
    }
    site.pass(600)
    site.refresh.timeHasCome()
    site.refresh.waitForAnswers()
    #expect(site.server.requests.count == 3)
    _ = try site.page("/style.css")
    site.refresh.waitForAnswers()
    #expect(site.server.requests.count == 4)
  }

  @Test func withoutAnAgeAVisitAsks() throws {
    let site = try RefreshedSite(RefreshedSite.posts(revalidate: "0"))
    defer { site.end() }
    try site.start()
    /// Requests so far, after one for a path.
    func count(_ path: String, _ fields: [String] = []) throws -> Int {
      _ = try site.page(path, fields)
      site.refresh.waitForAnswers()
      return site.server.requests.count
    }
    site.pass(4)
    #expect(try count("/a/") == 1)
    site.pass(1)
    // Neither a timer nor a file nor the page's own script is a visit.
    site.refresh.timeHasCome()
    #expect(try count("/style.css") == 1)
    #expect(try count("/a/", ["Presstime-Update: 1"]) == 1)
    #expect(try count("/a/") == 2)
    #expect(try count("/a/") == 2)
    site.posts([("a", "Second.")])
    site.pass(5)
    #expect(try count("/") == 3)
    #expect(try site.page("/a/").contains("Second."))
  }

  @Test func aRestartAsksNobody() throws {
    let site = try RefreshedSite(RefreshedSite.posts(revalidate: "60"))
    defer { site.end() }
    try site.start()
    let again = SourceRefresh(site: site.folder.url.path, now: { site.moment }, environment: { _ in nil })
    var options = site.options
    options.fetch = { again.answers(of: $0) }
    #expect(SiteSnapshot(options).plan?.pages.count == 3)
    #expect(site.server.requests.count == 1)
  }

  // MARK: - Failures

  @Test func aServerThatFailsIsToldOnce() throws {
    let site = try RefreshedSite(RefreshedSite.posts(revalidate: "60"))
    defer { site.end() }
    try site.start()
    let stream = try site.stream("/a/")
    site.server.answer { _ in .raw("HTTP/1.1 200 OK\nContent-Length: 100\n\n[1, 2]") }
    site.pass(60)
    _ = try site.page("/a/")
    site.refresh.waitForAnswers()
    #expect(site.told == ["failed(\"posts\"): 0"])
    #expect(site.problems == ["warning[source.stale]"])
    #expect(stream.text(through: "}\n\n").contains("source.stale"))
    #expect(try site.page("/a/").contains("First."))
    // Not at once again, and not told again.
    let asked = site.server.requests.count
    site.pass(59)
    _ = try site.page("/a/")
    site.refresh.waitForAnswers()
    #expect(site.server.requests.count == asked)
    site.server.answer { _ in .status(404) }
    site.pass(1)
    site.refresh.timeHasCome()
    site.refresh.waitForAnswers()
    #expect(site.server.requests.count == asked + 1 && site.told.count == 1)
    // An edit meanwhile neither asks nor loses what is shown.
    try site.edit("content/about.md", "---\ntitle: About\n---\n\nOther.\n")
    try site.edit("content/site.toml", "\n" + site.settings)
    #expect(site.problems == ["warning[source.stale]"] && site.server.requests.count == asked + 1)
    #expect(try site.page("/about/").contains("Other."))
    site.posts([("a", "First."), ("b", "Same.")])
    site.pass(60)
    site.refresh.timeHasCome()
    site.refresh.waitForAnswers()
    #expect(site.told.last == "mended(\"posts\"): 0" && site.told.count == 2)
    #expect(site.problems == [])
    #expect(stream.text(through: "event: mended").contains("event: mended"))
    // No server at all.
    site.server.stop()
    site.pass(60)
    site.refresh.timeHasCome()
    site.refresh.waitForAnswers()
    #expect(site.told.last == "failed(\"posts\"): 0" && site.problems == ["warning[source.stale]"])
    #expect(try site.page("/a/").contains("First."))
  }

  @Test func aServerThatComesLaterIsShownThen() throws {
    let site = try RefreshedSite(RefreshedSite.posts(revalidate: "never"))
    defer { site.end() }
    site.server.answer { _ in .status(404) }
    try site.start()
    #expect(site.problems == ["error[source.no-answer]"])
    #expect(try site.client().get("/a/")?.status == 500)
    try site.edit("content/about.md", "---\ntitle: About\n---\n\nOther.\n")
    #expect(site.server.requests.count == 1)
    site.posts([("a", "First.")])
    site.pass(60)
    site.refresh.timeHasCome()
    site.refresh.waitForAnswers()
    #expect(site.problems == [] && site.server.requests.count == 2)
    #expect(try site.page("/a/").contains("First."))
  }

  /// What does not fit is an error as in a file: the last good site stays.
  @Test func anAnswerThatDoesNotFitIsToldAndMended() throws {
    let site = try RefreshedSite(RefreshedSite.posts(revalidate: "60"))
    defer { site.end() }
    try site.start()
    for text in ["{}", "[{\"slug\": \"a\"}]"] {
      site.server.answer { _ in .json(text) }
      site.pass(60)
      site.refresh.timeHasCome()
      site.refresh.waitForAnswers()
      #expect(site.problems.contains { $0.hasPrefix("error") })
      #expect(try site.page("/a/").contains("First."))
    }
    site.posts([("a", "Third.")])
    site.pass(60)
    site.refresh.timeHasCome()
    site.refresh.waitForAnswers()
    #expect(site.problems == [])
    #expect(try site.page("/a/").contains("Third."))
  }

  @Test func aSlowServerDelaysNobody() throws {
    let site = try RefreshedSite(RefreshedSite.posts(revalidate: "60"))
    defer { site.end() }
    try site.start()
    let gate = Gate()
    defer { gate.open() }
    site.server.answer { _ in
      gate.pass()
      return .json(RefreshedSite.list([("a", "Second.")]))
    }
    site.pass(60)
    _ = try site.page("/a/")
    gate.waitForFirst()
    // While it is asked, pages are answered, edits are shown, and it is not asked twice.
    #expect(try site.page("/a/").contains("First."))
    site.pass(60)
    #expect(try site.page("/b/").contains("Same."))
    try site.edit("content/about.md", "---\ntitle: About\n---\n\nOther.\n")
    #expect(try site.page("/about/").contains("Other."))
    try site.edit("content/site.toml", site.settings + "\n")
    #expect(site.server.requests.count == 2 && site.told.isEmpty)
    gate.open()
    site.refresh.waitForAnswers()
    #expect(try site.page("/a/").contains("Second."))
    #expect(site.told.count == 1)
  }

  /// The end waits for no server.
  @Test func theEndIsAtOnce() throws {
    let site = try RefreshedSite(RefreshedSite.posts(revalidate: "60"))
    defer { site.end() }
    try site.start()
    let gate = Gate()
    site.server.answer { _ in
      gate.pass()
      return .json("[]")
    }
    site.pass(60)
    _ = try site.page("/a/")
    gate.waitForFirst()
    site.refresh.stop()
    #expect(site.server.requests.count == 2)
    gate.open()
    site.refresh.waitForAnswers()
    #expect(site.told.isEmpty)
    site.pass(60)
    _ = try site.page("/a/")
    site.refresh.waitForAnswers()
    #expect(site.server.requests.count == 2)
  }

  // MARK: - Settings

  @Test func settingsAskForWhatHasChangedOnly() throws {
    let weather = """
      [data.weather]
      url = "URL/weather"
      revalidate = "60"
      type = "{ station: String }"

      """
    let site = try RefreshedSite(RefreshedSite.posts(revalidate: "60") + weather)
    defer { site.end() }
    try site.start()
    var paths: [String] { site.server.requests.map(\.target) }
    #expect(paths.sorted() == ["/posts", "/weather"])
    // Settings that ask for the same.
    try site.edit("content/site.toml", site.settings.replacing("\"60\"", with: "\"2m\""))
    #expect(site.problems == [] && paths.count == 2)
    site.pass(60)
    _ = try site.page("/a/")
    site.refresh.waitForAnswers()
    #expect(paths.count == 2)
    // Another address, a new source, and one that is gone.
    try site.edit(
      "content/site.toml",
      site.settings.replacing("/weather", with: "/forecast").replacing("\"60\"", with: "\"2m\""))
    #expect(site.problems == [] && paths.dropFirst(2) == ["/forecast"])
    let more =
      RefreshedSite.head + RefreshedSite.posts(revalidate: "60")
      + weather.replacing("weather", with: "wind").replacing("[data.wind]", with: "[data.wind]")
    try site.edit("content/site.toml", more.replacing("URL", with: site.server.url("")))
    #expect(site.problems == [] && paths.dropFirst(3) == ["/wind"])
    #expect(try site.answers().count == 2)
    site.pass(60)
    site.refresh.timeHasCome()
    site.refresh.waitForAnswers()
    #expect(paths.dropFirst(4).sorted() == ["/posts", "/wind"])
    // The last one too.
    try site.edit("themes/tiny/routes/[post].html", "{% each post in posts %}{{ post.title }}\n")
    try site.edit("content/site.toml", RefreshedSite.head)
    #expect(try site.client().get("/a/")?.status == 404)
    site.pass(60)
    site.refresh.timeHasCome()
    site.refresh.waitForAnswers()
    #expect(paths.count == 6)
    #expect(try site.answers() == [])
  }

  /// With a watched folder, and time as it passes.
  @Test func theLoopAsksByItself() throws {
    let site = try RefreshedSite(RefreshedSite.posts(revalidate: "1"), isTimed: true)
    defer { site.end() }
    try site.start(isWatched: false)
    let outcomes = Mutex<[PreviewLoop.Outcome]>([])
    let options = site.options
    let loop = try PreviewLoop(
      site.preview, options: { options }, isTimed: false, sources: site.refresh,
      problem: { Issue.record("\($0)") }, report: { outcome in outcomes.withLock { $0.append(outcome) } })
    loop.start()
    defer { loop.stop() }
    let stream = try site.stream("/a/")
    site.posts([("a", "Second."), ("b", "Same.")])
    #expect(stream.text(through: "data: \n\n").contains("event: page\n"))
    #expect(try site.page("/a/").contains("Second."))
    let first = outcomes.withLock { $0.first }
    // It is reported behind the telling.
    #expect(first.map { $0.sources == [.changed("posts")] && $0.changed.isEmpty } ?? true)
    #expect(first?.pages.map { $0.count == 1 } ?? true)
  }
}

/// Holds requests up until it is opened.
private final class Gate: Sendable {
  private let first = DispatchSemaphore(value: 0)
  private let opened = DispatchSemaphore(value: 0)

  func pass() {
    first.signal()
    opened.wait()
    opened.signal()
  }

  func waitForFirst() { #expect(first.wait(timeout: .now() + 20) == .success) }

  func open() { opened.signal() }
}
