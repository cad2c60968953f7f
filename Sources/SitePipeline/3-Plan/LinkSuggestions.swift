import Diagnostics
import Files
import Images
import Models
import TemplateEngine

/// What broken links may have meant, worked out when the first is found: few builds have one.
struct LazySuggestions: Sendable {
  private let ofAll: Ahead<LinkSuggestions>
  private let ofPictures: Ahead<LinkSuggestions>

  init(_ pages: [PlannedPage], _ files: [PlannedFile]) {
    ofAll = Ahead { LinkSuggestions(pages.map(\.path.url) + files.map(\.output)) }
    ofPictures = Ahead {
      LinkSuggestions(files.map(\.output).filter { ImageKind(suffix: FilePath.suffix(of: $0)) != nil })
    }
  }

  var all: LinkSuggestions { ofAll.value }

  /// Files that can stand in the place of a picture alone.
  var pictures: LinkSuggestions { ofPictures.value }
}

/// Finds the URL that a broken link may have meant, without comparing it with every page.
struct LinkSuggestions: Sendable {
  /// More siblings than this are not compared.
  private static let limit = 2000
  private var byName: [String: [String]] = [:]
  private var byFolder: [String: [String]] = [:]

  init(_ paths: [String] = []) {
    for path in paths { add(path) }
  }

  mutating func add(_ path: String) {
    let trimmed = path.hasSuffix("/") ? String(path.dropLast()) : path
    let name = FilePath.name(of: trimmed).lowercased()
    byName[name, default: []].append(path)
    if let dated = FileNameDate(name), !dated.rest.isEmpty { byName[dated.rest, default: []].append(path) }
    byFolder[FilePath.folder(of: trimmed), default: []].append(path)
  }

  /// A path with the same last part, but for a date before it, else one that is spelled alike in the same folder.
  func nearest(to path: String) -> String? {
    let trimmed = path.hasSuffix("/") ? String(path.dropLast()) : path
    let (stem, name) = (FilePath.stem(of: trimmed).lowercased(), FilePath.name(of: trimmed).lowercased())
    if let same = byName[stem] ?? byName[name] ?? FileNameDate(stem).flatMap({ byName[$0.rest] }) {
      return same.min { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
    return Self.nearestSibling(of: trimmed, among: byFolder[FilePath.folder(of: trimmed)] ?? [])
  }

  func nearest(to path: String, among paths: some Collection<String>) -> String? {
    let name = FilePath.name(of: path).lowercased()
    let same = paths.filter { FilePath.name(of: $0).lowercased() == name }.sorted()
    if let first = same.first { return first }
    let folder = FilePath.folder(of: path)
    return Self.nearestSibling(of: path, among: paths.filter { FilePath.folder(of: $0) == folder })
  }

  /// The path in the same folder whose last part is spelled most alike.
  private static func nearestSibling(of path: String, among siblings: [String]) -> String? {
    guard siblings.count <= limit else { return nil }
    func stem(_ path: String) -> String {
      FilePath.stem(of: path.hasSuffix("/") ? String(path.dropLast()) : path)
    }
    let stems = siblings.map(stem)
    guard let nearest = Suggestion.nearest(to: stem(path), among: stems) else { return nil }
    return zip(siblings, stems).first { $0.1 == nearest }?.0
  }
}
