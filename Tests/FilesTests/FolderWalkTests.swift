import Foundation
import Testing

@testable import Files

/// A walk finds of each file what a look from the root finds, whichever folder it has opened.
@Suite struct FolderWalkTests {
  @Test func filesAreLookedAtFromAnOpenFolder() throws {
    let folder = try TemporaryFolder()
    try folder.write("a/b.html", text: "four")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/link", withDestinationPath: "a/b.html")
    var walk = FolderWalk(OpenFolder(folder.path))
    #expect(walk.ownStatus("a/b.html")?.size == 4 && walk.stamp("a/b.html")?.size == 4)
    #expect(walk.ownStatus("link") == nil && walk.stamp("link")?.size == 4)
    #expect(walk.ownStatus("a") == nil && walk.stamp("a") == nil && walk.stamp("none") == nil)
    var none = FolderWalk(OpenFolder(folder.path + "/none"))
    #expect(none.stamp("a/b.html") == nil)
  }

  /// Runs of neighbours, of files in folders that are neighbours, and of files anywhere.
  @Test func aWalkFindsWhatIsThere() throws {
    let folder = try TemporaryFolder()
    var paths: [String] = []
    for number in 0..<40 {
      paths += [
        "posts/\(number)/index.html", "api/posts/\(number).json", "\(number).txt",
        "deep/\(number)/\(number)/a.html", "posts/\(number)/none.html", "none/\(number)/a.html",
        "none/\(number).html",
      ]
    }
    for path in paths where !path.contains("none") {
      try folder.write(path, text: String(repeating: "x", count: path.utf8.count))
    }
    let root = OpenFolder(folder.path)
    var generator = SystemRandomNumberGenerator()
    for order in [paths.sorted(), paths, paths.shuffled(using: &generator), paths.sorted() + paths.sorted()] {
      var walk = FolderWalk(root)
      for path in order {
        let size = path.contains("none") ? nil : path.utf8.count
        #expect(walk.ownStatus(path)?.size == size, "\(path)")
        #expect(walk.stamp(path)?.size == size.map { Int64($0) }, "\(path)")
      }
    }
  }

  /// A folder that is no more when it is to be opened.
  @Test func aFolderThatWentIsLookedForFromTheRoot() throws {
    let folder = try TemporaryFolder()
    for number in 0..<40 { try folder.write("p/\(number).html", text: "a") }
    var walk = FolderWalk(OpenFolder(folder.path))
    #expect((0..<5).allSatisfy { walk.ownStatus("p/\($0).html") != nil })
    try FileManager.default.removeItem(atPath: folder.path + "/p")
    #expect((5..<20).allSatisfy { walk.ownStatus("p/\($0).html") == nil })
    for number in 20..<40 { try folder.write("p/\(number).html", text: "a") }
    #expect((20..<40).allSatisfy { walk.ownStatus("p/\($0).html") != nil })
  }
}
