import Digests
import Files
import MarkdownEngine
import Models

/// What earlier builds have parsed, and the texts of this one: `.presstime/` in the site's folder.
///
/// Two files hold the documents: `texts`, which grows by the markup, the words and the record of each document that was
/// parsed, and `index`, which says by the digest of a document's bytes where its record is. Two more spare work where
/// nothing has changed: `times` says what files held when they had the stamps that they have, and `build` what the last
/// build was made from. Everything is found by digests and checked by digests, so that a cache is right or of no use;
/// nothing but `times` depends on file times or the machine.
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
  static let buildName = "build"

  /// What is wrong with the cache that was found; it is as good as none then.
  package let problem: String?
  let known: CacheIndex
  let times: FileTimes
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
  private let knownLog: ByteLog?
  private let knownTexts: ByteStore?

  /// No cache: texts that are parsed are kept aside, in a file without a name where one can be made.
  package convenience init() { self.init(site: "", use: .none, times: FileTimes(), started: FileSystem.now) }

  /// Opens the cache of a site. `trustsTimes` says whether a file is as it was when its stamp is.
  package convenience init(site: String, use: Use, trustsTimes: Bool) {
    let started = FileSystem.now
    let times = trustsTimes ? FileTimes(site: site) : FileTimes()
    self.init(site: site, use: use, times: times, started: started)
  }

  /// Opens the cache of a site of which `times` is known, for a run that began at a moment in nanoseconds since 1970.
  init(site: String, use: Use, times: FileTimes, started: Int64) {
    folder = site + "/" + Self.folderName
    self.times = times
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

  /// What the last build's pages have read.
  var lastReads: LastReads? { isRead ? LastReads(folder: folder) : nil }

  /// What is known of a document with these bytes; nothing for one that has not been parsed. Hot.
  func document(_ digest: Digest, path: String) -> (document: CachedDocument, record: Record)? {
    guard let record = known.records[digest], let knownLog, let knownTexts,
      let bytes = knownLog.read(record.offset, record.count), Digest(of: bytes) == record.digest,
      let document = CachedDocument(bytes, at: record.offset, of: knownTexts),
      document.diagnostics.isEmpty || document.path == path
    else { return nil }
    return (document, record)
  }

  /// Puts a text aside that was parsed, with its record if documents are to be found again. Of one with components
  /// the source is kept too. Hot.
  func keep(
    _ body: MarkdownBody, source: [UInt8], record: (ParsedBody) -> [UInt8]
  ) -> (body: ParsedBody, record: Record?) {
    let source = body.components.isEmpty ? [] : source
    let inMemory = ParsedBody(
      body, html: .memory(body.html), text: .memory(body.text), source: source.isEmpty ? nil : .memory(source)
    )
    guard let log, let newTexts else { return (inMemory, nil) }
    let digests = (html: Digest(of: body.html), text: Digest(of: body.text), source: Digest(of: source))
    func stored(at offset: Int) -> ParsedBody {
      func bytes(_ offset: Int, _ count: Int, _ digest: Digest) -> LazyBytes {
        .stored(StoredBytes(store: newTexts, offset: offset, count: count, digest: digest))
      }
      let textOffset = offset + body.html.count
      return ParsedBody(
        body, html: bytes(offset, body.html.count, digests.html),
        text: bytes(textOffset, body.text.count, digests.text),
        source: source.isEmpty ? nil : bytes(textOffset + body.text.count, source.count, digests.source))
    }
    // Where a body lies is no part of its record.
    let bytes = isSaved ? record(stored(at: 0)) : []
    let bodyCount = body.html.count + body.text.count + source.count
    var kept: [UInt8] = []
    kept.reserveCapacity(bodyCount + bytes.count)
    for part in [body.html, body.text, source, bytes] { kept += part }
    guard let offset = log.append(kept) else { return (inMemory, nil) }
    return (
      stored(at: offset),
      bytes.isEmpty
        ? nil
        : Record(
          offset: offset + bodyCount, count: bytes.count, bodyCount: bodyCount, digest: Digest(of: bytes))
    )
  }
}
