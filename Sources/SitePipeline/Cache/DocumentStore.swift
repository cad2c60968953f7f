import DataFormats
import Diagnostics
import Digests
import Files
import MarkdownEngine
import Models
import Synchronization

/// The documents of a cache: the file `texts`, which grows by the markup, the words and the marks of each document that
/// was parsed, and `index`, which has by the digest of a document's bytes where they are, and its record.
final class DocumentStore: Sendable {
  /// Where a document lies.
  struct Record: Sendable, Hashable {
    /// In `texts`.
    let body: Range<Int>
    /// What else is known of it: among what this run has added, or in the index that it has found.
    let place: Range<Int>
    let isNew: Bool
  }

  private static let textsName = "texts"

  /// What is wrong with the index that was found; it is as good as none then.
  let problem: String?
  /// Whether what is parsed can be found by the next build.
  let isSaved: Bool
  private let folder: String
  private let known: Mutex<CacheIndex>
  private let knownTexts: ByteStore?
  /// Where new texts go; nothing when they stay in memory.
  private let log: ByteLog?
  private let newTexts: ByteStore?
  /// Records that this run has added, behind each other.
  private let newRecords = Mutex<[UInt8]>([])

  /// Opens those of a site.
  init(site: String, use: DocumentCache.Use) {
    folder = site + "/" + DocumentCache.folderName
    var known = CacheIndex.none
    let isRead = use == .read || use == .readAndWrite
    switch isRead ? CacheIndex.read(in: folder) : .success(.none) {
    case .success(let found):
      known = found
      problem = nil
    case .failure(let refusal): problem = refusal.reason
    }
    let path = folder + "/" + Self.textsName
    let found: ByteLog?
    switch use {
    case .readAndWrite, .write:
      // In a folder that is no site nothing is made.
      if FileSystem.kind(site + "/content") == .folder { try? FileSystem.makeFolder(folder) }
      found = known.length > 0 ? ByteLog(at: path, keeping: known.length) : nil
      let saved = found ?? ByteLog(at: path, keeping: 0)
      isSaved = saved != nil
      log = saved ?? ByteLog()
    case .read:
      found = known.length > 0 ? ByteLog(reading: path) : nil
      isSaved = false
      log = ByteLog()
    case .none:
      found = nil
      isSaved = false
      log = ByteLog()
    case .memory:
      found = nil
      isSaved = false
      log = nil
    }
    self.known = Mutex(found == nil ? .none : known)
    newTexts = log.map { ByteStore($0) }
    knownTexts = found === log ? newTexts : found.map { ByteStore($0) }
  }

  /// Whether a text was wanted that is not what was put there.
  var hasFailed: Bool { (newTexts?.hasFailed ?? false) || (knownTexts?.hasFailed ?? false) }

  /// Documents that earlier runs have parsed.
  var index: CacheIndex { known.withLock { $0 } }

  /// What is known of a document with these bytes; nothing for one that has not been parsed. Who asks for many asks for the
  /// `index` once.
  func document(_ digest: Digest, path: String) -> (document: CachedDocument, record: Record)? {
    document(digest, path: path, in: index)
  }

  /// The same. Hot.
  func document(
    _ digest: Digest, path: String, in index: CacheIndex
  ) -> (document: CachedDocument, record: Record)? {
    guard let found = index.record(of: digest) ?? index.record(of: Self.key(digest, path)), let knownTexts,
      let document = CachedDocument(found.rest, bodyEnd: found.record.body.upperBound, of: knownTexts),
      document.diagnostics.isEmpty || document.path == path
    else { return nil }
    return (document, found.record)
  }

  /// By what the record of a document is found: messages name its file, so that of several with the same bytes each has
  /// its own.
  private static func key(of document: Document) -> Digest {
    document.diagnostics.isEmpty ? document.digest : key(document.digest, document.shownAs)
  }

  private static func key(_ digest: Digest, _ path: String) -> Digest {
    digest.mixed(with: Digest(of: path))
  }

  /// Lets go of the records of a site once they are saved: of a large one they take a twentieth of all memory. Documents
  /// that are no more can be asked for still.
  func letGoOfRecords(of documents: [Document]) {
    let rest = index.records(besides: Set(documents.map { Self.key(of: $0) }))
    known.withLock { $0 = rest }
    newRecords.withLock { $0 = [] }
  }

