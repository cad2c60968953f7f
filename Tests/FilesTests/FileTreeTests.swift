import Diagnostics
import Foundation
import Testing

@testable import Files

/// Listing a folder.
@Suite struct FileTreeTests {
  private func tree(
    _ folder: TemporaryFolder, _ below: String = "",
    isLeftOut: @escaping @Sendable (String) -> Bool = { _ in false }
  ) -> FileTree {
    FileTree(
      of: below.isEmpty ? folder.path : folder.path + "/" + below, shownAs: "content", boundary: folder.path,
      isLeftOut: isLeftOut)
  }

  @Test func filesAreInTheOrderOfTheirBytes() throws {
    let folder = try TemporaryFolder()
    try folder.write("b.md", "a/z.md", "a/b/c.md", "a.md", "B.md", "ä.md", "a-b.md", "10.md", "9.md")
    let tree = tree(folder)
    #expect(tree.files == ["10.md", "9.md", "B.md", "a/b/c.md", "a/z.md", "a-b.md", "a.md", "b.md", "ä.md"])
    #expect(tree.diagnostics.isEmpty)
  }

  @Test func whatIsLeftOutTakesItsInsideWithIt() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.md", ".git/config", "x/.hidden", "_drafts/a.md", "x/_y/z/b.md", "x/c.md")
    let tree = tree(folder) { $0.hasPrefix(".") || $0.hasPrefix("_") }
    #expect(tree.files == ["a.md", "x/c.md"])
  }

  @Test func emptyFoldersAndEmptyTreesAreFine() throws {
    let folder = try TemporaryFolder()
    try FileSystem.makeFolder(folder.path + "/a/b/c")
    #expect(tree(folder).files == [])
    #expect(tree(folder).diagnostics.isEmpty)
  }

  @Test func linksWithinTheBoundaryAreFollowed() throws {
    let folder = try TemporaryFolder()
    try folder.write("content/a.md", "shared/b.md")
    try folder.link("content/link.md", to: "a.md")
    try folder.link("content/shared", to: "../shared")
    let tree = tree(folder, "content")
    #expect(tree.files == ["a.md", "link.md", "shared/b.md"])
    #expect(tree.diagnostics.isEmpty)
  }

  @Test func linksOutOfTheBoundaryAreReported() throws {
    let folder = try TemporaryFolder()
    let other = try TemporaryFolder()
    try other.write("secret.md")
    try folder.write("a.md")
    try folder.link("out.md", to: other.path + "/secret.md")
    try folder.link("up", to: "..")
    try folder.link("sub", to: other.path)
    let tree = tree(folder)
    #expect(tree.files == ["a.md"])
    #expect(tree.diagnostics.map(\.code) == [.fileLinkOutside, .fileLinkOutside, .fileLinkOutside])
    #expect(tree.diagnostics.map { $0.location?.path } == ["content/out.md", "content/sub", "content/up"])
  }

  /// A folder whose name begins like the boundary's is not inside it.
  @Test func aNeighbourIsOutside() throws {
    let folder = try TemporaryFolder()
    try folder.write("site/a.md", "site-old/b.md")
    try folder.link("site/b.md", to: "../site-old/b.md")
    let tree = FileTree(
      of: folder.path + "/site", shownAs: "site", boundary: folder.path + "/site", isLeftOut: { _ in false })
    #expect(tree.files == ["a.md"])
    #expect(tree.diagnostics.map(\.code) == [.fileLinkOutside])
  }

  @Test func loopsEnd() throws {
    let folder = try TemporaryFolder()
    try folder.write("a/b.md")
    try folder.link("a/again", to: "../a")
    let tree = tree(folder)
    #expect(tree.diagnostics.map(\.message) == ["this symbolic link leads back to a folder that it lies in"])
    #expect(tree.files == ["a/b.md"])
  }

  @Test func loopsOfSeveralLinksEnd() throws {
    let folder = try TemporaryFolder()
    try folder.write("a/1.md", "b/2.md")
    try folder.link("a/x", to: "../b")
    try folder.link("b/y", to: "../a")
    let tree = tree(folder)
    #expect(tree.files == ["a/1.md", "a/x/2.md", "b/2.md", "b/y/1.md"])
    #expect(tree.diagnostics.map(\.code) == [.fileLinkLoop, .fileLinkLoop])
  }

  @Test func aLinkToTheSiteItselfIsALoop() throws {
    let folder = try TemporaryFolder()
    try folder.write("content/a.md", "themes/b.html")
    try folder.link("content/up", to: "..")
    let tree = tree(folder, "content")
    #expect(tree.files == ["a.md"])
    #expect(tree.diagnostics.map { $0.location?.path } == ["content/up"])
  }

  @Test func danglingAndCircularLinksAreReported() throws {
    let folder = try TemporaryFolder()
    try folder.link("lost.md", to: "nowhere.md")
    try folder.link("x", to: "y")
    try folder.link("y", to: "x")
    let tree = tree(folder)
    #expect(tree.files == [])
    #expect(tree.diagnostics.map(\.message) == Array(repeating: "this symbolic link leads nowhere", count: 3))
  }

  @Test func aFolderThatCantBeReadIsReported() throws {
    let folder = try TemporaryFolder()
    let tree = FileTree(
      of: folder.path + "/nope", shownAs: "content", boundary: folder.path, isLeftOut: { _ in false })
    #expect(tree.diagnostics.map(\.message) == ["this folder can't be read: no such file or folder"])
    #expect(tree.diagnostics.first?.location?.path == "content")
  }

  @Test func deepFoldersAreReported() throws {
    let folder = try TemporaryFolder()
    try folder.write((0..<70).map { _ in "d" }.joined(separator: "/") + "/a.md")
    #expect(tree(folder).diagnostics.map(\.code) == [.fileTooDeep])
    #expect(tree(folder).files == [])
  }
}
