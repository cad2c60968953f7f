import DataFormats
import Diagnostics
import Files
import Foundation
import Models
import Testing

@testable import SitePipeline

/// What the default theme writes for programs, of posts with odd characters: by the rules of RSS 2.0 and its best
/// practices, of Atom (RFC 4287), JSON Feed 1.1, sitemaps.org, and schema.org's `BlogPosting`.
@Suite struct FeedTests {
  private static let base = "https://odd.example/blog/"
  private static let atom = "{http://www.w3.org/2005/Atom}"
  private static let sitemap = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

  private static let posts: [(name: String, front: String, body: String)] = [
    (
      "markup",
      "title: \"<b>Bold</b> & \\\"quoted\\\" ]]> 'it'\"\ncategory: \"R&D <x>\"\ntags: [\"a&b\", \"<c>\"]",
      "Text ]]> and <b>bold</b> &amp; &lt;i&gt;.\n\n<![CDATA[ x ]]>\n\n<!-- -- --> <?x y?>\n\n```xml\n<a>]]></a>\n```"
    ),
    ("bells", "title: \"A \\x07 bell\"", "Text with \u{1}\u{8}\u{B}\u{C}\u{1F} and \u{FFFE} \u{FFFF}."),
    ("numbers", "title: By number", "A &#1; and &#xFFFE; and &#0; and &#55296;."),
    ("long", "title: \"\(String(repeating: "Long \u{1F469}\u{200D}\u{1F680} ", count: 800))\"", "Text."),
    (
      "rtl",
      "title: \"\u{202E}\u{05E9}\u{05DC}\u{05D5}\u{05DD} (1) \u{0645}\u{0631}\u{062D}\u{0628}\u{0627}\"",
      "\u{05E9}\u{05DC}\u{05D5}\u{05DD}."
    ),
    (
      "links", "title: Links\nupdated: 2026-01-01",
      """
      [a](markup.md) [b](#here) ![c](pic.png) <a href="rtl.md">d</a> <img src="pic.png" alt="">

      ## Here {#here}

      <video src="pic.png" poster="pic.png"></video> A note.[^1]

      [^1]: The note.
      """
    ),
    ("\u{E9}t\u{E9} & co", "title: \"\u{C9}t\u{E9}\"", "![only a picture](pic.png)"),
    ("zone", "title: Zone\ndate: 2026-02-03T04:05:06+05:30", "Text.\n\n\u{2028}\u{2029}\u{85}\u{A0}\u{7F}."),
  ]

  private final class Site {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "presstime-\(UUID().uuidString)")
    let report: BuildReport

    init(_ settings: String = "") throws {
      let content = folder.appendingPathComponent("content/posts")
      try FileManager.default.createDirectory(at: content, withIntermediateDirectories: true)
      let site = "title = \"Odd & <co>\"\nauthor = \"A & B\"\nurl = \"\(FeedTests.base)\"\n" + settings
      try Data(site.utf8).write(to: folder.appendingPathComponent("content/site.toml"))
      // The smallest GIF.
      try Data([0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0, 0, 0, 0x3B]).write(
        to: content.appendingPathComponent("pic.png"))
      for (number, post) in FeedTests.posts.enumerated() {
        let date = post.front.contains("date: 2026-02") ? "" : "date: 2026-03-\(10 + number)\n"
        let text = "---\n\(post.front)\n\(date)---\n\n\(post.body)\n"
        try Data(text.utf8).write(to: content.appendingPathComponent(post.name + ".md"))
      }
      let options = BuildOptions(site: folder.path, clock: .written("2026-11-23"), jobs: 2)
      report = try SiteBuild(options).build(to: folder.path + "/public")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func read(_ path: String) throws -> [UInt8] {
      try Array(Data(contentsOf: folder.appendingPathComponent("public/" + path)))
    }
  }

  // MARK: - Rules that several formats share

  private func isAbsolute(_ text: String?) -> Bool {
    guard let text, let url = URL(string: text) else { return false }
    return url.scheme == "https" && url.host == "odd.example"
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }

