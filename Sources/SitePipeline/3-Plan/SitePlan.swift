import DataFormats
package import Diagnostics
import Digests
import Files
import Models
package import TemplateEngine

/// Every file that the site will have: pages with their URLs, links and pictures resolved, no bytes yet.
package struct SitePlan: Sendable {
  package internal(set) var checked: CheckedSite
  /// In the order of the routes, then the redirects where no host leads on by itself.
  package let pages: [PlannedPage]
  /// Files that are copied as they are, in the order of their paths.
  package internal(set) var files: [PlannedFile]
  /// The theme's programs with what they read, by language.
  package internal(set) var running: [RunningTheme]
  /// What those of the default language read.
  package var context: RenderContext { running[0].context }
  /// Redirects and headers, for those who can do more than show a page.
  package let host: HostRules
  let routes: RoutePages
  let published: PublishedFiles
  /// Pages at former addresses of entries, whether they are written or not.
  let aliases: [PlannedPage]
  /// What is searched, by language, and the indexes that are made of it.
  var searched: [SearchedTexts]
  var searches: [SearchIndex]
  /// Whether pages show texts as Markdown.
  let readsMarkdown: Bool
  /// What links can lead to; nothing in a build, which lays nothing out again.
  var targets: LinkTargets?
  /// What this stage found wrong with pages and files, before the site's severities.
  let problems: [Diagnostic]
  let collisions: [Diagnostic]
  /// What stands for all that links can lead to; nothing where no other build asks.
  let linkGround: Digest?
  /// By document: whether its text is filled alike while its bytes and what links can lead to are the same.
  let areSteady: [Bool]
  /// By body: what is wrong with it.
  var bodyProblems: [Int: BodyProblems]

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
        found += problems.diagnostics
        continue
      }
      for problem in problems.diagnostics {
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

extension CheckedSite {
  /// Lays the site out. The theme must be free of errors.
  package func planned() -> SitePlan { laidOut(after: nil, .everything) }

  /// The same for a run that no other follows: texts that the last build has filled wait until a page wants them.
  func plannedOnce() -> SitePlan { laidOut(after: nil, .everything, isLast: true).withoutTargets() }

  /// Lays the site out with what an earlier plan found, where nothing it depends on differs.
  func laidOut(after previous: SitePlan?, _ change: SiteChange, isLast: Bool = false) -> SitePlan {
    let outlines = byLanguage.indices.map { SearchOutline(self, language: $0) }
    var contexts = emptyContexts(outlines)
    let empty = contexts
    var listedPages: [Value] = []
    let routes = RoutePages.expand(self, contexts) { pages in
      listedPages = self.sitePages(pages)
      return self.listing(listedPages, in: empty, outlines)
    }
    let files = PublishedFiles(self, routes)
    let aliases = Redirects(self, routes)
    let known = previous.flatMap { $0.hasLayout(of: self, aliases, files, routes, change) ? $0 : nil }
    var (targets, listed) = Parallel.both(jobs: loaded.options.jobs) {
      known?.targets?.moved(to: self)
        ?? LinkTargets(self, routes.pages + aliases.pages, files, routes.entryURLs)
    } and: { [listedPages] in
      routes.areAsListed ? listedPages : sitePages(routes)
    }
    let table = RedirectTable(self, routes, aliases, files, &targets)
    let host = HostRules(
      aliases.redirects + table.redirects, self,
      hasMissingPage: routes.pages.contains { $0.path.file == "404.html" })
    let hosts = loaded.config.host.hosts
    let moved = aliases.pages + table.pages
    let all = routes.pages + moved
    let pages = hosts.isEmpty ? all : routes.pages
    let allFiles = files.with(host.files(for: hosts))
    let linkGround =
      isLast && loaded.cache.isKept ? targets.digest(all, allFiles, jobs: loaded.options.jobs) : nil
    let kept = linkGround == nil ? nil : loaded.cache.texts
    let lastTexts = kept?.ground == linkGround ? kept : nil
    // Of a site whose files meet no texts are kept, so that those of the same files don't.
    let collisions = Ahead(jobs: loaded.options.jobs) {
      lastTexts != nil ? [] : known?.collisions ?? OutputCollisions.find(all + routes.hidden, allFiles, self)
    }
    var urls = ValueURLs(self, files, targets)
    var shown = contexts[0].entries
    for index in entries.indices {
      guard let values = urls.resolved(entryAt: index) else { continue }
      shown[index] = contextEntry(entries[index], values)
    }
    let filler = BodyFiller(self, targets)
    let bodies = known?.bodies(filledBy: filler, change) ?? filler.fill(lastTexts)
    let readsMarkdown = readsMarkdown(routes)
    let references = contexts.indices.map { ThemeReferences.resolve(self, targets, language: $0) }
    let menus = MenuValues.fill(self, targets)
    var (allSearched, searches): ([SearchedTexts], [SearchIndex]) = ([], [])
    let (data, doubtful) = (urls.resolved(data), doubtfulTexts())
    for language in contexts.indices {
      let options = urls.resolved(options, language: language)
      contexts[language].entries = shown
      contexts[language].urls = routes.entryURLs
      contexts[language].links = routes.links[language]
      contexts[language].bodies = bodies.bodies
      if readsMarkdown { contexts[language].bodyMarkdown = { filler.markdown(of: $0) } }
      contexts[language].references = references[language].values
      let searched = SearchedTexts(outlines[language], contexts[language], loaded)
      contexts[language].globals = globals(
        listed, options, menus.values[language], data, searched.value, language)
      let index = searched.index(
        contexts[language], jobs: loaded.options.jobs, loaded.cache, language: language,
        former: formerBodies(kept))
      contexts[language].take(searched, index)
      allSearched.append(searched)
      searches.append(index)
      contexts[language].doubtful = doubtful
      contexts[language].firstNumber = countOfNumbers(in: contexts.prefix(language))
    }
    var problems = routes.diagnostics + aliases.diagnostics + table.diagnostics
    problems += hostProblems(host, pages, allFiles) + menus.diagnostics + urls.diagnostics
    problems +=
      references.flatMap { $0.diagnostics }.once + unshownPages(routes) + missingLiteralLinks(routes.links)
    return SitePlan(
      checked: self, pages: pages, files: allFiles.with(targets.pictures.derivedFiles),
      running: contexts.map { theme.running(in: $0) }, host: host, routes: routes, published: files,
      aliases: aliases.pages, searched: allSearched, searches: searches, readsMarkdown: readsMarkdown,
      targets: targets, problems: problems + (targets.pictures.problem.map { [$0] } ?? []),
      collisions: collisions.value, linkGround: collisions.value.isEmpty ? linkGround : nil,
      areSteady: bodies.areSteady,
      bodyProblems: bodies.problems)
  }

  /// How many things programs can read in some languages, besides what all have.
  private func countOfNumbers(in contexts: ArraySlice<RenderContext>) -> Int {
    contexts.reduce(0) { $0 + ReadNumbers($1).count(linkedRoutes: theme.linkedRoutes.count) }
  }

  /// Gives the text of an entry as the last build has read it, if its file was in the same place then, and the cache has
  /// the text still.
  private func formerBodies(_ kept: KeptTexts?) -> @Sendable (EntryID) -> ParsedBody? {
    { [entries, documents = loaded.documents, store = loaded.cache.documents] id in
      let number = entries[id.index].document
      return kept?.document(number).flatMap {
        store.document($0, path: documents[number].shownAs)?.document.body
      }
    }
  }

  /// Contexts with the pages that were made so far.
  private func listing(
    _ listed: [Value], in contexts: [RenderContext], _ outlines: [SearchOutline]
  ) -> [RenderContext] {
    contexts.indices.map { language in
      var context = contexts[language]
      context.globals = globals(
        listed, options.values, .record([]), data.values, outlines[language].value(version: ""), language)
      return context
    }
  }

  /// The snapshot as far as route headers read it: entries and collections, no URLs, no bodies. One for each language.
  private func emptyContexts(_ outlines: [SearchOutline]) -> [RenderContext] {
    let shown = entries.map { contextEntry($0, $0.values) }
    let all = byLanguage.count == 1 ? nil : Self.values(collections)
    let place = { @Sendable entry, text in self.place(of: text, in: entry) }
    return byLanguage.indices.map { language in
      var context = RenderContext(
        entries: shown, urls: Array(repeating: nil, count: entries.count), bodies: [],
        collections: Self.values(byLanguage[language]), collectionPages: collectionPages[language],
        globals: globals(
          [], options.values, .record([]), data.values, outlines[language].value(version: ""), language),
        links: [:],
        origin: loaded.config.url.origin, basePath: loaded.config.url.basePath, zone: loaded.config.zone,
        now: loaded.clock, markdown: markdown)
      if let all { context.allCollections = all }
      context.folder = loaded.config.folder(ofLanguage: language)
      context.words = themed.words.languages[language].words
      context.placeOfText = place
      return context
    }
  }

  /// Where the front matter of a file says a text.
  private func place(of text: String, in entry: Int) -> Location? {
    let document = document(of: EntryID(entry))
    guard document.item == nil, let span = document.frontMatter.root?.span(of: text) else { return nil }
    return Location(document.source, span)
  }

  private static func values(_ collections: [[EntryID]]) -> [Value] {
    collections.map { .list($0.map { .entry($0) }) }
  }

  private func contextEntry(_ entry: Entry, _ values: [Value]) -> RenderContext.Entry {
    RenderContext.Entry(
      model: entry.model, values: values, slug: entry.slug, path: entry.pathInURL, ownPath: entry.ownPath)
  }

  /// In the order of `LoadedSite.templateEnvironment`.
  private func globals(
    _ pages: [Value], _ optionValues: [Value], _ menus: Value, _ data: [Value], _ search: Value,
    _ language: Int
  ) -> [Value] {
    let config = loaded.config
    let own = config.languages[language]
    let day = config.zone.civil(loaded.clock).date
    func home(_ language: Int) -> Value {
      .string(config.url.basePath + URLPath.encoded(config.folder(ofLanguage: language)))
    }
    let languages = themed.words.languages.enumerated().map { number, language in
      Value.record([.string(language.tag), .string(language.name), home(number)])
    }
    return [
      .record([
        .string(own.title ?? config.title),
        (own.description ?? config.description).map { .string($0) } ?? .none,
        config.author.map { .string($0) } ?? .none, .string(config.url.basePath), .string(config.language),
        .list(pages), search, home(language), .list(languages),
      ]),
      .record([.date(config.zone.instant(of: day))]),
      .record(optionValues),
      menus,
      .record(themed.words.languages[language].phrases),
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
    for index in entries.indices where !loaded.documents[index].isTrusted {
      for value in entries[index].values { take(value) }
    }
    for (source, value) in zip(data.sources, data.values) where !loaded.config.sources[source].isTrusted {
      take(value)
    }
    return found
  }

  /// What `site.pages` lists: HTML pages that a reader can come to.
  private func sitePages(_ routes: RoutePages) -> [Value] {
    let pages = routes.pages
    let isHTML = theme.routes.map { $0.kind == .html }
    let records = byLanguage.count > 1 ? pages.map { translation($0) } : []
    let missing = Set(
      loaded.config.languages.indices.map { loaded.config.folder(ofLanguage: $0) + "404.html" })
    let (entries, models) = (entries, loaded.models)
    let tags = loaded.config.languages.map { Value.string($0.tag) }
    return Parallel.map(pages.count, jobs: loaded.options.jobs) { index -> Value? in
      let page = pages[index]
      guard case .route(let number, _) = page.content, isHTML[number],
        page.path.isFolder || !missing.contains(page.path.url)
      else {
        return nil
      }
      let title: Value = if let title = page.title { .string(title) } else { .none }
      let change: Value =
        if let entry = page.entry { Self.lastChange(entries[entry.index], models) } else { .none }
      let others = (page.version.map { routes.versions[$0] } ?? [])
        .compactMap { pages[$0].language == page.language ? nil : records[$0] }
      return .record([.string(page.url), title, change, tags[page.language], .list(others)])
    }.compactMap { $0 }
  }

  /// The other versions of a page, in the order of the site's languages.
  func translations(of page: PlannedPage, _ pages: [PlannedPage], _ routes: RoutePages) -> Value {
    guard let version = page.version, routes.versions[version].count > 1 else { return .list([]) }
    return .list(
      routes.versions[version].compactMap { number in
        pages[number].language == page.language ? nil : translation(pages[number])
      })
  }

  /// A page as others name it.
  private func translation(_ page: PlannedPage) -> Value {
    let language = themed.words.languages[page.language]
    let title: Value = if let title = page.title { .string(title) } else { .none }
    return .record([.string(language.tag), .string(language.name), title, .string(page.url)])
  }

  /// The entry's `updatedAt`, else its `publishedAt`.
  private static func lastChange(_ entry: Entry, _ models: ModelSet) -> Value {
    let places = models.places(of: entry.model)
    if let place = places.updatedAt, case .date(let date) = entry.values[place] { return .date(date) }
    if let place = places.publishedAt, case .date(let date) = entry.values[place] { return .date(date) }
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
      let owned = loaded.collections.indices.first { number in
        collectionPages.contains { $0.indices.contains(number) && $0[number] == id }
      }
      if let owned, theme.readsPage(ofCollection: owned) { return nil }
      return Diagnostic(
        .pageNotShown,
        "`\(theme.routes[number].path)` makes the page at `/\(page.path.url)` and does not show this text",
        in: document.source, document.frontMatter.openingFence,
        help: "give the file another name, or let the route show `entry`")
    }
  }

  /// Links of templates whose keys are written out and that no page answers to.
  private func missingLiteralLinks(_ links: [[String: [String: String]]]) -> [Diagnostic] {
    theme.routes.flatMap { route in
      links.indices.prefix(route.isOnce ? 1 : links.count).flatMap { language in
        missingLinks(route.literalLinks, links[language], language)
      }
    }
  }

  private func missingLinks(
    _ literals: [LiteralLink], _ links: [String: [String: String]], _ language: Int
  ) -> [Diagnostic] {
    let languages = loaded.config.languages
    let place = languages.count == 1 ? "" : " in \(LanguageTag.described(languages[language].tag))"
    return literals.compactMap { link in
      guard links[link.route]?[link.key] == nil else { return nil }
      let isDropped = !theme.routes.contains { $0.path == link.route }
      return Diagnostic(
        .routeNoSuchPage,
        isDropped
          ? "this links to `\(link.route)`, which `[routes]` drops"
          : "`\(link.route)` makes no page for `\(link.key)`\(place)",
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
