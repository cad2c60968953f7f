package import DataSources
package import Diagnostics
import Files
import MarkdownEngine
import Models
import TemplateEngine

/// The addresses of other sites that the pages of a site name, with their places.
package struct OutsideAddresses: Sendable {
  /// In the order of their bytes, without fragments; those that settings leave out are not among them.
  package let urls: [String]
  package let ignored: Int
  /// By address: the first page that has it.
  private let pages: [String: Int]
  private let plan: SitePlan

  /// Makes all pages of HTML, and reads them. `plan` must have its texts still.
  package init(_ plan: SitePlan) {
    let origin = plan.checked.loaded.config.url.origin
    let found = Parallel.map(plan.pages.count, jobs: plan.checked.loaded.options.jobs) {
      number -> Set<String> in
      guard case .route(let route, _) = plan.pages[number].content,
        plan.checked.theme.routes[route].kind == .html
      else { return [] }
      return Self.read(plan.render(plan.pages[number]).bytes, besides: origin)
    }
    var pages: [String: Int] = [:]
    for (number, urls) in found.enumerated() {
      for url in urls where pages[url] == nil { pages[url] = number }
    }
    let ignore = plan.checked.loaded.config.links.ignore
    let wanted = pages.keys.filter { url in !ignore.contains { $0.matches(url) } }
    urls = wanted.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    ignored = pages.count - urls.count
    self.pages = pages
    self.plan = plan
  }

  private static func read(_ bytes: [UInt8], besides origin: String) -> Set<String> {
    var found: Set<String> = []
    func take(_ value: UnsafeBufferPointer<UInt8>) {
      guard
        unsafe value.starts(with: "http".utf8) || value.starts(with: "HTTP".utf8)
          || value.starts(with: "//".utf8),
        let url = unsafe address(String(decoding: value, as: UTF8.self)), !(url + "/").hasPrefix(origin + "/")
      else { return }
      found.insert(url)
    }
    unsafe bytes.withUnsafeBufferPointer { bytes in
      var scan = unsafe MarkupScan(bytes)
      while let (attribute, value) = unsafe scan.next() {
        switch attribute {
        case .address: unsafe take(value)
        case .addresses:
          for place in unsafe SourceSet.addresses(in: value) {
            unsafe take(UnsafeBufferPointer(rebasing: value[place]))
          }
        case .id, .meta, .base: break
        }
      }
    }
    return found
  }

  /// The address that a link names, without its fragment; nothing where it is none of the web.
  private static func address(_ written: String) -> String? {
    var text = PageLinks.plain(written)
    if text.hasPrefix("//") { text = "https:" + text }
    let reference = URLReference(text)
    guard ["http", "https"].contains(reference.scheme?.lowercased()), reference.authority?.isEmpty == false
    else {
      return nil
    }
    return String(text.prefix { $0 != "#" })
  }

  /// What is to be told of verdicts, in the order of `urls`, by the site's severities.
  package func diagnostics(_ verdicts: [OutsideLinks.Verdict]) -> [Diagnostic] {
    var places = AddressPlaces(plan)
    let inTexts = placesInTexts()
    var found: [Diagnostic] = []
    for (url, verdict) in zip(urls, verdicts) {
      guard let (code, message, help) = Self.told(url, verdict) else { continue }
      var locations = inTexts[url] ?? []
      if locations.isEmpty, let number = pages[url] {
        let place = places.place(of: url, on: plan.pages[number])
        if let place { locations = [place] }
      }
      let page = pages[url].map { "it is on the page `/\(plan.pages[$0].path.url)`" }
      if locations.isEmpty {
        found.append(Diagnostic(code, message, at: nil, help: [help] + (page.map { [$0] } ?? [])))
      }
      found += locations.map { Diagnostic(code, message, at: $0, help: [help]) }
    }
    return plan.checked.loaded.config.policy.apply(to: found).inOrder
  }

  static func told(
    _ url: String, _ verdict: OutsideLinks.Verdict
  ) -> (DiagnosticCode, message: String, help: String)? {
    let ignore = "to leave it out, add it to `ignore` below `[links]` in `site.toml`"
    switch verdict {
    case .there, .refused: return nil
    case .moved(let to): return (.linkExternalMoved, "`\(url)` has moved for good", "write `\(to)`")
    case .gone(let reason):
      return (
        .linkExternal, "`\(url)` is not there: \(reason)",
        "correct the address, or remove the link; " + ignore
      )
    case .unanswered(let reason):
      return (
        .linkExternalUnanswered, "nobody knows whether `\(url)` is there: \(reason)",
        "try again later; " + ignore
      )
    }
  }

  /// By address: where texts of entries name it.
  private func placesInTexts() -> [String: [Location]] {
    var found: [String: [Location]] = [:]
    let wanted = Set(urls)
    for body in plan.checked.bodies where plan.checked.entries[body.document].publication == .published {
      let source = plan.checked.loaded.documents[body.document].source
      for link in body.markdown.marks.links {
        guard let url = Self.address(link.destination), wanted.contains(url) else { continue }
        found[url, default: []].append(Location(source, body.place ?? link.span))
      }
    }
    return found
  }
}

extension DiagnosticCode {
  /// A link to another site at which there is nothing.
  package static let linkExternal = DiagnosticCode("link.external")
  /// A link to what has another address for good.
  package static let linkExternalMoved = DiagnosticCode("link.external-moved", .warning)
  /// A link of which the other site does not say whether it leads anywhere.
  package static let linkExternalUnanswered = DiagnosticCode("link.external-unanswered", .warning)
}
