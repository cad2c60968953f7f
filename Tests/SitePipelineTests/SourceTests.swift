import DataSources
import Diagnostics
import Files
import Foundation
import Models
import Synchronization
import TestSupport
import Testing

@testable import SitePipeline

/// Collections and values from answers over HTTP, which are handed in here.
@Suite struct SourceTests {
  /// A site whose sources are answered with texts, by name; each text a page of the answer.
  final class Site: Sendable {
    let folder: TemporaryFolder
    let answers = Mutex<[String: [String]]>([:])
    let problems = Mutex<[Diagnostic]>([])
    let asked = Mutex<[[String]]>([])

    init(_ settings: String, _ answers: [String: [String]]) throws {
      folder = try TemporaryFolder()
      try write(
        "content/site.toml", "title = \"Tiny\"\nurl = \"https://example.com/\"\ntheme = \"tiny\"\n" + settings
      )
      try write("themes/tiny/theme.toml", "name = \"tiny\"\n")
      try write("themes/tiny/components/Note.html", "<aside>{{ slot }}</aside>\n")
      try write("content/images/a.png", "GIF89a\u{4}\0\u{3}\0")
      try write("content/about.md", "---\ntitle: About\n---\n\nText.\n")
      try write(
        "themes/tiny/routes/[...page].html", "{% each page in pages %}{{ page.title }}{{ page.body }}\n")
      self.answers.withLock { $0 = answers }
    }

    func write(_ path: String, _ text: String) throws { try folder.write(path, Array(text.utf8)) }

    var options: BuildOptions {
      BuildOptions(site: folder.url.path, clock: .written("2026-10-01"), jobs: 2) { settings in
        self.asked.withLock { $0.append(settings.map(\.name)) }
        let answers = settings.compactMap { source -> SourceAnswer? in
          guard let texts = self.answers.withLock({ $0[source.name] }) else { return nil }
          let pages = texts.enumerated().map { number, text in
            SourceFile(path: "https://api.example.com/\(source.name)?page=\(number + 1)", text: text)
          }
          return SourceAnswer(
            source: source.name, shape: source.shape, pages: pages, freshness: .fetched, requests: pages.count
          )
        }
        return RemoteAnswers(answers: answers, diagnostics: self.problems.withLock { $0 })
      }
    }

    var output: String { folder.url.path + "/public" }

    func build() throws -> BuildReport { try SiteBuild(options).build(to: output) }

    func page(_ path: String) throws -> String {
      try String(contentsOf: folder.url.appendingPathComponent("public/" + path), encoding: .utf8)
    }
  }

  private static let source = "[sources.posts]\nurl = \"https://api.example.com/posts\"\n"
  private static let route = "{% each post in posts %}<h1>{{ post.title }}</h1>\n{{ post.body }}\n"

  private static func item(_ slug: String, _ body: String, _ more: String = "") -> String {
    let text = body.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    return
      "{\"slug\":\"\(slug)\",\"title\":\"T \(slug)\",\"publishedAt\":\"2026-09-01\",\"body\":\"\(text)\"\(more)}"
  }

  private func codes(_ report: BuildReport) -> [String] { report.diagnostics.map(\.code.name) }

  // MARK: - Answers

  @Test func withoutAnAnswerNothingIsBuilt() throws {
    let site = try Site(Self.source, [:])
    try site.write("themes/tiny/routes/[post].html", Self.route)
    let report = try site.build()
    #expect(codes(report) == ["source.unanswered"])
    #expect(report.diagnostics.first?.location?.line == 5)
    #expect(!FileManager.default.fileExists(atPath: site.output))
    // Whoever asked has said it better.
    site.problems.withLock { $0 = [Diagnostic(DiagnosticCode("source.test"), "it is down", at: nil)] }
    #expect(codes(try site.build()) == ["source.test"])
  }

