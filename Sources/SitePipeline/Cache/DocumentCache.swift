import DataFormats
import Diagnostics
import Digests
import Files
import MarkdownEngine
import Models
import Synchronization

/// What earlier builds have parsed, and the texts of this one: `.presstime/` in the site's folder.
///
/// Two files hold the documents: `texts`, which grows by the markup, the words and the marks of each document that was
/// parsed, and `index`, which has by the digest of a document's bytes where they are, and its record. Two more spare work where
/// nothing has changed: `times` says what files held when they had the stamps that they have, and `build` what the last
/// build was made from. `values`, `links`, `fills`, `related` and `search` with `pieces` hold what it has found of front
/// matter, of the links between pages, of texts whose links are filled in, of related reading, and its search index.
/// Everything is found by digests and checked by digests, so that a cache is right or of no use; nothing but `times`
/// depends on file times or the machine.
package final class DocumentCache: Sendable {
  /// Where a document lies.
  struct Record: Sendable, Hashable {
    /// In `texts`.
    let body: Range<Int>
    /// What else is known of it: among what this run has added, or in the index that it has found.
    let place: Range<Int>
    let isNew: Bool
  }

  /// What a command does with the cache of a site.
  package enum Use: Sendable {
    /// Takes what is known, and leaves what it has parsed.
    case readAndWrite
    /// Leaves what it has parsed; what is there is of no use.
    case write
    /// Takes what is known.
    case read
    /// Neither.
    case none
    /// Neither, and what is parsed stays in memory.
    case memory
  }

  /// The folder's name in the site's.
  package static let folderName = ".presstime"
  static let indexName = "index"
  static let textsName = "texts"
  static let timesName = "times"
  static let buildName = "build"

  /// What is wrong with the cache that was found; it is as good as none then.
  package let problem: String?
  private let known: Mutex<CacheIndex>
  let times: FileTimes
  /// What was seen of the site's texts before they are loaded, if anything was.
  let seen: SeenContent?
  let folder: String
  /// When this run began, in nanoseconds since 1970.
  let started: Int64
  /// Whether what is parsed can be found by the next build.
  let isSaved: Bool
  /// Where new texts go; nothing when they stay in memory.
  let log: ByteLog?
  /// Whether what is there may be taken.
  private let isRead: Bool
  private let newTexts: ByteStore?
  private let knownTexts: ByteStore?
  /// Records that this run has added, behind each other.
  private let newRecords = Mutex<[UInt8]>([])
  /// By language: where its search index lies.
  private let searchStores = Mutex<[Int: SearchStore]>([:])
  private let loadedReads = Mutex<LastReads??>(nil)

  /// No cache: texts that are parsed are kept aside, in a file without a name where one can be made.
  package convenience init() { self.init(site: "", use: .none, times: FileTimes(), started: FileSystem.now) }

  /// No cache, and no file: for a run after one whose file has lost what was put there.
  static func inMemory() -> DocumentCache {
    DocumentCache(site: "", use: .memory, times: FileTimes(), started: FileSystem.now)
  }

  /// Opens the cache of a site. `trustsTimes` says whether a file is as it was when its stamp is.
  package convenience init(site: String, use: Use, trustsTimes: Bool) {
    let started = FileSystem.now
    let times = trustsTimes ? FileTimes(site: site) : FileTimes()
    self.init(site: site, use: use, times: times, started: started)
  }

  /// Opens the cache of a site of which `times` is known, for a run that began at a moment in nanoseconds since 1970 and has
  /// `seen` its texts.
  init(site: String, use: Use, times: FileTimes, started: Int64, seen: SeenContent? = nil) {
    folder = site + "/" + Self.folderName
    self.times = times
    self.seen = seen
    self.started = started
    var known = CacheIndex.none
    isRead = use == .read || use == .readAndWrite
    switch isRead ? CacheIndex.read(folder + "/" + Self.indexName) : .success(.none) {
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
    newTexts = log.map { Self.store($0) }
    knownTexts = found === log ? newTexts : found.map { Self.store($0) }
  }

  static func store(_ log: ByteLog) -> ByteStore {
    ByteStore { offset, count in log.read(offset, count) }
  }

  /// Whether a text was wanted that is not what was put there; what was made of this cache is void then.
  package var hasFailed: Bool {
    (newTexts?.hasFailed ?? false) || (knownTexts?.hasFailed ?? false)
      || searchStores.withLock { $0.values.contains(where: \.hasFailed) }
  }

  /// What the last build's pages have read, which is loaded once.
  var lastReads: LastReads? {
    loadedReads.withLock { loaded in
      if let loaded { return loaded }
      let found = isRead ? LastReads(folder: folder) : nil
      loaded = .some(found)
      return found
    }
  }

  /// Lets go of that: of a large site it is much, and nobody asks once all pages are known.
  func letGoOfReads() { loadedReads.withLock { $0 = nil } }

  /// What the last build has found of the links between its pages.
  var checkedLinks: CheckedLinks? { isRead ? CheckedLinks(folder: folder) : nil }

  /// Whether an earlier build has left something here, or a later one will find something.
  var isKept: Bool { isRead || isSaved }

  /// What front matter says, if the last build has read it from the same ground.
  func values(_ ground: @autoclosure () -> Digest) -> KeptValues? {
    isRead ? KeptValues(folder: folder, ground: ground()) : nil
  }

  /// Texts that the last build has filled.
  var texts: KeptTexts? { isRead ? KeptTexts(folder: folder) : nil }

  /// Related reading of the last build.
  var related: KeptRelated? { isRead ? KeptRelated(folder: folder) : nil }

  /// Where the search index of a language is found and left; nothing without a last build and a next one.
  func searchStore(ofLanguage language: Int) -> SearchStore? {
    guard isKept else { return nil }
    return searchStores.withLock { stores in
      let store =
        stores[language] ?? SearchStore(folder: folder, language: language, isRead: isRead, isSaved: isSaved)
      stores[language] = store
      return store
    }
  }

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
    guard let record = index.records[digest], let knownTexts,
      let document = CachedDocument(
        index.bytes, record.place, bodyEnd: record.body.upperBound, of: knownTexts),
      document.diagnostics.isEmpty || document.path == path
    else { return nil }
    return (document, record)
  }

  /// Records that this run has added, behind each other.
  var added: [UInt8] { newRecords.withLock { $0 } }

  /// Lets go of the records of a site once they are saved: of a large one they take a twentieth of all memory. Documents
  /// that are no more can be asked for still.
  func letGoOfRecords(of documents: [Document]) {
    let now = Set(documents.map(\.digest))
    let known = index
    var (bytes, old) = ([UInt8](), [Digest: Record]())
    for (digest, record) in known.records where !now.contains(digest) {
      let start = bytes.count
      bytes += known.bytes[record.place]
      old[digest] = Record(body: record.body, place: start..<bytes.count, isNew: false)
    }
    self.known.withLock { $0 = CacheIndex(length: known.length, bytes: bytes, records: old) }
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
        ParsedBody(body, html: .memory(body.html), text: .memory(body.text), source: kept, marks: nil), nil)
    }
    guard let log, let newTexts else { return (inMemory(), nil) }
    let parts = [body.html, body.text, source, BodyMarks(body).bytes, matter.root?.bytes ?? []]
    let digests = parts.map { Digest(of: $0) }
    func stored(at offset: Int) -> CachedDocument {
      var next = offset
      let bytes = zip(parts, digests).map { part, digest in
        defer { next += part.count }
        return LazyBytes.stored(StoredBytes(store: newTexts, offset: next, count: part.count, digest: digest))
      }
      return document(
        ParsedBody(
          body, html: bytes[0], text: bytes[1], source: source.isEmpty ? nil : bytes[2], marks: bytes[3]),
        bytes[4])
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
