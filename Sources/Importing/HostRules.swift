import DataFormats
import Diagnostics

/// Redirects that the old site has left to its host: `_redirects`, and `netlify.toml`
/// (https://docs.netlify.com/manage/routing/redirects/overview/).
extension CarriedSite {
  /// Reads the files of hosts, wherever the generator has them.
  mutating func readHostRules(in site: OldSite) {
    // `public/` is what Hugo and Zola write.
    let folders: [String] =
      switch generator {
      case .jekyll: [""]
      case .hugo, .zola: ["", "static/"]
      case .astro: ["", "public/"]
      case .eleventy: ["", "static/", "public/", "src/", "src/static/", "src/public/"]
      }
    for folder in folders {
      let file = folder + "_redirects"
      if site.has(file) { readRedirects(file, in: site) }
      let headers = folder + "_headers"
      if site.has(headers) { leaveHeaders(headers, in: site) }
    }
    if site.has("netlify.toml") { readNetlify("netlify.toml", in: site) }
    for file in ["vercel.json", "now.json", "firebase.json", "staticwebapp.config.json"] where site.has(file)
    {
      leaveHeaders(file, in: site)
    }
  }

  private mutating func leaveHeaders(_ file: String, in site: OldSite) {
    files.removeAll { $0.from == file }
    find(
      .setting, "Settings of a host", file, in: site,
      advice: "write them as [redirects] and [headers] of site.toml, with [deploy] hosts")
  }

  /// Lines of an address, a target, and perhaps a status: `/old/* /new/:splat 302`.
  private mutating func readRedirects(_ file: String, in site: OldSite) {
    files.removeAll { $0.from == file }
    passOver(file)
    guard let source = site.source(file) else { return }
    var start = 0
    for line in source.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let span = Span(start, start + line.count)
      start += line.count + 1
      let all = String(decoding: line, as: UTF8.self).split { " \t\r".contains($0) }.map(String.init)
      let words = all.prefix { !$0.hasPrefix("#") }
      guard !words.isEmpty else { continue }
      let place = Location(source, span)
      let isPlain = words.count == 2 || (words.count == 3 && Self.status(words[2]) != nil)
      if isPlain, let status = Self.status(words.count == 3 ? words[2] : "301") {
        add(words[0], words[1], status, at: place)
      } else {
        leave(at: place)
      }
    }
  }

  private mutating func readNetlify(_ file: String, in site: OldSite) {
    passOver(file)
    var settings = OldSettings(file, in: site)
    for setting in settings.all("redirects") {
      for rule in setting.member.value.elements {
        let place = Location(setting.source, rule.span)
        let isPlain = rule.members.allSatisfy { ["from", "to", "status", "force"].contains($0.key) }
        guard isPlain, let from = rule.text("from"), let to = rule.text("to"),
          let status = Self.status(rule.text("status") ?? "301")
        else {
          leave(at: place)
          continue
        }
        add(from, to, status, at: place)
      }
    }
    for setting in settings.all("headers") { leave(at: setting.location) }
  }

  /// What a redirect of Presstime can have; `301!` is 301.
  private static func status(_ text: String) -> Int? {
    let number = Int(text.hasSuffix("!") ? String(text.dropLast()) : text)
    return number.flatMap { [301, 302, 303, 307, 308].contains($0) ? $0 : nil }
  }

  private mutating func add(_ from: String, _ to: String, _ status: Int, at location: Location) {
    guard redirect(from, to: to, status: status, at: location) else { return leave(at: location) }
  }

  private mutating func leave(at location: Location) {
    findings.append(
      Finding(
        .setting, "Rules of a host", at: location,
        advice: "[redirects] has none with conditions, queries, hosts or a status that is no redirect"))
  }

  /// Adds a line to `[redirects]`; false when it can't be one. The first of two for one address counts.
  @discardableResult mutating func redirect(
    _ from: String, to: String, status: Int = 301, at location: Location
  ) -> Bool {
    let parts = from.split(separator: "/")
    let isRest = parts.last == "*"
    let isAddress =
      from.hasPrefix("/") && !from.hasPrefix("//") && !from.contains { "?#{}\"\\".contains($0) }
      && !(isRest ? parts.dropLast() : parts[...]).contains { $0.contains("*") || $0 == ".." || $0 == "." }
    let isTarget = to.hasPrefix("/") || to.hasPrefix("https://") || to.hasPrefix("http://")
    guard isAddress, isTarget, from != to else { return false }
    if redirected.insert(Self.plain(from)).inserted {
      redirects.append(RedirectLine(from: from, to: to, status: status, location: location))
    }
    return true
  }

  private static func plain(_ address: String) -> String {
    address.hasSuffix("/") ? String(address.dropLast()) : address
  }
}
