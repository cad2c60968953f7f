import Diagnostics
import Digests
import Files
import Models
import Synchronization

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
  private let shards: Int
  private let blocks: Int
  /// Each is made by the first thread that wants a shard and finds nobody at it, so that all have a part.
  private let runs: [Run]
  private let kept: @Sendable () -> KeptSearch?
  private let putAside: @Sendable (LazyBytes) -> LazyBytes
  private let source = Mutex<Source?>(nil)
  /// Shards and blocks by the names of their pieces.
  private let made = Mutex<[String: LazyBytes]>([:])

  private static let longestRun = 4096

  private final class Run: Sendable {
    let documents: Range<Int>
    let made = Mutex<SearchRun?>(nil)

    init(_ documents: Range<Int>) { self.documents = documents }
  }

  /// What shards are made from.
  private enum Source {
    case runs
    case change(SearchChange, SearchRun)
  }

  /// `kept` is asked for the index of the last build when a piece is wanted; pieces, also those that are as they were, are
  /// given to `putAside`, which says where they lie then.
  init(
    documents: @escaping @Sendable (Int) -> SearchDocument, digests: [Digest], shards: Int, blocks: Int,
    jobs: Int, kept: @escaping @Sendable () -> KeptSearch? = { nil },
    putAside: @escaping @Sendable (LazyBytes) -> LazyBytes = { $0 }
  ) {
    self.putAside = putAside
    self.documents = documents
    self.digests = digests
    self.shards = shards
    self.blocks = blocks
    self.kept = kept
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
    guard let content = made(name) else { return nil }
    var bytes = Array("presstimeSearch(\"\(name)\",".utf8)
    // The words of a shard are one text, which has no quotes.
    let quote = name.first == "w" ? "\"" : ""
    bytes += quote.utf8
    bytes += content.bytes ?? content.kept.bytes
    bytes += (quote + ");\n").utf8
    return bytes
  }

  /// What the next build can go on from; nothing when no piece was wanted.
  func forNextBuild() -> KeptSearch? {
    if made.withLock({ $0.isEmpty }) { return nil }
    return KeptSearch(
      documents: digests, shards: (0..<shards).map { made("w\($0)")?.kept ?? .none },
      blocks: (0..<blocks).map { made("d\($0)")?.kept ?? .none })
  }

  /// A shard or a block, put aside, with its bytes where they are at hand.
  private func made(_ name: String) -> (kept: LazyBytes, bytes: [UInt8]?)? {
    if let known = made.withLock({ $0[name] }) { return (known, nil) }
    guard let number = Int(name.dropFirst()), number >= 0, String(number) == name.dropFirst() else {
      return nil
    }
    let (piece, bytes): (LazyBytes, [UInt8]?)
    switch name.first {
    case "w" where number < shards: (piece, bytes) = shard(number)
    case "d" where number < blocks: (piece, bytes) = block(number)
    default: return nil
    }
    let kept = putAside(piece)
    let count = made.withLock { made in
      made[name] = kept
      return made.count
    }
    if count == shards + blocks { letGoOfRuns() }
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
    case .change(let change, let added):
      let kept = change.kept.shards[number]
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
      if let kept = kept(), let change = SearchChange(kept, digests, shards: shards) {
        source = .change(change, SearchRun(change.added, documents, shards: shards))
      }
      known = source
      return source
    }
  }

  private var turnedOver: [SearchRun] {
    func make(_ run: Run, _ known: inout SearchRun?) -> SearchRun {
      let made = known ?? SearchRun(run.documents, documents, shards: shards)
      known = made
      return made
    }
    for run in runs { _ = run.made.withLockIfAvailable { make(run, &$0) } }
    return runs.map { run in run.made.withLock { make(run, &$0) } }
  }

  // MARK: - What is shown

  /// `[["/url/","Title","Summary"],…]`; what is not searched leaves a 0.
  private func block(_ number: Int) -> (LazyBytes, [UInt8]?) {
    if case .change(let change, _) = currentSource, let kept = change.block(number, of: digests) {
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
