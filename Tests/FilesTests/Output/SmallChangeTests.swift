import Foundation
import Testing

@testable import Files

/// Changes that are made in the folder itself, file by file.
@Suite struct SmallChangeTests {
  private func inode(_ path: String) -> UInt64? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.systemFileNumber] as? UInt64
  }

  @Test func theFolderStaysTheSame() throws {
    let output = try TestedOutput()
    try output.build(["index.html": "a", "b.html": "b"])
    let before = (inode(output.path), inode(output.path + "/b.html"))
    try output.build(["index.html": "c", "b.html": "b"], keeping: { _ in true })
    #expect((inode(output.path), inode(output.path + "/b.html")) == before)
    #expect(output.files == ["index.html": "c", "b.html": "b"])
  }

  @Test func atomicallyItIsAnotherWithTheSameFiles() throws {
    let output = try TestedOutput()
    try output.build(["index.html": "a", "b.html": "b"])
    let before = (inode(output.path), inode(output.path + "/b.html"))
    try output.build(["index.html": "c", "b.html": "b"], keeping: { _ in true }, atomically: true)
    #expect(inode(output.path) != before.0)
    #expect(inode(output.path + "/b.html") == before.1)
  }

  @Test func aLargeChangeExchangesTheFolder() throws {
    let output = try TestedOutput()
    let many = Dictionary(uniqueKeysWithValues: (0..<300).map { ("p/\($0).html", "1") })
    try output.build(many)
    let before = inode(output.path)
    try output.folder.write("public/CNAME", text: "mine")
    try output.build(many.mapValues { _ in "2" })
    #expect(inode(output.path) != before)
    #expect(output.files == many.mapValues { _ in "2" }.merging(["CNAME": "mine"]) { $1 })
    for (changed, total, isLarge) in [
      (256, 256, false), (257, 1027, true), (257, 1028, false), (1, 1, false),
    ] {
      #expect(OutputFolder.isLarge(changed, of: total) == isLarge)
    }
  }

  @Test func nothingNewChangesNothing() throws {
    let output = try TestedOutput()
    try output.build(["index.html": "a"])
    let steps = Snapshots(of: output)
    try output.build(["index.html": "a"], keeping: { _ in true }, step: steps.take)
    #expect(steps.all.isEmpty)
    #expect(output.isTidy)
  }

  @Test(arguments: [false, true]) func foldersThatBecomeEmptyGo(atomically: Bool) throws {
    let output = try TestedOutput()
    try output.build(["index.html": "a", "a/b/c/d.html": "x", "e/f.html": "y"])
    try output.folder.write("public/e/own.txt", text: "own")
    try output.build(["index.html": "a"], keeping: { _ in true }, atomically: atomically)
    #expect(output.files == ["index.html": "a", "e/own.txt": "own"])
  }

  @Test(arguments: [false, true]) func whatWasDeletedByHandIsNoMatter(atomically: Bool) throws {
    let output = try TestedOutput()
    try output.build(["index.html": "a", "a/b.html": "x", "c.html": "y"])
    try FileSystem.remove(output.path + "/a")
    try FileSystem.remove(output.path + "/c.html")
    try output.build(["index.html": "b", "c.html": "z"], atomically: atomically)
    #expect(output.files == ["index.html": "b", "c.html": "z"])
  }

  @Test(arguments: [false, true]) func ofAnOldMarkerFilesAreReplacedAndRemoved(atomically: Bool) throws {
    let output = try TestedOutput()
    try output.folder.write("public/index.html", "public/old/page.html", "public/CNAME")
    try output.folder.write(
      "public/.presstime-output", text: OutputManifestTests.title + "index.html\nold/page.html\nCNA")
    try output.build(["index.html": "a"], keeping: { _ in true }, atomically: atomically)
    #expect(output.files == ["index.html": "a", "CNAME": "public/CNAME"])
    #expect(output.manifest == TestedOutput.manifest(["index.html": "a"]))
  }

  @Test func whatIsBehindALinkIsNotOurs() throws {
    let output = try TestedOutput()
    let other = try TemporaryFolder()
    try other.write("x.html", text: "precious")
    try output.build(["index.html": "a", "a/x.html": "x"])
    try FileSystem.remove(output.path + "/a")
    try output.folder.link("public/a", to: other.path)
    let opened = try OutputFolder(at: output.path)
    #expect(opened.status("a/x.html") == nil)
    #expect(opened.status("index.html")?.size == 1)
    #expect(try opened.read("index.html") == [0x61])
    #expect(throws: FileError.self) { try opened.read("a/x.html") }
    opened.abandon()
    let error = #expect(throws: FileError.self) { try output.build(["index.html": "b", "a/x.html": "y"]) }
    #expect(error?.path == output.path + "/a")
    try output.build(["index.html": "b"])
    #expect(output.files == ["index.html": "b", "a": "-> " + other.path])
    #expect(other.text("x.html") == "precious")
  }

  @Test(arguments: [false, true]) func aFolderWithFilesOfOthersGivesWayToNoFile(atomically: Bool) throws {
    let output = try TestedOutput()
    try output.build(["index.html": "a", "a/b.html": "b"])
    try output.folder.write("public/a/own.txt", text: "own")
    let error = #expect(throws: FileError.self) {
      try output.build(["index.html": "b", "a": "a file"], atomically: atomically)
    }
    #expect(error?.path == output.path + "/a")
    #expect(error?.reason.contains("holds files that Presstime did not write; move them away") == true)
    #expect(output.files == ["index.html": "a", "a/b.html": "b", "a/own.txt": "own"])
    #expect(output.isTidy)
  }

  @Test func anEmptyFolderGivesWayToAFile() throws {
    for atomically in [false, true] {
      let output = try TestedOutput()
      try output.build(["index.html": "a"])
      try FileSystem.makeFolder(output.path + "/a/b")
      try output.build(["index.html": "a", "a": "a file"], atomically: atomically)
      #expect(output.files == ["index.html": "a", "a": "a file"])
    }
  }

  @Test(arguments: ["../x", "/x", "a//b", "", ".presstime-output", ".presstime-new/x", "a\nb"])
  func aNameThatLeavesTheFolderIsAnError(_ path: String) throws {
    let output = try TestedOutput()
    try output.build(["index.html": "a"])
    #expect(throws: FileError.self) { try output.build(["index.html": "b", path: "x"]) }
    let opened = try OutputFolder(at: output.path)
    #expect(throws: FileError.self) {
      try opened.commit(opened.change(to: TestedOutput.manifest([path: "x"])), atomically: false)
    }
    #expect(output.files == ["index.html": "a"])
    #expect(output.isTidy)
  }

  @Test func onlyWhatAnEarlierBuildWroteIsKept() throws {
    let output = try TestedOutput()
    try output.build(["index.html": "a"])
    try output.folder.write("public/own.html", text: "own")
    let opened = try OutputFolder(at: output.path)
    let error = #expect(throws: FileError.self) {
      try opened.commit(
        opened.change(to: TestedOutput.manifest(["index.html": "a", "own.html": "own"])), atomically: false)
    }
    #expect(error?.reason == "it is not in the output; build again")
    #expect(output.isTidy)
  }

  @Test func whatTheManifestDoesNotNameIsNotWritten() throws {
    for atomically in [false, true] {
      let output = try TestedOutput()
      try output.build(["index.html": "a"])
      let opened = try OutputFolder(at: output.path)
      try opened.write("index.html", [0x62])
      try opened.write("extra.html", [])
      try opened.commit(opened.change(to: TestedOutput.manifest(["index.html": "b"])), atomically: atomically)
      #expect(output.files == ["index.html": "b"])
    }
  }

  @Test func aLinkThatLeadsNowhereIsRefused() throws {
    let output = try TestedOutput()
    try output.folder.link("public", to: "nowhere")
    let error = #expect(throws: FileError.self) { try output.build(["index.html": "a"]) }
    #expect(error?.reason == "this symbolic link leads nowhere; make the folder that it names")
    #expect(output.folder.contents() == ["public"])
  }

  @Test func ownerAndPermissionsOfTheFolderStay() throws {
    let output = try TestedOutput()
    try output.build(["index.html": "a"])
    try output.folder.write("public/own/x", text: "x")
    for (path, mode) in [("public", 0o750), ("public/own", 0o555)] {
      try FileManager.default.setAttributes(
        [.posixPermissions: mode], ofItemAtPath: output.folder.path + "/" + path)
    }
    try output.build(["index.html": "b"], atomically: true)
    let found = try ["public", "public/own"].map {
      try FileManager.default.attributesOfItem(atPath: output.folder.path + "/" + $0)[.posixPermissions]
        as? Int
    }
    #expect(found == [0o750, 0o555])
    #expect(output.isTidy)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: output.path + "/own")
  }
}
