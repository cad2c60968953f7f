import Digests
import Files

/// What a file held when it had a stamp, and when those of the output were written: the file `times`, of use on the
/// machine alone that wrote it.
///
/// It is kept as it is and searched, since a site has many files and most builds look at each once.
struct FileTimes: Sendable {
  private let bytes: [UInt8]
  /// Those that the site reads, by path below its folder.
  private let files: PathTable
  /// What the last build left in the output.
  let output: OutputTimes

  private static let title = Array("presstime times 2\n".utf8)

  init() { self.init(bytes: [], files: PathTable(), output: OutputTimes()) }

  /// Reads those of a site; of a file that is damaged nothing is taken.
  init(site: String) {
    self.init()
    let folder = site + "/" + DocumentCache.folderName
    guard let bytes = Checksum.read(DocumentCache.timesName, in: folder, title: Self.title),
      UInt32(exactly: bytes.count) != nil
    else { return }
    var reader = CacheReader(bytes, from: Self.title.count)
    let files = PathTable(&reader, in: bytes) { _ = $0.stamped() }
    let output = reader.outputTimes()
    if !reader.isBroken, reader.isAtEnd { self.init(bytes: bytes, files: files, output: output) }
  }

  private init(bytes: [UInt8], files: PathTable, output: OutputTimes) {
    self.bytes = bytes
    self.files = files
    self.output = output
  }

  /// What a file holds, if its stamp is as it was. Hot.
  func digest(of path: String, _ stamp: FileStamp) -> Digest? {
    guard var found = files.find(path, in: bytes) else { return nil }
    let known = found.stamped()
    return known.stamp == stamp ? known.digest : nil
  }

  /// The file: of what a site reads, and what it has written. What was not looked at is left out.
  static func file(_ files: [BuildInputs.File], _ output: OutputTimes) -> CacheWriter {
    var writer = CacheWriter(title: title, room: 128 * files.count + 8 * output.count)
    writer.put(files.count { $0.stamp != nil && $0.digest != nil })
    for file in files {
      guard let stamp = file.stamp, let digest = file.digest else { continue }
      writer.put(file.path)
      writer.put(Int(stamp.size))
      writer.put(fixed: UInt64(bitPattern: stamp.modified))
      writer.put(fixed: UInt64(bitPattern: stamp.changed))
      writer.put(fixed: stamp.inode)
      writer.put(fixed: stamp.device)
      writer.put(digest)
    }
    writer.put(output)
    writer.sign()
    return writer
  }
}

extension PathTable {
  /// Reads a list of entries that begin with their paths; `pass` goes past what stands behind them.
  fileprivate init(_ reader: inout CacheReader, in bytes: [UInt8], _ pass: (inout CacheReader) -> Void) {
    var digests: [Digest] = []
    let starts = reader.list { reader in
      let start = UInt32(truncatingIfNeeded: reader.position)
      let length = reader.count()
      digests.append(Digest(of: bytes, reader.position..<reader.position + length))
      reader.pass(length)
      pass(&reader)
      return start
    }
    self.init(starts, digests)
  }

  /// What stands behind the path of an entry. Hot.
  fileprivate func find(_ path: String, in bytes: [UInt8]) -> CacheReader? {
    var reader = CacheReader(bytes)
    let number = find(Digest(of: path)) { start in
      reader = CacheReader(bytes, from: start)
      return reader.passText(comparing: path) == 0
    }
    return number.map { _ in reader }
  }
}

extension CacheReader {
  fileprivate mutating func stamped() -> (stamp: FileStamp, digest: Digest) {
    (
      FileStamp(
        size: Int64(number()), modified: Int64(bitPattern: fixed()), changed: Int64(bitPattern: fixed()),
        inode: fixed(), device: fixed()), digest()
    )
  }
}
