/// The way of large changes: the folder at the side is filled up to a whole output, and exchanged for the old one in one
/// step.
struct FolderExchange {
  let target: String
  /// The side folder itself.
  let side: String
  let previous: OutputManifest
  let manifest: OutputManifest
  /// Files that lie in `files` already.
  let written: Set<String>
  let step: @Sendable () -> Void

  private var files: String { side + "/files" }

  /// Whether this file system can exchange folders; two empty ones are tried.
  static func works(in side: String) -> Bool {
    let probes = (side + "/one", side + "/other")
    defer {
      FileSystem.removeEmptyFolder(probes.0)
      FileSystem.removeEmptyFolder(probes.1)
    }
    do throws(FileError) {
      try FileSystem.makeFolder(probes.0)
      try FileSystem.makeFolder(probes.1)
      try FileSystem.exchange(probes.0, probes.1)
      return true
    } catch { return false }
  }

  /// Puts the new folder in its place. Nothing, or why that can't be done here; then `files` is as it was.
  func run() throws(FileError) -> ForeignFiles.Obstacle? {
    // A first build keeps none, and nobody has any there.
    let isFirst = written.count == manifest.count && FileSystem.kind(target) == nil
    let paths = isFirst ? [] : manifest.paths
    let kept = paths.filter { !written.contains($0) }
    for folder in Set(kept.map(FilePath.folder)) where !folder.isEmpty {
      try FileSystem.makeFolder(files + "/" + folder)
    }
    for path in kept {
      step()
      try keep(path)
    }
    step()
    try FileSystem.writeNew(files + "/" + OutputFolder.marker, manifest.bytes)
    var carried: [String] = []
    var obstacle: ForeignFiles.Obstacle?
    if FileSystem.kind(target) != nil {
      let folders = Self.folders(of: paths)
      var foreign = ForeignFiles(
        target: target, side: files, previous: previous, manifest: manifest, folders: folders, step: step)
      obstacle = try foreign.carry()
      carried = foreign.carried
    }
    if obstacle == nil { obstacle = try takePlace() }
    guard let obstacle else { return nil }
    for path in kept + carried + [OutputFolder.marker] { try FileSystem.removeFile(files + "/" + path) }
    return obstacle
  }

  private func takePlace() throws(FileError) -> ForeignFiles.Obstacle? {
    step()
    if Self.isFree(target) {
      try FileSystem.move(files, to: target)
      return nil
    }
    do { try FileSystem.exchange(files, target) } catch {
      guard error.isNoExchange else { throw error }
      return ForeignFiles.Obstacle(path: target, reason: "folders can't be exchanged there")
    }
    return nil
  }

  /// Whether nothing is at a path, or an empty folder: a rename puts a folder there in one step.
  static func isFree(_ target: String) -> Bool {
    guard let kind = FileSystem.ownKind(target) else { return true }
    return kind == .folder && (try? FileSystem.names(in: target))?.isEmpty == true
  }

  /// Gives a file of the old folder a second name in the new one, or copies it where the file system can't.
  private func keep(_ path: String) throws(FileError) {
    let (from, to) = (target + "/" + path, files + "/" + path)
    do throws(FileError) { try link(from, to: to) } catch {
      guard error.isNoLink else { throw error }
      try FileSystem.writeNew(to, try FileSystem.read(from))
    }
  }

  private func link(_ from: String, to: String) throws(FileError) {
    do throws(FileError) { try FileSystem.link(from, to: to) } catch {
      guard error.isMissing else { throw error }
      // Of two folders that Swift holds to be equal, one composed and one not, the other was made.
      try FileSystem.makeFolder(FilePath.folder(of: to))
      try FileSystem.link(from, to: to)
    }
  }

  /// All folders that files lie in.
  static func folders(of paths: some Sequence<String>) -> Set<String> {
    var folders: Set<String> = []
    for path in paths {
      var folder = FilePath.folder(of: path)
      while !folder.isEmpty, folders.insert(folder).inserted { folder = FilePath.folder(of: folder) }
    }
    return folders
  }
}
