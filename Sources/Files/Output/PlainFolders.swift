import Synchronization

/// Which folders below a root are reached without a symbolic link: behind one lies somebody else's folder. Hot: a folder
/// is listed once, since a look at each of its own would cost as much as one at each file.
final class PlainFolders: Sendable {
  private let root: String
  /// By folder: the names of its plain folders, as they were when it was listed.
  private let listed = Mutex<[String: Set<String>]>([:])

  init(below root: String) {
    self.root = root
  }

  func contains(_ folder: String) -> Bool {
    if folder.isEmpty { return true }
    let parent = OutputPath.folder(of: folder)
    let name = parent.isEmpty ? folder : String(Substring(folder.utf8.dropFirst(parent.utf8.count + 1)))
    let isListed = listed.withLock { listed in
      if let names = listed[parent] { return names.contains(name) }
      let names = Set(FileSystem.plainFolders(in: parent.isEmpty ? root : root + "/" + parent))
      listed[parent] = names
      return names.contains(name)
    }
    // It may have been made since.
    return (isListed || FileSystem.ownKind(root + "/" + folder) == .folder) && contains(parent)
  }
}
