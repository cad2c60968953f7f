package import Diagnostics
import Models
import TemplateEngine

/// An address that leads on to another: what hosts and the preview know of it.
package struct PlannedRedirect: Sendable, Hashable {
  package let source: AddressPattern
  /// Root-absolute with the base path, or a whole address; names of a pattern stand in it as `:name`.
  package internal(set) var target: String
  /// As HTTP has it: 301, 302, 303, 307 or 308.
  package let status: Int
}

/// `[redirects]` of `site.toml`, resolved: each address is free, and each target is there.
struct RedirectTable {
  /// One line, as far as it is right.
  struct Rule {
    let config: HostConfig.Redirect
    let redirect: PlannedRedirect
    /// Where it leads below the site's root, decoded, with the names of its pattern; nothing for another site.
    let sitePath: String?
  }

  private(set) var rules: [Rule] = []
  /// For hosts that know no redirects: of rules without patterns.
  private(set) var pages: [PlannedPage] = []
  private(set) var diagnostics: [Diagnostic] = []
  private let site: CheckedSite

  var redirects: [PlannedRedirect] { rules.map(\.redirect) }

  /// Makes the addresses known to `targets` too.
  init(
    _ site: CheckedSite, _ routes: RoutePages, _ aliases: Redirects, _ files: PublishedFiles,
    _ targets: inout LinkTargets
  ) {
    self.site = site
    let configs = site.loaded.config.host.redirects
    guard !configs.isEmpty else { return }
    let published = PublishedAddresses(routes, files)
    var known: [String: Diagnostic.Related] = [:]
    for page in aliases.pages {
      guard let id = page.entry else { continue }
      let document = site.document(of: id)
      known[page.path.file] = .init(
        Location(document.source, document.frontMatter.openingFence), "an alias of this")
    }
    var sound: [HostConfig.Redirect] = []
    for config in configs where isFree(config, published, &known) { sound.append(config) }
    targets.add(sound.filter(\.source.isExact).map(\.path))
    for config in sound { add(config, targets) }
    let chains = RedirectChains(rules, aliases, published, site.loaded.config)
    diagnostics += chains.diagnostics
    diagnostics += coveredPages(routes)
  }

  /// Whether nothing else is at the address of a rule.
  private mutating func isFree(
    _ config: HostConfig.Redirect, _ published: PublishedAddresses,
    _ known: inout [String: Diagnostic.Related]
  ) -> Bool {
    let source = site.loaded.config.source
    let key = config.source.isExact ? config.path.file : config.source.address
    if config.source.isExact, published.contains(config.source.address) {
      diagnostics.append(
        Diagnostic(
          .redirectShadowed, "there is something at `\(config.source.written)`, so it can't lead on",
          in: source,
          config.sourceSpan, help: "remove this line, or move what is there"))
      return false
    }
    if let other = known[key] {
      diagnostics.append(
        Diagnostic(
          .redirectRepeated, "`\(config.source.written)` leads on twice",
          at: Location(source, config.sourceSpan),
          related: [other], help: ["remove one of the two"]))
      return false
    }
    known[key] = .init(Location(source, config.sourceSpan), "and here")
    return true
  }

  private mutating func add(_ config: HostConfig.Redirect, _ targets: LinkTargets) {
    guard let (url, sitePath, title) = resolved(config, targets) else { return }
    rules.append(
      Rule(
        config: config,
        redirect: PlannedRedirect(source: config.source, target: url, status: config.status),
        sitePath: sitePath))
    guard config.source.isExact else { return }
    pages.append(
      PlannedPage(
        content: .redirect(to: url, title: title ?? url, status: config.status), path: config.path,
        url: site.loaded.config.url.basePath + URLPath.encoded(config.path.url), entry: nil, title: nil,
        language: 0))
  }

  private mutating func resolved(
    _ config: HostConfig.Redirect, _ targets: LinkTargets
  ) -> (url: String, sitePath: String?, title: String?)? {
    let site = site.loaded.config
    var text = config.target
    let own = site.url.origin + site.url.basePath
    if text.hasPrefix(own) { text = "/" + text.dropFirst(own.count) }
    let reference = URLReference(text)
    guard reference.isInternal else { return (text, nil, nil) }
    let tail = (reference.query.map { "?" + $0 } ?? "") + (reference.fragment.map { "#" + $0 } ?? "")
    if !RedirectTarget(text).names.isEmpty {
      let path = URLPath.decoded(reference.path).drop { $0 == "/" }
      return (site.url.basePath + URLPath.encoded(String(path)) + tail, String(path), nil)
    }
    switch targets.resolve(reference.path, in: "", pagePath: "", isImage: false, language: 0) {
    case .failure(let failure):
      report(failure.code, failure.message, config.targetSpan, failure.help)
      return nil
    case .success(let target):
      if let fragment = reference.fragment, !targets.hasAnchor(fragment, on: target) {
        report(
          .linkBrokenAnchor, "`/\(target.path)` has no heading or id `\(fragment)`", config.targetSpan,
          "lead to one of its headings, or to the page")
      }
      let title = target.document.flatMap { self.site.title(of: EntryID($0)) }
      return (site.url.basePath + URLPath.encoded(target.path) + tail, target.path, title)
    }
  }

  private mutating func report(_ code: DiagnosticCode, _ message: String, _ span: Span, _ help: String) {
    diagnostics.append(Diagnostic(code, message, in: site.loaded.config.source, span, help: help))
  }

  /// Patterns over pages that are there: Netlify shows those pages, the others lead away from them.
  private func coveredPages(_ routes: RoutePages) -> [Diagnostic] {
    let config = site.loaded.config
    let leading = config.host.hosts.filter { $0 != .netlify }
    guard let host = leading.first else { return [] }
    return rules.filter { !$0.config.source.isExact }.compactMap { rule in
      let covered = routes.pages.filter { rule.config.source.match($0.path.url) != nil }
      guard let first = covered.first else { return nil }
      let more = covered.count == 1 ? "" : " and \(covered.count - 1) more"
      return Diagnostic(
        .redirectCoversPages,
        "`\(rule.config.source.written)` fits pages of this site, which \(host.name) would lead away from",
        in: config.source, rule.config.sourceSpan, label: "`/\(first.path.url)`\(more)",
        help: "make the pattern narrower, or list the addresses")
    }
  }
}

extension HostConfig.Redirect {
  /// Of a rule without a pattern.
  var path: PagePath { PagePath(own: source.address) }
}

/// What is at which address, without a slash at its ends.
struct PublishedAddresses {
  private var files: Set<String>

  init(_ routes: RoutePages, _ published: PublishedFiles) {
    files = Set(routes.pages.lazy.map(\.path.file))
    files.formUnion(published.files.lazy.map(\.output))
  }

  func contains(_ address: String) -> Bool {
    files.contains(address) || files.contains(address.isEmpty ? "index.html" : address + "/index.html")
  }
}

extension DiagnosticCode {
  /// A redirect at the address of a page or a file.
  package static let redirectShadowed = DiagnosticCode("redirect.shadowed")
  /// Two redirects at one address.
  package static let redirectRepeated = DiagnosticCode("redirect.repeated")
  /// A pattern that leads away from pages of the site on some hosts.
  package static let redirectCoversPages = DiagnosticCode("redirect.covers-pages", .warning)
}
