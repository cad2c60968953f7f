import DataFormats
package import Diagnostics
import Models

/// Turns `content/site.toml` into a `SiteConfig`; what is wrong is reported and read as if it were absent.
struct ConfigReader {
  let source: SourceFile
  private let folderName: String
  private let findZone: (String) -> TimeZoneRules?
  var diagnostics: [Diagnostic] = []
  /// Whether the text is no TOML.
  private(set) var isUnreadable = false

  /// `folderName` is the title of a site that says none; `findZone` looks a time zone up by its name.
  init(source: SourceFile, folderName: String, findZone: @escaping (String) -> TimeZoneRules?) {
    self.source = source
    self.folderName = folderName
    self.findZone = findZone
  }

  mutating func read() -> SiteConfig {
    let parse = DataParser.parse(source, in: 0..<source.bytes.count, as: .toml)
    diagnostics += parse.diagnostics
    isUnreadable = parse.node == nil
    var table = ConfigTable(parse.node, name: "site.toml", source: source)
    checkEdition(&table)
    let (zoneName, zone) = readZone(&table)
    let theme = table.string("theme", example: "default")
    let sources = readSources(&table)
    let (language, languageSpan) = readLanguage(&table)
    let collections = readCollections(&table, sources)
    checkNames(sources, collections)
    let config = SiteConfig(
      source: source,
      title: table.string("title", example: "Night Trains")?.text ?? folderName,
      description: table.string("description", example: "What the site is about")?.text,
      author: table.string("author", example: "Ada Lovelace")?.text,
      url: readURL(&table),
      language: language, languageSpan: languageSpan, languages: readLanguages(&table, main: language),
      zoneName: zoneName, zone: zone,
      theme: theme?.text ?? "default", themeSpan: theme?.span,
      collections: collections, sources: sources,
      options: table.node("options"),
      models: ModelDeclarations(source: source, models: table.node("models"), records: table.node("records")),
      menus: readMenus(&table),
      routes: readRoutes(&table),
      host: readHost(&table), minify: readMinify(&table),
      links: readLinks(&table),
      policy: readPolicy(&table),
      images: readImages(&table),
      highlightsCode: readHighlighting(&table))
    diagnostics += table.finish()
    return config
  }

  private mutating func checkEdition(_ table: inout ConfigTable) {
    guard let edition = table.string("edition", example: "1"), edition.text != "1" else { return }
    diagnostics.append(
      Diagnostic(
        .siteEdition, "this Presstime knows no edition `\(edition.text)`", in: source, edition.span,
        help: "write `edition = \"1\"`, or use a newer Presstime"))
  }

  private mutating func readURL(_ table: inout ConfigTable) -> SiteURL {
    guard let url = table.string("url", example: "https://example.com/") else {
      diagnostics.append(
        Diagnostic(
          .siteNoURL,
          "`site.toml` does not say the site's address, so feeds and sitemaps will say \(SiteURL.unset.origin)/",
          at: Location(path: source.path),
          help: ["add `url = \"https://example.com/\"`, or build with `--base-url`"]))
      return .unset
    }
    if let parsed = SiteURL(url.text) { return parsed }
    table.report(
      "`\(url.text)` is not the address of a site", url.span,
      help: "write the whole address, like `https://example.com/blog/`")
    return .unset
  }

  private mutating func readLanguage(_ table: inout ConfigTable) -> (String, Span?) {
    guard let language = table.string("language", example: "en") else { return ("en", nil) }
    if LanguageTag.isValid(language.text) { return language }
    table.report(
      "`\(language.text)` is no language tag", language.span, help: Self.mend(tag: language.text))
    return ("en", nil)
  }

  private mutating func readZone(_ table: inout ConfigTable) -> (String, TimeZoneRules) {
    guard let name = table.string("timezone", example: "Europe/Berlin") else { return ("UTC", .utc) }
    if let zone = findZone(name.text) { return (name.text, zone) }
    diagnostics.append(
      Diagnostic(
        .siteUnknownZone, "there is no time zone `\(name.text)`", in: source, name.span,
        help:
          "use a name like `Europe/Berlin`, an offset like `+02:00`, or `UTC`; on a small system the package "
          + "`tzdata` brings the names"))
    return ("UTC", .utc)
  }

  mutating func readMenus(_ table: inout ConfigTable) -> [Menu] {
    var menusTable = ConfigTable(table.node("menus"), name: "menus", source: source)
    var menus: [Menu] = []
    for member in menusTable.allMembers() {
      guard case .list(let nodes) = member.value.content else {
        menusTable.report(
          "the menu `\(member.key)` must be a list", member.value.span,
          help: "write `[[menus.\(member.key)]]` before each item, with `label` and `url`")
        continue
      }
      var items: [Menu.Item] = []
      for node in nodes {
        var itemTable = ConfigTable(node, name: "menus.\(member.key)", source: source)
        let label = itemTable.string("label", example: "About")
        let target = itemTable.string("url", example: "/about/")
        if let label, label.text.allSatisfy(\.isWhitespace) {
          itemTable.report(
            "this item of the menu has no label that a reader could see", label.span,
            help: "write `label = \"About\"`")
        }
        if let label, let target {
          items.append(Menu.Item(label: label.text, target: target.text, span: target.span))
        } else {
          itemTable.report(
            "a menu's item needs `label` and `url`", node.span,
            help: "write `label = \"About\"` and `url = \"/about/\"`")
        }
        diagnostics += itemTable.finish()
      }
      menus.append(Menu(name: member.key, span: member.keySpan, items: items))
    }
    diagnostics += menusTable.finish()
    return menus
  }

