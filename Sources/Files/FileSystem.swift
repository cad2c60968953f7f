#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Single system calls on paths, each with its error. Hot where said so.
package enum FileSystem {
  /// A file larger than this is no part of a website; 1 GiB.
  static let maximumSize = 1 << 30

  package enum Kind: Sendable, Hashable {
    case file
    case folder
    case other
  }

  /// The whole file, as an array with room for so many bytes more. Hot: one open, one fstat, one read.
  package static func read(_ path: String, room: Int = 0) throws(FileError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .last(path) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .last(path) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw FileError(path: path, number: EISDIR) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(path: path, reason: "it is no regular file")
    }
    let size = Int(status.st_size)
    guard size <= maximumSize else { throw FileError(path: path, reason: "it is larger than 1 GiB") }
    var failure: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size + room) { buffer, count in
      while count < size {
        let got = unsafe Self.systemRead(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        if got <= 0 { return }
        count += got
      }
    }
    if failure != 0 { throw FileError(path: path, number: failure) }
    return bytes
  }

  /// What `body` makes of parts of a file that it asks for: bytes from an offset on, as many as are wanted unless the file
  /// ends before, or can't be read. Hot.
  package static func withParts<Result>(
    of path: String, _ body: (_ read: @escaping (_ offset: Int, _ count: Int) -> [UInt8]) -> Result
  ) throws(FileError) -> Result {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .last(path) }
    defer { close(descriptor) }
    return body { offset, count in
      unsafe [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
        while filled < count {
          let got = unsafe pread(
            descriptor, buffer.baseAddress?.advanced(by: filled), count - filled, off_t(offset + filled))
          if got < 0, errno == EINTR { continue }
          if got <= 0 { return }
          filled += got
        }
      }
    }
  }

  /// A file whose size the system does not know before it is read, as those of `/proc`.
  package static func readStream(_ path: String) throws(FileError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .last(path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe buffer.withUnsafeMutableBufferPointer {
        unsafe systemRead(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno != EINTR { throw .last(path) }
      if count == 0 { return bytes }
      bytes += buffer[..<max(0, count)]
    }
  }

  private static func systemRead(_ descriptor: Int32, _ to: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int
  {
    #if canImport(Glibc)
      unsafe Glibc.read(descriptor, to, count)
    #elseif canImport(Musl)
      unsafe Musl.read(descriptor, to, count)
    #else
      unsafe Darwin.read(descriptor, to, count)
    #endif
  }

  /// Size in bytes of a regular file, links followed, and when it was last written, in nanoseconds since 1970; nothing
  /// when it is none.
  package static func status(_ path: String) -> (size: Int, modified: Int64)? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? sizeAndTime(status) : nil
  }

  /// Of a regular file; nothing when it is none.
  static func sizeAndTime(_ status: stat) -> (size: Int, modified: Int64)? {
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return (Int(status.st_size), Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
  }

  /// Makes a new file; one that is there already is an error. Hot.
  package static func writeNew(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    try write(path, bytes, flags: O_EXCL)
  }

  /// Makes a file, or replaces what is in it.
  package static func write(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    try write(path, bytes, flags: O_TRUNC)
  }

  /// Replaces a file by renaming another, so that a reader sees the old one or the new one; after an error the old one is
  /// there. The other is written beside it, at `new` or at its path with `.new` behind it.
  package static func replace(
    _ path: String, _ bytes: [UInt8], writtenAt new: String? = nil
  ) throws(FileError) {
    try unsafe bytes.withUnsafeBufferPointer { bytes throws(FileError) in
      try unsafe replace(path, UnsafeRawBufferPointer(bytes), writtenAt: new)
    }
  }

  /// The same with bytes of memory.
  package static func replace(
    _ path: String, _ bytes: UnsafeRawBufferPointer, writtenAt new: String? = nil
  ) throws(FileError) {
    let new = new ?? path + ".new"
    do {
      try unsafe write(new, bytes, flags: O_TRUNC)
      try move(new, to: path)
    } catch {
      try? remove(new)
      throw error
    }
  }

  /// Makes a new file below an open folder; says when it was written, in nanoseconds since 1970, where the system says it.
  /// Hot.
  static func writeNew(
    _ path: String, in folder: Int32, _ bytes: UnsafeRawBufferPointer
  ) throws(FileError) -> Int64? {
    try unsafe write(path, in: folder, bytes, flags: O_EXCL)
  }

  private static func write(_ path: String, _ bytes: [UInt8], flags: Int32) throws(FileError) {
    _ = try unsafe bytes.withUnsafeBufferPointer { bytes throws(FileError) in
      try unsafe write(path, UnsafeRawBufferPointer(bytes), flags: flags)
    }
  }

  @discardableResult
  private static func write(
    _ path: String, in folder: Int32 = AT_FDCWD, _ bytes: UnsafeRawBufferPointer, flags: Int32
  ) throws(FileError) -> Int64? {
    let descriptor = unsafe openat(folder, path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0o644)
    guard descriptor >= 0 else { throw .last(path) }
    var written = 0
    var failure: Int32 = 0
    while written < bytes.count {
      let count = unsafe systemWrite(
        descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
      if count < 0, errno == EINTR { continue }
      if count <= 0 {
        failure = count < 0 ? errno : ENOSPC
        break
      }
      written += count
    }
    var status = stat()
    let isKnown = unsafe fstat(descriptor, &status) == 0
    let closed = close(descriptor)
    if failure == 0, closed != 0 { failure = errno }
    if failure != 0 { throw FileError(path: path, number: failure) }
    return isKnown ? sizeAndTime(status)?.modified : nil
  }

  private static func systemWrite(_ descriptor: Int32, _ from: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.write(descriptor, from, count)
    #elseif canImport(Musl)
      unsafe Musl.write(descriptor, from, count)
    #else
      unsafe Darwin.write(descriptor, from, count)
    #endif
  }

  /// What is at a path, symbolic links followed; nothing when nothing is there.
  package static func kind(_ path: String) -> Kind? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// Whether one of the folders on the way from `root` to `path`, links followed, lies in `target`.
  static func leadsBack(_ target: String, from path: String, below root: String) -> Bool {
    var folder = root
    for part in path.split(separator: "/") {
      if isInside(realPath(folder), target) { return true }
      folder += "/" + part
    }
    return false
  }

  /// The folder that a path lies in.
  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// The names in a folder, in the order of their bytes; nothing for a name that is no UTF-8.
  package static func names(in folder: String) throws(FileError) -> [String?] {
    try entries(in: folder).map(\.name)
  }

  /// A file without a name, open for reading and writing, which goes with the process and with no program that it starts.
  static func unnamedFile() throws(FileError) -> Int32 {
    let folder = ProcessEnvironment.value("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array((folder + "/presstime-XXXXXX").utf8CString)
    let file = unsafe template.withUnsafeMutableBufferPointer { pointer in
      guard let path = pointer.baseAddress else { return Int32(-1) }
      let file = unsafe mkstemp(path)
      if file >= 0 { unsafe unlink(path) }
      return file
    }
    guard file >= 0 else { throw FileError(path: folder, reason: "no temporary file can be made in it") }
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    return file
  }

  /// Makes a folder and those above it.
  package static func makeFolder(_ path: String) throws(FileError) {
    if unsafe mkdir(path, 0o755) == 0 { return }
    switch errno {
    case EEXIST:
      guard kind(path) == .folder else { throw FileError(path: path, reason: "a file is in the way") }
    case ENOENT:
      guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { throw .last(path) }
      try makeFolder(String(path[..<slash]))
      guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else { throw .last(path) }
    default: throw .last(path)
    }
  }

  /// Removes a file, a link, or a folder with all that is in it; what is not there is no error.
  package static func remove(_ path: String) throws(FileError) {
    if kind(path) == .folder, !isLink(path) {
      for name in try names(in: path) {
        guard let name else { throw FileError(path: path, reason: "a name in it is no UTF-8") }
        try remove(path + "/" + name)
      }
      guard unsafe rmdir(path) == 0 || errno == ENOENT else { throw .last(path) }
    } else {
      guard unsafe unlink(path) == 0 || errno == ENOENT else { throw .last(path) }
    }
  }

  package static func move(_ from: String, to: String) throws(FileError) {
    guard unsafe rename(from, to) == 0 else { throw .last(to) }
  }

  /// The path without symbolic links and dot segments; of the part that exists when the end does not.
  package static func realPath(_ path: String) -> String {
    if let resolved = unsafe realpath(path, nil) {
      defer { unsafe free(resolved) }
      return unsafe String(cString: resolved)
    }
    // The working folder itself may be gone.
    if path == "." { return path }
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    guard let slash = trimmed.lastIndex(of: "/") else { return realPath(".") + "/" + trimmed }
    let parent = slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    let name = trimmed[trimmed.index(after: slash)...]
    if parent == "/" { return "/" + name }
    return realPath(parent) + "/" + name
  }

  /// Whether `path` is `folder` or lies in it; both as `realPath` gives them.
  package static func isInside(_ path: String, _ folder: String) -> Bool {
    path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
  }
}
