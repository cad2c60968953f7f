import Diagnostics
import Files
import Models
import TemplateEngine

/// The pages that the theme's routes make, and the URLs that follow from them.
struct RoutePages: Sendable {
  private(set) var pages: [PlannedPage] = []
  /// By entry, root-absolute with the base path.
  private(set) var entryURLs: [String?]
  /// By entry: where its page is, for the files beside it.
  private(set) var entryPaths: [PagePath?]
  /// Route path → key → URL.
  private(set) var links: [String: [String: String]] = [:]
  private(set) var diagnostics: [Diagnostic] = []

  /// `listing` is the same context with the pages that others than those that ask for them make.
  static func expand(
    _ site: CheckedSite, _ context: RenderContext, listing: ([PlannedPage]) -> RenderContext
  ) -> RoutePages {
    let routes = site.theme.routes
    var expanded = Parallel.map(routes.count, jobs: site.loaded.options.jobs) { number in
      routes[number].readsPages ? ([], []) : site.theme.instances(of: routes[number], in: context)
    }
    if routes.contains(where: \.readsPages) {
      let listed = listing(RoutePages(site, expanded).pages)
      for (number, route) in routes.enumerated() where route.readsPages {
        expanded[number] = site.theme.instances(of: route, in: listed)
      }
    }
    return RoutePages(site, expanded)
  }

  private init(_ site: CheckedSite, _ expanded: [(instances: [RouteInstance], diagnostics: [Diagnostic])]) {
    self.init(site)
    let given = pagesForFixedRoutes(expanded.map(\.instances), site)
    pages.reserveCapacity(expanded.reduce(0) { $0 + $1.instances.count })
    for (number, expansion) in expanded.enumerated() {
      diagnostics += expansion.diagnostics
      add(expansion.instances, number, given, site)
    }
  }

  private init(_ site: CheckedSite) {
    entryURLs = Array(repeating: nil, count: site.entries.count)
    entryPaths = entryURLs.map { _ in nil }
  }

  /// Files of routes without brackets → the Page that has the same URL.
  private func pagesForFixedRoutes(_ expanded: [[RouteInstance]], _ site: CheckedSite) -> [String: EntryID] {
    var fixed: Set<String> = []
    for (number, instances) in expanded.enumerated() where !site.theme.routes[number].hasBrackets {
      for instance in instances { fixed.insert(instance.path.file) }
    }
    var given: [String: EntryID] = [:]
    for (number, instances) in expanded.enumerated() where Self.makesPages(site, number) {
      for instance in instances where fixed.contains(instance.path.file) {
        given[instance.path.file] = instance.entry
      }
    }
    return given
  }

  /// Whether a route gives the site's Pages their URLs.
  private static func makesPages(_ site: CheckedSite, _ number: Int) -> Bool {
    let route = site.theme.routes[number]
    return route.hasBrackets && route.canonicalCollection == site.collections.count - 1
  }

  /// Hot: once per page.
  private mutating func add(
    _ instances: [RouteInstance], _ number: Int, _ given: [String: EntryID], _ site: CheckedSite
  ) {
    let route = site.theme.routes[number]
    let basePath = site.loaded.config.url.basePath
    let (isCanonical, hasBrackets) = (route.canonicalCollection != nil, route.hasBrackets)
    let makesPages = Self.makesPages(site, number)
    var urls: [String: String] = [:]
    urls.reserveCapacity(instances.count)
    for instance in instances {
      let url = basePath + URLPath.encoded(instance.path.url)
      if instance.pageNumber == 1 { urls[instance.key] = url }
      if isCanonical, let entry = instance.entry {
        entryURLs[entry.index] = url
        entryPaths[entry.index] = instance.path
      }
      // The fixed route shows the Page; its own page would be the same file.
      if makesPages, given[instance.path.file] != nil { continue }
      let entry = instance.entry ?? (hasBrackets ? nil : given[instance.path.file])
      pages.append(
        PlannedPage(
          content: .route(number, instance), path: instance.path, url: url, entry: entry,
          title: entry.flatMap { site.title(of: $0) } ?? instance.groupLabel))
    }
    if !urls.isEmpty { links[route.path] = urls }
  }
}

extension CheckedSite {
  /// The title of an entry whose model has one.
  func title(of id: EntryID) -> String? {
    let entry = entries[id.index]
    guard let index = loaded.models[entry.model].places.title,
      case .string(let title) = entry.values[index]
    else {
      return nil
    }
    return title
  }

  func document(of id: EntryID) -> Document { loaded.documents[entries[id.index].document] }
}
