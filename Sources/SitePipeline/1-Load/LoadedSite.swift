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
  /// Where the texts of the documents are.
  package let cache: DocumentCache
  /// What the sources gave.
  let sources: LoadedSources
  /// What was asked for over HTTP.
  let remote: RemoteAnswers
  /// Files in the order of the folders, then the items of sources.
  package let documents: [Document]
  /// Path below `content/` → index of the document. Items have none.
  let numbers: [String: Int]
  /// Empty with one language.
  let versions: DocumentVersions
  /// Paths below `content/` of the files that are published as they are.
  package let files: [String]
  /// What is wrong with the site's settings and folders.
  let problems: [Diagnostic]
  /// What is wrong with the documents.
  let documentProblems: [Diagnostic]
  /// What reading the theme found wrong.
  let themeProblems: [Diagnostic]

  var languages: ContentLanguages { ContentLanguages(config) }

  /// Those of the documents too, by the site's severities.
  package var diagnostics: [Diagnostic] {
    config.policy.apply(to: problems + themeProblems + documentProblems) + remote.misfits
  }
}

extension LoadedSite {
  /// The path of the site's URL as its settings and the command line say it, without reading anything else; `/` when
  /// they can't be read.
  package static func basePath(_ options: BuildOptions) -> String {
    var diagnostics: [Diagnostic] = []
    return loadConfig(options, &diagnostics)?.url.basePath ?? "/"
  }

  /// Reads a site: settings, theme, models, content. Nothing when the site is no site, or has no theme, so
  /// that nothing can be said of the rest.
  ///
  /// Answers over HTTP are those of `answers`, which may have been asked for before. Without `readsSources` they give nothing, and
  /// nobody is asked. Documents of `known` are taken as they are, when they would be read in the same way.
  package static func load(
    _ options: BuildOptions, cache: DocumentCache = DocumentCache(), known: KnownDocuments = KnownDocuments(),
    answers: RunAnswers = RunAnswers(), readsSources: Bool = true
  ) -> (site: LoadedSite?, diagnostics: [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    guard let config = loadConfig(options, &diagnostics) else { return (nil, diagnostics) }
    // With settings that are wrong nothing can be built, whatever a server says.
    let remote = readsSources && !diagnostics.hasErrors ? answers.answers(config, options) : nil
    let (read, themeProblems) = ThemeLoader.load(config, options)
    guard let theme = read else { return (nil, diagnostics + themeProblems) }
    let (models, modelProblems) = ModelSet.declared(
      by: theme.settings.map(\.models) + [config.models], zone: config.zone)
    diagnostics += modelProblems
    let content = ContentListing(options, config, models, cache.seen?.tree)
    diagnostics += content.diagnostics
    diagnostics += dataTypes(config, models).diagnostics
    let sources = readsSources ? SourceLoader.load(config, options, remote) : LoadedSources()
    diagnostics += sources.problems
    let highlighting = SiteHighlighting(theme, config)
    let files = DocumentLoader(
      options, components: theme.componentNames, highlighting, models, content.collections, cache
    ).load(content.markdown, known)
    diagnostics += files.problems
    diagnostics += OverlookedFiles(options.site, content).diagnostics(files.documents)
    let items = ItemLoader(
      config, options, components: theme.componentNames, highlighting, models, content.collections, cache
    ).load(sources.items)
    diagnostics += items.problems
    let numbers = Dictionary(
      files.documents.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
    let versions = DocumentVersions(files.documents, languages: config.languages.count)
    let documents = files.documents + items.documents
    let site = LoadedSite(
      options: options, config: config, clock: options.clock.moment(in: config.zone), theme: theme,
      models: models, collections: content.collections, cache: cache, sources: sources,
      remote: remote ?? RemoteAnswers(), documents: documents, numbers: numbers,
      versions: versions, files: content.files.map(\.path),
      problems: diagnostics, documentProblems: documents.problems, themeProblems: themeProblems)
    // What is not there would make every problem after it a false one.
    if sources.hasFailed { return (nil, site.diagnostics + sources.failures) }
    return (site, site.diagnostics)
  }
}
