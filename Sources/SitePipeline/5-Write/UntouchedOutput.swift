import Digests
import Files

/// Whether an output is wholly as the last build left it.
struct UntouchedOutput {
  /// Looks at every file of a manifest: by size and time where `times` are those of that output, else by its bytes. Hot.
  static func isThere(_ output: String, _ marker: KnownMarker, _ times: OutputTimes, jobs: Int) -> Bool {
    let manifest = marker.manifest
    if marker.digest == times.marker {
      let folder = OpenFolder(output)
      return !Parallel.runs(manifest.count, jobs: jobs) { run in
        var walk = FolderWalk(folder)
        return run.allSatisfy { number in
          let (path, size) = manifest.sizedPath(of: number)
          return times.isUntouched(number, size, walk.ownStatus(path))
        }
      }.contains(false)
    }
    let paths = manifest.paths
    return !Parallel.map(paths.count, jobs: jobs) { index in
      manifest.file(at: paths[index])?.isHeld(at: output + "/" + paths[index]) ?? false
    }.contains(false)
  }
}
