import Digests
import Files

/// What a file held when it had a stamp: the file `times`, of use on the machine alone that wrote it.
struct FileTimes: Sendable {
  /// What the site reads, by path below its folder.
  private var files: [String: (stamp: FileStamp, digest: Digest)] = [:]
  /// What the last build left in the output, by path below it.
  private(set) var outputs: [String: Output] = [:]

  /// A file of the output: its size, when it was written, in nanoseconds since 1970, and what with.
  struct Output: Sendable, Hashable {
    let size: Int
    let modified: Int64
    let digest: Digest
  }

  private static let title = Array("presstime times 1\n".utf8)

  init() {}

  /// Reads those of a site; of a file that is damaged nothing is taken.
  init(site: String) {
    let path = site + "/" + DocumentCache.folderName + "/" + DocumentCache.timesName
    guard let signed = try? FileSystem.read(path), signed.starts(with: Self.title),
      let bytes = Checksum.checked(signed)
    else { return }
    var reader = CacheReader(bytes, from: Self.title.count)
    let entries = reader.list { reader in
      (
        reader.text(),
        (
          stamp: FileStamp(
            size: Int64(reader.number()), modified: Int64(reader.number()), changed: Int64(reader.number()),
            inode: reader.fixed(), device: reader.fixed()), digest: reader.digest()
        )
      )
    }
    let outputs = reader.list { reader in
      (
        reader.text(),
        Output(size: reader.number(), modified: Int64(reader.number()), digest: reader.digest())
      )
    }
    guard !reader.isBroken, reader.isAtEnd else { return }
    self.outputs = Dictionary(outputs, uniquingKeysWith: { first, _ in first })
    files = Dictionary(entries, uniquingKeysWith: { first, _ in first })
  }

  /// What a file holds, if its stamp is as it was.
  func digest(of path: String, _ stamp: FileStamp) -> Digest? {
    guard let known = files[path], known.stamp == stamp else { return nil }
    return known.digest
  }

  func output(_ path: String) -> Output? { outputs[path] }

  /// The bytes of the file: of what a site reads, and what it has written. What was not looked at is left out.
  static func bytes(_ files: [BuildInputs.File], _ outputs: [WrittenFile?]) -> [UInt8] {
    var writer = CacheWriter()
    writer.put(files.count { $0.stamp != nil && $0.digest != nil })
    for file in files {
      guard let stamp = file.stamp, let digest = file.digest else { continue }
      writer.put(file.path)
      for number in [stamp.size, stamp.modified, stamp.changed] { writer.put(Int(number)) }
      writer.put(fixed: stamp.inode)
      writer.put(fixed: stamp.device)
      writer.put(digest)
    }
    writer.put(outputs.count { $0?.modified != nil })
    for case let output? in outputs {
      guard let modified = output.modified else { continue }
      writer.put(output.path)
      writer.put(output.file.size)
      writer.put(Int(modified))
      writer.put(output.file.digest)
    }
    return Checksum.signed(title + writer.bytes)
  }
}
