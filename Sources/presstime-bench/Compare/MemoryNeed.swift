import Files

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Room for the files and the processes of a benchmark: what does not fit is refused, because a machine that swaps
/// measures its disk, and what it can't swap it kills.
struct MemoryNeed {
  let posts: Int
  let hugo: Bool
  let zola: Bool

  /// Bytes, with something to spare. What a post takes was measured; files take whole pages of 4 KiB.
  var files: Int {
    let sites = 10_000 * (1 + (hugo ? 1 : 0) + (zola ? 1 : 0))
    // Presstime's output and cache stay while the floor fills a folder as large.
    return posts * (sites + 45_000 + 30_000 + 45_000) + 50_000_000
  }

  /// Hugo takes about 250 kB for a post; that of Zola is not known, and taken for as much as Presstime's twice.
  var process: Int { posts * (hugo ? 270_000 : zola ? 120_000 : 60_000) + 200_000_000 }

  /// Why it does not fit, if so; `folder` is what may still be written there.
  func refusal(available: Int?, folder: Int?, isInMemory: Bool) -> String? {
    let (needed, place) = (files + process, isInMemory ? "/dev/shm" : "the temporary folder")
    if let folder, files > folder {
      return sentence(files, "of files in \(place)", folder)
    }
    guard let available else { return nil }
    let memory = isInMemory ? needed : process
    return memory > available ? sentence(memory, "of memory", available) : nil
  }

  private func sentence(_ needed: Int, _ what: String, _ available: Int) -> String {
    func gigabytes(_ bytes: Int) -> String { Comparison.decimal(Double(bytes) / 1e9, digits: 1) + " GB" }
    let hint = hugo ? ", or leave Hugo out with --without-hugo" : ""
    return "\(Comparison.grouped(posts)) posts take about \(gigabytes(needed)) \(what), and "
      + "\(gigabytes(available)) are free; take fewer with --posts\(hint)"
  }
}

extension Workspace {
  /// Throws when there is not the memory for a benchmark.
  func checkRoom(_ need: MemoryNeed) throws(BenchProblem) {
    let memory = (try? FileSystem.readStream("/proc/meminfo")).map { String(decoding: $0, as: UTF8.self) }
    let refusal = need.refusal(
      available: memory.flatMap { Machine.bytes("MemAvailable", in: $0) }, folder: freeBytes,
      isInMemory: isInMemory)
    if let refusal { throw BenchProblem(refusal) }
  }

  /// What may still be written to the workspace.
  private var freeBytes: Int? {
    var status = statvfs()
    guard unsafe statvfs(folder, &status) == 0 else { return nil }
    return Int(status.f_bavail) * Int(status.f_frsize)
  }
}
