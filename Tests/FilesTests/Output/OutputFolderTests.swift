import Foundation
import Testing

@testable import Files

/// The output is whole, old or new.
@Suite struct OutputFolderTests {
  /// Builds a site; how many files of the last one are gone.
  private func build(
    _ folder: TemporaryFolder, _ files: [String: String], atomically: Bool = false
  ) throws
    -> Int
  {
    let output = try OutputFolder(at: folder.path + "/public")
    for (path, text) in files.sorted(by: { $0.key < $1.key }) { try output.write(path, Array(text.utf8)) }
    let manifest = TestedOutput.manifest(files)
    let change = output.change(to: manifest)
    try output.commit(change, atomically: atomically)
    return change.gone.count
  }

  @Test func aFirstBuildMakesTheFolder() throws {
    let folder = try TemporaryFolder()
    #expect(try build(folder, ["index.html": "a", "posts/x/index.html": "b"]) == 0)
    #expect(
      folder.contents("public") == [
        OutputFolder.marker, "index.html", "posts/", "posts/x/", "posts/x/index.html",
      ])
    #expect(folder.contents().filter { $0.contains("presstime-new") } == [])
  }

  @Test(arguments: [false, true]) func aSecondBuildReplacesItWhole(atomically: Bool) throws {
    let folder = try TemporaryFolder()
    _ = try build(
      folder, ["index.html": "a", "old/index.html": "b", "gone.css": "c"], atomically: atomically)
    #expect(try build(folder, ["index.html": "new", "x/index.html": "d"], atomically: atomically) == 2)
    #expect(folder.contents("public") == [OutputFolder.marker, "index.html", "x/", "x/index.html"])
    #expect(folder.text("public/index.html") == "new")
  }

  /// Its times are trusted in a run that begins long after it was written.
  @Test(arguments: [nil, 0, Int64.max]) func aMarkerThatWasReadBeforeIsOfUseWhileItIsTheSame(
    started: Int64?
  ) throws {
    let folder = try TemporaryFolder()
    #expect(KnownMarker(in: folder.path + "/public") == nil)
    _ = try build(folder, ["index.html": "a", "x": "x"])
    let known = try #require(KnownMarker(in: folder.path + "/public", trustingTimesSince: started))
    #expect((known.stamp != nil) == (started == .max))
    let same = try OutputFolder(at: folder.path + "/public", known: known)
    same.abandon()
    #expect(same.previous.paths == ["index.html", "x"])
    _ = try build(folder, ["index.html": "b"])
    let other = try OutputFolder(at: folder.path + "/public", known: known)
    other.abandon()
    #expect(other.previous.paths == ["index.html"])
  }

  /// In the folder the files have the times at which they were written at the side.
  @Test(arguments: [false, true]) func filesKeepTheTimesAtWhichTheyWereWritten(isFirst: Bool) throws {
    let folder = try TemporaryFolder()
    if !isFirst { _ = try build(folder, ["index.html": "a", "x": "x"]) }
    let output = try OutputFolder(at: folder.path + "/public")
    let files = ["index.html": "new", "deep/er/index.html": "b"]
    let times = try files.mapValues { _ in Int64?.none }.merging(
      files.map { ($0.key, try output.write($0.key, Array($0.value.utf8))) }, uniquingKeysWith: { $1 })
    try output.commit(output.change(to: TestedOutput.manifest(files)), atomically: false)
    for (path, time) in times {
      #expect(try #require(FileSystem.status(folder.path + "/public/" + path)).modified == time)
    }
  }

  /// All that is in the folder of the new files is removed, and a site that comes from elsewhere may have a link there.
  @Test(arguments: [".public.presstime-new", "public/.presstime-new"])
  func aLinkInPlaceOfTheNewFilesIsRefused(_ link: String) throws {
    let folder = try TemporaryFolder()
    _ = try build(folder, ["index.html": "a"])
    try folder.write("other/precious", text: "p")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/" + link, withDestinationPath: folder.path + "/other")
    let isBeside = !link.contains("/")
    let error = isBeside ? #expect(throws: FileError.self) { try build(folder, ["index.html": "b"]) } : nil
    if isBeside {
      #expect(error?.reason == "a link is in the way; remove it")
      #expect(folder.text("public/index.html") == "a")
    } else {
      _ = try build(folder, ["index.html": "b"])
      #expect(folder.text("public/index.html") == "b")
    }
    #expect(folder.text("other/precious") == "p")
    #expect(throws: FileError.self) { _ = try FolderLock(folder.path + "/" + link, waiting: {}) }
  }

  @Test func aFileThatCantBeWrittenIsTold() throws {
    let folder = try TemporaryFolder()
    let output = try OutputFolder(at: folder.path + "/public")
    try output.write("index.html", [])
    let error = #expect(throws: FileError.self) { try output.write("index.html", []) }
    #expect(error?.reason == "it exists already")
    #expect(error?.path.hasSuffix("presstime-new/files/index.html") == true)
    output.abandon()
  }

  @Test func nothingIsChangedBeforeTheCommit() throws {
    let folder = try TemporaryFolder()
    _ = try build(folder, ["index.html": "a"])
    let output = try OutputFolder(at: folder.path + "/public")
    try output.write("index.html", Array("b".utf8))
    #expect(folder.text("public/index.html") == "a")
    output.abandon()
    #expect(folder.contents() == ["public/", "public/" + OutputFolder.marker, "public/index.html"])
    #expect(folder.text("public/index.html") == "a")
  }

  @Test(arguments: [false, true]) func filesOfOthersAreCarriedAlong(atomically: Bool) throws {
    let folder = try TemporaryFolder()
    _ = try build(folder, ["index.html": "a", "sub/b.html": "b"], atomically: atomically)
    try folder.write("public/CNAME", text: "trains.example")
    try folder.write("public/.git/config", text: "git")
    try folder.write("public/sub/own.txt", text: "own")
    try folder.link("public/link", to: "index.html")
    _ = try build(folder, ["index.html": "c"], atomically: atomically)
    _ = try build(folder, ["index.html": "d", "CNAME": "built"], atomically: atomically)
    #expect(folder.text("public/CNAME") == "built")
    #expect(folder.text("public/.git/config") == "git")
    #expect(folder.text("public/sub/own.txt") == "own")
    #expect(folder.text("public/sub/b.html") == nil)
    #expect(folder.text("public/index.html") == "d")
  }

  @Test(arguments: [false, true]) func aForeignLinkStaysALink(atomically: Bool) throws {
    let folder = try TemporaryFolder()
    let other = try TemporaryFolder()
    try other.write("secret.txt")
    _ = try build(folder, ["index.html": "a"], atomically: atomically)
    try folder.link("public/elsewhere", to: other.path)
    try folder.link("public/lost", to: "nowhere")
    _ = try build(folder, ["index.html": "b"], atomically: atomically)
    #expect(FileSystem.isLink(folder.path + "/public/elsewhere"))
    #expect(FileSystem.isLink(folder.path + "/public/lost"))
    #expect(other.text("secret.txt") == "secret.txt")
  }

  @Test(arguments: [false, true]) func aForeignFileWhereAFolderIsWrittenIsAnError(atomically: Bool) throws {
    let folder = try TemporaryFolder()
    _ = try build(folder, ["index.html": "a"], atomically: atomically)
    try folder.write("public/posts", text: "a file of others")
    #expect(throws: FileError.self) {
      try build(folder, ["index.html": "b", "posts/index.html": "c"], atomically: atomically)
    }
    #expect(folder.text("public/index.html") == "a")
    #expect(folder.text("public/posts") == "a file of others")
  }

  @Test func aFolderThatIsNotOursIsRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write("public/holiday.jpg", "public/a", "public/b", "public/c")
    let error = #expect(throws: FileError.self) { try OutputFolder(at: folder.path + "/public") }
    #expect(
      error?.reason
        == "it holds files that Presstime did not write (`a`, `b`, `c`); empty it, or name another output folder"
    )
    #expect(folder.contents("public") == ["a", "b", "c", "holiday.jpg"])
  }

  @Test func anEmptyFolderIsTaken() throws {
    let folder = try TemporaryFolder()
    try FileSystem.makeFolder(folder.path + "/public")
    #expect(try build(folder, ["index.html": "a"]) == 0)
  }

  @Test func aFileIsNoOutput() throws {
    let folder = try TemporaryFolder()
    try folder.write("public")
    let error = #expect(throws: FileError.self) { try OutputFolder(at: folder.path + "/public") }
    #expect(error?.reason == "the output is a file; name a folder")
  }

  @Test func whatAKilledBuildLeftIsRemoved() throws {
    let folder = try TemporaryFolder()
    _ = try build(folder, ["index.html": "a"])
    do {
      let killed = try OutputFolder(at: folder.path + "/public")
      try killed.write("half.html", [])
    }
    _ = try build(folder, ["index.html": "b"])
    #expect(folder.contents() == ["public/", "public/" + OutputFolder.marker, "public/index.html"])
  }

  @Test func buildsIntoOneFolderTakeTurns() throws {
    let folder = try TemporaryFolder()
    let failures = Parallel.map(12, jobs: 4) { number -> FileError? in
      do throws(FileError) {
        let output = try OutputFolder(at: folder.path + "/public")
        let names = (0..<40).map { "\(number)-\($0).html" }
        for name in names { try output.write(name, []) }
        let site = Dictionary(uniqueKeysWithValues: names.map { ($0, "") })
        try output.commit(output.change(to: TestedOutput.manifest(site)), atomically: false)
        return nil
      } catch { return error }
    }
    #expect(failures.compactMap { $0 } == [])
    let pages = folder.contents("public").filter { $0.hasSuffix(".html") }
    #expect(pages.count == 40)
    #expect(Set(pages.map { $0.prefix { $0 != "-" } }).count == 1)
    #expect(folder.contents().allSatisfy { $0.hasPrefix("public/") })
  }

  @Test(arguments: [false, true]) func anOutputBehindALinkIsReplacedWhereItIs(atomically: Bool) throws {
    let folder = try TemporaryFolder()
    try FileSystem.makeFolder(folder.path + "/real")
    try folder.link("public", to: "real")
    _ = try build(folder, ["index.html": "a"], atomically: atomically)
    #expect(FileSystem.isLink(folder.path + "/public"))
    #expect(folder.text("real/index.html") == "a")
  }

  @Test func manyThreadsWriteOneOutput() throws {
    let folder = try TemporaryFolder()
    let output = try OutputFolder(at: folder.path + "/public")
    let failures = Parallel.map(200, jobs: 8) { number -> FileError? in
      do throws(FileError) {
        try output.write("a/\(number % 7)/\(number)/index.html", Array("\(number)".utf8))
        return nil
      } catch { return error }
    }
    #expect(failures.compactMap { $0 } == [])
    let site = (0..<200).map { ("a/\($0 % 7)/\($0)/index.html", "\($0)") }
    try output.commit(
      output.change(to: TestedOutput.manifest(.init(uniqueKeysWithValues: site))), atomically: false)
    #expect(folder.contents("public").count { $0.hasSuffix("index.html") } == 200)
  }

  @Test func onePathIsWrittenOnce() throws {
    let folder = try TemporaryFolder()
    let output = try OutputFolder(at: folder.path + "/public")
    try output.write("a.html", [1])
    let error = #expect(throws: FileError.self) { try output.write("a.html", [2]) }
    #expect(error?.reason == "it exists already")
    output.abandon()
  }
}
