import Foundation
import Testing

@testable import Files

/// Single calls on paths, and work on many items.
@Suite struct FileSystemTests {
  @Test func bytesComeBackAsTheyWere() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try FileSystem.write(folder.path + "/a", bytes)
    #expect(try FileSystem.read(folder.path + "/a") == bytes)
    try FileSystem.write(folder.path + "/a", [1])
    #expect(try FileSystem.read(folder.path + "/a") == [1])
    try FileSystem.write(folder.path + "/a", [])
    #expect(try FileSystem.read(folder.path + "/a") == [])
  }

  @Test func errorsSayWhyInPlainWords() throws {
    let folder = try TemporaryFolder()
    try folder.write("file")
    func reason(_ body: () throws(FileError) -> Void) -> String {
      do throws(FileError) {
        try body()
        return ""
      } catch { return error.reason }
    }
    #expect(
      reason { () throws(FileError) in _ = try FileSystem.read(folder.path + "/no") }
        == "no such file or folder")
    #expect(reason { () throws(FileError) in _ = try FileSystem.read(folder.path) } == "it is a folder")
    #expect(
      reason { () throws(FileError) in _ = try FileSystem.read(folder.path + "/file/x") }
        == "a part of the path is no folder")
    #expect(
      reason { () throws(FileError) in try FileSystem.writeNew(folder.path + "/file", []) }
        == "it exists already")
    #expect(
      reason { () throws(FileError) in try FileSystem.makeFolder(folder.path + "/file") }
        == "a file is in the way")
    let long = folder.path + "/" + String(repeating: "x", count: 300)
    #expect(reason { () throws(FileError) in try FileSystem.write(long, []) } == "the name is too long")
    #expect(
      reason { () throws(FileError) in _ = try FileSystem.names(in: folder.path + "/no") }
        == "no such file or folder")
  }

  @Test func missingIsToldFromOtherErrors() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: FileError.self) { try FileSystem.read(folder.path + "/no") }
    #expect(missing?.isMissing == true)
    let isFolder = #expect(throws: FileError.self) { try FileSystem.read(folder.path) }
    #expect(isFolder?.isMissing == false)
  }

  @Test func foldersAreMadeAndRemovedWithAllInThem() throws {
    let folder = try TemporaryFolder()
    try FileSystem.makeFolder(folder.path + "/a/b/c")
    try FileSystem.makeFolder(folder.path + "/a/b/c")
    #expect(FileSystem.kind(folder.path + "/a/b/c") == .folder)
    try folder.write("a/b/file", "a/x")
    try FileSystem.remove(folder.path + "/a")
    try FileSystem.remove(folder.path + "/a")
    #expect(FileSystem.kind(folder.path + "/a") == nil)
  }

  @Test func removingALinkLeavesWhatItPointsTo() throws {
    let folder = try TemporaryFolder()
    try folder.write("keep/file")
    try folder.link("link", to: "keep")
    try folder.write("tree/x")
    try folder.link("tree/link", to: "../keep")
    try FileSystem.remove(folder.path + "/link")
    try FileSystem.remove(folder.path + "/tree")
    #expect(folder.contents() == ["keep/", "keep/file"])
  }

  @Test func kindsAreTold() throws {
    let folder = try TemporaryFolder()
    try folder.write("file")
    #expect(FileSystem.kind(folder.path + "/file") == .file)
    #expect(FileSystem.kind(folder.path) == .folder)
    #expect(FileSystem.kind("/dev/null") == .other)
    #expect(FileSystem.kind(folder.path + "/no") == nil)
  }

  @Test func realPathsHaveNoLinksAndDots() throws {
    let folder = try TemporaryFolder()
    try folder.write("real/file")
    try folder.link("link", to: "real")
    #expect(FileSystem.realPath(folder.path + "/link/../real/./file") == folder.path + "/real/file")
    #expect(FileSystem.realPath(folder.path + "/link/new") == folder.path + "/real/new")
    #expect(FileSystem.realPath(folder.path + "/link/new/er/") == folder.path + "/real/new/er")
    #expect(FileSystem.realPath("/") == "/")
    #expect(FileSystem.realPath("/no-such-thing") == "/no-such-thing")
  }

  @Test(arguments: [
    ("/a/b", "/a", true), ("/a", "/a", true), ("/ab", "/a", false), ("/a/b", "/a/", true), ("/", "/a", false),
    ("/a", "/", true), ("/b/a", "/a", false),
  ]) func insideIsByWholeParts(_ sample: (path: String, folder: String, isInside: Bool)) {
    #expect(FileSystem.isInside(sample.path, sample.folder) == sample.isInside)
  }

  @Test func namesAreInTheOrderOfTheirBytes() throws {
    let folder = try TemporaryFolder()
    try folder.write("b", "a", "B", ".x", "ä", "10", "9")
    #expect(try FileSystem.names(in: folder.path) == [".x", "10", "9", "B", "a", "b", "ä"])
  }

  @Test(arguments: [0, 1, 2, 7, 1000]) func resultsAreInTheOrderOfTheItems(_ count: Int) {
    for jobs in [0, 1, 2, 5, 64] {
      #expect(Parallel.map(count, jobs: jobs) { "\($0)" } == (0..<count).map { "\($0)" })
    }
  }

  @Test func everyMachineHasAProcessor() {
    #expect(Parallel.processors >= 1)
    for jobs in [1, 2] {
      let (sum, texts) = Parallel.both(jobs: jobs) {
        Parallel.map(5000, jobs: jobs) { $0 }.reduce(0, +)
      } and: {
        Parallel.map(3, jobs: jobs) { "\($0)" }
      }
      #expect(sum == 12_497_500 && texts == ["0", "1", "2"])
    }
  }

  @Test func aSecondCommandWaitsForTheFirst() throws {
    let folder = try TemporaryFolder()
    try folder.write("content/a.md")
    let lock = SiteLock(site: folder.path) { Issue.record("nobody else is there") }
    #expect(folder.contents().contains(".presstime/lock"))
    _ = consume lock
    _ = SiteLock(site: folder.path) { Issue.record("the first one is gone") }
  }
}
