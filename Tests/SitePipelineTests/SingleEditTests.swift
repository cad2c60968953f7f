import Diagnostics
import Files
import Foundation
import Models
import TestSupport
import Testing

@testable import SitePipeline

/// Which pages one edit redoes: those that show it, and no others.
@Suite struct SingleEditTests {
  struct Edit: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// By path below the site's folder; nothing removes the file.
    let files: [String: String?]
    let redone: Set<String>
    /// How many pages' programs run, since they have read what differs.
    let run: Int
    var clock = "2026-10-01"

    init(
      _ name: String, _ files: [String: String?], redone: Set<String>, run: Int, clock: String = "2026-10-01"
    ) {
      testDescription = name
      self.files = files
      self.redone = redone
      self.run = run
      self.clock = clock
    }
  }

  /// Five posts with tags in common, a page, and a theme that shows them in several ways.
  static let site: [String: String] = [
    "content/site.toml": "title = \"Edits\"\nurl = \"https://example.com/\"\ntheme = \"small\"\n",
    "content/about.md": "---\ntitle: About\n---\n\nSee [one](posts/p1.md).\n",
    "content/posts/p1.md": post("One", day: 1, tags: "a", body: "First text."),
    "content/posts/p2.md": post("Two", day: 2, tags: "b", body: "Second text, with <Note /> in it."),
    "content/posts/p3.md": post("Three", day: 3, tags: "b", body: "Third text."),
    "content/posts/p4.md": post("Four", day: 4, tags: "c", body: "Fourth text."),
    "content/posts/later.md": post("Later", day: 20, tags: "c", body: "Not yet."),
    "content/picture.txt": "a file",
    "themes/small/theme.toml": "name = \"small\"\n",
    "themes/small/routes/index.html":
      "<title>{{ site.title }}</title>{% for p in posts | take(2) %}<p>{{ p.title }}</p>{% endfor %}\n",
    "themes/small/routes/posts/[post].html":
      "{% each post in posts %}<link href=\"{{ asset(\"style.css\") }}\"><h1>{{ post.title }}</h1>{{ post.body }}\n"
      + "{% if post.next %}{{ post.next.title }}{% endif %}\n",
    "themes/small/routes/tags/[tag].html":
      "{% each tag in posts | group(by: .tags) %}<h1>{{ tag.key }}</h1>"
      + "{% for p in tag.items %}<a href=\"{{ p.url }}\">{{ p.title }}</a>{% endfor %}\n",
    "themes/small/routes/feed.xml":
      "<feed>{% for p in posts %}<entry><id>{{ p.url }}</id><content>{{ p.body }}</content></entry>{% endfor %}</feed>\n",
    "themes/small/routes/[...page].html":
      "{% each page in pages %}<h1>{{ page.title }}</h1>{{ page.body }}\n",
    "themes/small/routes/today.html": "{{ build.date | date(\"%Y-%m-%d\") }}\n",
    "themes/small/components/Note.html": "<b>Note</b>\n",
    "themes/small/assets/style.css": "body { color: black }\n",
  ]

  static func post(_ title: String, day: Int, tags: String, body: String) -> String {
    "---\ntitle: \(title)\npublishedAt: 2026-09-\(day < 10 ? "0" : "")\(day)\ntags: [\(tags)]\n---\n\n\(body)\n"
      .replacingOccurrences(of: "2026-09-20", with: "2026-10-02T12:00:00Z")
  }

  static func text(of path: String) -> String { site[path] ?? "" }

  static func page(_ name: String) -> String { "posts/\(name)/index.html" }

  static let edits: [Edit] = [
    Edit("nothing", [:], redone: [], run: 0),
    Edit(
      "a body", ["content/posts/p1.md": post("One", day: 1, tags: "a", body: "Another text.")],
      redone: [page("p1"), "feed.xml"], run: 2),
    Edit(
      "a title", ["content/posts/p3.md": post("Drei", day: 3, tags: "b", body: "Third text.")],
      redone: [page("p3"), page("p2"), "index.html", "tags/b/index.html"], run: 5),
    Edit(
      "a title that few pages print",
      ["content/posts/p1.md": post("Eins", day: 1, tags: "a", body: "First text.")],
      redone: [page("p1"), "tags/a/index.html"], run: 3),
    Edit(
      "a tag", ["content/posts/p1.md": post("One", day: 1, tags: "c", body: "First text.")],
      redone: ["tags/c/index.html"], run: 3),
    Edit(
      "a date that leaves the order",
      ["content/posts/p4.md": post("Four", day: 9, tags: "c", body: "Fourth text.")],
      redone: [], run: 5),
    Edit(
      "a comment in front matter",
      ["content/posts/p1.md": post("One # one", day: 1, tags: "a", body: "First text.")], redone: [], run: 2),
    Edit(
      "a link of a page", ["content/about.md": "---\ntitle: About\n---\n\nSee [one](posts/p2.md).\n"],
      redone: ["about/index.html"], run: 1),
    Edit(
      "a component", ["themes/small/components/Note.html": "<i>Note</i>\n"],
      redone: [page("p2"), "feed.xml"], run: 11),
    Edit(
      "the site's title",
      ["content/site.toml": text(of: "content/site.toml").replacing("Edits", with: "Others")],
      redone: ["index.html"], run: 11),
    Edit(
      "a template",
      [
        "themes/small/routes/tags/[tag].html": text(of: "themes/small/routes/tags/[tag].html").replacing(
          "h1", with: "h2")
      ],
      redone: ["tags/a/index.html", "tags/b/index.html", "tags/c/index.html"], run: 11),
    Edit(
      "a template's comment",
      ["themes/small/routes/index.html": "{# new #}" + text(of: "themes/small/routes/index.html")],
      redone: [], run: 11
    ),
    Edit(
      "an asset", ["themes/small/assets/style.css": "body { color: red }\n"],
      redone: [page("p1"), page("p2"), page("p3"), page("p4")], run: 11),
    Edit("a file", ["content/picture.txt": "another"], redone: [], run: 0),
    Edit(
      "a renamed post",
      ["content/posts/p1.md": nil, "content/posts/p0.md": text(of: "content/posts/p1.md")],
      redone: [page("p0"), "feed.xml", "tags/a/index.html"], run: 6),
    Edit("a day", [:], redone: ["today/index.html"], run: 1, clock: "2026-10-02T01:00:00Z"),
    Edit(
      "a post that is due", [:],
      redone: [page("later"), page("p4"), "index.html", "feed.xml", "tags/c/index.html", "today/index.html"],
      run: 7,
      clock: "2026-10-03"),
  ]

  @Test(arguments: edits) func redoesThePagesThatShowIt(edit: Edit) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "presstime-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (path, text) in Self.site
    where !(path == "content/about.md" && edit.testDescription == "a renamed post") {
      try write(text, path, folder)
    }
    let output = folder.appendingPathComponent("public").path
    func options(_ clock: String) -> BuildOptions {
      BuildOptions(site: folder.path, clock: .written(clock), jobs: 2)
    }
    let first = try SiteBuild(options("2026-10-01")).build(to: output)
    try #require(first.succeeded, "\(first.diagnostics.map(\.message))")
    let before = try #require(BuildLog(site: folder.path))
    for (path, text) in edit.files {
      if let text {
        try write(text, path, folder)
      } else {
        try FileManager.default.removeItem(at: folder.appendingPathComponent(path))
      }
    }
    let checked = SiteBuild(options(edit.clock)).check(output)
    let report = try SiteBuild(options(edit.clock)).build(to: output)
    #expect(report.succeeded, "\(report.diagnostics.map(\.message))")
    #expect(checked.diagnostics == report.diagnostics)
    let log = try #require(BuildLog(site: folder.path))
    let isSame = log.changes == nil && log.inputs == before.inputs
    #expect(Set(isSame ? [] : log.rendered) == edit.redone)
    #expect(report.pages.rendered == edit.redone.count)
    #expect(report.pages.run == edit.run)
    // A text that only has another name is known by its digest.
    let parsed = edit.files.count { path, text in
      path.hasSuffix(".md") && (text.map { !Self.site.values.contains($0) } ?? false)
    }
    #expect(report.documents.parsed == parsed)
    let verified = try SiteBuild(options(edit.clock)).verify(report, in: output)
    #expect(verified.differences.isEmpty)
  }

  /// Behind many pages on end that have changed, those that have not are kept all the same.
  @Test func aLayoutOfManyPagesLeavesTheOthers() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "presstime-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (path, text) in Self.site { try write(text, path, folder) }
    for number in 10..<60 {
      try write(
        Self.post("P\(number)", day: 5, tags: "t\(number)", body: "Text."), "content/posts/n\(number).md",
        folder)
    }
    let options = BuildOptions(site: folder.path, clock: .written("2026-10-01"), jobs: 1)
    let output = folder.appendingPathComponent("public").path
    let first = try SiteBuild(options).build(to: output)
    let posts = try #require(first.routes.first { $0.path == "posts/[post].html" }).pages
    let template = "themes/small/routes/posts/[post].html"
    try write(Self.text(of: template) + "<p>New</p>\n", template, folder)
    let report = try SiteBuild(options).build(to: output)
    #expect(report.pages.rendered == posts)
    #expect(report.pages.kept == first.pages.planned - posts)
    #expect(try SiteBuild(options).verify(report, in: output).differences.isEmpty)
  }

  private func write(_ text: String, _ path: String, _ folder: URL) throws {
    let file = folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
}
