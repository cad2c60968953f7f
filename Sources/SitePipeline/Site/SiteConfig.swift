package import DataFormats
package import Diagnostics
package import Models

/// What `content/site.toml` says, checked as far as it can be without theme and content.
package struct SiteConfig: Sendable {
  /// The text of `site.toml`; empty when the site has none.
  package var source: SourceFile
  package var title: String
  package var description: String?
  package var author: String?
  /// The address of the site's root.
  package var url: SiteURL
  /// BCP 47 tag of the content's language.
  package var language: String
  package var zoneName: String
  package var zone: TimeZoneRules
  package var theme: String
  /// Where `theme` is said; nothing when the site does not say it.
  package var themeSpan: Span?
  package var collections: [CollectionConfig]
  /// `[sources]`, then `[data]`.
  package var sources: [SourceConfig]
  /// The values of the theme's options, read against their types when the theme is known.
  package var options: DataNode?
  package var models: ModelDeclarations
  package var menus: [Menu]
  /// Route → its new place, or `nil` to drop it; keys may be globs when they drop.
  package var routes: [RouteMove]
  package var host: HostConfig
  package var policy: DiagnosticPolicy
}

/// One `[collections.NAME]` table.
package struct CollectionConfig: Sendable {
  package var name: String
  /// Below `content/`, without slashes at the ends; empty for `content/` itself.
  package var folder: String
  /// Where `folder` is said.
  package var folderSpan: Span?
  package var model: String
  /// Where `model` is said.
  package var modelSpan: Span?
  package var order: [OrderKey]
  package var exclude: [Glob]
  /// Where the table stands; nothing for a collection that every site has.
  package var declaration: Span?
}

/// One key of a collection's `order`: `-publishedAt`.
package struct OrderKey: Sendable, Hashable {
  package var field: String
  package var isDescending: Bool
  package var span: Span?
}

/// A list of links under a name.
package struct Menu: Sendable {
  package struct Item: Sendable {
    package var label: String
    /// A root-absolute path of the site, a path of a file of `content/`, or a URL elsewhere.
    package var target: String
    package var span: Span
  }

  package var name: String
  /// Where its name stands.
  package var span: Span
  package var items: [Item]
}

/// One line of `[routes]`.
package struct RouteMove: Sendable {
  package var route: String
  package var routeSpan: Span
  /// `nil` drops the route.
  package var target: String?
  package var targetSpan: Span
}
