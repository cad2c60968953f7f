import Diagnostics
import Models
import TemplateEngine

/// Where the addresses on finished pages are written, as far as their text can be found.
struct AddressPlaces {
  private let plan: SitePlan
  /// Addresses of which it was told before anything was rendered that they are broken, as they are written.
  private let told: Set<String>
  /// By route and address.
  private var inTemplates: [String: Location?] = [:]
  /// By template: addresses that it makes of values and what stands around them.
  private var builtIn: [String: [BuiltAddress]] = [:]
  private let sources: [String: SourceFile]

  init(_ plan: SitePlan) {
    self.plan = plan
    let templates = plan.checked.loaded.theme.templates.values
    sources = Dictionary(templates.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    // Values and templates are told of where their addresses stand.
    let words = (plan.checked.entryProblems + plan.problems).lazy
      .filter { $0.code.name.hasPrefix("link.") }
      .flatMap { $0.location?.text.split { Self.endsAddress($0) } ?? [] }.map(String.init)
    told = Set(
      (words + plan.bodyProblems.values.flatMap(\.addresses)).map { Self.plain(URLPath.decoded($0)) }
    )
    .subtracting([""])
  }

  private static func endsAddress(_ character: Character) -> Bool {
    character.isWhitespace || "\"'`<>()[]{},;=".contains(character)
  }

  /// An address without the steps that a relative one begins with.
  private static func plain(_ address: String) -> String {
    var rest = address[...]
    while rest.hasPrefix("./") || rest.hasPrefix("../") {
      rest = rest[rest.index(after: rest.firstIndex(of: "/") ?? rest.startIndex)...]
    }
    return String(rest)
  }

  /// Whether a broken address is one that was told before. Such a one is published as it is written, or below the base
  /// path; one that is relative, in the folder of its document.
  private func isTold(_ url: String) -> Bool {
    if told.isEmpty { return false }
    let site = plan.checked.loaded.config.url
    var url = Self.plain(URLPath.decoded(url))
    if told.contains(url) { return true }
    if url.hasPrefix(site.origin + "/") { url.removeFirst(site.origin.count) }
    let basePath = URLPath.decoded(site.basePath)
    if url.hasPrefix(basePath) { url = "/" + url.dropFirst(basePath.count) }
    if told.contains(url) { return true }
    var rest = url[...]
    while let slash = rest.firstIndex(of: "/") {
      rest = rest[rest.index(after: slash)...]
      if told.contains(String(rest)) { return true }
    }
    return false
  }

  /// What is wrong with a link, and whether the place is that of the address, and not just of the page's route; nothing
  /// when it was told before.
  mutating func diagnostic(
    _ link: PageLinks.Broken, on page: PlannedPage
  ) -> (diagnostic: Diagnostic, isPlaced: Bool)? {
    isTold(link.url) ? nil : untold(link, on: page)
  }

  private mutating func untold(
    _ link: PageLinks.Broken, on page: PlannedPage
  ) -> (diagnostic: Diagnostic, isPlaced: Bool) {
    let known = place(of: link.url, on: page)
    let place = known ?? self.route(of: page)
    let label = known == nil && place != nil ? "on a page of this route" : ""
    return (Self.diagnostic(link, page, place, label, plan.checked.loaded.config.url), known != nil)
  }

  private static func diagnostic(
    _ link: PageLinks.Broken, _ page: PlannedPage, _ place: Location?, _ label: String, _ site: SiteURL
  ) -> Diagnostic {
    switch link.kind {
    case .noPage:
      return Diagnostic(
        .pageBrokenLink, "`\(link.url)` leads to nothing of this site", at: place,
        label: label,
        help: ["correct the address, or publish what it names"])
    case .noBasePath:
      return Diagnostic(
        .pageBrokenLink, "`\(link.url)` leads out of the site, which is below `\(site.basePath)`", at: place,
        label: label,
        help: ["in a template, write `{{ site.url }}` before it, or ask for the address with `url(…)`"])
    case .noAnchor(let target):
      let isOwn = target == page.path.url && link.url.hasPrefix("#")
      return Diagnostic(
        .pageBrokenAnchor,
        isOwn
          ? "nothing on the page has the id of `\(link.url)`"
          : "nothing on `/\(target)` has the id of `\(link.url)`",
        at: place, label: label, help: ["correct what stands behind `#`, or give an element that id"])
    }
  }

  /// The first line of the template that has made a page.
  private func route(of page: PlannedPage) -> Location? {
    guard case .route(let number, _) = page.content else { return nil }
    return plan.checked.theme.routes[number].location
  }

  /// In a template of the page's route, whole or with values in it, else in the text of its entry.
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
    if let id = page.entry {
      let source = plan.checked.document(of: id).source
      let base = plan.context.basePath
      // Links of a text are written without the base path.
      let own = base != "/" && url.hasPrefix(base) ? "/" + url.dropFirst(base.count) : nil
      if let found = Self.location(of: url, in: source) ?? own.flatMap({ Self.location(of: $0, in: source) })
      {
        return found
      }
    }
    return placeOfParts(url, plan.checked.theme.routes[number].templates)
  }

  /// In the template that says most of the address.
  private mutating func placeOfParts(_ url: String, _ templates: [String]) -> Location? {
    var best: (address: BuiltAddress, source: SourceFile)?
    for name in templates {
      guard let source = sources[name] else { continue }
      let known = builtIn[name] ?? BuiltAddress.all(in: source.bytes)
      builtIn[name] = known
      for address in known where address.makes(url) && address.length > (best?.address.length ?? 0) {
        best = (address, source)
      }
    }
    return best.map { Location($0.source, $0.address.span) }
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
