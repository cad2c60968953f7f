import Diagnostics
import Foundation
import Models
import TestSupport
import Testing

@testable import SitePipeline

/// A small site that is built again and again: what of the last build is taken, and what is said.
final class KeptSite {
  let folder: TemporaryFolder
  var options: BuildOptions

  init() throws {
    folder = try TemporaryFolder()
    options = BuildOptions(site: folder.url.path, clock: .written("2026-10-01"), jobs: 1)
    try write("title = \"Kept\"\nurl = \"https://example.com/\"\n", "content/site.toml")
    try post(
      "a", "To [the part](b.md#part), [b](b.md), [a file](/notes.txt) and [on the web](https://swift.org).")
    try post("b", "## Part\n\nText.")
    try post("c", "A picture: ![dot](/dot.png)")
    try write("Notes.\n", "content/notes.txt")
    let dot = Data(base64Encoded: "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
    try folder.write("content/dot.png", Array(dot ?? Data()))
  }

  func post(_ name: String, _ text: String, _ more: String = "") throws {
    try write(
      "---\ntitle: \(name.uppercased())\npublishedAt: 2026-09-01\n\(more)---\n\n\(text)\n",
      "content/posts/\(name).md")
  }

  func write(_ text: String, _ path: String) throws { try folder.write(path, Array(text.utf8)) }

  func remove(_ path: String) throws {
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent(path))
  }

  /// Builds, and expects what a build from nothing would say; gives the codes of what it said.
  func build() throws -> [String] {
    let output = folder.url.appendingPathComponent("public").path
    let report = try SiteBuild(options).build(to: output)
    if report.succeeded {
      #expect(try SiteBuild(options).verify(report, in: output).differences.isEmpty)
    } else {
      #expect(report.diagnostics == SiteSnapshot(options).diagnostics)
    }
    return report.diagnostics.map(\.code.name)
  }

  /// What a build now would read, and take from the last one.
  func loaded() throws -> LoadedSite {
    let cache = DocumentCache(site: folder.url.path, use: .read, trustsTimes: false)
    return try #require(LoadedSite.load(options, cache: cache, answers: RunAnswers()).site)
  }
}
