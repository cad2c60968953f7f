import Files

/// Where an output folder may lie.
enum OutputPlace {
  /// Refuses an output that would be read by the next build, or that would take the site's own files with it.
  static func check(_ output: String, site: String) throws(FileError) {
    let target = FileSystem.realPath(output)
    for folder in ["content", "themes", ".presstime", ".git"] {
      let source = FileSystem.realPath(site + "/" + folder)
      guard FileSystem.isInside(target, source) else { continue }
      throw FileError(
        path: output,
        reason: "the output would lie in `\(folder)` of the site; name a folder outside, like `public`")
    }
    if FileSystem.isInside(FileSystem.realPath(site), target) {
      throw FileError(
        path: output, reason: "the output would hold the site itself; name a folder of its own, like `public`"
      )
    }
  }
}
