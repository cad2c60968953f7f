import Diagnostics
import Files
import Models
import TemplateEngine

/// The pages that the theme's routes make, and the URLs that follow from them.
struct RoutePages: Sendable {
  private(set) var pages: [PlannedPage] = []
  /// Pages of entries at the URL of a route without brackets that shows another one.
  private(set) var hidden: [PlannedPage] = []
  /// By entry, root-absolute with the base path.
  private(set) var entryURLs: [String?]
  /// By entry: where its page is, for the files beside it.
  private(set) var entryPaths: [PagePath?]
  /// By language: route path → key → URL, of routes that templates link to.
  private(set) var links: [[String: [String: String]]]
  /// Pages that are one page in several languages, as indices of `pages`. Empty with one language.
  private(set) var versions: [[Int]] = []
  private var versionNumbers: [Version: Int] = [:]
  private let linked: Set<String>
  /// Whether `listing` was given all pages that are listed: those that came after it are none of them.
  private(set) var areAsListed = false
  private(set) var diagnostics: [Diagnostic] = []

  /// A page whatever its language: what a route makes for an entry, or under a key.
  private struct Version: Hashable {
    let route: Int
    /// The collection of the entry that it is made for.
    let collection: Int?
    /// The entry's path in its collection, else the key.
    let key: String
    let number: Int
  }

  /// What one route makes in one language.
  private struct Expansion {
    let route: Int
    let language: Int
    var made: (instances: [RouteInstance], diagnostics: [Diagnostic]) = ([], [])

    var instances: [RouteInstance] { made.instances }
  }

  /// `listing` are the same contexts with the pages that others than those that ask for them make. Pages of those come
  /// last.
  static func expand(
    _ site: CheckedSite, _ contexts: [RenderContext], listing: (RoutePages) -> [RenderContext]
  ) -> RoutePages {
    let routes = site.theme.routes
    var expanded = contexts.indices.flatMap { language in
      routes.indices.filter { language == 0 || !routes[$0].isOnce }.map {
        Expansion(route: $0, language: language)
      }
    }
    let made = Parallel.map(expanded.count, jobs: site.loaded.options.jobs) { [expanded] number in
      let task = expanded[number]
      return routes[task.route].readsPages
        ? ([], []) : site.theme.instances(of: routes[task.route], in: contexts[task.language])
    }
    for (number, made) in made.enumerated() { expanded[number].made = made }
    let first = expanded.filter { !routes[$0.route].readsPages }
    var readers = expanded.filter { routes[$0.route].readsPages }
    var pages = RoutePages(site, first)
    if !readers.isEmpty {
      let listed = listing(pages)
      for (number, task) in readers.enumerated() {
        readers[number].made = site.theme.instances(of: routes[task.route], in: listed[task.language])
      }
      let given = pages.pagesForFixedRoutes(first + readers, site)
      if given == pages.pagesForFixedRoutes(first, site) {
        pages.add(readers, given, site)
        pages.areAsListed = true
      } else {
        pages = RoutePages(site, first + readers)
      }
    }
    pages.finish(site)
    return pages
  }

  private init(_ site: CheckedSite, _ expanded: [Expansion]) {
    self.init(site)
    add(expanded, pagesForFixedRoutes(expanded, site), site)
  }

  private mutating func add(_ expanded: [Expansion], _ given: [String: EntryID], _ site: CheckedSite) {
    pages.reserveCapacity(pages.count + expanded.reduce(0) { $0 + $1.instances.count })
    diagnostics += expanded.flatMap(\.made.diagnostics)
    for expansion in expanded { add(expansion, given, site) }
  }

  private mutating func finish(_ site: CheckedSite) {
    if links.count > 1 { diagnostics = diagnostics.once }
    for route in site.theme.routes where route.isOnce {
      for language in links.indices.dropFirst() { links[language][route.path] = links[0][route.path] }
    }
    versionNumbers = [:]
  }

