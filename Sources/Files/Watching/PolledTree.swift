/// Files below some folders, and what they looked like last.
struct PolledTree: Sendable {
  private struct Look: Equatable {
    let size: Int
    let modified: Int64
  }

  private let roots: [String]
  private let isLeftOut: @Sendable (String) -> Bool
  private var files: [String: Look] = [:]

  init(_ roots: [String], _ isLeftOut: @escaping @Sendable (String) -> Bool) {
    self.roots = roots
    self.isLeftOut = isLeftOut
    files = current()
  }

  /// Adds the files that differ from the last look.
  mutating func look(_ changes: inout FileChanges) {
    let now = current()
    for (path, look) in now where files[path] != look { changes.paths.insert(path) }
    for path in files.keys where now[path] == nil { changes.paths.insert(path) }
    files = now
  }

  /// The same files that a build reads, links and all.
  private func current() -> [String: Look] {
    var found: [String: Look] = [:]
    for root in roots where FileSystem.kind(root) == .folder {
      let boundary = FileSystem.parent(of: root)
      for file in FileTree(of: root, shownAs: root, boundary: boundary, isLeftOut: isLeftOut).files {
        let path = root + "/" + file
        guard let (size, modified) = FileSystem.status(path) else { continue }
        found[path] = Look(size: size, modified: modified)
      }
    }
    return found
  }
}
