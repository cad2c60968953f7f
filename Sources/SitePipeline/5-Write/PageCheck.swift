package import Diagnostics
import Digests
import Files
import Models
import TemplateEngine

/// What the finished pages of a plan tell that nothing before them does: what goes wrong while they are made, and links
/// that lead nowhere. Kept, so that of the next plan only pages that may differ are made.
package struct PageCheck: Sendable {
  /// By the site's severities.
  package let diagnostics: [Diagnostic]
  /// Where pages and files are, and what else addresses depend on.
  private let addresses: Addresses
  /// By page of the plan.
  private let found: [FoundPage]
  private let reads: LastReads?

  /// Makes all pages that may differ from those of `previous`, on `jobs` threads; nothing when `isStale` says meanwhile
  /// that nobody wants to know any more.
  ///
  /// When a page or a file comes or goes, any link may lead elsewhere, and all are made. Those that have no links, like
  /// the pieces of a search index, are not: to make them takes long, and they are seldom wrong.
  package init?(
    _ plan: SitePlan, after previous: PageCheck? = nil, jobs: Int, isStale: @Sendable () -> Bool = { false }
  ) {
    let urls = PublishedURLs(plan)
    var things = plan.readableDigests()
    guard let readable = things.readable else { return nil }
    let addresses = Addresses(plan)
    let known = previous.flatMap { $0.addresses == addresses ? $0 : nil }
    let starts = plan.starts(readable)
    let keys = known.flatMap { $0.reads?.keys(things, starts) }
    let found = Parallel.map(plan.pages.count, jobs: jobs) { number -> FoundPage in
      if isStale() || !plan.hasLinks(number) { return FoundPage() }
      let start = starts[number]
      // A page with problems has no reads.
      if let known, let read = keys?.page(number) {
        return FoundPage(links: known.found[number].links, read: read)
      }
      let rendered = plan.render(plan.pages[number])
      return FoundPage(
        links: plan.links(of: rendered, number, urls), diagnostics: rendered.diagnostics,
        read: start.map { LastReads.Page(start: $0, key: $0, reads: rendered.reads) })
    }
    if isStale() { return nil }
    var links = LinkCheck(plan, urls, all: found.map(\.links))
    diagnostics = plan.told(found, &links).inOrder
    things.readable = nil
    reads = LastReads(found.compactMap(\.read), things, since: keys?.last)
    self.found = found
    self.addresses = addresses
  }

  /// All that decides what an address leads to. The plan itself is not held.
  private struct Addresses: Sendable, Equatable {
    let pages: [PagePath]
    let files: [String]
    let settings: Digest

    init(_ plan: SitePlan) {
      pages = plan.pages.map(\.path)
      files = plan.files.map(\.output)
      settings = PublishedURLs.settings(of: plan)
    }
  }
}

/// What one page has told.
private struct FoundPage: Sendable {
  var links: PageLinks?
  var diagnostics: [Diagnostic] = []
  /// What its program has read; nothing of a redirect.
  var read: LastReads.Page?
}

/// What the last build has left: its output, and what its pages have read and named.
struct LastPages: Sendable {
  let manifest: OutputManifest
  let reads: LastReads
  let links: CheckedLinks

  /// Nothing when `output` is not what that build has left there, or it had problems.
  init?(_ output: String, _ cache: DocumentCache) {
    guard let links = cache.checkedLinks, links.isSound, let reads = cache.lastReads,
      let marker = KnownMarker(in: output), marker.digest == links.manifest
    else { return nil }
    (manifest, self.reads, self.links) = (marker.manifest, reads, links)
  }

  /// Whether a file of it is no more.
  func isSmaller(in plan: SitePlan) -> Bool {
    let none = OutputManifest.File(size: 0, digest: Digest(low: 0, high: 0))
    let paths = plan.pages.map { ($0.path.file, none) } + plan.files.map { ($0.output, none) }
    let now = OutputManifest(paths)
    return !ManifestChange(from: manifest, to: now).gone.isEmpty
  }
}

extension SitePlan {
  /// What the finished pages tell, by the site's severities. Those that must be what the last build has made are not
  /// made again: it has found them sound.
  func renderingProblems(since last: LastPages? = nil) -> [Diagnostic] {
    let urls = PublishedURLs(self)
    let things = last.map { _ in readableDigests() }
    let starts = things?.readable.map { self.starts($0) } ?? []
    let keys = things.flatMap { last?.reads.keys($0, starts) }
    let places: ((Int) -> Int)? = last == nil ? { placeOfWork(on: $0) } : nil
    let found = Parallel.map(pages.count, jobs: checked.loaded.options.jobs, by: places) {
      number -> FoundPage in
      if keys?.page(number) != nil { return FoundPage() }
      let rendered = render(pages[number])
      return FoundPage(
        links: self.links(of: rendered, number, urls), diagnostics: rendered.diagnostics)
    }
    var links = LinkCheck(
      self, urls, made: found.map(\.links), last?.links, last: last?.manifest ?? OutputManifest(),
      isSmaller: last?.isSmaller(in: self) ?? false
    ) { number in
      self.links(of: render(pages[number]), number, urls)
    }
    return told(found, &links)
  }

  /// What pages and their links tell, by the site's severities.
  fileprivate func told(_ found: [FoundPage], _ links: inout LinkCheck) -> [Diagnostic] {
    checked.loaded.config.policy.apply(
      to: onTheirPages(found.map(\.diagnostics)) + onTheirPages(links.diagnostics()))
  }

  /// The problems of pages, each once, with the first page that has it: the template alone does not say whose
  /// value is wrong.
  func onTheirPages(_ diagnostics: [[Diagnostic]]) -> [Diagnostic] {
    var order: [Diagnostic] = []
    var pagesWith: [Diagnostic: (first: Int, count: Int)] = [:]
    for (page, found) in diagnostics.enumerated() where !found.isEmpty {
      for diagnostic in found.inOrder {
        if pagesWith[diagnostic] == nil { order.append(diagnostic) }
        pagesWith[diagnostic, default: (page, 0)].count += 1
      }
    }
    return order.map { diagnostic in
      guard !diagnostic.code.name.hasPrefix("group."), let (first, count) = pagesWith[diagnostic] else {
        return diagnostic
      }
      var diagnostic = diagnostic
      diagnostic.help.append(seen(on: pages[first], andMore: count - 1))
      return diagnostic
    }
  }

  private func seen(on page: PlannedPage, andMore count: Int) -> String {
    let source = page.entry.map { checked.document(of: $0).shownAs }
    let more = count == 0 ? "" : count == 1 ? ", and on 1 more page" : ", and on \(count) more pages"
    return "it is on the page `/\(page.path.url)`" + (source.map { ", made for `\($0)`" } ?? "") + more
  }
}
