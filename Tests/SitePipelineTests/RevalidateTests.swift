import DataSources
import Diagnostics
import Files
import Foundation
import Models
import Synchronization
import TestSupport
import Testing
import WebTestSupport

@testable import SitePipeline

/// A site whose posts and weather a server gives: when it is asked, and what is made anew for what it says.
@Suite struct RevalidateTests {
  final class Site: Sendable {
    let folder: TemporaryFolder
    let server: WebServer
    private let titles = Mutex<[String]>(["One", "Two", "Three"])
    private let temperature = Mutex(7.5)

    init() throws {
      folder = try TemporaryFolder()
      server = try WebServer()
      try write(
        "content/site.toml",
        """
        title = "Fetched"
        url = "https://example.com/blog/"
        theme = "tiny"
        [sources.posts]
        url = "\(server.url("/posts"))"
        items = "data.posts"
        model = "Post"
        revalidate = 60
        max_stale = "1d"
        on_error = "warn"
        [data.weather]
        url = "\(server.url("/weather"))"
        type = "{ temperature: Double }"
        revalidate = "10m"

        """)
      try write("content/about.md", "---\ntitle: About\n---\n\nText.\n")
      try write("themes/tiny/theme.toml", "name = \"tiny\"\n")
      try write(
        "themes/tiny/routes/[...page].html", "{% each page in pages %}{{ page.title }}{{ page.body }}\n")
      try write(
        "themes/tiny/routes/posts/[post].html",
        "{% each post in posts %}<h1>{{ post.title }}</h1>{{ post.body }}\n")
      try write(
        "themes/tiny/routes/index.html", "{% for p in posts | take(2) %}<p>{{ p.title }}</p>{% endfor %}\n")
      try write("themes/tiny/routes/weather.html", "{{ data.weather.temperature }}\n")
      server.answer { request in
        let text =
          request.target == "/posts" ? self.posts : "{\"temperature\": \(self.temperature.withLock { $0 })}"
        let tag = "\"\(text.utf8.reduce(5381) { ($0 &* 33) ^ Int($1) })\""
        return request["if-none-match"] == tag ? .status(304) : .json(text, [("ETag", tag)])
      }
    }

    private var posts: String {
      let items = titles.withLock(\.self).enumerated().map { number, title in
        "{\"slug\": \"p\(number)\", \"title\": \"\(title)\", \"publishedAt\": \"2026-09-0\(9 - number)\", \"body\": \"Text.\"}"
      }
      return "{\"data\": {\"posts\": [\(items.joined(separator: ","))]}}"
    }

    func say(_ number: Int, _ title: String) { titles.withLock { $0[number] = title } }
    func say(_ degrees: Double) { temperature.withLock { $0 = degrees } }
    func write(_ path: String, _ text: String) throws { try folder.write(path, Array(text.utf8)) }

    /// A build so many seconds after the first.
    func build(after seconds: Int64, network: NetworkUse = .online) throws -> BuildReport {
      let moment = DateTime(secondsSinceEpoch: 1_795_392_000 + seconds)
      let options = BuildOptions(site: folder.url.path, clock: .moment(moment), jobs: 2, network: network)
      return try SiteBuild(options).build(to: folder.url.path + "/public")
    }

    var lock: (report: BuildReport, locked: Int) {
      get throws {
        let moment = DateTime(secondsSinceEpoch: 1_795_392_000)
        let options = BuildOptions(site: folder.url.path, clock: .moment(moment), jobs: 2, network: .online)
        return try SiteBuild(options).lock()
      }
    }
  }

  private static func url(_ path: String) -> String { "https://example.com/blog/" + path }

