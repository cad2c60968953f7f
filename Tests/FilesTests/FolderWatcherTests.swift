import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Files

/// Whatever happens to the files of a folder is told, watched or polled.
@Suite struct FolderWatcherTests {
  /// A watcher, and what it has told so far.
  private final class Watched {
    let watcher: FolderWatcher
    private(set) var batches = 0
    private(set) var seen: Set<String> = []

    init(_ roots: [String], isPolling: Bool = false) {
      watcher = FolderWatcher(
        roots, isLeftOut: { $0.hasSuffix("~") || $0.hasPrefix(".") || $0 == "4913" }, isPolling: isPolling,
        problem: { Issue.record("\($0.sentence)") })
    }

    /// Takes batches until all of `paths` were told.
    func wait(for paths: Set<String>) {
      seen = []
      batches = 0
      let timeout = Thread { [watcher] in
        Thread.sleep(forTimeInterval: 20)
        watcher.stop()
      }
      timeout.start()
      defer { timeout.cancel() }
      while !paths.isSubset(of: seen) {
        guard let changes = watcher.next() else {
          Issue.record("not told: \(paths.subtracting(seen).sorted())")
          return
        }
        batches += 1
        seen.formUnion(changes.paths)
        if changes.isUnknown { return }
      }
    }
  }

  @Test(arguments: [false, true]) func everyKindOfChangeIsTold(isPolling: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.write("site/a.md", "site/deep/b.md", "elsewhere/moved/c.md", "elsewhere/d.md")
    let root = folder.path + "/site"
    let watched = Watched([root], isPolling: isPolling)
    func move(_ from: String, _ to: String) throws {
      try FileSystem.move(folder.path + "/" + from, to: folder.path + "/" + to)
    }

    try folder.write("site/a.md", text: "longer than it was")
    watched.wait(for: [root + "/a.md"])
    try folder.write("site/new/deeper/e.md")
    watched.wait(for: [root + "/new/deeper/e.md"])
    try folder.write("site/new/deeper/e.md", text: "again, and longer")
    watched.wait(for: [root + "/new/deeper/e.md"])
    // As editors save: to the side, and a rename.
    try folder.write("site/a.md.tmp", text: "written to the side")
    try move("site/a.md.tmp", "site/a.md")
    watched.wait(for: [root + "/a.md"])
    try move("elsewhere/moved", "site/moved")
    watched.wait(for: [root + "/moved/c.md"])
    try folder.write("site/moved/c.md", text: "in a folder that came")
    watched.wait(for: [root + "/moved/c.md"])
    try move("site/moved", "elsewhere/moved")
    watched.wait(for: [root + (isPolling ? "/moved/c.md" : "/moved")])
    try FileSystem.remove(root + "/deep")
    watched.wait(for: [root + "/deep/b.md"])
    try folder.write("site/deep/b.md", text: "made again")
    watched.wait(for: [root + "/deep/b.md"])
    // The root itself.
    try FileSystem.remove(root)
    watched.wait(for: [root + "/a.md"])
    try folder.write("site/f.md")
    watched.wait(for: [root + "/f.md"])
    try folder.write("site/f.md", text: "in a root that came again")
    watched.wait(for: [root + "/f.md"])
    watched.watcher.stop()
    #expect(watched.watcher.next() == nil)
  }

  @Test func aFolderThatIsNotThereIsWaitedFor() throws {
    let folder = try TemporaryFolder()
    let root = folder.path + "/later/themes"
    let watched = Watched([folder.path + "/now", root])
    // One folder of the way at a time.
    try FileSystem.makeFolder(folder.path + "/later")
    let waiting = Thread { [watcher = watched.watcher] in
      Thread.sleep(forTimeInterval: 0.2)
      try? FileSystem.makeFolder(root + "/first")
      _ = watcher
    }
    waiting.start()
    watched.wait(for: [root])
    try folder.write("later/themes/mine/theme.toml")
    watched.wait(for: [root + "/mine/theme.toml"])
    try folder.write("later/themes/mine/theme.toml", text: "again")
    watched.wait(for: [root + "/mine/theme.toml"])
  }

