/// What others put into an output folder (`CNAME`, `.git`), brought along into the folder that it is exchanged for.
///
/// Files get a second name there, so they are the same files, and the first name stays until the folders are exchanged.
/// What can't be brought so, a mounted folder for example, keeps the folder from being exchanged.
struct ForeignFiles {
  /// Why the folders can't be exchanged.
  struct Obstacle: Error {
    let path: String
    let reason: String
  }

  let target: String
  let side: String
  let previous: OutputManifest
  let manifest: OutputManifest
  /// Folders of the new output.
  let folders: Set<String>
  let step: @Sendable () -> Void

  /// What was brought along, files and links only.
  private(set) var carried: [String] = []
  /// Folders that the last build had files in.
  private lazy var foldersBefore = FolderExchange.folders(of: previous.paths)
  /// Folders that others' files lie in.
  private var foldersOfOthers: Set<String> = []

  init(
    target: String, side: String, previous: OutputManifest, manifest: OutputManifest, folders: Set<String>,
    step: @escaping @Sendable () -> Void
  ) {
    self.target = target
    self.side = side
    self.previous = previous
    self.manifest = manifest
    self.folders = folders
    self.step = step
  }

  /// Nothing, or why the folders can't be exchanged; files of others where the site needs something else are an error.
  mutating func carry() throws(FileError) -> Obstacle? {
    var pending = [""]
    while let folder = pending.popLast() {
      let path = folder.isEmpty ? target : target + "/" + folder
      if !folder.isEmpty, FileSystem.isMountPoint(path) {
        return Obstacle(path: path, reason: "a file system is mounted there")
      }
      let entries = try FileSystem.entries(in: path)
      if entries.isEmpty { try carryEmpty(folder) }
      for entry in entries {
        guard let name = entry.name else { return Obstacle(path: path, reason: "a name in it is no UTF-8") }
        let inner = FilePath.joined(folder, name)
        if inner == OutputFolder.marker { continue }
        if entry.kind == .folder {
          pending.append(inner)
        } else if !previous.contains(inner), !manifest.contains(inner) {
          if let obstacle = try carryFile(inner) { return obstacle }
        }
      }
    }
    // When all is in them: they may be closed to writing.
    for folder in foldersOfOthers.sorted().reversed() {
      FileSystem.copyOwnerAndMode(from: target + "/" + folder, to: side + "/" + folder)
    }
    FileSystem.copyOwnerAndMode(from: target, to: side)
    return nil
  }

  private mutating func carryFile(_ path: String) throws(FileError) -> Obstacle? {
    if folders.contains(path) { throw ChangeCheck.needsFolder(target + "/" + path) }
    try makeFolder(FilePath.folder(of: path))
    step()
    do { try FileSystem.link(target + "/" + path, to: side + "/" + path) } catch {
      guard error.isNoLink else { throw error }
      return Obstacle(path: target + "/" + path, reason: "it can't be given a second name: \(error.reason)")
    }
    carried.append(path)
    return nil
  }

  /// An empty folder is somebody else's, unless a file of ours was removed from it by hand: programs need theirs.
  private mutating func carryEmpty(_ folder: String) throws(FileError) {
    // It gives way to a file.
    var above = folder
    while !above.isEmpty {
      if manifest.contains(above) { return }
      above = FilePath.folder(of: above)
    }
    if folder.isEmpty || foldersBefore.contains(folder) { return }
    try makeFolder(folder)
  }

  private mutating func makeFolder(_ folder: String) throws(FileError) {
    if folder.isEmpty || folders.contains(folder) || !foldersOfOthers.insert(folder).inserted { return }
    // The site's own file wins over a file of others, never over a folder with such files in it.
    if manifest.contains(folder) { throw ChangeCheck.needsFile(target + "/" + folder) }
    try makeFolder(FilePath.folder(of: folder))
    step()
    try FileSystem.makeFolder(side + "/" + folder)
  }
}
