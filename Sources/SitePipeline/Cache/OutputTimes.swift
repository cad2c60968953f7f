import Digests
import Files

/// When the files of an output were written, by their numbers in its manifest: what has been read is enough to tell those
/// that nobody has touched since.
struct OutputTimes: Sendable {
  /// What stands for the marker of that output. Of another they say nothing.
  let marker: Digest
  /// In nanoseconds since 1970.
  private var modified: [Int64]

  /// Of a file of which it is not known.
  private static let unknown = Int64.min

  private init(_ marker: Digest, _ modified: [Int64]) { (self.marker, self.modified) = (marker, modified) }

  /// Those of no output.
  init() { self.init(Digest(low: 0, high: 0), []) }

  /// Those of files that a build has just left in an output.
  init(_ written: WrittenSite) {
    guard let marker = written.marker else {
      self.init()
      return
    }
    self.init(marker, Array(repeating: Self.unknown, count: written.manifest.count))
    for file in written.files {
      guard let time = file.modified else { continue }
      let known = written.keepsNumbers ? file.number : nil
      if let number = known ?? written.manifest.number(of: file.path) { modified[number] = time }
    }
  }

  fileprivate init(_ reader: inout CacheReader) {
    self.init(reader.digest(), reader.list { Int64(bitPattern: $0.fixed()) })
  }

  var count: Int { modified.count }

  /// When a file was written, if that is known. Hot.
  func modified(_ number: Int) -> Int64? {
    guard number < modified.count, modified[number] != Self.unknown else { return nil }
    return modified[number]
  }

  /// Whether a file that had a size when it was written is of the same size and time now. Hot.
  func isUntouched(_ number: Int, _ size: Int, _ now: (size: Int, modified: Int64)?) -> Bool {
    guard let now, let modified = modified(number) else { return false }
    return now == (size, modified)
  }

  fileprivate func write(_ writer: inout CacheWriter) {
    writer.put(marker)
    writer.put(modified) { $0.put(fixed: UInt64(bitPattern: $1)) }
  }
}

extension CacheReader {
  mutating func outputTimes() -> OutputTimes { OutputTimes(&self) }
}

extension CacheWriter {
  mutating func put(_ times: OutputTimes) { times.write(&self) }
}
