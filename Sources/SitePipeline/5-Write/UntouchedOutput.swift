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
      return !Parallel.map(times.outputCount, jobs: jobs) { index in
        let (path, file) = times.output(at: index)
        return isUntouched(output + "/" + path, file)
      }.contains(false)
    }
    guard let files = OutputManifest(bytes)?.files.map({ ($0.key, $0.value) }) else { return false }
    return !Parallel.map(files.count, jobs: jobs) { index in
      let (path, file) = files[index]
      return file.isHeld(at: output + "/" + path)
    }.contains(false)
  }

  private static func isUntouched(_ path: String, _ file: FileTimes.Output) -> Bool {
    guard let status = FileSystem.ownStatus(path) else { return false }
    return status == (file.size, file.modified)
  }
}
