import Digests
import Models

/// The search index of one language as a build has made it. The next one changes it where documents have changed,
/// instead of reading all texts again.
struct KeptSearch: Sendable {
  /// What stands for each document, by number.
  let documents: [Digest]
  /// As pieces have them, without what hands them to the page.
  let shards: [LazyBytes]
  let blocks: [LazyBytes]
}

/// How the documents of an index differ from those of one that is kept.
struct SearchChange: Sendable {
  let kept: KeptSearch
  /// By number in the kept index: the number of the same document now; for one whose text is another now `edited` of its
  /// number; -1 for one that is no more. Numbers rise, so that postings stay in order.
  let numbers: [Int32]
  /// Documents of the kept index outside of it are what they were, with the numbers that they had.
  let moved: Range<Int>
  /// Numbers of documents that the kept index lacks.
  let added: [Int]

  /// Nothing where so much differs that the index is made from all texts.
  init?(_ kept: KeptSearch, _ documents: [Digest], shards: Int) {
    guard kept.shards.count == shards else { return nil }
    // Most often all stand where they stood, but for one.
    let same = zip(kept.documents, documents).prefix { $0 == $1 }.count
    let tail = zip(kept.documents.dropFirst(same).reversed(), documents.dropFirst(same).reversed())
      .prefix { $0 == $1 }.count
    var places: [Digest: Int] = [:]
    for place in (same..<kept.documents.count - tail).reversed() { places[kept.documents[place]] = place }
    var numbers = [Int32](repeating: -1, count: kept.documents.count)
    var (added, last) = ([Int](), -1)
    for (number, digest) in documents.enumerated() {
      let behind = documents.count - number
      let place =
        number < same ? number : behind <= tail ? kept.documents.count - behind : places[digest]
      if let place, place > last {
        numbers[place] = Int32(truncatingIfNeeded: number)
        last = place
      } else {
        added.append(number)
      }
    }
    if added.count > 16 + documents.count / 8 { return nil }
    self.kept = kept
    self.added = added
    // One that is no more, and the one that is new between the same neighbours, are an old text and its new one.
    let new = Set(added)
    var next = 0
    for (place, number) in numbers.enumerated() {
      if number >= 0 {
        next = Int(number) + 1
      } else if new.contains(next) {
        numbers[place] = Self.edited(Int32(truncatingIfNeeded: next))
        next += 1
      }
    }
    self.numbers = numbers
    let first = numbers.indices.first { numbers[$0] != $0 } ?? numbers.count
    moved = first..<(numbers.indices.last { numbers[$0] != $0 } ?? first - 1) + 1
  }

  /// Whether each document is what it was, or edited, and where it was.
  var keepsPlaces: Bool {
    numbers.count == kept.documents.count
      && added.allSatisfy { numbers.indices.contains($0) && Self.edited(numbers[$0]) == $0 }
      && moved.allSatisfy { numbers[$0] == $0 || Self.edited(numbers[$0]) == $0 }
  }

  /// Turns the number of an edited document into what `numbers` says of it, and back.
  static func edited(_ number: Int32) -> Int32 { -2 - number }

  /// The block of some documents, if it is kept.
  func block(_ number: Int, of documents: [Digest]) -> LazyBytes? {
    func digests(_ all: [Digest]) -> ArraySlice<Digest> {
      all.dropFirst(number * SearchOutline.blockSize).prefix(SearchOutline.blockSize)
    }
    guard number < kept.blocks.count, digests(documents) == digests(kept.documents) else { return nil }
    return kept.blocks[number]
  }
}
