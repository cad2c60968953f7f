import Diagnostics
import Files
import Foundation
import Models
import TestSupport
import Testing

@testable import SitePipeline

/// Whatever lies in `.presstime/`, a build is right.
@Suite struct BrokenCacheTests {
  private static let cacheFiles = ["index", "texts", "times", "build", "log"]

  /// A built site, edited so that the next build has something to do and something to keep.
  private final class Site {
    private let made: TemporaryFolder
    let options: BuildOptions

    var folder: URL { made.url }

    init() throws {
      made = try TemporaryFolder()
      options = BuildOptions(site: made.url.path, clock: .written("2026-10-01"), jobs: 1)
      try write("title = \"Tiny\"\nurl = \"https://example.com/\"\ntheme = \"tiny\"\n", "content/site.toml")
      try write(
        "---\ntitle: One\npublishedAt: 2026-09-01\n---\n\nA <Note /> and [two](two.md).\n",
        "content/posts/one.md")
      try write(
        "---\ntitle: Two\npublishedAt: 2026-09-02\n---\n\nText, after [one](one.md).\n",
        "content/posts/two.md")
      try write("name = \"tiny\"\n", "themes/tiny/theme.toml")
      try write("<b>{{ site.title }}</b>\n", "themes/tiny/components/Note.html")
      try write("{% each post in posts %}{{ post.title }}{{ post.body }}\n", "themes/tiny/routes/[post].html")
      try write(
        "{% for p in posts %}{{ p.body.text }}{% for r in p.related %}{{ r.title }}{% endfor %}{% endfor %}\n",
        "themes/tiny/routes/index.html")
      try write(
        "{% each piece in site.search.pieces %}\n{{ searchPiece(piece) }}",
        "themes/tiny/routes/search/[piece].js")
    }

    var cache: URL { folder.appendingPathComponent(".presstime") }

    func write(_ text: String, _ path: String) throws { try made.write(path, Array(text.utf8)) }

    /// Builds, and expects what a build from nothing makes; why the cache was of no use, if it was not.
    func build(_ what: String) throws -> String? {
      let output = folder.appendingPathComponent("public").path
      let report = try SiteBuild(options).build(to: output)
      #expect(report.succeeded, "\(what): \(report.diagnostics.map(\.message))")
      let verified = try SiteBuild(options).verify(report, in: output)
      #expect(verified.differences.isEmpty, "\(what): \(verified.differences)")
      return report.cacheProblem
    }
  }

  /// Builds with each byte of a file of the cache flipped in turn, after an edit: all of a small file, of a larger one
  /// about `most`, enough to meet each of its parts. Gives how often the cache was said to be of no use.
  private func flip(_ name: String, most: Int, _ edit: (Site, _ offset: Int) throws -> Void) throws -> Int {
    let site = try Site()
    try FileManager.default.createDirectory(at: site.cache, withIntermediateDirectories: true)
    _ = try site.build("first")
    if name.hasSuffix(".new") {
      try edit(site, -1)
      _ = try site.build("second")
    }
    let kept = site.folder.appendingPathComponent("kept")
    try FileManager.default.copyItem(at: site.cache, to: kept)
    let count = try Data(contentsOf: kept.appendingPathComponent(name)).count
    var complaints = 0
    for offset in stride(from: 0, to: count, by: max(1, count / most)) {
      try FileManager.default.removeItem(at: site.cache)
      try FileManager.default.copyItem(at: kept, to: site.cache)
      var bytes = try Data(contentsOf: site.cache.appendingPathComponent(name))
      bytes[offset] ^= UInt8(1 << (offset % 8))
      try bytes.write(to: site.cache.appendingPathComponent(name))
      try edit(site, offset)
      if try site.build("\(name), byte \(offset)") != nil { complaints += 1 }
    }
    return complaints
  }

  /// Before a build that does nothing and before one that has to render pages of texts that it did not parse.
  @Test(arguments: cacheFiles) func aFlippedByteNeverMakesAWrongPage(name: String) throws {
    let complaints = try flip(name, most: 150) { site, offset in
      // Pages of texts that nobody parses again.
      try site.write("{% each post in posts %}{{ post.body }}\(offset)\n", "themes/tiny/routes/[post].html")
    }
    if name == "index" { #expect(complaints > 0) }
  }

  /// The same of what later builds go on from, which an edit of a text reads.
  @Test(arguments: [
    "values", "values.new", "index.new", "reads", "links", "fills", "related", "search", "pieces",
  ])
  func aFlippedByteOfWhatIsKeptNeverMakesAWrongPage(name: String) throws {
    _ = try flip(name, most: 40) { site, offset in
      try site.write(
        "---\ntitle: One\npublishedAt: 2026-09-01\n---\n\nNow \(offset), and [two](two.md).\n",
        "content/posts/one.md")
    }
  }

  /// Front matter and links are read from the cache long after it was opened.
  @Test func aFlippedByteNeverMakesAWrongReport() throws {
    let site = try Site()
    try FileManager.default.createDirectory(at: site.cache, withIntermediateDirectories: true)
    _ = try site.build("first")
    let texts = site.cache.appendingPathComponent("texts")
    let right = try Data(contentsOf: texts)
    let clean = SiteBuild(site.options).check()
    for offset in right.indices {
      var bytes = right
      bytes[offset] ^= UInt8(1 << (offset % 8))
      try bytes.write(to: texts)
      let report = SiteBuild(site.options).check()
      #expect(
        report.diagnostics == clean.diagnostics && report.pages.planned == clean.pages.planned, "\(offset)")
      let cache = DocumentCache(site: site.folder.path, use: .read, trustsTimes: true)
      let snapshot = SiteSnapshot(site.options, cache: cache)
      #expect(snapshot.diagnostics == clean.diagnostics, "\(offset)")
      #expect(snapshot.plan?.pages.count == clean.pages.planned, "\(offset)")
    }
  }

