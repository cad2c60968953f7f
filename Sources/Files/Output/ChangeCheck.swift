/// What would stop a change half-way, found before it begins: files of others where the site needs a folder or a file,
/// and folders that may not be written.
struct ChangeCheck {
  let target: String
  /// Files that are removed first, so that they are in nobody's way.
  let removals: Set<String>
  private var checked: Set<String> = []
  private var writable: Set<String> = []

  init(target: String, removals: [String]) {
    self.target = target
    self.removals = Set(removals)
  }

  /// Checks a change in which the removals come first, then `written` are renamed into the folder.
  mutating func check(written: some Sequence<String>) throws(FileError) {
    // For the marker.
    try checkWritable("")
    let plain = PlainFolders(below: target)
    for path in removals {
      let folder = FilePath.folder(of: path)
      guard plain.contains(folder) else { continue }
      try checkWritable(folder)
      try checkFree(path)
    }
    for path in written {
      try checkFolder(FilePath.folder(of: path))
      if FileSystem.ownKind(target + "/" + path) == .folder {
        try checkRemovable(path, for: path)
      } else {
        try checkFree(path)
      }
    }
  }

  /// Checks that a file, if there is one, can be removed: containers mount single files too.
  private func checkFree(_ path: String) throws(FileError) {
    guard FileSystem.isMountPoint(target + "/" + path) else { return }
    throw FileError(
      path: target + "/" + path, reason: "the site changes this file, but it is mounted there; unmount it")
  }

  /// Checks that a folder is there, or can be made.
  private mutating func checkFolder(_ folder: String) throws(FileError) {
    if folder.isEmpty || !checked.insert(folder).inserted { return }
    let above = FilePath.folder(of: folder)
    try checkFolder(above)
    switch FileSystem.ownKind(target + "/" + folder) {
    case .folder: try checkWritable(folder)
    // Then it can be made in the one above, if that is there.
    case nil: break
    default:
      guard removals.contains(folder) else { throw Self.needsFolder(target + "/" + folder) }
    }
  }

  private mutating func checkWritable(_ folder: String) throws(FileError) {
    guard writable.insert(folder).inserted else { return }
    try FileSystem.checkWritable(folder.isEmpty ? target : target + "/" + folder)
  }

  /// Checks that nothing of others lies in a folder that has to give way to a file.
  private func checkRemovable(_ folder: String, for path: String) throws(FileError) {
    if FileSystem.isMountPoint(target + "/" + folder) { throw Self.needsFile(target + "/" + path) }
    for entry in try FileSystem.entries(in: target + "/" + folder) {
      guard let name = entry.name else { throw Self.needsFile(target + "/" + path) }
      let inner = folder + "/" + name
      if entry.kind == .folder {
        try checkRemovable(inner, for: path)
      } else if !removals.contains(inner) {
        throw Self.needsFile(target + "/" + path)
      }
    }
  }

  /// A file or a link of others is where the site has a folder.
  static func needsFolder(_ path: String) -> FileError {
    FileError(
      path: path,
      reason: "the site has a folder of this name, and Presstime did not write what is there; move it away")
  }

  /// A folder with files of others is where the site has a file.
  static func needsFile(_ path: String) -> FileError {
    FileError(
      path: path,
      reason:
        "the site has a file of this name, and the folder there holds files that Presstime did not write; "
        + "move them away")
  }
}
