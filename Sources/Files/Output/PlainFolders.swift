import Digests
import Synchronization

/// Which folders below a root are reached without a symbolic link: behind one lies somebody else's folder. Hot: a folder
/// of which much is asked is listed, since a look at each of its own would cost as much as one at each file.
package final class PlainFolders: Sendable {
  private let root: String
  private let state = Mutex(State())
  /// Held while a folder is listed: threads come to a large one together, and each would list it.
  private let isListing = Mutex(())

  /// After so many looks at folders of one folder that is listed: it may hold thousands.
  private static let mostLooks = 16

  private struct State {
    /// What stands for the paths of plain folders, of listed ones as they were then: a digest takes less than a text.
    var plain: Set<Digest> = []
    /// Those that were listed.
    var listed: Set<String> = []
    /// By folder: how many looks there were at folders in it.
    var looks: [String: Int] = [:]
  }

  /// Those below a folder whose own path has no link.
  package init(below root: String) {
    self.root = root
  }

  /// Whether a folder, named from the root, is one of them.
  package func contains(_ folder: String) -> Bool {
    if folder.isEmpty { return true }
    let digest = Digest(of: folder)
    if isKnown(digest) { return true }
    let parent = FilePath.folder(of: folder)
    guard contains(parent) else { return false }
    let looks = state.withLock { state in
      state.looks[parent, default: 0] += 1
      return state.looks[parent, default: 0]
    }
    if looks > Self.mostLooks {
      list(parent)
      if isKnown(digest) { return true }
    }
    // It may have been made since it was listed.
    guard FileSystem.ownKind(root + "/" + folder) == .folder else { return false }
    state.withLock { _ = $0.plain.insert(digest) }
    return true
  }

  private func isKnown(_ folder: Digest) -> Bool { state.withLock { $0.plain.contains(folder) } }

  /// Lists a folder, if nobody has.
  private func list(_ folder: String) {
    isListing.withLock { _ in
      guard state.withLock({ $0.listed.insert(folder).inserted }) else { return }
      let entries = (try? FileSystem.unsortedEntries(in: folder.isEmpty ? root : root + "/" + folder)) ?? []
      var path = Array(folder.isEmpty ? "".utf8 : (folder + "/").utf8)
      let start = path.count
      state.withLock { state in
        state.plain.reserveCapacity(state.plain.count + entries.count)
        for case (let name?, .folder) in entries {
          path.removeLast(path.count - start)
          path += name.utf8
          state.plain.insert(Digest(of: path))
        }
      }
    }
  }
}
