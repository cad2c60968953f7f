import Foundation
import Testing

@testable import Files

/// A build that is killed at any moment, and a next one that is killed as well, leave the old site or the new one.
@Suite struct InterruptedOutputTests {
  /// Files in one another's way, folders that come and go, and files of others.
  static let old = [
    "index.html": "old", "same.css": "same", "about.html": "about", "gone/x/index.html": "gone",
    "gone/y.html": "gone", "file-to-folder": "f", "folder-to-file/a": "f", "folder-to-file/b/c": "f",
    "shared/ours.html": "ours", "Case.html": "upper",
  ]
  static let new = [
    "index.html": "new", "same.css": "same", "about.html": "about, longer", "file-to-folder/deep/er": "n",
    "folder-to-file": "n", "posts/1/index.html": "1", "posts/2/index.html": "2", "case.html": "lower",
    "shared/new.html": "n",
  ]
  static let foreign = [
    "CNAME": "trains.example", ".git/config": "git", "shared/own.txt": "own", ".git/refs/": "",
  ]

  private func prepared() throws -> TestedOutput {
    let output = try TestedOutput()
    try output.build(Self.old)
    for (path, text) in Self.foreign where !path.hasSuffix("/") {
      try output.folder.write("public/" + path, text: text)
    }
    try FileSystem.makeFolder(output.path + "/.git/refs")
    return output
  }

  private func whole(_ site: [String: String]) -> [String: String] {
    site.merging(Self.foreign) { own, _ in own }
  }

  @Test func theWholeChangeIsMade() throws {
    for atomically in [false, true] {
      let output = try prepared()
      try output.build(Self.new, keeping: { $0 == "same.css" }, atomically: atomically)
      #expect(output.files == whole(Self.new))
      #expect(output.manifest == TestedOutput.manifest(Self.new))
      #expect(output.isTidy)
    }
  }

  @Test func aSmallChangeIsCompletedByTheNextCommand() throws {
    let output = try prepared()
    let moments = Snapshots(of: output)
    try output.build(Self.new, keeping: { $0 == "same.css" }, step: moments.take)
    var isNew = false
    var halves = 0
    for (number, moment) in moments.all.enumerated() {
      let wasWhole = moment.files == whole(Self.old) || moment.files == whole(Self.new)
      // That the second is killed as well is tried at some moments: there are many of them.
      let again = Snapshots(of: moment)
      try moment.finish(step: { if number % 5 == 0 { again.take() } })
      // From the moment on when the journal is there, each gives the new one.
      isNew = isNew || moment.files == whole(Self.new)
      #expect(moment.files == whole(isNew ? Self.new : Self.old))
      #expect(moment.manifest == TestedOutput.manifest(isNew ? Self.new : Self.old))
      #expect(moment.isTidy)
      if !wasWhole { halves += 1 }
      for second in again.all {
        try second.finish()
        #expect(second.files == whole(isNew ? Self.new : Self.old))
        #expect(second.isTidy)
      }
    }
    #expect(isNew)
    #expect(halves > 15)
  }

  @Test func anExchangeIsSeenWholeAtAnyMoment() throws {
    let output = try prepared()
    let moments = Snapshots(of: output)
    try output.build(Self.new, keeping: { $0 == "same.css" }, atomically: true, step: moments.take)
    #expect(moments.all.count > 15)
    for moment in moments.all {
      #expect(moment.files == whole(Self.old))
      try moment.finish()
      #expect(moment.files == whole(Self.old))
      #expect(moment.isTidy)
    }
  }

  @Test func aFirstBuildIsThereWhollyOrNotAtAll() throws {
    let output = try TestedOutput()
    let moments = Snapshots(of: output)
    try output.build(Self.new, step: moments.take)
    for moment in moments.all { #expect(FileSystem.ownKind(moment.path) == nil) }
    #expect(output.files == Self.new)
  }

  @Test func aJournalForAnotherFolderIsPassedOver() throws {
    let output = try prepared()
    let moments = Snapshots(of: output)
    try output.build(Self.new, step: moments.take)
    for moment in moments.all {
      // Somebody puts a backup in its place, or takes it away.
      try FileSystem.remove(moment.path)
      let gone = try TestedOutput(copyOf: moment)
      let backup = try TestedOutput()
      try backup.build(["backup.html": "b", "gone/y.html": "mine"])
      try FileManager.default.copyItem(atPath: backup.path, toPath: moment.path)
      try moment.finish()
      #expect(moment.files == backup.files)
      #expect(moment.isTidy)
      try gone.finish()
      #expect(gone.files == [:])
    }
  }

  @Test func whatCantBeCompletedStaysForTheNextCommand() throws {
    let output = try prepared()
    let moments = Snapshots(of: output)
    try output.build(Self.new, step: moments.take)
    let half = try #require(
      moments.all.first { FileSystem.ownKind($0.folder.path + "/.public.presstime-new/moving") != nil })
    // Somebody puts a file where a folder is about to be renamed to.
    try half.folder.write("public/posts", text: "mine")
    let error = #expect(throws: FileError.self) { try half.finish() }
    #expect(error?.reason.contains("can't be completed: the site has a folder of this name") == true)
    #expect(half.folder.text("public/posts") == "mine")
    try FileSystem.remove(half.path + "/posts")
    try half.finish()
    #expect(half.files == whole(Self.new))
  }
}
