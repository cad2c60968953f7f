import Digests
import Files

/// The files of an output that are as the last build has left them, looked at before anybody asks. Of one that is not
/// among them nothing is known.
package struct SeenOutput: Sendable {
  /// What stands for the marker that was there before. Of the output of another build they say nothing.
  let marker: Digest?
  private let times: FileTimes
  /// By number of the file in `times`.
  private let isUntouched: [Bool]

  /// Looks at every file that `times` knows: at its size and its time. Hot, and for one thread beside those that make
  /// pages.
  init(_ path: String, marker: Digest?, _ times: FileTimes) {
    self.marker = marker
    self.times = times
    let root = FileSystem.realPath(path)
    var walk = FolderWalk(OpenFolder(root))
    let folders = PlainFolders(below: root)
    // Neighbours lie in one folder.
    var (last, isPlain) = ("", true)
    let count = marker == nil ? 0 : times.outputCount
    var isUntouched: [Bool] = []
    isUntouched.reserveCapacity(count)
    for number in 0..<count {
      let (path, file) = times.output(at: number)
      let parent = FilePath.folder(of: path)
      if parent != last { (last, isPlain) = (parent, folders.contains(parent)) }
      isUntouched.append(isPlain && file.isThere(walk.ownStatus(path)))
    }
    self.isUntouched = isUntouched
  }

  /// When a file was written, if it is one of them and holds what `digest` says. Most files are the `place`th of the last
  /// build as of this one. Hot.
  func modified(_ path: String, _ digest: Digest, at place: Int) -> Int64? {
    guard let (number, file) = times.output(path, at: place), number < isUntouched.count, isUntouched[number],
      file.digest == digest
    else { return nil }
    return file.modified
  }
}
