/// Where a new output lies until it is whole: a folder that no other build writes to, with `files/` for the new files.
///
/// It lies beside the output, so that the two can be exchanged. In an output where a file system is mounted, or whose
/// parent this user may not write, it lies inside, where files can at least be renamed.
struct SideFolder: ~Copyable, Sendable {
  /// Its name in the output, where it counts for none of the site's files and none of others'.
  static let nameInside = ".presstime-new"

  let path: String
  /// Why it lies inside the output; nothing when it lies beside it.
  let reasonInside: String?
  private let lock: FolderLock

  /// The folder of the new files. The output itself is exchanged for it.
  var files: String { path + "/files" }

  private init(path: String, reasonInside: String?, lock: consuming FolderLock) {
    self.path = path
    self.reasonInside = reasonInside
    self.lock = lock
  }

  /// Makes the folder and takes hold of it, `waiting` for other builds of the same output. What a build that was killed
  /// left in it, or in the other place, is completed or removed; so the output `target` is whole then.
  static func take(
    for target: String, step: @escaping @Sendable () -> Void, waiting: () -> Void
  ) throws(FileError) -> SideFolder {
    let inside = Self.inside(target)
    let place = try Self.place(for: target)
    let side = SideFolder(
      path: place.path, reasonInside: place.reason, lock: try Self.locked(place.path, waiting))
    // From a build by a user who could not write the parent, or of a folder that was a mount then.
    if side.path != inside, FileSystem.ownKind(inside) == .folder {
      let left = try Self.locked(inside, waiting)
      try RollForward(side: inside, target: target, step: step).runIfBegun()
      try Self.remove(inside)
      extendLifetime(left)
    }
    try RollForward(side: side.path, target: target, step: step).runIfBegun()
    try Self.clear(side.path)
    do { try FileSystem.makeFolder(side.files) } catch {
      side.remove()
      throw error
    }
    return side
  }

  /// Whether a build that was killed, or still runs, has left something.
  static func isThere(for target: String) -> Bool {
    [beside(target), inside(target)].contains { FileSystem.ownKind($0) == .folder }
  }

  /// Removes it, which is what others wait for.
  func remove() { try? Self.remove(path) }

  static func beside(_ target: String) -> String {
    let slash = target.lastIndex(of: "/") ?? target.startIndex
    return target[..<slash] + "/.\(target[slash...].dropFirst()).presstime-new"
  }

  private static func inside(_ target: String) -> String { target + "/" + nameInside }

  /// Makes the folder beside the output or, for a reason, inside it.
  private static func place(for target: String) throws(FileError) -> (path: String, reason: String?) {
    if FileSystem.isMountPoint(target) { return (inside(target), "a file system is mounted there") }
    do throws(FileError) { try FileSystem.makeFolder(beside(target)) } catch {
      guard error.isForbidden, FileSystem.kind(target) == .folder else { throw error }
      return (inside(target), "the folder that it lies in can't be written")
    }
    return (beside(target), nil)
  }

  /// The folder, made when it is not there.
  private static func locked(_ path: String, _ waiting: () -> Void) throws(FileError) -> FolderLock {
    var isTold = false
    while true {
      try FileSystem.makeFolder(path)
      // All that is in the folder is removed, and a link may lead anywhere.
      if FileSystem.isLink(path) { throw FileError(path: path, reason: "a link is in the way; remove it") }
      // Another build may have removed the folder before it freed it; then there is a new one.
      if let lock = try FolderLock(
        path,
        waiting: {
          if !isTold { waiting() }
          isTold = true
        })
      {
        return lock
      }
    }
  }

  private static func clear(_ path: String) throws(FileError) {
    for name in try FileSystem.names(in: path) {
      guard let name else { throw FileError(path: path, reason: "a name in it is no UTF-8; remove it") }
      try remove(path + "/" + name)
    }
  }

  private static func remove(_ path: String) throws(FileError) {
    do { try FileSystem.remove(path) } catch {
      // A folder of others that was exchanged away may have been closed to writing.
      guard error.isForbidden else { throw error }
      FileSystem.makeRemovable(path)
      try FileSystem.remove(path)
    }
  }
}
