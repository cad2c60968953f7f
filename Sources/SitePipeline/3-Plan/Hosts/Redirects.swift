import DataFormats
package import Diagnostics
import Models
import TemplateEngine

/// Pages at the former addresses of entries, which lead to where the entries are now.
struct Redirects {
  private(set) var pages: [PlannedPage] = []
  private(set) var redirects: [PlannedRedirect] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Whose an alias is, by its file.
  private var owners: [String: EntryID] = [:]

  init(_ site: CheckedSite, _ routes: RoutePages) {
    for index in site.entries.indices where site.entries[index].publication == .published {
      guard let field = site.loaded.models.places(of: site.entries[index].model).aliases,
        case .list(let aliases) = site.entries[index].values[field], !aliases.isEmpty,
        let url = routes.entryURLs[index],
        let target = routes.entryPaths[index]
      else { continue }
      for case .string(let alias) in aliases { add(alias, of: EntryID(index), url, target, site) }
    }
  }

  private mutating func add(
    _ alias: String, of id: EntryID, _ url: String, _ target: PagePath, _ site: CheckedSite
  ) {
    let reference = URLReference(alias)
    guard reference.isInternal, reference.query == nil, reference.fragment == nil else {
      report(
        .aliasBad, "the alias `\(alias)` is no path of this site", alias, id, site,
        help: "write it like `/old/address/`")
      return
    }
    let parts = URLPath.decoded(reference.path).split(separator: "/").map(String.init)
    if let problem = parts.lazy.compactMap({ Slug.problem(inStem: $0) }).first {
      report(
        .aliasBad, "the alias `\(alias)` can't be an address: \(problem.sentence)", alias, id, site,
        help: "write it like `/old/address/`")
      return
    }
    let path = PagePath(own: parts.joined(separator: "/"))
    guard path != target else {
      report(.aliasUseless, "the alias `\(alias)` is where the entry is", alias, id, site, help: "remove it")
      return
    }
    if let owner = owners[path.file] {
      let isOwn = owner == id
      report(
        .aliasShared,
        isOwn ? "the alias `\(alias)` is said twice" : "the alias `\(alias)` leads to another entry", alias,
        id, site,
        help: isOwn
          ? "remove one of the two" : "leave it with the entry that readers of the old address want",
        related: isOwn ? nil : owner)
      return
    }
    owners[path.file] = id
    pages.append(
      PlannedPage(
        content: .redirect(to: url, title: site.title(of: id) ?? url, status: 301), path: path,
        url: site.loaded.config.url.basePath + URLPath.encoded(path.url), entry: id, title: nil,
        language: site.document(of: id).language))
    redirects.append(
      PlannedRedirect(source: AddressPattern(address: path.url), target: url, status: 301))
  }

  private mutating func report(
    _ code: DiagnosticCode, _ message: String, _ alias: String, _ id: EntryID, _ site: CheckedSite,
    help: String, related other: EntryID? = nil
  ) {
    let (source, span) = Self.place(of: alias, id, site)
    var diagnostic = Diagnostic(code, message, in: source, span, help: help)
    if let other {
      let (source, span) = Self.place(of: nil, other, site)
      diagnostic.related = [.init(Location(source, span), "an alias of this one already")]
    }
    diagnostics.append(diagnostic)
  }

  /// An alias of an entry, the last of those that are written so, or all of them.
  private static func place(of alias: String?, _ id: EntryID, _ site: CheckedSite) -> (SourceFile, Span) {
    let document = site.document(of: id)
    let known = ["aliases"] + (Spelling.others["aliases"] ?? [])
    let aliases = document.frontMatter.member { known.contains($0) }?.value
    var span = aliases?.span
    if case .list(let nodes)? = aliases?.content {
      let own = nodes.last {
        if case .scalar(let scalar) = $0.content { scalar.text == alias } else { false }
      }
      span = own?.span ?? span
    }
    return (document.source, span ?? document.frontMatter.openingFence)
  }
}

extension DiagnosticCode {
  /// An alias that can't be an address of the site.
  package static let aliasBad = DiagnosticCode("alias.bad")
  /// An alias of two entries: it leads to the first of them.
  package static let aliasShared = DiagnosticCode("alias.shared")
  /// An alias that leads from a page to itself.
  package static let aliasUseless = DiagnosticCode("alias.useless", .warning)
}
