import Diagnostics
import Foundation
import Models
import Synchronization
import TestSupport
import Testing
import WebTestSupport

@testable import DataSources
@testable import SitePipeline

/// Answers of a server that do not fit, and the last good ones in their place.
@Suite(.enabled(if: CurlLibrary.shared != nil, "libcurl is not on this machine"))
struct AnswerFallbackTests {
  /// A site whose sources a server gives, by their paths.
  final class Site: Sendable {
    let folder: TemporaryFolder
    let server: WebServer
    private let answers = Mutex<[String: String]>([:])

    init(_ settings: String, _ answers: [String: String]) throws {
      folder = try TemporaryFolder()
      server = try WebServer()
      self.answers.withLock { $0 = answers }
      server.answer { [weak self] request in
        guard let text = self?.answers.withLock({ $0[request.target] }) else { return .status(404) }
        let tag = "\"\(text.utf8.count)-\(text.hashValue)\""
        return request["if-none-match"] == tag ? .status(304, [("ETag", tag)]) : .json(text, [("ETag", tag)])
      }
      try set(settings)
      try write("themes/tiny/theme.toml", "name = \"tiny\"\n")
      try write("themes/tiny/routes/[...page].html", "{% each page in pages %}{{ page.title }}\n")
    }

    func write(_ path: String, _ text: String) throws { try folder.write(path, Array(text.utf8)) }

    /// `URL` stands for the server.
    func set(_ settings: String) throws {
      try write(
        "content/site.toml",
        "title = \"Tiny\"\nurl = \"https://example.com/\"\ntheme = \"tiny\"\n"
          + settings.replacing("URL/", with: server.url("/")))
    }

    func answer(_ path: String, _ text: String) { answers.withLock { $0[path] = text } }

    var output: String { folder.url.path + "/public" }

    /// Seconds after the first run.
    func options(_ seconds: Int64, _ network: NetworkUse = .online) -> BuildOptions {
      BuildOptions(
        site: folder.url.path, clock: .moment(DateTime(secondsSinceEpoch: 1_795_392_000 + seconds)), jobs: 2,
        network: network)
    }

    func build(_ seconds: Int64 = 0, _ network: NetworkUse = .online) throws -> BuildReport {
      try SiteBuild(options(seconds, network)).build(to: output)
    }

    func page(_ path: String) -> String? {
      try? String(contentsOf: folder.url.appendingPathComponent("public/" + path), encoding: .utf8)
    }

    /// The endings of the files in the store.
    func kept() throws -> [String] {
      try folder.files(below: ".presstime/answers").keys.map { String($0.split(separator: ".").last ?? "") }
        .sorted()
    }
  }

  private static let settings = "[sources.posts]\nurl = \"URL/posts\"\n"
  private static let warning = settings + "on_error = \"warn\"\n"

  private static func item(
    _ slug: String, _ title: String, date: String = "2026-09-01", more: String = ""
  )
    -> String
  {
    "{\"slug\":\"\(slug)\",\"title\":\"\(title)\",\"publishedAt\":\"\(date)\"\(more),\"body\":\"x\"}"
  }

  private static let good = "[\(item("a", "One"))]"
  private static let bad = "[\(item("a", "Two", date: "soon"))]"
  private static let next = "[\(item("a", "Three")),\(item("b", "Four"))]"

  private static func site(_ settings: String, _ answer: String) throws -> Site {
    let site = try Site(settings, ["/posts": answer])
    try site.write("themes/tiny/routes/[post].html", "{% each post in posts %}{{ post.title }}\n")
    return site
  }

  private func codes(_ report: BuildReport) -> [String] {
    report.diagnostics.map { "\($0.severity.rawValue)[\($0.code.name)]" }.sorted()
  }

  // MARK: - Warnings

