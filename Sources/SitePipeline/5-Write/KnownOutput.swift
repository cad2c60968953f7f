import Digests
import Files
import Synchronization

/// What the last build left in the output, as far as it is there still.
final class KnownOutput: Sendable {
  private let output: OutputFolder
  /// Nothing when another build has written there since.
  private let seen: SeenOutput?
  private let times: OutputTimes
  /// By page: what its program is given; none where no build asks.
  private let starts: [Digest?]
  private let keys: LastReads.Keys?
  /// How many pages on end have had their programs run for nothing.
  private let keptInVain = Atomic(0)

  init(_ plan: SitePlan, _ output: OutputFolder, _ seen: Ahead<SeenOutput>?, _ readable: ReadableDigests?) {
    self.output = output
    let starts = readable?.readable.map { plan.starts($0) } ?? []
    self.starts = starts
    times = plan.checked.loaded.cache.times.output
    keys = readable.flatMap { plan.checked.loaded.cache.lastReads?.keys($0, starts) }
    // Of no use when programs differ, and large.
    if keys == nil { plan.checked.loaded.cache.letGoOfReads() }
    let seen = seen?.value
    self.seen = seen?.marker == output.previousMarker ? seen : nil
  }

  func start(of page: Int) -> Digest? { page < starts.count ? starts[page] : nil }

  /// The key of a page if its program would read nothing that differs from the last build.
  func key(of page: Int) -> LastReads.Page? { keys?.page(page) }

  /// Where pages come from whose programs have not run.
  var lastReads: LastReads? { keys?.last }

  /// Whether so many pages on end were kept after their programs ran that the next one most likely is: all read a thing
  /// that differs, and few show it. Pages come in the order of their routes.
  var isLikelyToKeep: Bool { keptInVain.load(ordering: .relaxed) >= 16 }

  /// When the page that is there was written, if it is kept with this key; else nothing.
  func keeps(_ path: String, _ there: File, _ key: Digest?, hasRun: Bool) -> Int64? {
    guard key != nil, key == there.file.key else {
      // Threads that write to one place wait for each other.
      if keptInVain.load(ordering: .relaxed) > 0 { keptInVain.store(0, ordering: .relaxed) }
      return nil
    }
    if hasRun { keptInVain.wrappingAdd(1, ordering: .relaxed) }
    return held(path, there)
  }

  /// A file of the last build by its manifest, where it has this number.
  typealias File = (number: Int, file: OutputManifest.File)

  /// What the manifest says of a file.
  func file(at path: String) -> File? { output.previous.find(path) }

  /// When it was written, if it is in the output as the manifest says: by its size and time on the machine that wrote
  /// it, else by its bytes. Hot.
  func held(_ path: String, _ there: File) -> Int64? {
    if let modified = seen?.modified(there.number) { return modified }
    guard let (size, modified) = output.status(path), size == there.file.size else { return nil }
    if times.marker == output.previousMarker, times.modified(there.number) == modified { return modified }
    guard let bytes = try? output.read(path), Digest(of: bytes) == there.file.digest else { return nil }
    return modified
  }
}
