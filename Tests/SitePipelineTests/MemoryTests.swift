import CAllocationCount
import Diagnostics
import Files
import Foundation
import Models
import Testing

@testable import SitePipeline

/// How much memory a build holds for a post, counted by the allocator on one thread: 100,000 posts have to fit.
@Suite(.enabled(if: presstime_allocation_count() >= 0, "only glibc lets a program count its memory"))
struct MemoryTests {
  /// Bytes that one more post adds to what is held after each stage.
  private struct Held {
    var load = 0
    var check = 0
    var plan = 0
    var write = 0

    static func - (left: Held, right: Held) -> Held {
      Held(
        load: left.load - right.load, check: left.check - right.check, plan: left.plan - right.plan,
        write: left.write - right.write)
    }
  }

  /// A folder of posts like those of the benchmark: seven headings, ten links, four of them within the site.
  private final class Site {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "presstime-\(UUID().uuidString)")

    init(_ count: Int, paragraphs: Int = 7) throws {
      let posts = folder.appendingPathComponent("content/posts")
      try FileManager.default.createDirectory(at: posts, withIntermediateDirectories: true)
      try Data("title = \"Memory\"\nurl = \"https://example.com/\"\n".utf8).write(
        to: folder.appendingPathComponent("content/site.toml"))
      for number in 0..<count {
        try Data(Self.post(number, paragraphs).utf8).write(
          to: posts.appendingPathComponent("\(Self.slug(number)).md"))
      }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private static func slug(_ number: Int) -> String { "post-\(100_000 + number)" }

    private static func post(_ number: Int, _ paragraphs: Int) -> String {
      let day = CivilDate(daysSinceEpoch: Int64(10_000 + number))
      var text =
        "---\ntitle: \"The post of the number \(number)\"\ndate: \(day.text)\ncategory: words\n"
        + "tags: [t\(number % 30), u\(number % 20)]\n"
        + "summary: \"What there is to be said of the number \(number), in a sentence or two, and no more.\"\n---\n\n"
      for part in 0..<paragraphs {
        text +=
          "## A heading of the part \(part)\n\nWords and [a site](https://example.org/\(number)/\(part)).\n"
        if part % 2 == 0 { text += "Words and [a post](/posts/\(slug(number / (part + 1)))/).\n" }
        text += String(repeating: "Words that fill the lines of a text, as texts are. ", count: 8) + "\n\n"
      }
      return text
    }

    /// What this site's build holds beyond what was there before it.
    func held() throws -> Held {
      let options = BuildOptions(site: folder.path, clock: .written("2026-11-23"), jobs: 1)
      let before = presstime_live_bytes()
      var held = Held()
      let plan = try self.plan(options) {
        held.load = $0 - before
      } checked: {
        held.check = $0 - before
      }
      held.plan = presstime_live_bytes() - before
      _ = presstime_peak_bytes()
      let start = presstime_live_bytes()
      let output = try OutputFolder(at: folder.appendingPathComponent("public").path)
      let written = try plan.write(to: output) { _, _ in }
      try #require(written.rendered == plan.pages.count && written.diagnostics.isEmpty)
      held.write = presstime_peak_bytes() - start
      return held
    }

    /// As `SiteBuild` does it: nothing of a stage is held that the next one does not hold.
    private func plan(
      _ options: BuildOptions, loaded: (Int) -> Void, checked: (Int) -> Void
    ) throws -> SitePlan {
      let site = try self.checked(options, loaded)
      checked(presstime_live_bytes())
      let plan = site.plannedOnce()
      try #require(!plan.diagnostics.hasErrors, "\(plan.diagnostics.map(\.message))")
      return plan
    }

    private func checked(_ options: BuildOptions, _ loaded: (Int) -> Void) throws -> CheckedSite {
      let (site, problems) = LoadedSite.load(options)
      let read = try #require(site, "\(problems.map(\.message))")
      loaded(presstime_live_bytes())
      return read.checked(isLast: true)
    }
  }

  @Test func aPostCostsAFewThousandBytes() throws {
    // The first run fills what is kept for the process.
    _ = try Site(8).held()
    let (few, many) = (try Site(128).held(), try Site(384).held())
    let more = many - few
    let (load, check) = (more.load / 256, more.check / 256)
    let (plan, write) = (more.plan / 256, more.write / 256)
    // A tenth more than was measured; as many kilobytes are as many times 100 MB for 100,000 posts.
    #expect(load < 1_650)
    #expect(check < 3_050)
    #expect(plan < 6_600)
    // At most, beside the plan: what is known of each file, the page that lists all posts, and the search index.
    #expect(write < 2_600)
  }

  /// Each page has some 40 kB.
  @Test func noPageIsKeptAfterItIsWritten() throws {
    let (few, many) = (try Site(16, paragraphs: 60).held(), try Site(80, paragraphs: 60).held())
    #expect(many.write - few.write < 1_000_000)
  }
}
