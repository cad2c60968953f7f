import Digests
import Models

/// Related reading as the last build has found it: the file `related`.
struct KeptRelated: Sendable {
  /// Of all that it is found from.
  let ground: Digest
  /// By collection and position in it: a list of entries.
  let lists: [[Value]]

  private static let title = Array("presstime related 1\n".utf8)
  private static let name = "related"

  init(ground: Digest, lists: [[Value]]) {
    self.ground = ground
    self.lists = lists
  }

  /// Reads that in the cache's folder; nothing when there is none, or it is damaged.
  init?(folder: String) {
    guard let bytes = Checksum.read(Self.name, in: folder, title: Self.title) else { return nil }
    var reader = CacheReader(bytes, from: Self.title.count)
    ground = reader.digest()
    lists = reader.list { reader in
      reader.list { reader in .list(reader.list { .entry(EntryID($0.number())) }) }
    }
    if reader.isBroken || !reader.isAtEnd { return nil }
  }

  /// Leaves it for the next build.
  func save(in cache: DocumentCache) {
    var writer = CacheWriter(title: Self.title)
    writer.put(ground)
    writer.put(lists) { writer, lists in
      writer.put(lists) { writer, list in
        let entries: [Value] = if case .list(let entries) = list { entries } else { [] }
        writer.put(entries) { writer, entry in
          if case .entry(let id) = entry { writer.put(id.index) } else { writer.put(-1) }
        }
      }
    }
    writer.sign()
    cache.write(writer, Self.name)
  }

  /// Whether each list is one of so many entries.
  func isOf(_ count: Int) -> Bool {
    lists.joined().allSatisfy { list in
      guard case .list(let entries) = list else { return false }
      return entries.allSatisfy {
        if case .entry(let id) = $0 { (0..<count).contains(id.index) } else { false }
      }
    }
  }
}
