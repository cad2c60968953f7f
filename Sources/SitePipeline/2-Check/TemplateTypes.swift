package import Diagnostics
import Models
import TemplateEngine

/// What templates see besides entries, as types; plan gives the values in the same order.
enum TemplateTypes {
  static let page = RecordType(
    name: "SitePage", kind: .builtIn,
    fields: [
      .init("url", .url), .init("title", .optional(.string)), .init("updatedAt", .optional(.date)),
      .init("language", .string), .init("translations", .list(.record(.translation))),
    ])

  static let language = RecordType(
    name: "SiteLanguage", kind: .builtIn,
    fields: [.init("tag", .string), .init("name", .string), .init("url", .url)])

  static let site = RecordType(
    name: "site", kind: .builtIn,
    fields: [
      .init("title", .string), .init("description", .optional(.string)), .init("author", .optional(.string)),
      .init("url", .url), .init("language", .string), .init("pages", .list(.record(page))),
      .init("search", .record(search)), .init("home", .url), .init("languages", .list(.record(language))),
    ])

  static let search = RecordType(
    name: "Search", kind: .builtIn,
    fields: [
      .init("pieces", .list(.slug)), .init("shards", .int), .init("count", .int), .init("version", .string),
    ])

  static let build = RecordType(name: "build", kind: .builtIn, fields: [.init("date", .date)])

  static let menuItem = RecordType(
    name: "MenuItem", kind: .builtIn, fields: [.init("label", .string), .init("url", .url)])

  static func menus(_ names: [String]) -> RecordType {
    RecordType(name: "menus", kind: .builtIn, fields: names.map { .init($0, .list(.record(menuItem))) })
  }
}

extension LoadedSite {
  /// Menus that the theme reads or the site says, each once, in that order.
  var menuNames: [String] {
    var seen: Set<String> = []
    let own = config.languages.flatMap { $0.menus ?? [] }
    return (theme.menus + (config.menus + own).map(\.name)).filter { seen.insert($0).inserted }
  }

  /// What the templates are checked against.
  func templateEnvironment(
    _ options: ThemeOptions, _ words: SiteWords
  ) -> (environment: TemplateEnvironment, diagnostics: [Diagnostic]) {
    var globals: [TemplateEnvironment.Global] = [
      .init(name: "site", type: .record(TemplateTypes.site)),
      .init(name: "build", type: .record(TemplateTypes.build)),
      .init(name: "options", type: .record(options.record)),
      .init(name: "menus", type: .record(TemplateTypes.menus(menuNames))),
      .init(
        name: "strings",
        type: .record(
          RecordType(name: "strings", kind: .builtIn, fields: words.names.map { .init($0, .string) }))),
    ]
    let data = dataTypes.map { RecordType.Member(config.sources[$0.source].name, $0.type.type) }
    if !data.isEmpty {
      let record = RecordType(name: "data", kind: .builtIn, fields: data)
      globals.append(.init(name: "data", type: .record(record)))
    }
    let assets = theme.assets.map { ($0.path, config.url.basePath + URLPath.encoded($0.output)) }
    let assetURLs = Dictionary(assets, uniquingKeysWith: { first, _ in first })
    let names = theme.componentNames.map { ($0, Asset.script(of: $0)) }
    let scripts = Dictionary(names, uniquingKeysWith: { first, _ in first })
    let (moves, problems) = routeMoves()
    let environment = TemplateEnvironment(
      models: models, collections: collections.map { .init(name: $0.name, model: $0.model) },
      globals: globals,
      assets: assetURLs, integrity: theme.integrity(of:), componentStyle: assetURLs[Asset.componentStyle],
      componentScripts: scripts.compactMapValues { assetURLs[$0] }, routeMoves: moves,
      phrases: words.signatures, language: config.language)
    return (environment, problems)
  }

  /// `[routes]` of `site.toml`, looked up among the theme's routes.
  private func routeMoves() -> (moves: [String: TemplateEnvironment.RouteMove], diagnostics: [Diagnostic]) {
    let routes = theme.templates.keys.filter { $0.hasPrefix("routes/") }.map {
      String($0.dropFirst("routes/".count))
    }
    .sorted()
    var moves: [String: TemplateEnvironment.RouteMove] = [:]
    var problems: [Diagnostic] = []
    for move in config.routes {
      let isExact = routes.contains(move.route)
      let found = isExact ? [move.route] : routes.filter { Glob(move.route).matches($0) }
      if found.isEmpty {
        problems.append(
          Diagnostic(
            .siteUnknownRoute, "the theme `\(theme.name)` has no route `\(move.route)`", in: config.source,
            move.routeSpan, label: "unknown route",
            help: Suggestion.sentence(for: move.route, among: routes)
              ?? "routes are " + routes.map { "`\($0)`" }.joined(separator: ", ")))
      }
      if !isExact, move.target != nil, !found.isEmpty {
        problems.append(
          Diagnostic(
            .siteUnknownRoute, "`\(move.route)` is a pattern, and only one route can be moved at a time",
            in: config.source, move.routeSpan, help: "name the route, or drop them with `false`"))
        continue
      }
      if let target = move.target, let problem = Self.problem(ofTarget: target, of: move.route) {
        problems.append(
          Diagnostic(
            .siteBadRoute, "`\(target)` can't be the path of a route: \(problem)", in: config.source,
            move.targetSpan,
            help: "write a path like a template's, `blog/[post].html`, or the URL itself, `/blog/[post]/`"))
        continue
      }
      for route in found {
        moves[route] = .init(target: move.target, location: Location(config.source, move.targetSpan))
      }
    }
    return (moves, problems)
  }
}

extension LoadedSite {
  /// Why a text can't be the path of a route.
  private static func problem(ofTarget target: String, of route: String) -> String? {
    var path = target[...]
    if target.hasPrefix("/") {
      path = path.dropFirst()
      if !route.hasSuffix(".html"), path.isEmpty || path.hasSuffix("/") {
        return "it is a folder, and this a file"
      }
      if path.hasSuffix("/") { path = path.dropLast() }
      if path.isEmpty { return nil }
    } else if route.hasSuffix(".html"), !target.hasSuffix(".html") {
      return "that of a page ends in `.html`"
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    if parts.contains("") { return "its parts are not empty" }
    if target.utf8.contains(where: { "?#".utf8.contains($0) }) { return "`?` and `#` are no part of a path" }
    return parts.lazy.compactMap { Slug.problem(inStem: String($0))?.sentence }.first
  }
}

extension DiagnosticCode {
  /// A route that `[routes]` moves to what is no path below the output.
  package static let siteBadRoute = DiagnosticCode("site.bad-route")
  /// `[routes]` names a route that the theme lacks.
  package static let siteUnknownRoute = DiagnosticCode("site.unknown-route")
}
