import Files
import Foundation
import Testing
import TestSupport

@testable import PreviewServer

/// What the author is told of a rebuild.
@Suite struct PreviewLoopTests {
  @Test func onlyFilesThatAreLeftAreNamed() throws {
    let folder = try TemporaryFolder()
    for path in ["content/a.md", "content/b.md"] { try folder.write(path, [1]) }
    func named(_ changed: Set<String>) -> [String] { PreviewLoop.named(changed, in: folder.url.path) }
    // As `sed -i` writes a file.
    #expect(named(["content/sedKx7Qz", "content/a.md"]) == ["content/a.md"])
    #expect(named(["content/b.md", "content/a.md"]) == ["content/a.md", "content/b.md"])
    // One that was removed.
    #expect(named(["content/c.md"]) == ["content/c.md"])
    #expect(named([]) == [])
  }

  @Test(arguments: ["/a", "/größe", "/\u{1F468}\u{200D}\u{1F469}/cafe\u{301}"])
  func pathsAreNamedFromTheFolder(_ folder: String) {
    #expect(FilePath.rest(of: folder + "/content/ä.md", in: folder) == "content/ä.md")
    #expect(FilePath.rest(of: folder + "s/content/a.md", in: folder) == nil)
  }
}
