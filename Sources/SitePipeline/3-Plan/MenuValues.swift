import DataFormats
package import Diagnostics
import Models
import TemplateEngine

/// The menus: what `site.toml` lists, then the pages that say they belong there.
struct MenuValues {
  /// By language.
  static func fill(
    _ site: CheckedSite, _ targets: LinkTargets
  ) -> (values: [Value], diagnostics: [Diagnostic]) {
    let filled = site.byLanguage.indices.map { fill(site, targets, $0) }
    return (
      filled.map(\.value), filled.flatMap(\.diagnostics).once + unknownMenus(site) + unshownMenus(site)
    )
  }

  private static func fill(
    _ site: CheckedSite, _ targets: LinkTargets, _ language: Int
  ) -> (value: Value, diagnostics: [Diagnostic]) {
    let config = site.loaded.config
    var diagnostics: [Diagnostic] = []
    var fields: [Value] = []
    let menus = (config.languages[language].menus ?? []) + config.menus
    for name in site.loaded.menuNames {
      var items: [Value] = []
      for item in menus.first(where: { $0.name == name })?.items ?? [] {
        switch url(of: item, site, targets, language) {
        case .success(let url): items.append(.record([.string(item.label), .string(url)]))
        case .failure(let failure):
          diagnostics.append(
            Diagnostic(failure.code, failure.message, in: config.source, item.span, help: failure.help))
        }
      }
      items += pages(in: name, site, targets, language)
      fields.append(.list(items))
    }
    return (.record(fields), diagnostics)
  }

  private static func url(
    of item: Menu.Item, _ site: CheckedSite, _ targets: LinkTargets, _ language: Int
  ) -> Result<String, LinkTargets.Failure> {
    let reference = URLReference(item.target)
    if case .failure(let problem) = URLText.check(item.target, item.span) {
      return .failure(
        .init(code: problem.code, message: problem.message, help: problem.help ?? "write another address"))
    }
    guard reference.isInternal, !item.target.isEmpty else { return .success(item.target) }
    let tail = (reference.query.map { "?" + $0 } ?? "") + (reference.fragment.map { "#" + $0 } ?? "")
    func resolved(_ path: String) -> Result<LinkTargets.Target, LinkTargets.Failure> {
      targets.resolve(path, in: "", pagePath: "", isImage: false, language: language)
    }
    // `/archive/` is that of the language, if it has one.
    let folder = site.loaded.config.folder(ofLanguage: language)
    let own = folder.isEmpty ? nil : try? resolved("/" + folder + reference.path.drop { $0 == "/" }).get()
    return (own.map { .success($0) } ?? resolved(reference.path)).flatMap { target in
      if let fragment = reference.fragment, !targets.hasAnchor(fragment, on: target) {
        return .failure(
          .init(
            code: .linkBrokenAnchor, message: "`/\(target.path)` has no heading or id `\(fragment)`",
            help: "link to one of its headings, or to the page"))
      }
      return .success(site.loaded.config.url.basePath + URLPath.encoded(target.path) + tail)
    }
  }

  /// Pages whose `menu` is this one, in the order of the pages.
  private static func pages(
    in menu: String, _ site: CheckedSite, _ targets: LinkTargets, _ language: Int
  ) -> [Value] {
    guard let field = site.loaded.models[.page].index(of: "menu") else { return [] }
    return (site.byLanguage[language].last ?? []).compactMap { id in
      guard site.entries[id.index].values[field] == .string(menu), let path = targets.pagePath(of: id.index),
        let title = site.title(of: id)
      else { return nil }
      return .record([.string(title), .string(site.loaded.config.url.basePath + URLPath.encoded(path))])
    }
  }

  /// A menu that the theme says nothing of, when it says which it shows.
  private static func unshownMenus(_ site: CheckedSite) -> [Diagnostic] {
    let (config, shown) = (site.loaded.config, site.loaded.theme.menus)
    guard !shown.isEmpty else { return [] }
    return (config.menus + config.languages.flatMap { $0.menus ?? [] }).filter { !shown.contains($0.name) }
      .map { menu in
        Diagnostic(
          .siteUnknownMenu, "the theme `\(site.loaded.theme.name)` shows no menu `\(menu.name)`",
          in: config.source,
          menu.span,
          help: Suggestion.sentence(for: menu.name, among: shown)
            ?? "menus are " + shown.map { "`\($0)`" }.joined(separator: ", "))
      }
  }

  /// A page in a menu that nobody shows is a mistake of spelling.
  private static func unknownMenus(_ site: CheckedSite) -> [Diagnostic] {
    guard let field = site.loaded.models[.page].index(of: "menu") else { return [] }
    let names = site.loaded.theme.menus.isEmpty ? site.loaded.menuNames : site.loaded.theme.menus
    return (site.collections.last ?? []).compactMap { id in
      guard case .string(let menu) = site.entries[id.index].values[field], !names.contains(menu) else {
        return nil
      }
      let document = site.document(of: id)
      let span = document.frontMatter.member { $0 == "menu" }?.value.span ?? document.frontMatter.openingFence
      return Diagnostic(
        .pageUnknownMenu, "there is no menu `\(menu)`", in: document.source, span, label: "shown nowhere",
        help: Suggestion.sentence(for: menu, among: names)
          ?? "menus are " + names.map { "`\($0)`" }.joined(separator: ", "))
    }
  }
}

extension DiagnosticCode {
  /// A page that wants to be in a menu which neither theme nor site has.
  package static let pageUnknownMenu = DiagnosticCode("page.unknown-menu")
  /// A menu in `site.toml` that the theme does not show.
  package static let siteUnknownMenu = DiagnosticCode("site.unknown-menu", .warning)
}
