import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import MarkdownEngine

/// The examples of CommonMark's and GFM's specifications, through our own writer.
@Suite struct SpecTests {
  /// Examples that differ from what a later cmark-gfm wrote, and why.
  static let differing: [String: [(why: String, numbers: Set<Int>)]] = [
    "spec": [
      ("Debian's 0.29.0.gfm.6 nests strong as it is written", [398, 426, 434, 435, 436, 473, 474, 475, 477]),
      ("Debian's 0.29.0.gfm.6 has the older rule of comments", [644, 645]),
      ("autolinks are always on, these examples are without", [610, 614, 616, 619, 620]),
      ("raw HTML of posts is kept, the tag filter is off", [652]),
    ],
    "extensions": [
      ("Debian's 0.29.0.gfm.6 marks footnotes' links back otherwise", [23, 24, 25]),
      ("raw HTML of posts is kept, the tag filter is off", [22]),
    ],
    "regression": [("Debian's 0.29.0.gfm.6 is older than these mends", [13, 20, 21, 22])],
  ]

  @Test(
    .enabled(if: SharedMaterial.json("spec/spec.json") != nil),
    arguments: ["spec", "extensions", "regression"])
  func exactlyTheKnownExamplesDiffer(_ name: String) throws {
    let file = try #require(SharedMaterial.json("spec/\(name).json") as? [String: Any])
    let examples = try #require(file["tests"] as? [[String: Any]])
    var found: Set<Int> = []
    var compared = 0
    for example in examples
    where example["disabled"] as? Bool != true && example["ignore_html"] as? Bool != true {
      guard let number = example["number"] as? Int, let markdown = example["markdown"] as? String,
        let html = example["html"] as? String, html != "<IGNORE>\n"
      else { continue }
      compared += 1
      let source = SourceFile(path: "\(number).md", text: markdown)
      let body = MarkdownEngine.parse(
        source, in: 0..<source.bytes.count, options: MarkdownOptions(takesTitle: false)
      ).body
      if plainHTML(body) != html { found.insert(number) }
    }
    #expect(compared > 20)
    let known = (Self.differing[name] ?? []).reduce(into: Set<Int>()) { $0.formUnion($1.numbers) }
    #expect(found.subtracting(known).sorted() == [], "differ and are not known")
    #expect(known.subtracting(found).sorted() == [], "are known and do not differ")
  }
}
