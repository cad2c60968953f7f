import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import MarkdownEngine

/// Real posts give cmark-gfm's own HTML, ids and holes undone.
@Suite struct CorpusTests {
  @Test(
    .enabled(if: SharedMaterial.root != nil), arguments: ["elixir-blog", "nextjs-blog-starter", "rust-blog"])
  func plainBodiesAreCmarksOwn(_ corpus: String) throws {
    let posts = try #require(SharedMaterial.json("corpora/\(corpus)/expected.json") as? [[String: Any]])
    var compared = 0
    for post in posts {
      guard let path = post["path"] as? String, post["plain_gfm"] as? Bool == true,
        let line = post["body_start_line"] as? Int,
        let bytes = SharedMaterial.read("corpora/\(corpus)/content/\(path)")
      else { continue }
      let stem = path.split(separator: ".").dropLast().joined(separator: ".")
      guard
        let expected = SharedMaterial.read("corpora/\(corpus)/expected-html/\(path).html")
          ?? SharedMaterial.read("corpora/\(corpus)/expected-html/\(stem).html")
      else { continue }
      var start = 0
      for _ in 1..<line { start = (bytes[start...].firstIndex(of: 0x0A) ?? bytes.count - 1) + 1 }
      let source = SourceFile(path: path, bytes: bytes)
      let parsed = MarkdownEngine.parse(
        source, in: start..<bytes.count, options: MarkdownOptions(takesTitle: false))
      let html = plainHTML(parsed.body)
      if html != String(decoding: expected, as: UTF8.self) { Issue.record("\(path) differs") }
      compared += 1
    }
    print("\(corpus): \(compared) bodies compared")
    #expect(compared > 0)
  }
}