  @Test func asksAndRebuildsWhatIsDue() throws {
    let site = try Site()
    let first = try site.build(after: 0)
    #expect(first.diagnostics.map(\.message) == [])
    #expect(site.server.requests.count == 2)
    #expect(first.sources.map(\.name) == ["posts", "weather"])
    #expect(first.sources.map(\.freshness) == [.fetched, .fetched])
    #expect(first.sources.map(\.entries) == [3, 0])
    // Three posts and the home page; the page of the weather.
    #expect(first.sources.map(\.pages) == [4, 1])
    #expect(first.urls.changed.count == 6)
    #expect(first.nextBuildAt?.seconds == 1_795_392_060)

    // Within the age nobody is asked.
    site.say(0, "Uno")
    let young = try site.build(after: 59)
    #expect(site.server.requests.count == 2)
    #expect(young.sources.map(\.freshness) == [.cached, .cached])
    #expect(young.sources.map(\.age) == [59, 59])
    #expect(young.sources.map(\.pages) == [4, 1])
    #expect(young.pages.rendered == 0)
    #expect(young.nextBuildAt?.seconds == 1_795_392_060)

    let old = try site.build(after: 60)
    #expect(site.server.requests.count == 3)
    #expect(old.sources.map(\.freshness) == [.fetched, .cached])
    #expect(old.urls.changed == [Self.url(""), Self.url("posts/p0/")])
    #expect(old.pages.rendered == 2)

    site.say(2, "Tre")
    site.say(9)
    let later = try site.build(after: 600)
    #expect(site.server.requests.count == 5)
    #expect(later.urls.changed == [Self.url("posts/p2/"), Self.url("weather/")])

    let same = try site.build(after: 1200)
    #expect(site.server.requests.count == 7)
    #expect(same.sources.map(\.freshness) == [.confirmed, .confirmed])
    #expect(same.urls.changed == [])
    #expect(same.pages.rendered == 0)
  }

  @Test func aServerThatIsDownLeavesWhatWasGood() throws {
    let site = try Site()
    _ = try site.build(after: 0)
    site.server.stop()
    let report = try site.build(after: 3600)
    #expect(report.succeeded == false, "the weather fails by itself")
    #expect(report.diagnostics.map(\.code).contains(.sourceNoAnswer) || report.diagnostics.hasErrors)
    try site.write(
      "content/site.toml",
      String(decoding: try FileSystem.read(site.folder.url.path + "/content/site.toml"), as: UTF8.self)
        + "max_stale = \"1d\"\non_error = \"warn\"\n")
    let stale = try site.build(after: 3601)
    #expect(stale.succeeded)
    #expect(Set(stale.diagnostics.map(\.code)) == [.sourceStale])
    #expect(stale.sources.map(\.freshness) == [.stale, .stale])
    #expect(stale.sources.map(\.entries) == [3, 0])
    #expect(stale.pages.rendered == 0)
    #expect(try site.build(after: 200_000).succeeded == false, "it is too old")
  }

  @Test func whatIsLockedIsBuiltAgain() throws {
    let site = try Site()
    let (report, locked) = try site.lock
    #expect(report.succeeded)
    #expect(locked == 2)
    let first = try site.build(after: 0, network: .frozen)
    #expect(first.succeeded)
    let page = try FileSystem.read(site.folder.url.path + "/public/posts/p0/index.html")
    site.say(0, "Uno")
    site.server.stop()
    try DocumentCache.remove(site: site.folder.url.path)
    try FileSystem.remove(site.folder.url.path + "/public")
    let again = try site.build(after: 9_000_000, network: .frozen)
    #expect(again.succeeded)
    #expect(again.sources.map(\.freshness) == [.locked, .locked])
    #expect(try FileSystem.read(site.folder.url.path + "/public/posts/p0/index.html") == page)
    #expect(try FileSystem.names(in: site.folder.url.path + "/public").contains("sources.lock") == false)
  }

  @Test func offlineAsksNobody() throws {
    let site = try Site()
    let missing = try site.build(after: 0, network: .offline)
    #expect(missing.diagnostics.map(\.code) == [.sourceNotKept])
    #expect(site.server.requests.isEmpty)
    _ = try site.build(after: 0)
    let kept = try site.build(after: 9_000_000, network: .offline)
    #expect(kept.succeeded)
    #expect(kept.sources.map(\.entries) == [3, 0])
    #expect(site.server.requests.count == 2)
  }
}
