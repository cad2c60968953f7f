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
  package var collections: [CollectionConfig]
  /// The values of the theme's options, read against their types when the theme is known.
  package var options: DataNode?
  package var models: ModelDeclarations
  package var menus: [Menu]
  /// Route → its new place, or `nil` to drop it; keys may be globs when they drop.
  package var routes: [RouteMove]
  package var policy: DiagnosticPolicy
}

/// Scheme, host and path of the site, apart.
package struct SiteURL: Sendable, Hashable {
  /// `https://trains.example`, without a slash at the end.
  package var origin: String
  /// Begins and ends with `/`.
  package var basePath: String

  /// Nothing when `text` is no absolute `http` or `https` URL without query and fragment.
  package init?(_ text: String) {
    let reference = URLReference(text)
    guard let scheme = reference.scheme?.lowercased(), scheme == "http" || scheme == "https",
      let authority = reference.authority, !authority.isEmpty, reference.query == nil, reference.fragment == nil
    else { return nil }
    origin = "\(scheme)://\(authority)"
    let path = reference.path.isEmpty ? "/" : reference.path
    basePath = path.hasSuffix("/") ? path : path + "/"
  }

  package static let unset = SiteURL("http://localhost:8000/") ?? SiteURL()

  private init() {
    origin = "http://localhost:8000"
    basePath = "/"
  }
}

/// One `[collections.NAME]` table.
package struct CollectionConfig: Sendable {
  package var name: String
  /// Below `content/`, without slashes at the ends; empty for `content/` itself.
  package var folder: String
  package var model: String
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

/// The severities that `[diagnostics]` gives, for all files or for some.
package struct DiagnosticPolicy: Sendable {
  package struct Rule: Sendable {
    package var code: String
    /// Over the path as it is printed, or below `content/`; `nil` for every file.
    package var files: Glob?
    package var severity: Severity
  }

  /// Later rules win.
  package var rules: [Rule]

  package init(rules: [Rule] = []) {
    self.rules = rules
  }

  /// The diagnostics that remain, each with the severity that the site gives it.
  package func apply(to diagnostics: [Diagnostic]) -> [Diagnostic] {
    guard !rules.isEmpty else { return diagnostics }
    return diagnostics.compactMap { diagnostic in
      var diagnostic = diagnostic
      for rule in rules where rule.code == diagnostic.code.name {
        if let files = rule.files {
          guard let path = diagnostic.location?.path else { continue }
          let below = path.hasPrefix("content/") ? String(path.dropFirst(8)) : path
          guard files.matches(path) || files.matches(below) else { continue }
        }
        diagnostic.severity = rule.severity
      }
      return diagnostic.severity == .off ? nil : diagnostic
    }
  }
}
