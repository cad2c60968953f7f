#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Looks at many files of a folder, one after the other, where neighbours lie together: the system then finds them from
/// the folder that they lie in, or from the one above it, which takes less than from the root of all. Hot.
package struct FolderWalk: ~Copyable {
  private let root: OpenFolder
  /// Where files are found from now, if not from the root.
  private var near: OpenFolder?
  /// What that path begins with below the root: nothing, or a folder with its slash.
  private var nearPath: [UInt8] = []
  private var parents = Run()
  private var grandparents = Run()

  /// Of so many files on end, the folder is worth to be opened.
  private static let least = 8

  /// How many paths on end begin with the same.
  private struct Run {
    var path: [UInt8] = []
    var length = 0

    mutating func take(_ start: UnsafeRawBufferPointer) {
      // Faster than a comparison byte by byte.
      let isSame = unsafe path.withUnsafeBytes { known in
        guard known.count == start.count, let one = known.baseAddress, let other = start.baseAddress else {
          return unsafe known.isEmpty && start.isEmpty
        }
        return unsafe memcmp(one, other, known.count) == 0
      }
      if isSame {
        length += 1
      } else {
        path.removeAll(keepingCapacity: true)
        unsafe path.append(contentsOf: start)
        length = 1
      }
    }

    var isLong: Bool { length >= FolderWalk.least && !path.isEmpty }
  }

  /// Of files below a folder.
  package init(_ root: OpenFolder) {
    self.root = root
  }

  /// Whether the last path led to another folder than the one before.
  package var isInNextFolder: Bool { parents.length <= 1 }

  /// As `FileSystem.stamp`, of a path below the folder.
  package mutating func stamp(_ path: String) -> FileStamp? {
    unsafe path.withCString { text in
      let start = unsafe approach(text, path.utf8.count)
      return unsafe FileSystem.stamp(text + start, in: (near ?? root).descriptor)
    }
  }

  /// As `FileSystem.ownStatus`, of a path below the folder.
  package mutating func ownStatus(_ path: String) -> (size: Int, modified: Int64)? {
    unsafe path.withCString { text in
      let start = unsafe approach(text, path.utf8.count)
      return unsafe FileSystem.ownStatus(text + start, in: (near ?? root).descriptor)
    }
  }

  /// Opens a folder near a file, if that is worth it; says how much of the path leads there.
  private mutating func approach(_ text: UnsafePointer<CChar>, _ count: Int) -> Int {
    let path = unsafe UnsafeRawBufferPointer(start: text, count: count)
    let slash = UInt8(ascii: "/")
    let parent = unsafe path.lastIndex(of: slash).map { $0 + 1 } ?? 0
    let grandparent = unsafe path.prefix(max(parent - 1, 0)).lastIndex(of: slash).map { $0 + 1 } ?? 0
    unsafe parents.take(UnsafeRawBufferPointer(rebasing: path[..<parent]))
    unsafe grandparents.take(UnsafeRawBufferPointer(rebasing: path[..<grandparent]))
    let wanted = parents.isLong ? parents.path : grandparents.isLong ? grandparents.path : []
    if wanted != nearPath {
      near = wanted.isEmpty ? nil : root.folder(String(decoding: wanted, as: UTF8.self))
      nearPath = wanted
    }
    return near == nil ? 0 : nearPath.count
  }
}
