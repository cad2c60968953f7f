package import Diagnostics
import Files
import Models
import TemplateEngine

/// Pages of the last build at whose addresses nothing is any more, and from which nothing leads on.
struct VanishedPages {
  /// More than these are counted.
  private static let limit = 20
  private let plan: SitePlan
  private let previous: OutputManifest

  /// One warning each. They tell of two outputs, not of a site: the next build has none of them.
  static func diagnostics(
    _ plan: SitePlan, since previous: OutputManifest, gone: [String], now: OutputManifest
  )
    -> [Diagnostic]
  {
    let pages = gone.filter { previous.file(at: $0)?.key != nil && isPage($0) && !isOfList($0, now) }
    if pages.isEmpty { return [] }
    return VanishedPages(plan: plan, previous: previous).diagnostics(pages)
  }

  private static func isPage(_ path: String) -> Bool {
    (path.hasSuffix(".html") || path.hasSuffix(".htm")) && path != "404.html"
  }

  /// `posts/page/3/index.html`: what was on it is on others, as the list is shorter now.
  private static func isOfList(_ path: String, _ now: OutputManifest) -> Bool {
    let parts = path.split(separator: "/")
    guard parts.count >= 3, parts[parts.count - 3] == "page", Int(parts[parts.count - 2]) != nil else {
      return false
    }
    let list = (parts.dropLast(3) + ["index.html"]).joined(separator: "/")
    return now.file(at: list) != nil
  }

  private func diagnostics(_ paths: [String]) -> [Diagnostic] {
    let exact = Set(plan.host.redirects.lazy.filter(\.source.isExact).map(\.source.address))
    let patterns = plan.host.redirects.filter { !$0.source.isExact }
    let leftOut = namesLeftOut
    let vanished = paths.map { Self.url(of: $0) }.filter { url in
      let address = url.split(separator: "/").joined(separator: "/")
      return !exact.contains(address) && !leftOut.contains(FilePath.name(of: address).lowercased())
        && !patterns.contains { $0.source.match(url) != nil }
    }
    if vanished.isEmpty { return [] }
    // Pages that the last build had not: another can't be the one that has vanished.
    var suggestions = LinkSuggestions()
    var entries: [String: EntryID] = [:]
    var new: [String: [String]] = [:]
    for page in plan.pages {
      guard case .route = page.content, previous.file(at: page.path.file) == nil else { continue }
      let url = page.path.url
      suggestions.add(url)
      if let entry = page.entry { entries[url] = entry }
      new[Self.folder(of: url), default: []].append(url)
    }
    var found = vanished.prefix(Self.limit).map { url in
      Diagnostic(
        .pageVanished,
        "the last build had a page `/\(url)`; now nothing is there, and nothing leads on from it",
        at: nil,
        help: help(
          url,
          suggestions.nearest(to: url) ?? Self.only(new[Self.folder(of: url)]) ?? inDefaultLanguage(url),
          entries))
    }
    if vanished.count > Self.limit {
      found.append(
        Diagnostic(
          .pageVanished, "and \(vanished.count - Self.limit) more pages of the last build are gone like that",
          at: nil, help: ["a pattern leads on from many: `\"/old/*\" = \"/new/:splat\"` in `[redirects]`"]))
    }
    return plan.checked.loaded.config.policy.apply(to: found)
  }

  private func help(_ url: String, _ nearest: String?, _ entries: [String: EntryID]) -> [String] {
    if let nearest, let id = entries[nearest] {
      let document = plan.checked.document(of: id)
      if document.item == nil {
        return ["if it is at `/\(nearest)` now, add `aliases: [/\(url)]` to `\(document.shownAs)`"]
      }
    }
    // A target is an address as browsers ask for it.
    let target = nearest.map { URLPath.encoded($0) } ?? "where/it/is/now/"
    return ["let it lead on, with `[redirects]` in `site.toml`: `\"/\(url)\" = \"/\(target)\"`"]
  }

  /// Entries that are drafts, dated ahead or expired are gone on purpose.
  private var namesLeftOut: Set<String> {
    Set(
      plan.checked.entries.lazy.filter { $0.publication.reason != nil }.map {
        FilePath.name(of: $0.ownPath ?? $0.slug).lowercased()
      })
  }

  /// A page that appears where one vanishes is most likely the same.
  private static func only(_ pages: [String]?) -> String? { pages?.count == 1 ? pages?.first : nil }

  /// The page of the default language that one of another was a version of.
  private func inDefaultLanguage(_ url: String) -> String? {
    let config = plan.checked.loaded.config
    for language in config.languages.indices.dropFirst() {
      let folder = config.folder(ofLanguage: language)
      guard url.hasPrefix(folder) else { continue }
      let other = String(Substring(url.utf8.dropFirst(folder.utf8.count)))
      if plan.pages.contains(where: { $0.path.url == other }) { return other }
    }
    return nil
  }

  /// That a URL lies in.
  private static func folder(of url: String) -> String {
    FilePath.folder(of: url.hasSuffix("/") ? String(url.dropLast()) : url)
  }

  private static func url(of path: String) -> String {
    path == "index.html" || path.hasSuffix("/index.html") ? String(path.dropLast(10)) : path
  }
}

extension DiagnosticCode {
  /// A page that the last build had and this one has not, with nothing in its place.
  package static let pageVanished = DiagnosticCode("page.vanished", .warning)
}
