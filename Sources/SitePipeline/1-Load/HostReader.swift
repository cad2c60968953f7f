import DataFormats
package import Diagnostics
import Models

/// `[redirects]`, `[headers]` and `[deploy]` of `site.toml`.
extension ConfigReader {
  mutating func readHost(_ table: inout ConfigTable) -> HostConfig {
    HostConfig(
      redirects: readRedirects(&table), headers: readHeaders(&table), hosts: readHosts(&table))
  }

  private mutating func readHosts(_ table: inout ConfigTable) -> [HostKind] {
    var deploy = ConfigTable(table.node("deploy"), name: "deploy", source: source)
    let known = HostKind.allCases.map(\.rawValue)
    var hosts: [HostKind] = []
    for (text, span) in deploy.strings("hosts", example: "netlify") ?? [] {
      if let host = HostKind(rawValue: text) {
        if !hosts.contains(host) { hosts.append(host) }
      } else {
        deploy.report(
          "there are no rules for a host `\(text)`", span,
          help: Suggestion.sentence(for: text, among: known)
            ?? "hosts are " + known.map { "`\"\($0)\"`" }.joined(separator: ", "))
      }
    }
    diagnostics += deploy.finish()
    return hosts
  }

  mutating func readLinks(_ table: inout ConfigTable) -> LinksConfig {
    var links = ConfigTable(table.node("links"), name: "links", source: source)
    var config = LinksConfig()
    config.age = readAge("age", &links) ?? config.age
    for (text, span) in links.strings("ignore", example: "https://example.com/**") ?? [] {
      let reference = URLReference(text)
      if reference.scheme == nil || reference.authority == nil {
        links.report(
          "`\(text)` fits no whole address", span, help: "write it like `https://example.com/**`")
      }
      config.ignore.append(links.glob(text, span))
    }
    diagnostics += links.finish()
    return config
  }

  // MARK: - Redirects

  private mutating func readRedirects(_ table: inout ConfigTable) -> [HostConfig.Redirect] {
    var rules = ConfigTable(table.node("redirects"), name: "redirects", source: source)
    let members = rules.allMembers().sorted { $0.keySpan.start < $1.keySpan.start }
    let redirects = members.compactMap { readRedirect($0, &rules) }
    diagnostics += rules.finish()
    return redirects
  }

  private mutating func readRedirect(
    _ member: DataMember, _ rules: inout ConfigTable
  ) -> HostConfig.Redirect? {
    var status = 301
    var target: (text: String, span: Span)?
    if case .map = member.value.content {
      var rule = ConfigTable(member.value, name: "redirects.\"\(member.key)\"", source: source)
      target = rule.string("to", example: "/new/")
      if target == nil, !rule.hasMember("to") {
        rule.report("`\(member.key)` leads nowhere", member.keySpan, help: "add `to = \"/new/\"`")
      }
      if let node = rule.node("status") {
        if case .scalar(let scalar) = node.content, case .int(let number) = scalar.kind,
          Self.statuses.contains(number)
        {
          status = number
        } else {
          bad(
            "a redirect has no such status", node.span,
            help: "301 and 308 are for good, 302, 303 and 307 for now; 307 and 308 keep the method")
        }
      }
      diagnostics += rule.finish()
    } else if case .scalar(let scalar) = member.value.content, scalar.kind == .string {
      target = (scalar.text, member.value.span)
    } else {
      rules.report(
        "a redirect is a target, or a table with `to` and `status`", member.value.span,
        help: "write `\"\(member.key)\" = \"/new/\"`")
    }
    guard let target, let pattern = pattern(member, "`\(member.key)` can't lead on") else { return nil }
    guard checkTarget(target.text, target.span, of: pattern) else { return nil }
    return HostConfig.Redirect(
      source: pattern, sourceSpan: member.keySpan, target: target.text, targetSpan: target.span,
      status: status)
  }

  private static let statuses = [301, 302, 303, 307, 308]

  private mutating func pattern(_ member: DataMember, _ message: String) -> AddressPattern? {
    do { return try AddressPattern(member.key) } catch {
      bad(
        "\(message): \(error.sentence)", member.keySpan,
        help: "write it like `/old/`, `/blog/*`, or `/:year/:name/`")
      return nil
    }
  }

