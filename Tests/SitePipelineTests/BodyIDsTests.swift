import Diagnostics
import MarkdownEngine
import Models
import Testing

@testable import SitePipeline

/// What is kept of headings and ids is what was put in, whatever their order.
@Suite struct BodyIDsTests {
  private static func ids(_ outline: [String], _ anchors: [String]) -> BodyIDs {
    let headings = outline.enumerated().map { number, id in
      MarkdownBody.Heading(level: number % 6 + 1, id: id, text: "Of \(id)", span: .fileStart)
    }
    return BodyIDs(.memory(BodyIDs.bytes(headings, anchors)))
  }

  @Test(
    arguments: [
      ([], []), (["a"], ["a"]), (["a", "b", "c"], ["a", "fn-1", "b", "c", "x"]), ([], ["only", "raw"]),
      (["a", "b"], ["b", "a"]), (["x", "x"], ["x"]), (["a", "b", "c"], ["c"]), (["", "é"], ["", "é", "日本"]),
    ] as [([String], [String])])
  func nothingIsLost(outline: [String], anchors: [String]) {
    let kept = Self.ids(outline, anchors)
    #expect(kept.outline.map(\.id) == outline)
    #expect(kept.outline.map(\.text) == outline.map { "Of \($0)" })
    #expect(kept.outline.map(\.level) == outline.indices.map { $0 % 6 + 1 })
    #expect(kept.anchors == anchors)
    for id in outline + anchors + ["nowhere", "Of a", "e\u{301}"] {
      #expect(kept.contains(id) == anchors.contains(id), "\(id)")
    }
  }
}
