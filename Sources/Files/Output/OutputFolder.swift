package import Digests
import Synchronization

/// The output of a build: what lies in its folder, and the change that makes it the next one, wholly or not at all.
///
/// New files are written to the side, and until `commit` the folder is untouched. A large change exchanges the folders
/// in one step (`FolderExchange`). A small one removes and renames files, and is completed by the next command when it
/// is cut off (`RollForward`). Nothing is flushed to the disk: the promise holds for programs that are killed, full
/// disks and missing permissions, and a power cut may leave files that the next build finds shorter than their line
/// in the manifest.
package final class OutputFolder: Sendable {
  /// The name of the file in the output that says whose the folder is, and which files Presstime wrote.
  package static let marker = ".presstime-output"

  /// Whether a path below an output is Presstime's own, or in a folder that is. Hot.
  package static func isOwn(_ path: String) -> Bool {
    guard path.utf8.first == UInt8(ascii: ".") else { return false }
    let top = path.prefix { $0 != "/" }
    return top == marker || top == SideFolder.nameInside
  }

  /// What lies in the folder by its manifest.
  package let previous: OutputManifest
  /// What stands for its marker file; nothing where there is none.
  package let previousMarker: Digest?

  private let target: String
  private let side: SideFolder
  private let newFiles: OpenFolder
  private let plainFolders: PlainFolders
  private let state = Mutex(State())
  private let canExchange: Bool
  private let step: @Sendable () -> Void

  private struct State {
    /// Folders that exist at the side already.
    var folders: Set<String> = [""]
    var written: Set<String> = []
    /// The old output is no more: what is at the side has to become the new one.
    var isDecided = false
  }

  /// Checks that `path` may be written, waits until no other build writes to it, and completes a change that was cut
  /// off; `waiting` is called once when another build has to end first.
  ///
  /// Throws when it is a file, or a folder with files in it that no build of Presstime wrote.
  ///
  /// `known` is a marker that was read before, which spares to read the same one again.
  package convenience init(
    at path: String, known: KnownMarker? = nil, waiting: () -> Void = {}
  ) throws(FileError) {
    try self.init(at: path, canExchange: true, step: {}, known: known, waiting: waiting)
  }

  /// Tests stop at each `step`, which is called before something is changed on the disk, and play a file system that
  /// can't exchange folders.
  init(
    at path: String, canExchange: Bool = true, step: @escaping @Sendable () -> Void,
    known: KnownMarker? = nil, waiting: () -> Void = {}
  ) throws(FileError) {
    target = FileSystem.realPath(path)
    self.canExchange = canExchange
    self.step = step
    if FileSystem.isLink(target) {
      throw FileError(path: target, reason: "this symbolic link leads nowhere; make the folder that it names")
    }
    switch FileSystem.kind(target) {
    case .file, .other: throw FileError(path: target, reason: "the output is a file; name a folder")
    case nil, .folder: break
    }
    side = try SideFolder.take(for: target, step: step, waiting: waiting)
    do { (previous, previousMarker) = try Self.previous(in: target, known) } catch {
      side.remove()
      throw error
    }
    newFiles = OpenFolder(side.files)
    plainFolders = PlainFolders(below: target)
  }

  /// Completes what a build that was killed has begun, if there is such a thing, before anything else can fail.
  package static func finish(_ path: String, waiting: () -> Void = {}) throws(FileError) {
    guard SideFolder.isThere(for: FileSystem.realPath(path)) else { return }
    try OutputFolder(at: path, waiting: waiting).abandon()
  }

  /// What an earlier build wrote into the folder.
  private static func previous(
    in target: String, _ known: KnownMarker?
  ) throws(FileError) -> (manifest: OutputManifest, marker: Digest?) {
    guard FileSystem.kind(target) != nil else { return (OutputManifest(), nil) }
    let path = target + "/" + marker
    if FileSystem.ownKind(path) == .file {
      if let known, let stamp = known.stamp, FileSystem.stamp(path) == stamp {
        return (known.manifest, known.digest)
      }
      // One that says nothing is Presstime's too; then all that is there counts as others'.
      let bytes = try FileSystem.read(path)
      let digest = Digest(of: bytes)
      if let known, known.digest == digest { return (known.manifest, digest) }
      return (OutputManifest(bytes) ?? OutputManifest(), digest)
    }
    var names = try FileSystem.names(in: target).map { $0 ?? "\u{FFFD}" }
    names.removeAll { $0 == SideFolder.nameInside }
    // New file systems have it.
    if FileSystem.isMountPoint(target) { names.removeAll { $0 == "lost+found" } }
    if names.isEmpty { return (OutputManifest(), nil) }
    let shown = names.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
    throw FileError(
      path: target,
      reason:
        "it holds files that Presstime did not write (\(shown)); empty it, or name another output folder")
  }

  // MARK: - The files of the site

  /// Writes one file of the new site; may be called from many threads, once for each path. Says when it was written, in
  /// nanoseconds since 1970, where the system says it. Hot.
  @discardableResult
  package func write(_ path: String, _ bytes: UnsafeRawBufferPointer) throws(FileError) -> Int64? {
    guard OutputPath.isSound(path) else { throw badName(path) }
    let folder = FilePath.folder(of: path)
    let isKnown = state.withLock {
      $0.written.insert(path)
      return $0.folders.contains(folder)
    }
    if !isKnown {
      try FileSystem.makeFolder(side.files + "/" + folder)
      state.withLock { _ = $0.folders.insert(folder) }
    }
    step()
    do { return try unsafe newFiles.writeNew(path, bytes) } catch {
      guard error.isMissing else { throw error }
      // Of two folders that Swift holds to be equal, one composed and one not, the other was made.
      try FileSystem.makeFolder(side.files + "/" + folder)
      return try unsafe newFiles.writeNew(path, bytes)
    }
  }

  /// Size and time of a regular file that is in the output now; nothing when it is none, or lies behind a link. Hot.
  package func status(_ path: String) -> (size: Int, modified: Int64)? {
    guard plainFolders.contains(FilePath.folder(of: path)) else { return nil }
    return FileSystem.ownStatus(target + "/" + path)
  }

  /// The bytes of a file that is in the output now.
  package func read(_ path: String) throws(FileError) -> [UInt8] {
    guard status(path) != nil else {
      throw FileError(path: target + "/" + path, reason: "it is no file of the output")
    }
    return try FileSystem.read(target + "/" + path)
  }

  // MARK: - The change

  /// Makes the output what `change.new` says, the change being one from `previous`: files that were not written are kept as they
  /// are in the folder, those that are gone are removed, and those of others stay. After an error the output is the old
  /// one, or the next build completes it.
  ///
  /// `atomically`, the folder is exchanged even for a small change, so that it is never seen half changed; where that
  /// can't be it is an error.
  ///
  /// Returns what stands for the marker.
  @discardableResult
  package func commit(_ change: ManifestChange, atomically: Bool) throws(FileError) -> Digest {
    do { try make(change, atomically: atomically) } catch {
      abandon()
      throw error
    }
    side.remove()
    return Digest(of: change.new.bytes)
  }

  /// Leaves the output as it was.
  package func abandon() {
    if !state.withLock(\.isDecided) { side.remove() }
  }

  private func make(_ change: ManifestChange, atomically: Bool) throws(FileError) {
    let (manifest, removals) = (change.new, change.gone)
    let written = try checkedWritten(change)
    let isFree = side.reasonInside == nil && FolderExchange.isFree(target)
    if written.isEmpty, manifest == previous, !isFree { return }
    let isLarge = Self.isLarge(written.count + removals.count, of: manifest.count)
    if isFree || atomically || isLarge {
      var obstacle = side.reasonInside.map { ForeignFiles.Obstacle(path: target, reason: $0) }
      if obstacle == nil, !isFree, !(canExchange && FolderExchange.works(in: side.path)) {
        obstacle = .init(path: target, reason: "the file system there can't exchange folders")
      }
      if obstacle == nil {
        let exchange = FolderExchange(
          target: target, side: side.path, previous: previous, manifest: manifest, written: written,
          step: step)
        obstacle = try exchange.run()
      }
      guard let obstacle else { return }
      if atomically { throw notAtomic(obstacle) }
    }
    try changeInPlace(removals: removals, written: written, marker: manifest.bytes)
  }

  /// Whether the folder is exchanged for a change.
  ///
  /// Up to 256 files are renamed in a few milliseconds, less than it takes a browser to load a page, so nobody gains
  /// by an exchange, which costs a link for every other file. Above that, few will see the output between two sites
  /// if most of it stays; it is exchanged when more than a quarter changes.
  static func isLarge(_ changed: Int, of total: Int) -> Bool { changed > 256 && changed * 4 > total }

  private func changeInPlace(
    removals: [String], written: Set<String>, marker: [UInt8]
  ) throws(FileError) {
    var check = ChangeCheck(target: target, removals: removals)
    try check.check(written: written)
    let forward = RollForward(side: side.path, target: target, step: step)
    let journal = OutputJournal(
      before: previousMarker, after: Digest(of: marker), removals: removals)
    try forward.begin(journal, marker: marker)
    state.withLock { $0.isDecided = true }
    try forward.complete()
  }

  /// The paths that were written, without those that the manifest does not name after all.
  private func checkedWritten(_ change: ManifestChange) throws(FileError) -> Set<String> {
    var written = state.withLock(\.written)
    for path in change.added where !written.contains(path) {
      guard OutputPath.isSound(path) else { throw badName(path) }
      throw FileError(path: target + "/" + path, reason: "it is not in the output; build again")
    }
    // A first build.
    if written.count == change.added.count { return written }
    for path in written where change.new.file(at: path) == nil {
      try FileSystem.removeFile(side.files + "/" + path)
      written.remove(path)
    }
    return written
  }

  private func badName(_ path: String) -> FileError {
    FileError(
      path: target + "/" + path,
      reason:
        "a file of the site can't have this name, which is Presstime's own or leaves the folder; rename it")
  }

  private func notAtomic(_ obstacle: ForeignFiles.Obstacle) -> FileError {
    let otherFolder = side.reasonInside == nil ? "" : ", or name a folder in it: `--output \(target)/site`"
    return FileError(
      path: obstacle.path,
      reason: "\(obstacle.reason), so the output can't be exchanged as a whole; build without `--atomic`"
        + otherFolder)
  }
}
