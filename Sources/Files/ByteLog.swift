import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that grows at its end and can be read anywhere, from many threads. Hot: one system call for each.
///
/// What lies in it is not changed, so that a reader never sees half of it; no lock is needed.
package final class ByteLog: Sendable {
  private let descriptor: Int32
  private let end: Atomic<Int>

  /// Opens the file at `path`, of which the first `length` bytes are kept; makes one when nothing of it is. Nothing
  /// when that can't be.
  package init?(at path: String, keeping length: Int) {
    if length == 0 {
      // Another command may still read the file that is there.
      unsafe unlink(path)
      descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    } else {
      descriptor = unsafe open(path, O_RDWR | O_CLOEXEC)
    }
    end = Atomic(length)
    if descriptor < 0 { return nil }
  }

  /// Opens the file at `path` to be read only.
  package init?(reading path: String) {
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    end = Atomic(Int.max)
    if descriptor < 0 { return nil }
  }

  /// A file without a name, which goes with the process; nothing when there is no place for it.
  package init?() {
    descriptor = (try? FileSystem.unnamedFile()) ?? -1
    end = Atomic(0)
    if descriptor < 0 { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// How many bytes there are.
  package var length: Int { end.load(ordering: .relaxed) }

  /// Whether a file that grows so is to be written anew: when more than half of it is of no use, and it is not small.
  package static func isWasteful(_ length: Int, live: Int) -> Bool { length > 2 &* live &+ 1 << 20 }

  /// Puts bytes behind all others, and says where; nothing when they can't be written.
  package func append(_ bytes: [UInt8]) -> Int? {
    let (start, total) = end.wrappingAdd(bytes.count, ordering: .relaxed)
    guard total >= start else { return nil }
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { memory in
        unsafe pwrite(
          descriptor, memory.baseAddress?.advanced(by: done), bytes.count - done, off_t(start + done))
      }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return nil }
      done += count
    }
    return start
  }

  /// The bytes at a place; nothing when there are not so many, or they can't be read.
  package func read(_ offset: Int, _ count: Int) -> [UInt8]? {
    guard offset >= 0, count >= 0, count <= FileSystem.maximumSize else { return nil }
    var failed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      while initialized < count {
        let got = unsafe pread(
          descriptor, buffer.baseAddress?.advanced(by: initialized), count - initialized,
          off_t(offset) + off_t(initialized))
        if got < 0, errno == EINTR { continue }
        guard got > 0 else {
          failed = true
          return
        }
        initialized += got
      }
    }
    return failed ? nil : bytes
  }
}
