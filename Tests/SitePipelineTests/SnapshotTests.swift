import Diagnostics
import Files
import Foundation
import Models
import TemplateEngine
import TestSupport
import Testing

@testable import SitePipeline

/// A run that takes over what a change leaves as it was must end as a run from nothing does.
@Suite struct SnapshotTests {
  @Test(arguments: 0..<6) func aRunAfterAnyEditEqualsARunFromNothing(seed: Int) throws {
    let site = try EditedSite(seed: UInt64(seed))
    defer { site.remove() }
    var options = site.options
    var snapshot = SiteSnapshot(options)
    for step in 0..<40 {
      let changed = try site.edit()
      options.clock = site.clock
      snapshot = snapshot.next(options, changed: changed)
      try expectEqual(snapshot, SiteSnapshot(options), "seed \(seed), step \(step): \(changed.sorted())")
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
      let (rendered, expected) = (plan.render(page), clean.render(twin))
      try #require(rendered.bytes == expected.bytes, "\(what): \(page.path.file)")
      #expect(rendered.diagnostics == expected.diagnostics, "\(what): \(page.path.file)")
    }
  }
}