  /// RFC 3339.
  private func isTimestamp(_ text: String?) -> Bool {
    text?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)/) != nil
  }

  /// Feed readers know no address that relative ones begin at; footnotes stand in the text itself.
  private func hasWholeAddresses(_ html: String) -> Bool {
    html.matches(of: /\s(?:href|src|poster)="([^"]*)"/).allSatisfy { match in
      match.1.hasPrefix("https://")
        || (match.1.hasPrefix("#fn") && html.contains("id=\"\(match.1.dropFirst())\""))
    }
  }

  private func expectUnique(_ texts: [String]) { #expect(Set(texts).count == texts.count) }

  // MARK: - Formats

  @Test func rss() throws {
    let site = try Site()
    let root = try XMLTree.read(site.read("feed.xml"))
    #expect(root.name == "rss" && root.attributes["version"] == "2.0")
    let channel = try #require(root.one("channel"))
    #expect(channel.one("title")?.text == "Odd & <co>")
    #expect(isAbsolute(channel.one("link")?.text))
    #expect(channel.one("description")?.text.isEmpty == false)
    #expect(channel.one("language")?.text == "en")
    let own = try #require(channel.one(Self.atom + "link"))
    #expect(own.attributes["rel"] == "self" && own.attributes["href"] == Self.base + "feed.xml")
    #expect(own.attributes["type"] == "application/rss+xml")
    // RFC 822, with the four digits of RSS.
    let date =
      /(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d ([+-]\d{4}|GMT)/
    #expect(channel.one("lastBuildDate")?.text.wholeMatch(of: date) != nil)
    let items = channel.all("item")
    #expect(items.count == Self.posts.count)
    for item in items {
      #expect(item.one("title")?.text.isEmpty == false)
      #expect(isAbsolute(item.one("link")?.text), "\(item.one("link")?.text ?? "")")
      #expect(item.one("guid")?.attributes["isPermaLink"] == "true")
      #expect(item.one("guid")?.text == item.one("link")?.text)
      #expect(item.one("pubDate")?.text.wholeMatch(of: date) != nil)
      #expect(item.one("{http://purl.org/dc/elements/1.1/}creator")?.text == "A & B")
      let content = item.one("{http://purl.org/rss/1.0/modules/content/}encoded")?.text ?? ""
      #expect(hasWholeAddresses(content), "\(content)")
      #expect(item.one("description") != nil)
    }
    expectUnique(items.compactMap { $0.one("guid")?.text })
    #expect(items.contains { $0.one("title")?.text == "<b>Bold</b> & \"quoted\" ]]> 'it'" })
    #expect(items.contains { $0.one("title")?.text == "A  bell" })
    #expect(items.contains { $0.all("category").map(\.text) == ["R&D <x>", "a&b", "<c>"] })
  }

  @Test func atom() throws {
    let site = try Site()
    let root = try XMLTree.read(site.read("atom.xml"))
    func one(_ name: String, in element: XMLTree.Element) -> XMLTree.Element? {
      element.one(Self.atom + name)
    }
    #expect(root.name == Self.atom + "feed")
    #expect(one("title", in: root)?.text == "Odd & <co>")
    #expect(isAbsolute(one("id", in: root)?.text))
    #expect(isTimestamp(one("updated", in: root)?.text))
    #expect(one("author", in: root).flatMap { one("name", in: $0) }?.text == "A & B")
    let links = root.all(Self.atom + "link")
    #expect(Set(links.compactMap { $0.attributes["rel"] }) == ["self", "alternate"])
    #expect(links.allSatisfy { isAbsolute($0.attributes["href"]) })
    let entries = root.all(Self.atom + "entry")
    #expect(entries.count == Self.posts.count)
    for entry in entries {
      #expect(one("title", in: entry)?.text.isEmpty == false)
      #expect(isAbsolute(one("id", in: entry)?.text))
      #expect(isTimestamp(one("updated", in: entry)?.text) && isTimestamp(one("published", in: entry)?.text))
      // 4.1.1: no two with the same relation, type and language.
      #expect(entry.all(Self.atom + "link").count == 1)
      let content = try #require(one("content", in: entry))
      #expect(content.attributes["type"] == "html" && hasWholeAddresses(content.text), "\(content.text)")
      #expect(entry.all(Self.atom + "category").allSatisfy { $0.attributes["term"]?.isEmpty == false })
    }
    expectUnique(entries.compactMap { one("id", in: $0)?.text })
  }

  @Test func jsonFeed() throws {
    let site = try Site()
    let feed = try #require(
      try JSONSerialization.jsonObject(with: Data(site.read("feed.json"))) as? [String: Any])
    #expect(feed["version"] as? String == "https://jsonfeed.org/version/1.1")
    #expect(feed["title"] as? String == "Odd & <co>")
    #expect(feed["feed_url"] as? String == Self.base + "feed.json")
    #expect(isAbsolute(feed["home_page_url"] as? String))
    let items = try #require(feed["items"] as? [[String: Any]])
    #expect(items.count == Self.posts.count)
    for item in items {
      #expect(isAbsolute(item["id"] as? String) && isAbsolute(item["url"] as? String))
      #expect(isTimestamp(item["date_published"] as? String) && isTimestamp(item["date_modified"] as? String))
      #expect(hasWholeAddresses(item["content_html"] as? String ?? "href=\"\""))
      #expect(item["tags"] is [String])
      #expect(!item.values.contains { $0 is NSNull })
    }
    expectUnique(items.compactMap { $0["id"] as? String })
  }

  @Test(arguments: [nil, 3]) func sitemaps(size: Int?) throws {
    let site = try Site(size.map { "[options]\nsitemapSize = \($0)\n" } ?? "")
    let root = try XMLTree.read(site.read("sitemap.xml"))
    var sets = [root]
    if size != nil {
      #expect(root.name == Self.sitemap + "sitemapindex")
      let parts = root.all(Self.sitemap + "sitemap").compactMap { $0.one(Self.sitemap + "loc")?.text }
      #expect(parts.count > 1 && parts.allSatisfy { isAbsolute($0) })
      sets = try parts.map { try XMLTree.read(site.read(String($0.dropFirst(Self.base.count)))) }
    }
    var addresses: [String] = []
    for set in sets {
      #expect(set.name == Self.sitemap + "urlset" && !set.children.isEmpty)
      for url in set.children {
        let address = try #require(url.one(Self.sitemap + "loc")?.text)
        #expect(isAbsolute(address) && address.utf8.count < 2048)
        if let day = url.one(Self.sitemap + "lastmod")?.text {
          #expect(day.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil)
        }
        addresses.append(address)
      }
    }
    expectUnique(addresses)
    #expect(
      addresses.contains(Self.base + "posts/%C3%A9t%C3%A9%20&%20co/")
        || addresses.contains(Self.base + "posts/%C3%A9t%C3%A9%20%26%20co/"))
  }

  @Test func structuredData() throws {
    let site = try Site()
    for post in Self.posts {
      let page = try String(decoding: site.read("posts/\(post.name)/index.html"), as: UTF8.self)
      let script = try #require(
        page.firstMatch(of: /<script type="application\/ld\+json">([\s\S]*?)<\/script>/)
      ).1
      let data = try #require(
        try JSONSerialization.jsonObject(with: Data(script.utf8)) as? [String: Any], "\(post.name)")
      #expect(
        data["@context"] as? String == "https://schema.org" && data["@type"] as? String == "BlogPosting")
      #expect((data["headline"] as? String)?.isEmpty == false)
      #expect(isAbsolute(data["url"] as? String) || isAbsolute(data["mainEntityOfPage"] as? String))
      #expect(isTimestamp(data["datePublished"] as? String) && isTimestamp(data["dateModified"] as? String))
      #expect((data["author"] as? [String: Any])?["name"] as? String == "A & B")
    }
  }

  /// Whatever way a character is written that XML can't hold, somebody is told of it.
  @Test func whatIsLeftOutIsTold() throws {
    let told = try Site().report.diagnostics.filter { $0.code == .fileControlCharacter }
    #expect(Set(told.compactMap(\.location?.path)) == ["content/posts/bells.md", "content/posts/numbers.md"])
  }
}
