package import Diagnostics
import Digests
import Files
import Models
import TemplateEngine

/// Whether every link of the output to the output leads somewhere: links of templates, of posts, of feeds.
///
/// Pages that were made are read as they are written. Those that are kept were sound when they were, and are so still
/// unless an address is no more, or a page that was made anew lacks a fragment; only then are they read again. So the
/// problems are those of a build from nothing.
struct LinkCheck {
  private let plan: SitePlan
  private let urls: PublishedURLs
  /// By page of the plan; nothing for one that is kept and was not read.
  private var links: [PageLinks?]
  private let output: OutputFolder?
  private(set) var isSound = true
  private(set) var wanted: [String: Set<String>] = [:]

  /// Of a build that has made all pages.
  init(_ plan: SitePlan, _ urls: PublishedURLs, all links: [PageLinks?]) {
    self.plan = plan
    self.urls = urls
    self.links = links
    output = nil
  }

  /// Of a build that may have kept pages, of which `known` is what the last build found. `isSmaller` says that files of
  /// the last output are no more.
  init(
    _ plan: SitePlan, _ urls: PublishedURLs, made links: [PageLinks?], _ known: CheckedLinks?,
    _ output: OutputFolder,
    isSmaller: Bool
  ) {
    self.plan = plan
    self.urls = urls
    self.links = links
    self.output = output
    let isKnown =
      known.map {
        $0.isSound && $0.manifest == output.previousMarker && $0.settings == PublishedURLs.settings(of: plan)
      } ?? false
    if let known, isKnown, !isSmaller, !lacks(known.wanted) {
      wanted = known.wanted
    } else {
      readKept(plan.pages.indices.filter { links[$0] == nil })
    }
  }

  /// Whether a page that was made anew lacks a fragment that others name.
  private func lacks(_ wanted: [String: Set<String>]) -> Bool {
    if wanted.isEmpty { return false }
    for (number, page) in plan.pages.enumerated() {
      guard let found = links[number], let fragments = wanted[page.path.file] else { continue }
      if !fragments.allSatisfy({ found.has($0) }) { return true }
    }
    return false
  }

  private mutating func readKept(_ numbers: [Int]) {
    guard let output, !numbers.isEmpty else { return }
    let (plan, urls) = (plan, urls)
    let found = Parallel.map(numbers.count, jobs: plan.checked.loaded.options.jobs) { index -> PageLinks? in
      let number = numbers[index]
      guard let bytes = try? output.read(plan.pages[number].path.file) else { return nil }
      return plan.links(of: bytes, number, urls)
    }
    for (index, number) in numbers.enumerated() { links[number] = found[index] }
  }

  /// By page, before the site's severities.
  mutating func diagnostics() -> [[Diagnostic]] {
    // Fragments on pages that were kept, as pages that were made name them.
    let needed = Set(links.lazy.compactMap { $0 }.flatMap { $0.wanted.map(\.page) })
    var ids = self
    ids.readKept(needed.filter { links[$0] == nil }.sorted())
    var places = LinkPlaces(plan)
    return links.enumerated().map { number, found in
      guard let found else { return [] }
      var broken = found.broken
      for link in found.wanted {
        let page = plan.pages[link.page]
        if ids.links[link.page]?.has(link.fragment) ?? true {
          wanted[page.path.file, default: []].insert(link.fragment)
        } else {
          broken.append(.init(url: page.url + "#" + link.fragment, kind: .noAnchor(page.path.url)))
        }
      }
      let told = broken.compactMap { places.diagnostic($0, on: plan.pages[number]) }
      if !told.isEmpty { isSound = false }
      return told
    }
  }
}

extension SitePlan {
  /// The links of a page as it is written; nothing of one that leads on. Hot; may run on many threads.
  func links(of bytes: [UInt8], _ number: Int, _ urls: PublishedURLs) -> PageLinks? {
    guard case .route(let route, _) = pages[number].content else { return nil }
    switch checked.theme.routes[route].kind {
    case .html: return PageLinks(html: bytes, number: number, pages[number], urls)
    case .xml, .json: return PageLinks(text: bytes, number: number, pages[number], urls)
    case .text: return nil
    }
  }
}

