package import Files

/// The folder that an imported site is written into: to the side first, then `content/` is renamed into place.
package struct ImportFolder: Sendable {
  private let folder: String
  /// Where the site is until it is whole, so that it can be checked: a folder with `content/`.
  package let staging: String
  private let isNew: Bool

  /// Refuses a folder with a `content/`.
  package init(_ folder: String) throws(FileError) {
    self.folder = folder
    staging = folder + "/.presstime-import"
    isNew = FileSystem.kind(folder) == nil
    if let kind = FileSystem.kind(folder), kind != .folder {
      throw FileError(path: folder, reason: "it is a file; name a folder with --into")
    }
    if FileSystem.kind(folder + "/content") != nil {
      throw FileError(
        path: folder + "/content",
        reason: "it exists already, and nothing was changed; name another folder with --into")
    }
  }

  /// Copies the files of `site`, byte for byte.
  package func copy(_ imported: ImportedSite, from site: OldSite) throws(FileError) {
    // What a run has left that was cut off.
    try FileSystem.remove(staging)
    try FileSystem.makeFolder(staging + "/content")
    var made: Set<String> = [""]
    for file in imported.files {
      let parent = FilePath.folder(of: file.to)
      if made.insert(parent).inserted { try FileSystem.makeFolder(staging + "/content/" + parent) }
      try FileSystem.writeNew(staging + "/content/" + file.to, try site.read(file.from))
    }
  }

  /// Removes files below `content/` again.
  package func remove(_ paths: Set<String>) throws(FileError) {
    for path in paths.sorted() { try FileSystem.remove(staging + "/content/" + path) }
  }

  /// Writes the settings, again if they are there.
  package func write(settings: String) throws(FileError) {
    try FileSystem.write(staging + "/content/site.toml", Array(settings.utf8))
  }

  /// Puts the site into place.
  package func finish() throws(FileError) {
    if FileSystem.kind(folder + "/.gitignore") == nil {
      try FileSystem.writeNew(folder + "/.gitignore", Array("/public/\n/.presstime/\n".utf8))
    }
    try FileSystem.move(staging + "/content", to: folder + "/content")
    try FileSystem.remove(staging)
  }

  /// Removes what was written; a problem in that is none of the user's.
  package func abandon() {
    try? FileSystem.remove(isNew ? folder : staging)
  }
}
