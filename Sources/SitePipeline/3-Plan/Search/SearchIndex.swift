import Diagnostics
import Files
import Models
import Synchronization

/// The pieces of the search index, as the reader's browser loads them; the manual, `content/docs/search.md`, has their
/// format.
///
/// An index of words that is turned over once: each thread takes a run of documents, notes which words they have, and
/// puts that in the order of words. A shard is written from what all runs have under its words. So the cost grows with
/// the texts, and the bytes do not depend on how many threads there are.
final class SearchIndex: Sendable {
  private let documents: @Sendable (Int) -> SearchDocument
  private let count: Int
  private let shards: Int
  private let blocks: Int
  /// Each is made by the first thread that wants a shard and finds nobody at it, so that all have a part.
  private let runs: [Run]

  private final class Run: Sendable {
    let documents: Range<Int>
    let made = Mutex<SearchRun?>(nil)

    init(_ documents: Range<Int>) { self.documents = documents }
  }

  init(
    documents: @escaping @Sendable (Int) -> SearchDocument, count: Int, shards: Int, blocks: Int, jobs: Int
  ) {
    self.documents = documents
    self.count = count
    self.shards = shards
    self.blocks = blocks
    // More runs than threads would only repeat the words that all have.
    let parts = max(1, min(jobs, 8, count))
    runs = (0..<parts).map { Run(count * $0 / parts..<count * ($0 + 1) / parts) }
  }

  /// JavaScript that hands the piece to the page, which works without a server too; nothing for a name that no piece has.
  func piece(_ name: String) -> [UInt8]? {
    guard let number = Int(name.dropFirst()), number >= 0, String(number) == name.dropFirst() else {
      return nil
    }
    var bytes = Array("presstimeSearch(\"\(name)\",".utf8)
    switch name.first {
    case "w" where number < shards:
      bytes.append(UInt8(ascii: "\""))
      SearchShard.append(number, of: turnedOver, to: &bytes)
      bytes.append(UInt8(ascii: "\""))
    case "d" where number < blocks: appendBlock(number, to: &bytes)
    default: return nil
    }
    bytes += ");\n".utf8
    return bytes
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
  private func appendBlock(_ number: Int, to bytes: inout [UInt8]) {
    let first = number * SearchOutline.blockSize
    let rows = (first..<max(first, min(count, first + SearchOutline.blockSize))).map { number -> String in
      let document = documents(number)
      guard let url = document.url else { return "0" }
      let summary = document.summary ?? Self.beginning(of: document.text.bytes)
      return "[" + [url, document.title, summary].map(JSONReport.quoted).joined(separator: ",") + "]"
    }
    bytes += "[\(rows.joined(separator: ",\n"))]".utf8
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