  @Test(arguments: cacheFiles + ["search", "pieces"]) func aTruncatedFileIsAsGoodAsNone(name: String) throws {
    let site = try Site()
    try FileManager.default.createDirectory(at: site.cache, withIntermediateDirectories: true)
    _ = try site.build("first")
    for part in [2, 3, 1000] {
      let file = site.cache.appendingPathComponent(name)
      let bytes = try Data(contentsOf: file)
      try bytes.prefix(bytes.count - bytes.count / part - 1).write(to: file)
      try site.write("{% each post in posts %}{{ post.body }}\(part)\n", "themes/tiny/routes/[post].html")
      _ = try site.build("\(name), cut")
    }
  }

  @Test func aCacheOfAnotherKindIsAsGoodAsNone() throws {
    let site = try Site()
    try FileManager.default.createDirectory(at: site.cache, withIntermediateDirectories: true)
    #expect(try site.build("first") == nil)
    let index = site.cache.appendingPathComponent("index")
    try Data("presstime cache 0\nan older one".utf8).write(to: index)
    try site.write("---\ntitle: One\npublishedAt: 2026-09-01\n---\n\nEdited.\n", "content/posts/one.md")
    #expect(try site.build("older") == "it has another format")
    // It is said once.
    try site.write("---\ntitle: One\npublishedAt: 2026-09-01\n---\n\nEdited again.\n", "content/posts/one.md")
    #expect(try site.build("then") == nil)
    // Files that are folders, and the other way round.
    for name in Self.cacheFiles {
      try? FileManager.default.removeItem(at: site.cache.appendingPathComponent(name))
      try FileManager.default.createDirectory(
        at: site.cache.appendingPathComponent(name + "/inside"), withIntermediateDirectories: true)
    }
    _ = try site.build("folders")
    try FileManager.default.removeItem(at: site.cache)
    try Data().write(to: site.cache)
    _ = try site.build("a file")
  }

  @Test func aClockThatGoesBackIsFollowed() throws {
    let site = try Site()
    try site.write("---\ntitle: Later\npublishedAt: 2026-09-20\n---\n\nText.\n", "content/posts/later.md")
    _ = try site.build("first")
    var options = site.options
    let output = site.folder.appendingPathComponent("public").path
    for clock in ["2026-09-19", "2026-09-21", "2026-09-10", "2026-09-20T00:00:00Z"] {
      options.clock = .written(clock)
      let report = try SiteBuild(options).build(to: output)
      #expect(report.leftOut.future == (clock < "2026-09-20" ? 1 : 0), "\(clock)")
      #expect(try SiteBuild(options).verify(report, in: output).differences.isEmpty, "\(clock)")
    }
  }

  @Test func whatIsChangedByHandInTheOutputIsMended() throws {
    let site = try Site()
    _ = try site.build("first")
    let page = site.folder.appendingPathComponent("public/one/index.html")
    let right = try Data(contentsOf: page)
    let edits: [(String, () throws -> Void)] = [
      ("longer", { try (right + Data("x".utf8)).write(to: page) }),
      ("as long", { try Data(right.map { $0 ^ 1 }).write(to: page) }),
      ("removed", { try FileManager.default.removeItem(at: page) }),
      (
        "a folder",
        {
          try FileManager.default.removeItem(at: page)
          try FileManager.default.createDirectory(at: page, withIntermediateDirectories: true)
        }
      ),
      (
        "a link",
        {
          let other = site.folder.appendingPathComponent("other.html")
          try right.write(to: other)
          try? FileManager.default.removeItem(at: page)
          try FileManager.default.createSymbolicLink(at: page, withDestinationURL: other)
        }
      ),
    ]
    for (name, edit) in edits {
      try edit()
      _ = try site.build(name)
      #expect(try Data(contentsOf: page) == right, "\(name)")
    }
  }
}
