import CFileExchange
import Synchronization

/// A new output folder, written beside the old one and exchanged for it when all went well.
///
/// Until `commit` the old folder is untouched; a build that is killed leaves only the side folder, which the
/// next one removes. Nothing is flushed to the disk: a power cut may cost the new folder, never the old one.
package final class OutputFolder: Sendable {
  /// The name of the file in the output that says whose the folder is, and which files Presstime wrote.
  package static let marker = ".presstime-output"
  private static let markerTitle = "Presstime wrote these files; the folder is replaced by the next build."

  private let target: String
  private let side: String
  private let lock: FolderLock
  /// Folders that exist in the side folder already.
  private let folders = Mutex<Set<String>>([""])
  /// What the old folder's marker lists.
  private let previous: Set<String>

  /// Checks that `path` may be replaced, and makes an empty folder beside it, which no other build writes to
  /// meanwhile; `waiting` is called once when one has to end first.
  ///
  /// Throws when it is a file, or a folder with files in it that no build of Presstime wrote.
  package init(at path: String, waiting: () -> Void = {}) throws(FileError) {
    target = FileSystem.realPath(path)
    let slash = target.lastIndex(of: "/") ?? target.startIndex
    let name = target[slash...].dropFirst()
    side = target[..<slash] + "/.\(name).presstime-new"
    if FileSystem.isMountPoint(target) { throw Self.mountPoint(target) }
    lock = try Self.locked(side, waiting)
    previous = try Self.manifest(of: target)
    // What a killed build left.
    for name in try FileSystem.names(in: side) {
      guard let name else { throw FileError(path: side, reason: "a name in it is no UTF-8") }
      try FileSystem.remove(side + "/" + name)
    }
  }

  /// The side folder, made when it is not there.
  private static func locked(_ side: String, _ waiting: () -> Void) throws(FileError) -> FolderLock {
    var isTold = false
    while true {
      try FileSystem.makeFolder(side)
      // Another build may have renamed or removed the folder before it freed it; then there is a new one.
      if let lock = FolderLock(
        side,
        waiting: {
          if !isTold { waiting() }
          isTold = true
        })
      {
        return lock
      }
    }
  }

  private static func mountPoint(_ target: String) -> FileError {
    FileError(
      path: target,
      reason: "a file system is mounted there, so it can't be exchanged as a whole; name a folder in it: "
        + "`--output \(target)/site`")
  }

  /// The files that an earlier build wrote into the folder.
  private static func manifest(of target: String) throws(FileError) -> Set<String> {
    switch FileSystem.kind(target) {
    case nil: return []
    case .file, .other: throw FileError(path: target, reason: "the output is a file; name a folder")
    case .folder: break
    }
    guard let bytes = try? FileSystem.read(target + "/" + marker) else {
      let names = try FileSystem.names(in: target).compactMap { $0 }
      if names.isEmpty { return [] }
      let shown = names.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
      throw FileError(
        path: target,
        reason:
          "it holds files that Presstime did not write (\(shown)); empty it, or name another output folder")
    }
    return Set(String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().map(String.init))
  }

  /// Writes one file of the new folder; may be called from many threads, once for each path. Hot.
  package func write(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    try makeParent(of: path)
    try FileSystem.writeNew(side + "/" + path, bytes)
  }

  private func makeParent(of path: String) throws(FileError) {
    guard let slash = path.lastIndex(of: "/") else { return }
    let folder = String(path[..<slash])
    let isKnown = folders.withLock { $0.contains(folder) }
    if isKnown { return }
    try FileSystem.makeFolder(side + "/" + folder)
    folders.withLock { _ = $0.insert(folder) }
  }

  /// Exchanges the folders. `written` are the paths of all files; the old folder's foreign files come along.
  package func commit(written: [String]) throws(FileError) {
    let manifest = ([Self.markerTitle] + written.sorted()).joined(separator: "\n") + "\n"
    try write(Self.marker, Array(manifest.utf8))
    guard FileSystem.kind(target) != nil else {
      try FileSystem.move(side, to: target)
      return
    }
    try carryForeignFiles(written: Set(written))
    try exchange()
  }

  /// Leaves the old folder as it was.
  package func abandon() {
    try? FileSystem.remove(side)
  }

  /// How many files of the last build the new one does not write.
  package func removedCount(written: some Sequence<String>) -> Int {
    previous.subtracting(written).count
  }

  /// Files of others (`CNAME`, `.git`) that lie in the old folder are taken into the new one.
  private func carryForeignFiles(written: Set<String>) throws(FileError) {
    var pending = try FileSystem.names(in: target).compactMap { $0 }
    while let path = pending.popLast() {
      let full = target + "/" + path
      if previous.contains(path) || written.contains(path) || path == Self.marker { continue }
      if FileSystem.kind(full) == .folder, !FileSystem.isLink(full) {
        let names = try FileSystem.names(in: full).compactMap { $0 }
        pending += names.map { path + "/" + $0 }
      } else {
        try makeParent(of: path)
        try FileSystem.linkOrCopy(full, to: side + "/" + path)
      }
    }
  }

  private func exchange() throws(FileError) {
    // Held until it is gone: by the name of the side folder another build would find it.
    let old = FolderLock(target, waiting: {})
    defer { extendLifetime(old) }
    if unsafe presstime_exchange(side, target) == 0 {
      try? FileSystem.remove(side)
      return
    }
    // Not every file system can exchange; two renames leave a moment without the folder.
    let aside = side + "-old"
    try FileSystem.remove(aside)
    do { try FileSystem.move(target, to: aside) } catch {
      throw error.isBusy ? Self.mountPoint(target) : error
    }
    do {
      try FileSystem.move(side, to: target)
    } catch {
      try? FileSystem.move(aside, to: target)
      throw error
    }
    try? FileSystem.remove(aside)
  }
}
