import Diagnostics
import Digests
import Files
import Models
import Synchronization
import TemplateEngine

/// The pieces of the search index, as the reader's browser loads them; the manual, `content/docs/search.md`, has their
/// format.
///
/// An index of words that is turned over once: each thread takes a run of documents, notes which words they have, and
/// puts that in the order of words. A shard is written from what all runs have under its words. So the cost grows with
/// the texts, and the bytes do not depend on how many threads there are. Where the last build's index is kept and few
/// documents differ, only those are read, and its shards are written again with them.
final class SearchIndex: Sendable {
  private let documents: @Sendable (Int) -> SearchDocument
  /// What stands for each document.
  private let digests: [Digest]
  private let pieces: SearchPieces
  /// Each is made by the first thread that wants a shard and finds nobody at it, so that all have a part.
  private let runs: [Run]
  private let kept: @Sendable () -> KeptSearch?
  private let former: @Sendable (Int, Digest) -> SearchDocument?
  private let putAside: @Sendable (LazyBytes) -> LazyBytes
  private let source = Mutex<Source?>(nil)
  /// By piece.
  private let made = Mutex<[Int: LazyBytes]>([:])

  private static let longestRun = 4096

  private final class Run: Sendable {
    let documents: Range<Int>
    let made = Mutex<SearchRun?>(nil)

    init(_ documents: Range<Int>) { self.documents = documents }
  }

  /// What shards are made from.
  private enum Source {
    case runs
    /// The last build's index, what it lacks, and the shards that differ, where that is known.
    case change(SearchChange, SearchRun, differing: Set<Int>?)

    var isChange: Bool { if case .change = self { true } else { false } }
  }

  /// `kept` is asked for the index of the last build when a piece is wanted; pieces, also those that are as they were, are
  /// given to `putAside`, which says where they lie then. `former` has a document as it was, by what stood for it, if that
  /// is known still.
  init(
    documents: @escaping @Sendable (Int) -> SearchDocument, digests: [Digest], pieces: SearchPieces,
    jobs: Int, kept: @escaping @Sendable () -> KeptSearch? = { nil },
    former: @escaping @Sendable (Int, Digest) -> SearchDocument? = { _, _ in nil },
    putAside: @escaping @Sendable (LazyBytes) -> LazyBytes = { $0 }
  ) {
    self.putAside = putAside
    self.documents = documents
    self.digests = digests
    self.pieces = pieces
    self.kept = kept
    self.former = former
    let count = digests.count
    // More runs would only repeat the words that all have, and larger ones take much memory while they are made. Each
    // thread gets as many as the others.
    let threads = max(1, min(jobs, 8, count))
    let least = max(threads, (count + Self.longestRun - 1) / Self.longestRun)
    let parts = (least + threads - 1) / threads * threads
    runs = (0..<parts).map { Run(count * $0 / parts..<count * ($0 + 1) / parts) }
  }

  /// JavaScript that hands the piece to the page, which works without a server too; nothing for a name that no piece has.
  func piece(_ name: String) -> [UInt8]? {
    guard let number = pieces.number(of: name) else { return nil }
    let content = made(number)
    var bytes = Array("presstimeSearch(\"\(name)\",".utf8)
    // The words of a shard are one text, which has no quotes.
    let quote = number < pieces.shards ? "\"" : ""
    bytes += quote.utf8
    bytes += content.bytes ?? content.kept.bytes
    bytes += (quote + ");\n").utf8
    return bytes
  }

  /// What the next build can go on from; nothing when nobody has asked for a piece, or what stands for one.
  func forNextBuild() -> KeptSearch? {
    if made.withLock({ $0.isEmpty }), source.withLock({ $0?.isChange != true }) { return nil }
    let all = (0..<pieces.count).map { made($0).kept }
    return KeptSearch(
      documents: digests, shards: Array(all[..<pieces.shards]), blocks: Array(all[pieces.shards...]))
  }

  /// What stands for a piece that was made.
  func digest(ofMadePiece number: Int) -> Digest? { made.withLock { $0[number] }?.digest }

  /// What stands for a piece; nothing where all texts would have to be read for it first.
  func digest(ofPiece number: Int) -> Digest? {
    if let known = digest(ofMadePiece: number) { return known }
    guard case .change(let change, _, let differing?) = currentSource else { return nil }
    if number < pieces.shards, !differing.contains(number) { return change.kept.shards[number].digest }
    return made(number).kept.digest
  }

