import DataFormats
package import Diagnostics
import Files
import Models
import TemplateEngine

/// Files of the output that would be written twice, that some disks can't tell apart, or that stand where a
/// folder must be.
struct OutputCollisions {
  /// Who makes a file.
  private struct Owner {
    let output: String
    let location: Location?
    /// For the label of the other's place.
    let label: String
    let page: PlannedPage?
  }

  /// Two entries whose own pages meet; that their other pages meet too goes without saying.
  private struct Pair: Hashable {
    let first: EntryID
    let second: EntryID
  }

  private let site: CheckedSite
  private var owners: [String: Owner] = [:]
  private var diagnostics: [Diagnostic] = []
  private var reported: Set<Pair> = []

  /// Hot until the first suspicion: places are worked out, and files read for them, only when something collides.
  static func find(_ pages: [PlannedPage], _ files: [PlannedFile], _ site: CheckedSite) -> [Diagnostic] {
    var suspicion = OutputSuspicion(count: pages.count + files.count)
    var collisions = OutputCollisions(site: site)
    for page in pages {
      suspicion.add(page.path)
      if OutputFolder.isOwn(page.path.url) { collisions.addOwn(page) }
    }
    for file in files { suspicion.add(file.output) }
    guard suspicion.isFounded else { return collisions.diagnostics }
    // Entries' own pages first: when they meet, the others are not worth a word.
    for page in pages where site.isOwnPage(page) { collisions.add(collisions.owner(page)) }
    for page in pages where !site.isOwnPage(page) { collisions.add(collisions.owner(page)) }
    for file in files {
      collisions.add(
        Owner(output: file.output, location: Location(path: file.shownAs), label: "this file", page: nil))
    }
    collisions.findFolders()
    return collisions.diagnostics
  }

  private init(site: CheckedSite) {
    self.site = site
  }

  private func owner(_ page: PlannedPage) -> Owner {
    let entryLocation = page.entry.map { id -> Location in
      let document = site.document(of: id)
      return Location(document.source, span(of: page, id) ?? document.frontMatter.openingFence)
    }
    switch page.content {
    case .redirect:
      return Owner(
        output: page.path.file, location: entryLocation ?? site.location(ofRedirect: page.path),
        label: page.entry == nil ? "by this redirect" : "an alias of this", page: page)
    case .route(let number, _):
      let route = site.theme.routes[number]
      return Owner(
        output: page.path.file, location: entryLocation ?? route.location, label: "by `\(route.path)`",
        page: page)
    }
  }

  /// What of the front matter has put the page where it is.
  private func span(of page: PlannedPage, _ id: EntryID) -> Span? {
    var key = "slug"
    if case .redirect = page.content {
      key = "aliases"
    } else if site.isOwnPage(page), site.entries[id.index].ownPath != nil {
      key = "path"
    }
    let keys = [key] + (Spelling.others[key] ?? [])
    return site.document(of: id).frontMatter.member { keys.contains($0) }?.value.span
  }

  /// A page where Presstime has something of its own.
  private mutating func addOwn(_ page: PlannedPage) {
    let owner = owner(page)
    diagnostics.append(
      Diagnostic(
        .routeCollision, "`\(owner.output)` is where Presstime keeps what it knows of the output",
        at: owner.location, label: owner.label, help: ["give the page another path"]))
  }

  private mutating func add(_ owner: Owner) {
    let key = owner.output.lowercased()
    guard let first = owners[key] else {
      owners[key] = owner
      return
    }
    if let a = first.page?.entry, let b = owner.page?.entry, a != b,
      !reported.insert(Pair(first: a, second: b)).inserted
    {
      return
    }
    let isSame = first.output == owner.output
    let label = first.location == owner.location ? owner.label : first.label
    diagnostics.append(
      Diagnostic(
        isSame ? .routeCollision : .routeCaseCollision,
        isSame
          ? "`\(owner.output)` would be written twice"
          : "`\(first.output)` and `\(owner.output)` are one file on disks that ignore capitals",
        at: owner.location, label: owner.label,
        related: first.location.map { [.init($0, "and \(label)")] } ?? [], help: [help(first, owner)]))
  }

