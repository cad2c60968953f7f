import Diagnostics
import Files
import Foundation
import Models
import SitePipeline
import SiteTestSupport
import Synchronization
import TemplateEngine
import Testing

@testable import PreviewServer

/// A site that is served while it is written.
@Suite(.serialized) struct PreviewTests {
  /// A site on disk and its preview on a socket.
  private struct Served {
    let site: EditedSite
    let preview: PreviewSite
    let server: HTTPServer

    init(seed: UInt64) throws {
      let site = try EditedSite(seed: seed)
      for name in try FileManager.default.contentsOfDirectory(atPath: site.folder.path + "/content/posts")
      where name.hasSuffix(".md") {
        try FileManager.default.removeItem(at: site.folder.appendingPathComponent("content/posts/" + name))
      }
      try site.write("content/posts/one.md", "---\ntitle: One\npublishedAt: 2026-09-01\n---\n\nText.\n")
      try site.write("content/about.md", "---\ntitle: About\n---\n\nAbout.\n")
      try site.write(
        "data/notes.json", "{ \"notes\": [{ \"id\": 1, \"title\": \"N\", \"body\": \"Last.\" }] }\n")
      try site.write("data/facts.yaml", "count: 3\n")
      let preview = PreviewSite(SiteSnapshot(site.options), run: "test")
      self.site = site
      self.preview = preview
      server = try HTTPServer(ServerSettings(host: "127.0.0.1", port: 0)) { preview.answer($0) }
    }

    func change(_ path: String, _ text: String) throws -> PreviewSite.Rebuild {
      preview.rebuild(site.options, changed: try site.write(path, text))
    }

    func client() throws -> SocketClient { try #require(SocketClient(port: server.port)) }

    func stream(_ page: String) throws -> SocketClient {
      let client = try client()
      client.send("GET /.presstime/events?page=\(page) HTTP/1.1\r\nHost: localhost\r\n\r\n")
      _ = client.text(through: "event: hello\ndata: test-0\n\n")
      return client
    }

    func end() {
      server.stop()
      site.remove()
    }
  }

  @Test func browsersHearOfWhatTheyShow() throws {
    let served = try Served(seed: 1)
    defer { served.end() }
    let (post, about) = (try served.stream("/posts/one/"), try served.stream("/about/"))
    _ = try served.change(
      "content/posts/one.md", "---\ntitle: One\npublishedAt: 2026-09-01\n---\n\nOther.\n")
    #expect(post.text(through: "data: \n\n").contains("event: page\n"))
    #expect(try served.client().get("/posts/one/")?.text.contains("Other.") == true)
    // The page that reads none of it hears only of the next problem.
    _ = try served.change("content/about.md", "---\ntitle: About\n---\n\n[x](nowhere.md)\n")
    let told = about.text(through: "\n\n")
    #expect(told.contains("\"errors\":1") && told.contains("link.broken") && !told.contains("event: page"))
    #expect(try served.client().get("/about/")?.text.contains("nowhere") == false)
    _ = try served.change("content/about.md", "---\ntitle: About\n---\n\nMended.\n")
    #expect(about.text(through: "event: mended").contains("event: page\n"))
    #expect(try served.client().get("/about/")?.text.contains("Mended.") == true)
  }

