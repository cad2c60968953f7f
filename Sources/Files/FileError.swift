#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why the system refused something, with the path it was about.
package struct FileError: Error, Sendable, Hashable {
  package let path: String
  /// In plain words: `permission denied`.
  package let reason: String
  /// The system's error number; 0 when Presstime itself refuses.
  package let number: Int32

  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
    number = 0
  }

  /// The error that the last system call left in `errno`.
  static func last(_ path: String) -> FileError { FileError(path: path, number: errno) }

  /// What the system said by its error number.
  package init(path: String, number: Int32) {
    self.path = path
    self.number = number
    reason =
      switch number {
      case EACCES, EPERM: "permission denied"
      case ENOENT: "no such file or folder"
      case EISDIR: "it is a folder"
      case ENOTDIR: "a part of the path is no folder"
      case ENOSPC, EDQUOT: "no space left on the disk"
      case EROFS: "the disk is read-only"
      case ELOOP: "too many symbolic links"
      case ENAMETOOLONG: "the name is too long"
      case EMFILE, ENFILE: "too many open files"
      case EEXIST: "it exists already"
      default: unsafe String(cString: strerror(number))
      }
  }

  package var isMissing: Bool { number == ENOENT || number == ENOTDIR }
}
