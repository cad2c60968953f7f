package import Diagnostics
package import Models

/// What a build did, as data: what the command line prints.
package struct BuildReport: Sendable {
  /// The pages of one route.
  package struct Route: Sendable {
    /// The template's path below `routes/`.
    package let path: String
    package let pages: Int
    /// Bytes of its pages; 0 when nothing was rendered.
    package let bytes: Int
    /// The first URLs, below the site's root.
    package let urls: [String]
  }

  package struct Pages: Sendable {
    package var planned = 0
    package var rendered = 0
    package var kept = 0
    package var removed = 0
  }

  package var routes: [Route] = []
  package var redirects = 0
  package var files = 0
  package var pages = Pages()
  package var bytes = 0
  package var leftOut = LeftOut()
  /// When a build would give another site though nothing is edited.
  package var nextBuildAt: DateTime?
  package var zone = TimeZoneRules.utc
  /// Where the theme's templates write texts as markup.
  package var trusted: [Location] = []
  /// In order, each once.
  package var diagnostics: [Diagnostic] = []

  package init() {}

  package var succeeded: Bool { !diagnostics.hasErrors }
}
