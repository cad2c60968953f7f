import Digests
import Files

extension DocumentCache {
  /// Leaves what this run has parsed for the next one. What can't be written is left as it is: a cache is never needed.
  package func save(_ documents: [Document]) {
    guard isSaved, let log else { return }
    var records: [Digest: Record] = [:]
    var times = FileTimes()
    records.reserveCapacity(documents.count)
    for document in documents {
      if let record = document.record { records[document.digest] = record }
      if let stamp = document.stamp { times.add(document.path, stamp, document.digest) }
    }
    let index = CacheIndex(length: log.length, records: records)
    if records != known.records || index.length != known.length {
      write((compacted(index, log) ?? index).bytes, Self.indexName)
    }
    write(times.bytes, Self.timesName)
  }

  /// Files are replaced by renaming, so that a reader sees the old one or the new one.
  private func write(_ bytes: [UInt8], _ name: String) {
    let path = folder + "/" + name
    do {
      try FileSystem.write(path + ".new", bytes)
      try FileSystem.move(path + ".new", to: path)
    } catch {
      try? FileSystem.remove(path + ".new")
    }
  }

  /// Texts of the site alone, when more than half of what lies there belongs to documents that are no more.
  private func compacted(_ index: CacheIndex, _ log: ByteLog) -> CacheIndex? {
    let live = index.records.values.reduce(0) { $0 + $1.bodyCount + $1.count }
    guard index.length > 2 * live + 1 << 20 else { return nil }
    let path = folder + "/" + Self.textsName
    guard let copy = ByteLog(at: path + ".new", keeping: 0) else { return nil }
    var records: [Digest: Record] = [:]
    for (digest, record) in index.records {
      guard let bytes = log.read(record.offset - record.bodyCount, record.bodyCount + record.count),
        let offset = copy.append(bytes)
      else {
        try? FileSystem.remove(path + ".new")
        return nil
      }
      records[digest] = Record(
        offset: offset + record.bodyCount, count: record.count, bodyCount: record.bodyCount,
        digest: record.digest)
    }
    do { try FileSystem.move(path + ".new", to: path) } catch { return nil }
    return CacheIndex(length: copy.length, records: records)
  }
}