  private func help(_ first: Owner, _ second: Owner) -> String {
    guard let one = first.page, let other = second.page else { return fileHelp(first, second) }
    for page in [other, one] {
      guard let id = page.entry, site.isOwnPage(page), site.entries[id.index].ownPath != nil else { continue }
      return "give the entry another `path`"
    }
    guard case .route(let number, _) = other.content, case .route(let firstNumber, _) = one.content else {
      let isOfTable = [one, other].contains { page in
        if case .redirect = page.content { page.entry == nil } else { false }
      }
      return isOfTable ? "remove the redirect" : "remove the alias"
    }
    let route = site.theme.routes[number]
    if number != firstNumber, let a = one.entry, let b = other.entry, a != b {
      return "give one of the two another `slug` or `path`"
    }
    if number != firstNumber, one.entry == nil,
      site.theme.routes[firstNumber].hasBrackets || route.hasBrackets,
      let title = other.title ?? one.title
    {
      return
        "`\(title)` is the name of another page here; choose another, or move one of the routes with `[routes]`"
    }
    if number != firstNumber {
      return
        "move one of the routes with `[routes]` in `site.toml`: `\"\(route.path)\" = \"other/\(route.path)\"`"
    }
    if first.output == second.output, route.canonicalCollection == nil, let bracket = route.entryBracket {
      let moved = route.path.split(separator: "[\(bracket)]", omittingEmptySubsequences: false).joined(
        separator: "[...\(bracket)]")
      return
        "two entries have one slug; let this route use their whole paths, with `[routes]` in `site.toml`: "
        + "`\"\(route.path)\" = \"\(moved)\"`"
    }
    return one.entry == nil
      ? "give the groups keys that differ" : "give one of the two another `slug` or `path`"
  }

  /// A file meets a page, or a file of the theme meets one of `content/`.
  private func fileHelp(_ first: Owner, _ second: Owner) -> String {
    if ["_redirects", "_headers", ".htaccess"].contains(first.output) {
      return "say in `[redirects]` and `[headers]` of `site.toml` what is in the file, and remove it"
    }
    for owner in [first, second] {
      if case .redirect? = owner.page?.content { return "remove the redirect, or rename the file" }
      guard case .route(let number, _)? = owner.page?.content else { continue }
      let route = site.theme.routes[number]
      return route.hasBrackets
        ? "rename the file"
        : "rename the file, or drop the theme's route with `[routes]`: `\"\(route.path)\" = false`"
    }
    return "rename the file in `content/`, or replace the theme's in a theme that extends it"
  }

  /// A file `a` and a file `a/b` can't both be.
  private mutating func findFolders() {
    for (key, owner) in owners.sorted(by: { $0.key < $1.key }) {
      var folder = FilePath.folder(of: key)
      while !folder.isEmpty {
        if let file = owners[folder] {
          diagnostics.append(
            Diagnostic(
              .routeCollision, "`\(file.output)` would be a file and the folder of `\(owner.output)`",
              at: owner.location, label: owner.label,
              related: file.location.map { [.init($0, "and \(file.label)")] } ?? [],
              help: ["give one of the two another path"]))
        }
        folder = FilePath.folder(of: folder)
      }
    }
  }
}

extension CheckedSite {
  /// Whether a page is the one that gives its entry the URL.
  fileprivate func isOwnPage(_ page: PlannedPage) -> Bool {
    if case .route(let number, _) = page.content {
      theme.routes[number].canonicalCollection != nil
    } else {
      false
    }
  }
}

extension CheckedSite {
  /// The line of `[redirects]` that makes a page.
  fileprivate func location(ofRedirect path: PagePath) -> Location? {
    let line = loaded.config.host.redirects.first { $0.source.isExact && $0.path == path }
    return line.map { Location(loaded.config.source, $0.sourceSpan) }
  }
}

extension DiagnosticCode {
  /// Two pages or files at one place of the output.
  package static let routeCollision = DiagnosticCode("route.collision")
  /// Two places of the output that differ only in capitals.
  package static let routeCaseCollision = DiagnosticCode("route.case-collision")
}
