package import Diagnostics
import Models
import TemplateEngine

/// Rules that no host would follow, or that count for nothing.
extension CheckedSite {
  func hostProblems(_ rules: HostRules, _ pages: [PlannedPage], _ files: [PlannedFile]) -> [Diagnostic] {
    let host = loaded.config.host
    return missingHosts(host) + unusedHeaders(host, pages, files)
      + (host.hosts.contains(.cloudflare) ? limits(rules) : [])
  }

  /// Patterns and headers are for hosts alone; without one, one address leads on by a page.
  private func missingHosts(_ host: HostConfig) -> [Diagnostic] {
    guard host.hosts.isEmpty else { return [] }
    let help =
      "say who serves the site: `[deploy]` with `hosts = [\"netlify\"]`, `\"cloudflare\"`, `\"nginx\"` or `\"apache\"`"
    var found: [Diagnostic] = []
    let patterns = host.redirects.filter { !$0.source.isExact }
    if let first = patterns.first {
      found.append(
        Diagnostic(
          .siteNoHost, "no page can lead on from a pattern, and no host is named that would",
          at: Location(loaded.config.source, first.sourceSpan),
          related: patterns.dropFirst().map {
            .init(Location(loaded.config.source, $0.sourceSpan), "and here")
          },
          help: [help]))
    }
    if let first = host.headers.first {
      found.append(
        Diagnostic(
          .siteNoHost, "a page can't bring headers, and no host is named that would",
          in: loaded.config.source, first.span, help: help))
    }
    return found
  }

  private func unusedHeaders(
    _ host: HostConfig, _ pages: [PlannedPage], _ files: [PlannedFile]
  ) -> [Diagnostic] {
    host.headers.filter { rule in
      !pages.contains { rule.path.match($0.path.url) != nil }
        && !files.contains { rule.path.match($0.output) != nil }
    }.map { rule in
      Diagnostic(
        .headerUnused, "nothing of the site is at `\(rule.path.written)`", in: loaded.config.source,
        rule.span,
        help: "paths begin at the site's root; `/folder/*` is for all that is in a folder")
    }
  }

  /// What Cloudflare Pages reads (https://developers.cloudflare.com/pages/configuration/redirects/ and headers/): the
  /// rest is passed over in silence.
  private func limits(_ rules: HostRules) -> [Diagnostic] {
    let lines = rules.redirectLines(bothSpellings: true).utf8.split(separator: UInt8(ascii: "\n"))
    let patterns = rules.redirects.count { !$0.source.isExact }
    var found: [String] = []
    if lines.count - patterns > 2000 {
      found.append("\(lines.count - patterns) redirects, and Cloudflare Pages reads 2000")
    }
    if patterns > 100 { found.append("\(patterns) patterns, and Cloudflare Pages reads 100") }
    if let long = lines.first(where: { $0.count > 1000 }) {
      found.append("a redirect of \(long.count) characters, and Cloudflare Pages reads 1000")
    }
    if rules.headers.count > 100 {
      found.append("headers for \(rules.headers.count) paths, and Cloudflare Pages reads 100")
    }
    return found.map { sentence in
      Diagnostic(
        .redirectTooMany, "there are " + sentence, at: Location(path: loaded.config.source.path),
        help: [
          "an address with a slash at its end takes two lines, one without it",
          "join addresses in patterns, or leave `cloudflare` out of `hosts`: then pages lead on",
        ])
    }
  }
}

extension DiagnosticCode {
  /// Rules that only a host can follow, while none is named.
  package static let siteNoHost = DiagnosticCode("site.no-host", .warning)
  /// Headers for paths at which nothing is.
  package static let headerUnused = DiagnosticCode("header.unused", .warning)
  /// More rules than the host reads.
  package static let redirectTooMany = DiagnosticCode("redirect.too-many")
}
