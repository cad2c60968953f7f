#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One command at a time on one site: a lock on `.presstime/lock`, which the system frees with the process.
package struct SiteLock: ~Copyable {
  private let descriptor: Int32

  /// Waits until no other command works on the site; `waiting` is called once if that takes time. A site that
  /// can't be written needs no lock, since its output lies elsewhere.
  package init(site: String, waiting: () -> Void) {
    let folder = site + "/.presstime"
    // In a folder that is no site nothing is made.
    if FileSystem.kind(site + "/content") == .folder { try? FileSystem.makeFolder(folder) }
    descriptor = unsafe open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
    waiting()
    while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }
}
