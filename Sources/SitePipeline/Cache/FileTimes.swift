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

  mutating func add(output path: String, _ output: Output) { outputs[path] = output }

  mutating func add(_ path: String, _ stamp: FileStamp, _ digest: Digest) { files[path] = (stamp, digest) }

  var bytes: [UInt8] {
    var writer = CacheWriter()
    writer.put(files.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) { writer, entry in
      let stamp = entry.value.stamp
      writer.put(entry.key)
      for number in [stamp.size, stamp.modified, stamp.changed] { writer.put(Int(number)) }
      writer.put(fixed: stamp.inode)
      writer.put(fixed: stamp.device)
      writer.put(entry.value.digest)
    }
    writer.put(outputs.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) { writer, entry in
      writer.put(entry.key)
      writer.put(entry.value.size)
      writer.put(Int(entry.value.modified))
      writer.put(entry.value.digest)
    }
    return Checksum.signed(Self.title + writer.bytes)
  }
}
