import Digests

/// The search indexes of the last build, by language: the file `search`.
extension KeptSearch {
  private static let title = Array("presstime search 1\n".utf8)
  private static let name = "search"

  /// Those in the cache's folder; none when the file is not there, is damaged, or another program has left it.
  static func read(folder: String) -> [KeptSearch?] {
    guard let bytes = Checksum.read(name, in: folder, title: title) else { return [] }
    var reader = CacheReader(bytes, from: title.count)
    guard reader.digest() == CacheIndex.identity else { return [] }
    let kept = reader.list { reader in
      reader.optional { reader in
        KeptSearch(
          documents: reader.list { $0.digest() }, shards: reader.list { $0.run() },
          blocks: reader.list { $0.run() })
      }
    }
    return reader.isBroken || !reader.isAtEnd ? [] : kept
  }

  /// Leaves those of which a page was made for the next build, and the others as they are.
  static func save(_ indexes: [SearchIndex], in cache: DocumentCache) {
    let made = indexes.map { $0.forNextBuild() }
    if made.allSatisfy({ $0 == nil }) { return }
    let before = made.contains { $0 == nil } ? read(folder: cache.folder) : []
    var writer = CacheWriter(title: title)
    writer.put(CacheIndex.identity)
    writer.put(Array(made.enumerated())) { writer, index in
      let kept = index.element ?? (before.indices.contains(index.offset) ? before[index.offset] : nil)
      writer.put(kept) { writer, kept in
        writer.put(kept.documents) { $0.put($1) }
        writer.put(kept.shards) { $0.put($1) }
        writer.put(kept.blocks) { $0.put($1) }
      }
    }
    writer.sign()
    cache.write(writer.bytes, name)
  }
}
