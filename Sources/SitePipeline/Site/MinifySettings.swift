package import Diagnostics

/// `[minify]` of `site.toml`: what is made smaller before it is published.
package struct MinifySettings: Sendable {
  /// The program that makes stylesheets and scripts smaller; nothing leaves them as they are.
  package var tool: Tool?
  /// Where `assets` is said.
  package var toolSpan: Span?
  /// Whether pages of HTML are.
  package var html = false

  /// Programs that are known.
  package enum Tool: String, Sendable, CaseIterable {
    case esbuild
  }
}
