import Diagnostics
import Digests
package import Files

extension DocumentCache {
  /// Leaves what this run has parsed for the next one, and when it wrote what. What can't be written is left as it is:
  /// a cache is never needed.
  package func save(_ plan: SitePlan, _ written: OutputManifest, _ output: OutputFolder) {
    guard isSaved, let log else { return }
    let documents = plan.checked.loaded.documents
    var records: [Digest: Record] = [:]
    records.reserveCapacity(documents.count)
    for document in documents {
      if let record = document.record { records[document.digest] = record }
    }
    let index = CacheIndex(length: log.length, records: records)
    if records != known.records || index.length != known.length {
      write((compacted(index, log) ?? index).bytes, Self.indexName)
    }
    write(newTimes(plan, written, output).bytes, Self.timesName)
  }

  private func newTimes(_ plan: SitePlan, _ written: OutputManifest, _ output: OutputFolder) -> FileTimes {
    var times = FileTimes()
    for document in plan.checked.loaded.documents {
      if let stamp = document.stamp { times.add(document.source.path, stamp, document.fileDigest) }
    }
    let now = FileSystem.now
    for file in plan.files {
      guard case .disk(let path) = file.content, let digest = written.files[file.output]?.digest,
        let stamp = FileSystem.stamp(path), stamp.isSettled(at: now)
      else { continue }
      // The stamp is newer than the reading, so it counts only if nothing was written in between.
      if self.times.digest(of: file.shownAs, stamp) == digest || stamp.isSettled(at: started) {
        times.add(file.shownAs, stamp, digest)
      }
    }
    let paths = Array(written.files.keys)
    let statuses = Parallel.map(paths.count, jobs: plan.checked.loaded.options.jobs) {
      output.status(paths[$0])
    }
    for (path, status) in zip(paths, statuses) {
      guard let status, let file = written.files[path], status.size == file.size else { continue }
      times.add(
        output: path,
        .init(modified: status.seconds &* 1_000_000_000 &+ Int64(status.nanoseconds), digest: file.digest))
    }
    return times
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
