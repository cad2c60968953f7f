import DataFormats
package import Diagnostics
package import Models
package import TemplateEngine

/// Every file that the site will have: pages with their URLs, links and pictures resolved, no bytes yet.
package struct SitePlan: Sendable {
  package internal(set) var checked: CheckedSite
  /// In the order of the routes, then the redirects where no host leads on by itself.
  package let pages: [PlannedPage]
  /// Files that are copied as they are, in the order of their paths.
  package let files: [PlannedFile]
  /// What programs read.
  package internal(set) var context: RenderContext
  /// Redirects and headers, for those who can do more than show a page.
  package let host: HostRules
  let routes: RoutePages
  let published: PublishedFiles
  /// Pages at former addresses of entries, whether they are written or not.
  let aliases: [PlannedPage]
  /// What the search index is made of.
  var searched: SearchedTexts
  /// What links can lead to; nothing in a build, which lays nothing out again.
  var targets: LinkTargets?
  /// What this stage found wrong with pages and files, before the site's severities.
  let problems: [Diagnostic]
  let collisions: [Diagnostic]
  /// By body: what is wrong with its links and components.
  var bodyProblems: [Int: [Diagnostic]]

  /// All so far, by the site's severities.
  package var diagnostics: [Diagnostic] {
    checked.diagnostics
      + checked.loaded.config.policy.apply(
        to: problems + collisions + toldBodyProblems)
  }

  /// Those of items by kinds.
  private var toldBodyProblems: [Diagnostic] {
    var found: [Diagnostic] = []
    var ofItems = ItemProblems()
    for (number, problems) in bodyProblems.sorted(by: { $0.key < $1.key }) {
      guard let item = checked.loaded.documents[checked.bodies[number].document].item else {
        found += problems
        continue
      }
      for problem in problems {
        ofItems.add(.init(source: item.sourceName, field: "", item: item.path, diagnostic: problem))
      }
    }
    return found + ofItems.diagnostics
  }
}

extension SitePlan {
  /// The same without what only a run after this one needs: what links can lead to, and the texts as they were parsed.
  func withoutTargets() -> SitePlan {
    var plan = self
    plan.targets = nil
    // What is wrong with texts is told by the documents that they stand in.
    if bodyProblems.isEmpty { plan.checked.bodies = [] }
    return plan
  }
}

/// One page: a route applied to one value, or a redirect to another page. Immutable; a class for the reason of
/// `Document`.
package final class PlannedPage: Sendable {
  package enum Content: Sendable {
    /// The route's index in the checked theme.
    case route(Int, RouteInstance)
    /// To a page of this site, root-absolute with the base path, or to a whole address.
    case redirect(to: String, title: String, status: Int)
  }

  package let content: Content
  package let path: PagePath
  /// Root-absolute with the base path, encoded.
  package let url: String
  /// The entry that it is made for, or the Page that a route without brackets was given.
  package let entry: EntryID?
  package let title: String?

  init(content: Content, path: PagePath, url: String, entry: EntryID?, title: String?) {
    self.content = content
    self.url = url
    self.path = path
    self.entry = entry
    self.title = title
  }
}

/// A file that is published as it is.
package struct PlannedFile: Sendable {
  package enum Content: Sendable {
    /// A path on disk.
    case disk(String)
    case bytes([UInt8])
  }

  /// Below the output folder.
  package let output: String
  package let content: Content
  /// As messages name it.
  package let shownAs: String
}

extension CheckedSite {
  /// Lays the site out. The theme must be free of errors.
  package func planned() -> SitePlan { laidOut(after: nil, .everything) }

  /// Lays the site out with what an earlier plan found, where nothing it depends on differs.
  func laidOut(after previous: SitePlan?, _ change: SiteChange) -> SitePlan {
    let outline = SearchOutline(self)
    var context = emptyContext(outline)
    let routes = RoutePages.expand(self, context) { pages in
      var listing = context
      listing.globals = globals(pages, options.values, .record([]), data.values, outline.value(version: ""))
      return listing
    }
    context.urls = routes.entryURLs
    context.links = routes.links
    let files = PublishedFiles(self, routes)
    let aliases = Redirects(self, routes)
    let known = previous.flatMap { $0.hasLayout(of: self, aliases, files, routes, change) ? $0 : nil }
    var targets =
      known?.targets?.moved(to: self)
      ?? LinkTargets(self, routes.pages + aliases.pages, files, routes.entryURLs)
    let table = RedirectTable(self, routes, aliases, files, &targets)
    let host = HostRules(
      aliases.redirects + table.redirects, self,
      hasMissingPage: routes.pages.contains { $0.path.file == "404.html" })
    let hosts = loaded.config.host.hosts
    let moved = aliases.pages + table.pages
    let pages = hosts.isEmpty ? routes.pages + moved : routes.pages
    let allFiles = files.with(host.files(for: hosts))
    let collisions = known?.collisions ?? OutputCollisions.find(routes.pages + moved, allFiles, self)
    var urls = ValueURLs(self, files, targets)
    for (index, entry) in entries.enumerated() {
      guard let values = urls.resolved(entry) else { continue }
      context.entries[index] = contextEntry(entry, values)
    }
    let filler = BodyFiller(self, targets)
    let bodies = known?.bodies(filledBy: filler, change) ?? filler.fill()
    context.bodies = bodies.bodies
    let references = ThemeReferences.resolve(self, targets)
    context.references = references.urls
    let menus = MenuValues.fill(self, targets)
    let searched = SearchedTexts(outline, context, loaded)
    context.globals = globals(pages, urls.resolved(options), menus.value, urls.resolved(data), searched.value)
    context.searchPiece = searched.pieces(context, jobs: loaded.options.jobs)
    context.doubtful = doubtfulTexts()
    return SitePlan(
      checked: self, pages: pages, files: allFiles, context: context, host: host, routes: routes,
      published: files, aliases: aliases.pages, searched: searched, targets: targets,
      problems: routes.diagnostics + aliases.diagnostics + table.diagnostics
        + hostProblems(host, pages, allFiles) + menus.diagnostics + urls.diagnostics
        + references.diagnostics + unshownPages(routes) + missingLiteralLinks(context.links),
      collisions: collisions, bodyProblems: bodies.problems)
  }

