import Models
import TemplateEngine

/// How the search index is cut into pieces, which is known before any page has its URL.
///
/// Words lie in shards by how they begin, so that a reader who types loads one of them for a word; what is shown of
/// documents lies in blocks.
struct SearchOutline: Sendable {
  /// What is searched: entries of collections whose entries have pages. New posts come last, so that they leave the
  /// numbers of others, and with them most pieces, as they are.
  let documents: [EntryID]
  /// A power of two.
  let shards: Int

  /// Documents of one block.
  static let blockSize = 32
  /// About how many words of text a shard is made from: it has some 30 KB then.
  private static let shardSize = 32_768
  private static let mostShards = 4096

  var pieces: SearchPieces {
    SearchPieces(
      shards: shards, blocks: max(1, (documents.count + Self.blockSize - 1) / Self.blockSize))
  }

  /// Nothing is searched where no template asks for the index.
  init(_ site: CheckedSite, language: Int) {
    guard site.theme.readsSearch else {
      (documents, shards) = ([], 1)
      return
    }
    let withPages = Set(site.theme.routes.compactMap(\.canonicalCollection))
    let members = site.byLanguage[language].enumerated().flatMap {
      withPages.contains($0.offset) ? $0.element : []
    }
    let order = site.loaded.models.models.map(\.places.publishedAt)
    let keys = members.map { id -> (moment: Int64, collection: Int, path: String) in
      let entry = site.entries[id.index]
      var moment = Int64.min
      if let place = order[entry.model.index], case .date(let date) = entry.values[place] {
        moment = date.milliseconds
      }
      return (moment, entry.collection, entry.path)
    }
    documents = members.indices.sorted { left, right in
      let (a, b) = (keys[left], keys[right])
      if a.moment != b.moment { return a.moment < b.moment }
      if a.collection != b.collection { return a.collection < b.collection }
      return a.path.utf8.lexicographicallyPrecedes(b.path.utf8)
    }.map { members[$0] }
    let words = documents.reduce(0) { $0 + site.bodies[$1.index].markdown.wordCount }
    var shards = 1
    while shards < Self.mostShards, shards * Self.shardSize < words { shards *= 2 }
    self.shards = shards
  }

  func hasPieces(of other: SearchOutline) -> Bool {
    shards == other.shards && documents.count == other.documents.count
  }

  /// In the order of `TemplateTypes.search`.
  func value(version: String) -> Value {
    .record([
      .list(pieces.names.map { .string($0) }),
      .int(shards), .int(documents.count), .string(version),
    ])
  }
}
