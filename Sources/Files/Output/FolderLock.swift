#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Holds a folder against other runs of Presstime, until it is freed with the value or the process.
///
/// The lock is on the folder itself, so no file is left behind, and it stays when the folder is renamed.
struct FolderLock: ~Copyable {
  private let descriptor: Int32

  /// Waits until no other run holds the folder; `waiting` is called once if that takes time. Nothing when
  /// another folder, or none, is at the path by then. Throws what keeps this user from it, as does a link, which could
  /// lead anywhere.
  init?(_ path: String, waiting: () -> Void) throws(FileError) {
    let opened = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard opened >= 0 else {
      if errno == ENOENT { return nil }
      throw .last(path)
    }
    if flock(opened, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      waiting()
      while flock(opened, LOCK_EX) != 0, errno == EINTR {}
    }
    var held = stat()
    var there = stat()
    let isSame =
      unsafe fstat(opened, &held) == 0 && lstat(path, &there) == 0 && held.st_ino == there.st_ino
      && held.st_dev == there.st_dev
    guard isSame else {
      close(opened)
      return nil
    }
    descriptor = opened
  }

  deinit { close(descriptor) }
}
