import Synchronization

/// Which folders below a root are reached without a symbolic link: behind one lies somebody else's folder. Hot: a folder
/// is listed once, since a look at each of its own would cost as much as one at each file.
final class PlainFolders: Sendable {
  private let root: String
  /// By folder: the names of its plain folders, as they were when it was listed; nothing of one behind a link.
  private let listed = Mutex<[String: Set<String>?]>([:])
  /// Held while a folder is listed: threads come to a large one together, and each would list it.
  private let isListing = Mutex(())

  init(below root: String) {
    self.root = root
  }

  func contains(_ folder: String) -> Bool {
    if folder.isEmpty { return true }
    let parent = OutputPath.folder(of: folder)
    let name = parent.isEmpty ? folder : String(Substring(folder.utf8.dropFirst(parent.utf8.count + 1)))
    // Whether it was among those of its folder; nothing where that is behind a link, or was not listed yet.
    let known = listed.withLock { listed in listed[parent].map { $0?.contains(name) } }
    guard let found = known ?? list(parent, name) else { return false }
    // It may have been made since.
    return found || FileSystem.ownKind(root + "/" + folder) == .folder
  }

  private func list(_ parent: String, _ name: String) -> Bool? {
    let isPlain = contains(parent)
    return isListing.withLock { _ in
      if let known = listed.withLock({ $0[parent] }) { return known?.contains(name) }
      var names: Set<String>?
      if isPlain {
        let entries = try? FileSystem.unsortedEntries(in: parent.isEmpty ? root : root + "/" + parent)
        names = Set((entries ?? []).lazy.filter { $0.kind == .folder }.compactMap(\.name))
      }
      listed.withLock { [names] in $0[parent] = .some(names) }
      return names?.contains(name)
    }
  }
}
