import Foundation

@testable import Files

/// A folder of its own for each test, removed with the value.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("presstime-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = FileSystem.realPath(url.path)
  }

  deinit {
    try? FileSystem.remove(path)
  }

  /// Writes files with their folders; the text is the path unless it is said.
  func write(_ files: String...) throws {
    for file in files { try write(file, text: file) }
  }

  func write(_ file: String, text: String) throws {
    let full = path + "/" + file
    if let slash = full.lastIndex(of: "/") { try FileSystem.makeFolder(String(full[..<slash])) }
    try FileSystem.write(full, Array(text.utf8))
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
  }

  func text(_ file: String) -> String? {
    (try? FileSystem.read(path + "/" + file)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Everything below `folder`, folders with a slash at their end.
  func contents(_ folder: String = "") -> [String] {
    let root = path + (folder.isEmpty ? "" : "/" + folder)
    return (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []).map { name in
      FileSystem.kind(root + "/" + name) == .folder ? name + "/" : name
    }.sorted()
  }
}
