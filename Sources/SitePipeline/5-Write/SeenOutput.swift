import Digests
import Files

/// The files of an output that are as the last build has left them, looked at before anybody asks. Of one that is not
/// among them nothing is known.
package struct SeenOutput: Sendable {
  /// What stands for the marker that was there before. Of the output of another build they say nothing.
  let marker: Digest?
  private let times: OutputTimes
  /// By number of the file in the manifest.
  private let isUntouched: [Bool]

  /// Looks at every file of which it is known when it was written: at its size and its time. Hot, and for one thread beside
  /// those that make pages.
  init(_ path: String, _ marker: KnownMarker?, _ times: OutputTimes) {
    self.marker = marker?.digest
    self.times = times
    var isUntouched: [Bool] = []
    if let marker, marker.digest == times.marker {
      let root = FileSystem.realPath(path)
      var files = UntouchedFiles(OpenFolder(root), marker.manifest, times, PlainFolders(below: root))
      isUntouched.reserveCapacity(times.count)
      for number in 0..<min(times.count, marker.manifest.count) {
        isUntouched.append(files.contains(number))
      }
    }
    self.isUntouched = isUntouched
  }

  /// When a file was written, by its number in the manifest, if it is one of them. Hot.
  func modified(_ number: Int) -> Int64? {
    number < isUntouched.count && isUntouched[number] ? times.modified(number) : nil
  }
}
