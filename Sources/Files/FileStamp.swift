#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the system says of a regular file without reading it. A file whose stamp is as it was has its content still,
/// if the stamp was settled.
package struct FileStamp: Sendable, Hashable {
  package let size: Int64
  /// When the content was last written, and when anything of the file last was, in nanoseconds since 1970.
  package let modified: Int64
  package let changed: Int64
  package let inode: UInt64
  package let device: UInt64

  package init(size: Int64, modified: Int64, changed: Int64, inode: UInt64, device: UInt64) {
    self.size = size
    self.modified = modified
    self.changed = changed
    self.inode = inode
    self.device = device
  }

  /// The stamp, if a later write would have given another one, seen at a moment in nanoseconds since 1970: clocks of
  /// files tick, every 10 ms at most on today's file systems, and every two seconds where they know whole seconds only.
  package func settled(at moment: Int64) -> FileStamp? {
    let tick: Int64 = changed % 1_000_000_000 == 0 ? 2_000_000_000 : 20_000_000
    let (age, overflow) = moment.subtractingReportingOverflow(changed)
    return !overflow && age > tick ? self : nil
  }
}

extension FileSystem {
  /// The stamp of a regular file, links followed; nothing when it is none. Hot.
  package static func stamp(_ path: String) -> FileStamp? { unsafe stamp(path, in: AT_FDCWD) }

  static func stamp(_ path: UnsafePointer<CChar>, in folder: Int32) -> FileStamp? {
    var status = stat()
    guard unsafe fstatat(folder, path, &status, 0) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    #if canImport(Darwin)
      let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
    #else
      let (modified, changed) = (status.st_mtim, status.st_ctim)
    #endif
    return FileStamp(
      size: Int64(status.st_size), modified: nanoseconds(modified), changed: nanoseconds(changed),
      inode: UInt64(status.st_ino), device: UInt64(truncatingIfNeeded: status.st_dev))
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  /// The clock that stamps are compared with, in nanoseconds since 1970.
  package static var now: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return nanoseconds(time)
  }
}
