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
    let known = index
    var length = log.length
    guard records.count != known.records.count || length != known.length else { return }
    if let moved = compacted(records, log) { (records, length) = (moved.records, moved.length) }
    write(known.file(records, new: added, length: length), Self.indexName)
  }

  /// Leaves what a build has found that the next one need not find again, whatever becomes of its output.
  func saveFound(
    _ written: WrittenSite, _ texts: KeptTexts?, _ searches: [SearchIndex], _ related: KeptRelated?
  ) {
    guard isSaved else { return }
    if let readable = written.readable { LastReads.save(written.reads, readable, in: self) }
    texts?.save(in: self)
    related?.save(in: self)
    for (language, search) in searches.enumerated() {
      guard let kept = search.forNextBuild(), !hasFailed else { continue }
      searchStore(ofLanguage: language)?.save(kept, in: self)
    }
  }

  /// Leaves what a build was made from and what it wrote. `inputs` are from before anything was read.
  func save(
    _ build: FinishedBuild?, _ log: @escaping @Sendable () -> BuildLog, _ inputs: BuildInputs,
    _ written: WrittenSite, _ output: OutputFolder, jobs: Int
  ) {
    guard isSaved else { return }
    let outputs = Parallel.map(written.files.count, jobs: jobs) { index -> WrittenFile? in
      let file = written.files[index]
      if file.modified != nil { return file }
      guard let (size, modified) = output.status(file.path), size == file.file.size else { return nil }
      return WrittenFile(path: file.path, file: file.file, modified: modified)
    }
    // Each is a file of its own.
    let files: [@Sendable () -> Void] = [
      { self.write(FileTimes.file(inputs.files, outputs), Self.timesName) },
      { log().save(in: self) },
      { written.links?.save(in: self) },
      {
        if let build {
          self.write(build.file, Self.buildName)
        } else {
          try? FileSystem.remove(self.folder + "/" + Self.buildName)
        }
      },
    ]
    _ = Parallel.map(files.count, jobs: jobs) { files[$0]() }
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
  func write(_ file: borrowing CacheWriter, _ name: String) {
    let path = folder + "/" + name
    // Whatever else stands there is of no use, and would be in the way for ever.
    if FileSystem.kind(path) == .folder { try? FileSystem.remove(path) }
    unsafe file.withBytes { try? unsafe FileSystem.replace(path, $0) }
  }

  /// Texts of the site alone, when more than half of what lies there belongs to documents that are no more.
  private func compacted(
    _ records: [Digest: Record], _ log: ByteLog
  ) -> (records: [Digest: Record], length: Int)? {
    let live = records.values.reduce(0) { $0 + $1.body.count }
    guard log.length > 2 * live + 1 << 20 else { return nil }
    let path = folder + "/" + Self.textsName
    guard let copy = ByteLog(at: path + ".new", keeping: 0) else { return nil }
    var moved: [Digest: Record] = [:]
    for (digest, record) in records {
      guard let bytes = log.read(record.body.lowerBound, record.body.count), let offset = copy.append(bytes)
      else {
        try? FileSystem.remove(path + ".new")
        return nil
      }
      moved[digest] = Record(body: offset..<offset + bytes.count, place: record.place, isNew: record.isNew)
    }
    do { try FileSystem.move(path + ".new", to: path) } catch { return nil }
    return (moved, copy.length)
  }
}
