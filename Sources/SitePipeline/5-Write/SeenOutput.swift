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
    let (folder, folders) = (OpenFolder(root), PlainFolders(below: root))
    // Neighbours lie in one folder.
    var (last, isPlain) = ("", true)
    isUntouched = (0..<(marker == nil ? 0 : times.outputCount)).map { number in
      let (path, file) = times.output(at: number)
      let parent = FilePath.folder(of: path)
      if parent != last { (last, isPlain) = (parent, folders.contains(parent)) }
      return isPlain && file.isThere(folder.ownStatus(path))
    }
  }

  /// When a file was written, if it is one of them and holds what `digest` says. Hot.
  func modified(_ path: String, _ digest: Digest) -> Int64? {
    guard let (number, file) = times.output(path), number < isUntouched.count, isUntouched[number],
      file.digest == digest
    else { return nil }
    return file.modified
  }
}
