package import Diagnostics
package import Models

/// What the templates of a theme are checked against: types only, no data.
package struct TemplateEnvironment: Sendable {
  /// A collection, whose name is in scope in every template that is no component.
  package struct Collection: Sendable {
    package let name: String
    package let model: ModelID

    package init(name: String, model: ModelID) {
      self.name = name
      self.model = model
    }
  }

  /// A name that is in scope everywhere, also in components: `site`, `options`, `menus`, `strings`, `build`.
  package struct Global: Sendable {
    package let name: String
    package let type: ValueType

    package init(name: String, type: ValueType) {
      self.name = name
      self.type = type
    }
  }

  package let models: ModelSet
  /// In the order of `RenderContext.collections`.
  package let collections: [Collection]
  /// In the order of `RenderContext.globals`.
  package let globals: [Global]
  /// Path below `assets/` → the URL it is published at.
  package let assets: [String: String]
  /// Path below `assets/` → the digest of what is published there, as Subresource Integrity writes it.
  package let integrity: @Sendable (_ path: String) -> String?
  /// The URL of the styles of all components, if any brings one; pages link it at the end of their `<head>`.
  package let componentStyle: String?
  /// Component → the URL of its script, which pages that have the component load at the end of their `<body>`.
  package let componentScripts: [String: String]
  /// Route path → what `[routes]` of `site.toml` says of it.
  package let routeMoves: [String: RouteMove]

  /// Where the site puts a route of the theme.
  package struct RouteMove: Sendable {
    /// A path like a template's; nothing drops the route.
    package let target: String?
    /// Where it is said.
    package let location: Location

    package init(target: String?, location: Location) {
      self.target = target
      self.location = location
    }
  }

  package init(
    models: ModelSet, collections: [Collection], globals: [Global], assets: [String: String],
    integrity: @escaping @Sendable (_ path: String) -> String? = { _ in nil }, componentStyle: String? = nil,
    componentScripts: [String: String] = [:],
    routeMoves: [String: RouteMove] = [:]
  ) {
    self.models = models
    self.collections = collections
    self.globals = globals
    self.assets = assets
    self.integrity = integrity
    self.componentStyle = componentStyle
    self.componentScripts = componentScripts
    self.routeMoves = routeMoves
  }
}

/// The record behind `current`: the page being made.
extension RecordType {
  package static let current = RecordType(
    name: "current", kind: .builtIn,
    fields: [
      Member("url", .url), Member("title", .optional(.string)), Member("language", .string),
      Member("entry", .optional(.model(.page))),
    ])
}

/// The texts of a theme, as they were read.
package struct ThemeSources: Sendable {
  /// The templates, by path from the theme's root: `routes/…`, `layouts/…`, `components/…`.
  package let files: [String: SourceFile]
  /// Paths of printed templates that are not the site's own: they serve sites with other models too, so a test of
  /// what is always there in this one is no mistake.
  package let shared: Set<String>

  package init(files: [String: SourceFile], shared: Set<String> = []) {
    self.files = files
    self.shared = shared
  }
}
