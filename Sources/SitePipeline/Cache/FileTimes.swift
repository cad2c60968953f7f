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
  }

  private let bytes: [UInt8]
  /// Where in the bytes those begin that the site reads, in the order of their paths below its folder.
  private let files: [UInt32]
  /// Where those begin that the last build left in the output, in the order of their paths below it.
  private let outputs: [UInt32]

  private static let title = Array("presstime times 1\n".utf8)

  init() {
    (bytes, files, outputs) = ([], [], [])
  }

  /// Reads those of a site; of a file that is damaged nothing is taken.
  init(site: String) {
    self.init()
    let path = site + "/" + DocumentCache.folderName + "/" + DocumentCache.timesName
    guard var bytes = try? FileSystem.read(path), bytes.starts(with: Self.title),
      Checksum.remove(from: &bytes),
      UInt32(exactly: bytes.count) != nil
    else { return }
    var reader = CacheReader(bytes, from: Self.title.count)
    func starts(_ pass: (inout CacheReader) -> Void) -> [UInt32] {
      reader.list { reader in
        let start = UInt32(truncatingIfNeeded: reader.position)
        reader.passText()
        pass(&reader)
        return start
      }
    }
    let files = starts { _ = $0.stamped() }
    let outputs = starts { _ = $0.output() }
    if !reader.isBroken, reader.isAtEnd { self.init(bytes: bytes, files: files, outputs: outputs) }
  }

  private init(bytes: [UInt8], files: [UInt32], outputs: [UInt32]) {
    self.bytes = bytes
    self.files = files
    self.outputs = outputs
  }

  /// What a file holds, if its stamp is as it was. Hot.
  func digest(of path: String, _ stamp: FileStamp) -> Digest? {
    guard var reader = reader(behind: path, files) else { return nil }
    let known = reader.stamped()
    return known.stamp == stamp ? known.digest : nil
  }

  /// Hot.
  func output(_ path: String) -> Output? {
    guard var reader = reader(behind: path, outputs) else { return nil }
    return reader.output()
  }

  var outputCount: Int { outputs.count }

  /// One of the files of the output, by its number.
  func output(at index: Int) -> (path: String, file: Output) {
    var reader = CacheReader(bytes, from: Int(outputs[index]))
    return (reader.text(), reader.output())
  }

  /// What stands behind a path.
  private func reader(behind path: String, _ starts: [UInt32]) -> CacheReader? {
    var range = 0..<starts.count
    while !range.isEmpty {
      let middle = (range.lowerBound + range.upperBound) / 2
      var reader = CacheReader(bytes, from: Int(starts[middle]))
      let order = reader.passText(comparing: path)
      if order == 0 { return reader }
      range = order < 0 ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  /// The file `times` of what a build has read and written.
  static func bytes(
    _ read: [(path: String, stamp: FileStamp, digest: Digest)], _ written: [(path: String, file: Output)]
  ) -> [UInt8] {
    var writer = CacheWriter(title: title)
    writer.put(read.sorted { OutputPath.precedes($0.path, $1.path) }) { writer, file in
      writer.put(file.path)
      for number in [file.stamp.size, file.stamp.modified, file.stamp.changed] { writer.put(Int(number)) }
      writer.put(fixed: file.stamp.inode)
      writer.put(fixed: file.stamp.device)
      writer.put(file.digest)
    }
    writer.put(written.sorted { OutputPath.precedes($0.path, $1.path) }) { writer, output in
      writer.put(output.path)
      writer.put(output.file.size)
      writer.put(Int(output.file.modified))
      writer.put(output.file.digest)
    }
    writer.sign()
    return writer.bytes
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