  @Test(arguments: [false, true]) func linkedFoldersAreWatchedAndCirclesEnd(isPolling: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.write("site/real/a.md")
    try folder.link("site/linked", to: folder.path + "/site/real")
    try folder.link("site/real/up", to: folder.path + "/site")
    let watched = Watched([folder.path + "/site"], isPolling: isPolling)
    try folder.write("site/real/a.md", text: "changed")
    watched.wait(for: [folder.path + "/site/real/a.md", folder.path + "/site/linked/a.md"])
  }

  /// What lies outside of the site is none of its business.
  @Test(arguments: [false, true]) func linksThatLeaveTheSiteAreNotFollowed(isPolling: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.write("elsewhere/a.md", "site/content/b.md", "site/shared/c.md")
    try folder.link("site/content/out", to: folder.path + "/elsewhere")
    try folder.link("site/content/in", to: folder.path + "/site/shared")
    let root = folder.path + "/site/content"
    let watched = Watched([root], isPolling: isPolling)
    try folder.write("elsewhere/a.md", text: "changed")
    try folder.write("site/shared/c.md", text: "changed")
    watched.wait(for: [root + "/in/c.md"])
    #expect(!watched.seen.contains(root + "/out/a.md"))
  }

  @Test func watchersLeaveNoFileOpen() throws {
    let folder = try TemporaryFolder()
    try folder.write("site/a.md")
    for _ in 0..<300 { _ = Watched([folder.path + "/site", folder.path + "/none"]) }
    let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    #expect(open < 250)
  }

  @Test func aBurstIsFewBatchesAndLosesNothing() throws {
    let folder = try TemporaryFolder()
    try folder.write("site/x.md")
    let watched = Watched([folder.path + "/site"])
    let paths = (0..<2000).map { "site/folder\($0 % 20)/\($0).md" }
    for path in paths { try folder.write(path) }
    watched.wait(for: Set(paths.map { folder.path + "/" + $0 }))
    #expect(watched.batches < 40)
  }

  @Test func whatEditorsPutBesideAFileIsNotTold() throws {
    let folder = try TemporaryFolder()
    try folder.write("site/a.md")
    let watched = Watched([folder.path + "/site"])
    try folder.write("site/.a.md.swp", "site/4913", "site/a.md~", "site/.git/index", "site/z.md")
    watched.wait(for: [folder.path + "/site/z.md"])
    #expect(watched.seen == [folder.path + "/site/z.md"])
  }

  @Test(arguments: 0..<3) func randomOperationsAreAllTold(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    try folder.write("site/start.md")
    let root = folder.path + "/site"
    let watched = Watched([root])
    var random = SeededGenerator(seed: seed)
    func files() -> [String] { folder.contents("site").filter { !$0.hasSuffix("/") } }
    for step in 0..<200 {
      let names = files()
      let name = names.isEmpty ? "none.md" : names[Int.random(in: 0..<names.count, using: &random)]
      let other =
        "d\(Int.random(in: 0..<4, using: &random))/e\(Int.random(in: 0..<3, using: &random))/\(step).md"
      switch Int.random(in: 0..<6, using: &random) {
      case 0, 1: try folder.write("site/" + other, text: "\(step)")
      case 2: try folder.write("site/" + name, text: "changed \(step)")
      case 3: try? FileSystem.remove(root + "/" + name)
      case 4:
        try FileSystem.makeFolder(root + "/d9")
        try? FileSystem.move(root + "/" + name, to: root + "/d9/\(step).md")
      default: try? FileSystem.move(root + "/d\(step % 4)", to: root + "/m\(step)")
      }
    }
    try folder.write("site/last.md")
    watched.wait(for: Set(files().filter { $0 != "start.md" }.map { root + "/" + $0 }))
  }
}
