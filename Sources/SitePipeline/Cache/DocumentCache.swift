import Digests
import Files
import MarkdownEngine
import Models

/// What earlier builds have parsed, and the texts of this one: `.presstime/` in the site's folder.
///
/// Two files: `texts`, which grows by the markup, the words and the record of each document that was parsed, and
/// `index`, which says by the digest of a document's bytes where its record is. A third, `times`, spares reading files
/// whose stamps are as they were. Everything is found by digests and checked by digests, so that a cache is right or of
/// no use; nothing in the first two depends on paths, times, or the machine.
package final class DocumentCache: Sendable {
  /// Where the record of a document lies, behind its markup and words.
  struct Record: Sendable, Hashable {
    let offset: Int
    let count: Int
    /// Of markup and words.
    let bodyCount: Int
    /// Of the record.
    let digest: Digest
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
  }

  /// The folder's name in the site's.
  package static let folderName = ".presstime"
  static let indexName = "index"
  static let textsName = "texts"
  static let timesName = "times"

  /// What is wrong with the cache that was found; it is as good as none then.
  package let problem: String?
  let known: CacheIndex
  let times: FileTimes
  let folder: String
  /// When this run began, in nanoseconds since 1970.
  let started = FileSystem.now
  /// Whether what is parsed can be found by the next build.
  let isSaved: Bool
  /// Where new texts go; nothing when they stay in memory.
  let log: ByteLog?
  private let newTexts: ByteStore?
  private let knownLog: ByteLog?
  private let knownTexts: ByteStore?

  /// No cache: texts that are parsed are kept aside, in a file without a name where one can be made.
  package convenience init() { self.init(folder: "", use: .none, index: .success(.none), times: FileTimes()) }

  /// Opens the cache of a site. `trustsTimes` says whether a file is as it was when its stamp is.
  package convenience init(site: String, use: Use, trustsTimes: Bool) {
    let folder = site + "/" + Self.folderName
    let reads = use == .read || use == .readAndWrite
    self.init(
      folder: folder, use: use,
      index: reads ? CacheIndex.read(folder + "/" + Self.indexName) : .success(.none),
      times: reads && trustsTimes ? FileTimes(folder + "/" + Self.timesName) : FileTimes())
  }

  private init(folder: String, use: Use, index: Result<CacheIndex, CacheIndex.Refusal>, times: FileTimes) {
    self.folder = folder
    self.times = times
    var known = CacheIndex.none
    switch index {
    case .success(let found):
      known = found
      problem = nil
    case .failure(let refusal): problem = refusal.reason
    }
    let path = folder + "/" + Self.textsName
    let found: ByteLog?
    switch use {
    case .readAndWrite, .write:
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
    }
    knownLog = found
    if found == nil { known = .none }
    self.known = known
    newTexts = log.map { Self.store($0) }
    knownTexts = found === log ? newTexts : found.map { Self.store($0) }
  }

  private static func store(_ log: ByteLog) -> ByteStore {
    ByteStore { offset, count in log.read(offset, count) }
  }

  /// Whether a text was wanted that is not what was put there; what was made of this cache is void then.
  package var hasFailed: Bool { (newTexts?.hasFailed ?? false) || (knownTexts?.hasFailed ?? false) }

  /// What is known of a document with these bytes; nothing for one that has not been parsed. Hot.
  func document(_ digest: Digest, path: String) -> (document: CachedDocument, record: Record)? {
    guard let record = known.records[digest], let knownLog, let knownTexts,
      let bytes = knownLog.read(record.offset, record.count), Digest(of: bytes) == record.digest,
      let document = CachedDocument(bytes, at: record.offset, of: knownTexts),
      document.diagnostics.isEmpty || document.path == path
    else { return nil }
    return (document, record)
  }

  /// Puts a text aside that was parsed, with its record if documents are to be found again. Hot.
  func keep(
    _ body: MarkdownBody, record: (ParsedBody) -> [UInt8]
  ) -> (body: ParsedBody, record: Record?) {
    guard let log, let newTexts else { return (ParsedBody(body), nil) }
    let (html, text) = (Digest(of: body.html), Digest(of: body.text))
    func stored(at offset: Int) -> ParsedBody {
      ParsedBody(
        body,
        html: .stored(StoredBytes(store: newTexts, offset: offset, count: body.html.count, digest: html)),
        text: .stored(
          StoredBytes(store: newTexts, offset: offset + body.html.count, count: body.text.count, digest: text)
        ))
    }
    // Where a body lies is no part of its record.
    let bytes = isSaved ? record(stored(at: 0)) : []
    let bodyCount = body.html.count + body.text.count
    var kept: [UInt8] = []
    kept.reserveCapacity(bodyCount + bytes.count)
    for part in [body.html, body.text, bytes] { kept += part }
    guard let offset = log.append(kept) else { return (ParsedBody(body), nil) }
    return (
      stored(at: offset),
      bytes.isEmpty
        ? nil
        : Record(
          offset: offset + bodyCount, count: bytes.count, bodyCount: bodyCount, digest: Digest(of: bytes))
    )
  }
}
