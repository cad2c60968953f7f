import Digests
import Files

/// What a file held when it had a stamp: the file `times`, of use on the machine alone that wrote it.
struct FileTimes: Sendable {
  /// By path below `content/`.
  private var files: [String: (stamp: FileStamp, digest: Digest)] = [:]

  private static let title = Array("presstime times 1\n".utf8)

  init() {}

  /// Reads the file at `path`; of one that is damaged nothing is taken.
  init(_ path: String) {
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
    guard !reader.isBroken, reader.isAtEnd else { return }
    files = Dictionary(entries, uniquingKeysWith: { first, _ in first })
  }

  /// What a file holds, if its stamp is as it was.
  func digest(of path: String, _ stamp: FileStamp) -> Digest? {
    guard let known = files[path], known.stamp == stamp else { return nil }
    return known.digest
  }

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
    return Checksum.signed(Self.title + writer.bytes)
  }
}
