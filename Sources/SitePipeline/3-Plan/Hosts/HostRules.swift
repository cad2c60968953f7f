import Models
import TemplateEngine

/// What a site wants of its host: redirects and headers, to be written as each host reads them.
package struct HostRules: Sendable {
  /// One address each first, then patterns, since hosts take the first that fits: those of aliases, then those of
  /// `[redirects]`, each in their order.
  package let redirects: [PlannedRedirect]
  package let headers: [HostConfig.Headers]
  let basePath: String
  let hasMissingPage: Bool

  init(_ redirects: [PlannedRedirect], _ site: CheckedSite, hasMissingPage: Bool) {
    self.redirects = redirects.filter(\.source.isExact) + redirects.filter { !$0.source.isExact }
    headers = site.loaded.config.host.headers
    basePath = site.loaded.config.url.basePath
    self.hasMissingPage = hasMissingPage
  }

  /// The files of the output that hosts read.
  func files(for hosts: [HostKind]) -> [PlannedFile] {
    var files: [PlannedFile] = []
    func add(_ output: String, _ text: String) {
      if !text.isEmpty {
        files.append(
          PlannedFile(output: output, content: .bytes(Array(text.utf8)), shownAs: "content/site.toml"))
      }
    }
    if hosts.contains(.apache) { add(".htaccess", text(for: .apache)) }
    if hosts.contains(.netlify) || hosts.contains(.cloudflare) {
      add("_headers", headerLines)
      add("_redirects", redirectLines(bothSpellings: hosts.contains(.cloudflare)))
    }
    return files
  }

  /// All rules as one text, for a host that is set up by hand.
  package func text(for host: HostKind) -> String {
    switch host {
    case .netlify, .cloudflare:
      let redirects = redirectLines(bothSpellings: host == .cloudflare)
      return [
        redirects.isEmpty ? "" : "# _redirects\n" + redirects,
        headerLines.isEmpty ? "" : "# _headers\n" + headerLines,
      ]
      .filter { !$0.isEmpty }.joined(separator: "\n")
    case .nginx: return NginxRules(self).text
    case .apache: return ApacheRules(self).text
    }
  }

  // MARK: - Netlify and Cloudflare Pages

  /// The file `_redirects` (https://docs.netlify.com/routing/redirects/). Cloudflare Pages tells `/old` from `/old/`.
  package func redirectLines(bothSpellings: Bool) -> String {
    var lines = ""
    for redirect in redirects {
      let source = redirect.source.written
      lines += "\(source) \(redirect.target) \(redirect.status)\n"
      if bothSpellings, redirect.source.isFolder, redirect.source.isExact, source.utf8.count > 1 {
        lines += "\(source.dropLast()) \(redirect.target) \(redirect.status)\n"
      }
    }
    return lines
  }

  /// The file `_headers` (https://docs.netlify.com/routing/headers/).
  package var headerLines: String {
    headers.filter { !$0.fields.isEmpty }.map { rule in
      rule.path.written + "\n" + rule.fields.map { "  \($0.name): \($0.value)\n" }.joined()
    }.joined()
  }
}
