import Digests
import Models
import Synchronization
import TemplateEngine
import TestSupport
import Testing

@testable import SitePipeline

/// What the pieces of the search index say, and that they say it alike however they are made.
@Suite struct SearchIndexTests {
  static let texts = [
    "The night train leaves the station at ten.",
    "Trains, trains, trains: a train for every night.",
    "Soup. Café au lait. 東京駅",
    "",
    "Nothing here about it, but trainspotting.",
  ]

  private static func document(
    _ number: Int, _ text: String, title: String = "Untitled", labels: [String] = [], headings: [String] = [],
    url: String?? = nil
  ) -> SearchDocument {
    SearchDocument(
      url: url ?? "/\(number)/", title: title, summary: nil, labels: labels, headings: headings,
      text: .memory(Array(text.utf8)))
  }

  private static func index(
    _ documents: [SearchDocument], shards: Int = 4, jobs: Int = 1, kept: KeptSearch? = nil,
    former: [SearchDocument] = []
  ) -> SearchIndex {
    SearchIndex(
      documents: { documents[$0] }, digests: documents.map { Self.digest(of: $0) },
      pieces: pieces(of: documents, shards), jobs: jobs, kept: { kept },
      former: { number, digest in
        former.indices.contains(number) && Self.digest(of: former[number]) == digest ? former[number] : nil
      })
  }

  private static func pieces(of documents: [SearchDocument], _ shards: Int) -> SearchPieces {
    SearchPieces(
      shards: shards,
      blocks: (documents.count + SearchOutline.blockSize - 1) / SearchOutline.blockSize)
  }

  private static func digest(of document: SearchDocument) -> Digest {
    let texts =
      [document.url ?? "", document.title, document.summary ?? ""] + document.labels + document.headings
    return Digest(of: Array(texts.joined(separator: "\n").utf8) + document.text.bytes)
  }

  private static func text(_ index: SearchIndex, _ piece: String) -> String {
    String(decoding: index.piece(piece) ?? [], as: UTF8.self)
  }

  /// Word → document → weight, read as the manual describes it.
  private static func words(_ index: SearchIndex, shards: Int = 4) throws -> [String: [Int: Int]] {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var all: [String: [Int: Int]] = [:]
    for shard in 0..<shards {
      let text = text(index, "w\(shard)")
      let prefix = "presstimeSearch(\"w\(shard)\",\""
      try #require(text.hasPrefix(prefix) && text.hasSuffix("\");\n"))
      for entry in text.dropFirst(prefix.count).dropLast(4).split(separator: " ") {
        let parts = entry.split(separator: ":")
        try #require(parts.count == 2 && all[String(parts[0])] == nil, "\(entry)")
        var (document, number, shift) = (-1, 0, 0)
        var found: [Int: Int] = [:]
        for character in parts[1] {
          let digit = try #require(digits.firstIndex(of: character))
          number += (digit & 31) << shift
          shift += 5
          if digit > 31 { continue }
          document += number >> 3 + 1
          found[document] = number & 7
          (number, shift) = (0, 0)
        }
        all[String(parts[0])] = found
        #expect(SearchShard.number(of: Array(parts[0].utf8)[...], shards) == shard, "\(entry)")
      }
    }
    return all
  }

  @Test func wordsLeadToTheirDocuments() throws {
    let words = try Self.words(
      Self.index(Self.texts.enumerated().map { Self.document($0.offset, $0.element, title: "") }))
    #expect(words["train"] == [0: 0, 1: 0])
    #expect(words["trains"] == [1: 1])
    #expect(words["night"] == [0: 0, 1: 0])
    #expect(words["cafe"] == [2: 0])
    #expect(words["東京"] == [2: 0])
    #expect(words["駅"] == [2: 0])
    // A lone letter is not worth its bytes.
    #expect(words["a"] == nil)
    #expect(words["trainspotting"] == [4: 0])
  }

  @Test func aPlaceThatSaysMoreCountsMore() throws {
    let often = String(repeating: "swift ", count: 9)
    let words = try Self.words(
      Self.index([
        Self.document(0, "swift"), Self.document(1, often),
        Self.document(2, "swift", headings: ["A swift bird"]),
        Self.document(3, "swift", labels: ["Swift"]), Self.document(4, "", title: "Swift"),
        Self.document(5, "", title: "Swift", labels: ["swift"]), Self.document(6, "swift", url: .some(nil)),
        Self.document(7, often + String(repeating: "and so on ", count: 700)),
        Self.document(8, "", title: "C"),
      ]))
    #expect(words["swift"] == [0: 0, 1: 3, 2: 4, 3: 5, 4: 6, 5: 7, 7: 2])
    #expect(words["c"] == [8: 6])
  }

