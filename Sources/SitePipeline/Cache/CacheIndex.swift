import Digests
import Files

/// Which documents the cache knows: the file `index`, read at once and checked as a whole.
struct CacheIndex: Sendable {
  /// Why a cache is of no use, as it is said to the user.
  struct Refusal: Error {
    let reason: String
  }

  /// How many bytes of `texts` belong to it.
  let length: Int
  let records: [Digest: DocumentCache.Record]

  static let none = CacheIndex(length: 0, records: [:])

  private static let title = Array("presstime cache 1\n".utf8)

  /// Reads an index; one that is not there is empty.
  static func read(_ path: String) -> Result<CacheIndex, Refusal> {
    guard FileSystem.kind(path) != nil else { return .success(.none) }
    guard let bytes = try? FileSystem.read(path) else {
      return .failure(Refusal(reason: "it can't be read"))
    }
    guard bytes.starts(with: title) else { return .failure(Refusal(reason: "it has another format")) }
    guard bytes.count >= title.count + 32, let body = Checksum.checked(bytes) else {
      return .failure(Refusal(reason: "it is damaged"))
    }
    var reader = CacheReader(body, from: title.count)
    guard reader.digest() == identity else {
      return .failure(Refusal(reason: "another version of Presstime made it"))
    }
    let length = reader.number()
    let records = reader.list { reader in
      (
        reader.digest(),
        DocumentCache.Record(
          offset: reader.number(), count: reader.number(), bodyCount: reader.number(), digest: reader.digest()
        )
      )
    }
    guard !reader.isBroken, reader.isAtEnd, length >= 0 else {
      return .failure(Refusal(reason: "it is damaged"))
    }
    return .success(
      CacheIndex(length: length, records: Dictionary(records, uniquingKeysWith: { first, _ in first })))
  }

  /// The bytes of an index, in the order of the documents' digests.
  var bytes: [UInt8] {
    var writer = CacheWriter()
    writer.put(Self.identity)
    writer.put(length)
    let ordered = records.sorted { ($0.key.high, $0.key.low) < ($1.key.high, $1.key.low) }
    writer.put(ordered) { writer, entry in
      writer.put(entry.key)
      for number in [entry.value.offset, entry.value.count, entry.value.bodyCount] { writer.put(number) }
      writer.put(entry.value.digest)
    }
    return Checksum.signed(Self.title + writer.bytes)
  }

  /// What reads the texts: this program.
  static var identity: Digest { ProgramIdentity.digest ?? Digest(low: 0, high: 0) }
}

/// A digest behind the bytes of a file.
enum Checksum {
  static func signed(_ bytes: [UInt8]) -> [UInt8] {
    var writer = CacheWriter()
    writer.put(Digest(of: bytes))
    return bytes + writer.bytes
  }

  /// The bytes before the digest, if it is theirs.
  static func checked(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= 16 else { return nil }
    let body = Array(bytes.dropLast(16))
    var reader = CacheReader(bytes, from: body.count)
    return reader.digest() == Digest(of: body) ? body : nil
  }
}