  @Test func stylesheetsAreSwapped() throws {
    let served = try Served(seed: 2)
    defer { served.end() }
    _ = try served.change("themes/mine/assets/own.css", "b { color: red }\n")
    _ = try served.change(
      "themes/mine/routes/styled.html", "<link rel=\"stylesheet\" href=\"{{ asset(\"own.css\") }}\">\n")
    let client = try served.client()
    let before = try #require(client.get("/styled/")?.text)
    client.send("GET /.presstime/events?page=/styled/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
    _ = client.text(through: "event: hello\ndata: test-2\n\n")
    _ = try served.change("themes/mine/assets/own.css", "b { color: blue }\n")
    let told = client.text(through: "}\n\n")
    #expect(told.contains("event: style\ndata: {\"old\":\"/assets/own.") && !told.contains("event: page"))
    #expect(try served.client().get("/styled/")?.text != before)
  }

  @Test func addressesAnswerAsOnAStaticHost() throws {
    let served = try Served(seed: 3)
    defer { served.end() }
    let client = try served.client()
    #expect(client.get("/posts/one")?.fields["location"] == "/posts/one/")
    #expect(client.get("/feed.xml")?.fields["content-type"] == "application/xml; charset=utf-8")
    #expect(client.get("/posts/cover.png")?.text.hasPrefix("GIF89a") == true)
    #expect(client.get("/../content/site.toml")?.status == 404)
    let missing = try #require(client.get("/posts/onne/"))
    #expect(missing.status == 404 && missing.text.contains("Did you mean"))
    _ = try served.change(
      "content/posts/later.md", "---\ntitle: Later\npublishedAt: 2030-01-01\n---\n\nText.\n")
    #expect(client.get("/posts/later/")?.text.contains("dated after this build") == true)
    // A base path, redirects and headers of the site's own tables.
    _ = try served.change("themes/mine/static/_redirects", "/old /about/ 302\n")
    _ = try served.change("themes/mine/static/_headers", "/about/\n  X-Own: yes\n")
    #expect(client.get("/old")?.fields["location"] == "/about/")
    #expect(client.get("/about/")?.fields["x-own"] == "yes")
    var options = served.site.options
    options.baseURL = SiteURL("https://example.com/blog/")
    _ = served.preview.rebuild(options, changed: nil)
    #expect(client.get("/")?.fields["location"] == "/blog/")
    #expect(client.get("/blog/about/")?.text.contains("/blog/.presstime/client.js") == true)
    #expect(client.get("/blog")?.fields["location"] == "/blog/")
    #expect(client.get("/about/")?.status == 404)
    options.baseURL = SiteURL("https://example.com/größe x/")
    _ = served.preview.rebuild(options, changed: nil)
    #expect(client.get("/")?.fields["location"] == "/gr%C3%B6%C3%9Fe%20x/")
    #expect(client.get("/gr%C3%B6%C3%9Fe%20x/about/")?.status == 200)
    #expect(
      client.get("/gr%C3%B6%C3%9Fe%20x/posts/one")?.fields["location"] == "/gr%C3%B6%C3%9Fe%20x/posts/one/")
  }

  /// The table of `site.toml` and aliases lead on with a status, whether a host is named or not.
  @Test func tableIsHonoured() throws {
    let served = try Served(seed: 9)
    defer { served.end() }
    let client = try served.client()
    let settings = """

      [redirects]
      "/was/" = "/about/"
      "/far/" = { to = "https://example.org/x?y=1", status = 307 }
      "/archive/:year/*" = "/posts/:splat"
      [headers]
      "/about/" = { X-Own = "yes" }

      """
    let known = try String(
      contentsOf: served.site.folder.appendingPathComponent("content/site.toml"), encoding: .utf8)
    for hosts in ["", "[deploy]\nhosts = [\"netlify\"]\n"] {
      _ = try served.change("content/site.toml", known + settings + hosts)
      _ = try served.change(
        "content/posts/moved.md",
        "---\ntitle: Moved\npublishedAt: 2026-09-01\naliases: [/formerly/]\n---\n\nText.\n")
      #expect(client.get("/was/")?.fields["location"] == "/about/")
      #expect(client.get("/was")?.status == 301)
      #expect(client.get("/far/")?.fields["location"] == "https://example.org/x?y=1")
      #expect(client.get("/far/")?.status == 307)
      #expect(client.get("/formerly/")?.fields["location"] == "/posts/moved/")
      #expect(client.get("/archive/2020/moved/")?.fields["location"] == "/posts/moved/")
      #expect(client.get("/about/")?.fields["x-own"] == "yes")
      #expect(client.get("/_headers")?.status == 404)
    }
  }