  /// The snapshot as far as route headers read it: entries and collections, no URLs, no bodies.
  private func emptyContext(_ search: SearchOutline) -> RenderContext {
    RenderContext(
      entries: entries.map { contextEntry($0, $0.values) }, urls: Array(repeating: nil, count: entries.count),
      bodies: [],
      collections: collections.map { .list($0.map { .entry($0) }) }, collectionPages: collectionPages,
      globals: globals([], options.values, .record([]), data.values, search.value(version: "")), links: [:],
      origin: loaded.config.url.origin,
      basePath: loaded.config.url.basePath, zone: loaded.config.zone, now: loaded.clock,
      markdown: markdown)
  }

  private func contextEntry(_ entry: Entry, _ values: [Value]) -> RenderContext.Entry {
    RenderContext.Entry(
      model: entry.model, values: values, slug: entry.slug, path: entry.path, ownPath: entry.ownPath)
  }

  /// In the order of `LoadedSite.templateEnvironment`.
  private func globals(
    _ pages: [PlannedPage], _ optionValues: [Value], _ menus: Value, _ data: [Value], _ search: Value
  )
    -> [Value]
  {
    let config = loaded.config
    let day = config.zone.civil(loaded.clock).date
    return [
      .record([
        .string(config.title), config.description.map { .string($0) } ?? .none,
        config.author.map { .string($0) } ?? .none, .string(config.url.basePath), .string(config.language),
        .list(sitePages(pages)), search,
      ]),
      .record([.date(config.zone.instant(of: day))]),
      .record(optionValues),
      menus,
    ] + (data.isEmpty ? [] : [.record(data)])
  }

  /// Addresses that run programs, among the texts of what is not trusted: one that a template makes a link of is left
  /// out with a warning.
  private func doubtfulTexts() -> Set<String> {
    var found: Set<String> = []
    func take(_ value: Value) {
      switch value {
      case .string(let text): if !RenderContext.isSafeURL(text) { found.insert(text) }
      case .list(let values), .record(let values): for value in values { take(value) }
      default: break
      }
    }
    for (entry, document) in zip(entries, loaded.documents) where !document.isTrusted {
      for value in entry.values { take(value) }
    }
    for (source, value) in zip(data.sources, data.values) where !loaded.config.sources[source].isTrusted {
      take(value)
    }
    return found
  }

  /// What `site.pages` lists: HTML pages that a reader can come to.
  private func sitePages(_ pages: [PlannedPage]) -> [Value] {
    let isHTML = theme.routes.map { $0.kind == .html }
    var values: [Value] = []
    values.reserveCapacity(pages.count)
    for page in pages {
      guard case .route(let number, _) = page.content, isHTML[number], page.path.file != "404.html" else {
        continue
      }
      let title: Value = if let title = page.title { .string(title) } else { .none }
      // A method as a closure would hold a copy of the site.
      let change: Value = if let entry = page.entry { lastChange(entry) } else { .none }
      values.append(.record([.string(page.url), title, change]))
    }
    return values
  }

  /// The entry's `updatedAt`, else its `publishedAt`.
  private func lastChange(_ id: EntryID) -> Value {
    let entry = entries[id.index]
    let places = loaded.models[entry.model].places
    if let index = places.updatedAt, case .date = entry.values[index] { return entry.values[index] }
    if let index = places.publishedAt, case .date = entry.values[index] { return entry.values[index] }
    return .none
  }

  /// Pages whose URL a route without brackets makes, and whose text that route never asks for.
  private func unshownPages(_ routes: RoutePages) -> [Diagnostic] {
    routes.pages.compactMap { page in
      guard let id = page.entry, case .route(let number, let instance) = page.content, instance.entry == nil,
        instance.pageNumber == 1, !theme.routes[number].showsEntry, theme.routes[number].kind == .html
      else { return nil }
      let document = document(of: id)
      // The text of a collection is shown by `posts.page` too.
      if collectionPages.contains(id) { return nil }
      return Diagnostic(
        .pageNotShown,
        "`\(theme.routes[number].path)` makes the page at `/\(page.path.url)` and does not show this text",
        in: document.source, document.frontMatter.openingFence,
        help: "give the file another name, or let the route show `entry`")
    }
  }

  /// Links of templates whose keys are written out and that no page answers to.
  private func missingLiteralLinks(_ links: [String: [String: String]]) -> [Diagnostic] {
    theme.routes.flatMap(\.literalLinks).compactMap { link in
      guard links[link.route]?[link.key] == nil else { return nil }
      let isDropped = !theme.routes.contains { $0.path == link.route }
      return Diagnostic(
        .routeNoSuchPage,
        isDropped
          ? "this links to `\(link.route)`, which `[routes]` drops"
          : "`\(link.route)` makes no page for `\(link.key)`",
        at: link.location,
        help: [
          isDropped
            ? "keep the route, or replace this template in a theme that extends this one"
            : "link only to what the route's `{% each %}` goes through"
        ])
    }
  }
}

extension DiagnosticCode {
  /// A page whose URL belongs to a route that does not show it.
  package static let pageNotShown = DiagnosticCode("page.not-shown", .warning)
}
