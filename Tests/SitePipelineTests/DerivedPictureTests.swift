import Diagnostics
import Files
import Foundation
import Images
import Models
import TestSupport
import Testing

@testable import SitePipeline

/// Smaller pictures, made by libvips where it is installed.
@Suite(.enabled(if: VipsLibrary.shared != nil, "libvips is not on this machine")) struct DerivedPictureTests {
  private struct Site {
    let folder: TemporaryFolder
    let output: String

    init(_ settings: String) throws {
      folder = try TemporaryFolder()
      output = folder.url.path + "/public"
      try write(
        "content/site.toml",
        "title = \"Tiny\"\nurl = \"https://example.com/base/\"\ntheme = \"tiny\"\n[images]\nengine = \"vips\"\n"
          + settings)
      try write("themes/tiny/theme.toml", "name = \"tiny\"\n")
      try write(
        "themes/tiny/routes/posts/[post].html",
        "{% each post in posts %}{{ post.body }}{% if post.cover %}{{ image(post.cover, sizes: \"50vw\") }}{% endif %}\n"
      )
      try write("themes/tiny/routes/feed.xml", "<x>{% for post in posts %}{{ post.body }}{% endfor %}</x>\n")
      try write(
        "content/posts/a.md",
        "---\ntitle: A\ndate: 2026-09-01\ncover: /b.webp\n---\n\n![A](/a.webp) ![B](/b.webp)\n")
      try picture("a.webp", width: 100, height: 50)
      try picture("b.webp", width: 30, height: 30)
    }

    func write(_ path: String, _ text: String) throws { try folder.write(path, Array(text.utf8)) }

    func picture(_ name: String, width: Int, height: Int, shade: UInt8 = 9) throws {
      let map = Array("P5 \(width) \(height) 255\n".utf8) + Array(repeating: shade, count: width * height)
      let bytes = try #require(VipsLibrary.shared?.scaled(map, width: width, format: .webp, quality: 80))
      try folder.write("content/" + name, bytes)
    }

    var options: BuildOptions {
      BuildOptions(site: folder.url.path, clock: .written("2026-10-01"), jobs: 2)
    }

    func build() throws -> BuildReport { try SiteBuild(options).build(to: output) }

    var page: String {
      get throws { try String(contentsOfFile: output + "/posts/a/index.html", encoding: .utf8) }
    }

    /// Names of the smaller pictures in the output.
    var made: [String] {
      get throws {
        try FileManager.default.contentsOfDirectory(atPath: output).filter {
          $0.hasSuffix("p") && $0.contains("0.")
        }.sorted()
      }
    }

    /// Names in the cache.
    var kept: [String] {
      get throws {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/.presstime/images").sorted()
      }
    }
  }

  /// A name without its digest.
  private static func bare(_ text: String) -> String { text.replacing(/\.[0-9a-f]{8}\./, with: ".") }

  @Test func aPictureIsThereInSeveralWidths() throws {
    let site = try Site("widths = [80, 40]\nsizes = \"90vw\"\n")
    let report = try site.build()
    #expect(report.diagnostics.map(\.message) == [])
    #expect(
      Self.bare(try site.page) == """
        <p><img src="/base/a.webp" alt="A" srcset="/base/a.40.webp 40w, /base/a.80.webp 80w" sizes="90vw" width="100" height="50" decoding="async" /> \
        <img src="/base/b.webp" alt="B" srcset="/base/b.30.webp 30w" sizes="auto, 90vw" width="30" height="30" loading="lazy" decoding="async" /></p>
        <img src="/base/b.webp" alt="" srcset="/base/b.30.webp 30w" sizes="auto, 50vw" width="30" height="30" loading="lazy" decoding="async">

        """)
    #expect(try site.made.map(Self.bare) == ["a.40.webp", "a.80.webp", "b.30.webp"])
    for (name, size) in zip(try site.made, [(40, 20), (80, 40), (30, 30)]) {
      let header = try ImageHeader.read(ImageBytes(FileSystem.read(site.output + "/" + name)))
      #expect(header.size == ImageHeader.Size(width: size.0, height: size.1))
    }
    let feed = try String(contentsOfFile: site.output + "/feed.xml", encoding: .utf8)
    #expect(feed.contains("src=&quot;https://example.com/base/a.webp&quot;") && !feed.contains("srcset"))
    #expect(try SiteBuild(site.options).verify(report, in: site.output).differences == [])
    #expect(try site.kept.count == 3)
  }

  /// What is made of two files with the same bytes and stem is one file.
  @Test func equalPicturesWithOneStemAreMadeOnce() throws {
    let site = try Site("widths = [40]\n")
    let bytes = try FileSystem.read(site.folder.url.path + "/content/a.webp")
    try site.folder.write("content/a.jpg", bytes)
    try site.write(
      "content/posts/a.md", "---\ntitle: A\ndate: 2026-09-01\n---\n\n![A](/a.webp) ![Again](/a.jpg)\n")
    let report = try site.build()
    #expect(report.diagnostics.map(\.message) == [])
    #expect(try site.made.map(Self.bare) == ["a.40.webp"])
    #expect(try SiteBuild(site.options).verify(report, in: site.output).differences == [])
  }

  @Test func aThemeSaysHowWideItShowsPictures() throws {
    let site = try Site("widths = [40]\n")
    for sizes in ["100vw", "(min-width: 44rem) 40rem, 90vw", "30rem"] {
      if sizes != "100vw" {
        try site.write("themes/tiny/theme.toml", "name = \"tiny\"\nsizes = \"\(sizes)\"\n")
      }
      let report = try site.build()
      #expect(try site.page.contains(" sizes=\"\(sizes)\""))
      #expect(try site.page.contains(" sizes=\"auto, 50vw\""))
      #expect(try SiteBuild(site.options).verify(report, in: site.output).differences == [])
    }
  }

  /// Browsers do not go by the Exif of a WebP, so neither may what is made of it.
  @Test func whatIsMadeIsTurnedAsThePictureIs() throws {
    let site = try Site("widths = [40]\n")
    let map = Array("P5 100 50 255\n".utf8) + Array(repeating: 9, count: 5000)
    let plain = try #require(VipsLibrary.shared?.scaled(map, width: 100, format: .webp, quality: 80))
    let isExtended = plain.dropFirst(12).starts(with: "VP8X".utf8)
    let exif: [UInt8] =
      Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]
    let inside =
      Array("WEBPVP8X".utf8) + [10, 0, 0, 0, 8, 0, 0, 0, 99, 0, 0, 49, 0, 0]
      + plain.dropFirst(isExtended ? 30 : 12)
      + Array("EXIF".utf8) + [26, 0, 0, 0] + exif
    let size = (0..<4).map { UInt8(truncatingIfNeeded: inside.count >> ($0 * 8)) }
    try site.folder.write("content/a.webp", Array("RIFF".utf8) + size + inside)
    #expect(try site.build().diagnostics.map(\.message) == [])
    let name = try #require(try site.made.first)
    let header = try ImageHeader.read(ImageBytes(FileSystem.read(site.output + "/" + name)))
    #expect(header.size == ImageHeader.Size(width: 40, height: 20))
    #expect(try site.page.contains("width=\"100\" height=\"50\""))
  }

  @Test func onlyWhatDiffersIsMadeAgain() throws {
    let site = try Site("widths = [40]\n")
    _ = try site.build()
    let (made, kept) = (try site.made, try site.kept)
    try site.picture("a.webp", width: 100, height: 50, shade: 90)
    let report = try site.build()
    #expect(report.pages.rendered == 1)
    #expect(try SiteBuild(site.options).verify(report, in: site.output).differences == [])
    let changed = try site.made
    #expect(changed.map(Self.bare) == made.map(Self.bare) && Set(changed).intersection(made).count == 1)
    #expect(try Set(kept).isSubset(of: site.kept))
    // What is kept is used as it is, also where nothing else is known.
    let names = try site.kept
    for name in names {
      let path = site.folder.url.path + "/.presstime/images/" + name
      let other = Array("another".utf8)
      try FileSystem.write(path, PictureStore.sum(other) + other)
    }
    try FileManager.default.removeItem(atPath: site.output)
    _ = try site.build()
    for name in try site.made {
      #expect(try FileSystem.read(site.output + "/" + name) == Array("another".utf8))
    }
    // What is damaged there is not.
    for name in names {
      try FileSystem.write(site.folder.url.path + "/.presstime/images/" + name, Array("damaged".utf8))
    }
    try FileManager.default.removeItem(atPath: site.output)
    _ = try site.build()
    for name in try site.made {
      #expect(try FileSystem.read(site.output + "/" + name).starts(with: "RIFF".utf8))
    }
  }

  @Test func whatIsNotShownAnyMoreIsNotPublished() throws {
    let site = try Site("widths = [40]\n")
    _ = try site.build()
    try site.write("content/posts/a.md", "---\ntitle: A\ndate: 2026-09-01\n---\n\n![A](/a.webp)\n")
    let report = try site.build()
    #expect(try site.made.map(Self.bare) == ["a.40.webp"])
    #expect(try SiteBuild(site.options).verify(report, in: site.output).differences == [])
    // Without the engine nothing is.
    try site.write(
      "content/site.toml", "title = \"Tiny\"\nurl = \"https://example.com/base/\"\ntheme = \"tiny\"\n")
    _ = try site.build()
    #expect(try site.made == [] && !site.page.contains("srcset"))
  }

  @Test func anAVIFStandsBesideWhatAllBrowsersKnow() throws {
    guard VipsLibrary.shared?.canWrite(.avif) == true else { return }
    let site = try Site("widths = [40]\nformat = \"avif\"\nquality = 50\n")
    #expect(try site.build().diagnostics.map(\.message) == [])
    let expected = """
      <p><picture><source type="image/avif" srcset="/base/a.40.avif 40w" sizes="100vw"><img src="/base/a.webp" alt="A" width="100" height="50" decoding="async" /></picture> 
      """
    #expect(try Self.bare(site.page).hasPrefix(expected.trimmingCharacters(in: .newlines)))
  }

  @Test func aDamagedPictureIsReported() throws {
    let site = try Site("widths = [40]\n")
    let whole = try FileSystem.read(site.folder.url.path + "/content/a.webp")
    try site.folder.write("content/a.webp", Array(whole.dropLast(4)))
    var report = try site.build()
    #expect(report.diagnostics.map(\.code.name) == ["image.broken"])
    #expect(report.diagnostics.first?.message == "this picture is cut off before its end")
    #expect(report.diagnostics.first?.location?.path == "content/a.webp")
    #expect(report.diagnostics.first?.related.first?.location.line == 7)
    #expect(!FileManager.default.fileExists(atPath: site.output + "/posts"))
    // A first part that is longer than the file (RFC 6386, section 9.1).
    let chunk = try #require(whole.indices.first { whole[$0...].starts(with: "VP8 ".utf8) })
    try site.folder.write(
      "content/a.webp", Array(whole[..<(chunk + 9)]) + [0xFF, 0xFF] + Array(whole[(chunk + 11)...]))
    report = try site.build()
    #expect(report.diagnostics.first?.message == "this picture can't be read: it is damaged")
    #expect(SiteBuild(site.options).check().diagnostics.map(\.code.name) == [])
  }

  /// Pages name a picture where it would be, and browsers show of the other what there is.
  @Test func aDamagedPictureThatIsLetPassStandsForTheSmallerOnes() throws {
    let site = try Site("widths = [40]\n[diagnostics]\n\"image.broken\" = \"warning\"\n")
    let whole = try FileSystem.read(site.folder.url.path + "/content/a.webp")
    try site.folder.write("content/a.webp", Array(whole.dropLast(4)))
    for _ in 0..<2 {
      let report = try site.build()
      #expect(report.succeeded && report.diagnostics.map(\.code.name) == ["image.broken"])
      #expect(try SiteBuild(site.options).verify(report, in: site.output).differences == [])
      let names = try FileManager.default.contentsOfDirectory(atPath: site.output).filter {
        $0.hasPrefix("a.40")
      }
      #expect(names.count == 1)
      let asItIs = try FileSystem.read(site.output + "/a.webp")
      for name in names { #expect(try FileSystem.read(site.output + "/" + name) == asItIs) }
      // Another build than the one in which nothing has changed.
      try site.write("---\ntitle: B\npublishedAt: 2026-09-01\n---\n\nB.\n", "content/posts/b.md")
    }
    try site.folder.write("content/a.webp", whole)
    #expect(try site.build().diagnostics.isEmpty)
  }

  @Test func withoutLibvipsTheSiteIsNotBuilt() throws {
    let site = try Site("")
    var problems: [Diagnostic] = []
    let config = try #require(LoadedSite.loadConfig(site.options, &problems))
    let (engine, problem) = PictureEngine.find(config, library: nil)
    #expect(engine == nil && problem?.code == .imageNoLibvips)
    #expect(
      problem?.location?.line == 5 && problem?.help.first?.contains("apt-get install libvips42") == true)
  }
}
