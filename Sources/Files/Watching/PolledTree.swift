/// Files below some folders, and what they looked like last.
struct PolledTree: Sendable {
  private struct Look: Equatable {
    let size: Int
    let seconds: Int64
    let nanoseconds: Int
  }

  private static let maximumDepth = 64
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

  private func current() -> [String: Look] {
    var found: [String: Look] = [:]
    for root in roots { list(root, depth: 0, &found) }
    return found
  }

  private func list(_ folder: String, depth: Int, _ found: inout [String: Look]) {
    guard depth < Self.maximumDepth, let names = try? FileSystem.names(in: folder) else { return }
    for case let name? in names where !isLeftOut(name) {
      let path = folder + "/" + name
      if let (size, seconds, nanoseconds) = FileSystem.status(path) {
        found[path] = Look(size: size, seconds: seconds, nanoseconds: nanoseconds)
      } else if FileSystem.kind(path) == .folder {
        list(path, depth: depth + 1, &found)
      }
    }
  }
}