  /// A piece, put aside, with its bytes where they are at hand.
  private func made(_ number: Int) -> (kept: LazyBytes, bytes: [UInt8]?) {
    if let known = made.withLock({ $0[number] }) { return (known, nil) }
    let (piece, bytes) = number < pieces.shards ? shard(number) : block(number - pieces.shards)
    let kept = putAside(piece)
    let count = made.withLock { made in
      made[number] = kept
      return made.count
    }
    if count == pieces.count { letGoOfRuns() }
    return (kept, bytes)
  }

  /// Of a large site they are a tenth of all memory, and nobody asks for them any more.
  private func letGoOfRuns() {
    for run in runs { run.made.withLock { $0 = nil } }
    if runs.count > 8 { ProcessMemory.giveBack() }
  }

  private func shard(_ number: Int) -> (LazyBytes, [UInt8]?) {
    var bytes: [UInt8] = []
    switch currentSource {
    case .runs: SearchShard.append(number, of: turnedOver, to: &bytes)
    case .change(let change, let added, let differing):
      let kept = change.kept.shards[number]
      if let differing, !differing.contains(number) { return (kept, nil) }
      bytes = kept.bytes
      guard let new = SearchShard.updated(number, bytes, change, added) else { return (kept, bytes) }
      bytes = new
    }
    return (.memory(bytes), bytes)
  }

  private var currentSource: Source {
    source.withLock { known in
      if let known { return known }
      var source = Source.runs
      if let kept = kept(), let change = SearchChange(kept, digests, shards: pieces.shards) {
        let added = SearchRun(change.added, documents, shards: pieces.shards)
        source = .change(change, added, differing: differing(change, added))
      }
      known = source
      return source
    }
  }

  /// The shards that differ, where texts are edited whose former words are known. To look for those in all shards would
  /// take longer.
  private func differing(_ change: SearchChange, _ added: SearchRun) -> Set<Int>? {
    guard change.keepsPlaces else { return nil }
    var before: [Int: SearchDocument] = [:]
    for number in change.added {
      guard let document = former(number, change.kept.documents[number]) else { return nil }
      before[number] = document
    }
    let removed = SearchRun(
      change.added, { before[$0] ?? self.documents($0) }, shards: pieces.shards)
    return Set((0..<pieces.shards).filter { !SearchShard.isSame($0, of: added, as: removed) })
  }

  private var turnedOver: [SearchRun] {
    func make(_ run: Run, _ known: inout SearchRun?) -> SearchRun {
      let made = known ?? SearchRun(run.documents, documents, shards: pieces.shards)
      known = made
      return made
    }
    for run in runs { _ = run.made.withLockIfAvailable { make(run, &$0) } }
    return runs.map { run in run.made.withLock { make(run, &$0) } }
  }

  // MARK: - What is shown

  /// `[["/url/","Title","Summary"],…]`; what is not searched leaves a 0.
  private func block(_ number: Int) -> (LazyBytes, [UInt8]?) {
    if case .change(let change, _, _) = currentSource, let kept = change.block(number, of: digests) {
      return (kept, nil)
    }
    let first = number * SearchOutline.blockSize
    let end = max(first, min(digests.count, first + SearchOutline.blockSize))
    let rows = (first..<end).map { number -> String in
      let document = documents(number)
      guard let url = document.url else { return "0" }
      let summary = document.summary ?? Self.beginning(of: document.text.bytes)
      return "[" + [url, document.title, summary].map(JSONReport.quoted).joined(separator: ",") + "]"
    }
    let bytes = Array("[\(rows.joined(separator: ",\n"))]".utf8)
    return (.memory(bytes), bytes)
  }

  /// The first words of a text, up to some two lines.
  private static func beginning(of text: [UInt8]) -> String {
    let most = 160
    var (beginning, start) = (ArraySlice<UInt8>(), 0)
    // Characters of the beginning, and of the word that is read.
    var (count, length) = (0, 0)
    for index in 0...text.count {
      let byte = index < text.count ? text[index] : 0x20
      if byte > 0x20 {
        if byte & 0xC0 != 0x80 { length += 1 }
        if count + length < most { continue }
        // The first word is cut where it is too long.
        let word = beginning.isEmpty ? text[start..<index] : []
        return String(decoding: beginning + word, as: UTF8.self) + "…"
      }
      if length > 0 {
        if count > 0 { beginning.append(0x20) }
        beginning += text[start..<index]
        count += length + 1
      }
      (start, length) = (index + 1, 0)
    }
    return String(decoding: beginning, as: UTF8.self)
  }
}
