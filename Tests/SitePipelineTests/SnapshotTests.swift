import Diagnostics
import Files
import Foundation
import Models
import TemplateEngine
import SiteTestSupport
import TestSupport
import Testing

@testable import SitePipeline

/// A run that takes over what a change leaves as it was must end as a run from nothing does.
@Suite struct SnapshotTests {
  @Test(arguments: 0..<4) func aRunAfterAnyEditEqualsARunFromNothing(seed: Int) throws {
    let site = try EditedSite(seed: UInt64(seed), isMultilingual: seed % 2 == 1)
    defer { site.remove() }
    var options = site.options
    var snapshot = SiteSnapshot(options)
    try #require(snapshot.plan != nil, "\(snapshot.diagnostics.map(\.message))")
    var plans = 0
    var pages: PageCheck?
    for step in 0..<40 {
      let changed = try site.edit()
      options.clock = site.clock
      snapshot = snapshot.next(options, changed: changed)
      if snapshot.plan != nil { plans += 1 }
      let what = "seed \(seed), step \(step): \(changed.sorted())"
      try expectEqual(snapshot, SiteSnapshot(options), what)
      guard let plan = snapshot.plan else { continue }
      pages = PageCheck(plan, after: pages, jobs: 2)
      #expect(pages?.diagnostics == PageCheck(plan, jobs: 1)?.diagnostics, "\(what)")
    }
    // Most edits leave a theme that can be laid out.
    #expect(plans > 10)
  }

  /// Edits of one post that others depend on, each after the one before it.
  @Test func whatDependsOnAnEditedPostFollowsIt() throws {
    let site = try EditedSite(seed: 1)
    defer { site.remove() }
    let front = "---\ntitle: One\npublishedAt: 2026-09-10\n---\n"
    try site.write("content/posts/p0.md", front + "\n## Here\n")
    try site.write("content/posts/p1.md", front + "\n[There](p0.md#here)\n")
    var snapshot = SiteSnapshot(site.options)
    let long = String(repeating: "word ", count: 500)
    let edits = [
      ("p0.md", front + "\n## Elsewhere\n"), ("p0.md", front + "\n## Here\n"), ("p0.md", front + long),
      ("p0.md", front + "\n[No](nowhere.md)\n"), ("p0.md", front + "\n## Here\n"),
      ("p0.md", "---\ntitle: Other\npublishedAt: 2026-09-10\ntags: [a]\n---\n\n## Here\n"),
      ("p1.md", "---\ntitle: Tagged\npublishedAt: 2026-09-11\ntags: [a]\n---\n"),
      ("p0.md", "---\ntitle: Other\npublishedAt: 2026-09-10\ntags: [a]\ndraft: true\n---\n"),
    ]
    for (name, text) in edits {
      try site.write("content/posts/" + name, text)
      snapshot = snapshot.next(site.options, changed: ["content/posts/" + name])
      try expectEqual(snapshot, SiteSnapshot(site.options), text)
    }
  }

  private func expectEqual(_ one: SiteSnapshot, _ other: SiteSnapshot, _ what: String) throws {
    #expect(one.diagnostics == other.diagnostics, "\(what)")
    #expect((one.plan == nil) == (other.plan == nil), "\(what)")
    guard let plan = one.plan, let clean = other.plan else { return }
    #expect(plan.pages.map(\.path) == clean.pages.map(\.path), "\(what)")
    #expect(plan.files.map(\.output) == clean.files.map(\.output), "\(what)")
    #expect(plan.checked.leftOut == clean.checked.leftOut, "\(what)")
    #expect(plan.checked.nextChange == clean.checked.nextChange, "\(what)")
    for (page, twin) in zip(plan.pages, clean.pages) {
      let rendered = plan.render(page)
      let expected = clean.render(twin)
      try #require(rendered.bytes == expected.bytes, "\(what): \(page.path.file)")
      #expect(rendered.diagnostics == expected.diagnostics, "\(what): \(page.path.file)")
    }
  }
}
