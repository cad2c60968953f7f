package import Diagnostics
package import Interchange
package import Models
import TemplateEngine

/// What programs and editors are told of a site's types.
extension LoadedSite {
  /// The types of the site's JSON. Nothing when the settings or the theme have errors, which are given; what is wrong with
  /// entries changes no type.
  package func publishedTypes() -> (types: PublishedTypes?, diagnostics: [Diagnostic]) {
    let themed = themed()
    let errors = errors(
      problems + themeProblems + themed.problems, in: ["site", "model", "theme", "template", "route"])
    guard errors.isEmpty else { return (nil, errors) }
    let ids = models.models.indices.map { ModelID($0) }
    let urls = ids.compactMap { id in themed.theme.urlType(of: id).map { (id, $0) } }
    let routes = themed.theme.routes.compactMap { route in
      route.jsonType.map { type in
        PublishedTypes.Route(path: route.path, url: config.url.basePath + route.urlPattern, type: type)
      }
    }
    let types = PublishedTypes(
      title: config.title, models: models, urls: Dictionary(urls, uniquingKeysWith: { first, _ in first }),
      routes: routes)
    return (types, [])
  }

  /// What editors are told. Nothing when models or theme have errors, which are given; other mistakes of `site.toml` are
  /// what the editor is to show.
  package func editorSettings() -> (settings: EditorSettings?, diagnostics: [Diagnostic]) {
    let errors = errors(problems + themeProblems, in: ["model", "theme"])
    guard errors.isEmpty else { return (nil, errors) }
    let checked = checked()
    var slugs: [ModelID: Set<String>] = [:]
    for entry in checked.entries { slugs[entry.model, default: []].insert(entry.slug) }
    let routes = theme.templates.keys.filter { $0.hasPrefix("routes/") }.map {
      String($0.dropFirst("routes/".count))
    }
    let settings = EditorSettings(
      models: models, slugs: slugs.mapValues { $0.sorted() }, options: checked.options.fields,
      routes: routes.sorted(),
      codes: DiagnosticCatalog.all.filter(DiagnosticCatalog.isLowerable).map(\.name),
      reservedNames: ConfigReader.reservedNames, allowsUnknownKeys: isOff(.postUnknownKey),
      allowsMissingFields: isOff(.postMissingFields))
    return (settings, [])
  }

  /// The folders, below `content/`, whose files have the front matter of a model; that of `Page` is everywhere else.
  package func folders(of model: ModelID) -> [String] {
    collections.filter { $0.model == model && $0.name != EntryCollection.pagesName && $0.source == nil }.map {
      "content/" + $0.folder
    }
  }

  private func errors(_ found: [Diagnostic], in areas: Set<Substring>) -> [Diagnostic] {
    config.policy.apply(to: found).filter { diagnostic in
      diagnostic.severity == .error && areas.contains(diagnostic.code.name.prefix { $0 != "." })
    }.inOrder
  }

  /// Whether the site says nothing of a problem, whatever the file.
  private func isOff(_ code: DiagnosticCode) -> Bool {
    config.policy.rules.last { $0.code == code.name && $0.files == nil }?.severity == .off
  }
}
