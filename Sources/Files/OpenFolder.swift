#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder of which many files are looked at or made: the system finds them from here on, and not from the root each time.
/// Hot.
package final class OpenFolder: Sendable {
  private let path: String
  let descriptor: Int32

  /// Opens a folder; of one that can't be opened, no file is found.
  package init(_ path: String) {
    self.path = path
    descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// A folder below this one; nothing when it can't be opened.
  func folder(_ path: String) -> OpenFolder? {
    let folder = OpenFolder(self.path + "/" + path)
    return folder.descriptor < 0 ? nil : folder
  }

  /// As `FileSystem.writeNew`, at a path below the folder; says when the file was written, in nanoseconds since 1970, where
  /// the system says it.
  func writeNew(_ path: String, _ bytes: UnsafeRawBufferPointer) throws(FileError) -> Int64? {
    do { return try unsafe FileSystem.writeNew(path, in: descriptor, bytes) } catch {
      throw FileError(path: self.path + "/" + path, number: error.number)
    }
  }
}
