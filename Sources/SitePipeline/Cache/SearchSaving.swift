import Digests
import Files
import Models
import Synchronization

/// The search index of the last build: the file `pieces`, which has its pieces behind each other, and `search`, which
/// says where each lies there; two more for each other language.
extension KeptSearch {
  private static let title = Array("presstime search 3\n".utf8)

  private static func name(ofLanguage language: Int) -> String {
    language == 0 ? "search" : "search-\(language)"
  }

  /// Nothing when the files are not in the cache's folder, are damaged, or another program has left them. A piece that is
  /// not what was put there is found when it is read; `store` is told of it.
  init?(folder: String, language: Int, _ store: ByteStore) {
    let name = Self.name(ofLanguage: language)
    guard let bytes = Checksum.read(name, in: folder, title: Self.title) else { return nil }
    var reader = CacheReader(bytes, from: Self.title.count)
    guard reader.digest() == CacheIndex.identity else { return nil }
    func piece(_ reader: inout CacheReader) -> LazyBytes {
      .stored(
        StoredBytes(store: store, offset: reader.number(), count: reader.number(), digest: reader.digest()))
    }
    documents = reader.list { $0.digest() }
    shards = reader.list { piece(&$0) }
    blocks = reader.list { piece(&$0) }
    if reader.isBroken || !reader.isAtEnd { return nil }
  }

  fileprivate func save(in cache: DocumentCache, language: Int) {
    var writer = CacheWriter(title: Self.title)
    writer.put(CacheIndex.identity)
    writer.put(documents) { $0.put($1) }
    for pieces in [shards, blocks] {
      writer.put(pieces) { writer, piece in
        guard case .stored(let stored) = piece else { return }
        writer.put(stored.offset)
        writer.put(stored.count)
        writer.put(stored.digest)
      }
    }
    writer.sign()
    cache.write(writer, Self.name(ofLanguage: language))
  }
}

/// Where the pieces of one language's index are put as they are made: of a large site they are a tenth of all memory.
final class SearchPieces: Sendable {
  private let path: String
  private let language: Int
  private let file = Mutex<(log: ByteLog, store: ByteStore)?>(nil)

  /// In the folder of a cache.
  init(folder: String, language: Int) {
    self.language = language
    path = folder + (language == 0 ? "/pieces" : "/pieces-\(language)")
  }

  /// Those of the last build, if there are any.
  var last: ByteStore? { ByteLog(reading: path).map { DocumentCache.store($0) } }

  private var new: String { path + ".new" }

  /// Puts a piece aside; what can't be put aside stays in memory.
  func put(_ bytes: [UInt8]) -> LazyBytes {
    let opened = file.withLock { file in
      if file == nil {
        file = ByteLog(at: new, keeping: 0).map { ($0, DocumentCache.store($0)) }
      }
      return file
    }
    guard let (log, store) = opened, let offset = log.append(bytes) else { return .memory(bytes) }
    return .stored(StoredBytes(store: store, offset: offset, count: bytes.count, digest: Digest(of: bytes)))
  }

  /// Leaves them for the next build, with what says where each lies, if all have been put aside.
  func save(_ search: KeptSearch, in cache: DocumentCache) {
    let isWhole = (search.shards + search.blocks).allSatisfy(\.isStored)
    guard isWhole, file.withLock({ $0?.store.hasFailed == false }) else {
      try? FileSystem.remove(new)
      return
    }
    do { try FileSystem.move(new, to: path) } catch { return }
    search.save(in: cache, language: language)
  }
}
