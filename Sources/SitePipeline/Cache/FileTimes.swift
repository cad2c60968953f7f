import Digests
import Files

/// What a file held when it had a stamp: the file `times`, of use on the machine alone that wrote it.
///
/// It is kept as it is and searched, since a site has many files and most builds look at each once.
struct FileTimes: Sendable {
  /// A file of the output: its size, when it was written, in nanoseconds since 1970, and what with.
  struct Output: Sendable, Hashable {
    let size: Int
    let modified: Int64
    let digest: Digest

    /// Whether a file is of this size and time now. Hot.
    func isThere(_ status: (size: Int, modified: Int64)?) -> Bool {
      status.map { $0 == (size, modified) } ?? false
    }
  }

  private let bytes: [UInt8]
  /// Those that the site reads, by path below its folder.
  private let files: PathTable
  /// Those that the last build left in the output, by path below it.
  private let outputs: PathTable

  private static let title = Array("presstime times 1\n".utf8)

  init() {
    (bytes, files, outputs) = ([], PathTable(), PathTable())
  }

  /// Reads those of a site; of a file that is damaged nothing is taken.
  init(site: String) {
    self.init()
    let folder = site + "/" + DocumentCache.folderName
    guard let bytes = Checksum.read(DocumentCache.timesName, in: folder, title: Self.title),
      UInt32(exactly: bytes.count) != nil
    else { return }
    var reader = CacheReader(bytes, from: Self.title.count)
    let files = PathTable(&reader, in: bytes) { _ = $0.stamped() }
    let outputs = PathTable(&reader, in: bytes) { _ = $0.output() }
    if !reader.isBroken, reader.isAtEnd { self.init(bytes: bytes, files: files, outputs: outputs) }
  }

  private init(bytes: [UInt8], files: PathTable, outputs: PathTable) {
    self.bytes = bytes
    self.files = files
    self.outputs = outputs
  }

  /// What a file holds, if its stamp is as it was. Hot.
  func digest(of path: String, _ stamp: FileStamp) -> Digest? {
    guard var found = files.find(path, in: bytes) else { return nil }
    let known = found.reader.stamped()
    return known.stamp == stamp ? known.digest : nil
  }

  /// A file of the output, and its number, which most likely is `place`. Hot.
  func output(_ path: String, at place: Int = .max) -> (number: Int, file: Output)? {
    if place < outputs.starts.count {
      var reader = CacheReader(bytes, from: Int(outputs.starts[place]))
      if reader.passText(comparing: path) == 0 { return (place, reader.output()) }
    }
    guard var found = outputs.find(path, in: bytes) else { return nil }
    return (found.number, found.reader.output())
  }

  var outputCount: Int { outputs.starts.count }

  /// One of the files of the output, by its number.
  func output(at index: Int) -> (path: String, file: Output) {
    var reader = CacheReader(bytes, from: Int(outputs.starts[index]))
    return (reader.text(), reader.output())
  }

  /// The file: of what a site reads, and what it has written. What was not looked at is left out.
  static func file(_ files: [BuildInputs.File], _ outputs: [WrittenFile]) -> CacheWriter {
    var writer = CacheWriter(title: title, room: 128 * (files.count + outputs.count))
    writer.put(files.count { $0.stamp != nil && $0.digest != nil })
    for file in files {
      guard let stamp = file.stamp, let digest = file.digest else { continue }
      writer.put(file.path)
      for number in [stamp.size, stamp.modified, stamp.changed] { writer.put(Int(number)) }
      writer.put(fixed: stamp.inode)
      writer.put(fixed: stamp.device)
      writer.put(digest)
    }
    writer.put(outputs.count { $0.modified != nil })
    for output in outputs {
      guard let modified = output.modified else { continue }
      writer.put(output.path)
      writer.put(output.file.size)
      writer.put(Int(modified))
      writer.put(output.file.digest)
    }
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

  /// The number of an entry, and what stands behind its path. Hot.
  fileprivate func find(_ path: String, in bytes: [UInt8]) -> (number: Int, reader: CacheReader)? {
    var reader = CacheReader(bytes)
    let number = find(Digest(of: path)) { start in
      reader = CacheReader(bytes, from: start)
      return reader.passText(comparing: path) == 0
    }
    return number.map { ($0, reader) }
  }
}

extension CacheReader {
  fileprivate mutating func stamped() -> (stamp: FileStamp, digest: Digest) {
    (
      FileStamp(
        size: Int64(number()), modified: Int64(number()), changed: Int64(number()), inode: fixed(),
        device: fixed()), digest()
    )
  }

  fileprivate mutating func output() -> FileTimes.Output {
    FileTimes.Output(size: number(), modified: Int64(number()), digest: digest())
  }
}
