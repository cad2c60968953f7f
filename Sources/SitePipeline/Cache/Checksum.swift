import Digests
import Files

/// A digest behind the bytes of a file, as `CacheWriter.sign` puts it there.
enum Checksum {
  /// The bytes of a file of the cache, without the digest; nothing when there is none, it is damaged, or it has another
  /// title.
  static func read(_ name: String, in folder: String, title: [UInt8]) -> [UInt8]? {
    guard var bytes = try? FileSystem.read(folder + "/" + name), bytes.starts(with: title),
      remove(from: &bytes) != nil
    else { return nil }
    return bytes
  }

  /// Takes the digest off; nothing when it is not that of the bytes before.
  static func remove(from bytes: inout [UInt8]) -> Digest? {
    guard bytes.count >= 16 else { return nil }
    let digest = last(of: bytes)
    bytes.removeLast(16)
    return digest == Digest(of: bytes) ? digest : nil
  }

  private static func last(of bytes: [UInt8]) -> Digest {
    var reader = CacheReader(bytes, from: bytes.count - 16)
    return reader.digest()
  }
}
