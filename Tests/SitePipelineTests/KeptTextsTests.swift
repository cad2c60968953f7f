import Foundation
import TemplateEngine
import Testing

@testable import SitePipeline

/// Texts that the last build has filled wait until a page wants them, and only while their links lead where they led.
@Suite struct KeptTextsTests {
  /// The posts whose texts a build now would not fill at once.
  private func waiting(_ site: KeptSite) throws -> [String] {
    let loaded = try site.loaded()
    let plan = loaded.checked(isLast: true).plannedOnce()
    return zip(loaded.documents, plan.context.bodies).compactMap { $1.digest == nil ? nil : $0.stem }
  }

  @Test func textsWaitWhileTheirBytesAndAllAddressesAreTheSame() throws {
    let site = try KeptSite()
    #expect(try site.build() == [])
    // Pictures are looked at by those who show them.
    #expect(try waiting(site) == ["a", "b"])
    try site.post("b", "## Part\n\nOther text.")
    #expect(try waiting(site) == ["a"])
    #expect(try site.build() == [])
    #expect(try waiting(site) == ["a", "b"])
    // Another page, another file, another heading: links may lead elsewhere.
    try site.post("d", "New.")
    #expect(try waiting(site) == [])
    #expect(try site.build() == [])
    #expect(try waiting(site) == ["a", "b", "d"])
  }

  @Test func linksThatNoLongerLeadSomewhereAreToldOfTextsThatAreTheSame() throws {
    let site = try KeptSite()
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