  /// Puts aside what a document is made of, with its record if documents are to be found again; what can't be put aside
  /// stays in memory. Of one with components the source is kept too. Hot.
  func keep(_ parsed: DocumentParse) -> (document: CachedDocument, record: Record?) {
    let (body, matter) = (parsed.body, parsed.frontMatter)
    let source = body.components.isEmpty ? [] : parsed.source
    func document(_ body: ParsedBody, _ values: LazyBytes?) -> CachedDocument {
      CachedDocument(
        path: parsed.path, frontMatter: DocumentData(matter, stored: values),
        frontMatterDigest: parsed.frontMatterDigest, body: body, diagnostics: parsed.diagnostics)
    }
    func inMemory() -> CachedDocument {
      let kept: LazyBytes? = source.isEmpty ? nil : .memory(source)
      return document(
        ParsedBody(
          body, html: .memory(body.html), text: .memory(body.text), source: kept, marks: nil,
          ids: BodyIDs(body)), nil)
    }
    guard let log, let newTexts else { return (inMemory(), nil) }
    let ids = BodyIDs.bytes(body.outline, body.anchors)
    let parts = [body.html, body.text, source, BodyMarks(body).bytes, ids, matter.root?.bytes ?? []]
    let digests = parts.map { Digest(of: $0) }
    func stored(at offset: Int) -> CachedDocument {
      var next = offset
      let bytes = zip(parts, digests).map { part, digest in
        defer { next += part.count }
        return LazyBytes.stored(StoredBytes(store: newTexts, offset: next, count: part.count, digest: digest))
      }
      return document(
        ParsedBody(
          body, html: bytes[0], text: bytes[1], source: source.isEmpty ? nil : bytes[2], marks: bytes[3],
          ids: BodyIDs(bytes[4])),
        bytes[5])
    }
    var kept: [UInt8] = []
    kept.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for part in parts { kept += part }
    guard let offset = log.append(kept) else { return (inMemory(), nil) }
    let document = stored(at: offset)
    guard isSaved else { return (document, nil) }
    let record = document.bytes
    let place = newRecords.withLock { records in
      records += record
      return records.count - record.count..<records.count
    }
    return (document, Record(body: offset..<offset + kept.count, place: place, isNew: true))
  }

  /// Leaves the documents that this run has parsed for the next one, whatever became of the build. What can't be written
  /// is left as it is: a cache is never needed.
  func save(_ documents: [Document]) {
    guard isSaved, let log else { return }
    var records: [(digest: Digest, record: Record)] = []
    records.reserveCapacity(documents.count)
    var (found, isNew) = (Set<Digest>(minimumCapacity: documents.count), false)
    for document in documents {
      guard let record = document.record else { continue }
      let key = Self.key(of: document)
      guard found.insert(key).inserted else { continue }
      records.append((key, record))
      if record.isNew { isNew = true }
    }
    let known = index
    guard isNew || records.count != known.count else { return }
    let moved = compacted(records, log)
    known.save(
      moved?.records ?? records, new: newRecords.withLock { $0 }, length: moved?.length ?? log.length,
      haveMoved: moved != nil, in: folder)
  }

  /// Texts of the site alone, when more than half of what lies there belongs to documents that are no more.
  private func compacted(
    _ records: [(digest: Digest, record: Record)], _ log: ByteLog
  ) -> (records: [(digest: Digest, record: Record)], length: Int)? {
    let live = records.reduce(0) { $0 &+ $1.record.body.count }
    guard ByteLog.isWasteful(log.length, live: live) else { return nil }
    let path = folder + "/" + Self.textsName
    guard let copy = ByteLog(at: path + ".new", keeping: 0) else { return nil }
    var moved: [(digest: Digest, record: Record)] = []
    for (digest, record) in records {
      guard let bytes = log.read(record.body.lowerBound, record.body.count), let offset = copy.append(bytes)
      else {
        try? FileSystem.remove(path + ".new")
        return nil
      }
      let body = offset..<offset + bytes.count
      moved.append((digest, Record(body: body, place: record.place, isNew: record.isNew)))
    }
    do { try FileSystem.move(path + ".new", to: path) } catch { return nil }
    return (moved, copy.length)
  }
}

extension ByteStore {
  /// Bytes that lie in a log.
  convenience init(_ log: ByteLog) { self.init { log.read($0, $1) } }
}

/// What one parse of a file has shown.
struct DocumentParse {
  /// As messages name it.
  let path: String
  /// The bytes of the file.
  let source: [UInt8]
  let frontMatter: FrontMatter
  let frontMatterDigest: Digest
  let body: MarkdownBody
  /// Those of the front matter too.
  let diagnostics: [Diagnostic]
}
