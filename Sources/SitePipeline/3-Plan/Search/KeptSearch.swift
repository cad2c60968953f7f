import Digests

/// The search index of one language as a build has made it. The next one changes it where documents have changed,
/// instead of reading all texts again.
struct KeptSearch: Sendable, Equatable {
  /// What stands for each document, by number.
  let documents: [Digest]
  /// As pieces have them, without what hands them to the page.
  let shards: [[UInt8]]
  let blocks: [[UInt8]]
}

/// How the documents of an index differ from those of one that is kept.
struct SearchChange: Sendable {
  let kept: KeptSearch
  /// By number in the kept index: the number of the same document now, or -1. They rise, so that postings stay in order.
  private let numbers: [Int32]
  /// Numbers of documents that the kept index lacks.
  let added: [Int]

  /// Nothing where so much differs that the index is made from all texts.
  init?(_ kept: KeptSearch, _ documents: [Digest], shards: Int) {
    guard kept.shards.count == shards else { return nil }
    let places = Dictionary(
      kept.documents.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var numbers = [Int32](repeating: -1, count: kept.documents.count)
    var (added, last) = ([Int](), -1)
    for (number, digest) in documents.enumerated() {
      if let place = places[digest], place > last {
        numbers[place] = Int32(truncatingIfNeeded: number)
        last = place
      } else {
        added.append(number)
      }
    }
    if added.count > 16 + documents.count / 8 { return nil }
    self.kept = kept
    self.numbers = numbers
    self.added = added
  }

  /// What a document of the kept index is now, by number; -1 when it is no more. Hot.
  func number(_ document: Int) -> Int {
    document >= 0 && document < numbers.count ? Int(numbers[document]) : -1
  }

  /// The block of some documents, if it is kept.
  func block(_ number: Int, of documents: [Digest]) -> [UInt8]? {
    func digests(_ all: [Digest]) -> ArraySlice<Digest> {
      all.dropFirst(number * SearchOutline.blockSize).prefix(SearchOutline.blockSize)
    }
    guard number < kept.blocks.count, digests(documents) == digests(kept.documents) else { return nil }
    return kept.blocks[number]
  }
}
