package import Diagnostics
import Files
import Models
import TemplateEngine

/// Whether every link of the output to the output leads somewhere: links of templates, of posts, of feeds.
///
/// Pages that were made are read as they are written. Those that are kept were sound when they were, and are so still
/// unless an address is no more or another thing than it was, or a page that was made anew lacks a fragment; only then
/// are they read again. So the problems are those of a build from nothing.
struct LinkCheck {
  private let plan: SitePlan
  private let urls: PublishedURLs
  /// By page of the plan; nothing for one that is kept and was not read.
  private var links: [PageLinks?]
  /// Reads a page that was kept; nothing where all were made.
  private let readKept: (@Sendable (Int) -> PageLinks?)?
  private(set) var isSound = true
  private(set) var wanted: [String: Set<String>] = [:]
  private(set) var outside: Set<String> = []

  /// Of a build that has made all pages.
  init(_ plan: SitePlan, _ urls: PublishedURLs, all links: [PageLinks?]) {
    self.plan = plan
    self.urls = urls
    self.links = links
    readKept = nil
  }

  /// Of a run that may have kept pages of the last build, of which `known` is what that has found, and `last` its output;
  /// `isSmaller` says that files of it are no more.
  init(
    _ plan: SitePlan, _ urls: PublishedURLs, made links: [PageLinks?], _ known: CheckedLinks?,
    last: OutputManifest, isSmaller: Bool, readKept: @escaping @Sendable (Int) -> PageLinks?
  ) {
    self.plan = plan
    self.urls = urls
    self.links = links
    self.readKept = readKept
    if let known, known.isSound, known.settings == PublishedURLs.settings(of: plan), !isSmaller,
      !lacks(known.wanted), !hasPage(at: known.others), !hasOther(besides: known.others, in: last),
      !known.outside.contains(where: { urls.target(at: $0) != nil })
    {
      (wanted, outside) = (known.wanted, known.outside)
    } else {
      read(plan.pages.indices.filter { links[$0] == nil && plan.hasLinks($0) })
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

  /// Whether a page was made where a file was, or an address that led on.
  private func hasPage(at others: Set<String>) -> Bool {
    plan.pages.indices.contains { number in
      guard links[number] != nil, plan.kind(of: number) == .html else { return false }
      let path = plan.pages[number].path
      return others.contains(path.file) || urls.leadsOn(path.url)
    }
  }

  /// Whether a file, or an address that leads on, stands where a page was.
  private func hasOther(besides others: Set<String>, in last: OutputManifest) -> Bool {
    plan.filesOfHTML.contains { !others.contains($0) && last.file(at: $0) != nil }
  }

  private mutating func read(_ numbers: [Int]) {
    guard let readKept, !numbers.isEmpty else { return }
    let found = Parallel.map(numbers.count, jobs: plan.checked.loaded.options.jobs) { readKept(numbers[$0]) }
    for (index, number) in numbers.enumerated() { links[number] = found[index] }
  }

  /// By page, before the site's severities.
  mutating func diagnostics() -> [[Diagnostic]] {
    // Fragments on pages that were kept, as pages that were made name them.
    let needed = Set(links.lazy.compactMap { $0 }.flatMap { $0.wanted.map(\.page) })
    var ids = self
    ids.read(needed.filter { links[$0] == nil }.sorted())
    var places = AddressPlaces(plan)
    var placed: Set<String> = []
    let all = links.enumerated().map {
      number, found -> [(url: String, diagnostic: Diagnostic, isPlaced: Bool)] in
      guard let found else { return [] }
      outside.formUnion(found.outside)
      var broken = found.broken
      for link in found.wanted {
        let page = plan.pages[link.page]
        if ids.links[link.page]?.has(link.fragment) ?? true {
          wanted[page.path.file, default: []].insert(link.fragment)
        } else {
          broken.append(.init(url: page.url + "#" + link.fragment, kind: .noAnchor(page.path.url)))
        }
      }
      return broken.compactMap { link in
        // Where it is told may be mended, and this page stay as it is.
        isSound = false
        guard let (diagnostic, isPlaced) = places.diagnostic(link, on: plan.pages[number]) else { return nil }
        if isPlaced { placed.insert(link.url) }
        return (link.url, diagnostic, isPlaced)
      }
    }
    // A feed carries the text of a post, where the address stands: nobody has to mend the feed.
    return all.map { found in
      found.compactMap { $0.isPlaced || !placed.contains($0.url) ? $0.diagnostic : nil }
    }
  }
}

extension SitePlan {
  /// What a page is; nothing for one that leads on.
  fileprivate func kind(of number: Int) -> OutputKind? {
    guard case .route(let route, _) = pages[number].content else { return nil }
    return checked.theme.routes[route].kind
  }

  /// Files of HTML of whose ids nothing is known.
  var filesOfHTML: Set<String> {
    var found = Set(files.lazy.map(\.output).filter { $0.hasSuffix(".html") })
    // Those that lead on come last.
    for number in pages.indices.reversed() {
      guard case .redirect = pages[number].content else { break }
      found.insert(pages[number].path.file)
    }
    return found
  }

  /// Whether links of a page are read; none of one that leads on, or of text.
  func hasLinks(_ number: Int) -> Bool {
    kind(of: number).map { $0 != .text } ?? false
  }

  /// The links of a page as it is written. Hot; may run on many threads.
  func links(of rendered: borrowing RenderedPage, _ number: Int, _ urls: PublishedURLs) -> PageLinks? {
    unsafe rendered.content.withBytes { unsafe links(of: $0, number, urls) }
  }

  /// The same of bytes that lie in the output.
  func links(of bytes: UnsafeRawBufferPointer, _ number: Int, _ urls: PublishedURLs) -> PageLinks? {
    unsafe bytes.withMemoryRebound(to: UInt8.self) { bytes in
      switch kind(of: number) {
      case .html: unsafe PageLinks(html: bytes, number: number, pages[number], urls)
      case .xml: unsafe PageLinks(text: bytes, .xml, number: number, pages[number], urls)
      case .json: unsafe PageLinks(text: bytes, .json, number: number, pages[number], urls)
      case .text, nil: nil
      }
    }
  }
}

extension DiagnosticCode {
  /// A link of a rendered page that leads to nothing of the site.
  package static let pageBrokenLink = DiagnosticCode("page.broken-link")
  /// A link of a rendered page to an id that no element has.
  package static let pageBrokenAnchor = DiagnosticCode("page.broken-anchor", .warning)
}
