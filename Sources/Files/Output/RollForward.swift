import Digests

/// The second half of a small change: the side folder has a journal, and all that is left to do is to remove files, to
/// rename files, and to rename the marker at the end.
///
/// It may be killed at any moment and run again, by the next build. The journal's name says how far it came: removals
/// end before the first file is renamed, and are not repeated then, because where letter case is not told apart the new
/// `about.html` would be removed for the old `About.html`.
struct RollForward {
  let side: String
  let target: String
  /// Called before each change, by tests that stop there.
  let step: @Sendable () -> Void

  private var removing: String { side + "/removing" }
  private var moving: String { side + "/moving" }
  private var newMarker: String { side + "/marker" }
  private var marker: String { target + "/" + OutputFolder.marker }

  /// Writes the journal; the last rename of it is the moment after which the change is completed whatever happens.
  func begin(_ journal: OutputJournal, marker: [UInt8]) throws(FileError) {
    step()
    try FileSystem.writeNew(newMarker, marker)
    let draft = side + "/journal"
    step()
    try FileSystem.writeNew(draft, journal.bytes)
    step()
    try FileSystem.move(draft, to: removing)
  }

  /// Completes what was begun, if anything was. A journal that is not whole, or meant for another folder than the one
  /// that lies there now, is passed over.
  func runIfBegun() throws(FileError) {
    for path in [removing, moving] {
      guard FileSystem.ownKind(path) == .file, let journal = OutputJournal(try FileSystem.read(path)),
        isMeant(journal)
      else { continue }
      try complete()
    }
  }

  /// Goes on from where the journal's name says.
  func complete() throws(FileError) {
    do { try run() } catch {
      throw FileError(
        path: error.path,
        reason: "a change of the output that was begun can't be completed: \(error.reason); "
          + "mend that, and build again")
    }
  }

  /// Whether the folder is the one that the journal was written for.
  private func isMeant(_ journal: OutputJournal) -> Bool {
    guard FileSystem.kind(target) == .folder else { return false }
    let there = Self.digest(marker)
    if there == journal.after { return true }
    return there == journal.before && Self.digest(newMarker) == journal.after
  }

  /// Of a file; nothing when none is there.
  static func digest(_ path: String) -> Digest? {
    guard FileSystem.ownKind(path) == .file, let bytes = try? FileSystem.read(path) else { return nil }
    return Digest(of: bytes)
  }

  private func run() throws(FileError) {
    if FileSystem.ownKind(removing) == .file {
      let folders = PlainFolders(below: target)
      for path in OutputJournal(try FileSystem.read(removing))?.removals ?? [] { try remove(path, folders) }
      step()
      try FileSystem.move(removing, to: moving)
    }
    try moveFiles(in: "")
    if FileSystem.ownKind(newMarker) == .file {
      step()
      try FileSystem.move(newMarker, to: marker)
    }
    step()
    try FileSystem.removeFile(moving)
  }

  /// Removes a file, and the folders that are empty then.
  private func remove(_ path: String, _ folders: PlainFolders) throws(FileError) {
    var folder = FilePath.folder(of: path)
    // A folder there is somebody else's: Presstime wrote a file.
    if folders.contains(folder), FileSystem.ownKind(target + "/" + path) != .folder {
      step()
      try FileSystem.removeFile(target + "/" + path)
    }
    // A run that was cut off may have removed the lower ones already.
    while !folder.isEmpty {
      let above = FilePath.folder(of: folder)
      guard folders.contains(above) || FileSystem.ownKind(target + "/" + above) == nil else { return }
      step()
      guard FileSystem.removeEmptyFolder(target + "/" + folder) else { return }
      folder = above
    }
  }

  /// Renames what still lies in a folder of the new files. A folder that the output lacks is renamed as a whole.
  private func moveFiles(in folder: String) throws(FileError) {
    let files = side + "/files"
    guard FileSystem.ownKind(files) == .folder else { return }
    for entry in try FileSystem.entries(in: folder.isEmpty ? files : files + "/" + folder) {
      guard let name = entry.name else { continue }
      let path = FilePath.joined(folder, name)
      if entry.kind == .folder {
        try moveFolder(path)
      } else {
        try moveFile(path)
      }
    }
  }

  private func moveFolder(_ path: String) throws(FileError) {
    switch FileSystem.ownKind(target + "/" + path) {
    case .folder: break
    case nil:
      step()
      do {
        try FileSystem.move(side + "/files/" + path, to: target + "/" + path)
        return
      } catch {
        guard error.isElsewhere else { throw error }
        try FileSystem.makeFolder(target + "/" + path)
      }
    default: throw ChangeCheck.needsFolder(target + "/" + path)
    }
    try moveFiles(in: path)
  }

  private func moveFile(_ path: String) throws(FileError) {
    let (from, to) = (side + "/files/" + path, target + "/" + path)
    step()
    do { try FileSystem.move(from, to: to) } catch {
      if error.isElsewhere {
        try copy(from, to: to)
      } else if error.isOtherKind {
        Self.removeEmptyFolders(to)
        do { try FileSystem.move(from, to: to) } catch { throw ChangeCheck.needsFile(to) }
      } else {
        throw error
      }
    }
  }

  /// Where another file system is mounted on a folder of the output: files are copied into it, and renamed there.
  private func copy(_ from: String, to: String) throws(FileError) {
    let draft = FileSystem.parent(of: to) + "/.presstime-moving"
    try FileSystem.write(draft, try FileSystem.read(from))
    step()
    try FileSystem.move(draft, to: to)
    step()
    try FileSystem.removeFile(from)
  }

  /// Removes a folder that holds nothing but folders.
  private static func removeEmptyFolders(_ folder: String) {
    for entry in (try? FileSystem.entries(in: folder)) ?? [] where entry.kind == .folder {
      if let name = entry.name { removeEmptyFolders(folder + "/" + name) }
    }
    FileSystem.removeEmptyFolder(folder)
  }
}