  /// What only shows when a page is rendered is told on that page.
  @Test func mistakesOfAPageAreToldOnIt() throws {
    let served = try Served(seed: 6)
    defer { served.end() }
    _ = try served.change(
      "themes/mine/routes/linked.html",
      "{% for post in posts %}<a href=\"{{ post.title }}\">x</a>{% endfor %}\n")
    let client = try served.client()
    client.send("GET /.presstime/events?page=/linked/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
    _ = client.text(through: "event: hello\ndata: test-1\n\n")
    _ = try served.change(
      "content/posts/one.md", "---\ntitle: \"javascript:alert(1)\"\npublishedAt: 2026-09-01\n---\n\nText.\n")
    #expect(client.text(through: "}\n\n").contains("template.unsafe-url"))
    _ = try served.change("content/posts/one.md", "---\ntitle: One\npublishedAt: 2026-09-01\n---\n\nText.\n")
    #expect(client.text(through: "event: mended\n").hasSuffix("event: mended\n"))
    // A request for the head alone leaves no stream behind.
    #expect(try served.client().get("/.presstime/events?page=/", method: "HEAD")?.status == 200)
  }

  /// Links of templates are known to lead nowhere when the pages are made, wherever a browser is.
  @Test func brokenLinksOfPagesAreToldOnAll() throws {
    let served = try Served(seed: 10)
    defer { served.end() }
    let about = try served.stream("/about/")
    #expect(served.preview.checkPages(jobs: 2) == [])
    _ = try served.change(
      "themes/mine/routes/linked.html",
      "{% for post in posts %}<a href=\"{{ site.url }}posts/{{ post.title | lower }}/\">x</a>{% endfor %}\n")
    #expect(served.preview.checkPages(jobs: 2) == [])
    _ = try served.change(
      "content/posts/one.md", "---\ntitle: Uno\npublishedAt: 2026-09-01\n---\n\nText.\n")
    let found = try #require(served.preview.checkPages(jobs: 1))
    #expect(found.map(\.code.name) == ["page.broken-link"])
    #expect(found.first?.location?.path == "themes/mine/routes/linked.html")
    #expect(about.text(through: "}\n\n").contains("page.broken-link"))
    // It stays while the site is rebuilt, and goes when the pages say so.
    _ = try served.change("content/about.md", "---\ntitle: About\n---\n\nOther.\n")
    #expect(served.preview.checkPages(jobs: 1)?.count == 1)
    _ = try served.change(
      "content/posts/one.md", "---\ntitle: One\npublishedAt: 2026-09-01\n---\n\nText.\n")
    #expect(served.preview.checkPages(jobs: 1) == [])
    #expect(about.text(through: "event: mended\n").hasSuffix("event: mended\n"))
    // Of a site with errors nothing is made.
    _ = try served.change("content/about.md", "---\ntitle: About\n---\n\n[x](nowhere.md)\n")
    #expect(served.preview.checkPages(jobs: 1) == nil)
  }

  @Test func aSiteThatWasNeverGoodSaysWhy() throws {
    let site = try EditedSite(seed: 4)
    defer { site.remove() }
    try site.write("themes/mine/routes/index.html", "{{ nothing }}\n")
    let preview = PreviewSite(SiteSnapshot(site.options), run: "test")
    let server = try HTTPServer(ServerSettings(host: "127.0.0.1", port: 0)) { preview.answer($0) }
    defer { server.stop() }
    let client = try #require(SocketClient(port: server.port))
    let page = try #require(client.get("/"))
    #expect(page.status == 500 && page.text.contains("client.js"))
    client.send("GET /.presstime/events?page=/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
    #expect(client.text(through: "}\n\n").contains("`nothing`"))
    try site.write("themes/mine/routes/index.html", "fine\n")
    _ = preview.rebuild(site.options, changed: ["themes/mine/routes/index.html"])
    #expect(SocketClient(port: server.port)?.get("/")?.text.hasPrefix("fine") == true)
  }

  /// 500 edits while browsers ask: in the end the pages are those of a build, and nothing is left open.
  @Test func manyEditsEndInTheSiteOfABuild() throws {
    let site = try EditedSite(seed: 5)
    defer { site.remove() }
    let preview = PreviewSite(SiteSnapshot(site.options), run: "soak")
    weak let firstPage = preview.firstPage
    let server = try HTTPServer(ServerSettings(host: "127.0.0.1", port: 0)) { preview.answer($0) }
    let options = Mutex(site.options)
    let outcomes = Atomic(0)
    let loop = PreviewLoop(
      preview, options: { options.withLock { $0 } }, isTimed: false, problem: { Issue.record("\($0)") },
      report: { _ in outcomes.wrappingAdd(1, ordering: .relaxed) })
    loop.start()
    let isDone = Atomic(false)
    let failures = Atomic(0)
    let port = server.port
    let asking = Thread {
      while !isDone.load(ordering: .relaxed) {
        guard let client = SocketClient(port: port) else { continue }
        for path in ["/", "/posts/p0/", "/posts/p3/", "/feed.xml", "/tags/t1/"] {
          let status = client.get(path)?.status ?? 0
          if ![200, 301, 404, 500].contains(status) { failures.wrappingAdd(1, ordering: .relaxed) }
        }
      }
    }
    asking.start()
    for step in 0..<500 {
      _ = try site.edit()
      options.withLock { $0 = site.options }
      if step % 3 == 0 { usleep(20_000) }
    }
    try site.write("themes/mine/routes/index.html", "the end\n")
    for path in try FileManager.default.subpathsOfDirectory(atPath: site.folder.path + "/content/posts")
    where path.hasSuffix(".md") {
      // Without mistakes in them the last site is the one that is shown.
      try site.write(
        "content/posts/" + path, "---\ntitle: \(path)\npublishedAt: 2026-09-02\n---\n\nText of \(path).\n")
    }
    try site.write("content/about.md", "---\ntitle: About\n---\n\nAbout.\n")
    try site.write("themes/mine/components/Note.html", "{{ slot }}\n")
    // Data files are watched too, and these come in a burst of their own.
    usleep(400_000)
    try site.write(
      "data/notes.json", "{ \"notes\": [{ \"id\": 1, \"title\": \"N\", \"body\": \"Last.\" }] }\n")
    try site.write("data/facts.yaml", "count: 17\n")
    let clean = SiteSnapshot(site.options)
    let plan = try #require(clean.plan)
    #expect(clean.diagnostics.map(\.message) == [])
    var isSame = false
    for _ in 0..<200 where !isSame {
      usleep(50_000)
      let client = try #require(SocketClient(port: port))
      isSame = plan.pages.allSatisfy { page in
        let served = client.get("/" + URLPath.encoded(page.path.file))
        return served.map { Self.withoutScript($0.text) }
          == String(decoding: plan.render(page).bytes, as: UTF8.self)
      }
    }
    #expect(isSame)
    isDone.store(true, ordering: .relaxed)
    let failed = failures.load(ordering: .relaxed)
    #expect(failed == 0)
    let rebuilds = outcomes.load(ordering: .relaxed)
    // Several at least, so that edits have come while a rebuild ran; how many depends on the machine.
    #expect(rebuilds > 2)
    usleep(200_000)
    for _ in 0..<100 where server.openConnections > 0 { usleep(20_000) }
    #expect(server.openConnections == 0)
    // Nothing of the sites before is kept.
    #expect(firstPage == nil)
    preview.end()
    loop.stop()
    server.stop()
  }

  private static func withoutScript(_ page: String) -> String {
    guard let start = page.range(of: "<script src=\"/.presstime/client.js\""),
      let end = page.range(of: "</script>", range: start.upperBound..<page.endIndex)
    else { return page }
    return String(page[..<start.lowerBound] + page[end.upperBound...])
  }
}
