import Digests
import Files

/// Which documents the cache knows, with the record of each: the file `index`, read at once and checked as a whole.
struct CacheIndex: Sendable {
  /// Why a cache is of no use, as it is said to the user.
  struct Refusal: Error {
    let reason: String
  }

  /// How many bytes of `texts` belong to it.
  let length: Int
  /// The file, which has the records.
  let bytes: [UInt8]
  let records: [Digest: DocumentStore.Record]

  static let none = CacheIndex(length: 0, bytes: [], records: [:])

  private static let title = Array("presstime cache 2\n".utf8)

  /// Reads an index; one that is not there is empty.
  static func read(_ path: String) -> Result<CacheIndex, Refusal> {
    guard FileSystem.kind(path) != nil else { return .success(.none) }
    guard var bytes = try? FileSystem.read(path) else {
      return .failure(Refusal(reason: "it can't be read"))
    }
    guard bytes.starts(with: title) else { return .failure(Refusal(reason: "it has another format")) }
    guard bytes.count >= title.count + 32, Checksum.remove(from: &bytes) else {
      return .failure(Refusal(reason: "it is damaged"))
    }
    var reader = CacheReader(bytes, from: title.count)
    guard reader.digest() == identity else {
      return .failure(Refusal(reason: "another version of Presstime made it"))
    }
    let length = reader.number()
    var records: [Digest: DocumentStore.Record] = [:]
    // Hardly any takes less.
    records.reserveCapacity(bytes.count / 256)
    reader.pass { reader in
      let (digest, body, count) = (reader.digest(), reader.range(), reader.count())
      records[digest] = DocumentStore.Record(
        body: body, place: reader.position..<reader.position + count, isNew: false)
      reader.pass(count)
    }
    guard !reader.isBroken, reader.isAtEnd, length >= 0 else {
      return .failure(Refusal(reason: "it is damaged"))
    }
    return .success(CacheIndex(length: length, bytes: bytes, records: records))
  }

  /// The file of some records, in the order of the documents' digests; `new` has those that are new.
  func file(_ records: [Digest: DocumentStore.Record], new: [UInt8], length: Int) -> CacheWriter {
    var writer = CacheWriter(title: Self.title, room: bytes.count + new.count + 32 * records.count)
    writer.put(Self.identity)
    writer.put(length)
    let ordered = records.sorted { ($0.key.high, $0.key.low) < ($1.key.high, $1.key.low) }
    writer.put(ordered) { writer, entry in
      let (digest, record) = entry
      writer.put(digest)
      writer.put(record.body)
      writer.put(record.isNew ? new : bytes, record.place)
    }
    writer.sign()
    return writer
  }

  /// What reads the texts: this program.
  static var identity: Digest { ProgramIdentity.digest ?? Digest(low: 0, high: 0) }
}

/// A digest behind the bytes of a file, as `CacheWriter.sign` puts it there.
enum Checksum {
  /// The bytes of a file of the cache, without the digest; nothing when there is none, it is damaged, or it has another
  /// title.
  static func read(_ name: String, in folder: String, title: [UInt8]) -> [UInt8]? {
    guard var bytes = try? FileSystem.read(folder + "/" + name), bytes.starts(with: title),
      remove(from: &bytes)
    else { return nil }
    return bytes
  }

  /// Takes the digest off, and says whether it is that of the bytes before.
  static func remove(from bytes: inout [UInt8]) -> Bool {
    guard bytes.count >= 16 else { return false }
    let digest = last(of: bytes)
    bytes.removeLast(16)
    return digest == Digest(of: bytes)
  }

  private static func last(of bytes: [UInt8]) -> Digest {
    var reader = CacheReader(bytes, from: bytes.count - 16)
    return reader.digest()
  }
}
