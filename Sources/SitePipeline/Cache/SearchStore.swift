import Digests
import Files
import Models
import Synchronization

/// Where the search index of one language lies from build to build: the file `pieces`, which grows by the pieces that
/// differ, and `search`, which says where each is; two more for each other language. Pieces are put there as they are
/// made, because all those of a large site are a tenth of its memory.
final class SearchStore: Sendable {
  private let folder: String
  private let language: Int
  private let isSaved: Bool
  private let known: Mutex<Known>
  private let new = Mutex<New?>(nil)

  /// The file of the last build, and what lies in it once somebody has asked.
  private struct Known {
    let store: ByteStore?
    var isRead = false
    var search: KeptSearch?
    /// How many bytes of the file belong to it.
    var length = 0
  }

  /// Where this build puts its pieces.
  private struct New {
    let log: ByteLog
    let store: ByteStore
    /// Whether it is the last build's file, which is gone on with.
    let goesOn: Bool
  }

  private static let title = Array("presstime search 4\n".utf8)

  /// In the folder of a cache. `isRead` says whether what is there may be taken, and `isSaved` whether a next build will
  /// find what is put here.
  init(folder: String, language: Int, isRead: Bool, isSaved: Bool) {
    self.folder = folder
    self.language = language
    self.isSaved = isSaved
    let path = folder + "/" + Self.name("pieces", language)
    known = Mutex(
      Known(store: isRead ? ByteLog(reading: path).map { ByteStore($0) } : nil))
  }

  private static func name(_ name: String, _ language: Int) -> String {
    language == 0 ? name : "\(name)-\(language)"
  }

  private var path: String { folder + "/" + Self.name("pieces", language) }

  private var draft: String { path + ".new" }

  /// Whether a piece was wanted that is not what was put there.
  var hasFailed: Bool {
    (known.withLock(\.store)?.hasFailed ?? false) || (new.withLock(\.?.store)?.hasFailed ?? false)
  }

  /// The index of the last build; nothing when there is none, it is damaged, or another program has left it. A piece that
  /// is not what was put there is found when it is read.
  var last: KeptSearch? { read().search }

  private func read() -> Known {
    known.withLock { known in
      if !known.isRead, let store = known.store, let (search, length) = find(store) {
        (known.search, known.length) = (search, length)
      }
      known.isRead = true
      return known
    }
  }

  private func find(_ store: ByteStore) -> (KeptSearch, length: Int)? {
    let name = Self.name("search", language)
    guard let bytes = Checksum.read(name, in: folder, title: Self.title) else { return nil }
    var reader = CacheReader(bytes, from: Self.title.count)
    guard reader.digest() == CacheIndex.identity else { return nil }
    func piece(_ reader: inout CacheReader) -> LazyBytes {
      .stored(
        StoredBytes(store: store, offset: reader.number(), count: reader.number(), digest: reader.digest()))
    }
    let length = reader.number()
    let search = KeptSearch(
      documents: reader.list { $0.digest() }, shards: reader.list { piece(&$0) },
      blocks: reader.list { piece(&$0) })
    return reader.isBroken || !reader.isAtEnd || length < 0 ? nil : (search, length)
  }

  /// Puts a piece aside, and says where it lies then; one that lies in the file already stays there, and what can't be put
  /// aside stays in memory.
  func put(_ piece: LazyBytes) -> LazyBytes {
    guard isSaved, let new = opened else { return piece }
    if piece.isStored, new.goesOn { return piece }
    let bytes = piece.bytes
    guard let offset = new.log.append(bytes) else { return .memory(bytes) }
    return .stored(
      StoredBytes(store: new.store, offset: offset, count: bytes.count, digest: Digest(of: bytes)))
  }

  /// A new file is begun when more than half of the one that is there belongs to pieces that are no more.
  private var opened: New? {
    let known = read()
    return new.withLock { new in
      if new == nil {
        let live = known.search.map { ($0.shards + $0.blocks).reduce(0) { $0 &+ $1.count } }
        var log: ByteLog?
        if let live, known.length > 0, !ByteLog.isWasteful(known.length, live: live) {
          log = ByteLog(at: path, keeping: known.length)
        }
        let goesOn = log != nil
        new = (log ?? ByteLog(at: draft, keeping: 0)).map {
          New(log: $0, store: ByteStore($0), goesOn: goesOn)
        }
      }
      return new
    }
  }

  /// Leaves the pieces for the next build, with what says where each lies, if all have been put aside.
  func save(_ search: KeptSearch, in cache: DocumentCache) {
    guard let new = new.withLock({ $0 }) else { return }
    let isWhole = (search.shards + search.blocks).allSatisfy(\.isStored) && !new.store.hasFailed
    do {
      if !isWhole {
        if !new.goesOn { try FileSystem.remove(draft) }
        return
      }
      if !new.goesOn {
        // What is said of the file that was there would be wrong of this one.
        try FileSystem.remove(folder + "/" + Self.name("search", language))
        try FileSystem.move(draft, to: path)
      }
    } catch { return }
    write(search, length: new.log.length, in: cache)
  }

  private func write(_ search: KeptSearch, length: Int, in cache: DocumentCache) {
    var writer = CacheWriter(title: Self.title)
    writer.put(CacheIndex.identity)
    writer.put(length)
    writer.put(search.documents) { $0.put($1) }
    for pieces in [search.shards, search.blocks] {
      writer.put(pieces) { writer, piece in
        guard case .stored(let stored) = piece else { return }
        writer.put(stored.offset)
        writer.put(stored.count)
        writer.put(stored.digest)
      }
    }
    writer.sign()
    cache.write(writer, Self.name("search", language))
  }
}