  /// What an answer breaks elsewhere, in a template or in the pages of a route, is held against it too.
  @Test func errorsThatStandInNoAnswerAreTriedWithTheLastGoodOne() throws {
    let site = try Self.site(Self.warning, "[\(Self.item("a", "One", more: ",\"tags\":[\"x\"]"))]")
    try site.write(
      "themes/tiny/routes/tags/[tag].html", "{% each tag in posts | group(by: .tags) %}{{ tag.key }}\n")
    #expect(try site.build().diagnostics.isEmpty)
    site.answer("/posts", "[\(Self.item("a", "Two", more: ",\"tags\":[\"--\"]"))]")
    for second in [60, 120] as [Int64] {
      let report = try site.build(second)
      #expect(report.succeeded, "\(second)")
      #expect(codes(report) == ["warning[group.no-slug]", "warning[source.stale]"], "\(second)")
      #expect(site.page("a/index.html") == "One\n")
    }
    // A mistake of the site itself is none of the answer, which is not known to fit then.
    try site.write("themes/tiny/routes/wrong.html", "{{ nothing }}\n")
    site.answer("/posts", Self.next)
    #expect(try codes(site.build(180)).contains("error[template.unknown-name]"))
    #expect(try site.kept() == ["answer", "good"])
    try site.write("themes/tiny/routes/wrong.html", "Right.\n")
    #expect(try site.build(240).diagnostics.isEmpty)
    #expect(site.page("b/index.html") == "Four\n")
    #expect(try site.kept() == ["answer"])
  }

  /// What only the finished pages tell keeps an answer from being the last good one.
  @Test func anAnswerFitsOnceItsPagesAreMade() throws {
    let site = try Self.site(Self.warning, Self.good)
    try site.write(
      "themes/tiny/routes/[post].html", "{% each post in posts %}<a href=\"/{{ post.title }}/\">x</a>\n")
    try site.write("content/one.md", "---\ntitle: One\npath: One\n---\n")
    #expect(try site.build().diagnostics.isEmpty)
    site.answer("/posts", "[\(Self.item("a", "Nowhere"))]")
    #expect(try codes(site.build(60)) == ["error[page.broken-link]"])
    #expect(try site.kept() == ["answer", "good"])
    site.answer("/posts", Self.good)
    #expect(try site.build(120).diagnostics.isEmpty)
  }

  @Test func theLastGoodOneStandsIn() throws {
    let site = try Self.site(Self.warning, Self.good)
    #expect(try site.build().diagnostics.isEmpty)
    #expect(try site.kept() == ["answer"])
    site.answer("/posts", Self.bad)
    let report = try site.build(60)
    #expect(report.succeeded && report.pages.rendered == 0)
    #expect(codes(report) == ["warning[post.bad-date]", "warning[source.stale]"])
    let problem = try #require(report.diagnostics.first { $0.code.name == "post.bad-date" })
    #expect(problem.location?.path == site.server.url("/posts"))
    #expect(problem.location?.line == 1)
    #expect(problem.location?.column == 42)
    #expect(problem.label.hasSuffix("at `[0].publishedAt`"))
    let stale = try #require(report.diagnostics.first { $0.code == .sourceStale })
    #expect(stale.message == "`posts` is as it was at 2026-11-23T00:00:00Z: the latest answer does not fit")
    #expect(stale.location?.path == "content/site.toml" && stale.location?.line == 4)
    #expect(report.sources.map(\.freshness) == [.stale])
    #expect(report.sources.first?.age == 60 && report.sources.first?.entries == 1)
    #expect(site.page("a/index.html") == "One\n")
    #expect(try site.kept() == ["answer", "good"])
    #expect(site.server.requests.count == 2)

    // A new answer that fits.
    site.answer("/posts", Self.next)
    let mended = try site.build(120)
    #expect(mended.diagnostics.isEmpty && mended.pages.rendered == 2)
    #expect(mended.sources.map(\.freshness) == [.fetched])
    #expect(site.page("a/index.html") == "Three\n" && site.page("b/index.html") == "Four\n")
    #expect(try site.kept() == ["answer"])
    #expect(site.server.requests.count == 3)
  }

  /// However they are asked for.
  @Test func whatIsAskedForAtOnceIsConfirmedToo() throws {
    let site = try Self.site(Self.warning, Self.good)
    #expect(try site.build(0, .asking).diagnostics.isEmpty)
    site.answer("/posts", Self.next)
    #expect(try site.build(60, .asking).diagnostics.isEmpty)
    #expect(try site.kept() == ["answer"])
  }

  /// The next build with the same answers does nothing, and says the same.
  @Test func nothingIsDoneTwice() throws {
    let site = try Self.site(Self.warning, Self.good)
    let stages = Mutex(0)
    func build(_ seconds: Int64) throws -> (report: BuildReport, isDone: Bool) {
      stages.withLock { $0 = 0 }
      let build = SiteBuild(site.options(seconds)) { _, _, _ in stages.withLock { $0 += 1 } }
      let report = try build.build(to: site.output)
      let isDone = stages.withLock { $0 > 0 }
      #expect(try build.verify(report, in: site.output).differences.isEmpty)
      return (report, isDone)
    }
    #expect(try build(0).isDone)
    #expect(try !build(1).isDone)
    site.answer("/posts", Self.bad)
    let first = try build(60)
    #expect(first.isDone && first.report.diagnostics.count == 2)
    let again = try build(61)
    #expect(!again.isDone && again.report.pages.rendered == 0)
    #expect(again.report.diagnostics == first.report.diagnostics)
    #expect(again.report.sources.map(\.freshness) == [.stale])
    // It was asked for again by the second build.
    #expect(again.report.sources.first?.age == 60)
    #expect(again.report.sources.first?.entries == 1)
    // Another that does not fit.
    site.answer("/posts", "[3]")
    let other = try build(62)
    #expect(other.isDone && other.report.pages.rendered == 0)
    #expect(codes(other.report) == ["warning[source.items]", "warning[source.stale]"])
    // The good one again.
    site.answer("/posts", Self.good)
    #expect(try build(63).report.diagnostics.isEmpty)
    #expect(try !build(64).isDone)
    #expect(site.server.requests.count == 7)
  }

  @Test(arguments: [
    "{\"posts\": []}", "[3]", "[{\"title\":\"X\"}]", "[{\"slug\":\"a\"}]",
    "[\(item("a", "X")),\(item("a", "Y"))]", "[\(item("a", "X", more: ",\"other\":1"))]",
  ])
  func whateverDoesNotFit(_ answer: String) throws {
    let site = try Self.site(Self.warning, Self.good)
    _ = try site.build()
    site.answer("/posts", answer)
    let report = try site.build(60)
    #expect(report.succeeded && codes(report).contains("warning[source.stale]"), "\(codes(report))")
    #expect(report.diagnostics.contains { $0.location?.path == site.server.url("/posts") })
    #expect(site.page("a/index.html") == "One\n")
    #expect(SiteBuild(site.options(61)).check().diagnostics == report.diagnostics)
  }

  @Test func manyMistakesAreFew() throws {
    let site = try Self.site(Self.warning, Self.good)
    _ = try site.build()
    site.answer(
      "/posts", "[" + (0..<500).map { Self.item("p\($0)", "X", date: "soon") }.joined(separator: ",") + "]")
    let report = try site.build(60)
    #expect(report.succeeded && report.diagnostics.count == 4)
    #expect(report.diagnostics.contains { $0.help.last?.hasPrefix("497 more places") == true })
  }

  @Test func valuesToo() throws {
    let facts = "[data.facts]\nurl = \"URL/facts\"\ntype = \"{ count: Int }\"\non_error = \"warn\"\n"
    let site = try Site(facts, ["/facts": "{\"count\":1}"])
    try site.write("themes/tiny/routes/index.html", "{{ data.facts.count }}\n")
    #expect(try site.build().diagnostics.isEmpty)
    site.answer("/facts", "{\"count\":\"many\"}")
    #expect(try codes(site.build(60)) == ["warning[data.wrong-type]", "warning[source.stale]"])
    #expect(site.page("index.html") == "1\n")
    site.answer("/facts", "{\"count\":2}")
    #expect(try site.build(61).diagnostics.isEmpty)
    #expect(site.page("index.html") == "2\n")
  }

  /// Posts that name what only the latest answer of another source has fall back with it.
  @Test func whatRefersToItFallsBackToo() throws {
    let settings =
      Self.warning + "[sources.authors]\nurl = \"URL/authors\"\nmodel = \"Author\"\non_error = \"warn\"\n"
      + "[models.Author]\nname = \"String\"\n[models.Post]\nby = \"Author\"\n"
    let site = try Site(
      settings,
      [
        "/posts": "[\(Self.item("a", "One", more: ",\"by\":\"ada\""))]",
        "/authors": "[{\"slug\":\"ada\",\"name\":\"Ada\"}]",
      ])
    try site.write(
      "themes/tiny/routes/[post].html", "{% each post in posts %}{{ post.title }} {{ post.by.name }}\n")
    #expect(try site.build().diagnostics.isEmpty)
    site.answer("/posts", "[\(Self.item("a", "Two", more: ",\"by\":\"bob\""))]")
    site.answer("/authors", "[{\"slug\":\"bob\",\"name\":[]}]")
    let report = try site.build(60)
    #expect(report.succeeded && report.sources.map(\.freshness) == [.stale, .stale], "\(codes(report))")
    #expect(site.page("a/index.html") == "One Ada\n")
    site.answer("/authors", "[{\"slug\":\"bob\",\"name\":\"Bob\"}]")
    #expect(try site.build(61).diagnostics.isEmpty)
    #expect(site.page("a/index.html") == "Two Bob\n")
  }

  @Test func asItIsUnchangedItIsNotSentAgain() throws {
    let site = try Self.site(Self.warning, Self.good)
    _ = try site.build()
    site.answer("/posts", Self.bad)
    let first = try site.build(60)
    site.server.answer { request in request["if-none-match"] == nil ? .status(500) : .status(304) }
    #expect(try site.build(61).diagnostics == first.diagnostics)
    // A server that is down says nothing of the answer that does not fit.
    site.server.answer { _ in .status(404) }
    let report = try site.build(62)
    #expect(codes(report) == ["warning[post.bad-date]", "warning[source.stale]"])
    #expect(
      report.diagnostics.first { $0.code == .sourceStale }?.help.last
        == "no newer one could be had: the server answered 404 Not Found")
  }

  @Test func offlineToo() throws {
    let site = try Self.site(Self.warning, Self.good)
    _ = try site.build()
    site.answer("/posts", Self.bad)
    let report = try site.build(60)
    for seconds: Int64 in [61, 62] {
      let offline = try site.build(seconds, .offline)
      #expect(offline.diagnostics == report.diagnostics && offline.sources.map(\.freshness) == [.stale])
    }
    #expect(site.server.requests.count == 2)
    // What is locked is taken as it is.
    #expect(try codes(site.build(63, .frozen)) == ["error[source.lock]"])
  }

  @Test func previewsToo() throws {
    let site = try Self.site(Self.warning, Self.good)
    _ = try site.build()
    site.answer("/posts", Self.bad)
    let snapshot = SiteSnapshot(site.options(60))
    #expect(snapshot.plan?.pages.count == 1 && snapshot.diagnostics.count == 2)
    try site.write("content/about.md", "---\ntitle: About\n---\n\nText.\n")
    let next = snapshot.next(site.options(61), changed: ["content/about.md"])
    #expect(next.plan?.pages.count == 2 && next.diagnostics == snapshot.diagnostics)
    try site.set(Self.warning + "# changed\n")
    let last = next.next(site.options(62), changed: ["content/site.toml"])
    #expect(last.plan?.pages.count == 2 && last.diagnostics == snapshot.diagnostics)
    #expect(site.server.requests.count == 3)
  }

  // MARK: - Errors

  @Test func withFailNothingIsWritten() throws {
    let site = try Self.site(Self.settings, Self.good)
    _ = try site.build()
    for (seconds, answer): (Int64, String) in [(60, Self.bad), (61, Self.bad), (62, "[3]"), (63, Self.bad)] {
      site.answer("/posts", answer)
      let report = try site.build(seconds)
      #expect(!report.succeeded && report.diagnostics.count == 1)
      #expect(
        report.diagnostics.first?.help.last
          == "with `on_error = \"warn\"` the last good answer, of 2026-11-23T00:00:00Z, would be used")
      #expect(site.page("a/index.html") == "One\n")
      #expect(try site.kept() == ["answer", "good"])
    }
    // What was kept is there when it is allowed.
    try site.set(Self.warning)
    #expect(try site.build(64).succeeded)
    try site.set(Self.settings)
    site.answer("/posts", Self.next)
    #expect(try site.build(65).diagnostics.isEmpty)
    #expect(site.page("b/index.html") == "Four\n")
  }

  @Test func withoutAGoodOneItIsAnError() throws {
    let site = try Self.site(Self.warning, Self.bad)
    for seconds: Int64 in [0, 60] { #expect(try codes(site.build(seconds)) == ["error[post.bad-date]"]) }
    #expect(site.page("a/index.html") == nil)
    #expect(try site.kept() == ["answer"])
    #expect(try codes(site.build(61, .offline)) == ["error[post.bad-date]"])
  }

  @Test func whatIsTooOldStandsInNoMore() throws {
    let site = try Self.site(Self.warning + "max_stale = \"1h\"\n", Self.good)
    _ = try site.build()
    site.answer("/posts", Self.bad)
    #expect(try site.build(3599).succeeded)
    let report = try site.build(3600)
    #expect(codes(report) == ["error[post.bad-date]"])
    #expect(
      report.diagnostics.first?.help.last
        == "the last good answer, of 2026-11-23T00:00:00Z, is older than `max_stale` allows")
    #expect(site.page("a/index.html") == "One\n")
  }

  /// The types of the site have changed, and no answer fits them.
  @Test func whatFitsNoMoreStandsInForNothing() throws {
    let site = try Self.site(Self.warning, Self.good)
    _ = try site.build()
    try site.set(Self.warning + "[models.Post]\nviews = \"Int\"\n")
    #expect(try codes(site.build(60)) == ["error[post.missing-fields]"])
    site.answer("/posts", Self.bad)
    let report = try site.build(61)
    #expect(codes(report) == ["error[post.bad-date]", "error[post.missing-fields]"])
    #expect(report.diagnostics.contains { $0.help.last?.hasSuffix(", does not fit either") == true })
  }

  /// The site's severities say what is an error, and not what becomes of an answer.
  @Test func severitiesHold() throws {
    let site = try Self.site(Self.warning, Self.good)
    _ = try site.build()
    site.answer("/posts", "[{\"slug\":\"a\",\"title\":\"Two\",\"body\":\"x\"}]")
    try site.set(Self.warning + "[diagnostics]\n\"post.missing-fields\" = \"error\"\n")
    #expect(try codes(site.build(60)) == ["warning[post.missing-fields]", "warning[source.stale]"])
    try site.set(Self.warning + "[diagnostics]\n\"source.stale\" = \"error\"\n")
    #expect(try codes(site.build(61)) == ["error[source.stale]", "warning[post.missing-fields]"])
    // An entry that is incomplete is left out.
    try site.set(Self.warning + "[diagnostics]\n\"post.missing-fields\" = \"warning\"\n")
    let report = try site.build(62)
    #expect(codes(report) == ["warning[post.missing-fields]"] && report.leftOut.incomplete == 1)
    #expect(site.page("a/index.html") == nil)
  }

  /// Other mistakes of the site are told beside, and stay errors.
  @Test func otherMistakesStay() throws {
    let site = try Self.site(Self.warning, Self.good)
    _ = try site.build()
    site.answer("/posts", Self.bad)
    try site.write("content/about.md", "---\ntitle: [\n---\n")
    let report = try site.build(60)
    #expect(!report.succeeded)
    #expect(
      codes(report).contains("warning[post.bad-date]") && codes(report).contains("warning[source.stale]"))
  }
}
