import Synchronization

/// Which folders below a root are reached without a symbolic link: behind one lies somebody else's folder. Hot, so each
/// is looked at once.
final class PlainFolders: Sendable {
  private let root: String
  private let known = Mutex<[String: Bool]>(["": true])

  init(below root: String) {
    self.root = root
  }

  func contains(_ folder: String) -> Bool {
    if let isPlain = known.withLock({ $0[folder] }) { return isPlain }
    let isPlain =
      contains(OutputPath.folder(of: folder)) && FileSystem.ownKind(root + "/" + folder) == .folder
    known.withLock { $0[folder] = isPlain }
    return isPlain
  }
}
