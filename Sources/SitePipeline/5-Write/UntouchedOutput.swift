import Digests
import Files

/// Whether an output is wholly as the last build left it.
struct UntouchedOutput {
  /// Looks at every file: by size and time where `times` knows them, else by its bytes. Hot.
  static func isThere(_ output: String, manifest: Digest, _ times: FileTimes, jobs: Int) -> Bool {
    guard let bytes = try? FileSystem.read(output + "/" + OutputFolder.marker), Digest(of: bytes) == manifest
    else {
      return false
    }
    if times.outputCount > 0 {
      let folder = OpenFolder(output)
      return !Parallel.runs(times.outputCount, jobs: jobs) { run in
        var walk = FolderWalk(folder)
        return run.allSatisfy { index in
          let (path, file) = times.output(at: index)
          return file.isThere(walk.ownStatus(path))
        }
      }.contains(false)
    }
    guard let manifest = OutputManifest(bytes) else { return false }
    let paths = manifest.paths
    return !Parallel.map(paths.count, jobs: jobs) { index in
      manifest.file(at: paths[index])?.isHeld(at: output + "/" + paths[index]) ?? false
    }.contains(false)
  }
}