  private mutating func checkTarget(_ text: String, _ span: Span, of source: AddressPattern) -> Bool {
    let reference = URLReference(text)
    let isElsewhere =
      ["http", "https"].contains(reference.scheme?.lowercased()) && reference.hasHost
    if text.isEmpty || !(isElsewhere || (reference.isInternal && !reference.path.isEmpty)) {
      bad(
        "`\(text)` is nowhere to be led to", span,
        help: "write a path of the site, like `/new/`, or a whole address with `https://`")
      return false
    }
    if text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) {
      bad("the target has a space or a control character", span, help: "write a space as `%20`")
      return false
    }
    let target = RedirectTarget(text)
    if let unknown = target.names.first(where: { !source.names.contains($0) }) {
      bad(
        "`:\(unknown)` stands for nothing in `\(source.written)`", span,
        help: unknown == "splat"
          ? "end the address in `/*`, whose part is `:splat`"
          : source.names.isEmpty
            ? "write `:\(unknown)` in the address too"
            : "names there are " + source.names.map { "`:\($0)`" }.joined(separator: ", "))
      return false
    }
    if let name = source.names.first(where: { target.seemsToFill($0) }) {
      bad(
        "`:\(name)` stands for a part of the path alone, and not in the query", span,
        help: "write it between slashes of the path")
      return false
    }
    if !source.isExact, reference.fragment != nil {
      bad(
        "the target of a pattern can't have a fragment", span,
        help: "leave `#\(reference.fragment ?? "")` out, or list the addresses")
      return false
    }
    return true
  }

  private mutating func bad(_ message: String, _ span: Span, help: String) {
    diagnostics.append(Diagnostic(.redirectBad, message, in: source, span, help: help))
  }

  // MARK: - Headers

  private mutating func readHeaders(_ table: inout ConfigTable) -> [HostConfig.Headers] {
    var rules = ConfigTable(table.node("headers"), name: "headers", source: source)
    let members = rules.allMembers().sorted { $0.keySpan.start < $1.keySpan.start }
    let headers = members.compactMap { member -> HostConfig.Headers? in
      guard case .map(let fields) = member.value.content else {
        rules.report(
          "the headers of a path are a table", member.value.span,
          help: "write `\"\(member.key)\" = { X-Frame-Options = \"DENY\" }`")
        return nil
      }
      guard let path = pattern(member, "`\(member.key)` is no path for headers") else { return nil }
      let read = fields.sorted { $0.keySpan.start < $1.keySpan.start }.compactMap { readField($0) }
      return HostConfig.Headers(path: path, span: member.keySpan, fields: read)
    }
    diagnostics += rules.finish()
    return headers
  }

  private mutating func readField(_ member: DataMember) -> (name: String, value: String)? {
    guard !member.key.isEmpty, member.key.utf8.allSatisfy(\.isHTTPToken) else {
      diagnostics.append(
        Diagnostic(
          .headerBad, "`\(member.key)` can't be the name of a header", in: source, member.keySpan,
          help: "names are letters, digits and `-`, like `Cache-Control`"))
      return nil
    }
    guard case .scalar(let scalar) = member.value.content, scalar.kind == .string else {
      diagnostics.append(
        Diagnostic(
          .headerBad, "the value of `\(member.key)` must be a text", in: source, member.value.span,
          help: "put it in quotes"))
      return nil
    }
    let isPlain = scalar.text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    guard isPlain, !scalar.text.hasPrefix(" "), !scalar.text.hasSuffix(" "), !scalar.text.isEmpty else {
      diagnostics.append(
        Diagnostic(
          .headerBad, "this can't be the value of a header", in: source, member.value.span,
          help: "write printed characters of ASCII, without line breaks and spaces at the ends"))
      return nil
    }
    return (member.key, scalar.text)
  }
}

extension DiagnosticCode {
  /// A redirect with an address, a target or a status that can't be.
  package static let redirectBad = DiagnosticCode("redirect.bad")
  /// A header whose name or value HTTP has no room for.
  package static let headerBad = DiagnosticCode("header.bad")
}