  @Test func blocksShowDocuments() {
    let long = String(repeating: "word ", count: 100)
    let index = Self.index([
      Self.document(0, "A \"text\"\n with\\ breaks", title: "One </script>"),
      Self.document(1, "left out", url: .some(nil)), Self.document(2, long),
    ])
    let ending = Array(repeating: "word", count: 32).joined(separator: " ") + "…"
    #expect(
      Self.text(index, "d0")
        == "presstimeSearch(\"d0\",[[\"/0/\",\"One </script>\",\"A \\\"text\\\" with\\\\ breaks\"],\n0,\n"
        + "[\"/2/\",\"Untitled\",\"\(ending)\"]]);\n")
    for name in ["", "w", "d", "d1", "w4", "w-1", "w01", "x0", "w0 ", "dw0", "w99999999999999999999"] {
      #expect(index.piece(name) == nil, "\(name)")
    }
  }

  @Test func noDocumentsAreNoWords() throws {
    let index = Self.index([], shards: 1)
    #expect(Self.text(index, "w0") == "presstimeSearch(\"w0\",\"\");\n")
  }

  /// Hundreds of documents of random words.
  private static func corpus(_ seed: UInt64) -> [SearchDocument] {
    var random = SeededGenerator(seed: seed)
    let syllables = ["ka", "to", "mi", "re", "schu", "é", "в", "東", "n", "st"]
    return (0..<300).map { number in
      let words = (0..<Int.random(in: 0..<80, using: &random)).map { _ in
        (0..<Int.random(in: 1..<4, using: &random)).map { _ in
          syllables[Int.random(in: 0..<syllables.count, using: &random)]
        }.joined()
      }
      return document(number, words.joined(separator: " "), title: words.first ?? "")
    }
  }

  @Test(arguments: 0..<4) func threadsMakeNoDifference(seed: Int) throws {
    let documents = Self.corpus(UInt64(seed))
    let index = Self.index(documents, shards: 16)
    let one = try Self.words(index, shards: 16)
    for jobs in [2, 7] {
      let other = Self.index(documents, shards: 16, jobs: jobs)
      for name in (0..<16).map({ "w\($0)" }) { #expect(Self.text(other, name) == Self.text(index, name)) }
    }
    // What a plain search finds.
    var expected: [String: [Int]] = [:]
    for (number, document) in documents.enumerated() {
      var folded = FoldedWords()
      folded.add(document.text.bytes)
      for word in Set((0..<folded.count).map { String(decoding: folded[$0], as: UTF8.self) }) {
        expected[word, default: []].append(number)
      }
    }
    for (word, found) in one {
      #expect(found.keys.sorted() == expected[word] || word.utf8.count == 1, "\(word)")
    }
  }

  /// Words are told apart by their first sixteen bytes, and by the rest where they are longer.
  @Test func wordsOfAllLengthsAreTold() throws {
    let long = "abcdefghijklmnopqrstuvwxyz0123456789"
    let words =
      (2...36).map { String(long.prefix($0)) } + [
        "abcdefghijklmnopX", "abcdefghijklmnopqrstuvwxyzX", "abcdefgX",
      ]
    let documents = words.enumerated().map {
      Self.document($0, "\($1) \($1.uppercased()), \($1)", title: "T")
    }
    let found = try Self.words(Self.index(documents))
    for (number, word) in words.enumerated() {
      #expect(found[word.lowercased()] == [number: 1], "\(word)")
    }
  }

  @Test func anEditChangesTheShardsOfItsWords() {
    var documents = Self.corpus(9)
    let before = Self.index(documents, shards: 64)
    documents[150] = Self.document(
      150, String(decoding: documents[150].text.bytes, as: UTF8.self) + " zebra", title: documents[150].title)
    documents.append(Self.document(300, "zebra", title: "Yak"))
    let after = Self.index(documents, shards: 64)
    let changed = (0..<64).filter { Self.text(before, "w\($0)") != Self.text(after, "w\($0)") }
    let expected = Set(["zebra", "yak"].map { SearchShard.number(of: Array($0.utf8)[...], 64) })
    #expect(Set(changed) == expected)
  }

  /// Documents are edited, added and removed; each index goes on from the one before.
  @Test(arguments: 0..<6) func aChangedIndexIsOneFromNothing(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(50 + seed))
    var documents = Self.corpus(UInt64(seed))
    let others = Self.corpus(UInt64(100 + seed))
    var kept: KeptSearch?
    var former: [SearchDocument] = []
    for step in 0..<12 {
      let first = Self.index(documents, shards: 16)
      // Now and then the former texts are no more.
      let next = Self.index(documents, shards: 16, kept: kept, former: step % 4 == 1 ? [] : former)
      let pieces = Self.pieces(of: documents, 16)
      let known = (0..<pieces.count).map { next.digest(ofPiece: $0) }
      for (number, name) in pieces.names.enumerated() {
        #expect(next.piece(name) == first.piece(name), "step \(step), \(name)")
        #expect(known[number] == nil || known[number] == first.digest(ofMadePiece: number))
      }
      kept = next.forNextBuild()
      former = documents
      #expect(kept != nil)
      // Most often one text is edited; or some are, and others come and go.
      let isEdit = step % 3 != 0
      for _ in 0..<Int.random(in: 0..<(isEdit ? 3 : 20), using: &random) {
        let place = Int.random(in: 0..<documents.count, using: &random)
        let other = others[Int.random(in: 0..<others.count, using: &random)]
        switch isEdit ? 4 : Int.random(in: 0..<5, using: &random) {
        case 0: documents.remove(at: place)
        case 1: documents.insert(other, at: place)
        case 2: documents.swapAt(place, Int.random(in: 0..<documents.count, using: &random))
        case 3: documents.append(other)
        default: documents[place] = other
        }
      }
    }
  }

  /// Of an edited text the words that it has no more are known, and those that are new: other shards stay as they are,
  /// and are not read.
  @Test func shardsOfOtherWordsAreKnown() throws {
    var documents = Self.corpus(9)
    let before = documents
    let first = Self.index(documents, shards: 64)
    _ = first.piece("w0")
    let kept = try #require(first.forNextBuild())
    let text = String(decoding: documents[150].text.bytes, as: UTF8.self)
    documents[150] = Self.document(150, text + " zebra", title: documents[150].title)
    let index = Self.index(documents, shards: 64, kept: kept, former: before)
    let shard = SearchShard.number(of: Array("zebra".utf8)[...], 64)
    for number in 0..<64 {
      let digest = index.digest(ofPiece: number)
      #expect(digest != nil)
      #expect((digest == kept.shards[number].digest) == (number != shard))
      #expect((index.digest(ofMadePiece: number) != nil) == (number == shard))
    }
    #expect(Self.index(documents, shards: 64, kept: kept).digest(ofPiece: shard) == nil)
    #expect(Self.index(documents, shards: 64).digest(ofPiece: shard) == nil)
  }

  @Test func onlyChangedDocumentsAreRead() throws {
    var documents = Self.corpus(3)
    let kept = Self.index(documents, shards: 16)
    #expect(kept.forNextBuild() == nil)
    _ = kept.piece("w0")
    documents[150] = Self.document(150, "zebra")
    let read = Mutex<Set<Int>>([])
    let (all, known) = (documents, try #require(kept.forNextBuild()))
    let index = SearchIndex(
      documents: { number in
        _ = read.withLock { $0.insert(number) }
        return all[number]
      }, digests: all.map { Self.digest(of: $0) }, pieces: Self.pieces(of: all, 16), jobs: 1,
      kept: { known })
    _ = index.forNextBuild()
    #expect(read.withLock { $0.isEmpty })
    for name in (0..<16).map({ "w\($0)" }) + (0..<10).map({ "d\($0)" }) { _ = index.piece(name) }
    #expect(read.withLock { $0.sorted() } == Array(128..<160))
  }

  /// Postings are passed as they are read one by one, whatever lies between their documents.
  @Test(arguments: 0..<40) func postingsArePassed(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var document = Int.random(in: 0..<3, using: &random)
    let postings = (0..<Int.random(in: 0..<60, using: &random)).map { _ -> UInt32 in
      document += Int.random(in: 1...(1 << Int.random(in: 0..<19, using: &random)), using: &random)
      return SearchPostings.posting(document, weight: Int.random(in: 0..<8, using: &random))
    }
    var (bytes, last) = (Array("word:".utf8), -1)
    SearchPostings.append(postings, after: &last, to: &bytes)
    let end = bytes.count
    bytes += Array(" other:AB".utf8)
    for _ in 0..<40 {
      let wanted = Int.random(in: 0...document + 2, using: &random)
      let expected = postings.prefix { SearchPostings.document(of: $0) < wanted }
      var place = 5
      let before = unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe SearchPostings.digits.withUnsafeBufferPointer { digits in
          unsafe SearchPostings.distances.withUnsafeBufferPointer { distances in
            unsafe SearchPostings.pass(in: bytes, at: &place, before: wanted, digits, distances)
          }
        }
      }
      #expect(before == expected.last.map { SearchPostings.document(of: $0) } ?? -1)
      var (behind, from) = ([UInt8](), before)
      SearchPostings.append(postings.dropFirst(expected.count), after: &from, to: &behind)
      #expect(Array(bytes[place..<end]) == behind)
    }
  }
}
