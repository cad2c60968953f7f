import Diagnostics
import Foundation
import Models
import TemplateEngine
import TestSupport
import Testing

@testable import SitePipeline

/// Texts that the last build has filled wait until a page wants them, and only while their links lead where they led.
@Suite struct KeptTextsTests {
  private final class Site {
    let folder: TemporaryFolder
    let options: BuildOptions

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

    /// The posts whose texts a build now would not fill at once.
    func waiting() throws -> [String] {
      let cache = DocumentCache(site: folder.url.path, use: .read, trustsTimes: false)
      let loaded = try #require(LoadedSite.load(options, cache: cache, answers: RunAnswers()).site)
      let plan = loaded.checked(isLast: true).plannedOnce()
      return zip(loaded.documents, plan.context.bodies).compactMap { $1.digest == nil ? nil : $0.stem }
    }
  }

  @Test func textsWaitWhileTheirBytesAndAllAddressesAreTheSame() throws {
    let site = try Site()
    #expect(try site.build() == [])
    // Pictures are looked at by those who show them.
    #expect(try site.waiting() == ["a", "b"])
    try site.post("b", "## Part\n\nOther text.")
    #expect(try site.waiting() == ["a"])
    #expect(try site.build() == [])
    #expect(try site.waiting() == ["a", "b"])
    // Another page, another file, another heading: links may lead elsewhere.
    try site.post("d", "New.")
    #expect(try site.waiting() == [])
    #expect(try site.build() == [])
    #expect(try site.waiting() == ["a", "b", "d"])
  }

  @Test func linksThatNoLongerLeadSomewhereAreToldOfTextsThatAreTheSame() throws {
    let site = try Site()
    #expect(try site.build() == [])
    try site.post("b", "## Another part\n\nText.")
    #expect(try site.build() == ["link.broken-anchor"])
    try site.post("b", "## Part\n\nText.", "draft: true\n")
    #expect(try site.build() == ["link.unpublished", "link.unpublished"])
    try site.post("b", "## Part\n\nText.", "path: elsewhere\n")
    #expect(try site.build() == [])
    try site.remove("content/notes.txt")
    #expect(try site.build() == ["link.broken"])
    try site.write("Notes.\n", "content/notes.txt")
    try site.remove("content/posts/b.md")
    #expect(try site.build() == ["link.broken", "link.broken"])
  }
}
