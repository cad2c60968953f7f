import Files
import Foundation
import TestSupport
import Testing

@testable import SitePipeline

/// What front matter says is taken from the last build while nothing differs that it hangs on.
@Suite struct KeptValuesTests {
  /// The posts whose front matter a build now would not read.
  private func kept(_ site: KeptSite) throws -> [String] {
    let loaded = try site.loaded()
    guard let values = loaded.cache.values(loaded.groundOfValues) else { return [] }
    return loaded.documents.filter { values.part(of: $0) != nil }.map(\.stem)
  }

  private func declare(_ fields: String, in site: KeptSite, zone: String = "UTC") throws {
    try site.write(
      "title = \"Kept\"\nurl = \"https://example.com/\"\ntimezone = \"\(zone)\"\n\n[models.Post]\n\(fields)",
      "content/site.toml")
  }

  @Test func valuesAreKeptWhileTheDocumentAndTheModelsAreTheSame() throws {
    let site = try KeptSite()
    #expect(try site.build() == [])
    #expect(try kept(site) == ["a", "b", "c"])
    try site.post("b", "## Part\n\nOther text.")
    #expect(try kept(site) == ["a", "c"])
    #expect(try site.build() == [])
    #expect(try kept(site) == ["a", "b", "c"])
    try declare("mood = \"String = \\\"calm\\\"\"\n", in: site)
    #expect(try kept(site) == [])
    #expect(try site.build() == [])
    #expect(try kept(site) == ["a", "b", "c"])
    try declare("mood = \"String = \\\"calm\\\"\"\n", in: site, zone: "Europe/Paris")
    #expect(try kept(site) == [])
  }

  @Test func whatHangsOnMoreThanItsDocumentIsReadAnew() throws {
    let site = try KeptSite()
    try site.post("a", "A reference.", "sequel: b\n")
    try declare("sequel = \"Post?\"\nnote = \"Markdown?\"\nmood = \"String?\"\n", in: site)
    try site.post("c", "A text in front matter.", "note: Some *words*.\n")
    #expect(try site.build() == [])
    #expect(try kept(site) == ["b"])
    // The entry that is meant is another one, and then none.
    try site.post("d", "The next one.", "slug: b\n")
    #expect(try site.build().contains("post.ambiguous-reference"))
    try site.remove("content/posts/d.md")
    #expect(try site.build() == [])
    try site.remove("content/posts/b.md")
    #expect(try site.build().contains("post.unknown-reference"))
  }

  @Test func whatIsWrongIsToldAgain() throws {
    let site = try KeptSite()
    #expect(try site.build() == [])
    try site.post("b", "## Part\n\nText.", "colour: red\n")
    let said = try site.build()
    #expect(said.count == 1)
    #expect(try kept(site) == ["a", "c"])
    try site.post("a", "Text.")
    #expect(try site.build() == said)
  }

  @Test func aPictureThatIsGoneIsMissed() throws {
    let site = try KeptSite()
    try site.post("a", "Text.", "cover: /dot.png\n")
    try declare("cover = \"Image?\"\n", in: site)
    let before = try site.build()
    #expect(try kept(site) == ["a", "b", "c"])
    try site.post("c", "No picture.")
    try site.remove("content/dot.png")
    #expect(try site.build() == before + ["link.broken-image"])
  }

  /// What is read of a text that the cache has lost is nothing, and must not be taken for what its file says.
  @Test func whatIsReadOfALostTextIsNotKept() throws {
    let site = try KeptSite()
    #expect(try site.build() == [])
    try site.remove(".presstime/values")
    let cache = DocumentCache(site: site.folder.url.path, use: .readAndWrite, trustsTimes: false)
    let loaded = try #require(LoadedSite.load(site.options, cache: cache, answers: RunAnswers()).site)
    let texts = site.folder.url.appendingPathComponent(".presstime/texts")
    let handle = try FileHandle(forWritingTo: texts)
    try handle.write(contentsOf: Data(repeating: 0, count: Data(contentsOf: texts).count))
    try handle.close()
    let checked = loaded.checked(isLast: true)
    #expect(cache.hasFailed)
    KeptValues.save(try #require(checked.kept), checked)
    #expect(FileSystem.kind(site.folder.url.path + "/.presstime/values") == nil)
  }

  /// Whether an entry is published is decided anew in each build.
  @Test func entriesComeAndGoWithTheClock() throws {
    let site = try KeptSite()
    try site.post("b", "## Part\n\nText.", "expiresAt: 2026-10-05\n")
    try site.write("---\ntitle: E\npublishedAt: 2026-10-03\n---\n\nSoon.\n", "content/posts/e.md")
    #expect(try site.build() == [])
    for (day, published) in [
      ("2026-10-04", ["a", "b", "c", "e"]), ("2026-10-06", ["a", "c", "e"]), ("2026-10-02", ["a", "b", "c"]),
    ] {
      site.options.clock = .written(day)
      _ = try site.build()
      let checked = try site.loaded().checked()
      #expect(
        checked.entries.filter { $0.publication == .published && $0.collection == 0 }.map(\.slug)
          == published,
        "\(day)")
    }
  }
}
