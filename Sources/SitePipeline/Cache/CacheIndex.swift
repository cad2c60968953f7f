import Digests
import Files

/// Which documents the cache knows, with the record of each: the file `index`.
struct CacheIndex: Sendable {
  private let file: RecordFile

  static let none = CacheIndex(file: .none)

  private init(file: RecordFile) { self.file = file }

  /// How many bytes of `texts` belong to it. They are never written again: another command may read them.
  var length: Int { file.length }

  private static var name: RecordFile.Name {
    RecordFile.Name(name: "index", title: Array("presstime cache 3\n".utf8), ground: identity)
  }

  /// Reads that of a cache's folder; one that is not there is empty.
  static func read(in folder: String) -> Result<CacheIndex, RecordFile.Refusal> {
    RecordFile.read(name, in: folder).map { CacheIndex(file: $0) }
  }

  var count: Int { file.places.count }

  /// What the places of records are in.
  var bytes: [UInt8] { file.bytes }

  /// Where a document lies, and what else its record has. Hot.
  func record(of document: Digest) -> (record: DocumentStore.Record, rest: CacheReader)? {
    guard let place = file.places[document] else { return nil }
    var reader = CacheReader(file.bytes, place)
    let body = reader.range()
    return (.init(body: body, place: reader.position..<place.upperBound, isNew: false), reader)
  }

  /// The records of documents that are none of `others`, in memory alone.
  func records(besides others: Set<Digest>) -> CacheIndex {
    var (bytes, places) = ([UInt8](), [Digest: Range<Int>]())
    for (digest, place) in file.places where !others.contains(digest) {
      let start = bytes.count
      bytes += file.bytes[place]
      places[digest] = start..<bytes.count
    }
    return CacheIndex(file: RecordFile(bytes: bytes, places: places, length: length))
  }

  /// Leaves records for the next run; `new` has those that are new. `length` is that of `texts`. Where bodies have
  /// moved there, all are written anew.
  func save(
    _ records: [(digest: Digest, record: DocumentStore.Record)], new: [UInt8], length: Int, haveMoved: Bool,
    in folder: String
  ) {
    let entries = records.map { RecordFile.Entry(digest: $0.digest, isNew: $0.record.isNew || haveMoved) }
    file.save(entries, length: length, isWhole: haveMoved, as: Self.name, in: folder) { writer, number in
      let record = records[number].record
      writer.put(record.body)
      writer.append(record.isNew ? new : bytes, record.place)
    }
  }

  /// What reads the texts: this program.
  static var identity: Digest { ProgramIdentity.digest ?? Digest(low: 0, high: 0) }
}
