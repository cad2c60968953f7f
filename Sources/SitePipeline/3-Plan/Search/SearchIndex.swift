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
  private let jobs: Int
  /// Made when the first shard is wanted.
  private let runs = Mutex<[SearchRun]?>(nil)

  init(
    documents: @escaping @Sendable (Int) -> SearchDocument, count: Int, shards: Int, blocks: Int, jobs: Int
  ) {
    self.documents = documents
    self.count = count
    self.shards = shards
    self.blocks = blocks
    self.jobs = jobs
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
    runs.withLock { known in
      if let known { return known }
      // More runs than threads would only repeat the words that all have.
      let parts = max(1, min(jobs, 8, count))
      let made = Parallel.map(parts, jobs: jobs) { part in
        SearchRun(count * part / parts..<count * (part + 1) / parts, documents, shards: shards)
      }
      known = made
      return made
    }
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
    let (most, room) = (160, 700)
    let words = String(decoding: text.prefix(room), as: UTF8.self).split(whereSeparator: \.isWhitespace)
    var beginning = ""
    // The last one may be cut off.
    for word in words.dropLast(text.count > room && words.count > 1 ? 1 : 0) {
      if beginning.count + word.count >= most {
        return (beginning.isEmpty ? String(word.prefix(most)) : beginning) + "…"
      }
      beginning += beginning.isEmpty ? word : " " + word
    }
    return text.count > room ? beginning + "…" : beginning
  }
}
