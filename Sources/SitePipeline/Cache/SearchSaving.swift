import Digests

/// The search index of the last build: the file `search`, and one more for each other language.
extension KeptSearch {
  private static let title = Array("presstime search 2\n".utf8)

  private static func name(ofLanguage language: Int) -> String {
    language == 0 ? "search" : "search-\(language)"
  }

  /// Nothing when the file is not in the cache's folder, is damaged, or another program has left it.
  init?(folder: String, language: Int) {
    let name = Self.name(ofLanguage: language)
    guard let bytes = Checksum.read(name, in: folder, title: Self.title) else { return nil }
    var reader = CacheReader(bytes, from: Self.title.count)
    guard reader.digest() == CacheIndex.identity else { return nil }
    documents = reader.list { $0.digest() }
    shards = reader.list { $0.run() }
    blocks = reader.list { $0.run() }
    if reader.isBroken || !reader.isAtEnd { return nil }
  }

  /// Leaves it for the next build.
  func save(in cache: DocumentCache, language: Int) {
    var writer = CacheWriter(title: Self.title)
    writer.put(CacheIndex.identity)
    writer.put(documents) { $0.put($1) }
    writer.put(shards) { $0.put($1) }
    writer.put(blocks) { $0.put($1) }
    writer.sign()
    cache.write(writer.bytes, Self.name(ofLanguage: language))
  }
}
