package import Diagnostics
package import Files

/// The folder of a site that another generator builds: what lies in it, and its texts. Nothing in it is written.
package struct OldSite: Sendable {
  /// As the user has named it, without a slash at its end.
  package let folder: String
  /// Paths from the folder, in the order of their bytes.
  package let files: [String]
  /// What could not be listed.
  package let diagnostics: [Diagnostic]

  /// What no generator publishes and no import reads.
  private static let ignored: Set<String> = [
    ".git", ".hg", ".svn", ".github", ".gitlab", ".vscode", ".idea", ".DS_Store", "node_modules",
    ".presstime",
    ".bundle", ".jekyll-cache", ".sass-cache", ".jekyll-metadata", "_site", ".cache", ".astro",
    ".hugo_build.lock",
    "Thumbs.db",
  ]

  /// Lists a folder, which must exist.
  package init(folder: String) {
    self.folder = folder
    let tree = FileTree(of: folder, shownAs: folder, boundary: folder) { Self.ignored.contains($0) }
    files = tree.files
    diagnostics = tree.diagnostics
  }

  /// A path of it as it is printed.
  package func shown(_ path: String) -> String { folder == "." ? path : folder + "/" + path }

  /// The bytes of a file.
  package func read(_ path: String) throws(FileError) -> [UInt8] {
    try FileSystem.read(folder + "/" + path)
  }

  /// A file as a text that diagnostics can point into; nothing when it can't be read.
  func source(_ path: String) -> SourceFile? {
    guard let bytes = try? read(path) else { return nil }
    return SourceFile(path: shown(path), bytes: bytes)
  }

  func text(_ path: String) -> String? { source(path).map { String(decoding: $0.bytes, as: UTF8.self) } }

  func has(_ path: String) -> Bool { files.contains(path) }

  func hasFolder(_ path: String) -> Bool { files.contains { $0.hasPrefix(path + "/") } }

  /// The first of these files that is there.
  func first(of paths: [String]) -> String? { paths.first { has($0) } }
}

extension FilePath {
  /// A path without the last suffix of its name.
  static func withoutSuffix(_ path: String) -> String {
    let suffix = suffix(of: path)
    return suffix.isEmpty ? path : String(Substring(path.utf8.dropLast(suffix.utf8.count + 1)))
  }

  static func isMarkdown(_ path: String) -> Bool { ["md", "markdown"].contains(suffix(of: path)) }

  /// Whether some part of the path begins with a dot or a low line.
  static func hasHiddenPart(_ path: String) -> Bool {
    path.split(separator: "/").contains { $0.hasPrefix("_") || ($0.hasPrefix(".") && $0 != ".well-known") }
  }
}
