import DataFormats
package import Diagnostics
import Models
import TemplateEngine

/// Pages at the former addresses of entries, which lead to where the entries are now.
struct Redirects {
  private(set) var pages: [PlannedPage] = []
  private(set) var redirects: [PlannedRedirect] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(_ site: CheckedSite, _ routes: RoutePages) {
    for (index, entry) in site.entries.enumerated() where entry.publication == .published {
      guard let field = site.loaded.models[entry.model].places.aliases,
        case .list(let aliases) = entry.values[field], !aliases.isEmpty, let url = routes.entryURLs[index],
        let target = routes.entryPaths[index]
      else { continue }
      for case .string(let alias) in aliases { add(alias, of: EntryID(index), url, target, site) }
    }
  }

  private mutating func add(
    _ alias: String, of id: EntryID, _ url: String, _ target: PagePath, _ site: CheckedSite
  ) {
    let reference = URLReference(alias)
    guard reference.isInternal, reference.query == nil else {
      report(
        .aliasBad, "the alias `\(alias)` is no path of this site", id, site,
        help: "write it like `/old/address/`")
      return
    }
    let parts = URLPath.decoded(reference.path).split(separator: "/").map(String.init)
    if let problem = parts.lazy.compactMap({ Slug.problem(inStem: $0) }).first {
      report(
        .aliasBad, "the alias `\(alias)` can't be an address: \(problem.sentence)", id, site,
        help: "write it like `/old/address/`")
      return
    }
    let path = PagePath(own: parts.joined(separator: "/"))
    guard path != target else {
      report(.aliasUseless, "the alias `\(alias)` is where the entry is", id, site, help: "remove it")
      return
    }
    pages.append(
      PlannedPage(
        content: .redirect(to: url, title: site.title(of: id) ?? url, status: 301), path: path,
        url: site.loaded.config.url.basePath + URLPath.encoded(path.url), entry: id, title: nil))
    redirects.append(
      PlannedRedirect(source: AddressPattern(address: path.url), target: url, status: 301))
  }

  private mutating func report(
    _ code: DiagnosticCode, _ message: String, _ id: EntryID, _ site: CheckedSite, help: String
  ) {
    let document = site.document(of: id)
    let known = ["aliases"] + (Spelling.others["aliases"] ?? [])
    let span = document.frontMatter.member { known.contains($0) }?.value.span
    diagnostics.append(
      Diagnostic(code, message, in: document.source, span ?? document.frontMatter.openingFence, help: help))
  }
}

extension DiagnosticCode {
  /// An alias that can't be an address of the site.
  package static let aliasBad = DiagnosticCode("alias.bad")
  /// An alias that leads from a page to itself.
  package static let aliasUseless = DiagnosticCode("alias.useless", .warning)
}
