package import Models

/// What the command line says about a build; the same for every command that runs the pipeline.
package struct BuildOptions: Sendable {
  /// The site's folder on disk.
  package var site: String
  /// Overrides `url` of `site.toml`.
  package var baseURL: SiteURL?
  /// Overrides `theme` of `site.toml`.
  package var theme: String?
  /// Whether drafts are published.
  package var includesDrafts: Bool
  /// Whether entries dated after the build are published.
  package var includesFuture: Bool
  /// The moment of the build.
  package var clock: DateTime
  /// How many threads work at once; at least 1.
  package var jobs: Int

  package init(
    site: String, baseURL: SiteURL? = nil, theme: String? = nil, includesDrafts: Bool = false,
    includesFuture: Bool = false, clock: DateTime, jobs: Int
  ) {
    self.site = site
    self.baseURL = baseURL
    self.theme = theme
    self.includesDrafts = includesDrafts
    self.includesFuture = includesFuture
    self.clock = clock
    self.jobs = max(1, jobs)
  }
}
