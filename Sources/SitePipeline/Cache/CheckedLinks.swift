import Digests
import Files

/// What the last build has found of the links between its pages, so that those of pages that are kept need not be read
/// again: the file `links`.
struct CheckedLinks: Sendable {
  /// Of the manifest of the output that it tells of.
  var manifest: Digest
  /// Of what addresses depend on but files.
  let settings: Digest
  /// Whether each of them led somewhere.
  let isSound: Bool
  /// By file of a page: the fragments that other pages name, and perhaps some that none names any more.
  let wanted: [String: Set<String>]
  /// Files of HTML that are no pages, and those that lead on: any fragment may be on them, and none is in `wanted`.
  let others: Set<String>
  /// Paths outside of the base path that pages name.
  let outside: Set<String>

  private static let title = Array("presstime links 2\n".utf8)
  private static let name = "links"

  init(
    manifest: Digest, settings: Digest, isSound: Bool, wanted: [String: Set<String>], others: Set<String>,
    outside: Set<String>
  ) {
    self.manifest = manifest
    self.settings = settings
    self.isSound = isSound
    self.wanted = wanted
    self.others = others
    self.outside = outside
  }

  /// Reads that in the cache's folder; nothing when there is none, or it is damaged.
  init?(folder: String) {
    guard let bytes = Checksum.read(Self.name, in: folder, title: Self.title) else { return nil }
    var reader = CacheReader(bytes, from: Self.title.count)
    manifest = reader.digest()
    settings = reader.digest()
    isSound = reader.flag()
    let pages = reader.list { ($0.text(), Set($0.list { $0.text() })) }
    wanted = Dictionary(pages, uniquingKeysWith: { $0.union($1) })
    others = Set(reader.list { $0.text() })
    outside = Set(reader.list { $0.text() })
    if reader.isBroken || !reader.isAtEnd { return nil }
  }

  /// Leaves it for the next build.
  func save(in cache: DocumentCache) {
    var writer = CacheWriter(title: Self.title)
    writer.put(manifest)
    writer.put(settings)
    writer.put(isSound)
    let pages = wanted.sorted { $0.key.precedes($1.key) }
    writer.put(pages) { writer, page in
      writer.put(page.key)
      writer.put(page.value.sorted { $0.precedes($1) }) { $0.put($1) }
    }
    writer.put(others.sorted { $0.precedes($1) }) { $0.put($1) }
    writer.put(outside.sorted { $0.precedes($1) }) { $0.put($1) }
    writer.sign()
    cache.write(writer, Self.name)
  }
}