  private mutating func readRoutes(_ table: inout ConfigTable) -> [RouteMove] {
    var routes = ConfigTable(table.node("routes"), name: "routes", source: source)
    var moves: [RouteMove] = []
    for member in routes.allMembers() {
      let (key, node) = (member.key, member.value)
      switch node.content {
      case .scalar(let scalar) where scalar.kind == .string:
        moves.append(
          RouteMove(route: key, routeSpan: member.keySpan, target: scalar.text, targetSpan: node.span))
      case .scalar(let scalar) where scalar.kind == .bool(false):
        moves.append(RouteMove(route: key, routeSpan: member.keySpan, target: nil, targetSpan: node.span))
      default:
        routes.report(
          "a route is moved to a path, or dropped with `false`", node.span,
          help: "write `\"\(key)\" = \"other/\(key)\"` or `\"\(key)\" = false`")
      }
    }
    diagnostics += routes.finish()
    return moves
  }

  private mutating func readHighlighting(_ table: inout ConfigTable) -> Bool {
    var markdown = ConfigTable(table.node("markdown"), name: "markdown", source: source)
    let highlights = markdown.bool("highlight") ?? true
    diagnostics += markdown.finish()
    return highlights
  }

  private mutating func readPolicy(_ table: inout ConfigTable) -> DiagnosticPolicy {
    var codes = ConfigTable(table.node("diagnostics"), name: "diagnostics", source: source)
    var rules: [DiagnosticPolicy.Rule] = []
    for member in codes.allMembers() {
      guard isLowerable(member) else { continue }
      if case .map(let globs) = member.value.content {
        for glob in globs {
          guard let severity = readSeverity(glob.value, &codes) else { continue }
          rules.append(
            .init(code: member.key, files: codes.glob(glob.key, glob.keySpan), severity: severity))
        }
      } else if let severity = readSeverity(member.value, &codes) {
        rules.append(.init(code: member.key, files: nil, severity: severity))
      }
    }
    diagnostics += codes.finish()
    return DiagnosticPolicy(rules: rules)
  }

  private mutating func isLowerable(_ member: DataMember) -> Bool {
    guard let code = DiagnosticCatalog.code(named: member.key) else {
      if case .map(let inner) = member.value.content, let first = inner.first?.key,
        DiagnosticCatalog.code(named: member.key + "." + first) != nil
      {
        diagnostics.append(
          Diagnostic(
            .siteDiagnosticCode, "a diagnostic code stands in quotes, since it holds a dot", in: source,
            member.keySpan, help: "write `\"\(member.key).\(first)\" = …`"))
        return false
      }
      let names = DiagnosticCatalog.all.map(\.name)
      diagnostics.append(
        Diagnostic(
          .siteDiagnosticCode, "there is no diagnostic code `\(member.key)`", in: source, member.keySpan,
          help: Suggestion.sentence(for: member.key, among: names)
            ?? "a code stands in brackets before each message, like `error[link.broken]`"))
      return false
    }
    if DiagnosticCatalog.isLowerable(code) { return true }
    diagnostics.append(
      Diagnostic(
        .siteDiagnosticCode, "`\(member.key)` can't be lowered: nothing can be built while it stands",
        in: source,
        member.keySpan, help: "mend what it reports, and remove this line"))
    return false
  }

  private func readSeverity(_ node: DataNode, _ table: inout ConfigTable) -> Severity? {
    if case .scalar(let scalar) = node.content, let severity = Severity(rawValue: scalar.text) {
      return severity
    }
    table.report(
      "a severity is `\"error\"`, `\"warning\"` or `\"off\"`", node.span,
      help: "or a table from globs of files to severities: `{ \"posts/2012/**\" = \"off\" }`")
    return nil
  }
}

extension DiagnosticCode {
  /// An edition that this program does not know.
  package static let siteEdition = DiagnosticCode("site.edition")
  /// A time zone that can't be found.
  package static let siteUnknownZone = DiagnosticCode("site.unknown-zone")
  /// A site that does not say where it will be published.
  package static let siteNoURL = DiagnosticCode("site.no-url", .warning)
  /// `[diagnostics]` names a code that does not exist, or one that can't be lowered.
  package static let siteDiagnosticCode = DiagnosticCode("site.diagnostic-code")
}
