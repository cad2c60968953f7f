package import DataSources
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
  package var clock: BuildClock
  /// How many threads work at once; at least 1.
  package var jobs: Int
  /// Whether a file whose size and times are as they were is taken to be as it was, and not read.
  package var trustsTimes: Bool
  /// Where the answers of sources may come from.
  package var network: NetworkUse
  /// Gives the answers of sources instead, once in a run.
  package var fetch: (@Sendable ([SourceSettings]) -> RemoteAnswers)?

  package init(
    site: String, baseURL: SiteURL? = nil, theme: String? = nil, includesDrafts: Bool = false,
    includesFuture: Bool = false, clock: BuildClock, jobs: Int, trustsTimes: Bool = true,
    network: NetworkUse = .offline, fetch: (@Sendable ([SourceSettings]) -> RemoteAnswers)? = nil
  ) {
    self.network = network
    self.fetch = fetch
    self.trustsTimes = trustsTimes
    self.site = site
    self.baseURL = baseURL
    self.theme = theme
    self.includesDrafts = includesDrafts
    self.includesFuture = includesFuture
    self.clock = clock
    self.jobs = max(1, jobs)
  }
}

/// When a build takes place, as the command line says it.
package enum BuildClock: Sendable, Hashable {
  case moment(DateTime)
  /// A date whose zone is the site's unless it says one.
  case written(String)

  /// The moment; one that can't be read is the start of 1970, which the command line does not let through.
  func moment(in zone: TimeZoneRules) -> DateTime {
    switch self {
    case .moment(let moment): return moment
    case .written(let text): return (try? DateTime.parse(text, in: zone).get()) ?? DateTime(milliseconds: 0)
    }
  }
}
