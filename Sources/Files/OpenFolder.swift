#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder of which many files are looked at: the system finds them from here on, and not from the root each time. Hot.
package final class OpenFolder: Sendable {
  private let descriptor: Int32

  /// Opens a folder; of one that can't be opened, no file is found.
  package init(_ path: String) {
    descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// As `FileSystem.stamp`, of a path below the folder.
  package func stamp(_ path: String) -> FileStamp? { FileSystem.stamp(path, in: descriptor) }

  /// As `FileSystem.ownStatus`, of a path below the folder.
  package func ownStatus(_ path: String) -> (size: Int, modified: Int64)? {
    FileSystem.ownStatus(path, in: descriptor)
  }
}