  private init(_ site: CheckedSite) {
    linked = Set(site.theme.linkedRoutes)
    entryURLs = Array(repeating: nil, count: site.entries.count)
    entryPaths = entryURLs.map { _ in nil }
    links = site.byLanguage.map { _ in [:] }
  }

  /// Files of routes without brackets → the Page that has the same URL.
  private func pagesForFixedRoutes(_ expanded: [Expansion], _ site: CheckedSite) -> [String: EntryID] {
    var fixed: Set<String> = []
    for expansion in expanded where !site.theme.routes[expansion.route].hasBrackets {
      for instance in expansion.instances { fixed.insert(instance.path.file) }
    }
    var given: [String: EntryID] = [:]
    for expansion in expanded where Self.makesPages(site, expansion.route) {
      for instance in expansion.instances where fixed.contains(instance.path.file) {
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
  private mutating func add(_ expansion: Expansion, _ given: [String: EntryID], _ site: CheckedSite) {
    let (number, language, instances) = (expansion.route, expansion.language, expansion.instances)
    let hasVersions = site.byLanguage.count > 1 && !site.theme.routes[number].isOnce
    let route = site.theme.routes[number]
    let basePath = site.loaded.config.url.basePath
    let (isCanonical, hasBrackets) = (route.canonicalCollection != nil, route.hasBrackets)
    let makesPages = Self.makesPages(site, number)
    // The fixed route shows the Page; its own page would be the same file.
    let areLeftOut = instances.map { makesPages && given[$0.path.file] != nil }
    var numbers = [Int?](repeating: nil, count: instances.count)
    if hasVersions {
      var next = pages.count
      for (index, instance) in instances.enumerated() where !areLeftOut[index] {
        numbers[index] = version(of: instance, number, page: next, site)
        next += 1
      }
    }
    // Taken out of the site, as threads would wait for each other to count who holds it.
    let (entries, models) = (site.entries, site.loaded.models)
    let made = Parallel.map(instances.count, jobs: site.loaded.options.jobs) { [numbers] index in
      let instance = instances[index]
      let entry = instance.entry ?? (hasBrackets ? nil : given[instance.path.file])
      return PlannedPage(
        content: .route(number, instance), path: instance.path,
        url: String(joining: basePath, URLPath.encoded(instance.path.url)), entry: entry,
        title: entry.flatMap { entries[$0.index].title(models) } ?? instance.groupLabel, language: language,
        version: numbers[index])
    }
    var urls: [String: String] = [:]
    let isLinked = linked.contains(route.path)
    if isLinked { urls.reserveCapacity(instances.count) }
    for (index, page) in made.enumerated() {
      let instance = instances[index]
      if isLinked, instance.pageNumber == 1 { urls[instance.key] = page.url }
      if isCanonical, let entry = instance.entry {
        entryURLs[entry.index] = page.url
        entryPaths[entry.index] = instance.path
      }
      if !areLeftOut[index] {
        pages.append(page)
      } else if given[instance.path.file] != instance.entry {
        hidden.append(page)
      }
    }
    if !urls.isEmpty { links[language][route.path] = urls }
  }

  /// The number of what the next page is a version of.
  private mutating func version(
    of instance: RouteInstance, _ route: Int, page: Int, _ site: CheckedSite
  ) -> Int {
    let entry = instance.entry.map { site.entries[$0.index] }
    let version = Version(
      route: route, collection: entry?.collection, key: entry?.path ?? instance.key,
      number: instance.pageNumber)
    let number = versionNumbers[version] ?? versions.count
    if number == versions.count {
      versionNumbers[version] = number
      versions.append([])
    }
    versions[number].append(page)
    return number
  }
}

extension CheckedSite {
  /// The title of an entry whose model has one.
  func title(of id: EntryID) -> String? { entries[id.index].title(loaded.models) }

  func document(of id: EntryID) -> Document { loaded.documents[entries[id.index].document] }
}

extension Entry {
  /// Its title, if its model has one.
  fileprivate func title(_ models: ModelSet) -> String? {
    guard let place = models.places(of: model).title, case .string(let title) = values[place] else {
      return nil
    }
    return title
  }
}
