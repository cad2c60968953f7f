import Files
import Images
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
      let known = bundles[document.folder]
      if known == nil || known.map({ Self.precedes(index, $0, site) }) == true {
        bundles[document.folder] = index
      }
    }
    var files: [PlannedFile] = []
    var outputs: [String: String] = [:]
    let strips = loaded.config.images != nil
    for path in loaded.files {
      guard let output = Self.output(of: path, site, routes, bundles) else { continue }
      outputs[path] = output
      let place = loaded.options.site + "/content/" + path
      let isStripped = strips && StrippedPicture.isKnown(suffix: FilePath.suffix(of: path))
      files.append(
        PlannedFile(
          output: output, content: isStripped ? .photograph(place) : .disk(place), shownAs: "content/" + path)
      )
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

  /// Whether files beside two versions of an entry go with the first: one that is published, in the first language.
  private static func precedes(_ index: Int, _ other: Int, _ site: CheckedSite) -> Bool {
    let isPublished = site.entries[index].publication == .published
    let isOther = site.entries[other].publication == .published
    if isPublished != isOther { return isPublished }
    return site.loaded.documents[index].language < site.loaded.documents[other].language
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
        return FilePath.rest(of: path, in: folder).map {
          FilePath.joined(FilePath.folder(of: page.file), $0)
        }
      }
      folder = FilePath.folder(of: folder)
    }
    return path
  }
}
