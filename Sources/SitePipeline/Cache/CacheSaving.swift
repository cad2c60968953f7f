import Digests
package import Files

extension DocumentCache {
  /// Leaves the documents that this run has parsed for the next one, whatever became of the build. What can't be written
  /// is left as it is: a cache is never needed.
  func save(_ documents: [Document]) {
    guard isSaved, let log else { return }
    var records: [Digest: Record] = [:]
    records.reserveCapacity(documents.count)
    for document in documents {
      if let record = document.record { records[document.digest] = record }
    }
    let index = CacheIndex(length: log.length, records: records)
    if records != known.records || index.length != known.length {
      write((compacted(index, log) ?? index).bytes, Self.indexName)
    }
  }

  /// Leaves what a build was made from and what it wrote. `inputs` are from before anything was read.
  func save(
    _ build: FinishedBuild?, _ inputs: BuildInputs, _ written: OutputManifest, _ output: OutputFolder,
    jobs: Int
  ) {
    guard isSaved else { return }
    let read = inputs.files.compactMap { file -> (path: String, stamp: FileStamp, digest: Digest)? in
      guard let stamp = file.stamp, let digest = file.digest else { return nil }
      return (file.path, stamp, digest)
    }
    let paths = Array(written.files.keys)
    let statuses = Parallel.map(paths.count, jobs: jobs) { output.status(paths[$0]) }
    let left = zip(paths, statuses).compactMap { path, status -> (path: String, file: FileTimes.Output)? in
      guard let status, let file = written.files[path], status.size == file.size else { return nil }
      let modified = status.seconds &* 1_000_000_000 &+ Int64(status.nanoseconds)
      return (path, FileTimes.Output(size: file.size, modified: modified, digest: file.digest))
    }
    write(FileTimes.bytes(read, left), Self.timesName)
    if let build {
      write(build.bytes, Self.buildName)
    } else {
      try? FileSystem.remove(folder + "/" + Self.buildName)
    }
  }

  /// Removes the cache of a site.
  package static func remove(site: String) throws(FileError) {
    let folder = site + "/" + folderName
    if FileSystem.kind(folder) == .file {
      throw FileError(path: folder, reason: "it is a file, which Presstime did not make; move it away")
    }
    try FileSystem.remove(folder)
  }

  /// Files are replaced by renaming, so that a reader sees the old one or the new one.
  func write(_ bytes: [UInt8], _ name: String) {
    let path = folder + "/" + name
    do {
      // Whatever else stands there is of no use, and would be in the way for ever.
      if FileSystem.kind(path) == .folder { try FileSystem.remove(path) }
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
