package import Diagnostics
package import Models
import TemplateEngine

/// What a build did, as data: what the command line prints.
package struct BuildReport: Sendable {
  /// The pages of one route.
  package struct Route: Sendable {
    /// The template's path below `routes/`.
    package let path: String
    package let pages: Int
    /// Bytes of its pages; 0 when nothing was rendered.
    package let bytes: Int
    /// What its pages read, by the compiler's own account: first the paths from the page's own values and from
    /// global names, without an expression, then collections.
    package let reads: [Read]
    /// The first URLs, below the site's root.
    package let urls: [String]
  }

  /// What pages read of one thing.
  package struct Read: Sendable {
    /// A collection expression as it is written.
    package let expression: String?
    package let paths: [String]
    /// Loop variables that the expression depends on.
    package let dependsOn: [String]
  }

  package struct Pages: Sendable {
    package var planned = 0
    package var rendered = 0
    package var kept = 0
    /// Pages whose programs have run, to write them or to find that they are kept; the others were known to be.
    package var run = 0
    package var removed = 0
  }

  /// Full addresses of what a build has written that was not there so before, and of what it has removed: what stands in
  /// front of the site's host may have to forget them.
  package struct ChangedURLs: Sendable {
    package var changed: [String] = []
    package var removed: [String] = []
  }

  package var routes: [Route] = []
  package var urls = ChangedURLs()
  /// Addresses and patterns that lead on, of aliases and of `[redirects]`.
  package var redirects = 0
  package var files = 0
  package var pages = Pages()
  package var bytes = 0
  /// Documents of `content/`, and how many of them were parsed, since no cache had them.
  package var documents = (count: 0, parsed: 0)
  package var leftOut = LeftOut()
  /// When the next entry is published or expires.
  package var nextChange: DateTime?
  /// In the order of `site.toml`.
  package var sources: [SourceReport] = []
  /// When a build may give another site though nothing is edited: at the next change of an entry, or when a source is to
  /// be asked again. Builds come at whole seconds.
  package var nextBuildAt: DateTime? {
    ([nextChange] + sources.map(\.due)).compactMap { $0 }.min()?.roundedUp
  }
  package var zone = TimeZoneRules.utc
  /// Where the theme's templates write texts as markup.
  package var trusted: [Location] = []
  /// Why the cache that was found was of no use; nothing when it was, or there was none.
  package var cacheProblem: String?
  /// In order, each once.
  package var diagnostics: [Diagnostic] = []
  /// Pages that the last build had and this one has not. They tell of two outputs, so that a build from nothing, and the
  /// next build, have none.
  package var vanished: [Diagnostic] = []
  /// All that is to be told.
  package var told: [Diagnostic] { (diagnostics + vanished).inOrder }

  package init() {}

  package var succeeded: Bool { !diagnostics.hasErrors && !vanished.hasErrors }
}

extension TemplateReads {
  /// As the report has them.
  var report: [BuildReport.Read] {
    [BuildReport.Read(expression: nil, paths: paths, dependsOn: [])]
      + collections.map { .init(expression: $0.expression, paths: $0.paths, dependsOn: $0.dependsOn) }
  }
}
