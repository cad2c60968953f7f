package import Diagnostics
package import Models

/// Everything that a build reads, read and parsed, and not yet checked.
package struct LoadedSite: Sendable {
  package let options: BuildOptions
  package let config: SiteConfig
  /// The moment of the build.
  package let clock: DateTime
  package let theme: Theme
  package let models: ModelSet
  /// Those of `site.toml`, then `pages`.
  package let collections: [EntryCollection]
  /// In the order of their paths.
  package let documents: [Document]
  /// Paths below `content/` of the files that are published as they are.
  package let files: [String]
  package let diagnostics: [Diagnostic]
}

extension LoadedSite {
  /// Reads a site: settings, theme, models, content. Nothing when the site is no site, or has no theme, so
  /// that nothing can be said of the rest.
  package static func load(_ options: BuildOptions) -> (site: LoadedSite?, diagnostics: [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    guard let config = loadConfig(options, &diagnostics) else { return (nil, diagnostics) }
    guard let theme = ThemeLoader.load(config, options, &diagnostics) else { return (nil, diagnostics) }
    let (models, modelProblems) = ModelSet.declared(
      by: theme.settings.map(\.models) + [config.models], zone: config.zone)
    diagnostics += modelProblems
    let content = ContentListing(options, config, models)
    diagnostics += content.diagnostics
    let documents = DocumentLoader(options, theme, models, content.collections).load(content.markdown)
    diagnostics += documents.diagnostics
    diagnostics += OverlookedFiles(options.site, content).diagnostics(documents.documents)
    let site = LoadedSite(
      options: options, config: config, clock: options.clock.moment(in: config.zone), theme: theme,
      models: models, collections: content.collections,
      documents: documents.documents, files: content.files.map(\.path),
      diagnostics: config.policy.apply(to: diagnostics))
    return (site, site.diagnostics)
  }
}