  @Test func pagesAreOneList() throws {
    let site = try Site(
      Self.source + "items = \"all\"\norder = \"-title\"\n",
      [
        "posts": [
          "{\"all\":[" + Self.item("a", "x") + "]}", "{\"all\":[" + Self.item("b", "y") + "]}",
          "{\"all\":[]}",
        ]
      ])
    try site.write("themes/tiny/routes/[post].html", Self.route)
    try site.write("themes/tiny/routes/index.html", "{% for post in posts %}{{ post.url }} {% endfor %}\n")
    #expect(try site.build().diagnostics.isEmpty)
    #expect(try site.page("index.html") == "/b/ /a/ \n")
    site.answers.withLock { $0["posts"]?[2] = "{\"all\":[" + Self.item("a", "z") + "]}" }
    let report = try site.build()
    #expect(codes(report) == ["source.duplicate-slug"])
    let told = try #require(report.diagnostics.first)
    #expect(told.location?.path == "https://api.example.com/posts?page=3" && told.location?.column == 17)
    #expect(told.related.map(\.location.path) == ["https://api.example.com/posts?page=1"])
  }

  /// One request for a build, the check of it, and the next rebuild of a preview.
  /// An answer without a next page has none; one that has a member of nearly the name tells of a slip.
  @Test(arguments: [
    ("nxet", ["source.paging"]), ("links.nxt", ["source.paging"]), ("links.next", []), ("after", []),
  ]) func aMisspelledNextIsTold(_ sample: (next: String, codes: [String])) throws {
    let site = try Site(
      Self.source + "items = \"data\"\nnext = \"\(sample.next)\"\n",
      ["posts": ["{\"data\": [\(Self.item("one", "1"))], \"next\": \"/2\", \"links\": {\"next\": null}}"]])
    try site.write("themes/tiny/routes/[post].html", Self.route)
    let report = try site.build()
    #expect(codes(report) == sample.codes && report.succeeded)
  }

  @Test func sourcesAreAskedOnceInARun() throws {
    let site = try Site(Self.source, ["posts": ["[" + Self.item("a", "x") + "]"]])
    try site.write("themes/tiny/routes/[post].html", Self.route)
    let build = SiteBuild(site.options)
    let report = try build.build(to: site.output)
    #expect(try build.verify(report, in: site.output).differences.isEmpty)
    #expect(site.asked.withLock { $0 } == [["posts"]])
    let snapshot = SiteSnapshot(site.options)
    try site.write("content/about.md", "---\ntitle: Other\n---\n\nOther.\n")
    let next = snapshot.next(site.options, changed: ["content/about.md"])
    let last = next.next(site.options, changed: ["themes/tiny/routes/[post].html", "content/new.md"])
    #expect(last.plan?.pages.count == 2)
    #expect(site.asked.withLock { $0.count } == 2)
  }

