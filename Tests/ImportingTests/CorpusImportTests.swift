import Foundation
import TestSupport
import Testing

/// Real blogs, with the settings that their generator reads, are imported without a hand: no error is left, nothing is
/// lost, and every post is at its old address.
@Suite struct CorpusImportTests {
  struct Blog: Sendable, CustomTestStringConvertible {
    let name: String
    let settings: (path: String, text: String)
    let posts: String
    /// Of a large one each so many-th post is taken.
    var step = 1
    var testDescription: String { name }
  }

  static let blogs = [
    Blog(
      name: "elixir-blog",
      settings: ("_config.yml", "url: https://elixir-lang.org\npermalink: /blog/:year/:month/:day/:title/\n"),
      posts: "_posts"),
    Blog(
      name: "rust-blog", settings: ("config.toml", "base_url = \"https://blog.rust-lang.org\"\n"),
      posts: "content", step: 4),
  ]

  @Test(.enabled(if: SharedMaterial.root != nil), arguments: blogs)
  func everyPostKeepsItsAddress(_ blog: Blog) throws {
    let root = try #require(SharedMaterial.root)
    let folder = try TemporaryFolder()
    try folder.write("old/" + blog.settings.path, Array(blog.settings.text.utf8))
    let content = root.appendingPathComponent("corpora/\(blog.name)/content")
    try FileManager.default.copyItem(at: content, to: folder.url.appendingPathComponent("old/\(blog.posts)"))
    for (number, name) in try folder.files(below: "old/\(blog.posts)").keys.sorted().enumerated()
    where number % blog.step != 0 {
      try FileManager.default.removeItem(at: folder.url.appendingPathComponent("old/\(blog.posts)/\(name)"))
    }
    let result = try Shell.run("presstime import old --into new --json", in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    #expect((report?["diagnostics"] as? [Any])?.isEmpty == true)
    // What is copied is what was there, byte for byte.
    let before = try folder.files(below: "old/\(blog.posts)")
    let after = try folder.files(below: "new/content")
    #expect(Set(before.values).isSubset(of: Set(after.values)))
    let expected = try #require(SharedMaterial.json("corpora/\(blog.name)/expected.json") as? [[String: Any]])
    let built = try Shell.run("presstime build new --quiet --output public 2>/dev/null", in: folder.url)
    #expect(built.status == 0)
    for post in expected where post["kind"] as? String == "post" && post["title"] is String {
      guard let name = post["path"] as? String, before[name] != nil else { continue }
      let url = try #require(post["url"] as? String)
      let file = url.hasSuffix("/") ? url + "index.html" : url + "/index.html"
      let path = folder.url.path + "/public" + (file.removingPercentEncoding ?? file)
      #expect(FileManager.default.fileExists(atPath: path), "\(url)")
    }
  }
}
