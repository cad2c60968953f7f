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

/// Gives pictures in values the URLs that their files are published at.
struct ImageURLs {
  private let files: PublishedFiles
  private let basePath: String
  private let models: ModelSet
  private let hasImages: [Bool]

  init(_ site: LoadedSite, _ files: PublishedFiles) {
    self.files = files
    basePath = site.config.url.basePath
    models = site.models
    hasImages = site.models.models.map { model in model.fields.contains { Self.holdsImage($0.type) } }
  }

  func resolved(_ values: [Value], of model: ModelID) -> [Value] {
    guard hasImages[model.index] else { return values }
    return zip(values, models[model].fields).map { resolved($0, $1.type) }
  }

  func resolved(_ values: [Value], of record: RecordType) -> [Value] {
    zip(values, record.fields).map { resolved($0, $1.type) }
  }

  private static func holdsImage(_ type: ValueType) -> Bool {
    switch type {
    case .optional(let inner), .list(let inner): holdsImage(inner)
    case .record(let record): record.kind == .image || record.fields.contains { holdsImage($0.type) }
    default: false
    }
  }

  private func resolved(_ value: Value, _ type: ValueType) -> Value {
    switch (value, type) {
    case (_, .optional(let inner)): return resolved(value, inner)
    case (.list(let items), .list(let element)): return .list(items.map { resolved($0, element) })
    case (.record(let fields), .record(let record)):
      if record.kind == .image, case .string(let source)? = fields.first {
        return .record([.string(url(of: source))] + fields.dropFirst())
      }
      return .record(resolved(fields, of: record))
    default: return value
    }
  }

  /// `ImagePaths` says what the text of a checked picture means.
  private func url(of source: String) -> String {
    guard URLReference(source).isInternal else { return source }
    if source.hasPrefix("/") { return basePath + URLPath.encoded(String(source.dropFirst())) }
    return files.outputs[source].map { basePath + URLPath.encoded($0) } ?? source
  }
}
