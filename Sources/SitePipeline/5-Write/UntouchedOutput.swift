import Digests
import Files

/// Whether an output is wholly as the last build left it.
struct UntouchedOutput {
  /// Looks at every file of a manifest: by size and time where `times` are those of that output, else by its bytes; and
  /// whether it is reached without a link. Hot.
  static func isThere(_ output: String, _ marker: KnownMarker, _ times: OutputTimes, jobs: Int) -> Bool {
    let manifest = marker.manifest
    let root = FileSystem.realPath(output)
    let plain = PlainFolders(below: root)
    if marker.digest == times.marker {
      let folder = OpenFolder(root)
      return !Parallel.runs(manifest.count, jobs: jobs) { run in
        var files = UntouchedFiles(folder, manifest, times, plain)
        return run.allSatisfy { files.contains($0) }
      }.contains(false)
    }
    let paths = manifest.paths
    return !Parallel.map(paths.count, jobs: jobs) { index in
      let path = paths[index]
      return plain.contains(FilePath.folder(of: path))
        && manifest.file(at: path)?.isHeld(at: root + "/" + path) ?? false
    }.contains(false)
  }
}
