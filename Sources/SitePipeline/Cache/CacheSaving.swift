import Digests
package import Files

extension DocumentCache {
  /// Leaves what a build has found that the next one need not find again, whatever becomes of its output.
  func saveFound(
    _ written: WrittenSite, _ texts: KeptTexts?, _ searches: [SearchIndex], _ related: KeptRelated?
  ) {
    guard isSaved else { return }
    if let readable = written.readable {
      LastReads.save(written.reads, readable, since: written.lastReads, in: self)
    }
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
    _ written: WrittenSite, jobs: Int
  ) {
    guard isSaved else { return }
    // Each is a file of its own.
    let files: [@Sendable () -> Void] = [
      { self.write(FileTimes.file(inputs.files, OutputTimes(written)), Self.timesName) },
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

  func write(_ file: borrowing CacheWriter, _ name: String) { Self.write(file, name, in: folder) }

  /// Files are replaced by renaming, so that a reader sees the old one or the new one.
  static func write(_ file: borrowing CacheWriter, _ name: String, in folder: String) {
    let path = folder + "/" + name
    // Whatever else stands there is of no use, and would be in the way for ever.
    if FileSystem.kind(path) == .folder { try? FileSystem.remove(path) }
    unsafe file.withBytes { try? unsafe FileSystem.replace(path, $0) }
  }
}
