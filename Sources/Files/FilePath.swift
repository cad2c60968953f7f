/// The parts of a path with `/` between them.
package enum FilePath {
  /// What stands before the last slash; empty at the top.
  package static func folder(of path: String) -> String {
    path.lastSlash.map { String(Substring(path.utf8.prefix($0))) } ?? ""
  }

  /// What stands behind the last slash.
  package static func name(of path: String) -> String {
    path.lastSlash.map { String(Substring(path.utf8.dropFirst($0 + 1))) } ?? path
  }

  /// The name without its last suffix.
  package static func stem(of path: String) -> String {
    let (start, dot) = parts(of: path)
    guard let dot else { return name(of: path) }
    return String(Substring(path.utf8.prefix(dot).dropFirst(start)))
  }

  /// What stands behind the last dot of the name, in lower case.
  package static func suffix(of path: String) -> String {
    guard let dot = parts(of: path).dot else { return "" }
    return Substring(path.utf8.dropFirst(dot + 1)).lowercased()
  }

  /// Where the name begins, and the dot of its last suffix: one at its start begins none.
  private static func parts(of path: String) -> (start: Int, dot: Int?) {
    let start = path.lastSlash.map { $0 + 1 } ?? 0
    return (start, path.last(UInt8(ascii: ".")).flatMap { $0 > start ? $0 : nil })
  }

  /// A path as it is named from a folder that it lies in, as all do in ""; nothing for another. By bytes: where a path is
  /// not plain ASCII there are fewer characters.
  package static func rest(of path: String, in folder: String) -> String? {
    if folder.isEmpty { return path }
    let start = (folder + "/").utf8
    return path.utf8.starts(with: start) ? String(Substring(path.utf8.dropFirst(start.count))) : nil
  }

  /// `folder/name`; one alone where the other is empty.
  package static func joined(_ folder: String, _ name: String) -> String {
    folder.isEmpty ? name : name.isEmpty ? folder : folder + "/" + name
  }
}

extension String {
  /// How many bytes stand before its last slash. Hot.
  package var lastSlash: Int? { last(UInt8(ascii: "/")) }

  /// How many bytes stand before the last one of a kind. Hot.
  fileprivate func last(_ byte: UInt8) -> Int? {
    let found: Int?? = unsafe utf8.withContiguousStorageIfAvailable { bytes in
      var index = bytes.count
      while index > 0 {
        index -= 1
        if unsafe bytes[index] == byte { return index }
      }
      return nil
    }
    return found ?? Array(utf8).lastIndex(of: byte)
  }

  /// The order of bytes, which is that of the scalars: the order of strings depends on the version of Unicode. Hot.
  package func precedes(_ other: String) -> Bool {
    let order: Bool?? = unsafe utf8.withContiguousStorageIfAvailable { left in
      unsafe other.utf8.withContiguousStorageIfAvailable { right in unsafe OutputPath.precedes(left, right) }
    }
    return (order ?? nil) ?? utf8.lexicographicallyPrecedes(other.utf8)
  }
}
