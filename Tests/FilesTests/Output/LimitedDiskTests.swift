import Foundation
import Testing
import TestSupport

@testable import Files

/// File systems that are full, mounted, read-only, or lack what an exchange needs.
@Suite struct LimitedDiskTests {
  /// A small file system of its own, where this user may mount one.
  private final class Mount {
    let folder: TemporaryFolder
    var path: String { folder.path + "/disk" }

    init?(_ arguments: String = "-t tmpfs -o size=8m tmpfs") throws {
      folder = try TemporaryFolder()
      try FileSystem.makeFolder(path)
      let result = try Shell.run("mount \(arguments) disk", in: URL(fileURLWithPath: folder.path))
      if result.status != 0 { return nil }
    }

    deinit { _ = try? Shell.run("umount disk", in: URL(fileURLWithPath: folder.path)) }
  }

  private static let mayMount: Bool = (try? Mount()) ?? nil != nil

  private func build(
    _ path: String, _ site: [String: String], atomically: Bool = false,
    step: @escaping @Sendable () -> Void = {}
  ) throws {
    let output = try OutputFolder(at: path, step: step)
    for (path, text) in site {
      do { try output.write(path, Array(text.utf8)) } catch {
        output.abandon()
        throw error
      }
    }
    try output.commit(output.change(to: TestedOutput.manifest(site)), atomically: atomically)
  }

