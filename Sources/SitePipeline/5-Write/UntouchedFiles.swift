import Files

/// Looks at the files of an output, one after the other in the order of their manifest: whether each is of the size and
/// the time that the last build left it with, and reached without a link. Hot.
struct UntouchedFiles: ~Copyable {
  private let manifest: OutputManifest
  private let times: OutputTimes
  private let folders: PlainFolders
  private var walk: FolderWalk
  /// Neighbours lie in one folder.
  private var isPlain = true

  /// Those of the output at `root`; `folders` are below it.
  init(_ root: OpenFolder, _ manifest: OutputManifest, _ times: OutputTimes, _ folders: PlainFolders) {
    self.manifest = manifest
    self.times = times
    self.folders = folders
    walk = FolderWalk(root)
  }

  /// Whether a file is one of them, by its number in the manifest.
  mutating func contains(_ number: Int) -> Bool {
    let (path, size) = manifest.sizedPath(of: number)
    let isThere = times.isUntouched(number, size, walk.ownStatus(path))
    if walk.isInNextFolder { isPlain = folders.contains(FilePath.folder(of: path)) }
    return isPlain && isThere
  }
}