  @Test func aBuildRedoesWhatAnAnswerChanges() throws {
    let first = [Self.item("a", "x"), Self.item("b", "y")].joined(separator: ",")
    let site = try Site(
      Self.source
        + "[data.facts]\nurl = \"https://api.example.com/facts\"\ntype = \"{ count: Int }\"\nignore = \"*\"\n",
      ["posts": ["[\(first)]"], "facts": ["{\"count\": 1, \"at\": 1}"]])
    try site.write("themes/tiny/routes/[post].html", Self.route)
    try site.write("themes/tiny/routes/index.html", "{{ data.facts.count }}\n")
    #expect(try site.build().pages.rendered == 4)
    // The same answers: nothing is done, and what was said of them is said.
    let same = try site.build()
    #expect(same.pages.rendered == 0 && same.documents.parsed == 0)
    let warning = Diagnostic(DiagnosticCode("source.test", .warning), "it is old", at: nil)
    site.problems.withLock { $0 = [warning] }
    #expect(try site.build().diagnostics == [warning])
    #expect(try site.build().diagnostics == [warning])
    site.problems.withLock { $0 = [] }
    // What no page shows.
    site.answers.withLock { $0["facts"] = ["{\"count\": 1, \"at\": 2}"] }
    #expect(try site.build().pages.rendered == 0)
    site.answers.withLock { $0["facts"] = ["{\"count\": 2, \"at\": 2}"] }
    #expect(try site.build().pages.rendered == 1)
    #expect(try site.page("index.html") == "2\n")
    site.answers.withLock { $0["posts"] = ["[ \(Self.item("b", "new")), \(Self.item("a", "x"))]"] }
    let report = try site.build()
    #expect(report.pages.rendered == 1 && report.documents.parsed == 1)
    let explained = try #require(
      SiteSnapshot(site.options).plan.map { SiteExplainer($0, output: site.output) })
    let parts = explained.explanations(of: "/b/").flatMap(\.parts)
    #expect(
      parts.first { $0.name == "made for" }?.lines == [
        "https://api.example.com/posts?page=1: [0], of the source `posts`"
      ])
    #expect(
      parts.first { $0.name == "last build" }?.lines.last
        == "  https://api.example.com/posts?page=1 has changed")
  }

  // MARK: - Trust

  static let hostile = """
    <script>alert(1)</script>

    <Note>Not called.</Note> <b>bold</b> [go](javascript:alert(1)) [data](data:text/html,x) [odd](steam://run)
    ![p](data:image/png;base64,x) [page](/about/) [none](/none/) [mail](mailto:a@b.example) [web](https://a.example/)
    <https://a.example/> ![a](/images/a.png) [rel](../images/a.png)
    """

  @Test func whatIsNotTrustedIsText() throws {
    let site = try Site(Self.source, ["posts": ["[" + Self.item("a", Self.hostile) + "]"]])
    try site.write("themes/tiny/routes/posts/[post].html", Self.route)
    let report = try site.build()
    #expect(report.succeeded)
    #expect(Set(codes(report)) == ["link.unsafe", "link.broken"])
    #expect(report.diagnostics.allSatisfy { $0.severity == .warning && $0.label.contains("at `[0].body`") })
    let page = try site.page("posts/a/index.html")
    let expected = """
      <h1>T a</h1>
      &lt;script&gt;alert(1)&lt;/script&gt;
      <p>&lt;Note&gt;Not called.&lt;/Note&gt; &lt;b&gt;bold&lt;/b&gt; <a href="#">go</a> <a href="#">data</a> <a href="#">odd</a>
      <img src="" alt="p" decoding="async" /> <a href="/about/">page</a> <a href="/none/">none</a> <a href="mailto:a@b.example">mail</a> <a href="https://a.example/">web</a>
      <a href="https://a.example/">https://a.example/</a> <img src="/images/a.png" alt="a" width="4" height="3" loading="lazy" decoding="async" /> <a href="../images/a.png">rel</a></p>

      """
    #expect(page == expected + "\n")
  }

  @Test func whatIsTrustedIsReadAsTheSitesOwn() throws {
    let body = "<b>bold</b>\n\n<Note>Called.</Note>\n"
    let site = try Site(Self.source + "trusted = true\n", ["posts": ["[" + Self.item("a", body) + "]"]])
    try site.write("themes/tiny/routes/posts/[post].html", Self.route)
    #expect(try site.build().diagnostics.isEmpty)
    let page = try site.page("posts/a/index.html")
    #expect(page.contains("<b>bold</b>") && page.contains("<aside>Called.</aside>"))
    // A link that runs a program is an error then, as in a post.
    site.answers.withLock { $0["posts"] = ["[" + Self.item("a", "[go](javascript:a)") + "]"] }
    let report = try site.build()
    #expect(codes(report) == ["link.unsafe"] && !report.succeeded)
  }

  @Test func markupThatIsNotTrustedIsWrittenAnew() throws {
    let body =
      "<p onclick=\"go()\">A <a href=\"javascript:go()\">b</a></p><img src=\"/images/a.png\"><script>c</script>"
    let settings = Self.source + "body = \"html\"\n"
    let site = try Site(settings, ["posts": ["[" + Self.item("a", body) + "]"]])
    try site.write("themes/tiny/routes/posts/[post].html", Self.route)
    for _ in 0..<2 {
      let report = try site.build()
      #expect(report.succeeded && Set(codes(report)) == ["link.unsafe", "source.unsafe-markup"])
      #expect(
        report.diagnostics.contains { $0.message == "`<script>`, `onclick=` are left out of this HTML" })
      #expect(
        try site.page("posts/a/index.html").contains(
          "<p>A <a href=\"#\">b</a></p><img src=\"/images/a.png\" />\n"))
      // The text is taken from the cache, and what was said of it too.
      try site.write("content/about.md", "---\ntitle: Other\n---\n\nOther.\n")
    }
    try site.write(
      "content/site.toml",
      "title = \"Tiny\"\nurl = \"https://example.com/\"\ntheme = \"tiny\"\n" + settings + "trusted = true\n")
    let report = try site.build()
    #expect(codes(report) == ["link.unsafe"] && !report.succeeded)
  }

  /// Addresses in fields are checked where they are read, and in templates where they are written.
  @Test func unsafeAddressesAreLeftOut() throws {
    let models =
      "[models.Post]\nlink = \"URL?\"\nlinks = \"[URL] = []\"\nnote = \"String?\"\ncover = \"Image?\"\n"
    let more = """
      ,"link":"javascript:a","links":["https://a.example/","data:text/html,x"],"note":"javascript:b","cover":"data:image/png,x"
      """
    let site = try Site(models + Self.source, ["posts": ["[" + Self.item("a", "x", more) + "]"]])
    try site.write(
      "themes/tiny/routes/[post].html",
      "{% each post in posts %}{% if post.link %}link{% endif %}{{ post.links | count }}"
        + "{% if post.note %}<a href=\"{{ post.note }}\">{{ post.note }}</a>{% endif %}{% if post.cover %}cover{% endif %}\n"
    )
    let report = try site.build()
    #expect(report.succeeded, "\(report.diagnostics.map(\.message))")
    #expect(codes(report).sorted() == ["link.unsafe", "link.unsafe", "link.unsafe", "template.unsafe-url"])
    #expect(try site.page("a/index.html") == "1<a href=\"#\">javascript:b</a>\n")
    #expect(
      Set(report.diagnostics.map(\.label)) == ["at `[0].link`", "at `[0].links[1]`", "at `[0].cover`", ""])
    // Where one must be, there is no item without it.
    try site.write(
      "content/site.toml",
      "title = \"Tiny\"\nurl = \"https://example.com/\"\ntheme = \"tiny\"\n"
        + models.replacing("URL?", with: "URL") + Self.source)
    try site.write("themes/tiny/routes/[post].html", Self.route)
    #expect(try !site.build().succeeded)
  }

  // MARK: - Mistakes

  @Test func tenThousandEqualMistakesAreOne() throws {
    let items = (0..<10_000).map { Self.item("p\($0)", "x [a](/none\($0)/)", ",\"views\":\"many \($0)\"") }
    let site = try Site(
      "[models.Post]\nviews = \"Int\"\n" + Self.source + "items = \"data.posts\"\n",
      ["posts": ["{\"data\":{\"posts\":[" + items.joined(separator: ",") + "]}}"]])
    let (loaded, problems) = LoadedSite.load(site.options)
    let checked = try #require(loaded).checked()
    #expect(problems.isEmpty)
    let told = checked.diagnostics.filter { $0.severity == .error }
    #expect(told.map(\.code.name) == Array(repeating: "post.wrong-type", count: 3))
    #expect(told.first?.label == "expected `Int`, at `data.posts[0].views`")
    #expect(
      told.last?.help.last
        == "9997 more places of the source `posts` have this problem: `data.posts[3]`, `data.posts[4]`, `data.posts[5]`, …"
    )
    #expect(told.first?.location?.line == 1 && (told.first?.location?.column ?? 0) > 20)
  }

  @Test func dataThatDoesNotFitIsTold() throws {
    let settings = """
      [data.weather]
      url = "https://api.example.com/weather"
      value = "now"
      type = "{ temperature: Double, links: [URL] }"
      """
    let site = try Site(settings, ["weather": ["{\"now\": {\"temperature\": \"warm\", \"links\": []}}"]])
    try site.write("themes/tiny/routes/index.html", "{{ data.weather.temperature }}\n")
    let report = try site.build()
    #expect(codes(report) == ["data.wrong-type"])
    let told = try #require(report.diagnostics.first)
    #expect(told.message == "expected `Double`, found the text `warm`")
    #expect(told.label == "expected `Double`, at `now.temperature`")
    #expect(told.location?.path == "https://api.example.com/weather?page=1" && told.location?.column == 25)
    site.answers.withLock {
      $0["weather"] = [
        "{\"now\": {\"temperature\": 3, \"links\": [\"javascript:a\", \"/about/\", \"/none/\"]}}"
      ]
    }
    try site.write(
      "themes/tiny/routes/index.html",
      "{{ data.weather.temperature }}{% for link in data.weather.links %} {{ link }}{% endfor %}\n")
    let other = try site.build()
    #expect(other.succeeded && codes(other).sorted() == ["link.broken", "link.unsafe"])
    #expect(try site.page("index.html") == "3 /about/ /none/\n")
    for answer in ["[", "{\"now\": 3}", "{\"then\": {}}", "\u{FEFF}{\"now\": {\"temperature\": 1}}", ""] {
      site.answers.withLock { $0["weather"] = [answer] }
      #expect(try site.build().succeeded == answer.contains("temperature"), "\(answer)")
    }
  }
}
