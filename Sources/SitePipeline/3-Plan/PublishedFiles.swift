import Models
import TemplateEngine

/// Files that are published as they are: of `content/`, of the theme's `static/`, and its assets.
struct PublishedFiles: Sendable {
  /// In the order of their outputs.
  let files: [PlannedFile]
  /// Path below `content/` → path below the output.
  let outputs: [String: String]

  init(_ site: CheckedSite, _ routes: RoutePages) {
    let loaded = site.loaded
    var bundles: [String: Int] = [:]
    for (index, document) in loaded.documents.enumerated() where document.isBundle {
      bundles[document.folder] = index
    }
    var files: [PlannedFile] = []
    var outputs: [String: String] = [:]
    for path in loaded.files {
      guard let output = Self.output(of: path, site, routes, bundles) else { continue }
      outputs[path] = output
      files.append(
        PlannedFile(
          output: output, content: .disk(loaded.options.site + "/content/" + path), shownAs: "content/" + path
        ))
    }
    files += loaded.theme.statics.map {
      PlannedFile(output: $0.path, content: .bytes($0.bytes), shownAs: $0.shownAs)
    }
    files += loaded.theme.assets.map {
      PlannedFile(output: $0.output, content: .bytes($0.bytes), shownAs: $0.shownAs)
    }
    self.files = files.sorted { $0.output.utf8.lexicographicallyPrecedes($1.output.utf8) }
    self.outputs = outputs
  }

  /// All of them with others, in the order of their outputs.
  func with(_ others: [PlannedFile]) -> [PlannedFile] {
    if others.isEmpty { return files }
    return (files + others).sorted { $0.output.utf8.lexicographicallyPrecedes($1.output.utf8) }
  }

  /// A file in the folder of an entry goes with the entry's page, and is left out with it.
  private static func output(
    of path: String, _ site: CheckedSite, _ routes: RoutePages, _ bundles: [String: Int]
  ) -> String? {
    var folder = FilePath.folder(of: path)
    while !folder.isEmpty {
      if let index = bundles[folder] {
        guard site.entries[index].publication == .published else { return nil }
        guard let page = routes.entryPaths[index] else { return path }
        return FilePath.joined(FilePath.folder(of: page.file), String(path.dropFirst(folder.utf8.count + 1)))
      }
      folder = FilePath.folder(of: folder)
    }
    return path
  }
}