  @Test func withoutExchangeFilesAreRenamed() throws {
    let output = try TestedOutput()
    let many = Dictionary(uniqueKeysWithValues: (0..<300).map { ("p/\($0).html", "1") })
    try output.build(many, canExchange: false)
    try output.folder.write("public/CNAME", text: "mine")
    try output.build(many.mapValues { _ in "2" }, canExchange: false)
    #expect(output.files == many.mapValues { _ in "2" }.merging(["CNAME": "mine"]) { $1 })
    let error = #expect(throws: FileError.self) {
      try output.build(many, atomically: true, canExchange: false)
    }
    #expect(
      error?.reason
        == "the file system there can't exchange folders, so the output can't be exchanged as a whole; "
        + "build without `--atomic`")
    #expect(output.files["p/0.html"] == "2")
    #expect(output.isTidy)
  }

  @Test(.enabled(if: mayMount, "no permission to mount a file system"))
  func anOutputThatIsMountedIsChangedInPlace() throws {
    let mount = try #require(try Mount())
    try FileSystem.makeFolder(mount.path + "/lost+found")
    try build(mount.path, ["index.html": "a", "x/y.html": "b"])
    #expect(TestedOutput.files(in: mount.path) == ["index.html": "a", "x/y.html": "b", "lost+found/": ""])
    let error = #expect(throws: FileError.self) {
      try build(mount.path, ["index.html": "c"], atomically: true)
    }
    #expect(
      error?.reason
        == "a file system is mounted there, so the output can't be exchanged as a whole; build without "
        + "`--atomic`, or name a folder in it: `--output \(mount.path)/site`")
    let many = Dictionary(uniqueKeysWithValues: (0..<300).map { ("\($0)", "1") })
    try build(mount.path, many)
    #expect(TestedOutput.files(in: mount.path) == many.merging(["lost+found/": ""]) { $1 })
    #expect(mount.folder.contents().allSatisfy { $0.hasPrefix("disk/") && !$0.contains("presstime-new") })
    // What is left inside by a killed build counts for nobody's file.
    try FileSystem.remove(mount.path + "/" + OutputFolder.marker)
    for name in many.keys { try FileSystem.remove(mount.path + "/" + name) }
    try FileSystem.makeFolder(mount.path + "/.presstime-new/files/half")
    try build(mount.path, ["index.html": "d"])
    #expect(TestedOutput.files(in: mount.path) == ["index.html": "d", "lost+found/": ""])
  }

  @Test(.enabled(if: mayMount, "no permission to mount a file system"))
  func aFolderMountedAtAnotherPlaceOfItsFileSystemIsSeen() throws {
    let real = try TestedOutput()
    try real.build(["index.html": "a"])
    let mount = try #require(try Mount("--bind \(real.path)"))
    #expect(FileSystem.isMountPoint(mount.path))
    try build(mount.path, ["index.html": "b"])
    #expect(real.files == ["index.html": "b"])
  }

  @Test(.enabled(if: mayMount, "no permission to mount a file system"))
  func aFolderThatIsMountedInTheOutputStays() throws {
    let mount = try #require(try Mount())
    let uploads = mount.folder.path + "/public/disk"
    let output = mount.folder.path + "/public"
    try build(output, ["index.html": "a"])
    try FileSystem.makeFolder(uploads)
    _ = try Shell.run("mount --bind disk public/disk", in: URL(fileURLWithPath: mount.folder.path))
    defer { _ = try? Shell.run("umount public/disk", in: URL(fileURLWithPath: mount.folder.path)) }
    try FileSystem.write(uploads + "/photo.jpg", Array("photo".utf8))
    let many = Dictionary(uniqueKeysWithValues: (0..<300).map { ("\($0)", "1") })
    // Large, so that the folder would be exchanged.
    try build(output, many)
    #expect(TestedOutput.files(in: output) == many.merging(["disk/photo.jpg": "photo"]) { $1 })
    let error = #expect(throws: FileError.self) { try build(output, ["index.html": "b"], atomically: true) }
    #expect(error?.path == uploads)
    #expect(TestedOutput.files(in: output) == many.merging(["disk/photo.jpg": "photo"]) { $1 })
    // And when the site writes into it.
    let site = ["index.html": "b", "disk/new.html": "n", "disk/more/new.html": "m"]
    try build(output, site)
    #expect(TestedOutput.files(in: output) == site.merging(["disk/photo.jpg": "photo"]) { $1 })
    #expect(
      !mount.folder.contents().contains { $0.contains("presstime-moving") || $0.contains("presstime-new") })
  }

  @Test(.enabled(if: mayMount, "no permission to mount a file system"))
  func aFileThatIsMountedInTheOutputIsFoundBeforeTheChange() throws {
    let output = try TestedOutput()
    try output.build(["index.html": "a", "robots.txt": "r"])
    try output.folder.write("mine.txt", text: "mine")
    let folder = URL(fileURLWithPath: output.folder.path)
    _ = try Shell.run("mount --bind mine.txt public/robots.txt", in: folder)
    defer { _ = try? Shell.run("umount public/robots.txt", in: folder) }
    for site in [["index.html": "b"], ["index.html": "b", "robots.txt": "s"]] {
      let error = #expect(throws: FileError.self) { try output.build(site) }
      #expect(error?.reason == "the site changes this file, but it is mounted there; unmount it")
      #expect(output.files == ["index.html": "a", "robots.txt": "mine"])
    }
    #expect(output.isTidy)
  }

  @Test(.enabled(if: mayMount, "no permission to mount a file system"))
  func aFullDiskLeavesTheOldSite() throws {
    let mount = try #require(try Mount("-t tmpfs -o size=512k tmpfs"))
    let output = mount.path + "/public"
    let old = ["index.html": "a", "x/y.html": "b"]
    try build(output, old)
    // Each time with a little less space: the build fails first while files are written, then the journal.
    var failures = 0
    for size in stride(from: 0, through: 480, by: 8) {
      let filler = mount.path + "/filler"
      try? FileSystem.write(filler, [UInt8](repeating: 0, count: size << 10))
      let page = String(repeating: "x", count: 20_000)
      let new = ["index.html": page, "z/z.html": page, "z/2/z.html": page]
      for atomically in [false, true] {
        do {
          try build(output, new, atomically: atomically)
          #expect(TestedOutput.files(in: output) == new)
        } catch {
          failures += 1
          #expect(error is FileError)
          #expect(TestedOutput.files(in: output) == old)
        }
        #expect(try FileSystem.names(in: mount.path).compactMap { $0 }.filter { $0.hasPrefix(".") } == [])
        try FileSystem.remove(filler)
        try build(output, old)
        try? FileSystem.write(filler, [UInt8](repeating: 0, count: size << 10))
      }
      try FileSystem.remove(filler)
    }
    #expect(failures > 4)
  }

  @Test(.enabled(if: mayMount, "no permission to mount a file system"))
  func aReadOnlyDiskIsAnError() throws {
    let mount = try #require(try Mount())
    let output = mount.path + "/public"
    try build(output, ["index.html": "a"])
    _ = try Shell.run("mount -o remount,ro disk", in: URL(fileURLWithPath: mount.folder.path))
    let error = #expect(throws: FileError.self) { try build(output, ["index.html": "b"]) }
    #expect(error?.reason == "the disk is read-only")
    #expect(TestedOutput.files(in: output) == ["index.html": "a"])
  }

  // MARK: - Permissions, which do not hold for root

  @Test(.enabled(if: getuid() != 0, "permissions do not hold for root"))
  func aFolderThatMayNotBeWrittenIsFoundBeforeTheChange() throws {
    let output = try TestedOutput()
    try output.build(["index.html": "a", "closed/x.html": "x", "gone.html": "g"])
    try setMode(0o555, output.path + "/closed")
    defer { try? setMode(0o755, output.path + "/closed") }
    for site in [["index.html": "b", "closed/x.html": "y"], ["index.html": "b"], ["closed/new/x": "x"]] {
      #expect(throws: FileError.self) { try output.build(site) }
      #expect(output.files == ["index.html": "a", "closed/x.html": "x", "gone.html": "g"])
      #expect(output.isTidy)
    }
  }

  @Test(.enabled(if: getuid() != 0, "permissions do not hold for root"))
  func whereTheParentMayNotBeWrittenItIsChangedInPlace() throws {
    let output = try TestedOutput()
    try output.build(["index.html": "a"])
    try setMode(0o555, output.folder.path)
    defer { try? setMode(0o755, output.folder.path) }
    try output.build(["index.html": "b"])
    #expect(output.files == ["index.html": "b"])
    let error = #expect(throws: FileError.self) { try output.build(["index.html": "c"], atomically: true) }
    #expect(error?.reason.contains("the folder that it lies in can't be written") == true)
    #expect(output.isTidy)
  }

  private func setMode(_ mode: Int, _ path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }
}
