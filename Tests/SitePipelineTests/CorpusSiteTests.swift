import Diagnostics
import Foundation
import Models
import TemplateEngine
import TestSupport
import Testing

@testable import SitePipeline

/// Real blogs, with a `site.toml` of a few lines and no change to their posts, become sites whose titles, dates,
/// tags and URLs are those that an independent parser read.
@Suite struct CorpusSiteTests {
  struct Blog: Sendable, CustomTestStringConvertible {
    let name: String
    let settings: String
    var testDescription: String { name }
  }

  static let blogs = [
    Blog(
      name: "nextjs-blog-starter",
      settings: """
        [collections.posts]
        folder = ""

        [models.Post]
        author  = "{ name: String, picture: Image }"
        ogImage = "{ url: Image }?"

        [diagnostics]
        "link.broken-image" = "warning"
        """),
    Blog(
      name: "elixir-blog",
      settings: """
        [collections.posts]
        folder = ""

        [models.Post]
        publishedAt = { type = "Date", from = ["date", "@filename"] }
        tags        = { type = "[String] = []", split = " " }
        authors     = "[String] = []"
        layout      = "String?"
        logo        = "String?"
        flagship    = "Bool = false"

        [routes]
        "posts/[post].html" = "blog/[post.publishedAt.year]/[post.publishedAt.month]/[post.publishedAt.day]/[post].html"

        [diagnostics]
        "link.broken"       = "warning"
        "link.broken-image" = "warning"
        """),
    Blog(
      name: "rust-blog",
      settings: """
        [collections.posts]
        folder  = ""
        exclude = ["releases/latest.md"]

        [models.Post]
        publishedAt = { type = "Date", from = ["path ~ {year}/{month}/{day}/", "path ~ */{year}/{month}/{day}/"] }
        authors     = "[String] = []"
        extra       = "{ team: String?, team_url: String?, release: Bool? }?"

        [routes]
        "api/posts/[post].json" = "api/posts/[...post].json"

        [diagnostics]
        "link.broken"        = "warning"
        "link.broken-anchor" = "warning"
        "link.broken-image"  = "warning"
        """),
  ]

  @Test(.enabled(if: SharedMaterial.root != nil), arguments: blogs)
  func fieldsAreThoseThatAnotherParserRead(_ blog: Blog) throws {
    let root = try #require(SharedMaterial.root)
    let folder = try TemporaryFolder()
    let content = folder.url.appendingPathComponent("content")
    try FileManager.default.copyItem(
      at: root.appendingPathComponent("corpora/\(blog.name)/content"), to: content)
    // The material may be laid without write bits.
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: content.path)
    try folder.write(
      "content/site.toml",
      Array("title = \"Corpus\"\nurl = \"https://example.com/\"\n\n\(blog.settings)\n".utf8))
    let options = BuildOptions(site: folder.url.path, clock: .written("2026-11-23"), jobs: 2)
    let loaded = try #require(LoadedSite.load(options).site)
    let plan = loaded.checked().planned()
    #expect(plan.diagnostics.filter { $0.severity == .error } == [])
    let expected = try #require(SharedMaterial.json("corpora/\(blog.name)/expected.json") as? [[String: Any]])
    let differences = Comparison(plan).compare(expected)
    #expect(differences == [])
  }
}

/// Holds the fields of entries against what `expected.json` says of the same files.
private struct Comparison {
  let plan: SitePlan
  var byPath: [String: Int] = [:]

  init(_ plan: SitePlan) {
    self.plan = plan
    for (index, document) in plan.checked.loaded.documents.enumerated() { byPath[document.path] = index }
  }

  func compare(_ expected: [[String: Any]]) -> [String] {
    var differences: [String] = []
    for post in expected where post["kind"] as? String == "post" {
      guard let path = post["path"] as? String, post["title"] is String else { continue }
      guard let index = byPath[path] else {
        differences.append("\(path) is no entry")
        continue
      }
      differences += compare(index, post).map { "\(path): \($0)" }
    }
    return differences
  }

  private func compare(_ index: Int, _ post: [String: Any]) -> [String] {
    let entry = plan.checked.entries[index]
    let model = plan.checked.loaded.models[entry.model]
    func value(_ name: String) -> Value { model.index(of: name).map { entry.values[$0] } ?? .none }
    func texts(_ name: String) -> [String] {
      guard case .list(let items) = value(name) else { return [] }
      return items.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }
    var differences: [String] = []
    func expect<T: Equatable>(_ what: String, _ found: T?, _ wanted: T?) {
      if found != wanted {
        differences.append("\(what) is \(String(describing: found)), not \(String(describing: wanted))")
      }
    }
    if case .string(let title) = value("title") { expect("title", title, post["title"] as? String) }
    if case .date(let date) = value("publishedAt") {
      let utc = DateFormat.iso8601.string(date, in: .utc).prefix(19)
      expect("date", String(utc), (post["datetime_utc"] as? String).map { String($0.prefix(19)) })
    } else {
      differences.append("it has no date")
    }
    expect("tags", texts("tags"), post["tags"] as? [String])
    expect("aliases", texts("aliases"), post["aliases"] as? [String])
    expect("draft", value("draft") == .bool(true), post["draft"] as? Bool)
    if entry.publication == .published, let wanted = post["url"] as? String {
      let slashed = wanted.hasSuffix("/") ? wanted : wanted + "/"
      expect("url", plan.context.urls[index].map(URLPath.decoded), slashed)
    }
    return differences
  }
}
