import CFileExchange

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// System calls that take a symbolic link for itself, never for what it points to: what is changed in an output folder
/// lies in that folder.
extension FileSystem {
  /// What is at a path itself.
  enum OwnKind: Sendable, Hashable {
    case file
    case folder
    case link
    case other
  }

  /// What is at a path; nothing when nothing is there.
  static func ownKind(_ path: String) -> OwnKind? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .other
    }
  }

  /// As `status`, and nothing for a link. Hot.
  package static func ownStatus(_ path: String) -> (size: Int, modified: Int64)? {
    unsafe ownStatus(path, in: AT_FDCWD)
  }

  static func ownStatus(_ path: UnsafePointer<CChar>, in folder: Int32) -> (size: Int, modified: Int64)? {
    var status = stat()
    return unsafe fstatat(folder, path, &status, AT_SYMLINK_NOFOLLOW) == 0 ? sizeAndTime(status) : nil
  }

  /// The names in a folder with what each is, in the order of their bytes; nothing for a name that is no UTF-8.
  static func entries(in folder: String) throws(FileError) -> [(name: String?, kind: OwnKind)] {
    try unsortedEntries(in: folder).sorted {
      ($0.name ?? "").utf8.lexicographicallyPrecedes(($1.name ?? "").utf8)
    }
  }

  /// The same in any order. Hot.
  static func unsortedEntries(in folder: String) throws(FileError) -> [(name: String?, kind: OwnKind)] {
    guard let handle = unsafe opendir(folder) else { throw .last(folder) }
    defer { unsafe closedir(handle) }
    var entries: [(name: String?, kind: OwnKind)] = []
    while true {
      // What is nothing at the end is nothing after an error, too.
      errno = 0
      guard let entry = unsafe readdir(handle) else {
        if errno != 0 { throw .last(folder) }
        return entries
      }
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(validatingCString: $0)
        }
      }
      if name == "." || name == ".." { continue }
      let kind: OwnKind?
      switch unsafe Int32(entry.pointee.d_type) {
      case Int32(DT_REG): kind = .file
      case Int32(DT_DIR): kind = .folder
      case Int32(DT_LNK): kind = .link
      // Not every file system keeps the kind beside the name.
      case Int32(DT_UNKNOWN): kind = name.flatMap { ownKind(folder + "/" + $0) }
      default: kind = .other
      }
      entries.append((name, kind ?? .other))
    }
  }

  /// Gives `from`, which may be a link, a second name.
  static func link(_ from: String, to: String) throws(FileError) {
    guard unsafe linkat(AT_FDCWD, from, AT_FDCWD, to, 0) == 0 else { throw .last(from) }
  }

  /// Removes a file or a link, never a folder; what is not there is no error.
  static func removeFile(_ path: String) throws(FileError) {
    guard unsafe unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR else { throw .last(path) }
  }

  /// Removes a folder when it is empty; whether none is there then.
  @discardableResult static func removeEmptyFolder(_ path: String) -> Bool {
    unsafe rmdir(path) == 0 || errno == ENOENT
  }

  /// Whether names may be made and removed in a folder.
  static func checkWritable(_ folder: String) throws(FileError) {
    guard unsafe access(folder, W_OK | X_OK) == 0 else { throw .last(folder) }
  }

  /// Gives one folder the owner and the permissions of another; the owner only where the system lets us.
  static func copyOwnerAndMode(from: String, to: String) {
    var old = stat()
    var new = stat()
    guard unsafe stat(from, &old) == 0, unsafe stat(to, &new) == 0 else { return }
    if old.st_uid != new.st_uid || old.st_gid != new.st_gid {
      _ = unsafe lchown(to, old.st_uid, old.st_gid)
    }
    if old.st_mode != new.st_mode { _ = unsafe chmod(to, old.st_mode & 0o7777) }
  }

  /// Lets the owner change what is in a folder and in those below it.
  static func makeRemovable(_ folder: String) {
    _ = unsafe chmod(folder, 0o700)
    for entry in (try? entries(in: folder)) ?? [] where entry.kind == .folder {
      if let name = entry.name { makeRemovable(folder + "/" + name) }
    }
  }

  /// Whether a file system begins at a folder, so that it can't be renamed.
  static func isMountPoint(_ folder: String) -> Bool {
    if unsafe presstime_is_mount_root(folder) == 1 { return true }
    var inside = stat()
    var above = stat()
    return unsafe stat(folder, &inside) == 0 && stat(folder + "/..", &above) == 0
      && inside.st_dev != above.st_dev
  }

  /// Exchanges two folders in one step, so that both names exist at every moment.
  static func exchange(_ first: String, _ second: String) throws(FileError) {
    guard unsafe presstime_exchange(first, second) == 0 else { throw .last(second) }
  }
}

extension FileError {
  /// Whether folders can't be renamed or exchanged here, whoever asks.
  var isNoExchange: Bool {
    [EINVAL, ENOTSUP, EOPNOTSUPP, ENOSYS, EXDEV, EBUSY].contains(number)
  }

  /// Whether a file can't be given a second name, or not there.
  var isNoLink: Bool {
    isNoExchange || [EPERM, EMLINK, EACCES].contains(number)
  }

  /// Whether the other place lies in another file system.
  var isElsewhere: Bool { number == EXDEV }

  /// Whether a folder is where a file should be, or the other way round.
  var isOtherKind: Bool { [EISDIR, EEXIST, ENOTEMPTY, ENOTDIR].contains(number) }

  /// Whether the system forbids it to this user, or to all.
  var isForbidden: Bool { [EACCES, EPERM, EROFS].contains(number) }
}