/// Where links of rendered pages are written, as far as their text can be found.
struct LinkPlaces {
  private let plan: SitePlan
  /// Marks of the addresses in lines of which a broken link was told before anything was rendered.
  private let told: Set<String>
  /// By route and address.
  private var inTemplates: [String: Location?] = [:]
  private let sources: [String: SourceFile]

  init(_ plan: SitePlan) {
    self.plan = plan
    let found = plan.checked.entryProblems + plan.problems + plan.bodyProblems.values.flatMap { $0 }
    let templates = plan.checked.loaded.theme.templates.values
    sources = Dictionary(templates.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    var told: Set<String> = []
    for problem in found where problem.code.name.hasPrefix("link.") {
      let words = problem.location?.lineText.split { Self.endsAddress($0) } ?? []
      for word in words { told.insert(Self.mark(of: String(word))) }
    }
    self.told = told
  }

  private static func endsAddress(_ character: Character) -> Bool {
    character.isWhitespace || "\"'`<>()[]{},;=".contains(character)
  }

  /// What an address as it is written and as it is published have in common: the fragment, else the last name.
  private static func mark(of url: String) -> String {
    let url = URLPath.decoded(url)
    if let hash = url.firstIndex(of: "#") { return String(url[hash...]) }
    let path = url.prefix { $0 != "?" }
    return path.split(separator: "/").last.map(String.init) ?? "/"
  }

  mutating func diagnostic(_ link: PageLinks.Broken, on page: PlannedPage) -> Diagnostic? {
    if told.contains(Self.mark(of: link.url)) { return nil }
    let place = place(of: link.url, on: page)
    switch link.kind {
    case .noPage:
      return Diagnostic(
        .pageBrokenLink, "`\(link.url)` leads to nothing of this site", at: place,
        help: ["correct the address, or publish what it names"])
    case .noBasePath:
      let base = plan.checked.loaded.config.url.basePath
      return Diagnostic(
        .pageBrokenLink, "`\(link.url)` leads out of the site, which is below `\(base)`", at: place,
        help: ["in a template, write `{{ site.url }}` before it, or ask for the address with `url(…)`"])
    case .noAnchor(let target):
      let isOwn = target == page.path.url && link.url.hasPrefix("#")
      return Diagnostic(
        .pageBrokenAnchor,
        isOwn
          ? "nothing on the page has the id of `\(link.url)`"
          : "nothing on `/\(target)` has the id of `\(link.url)`",
        at: place, help: ["correct what stands behind `#`, or give an element that id"])
    }
  }

  /// In a template of the page's route, else in the text of its entry.
  mutating func place(of url: String, on page: PlannedPage) -> Location? {
    guard case .route(let number, _) = page.content else { return nil }
    let key = "\(number) \(url)"
    let known: Location?
    if let found = inTemplates[key] {
      known = found
    } else {
      let names = plan.checked.theme.routes[number].templates
      known = names.compactMap { sources[$0] }.compactMap { Self.location(of: url, in: $0) }.first
      inTemplates.updateValue(known, forKey: key)
    }
    if let known { return known }
    return page.entry.flatMap { Self.location(of: url, in: plan.checked.document(of: $0).source) }
  }

  private static func location(of url: String, in source: SourceFile) -> Location? {
    let (bytes, wanted) = (source.bytes, Array(url.utf8))
    guard let head = wanted.first, bytes.count >= wanted.count else { return nil }
    for start in 0...(bytes.count - wanted.count) where bytes[start] == head {
      guard bytes[start...].starts(with: wanted) else { continue }
      // Not the beginning of a longer address.
      let end = start + wanted.count
      let next = end < bytes.count ? bytes[end] : 0x20
      let isWhole = next <= 0x20 || "\"'<>)]}#?`".utf8.contains(next)
      if isWhole { return Location(source, Span(start, end)) }
    }
    return nil
  }
}

extension DiagnosticCode {
  /// A link of a rendered page that leads to nothing of the site.
  package static let pageBrokenLink = DiagnosticCode("page.broken-link")
  /// A link of a rendered page to an id that no element has.
  package static let pageBrokenAnchor = DiagnosticCode("page.broken-anchor", .warning)
}
