import Models

/// The site's own redirects and headers: the files `_redirects` and `_headers` in the root of the output, as Netlify
/// and Cloudflare Pages read them (https://docs.netlify.com/routing/redirects/, https://docs.netlify.com/routing/headers/).
struct HostTables: Sendable {
  private struct Redirect {
    let from: PathRule
    let to: String
    let status: Int
    /// Whether it counts where there is a file as well.
    let isForced: Bool
  }

  private let redirects: [Redirect]
  /// Numbers of redirects: of one address each by that address, the others in their order.
  private var exact: [String: Int] = [:]
  private var patterns: [Int] = []
  private let headers: [(path: PathRule, fields: [(name: String, value: String)])]

  /// Lines that are none of the format are passed over, as those hosts do it.
  init(redirects: [UInt8], headers: [UInt8]) {
    self.redirects = Self.lines(redirects).compactMap(Self.redirect)
    var rules: [(path: PathRule, fields: [(name: String, value: String)])] = []
    for line in Self.lines(headers) {
      if line.first != " ", line.first != "\t" {
        rules.append((PathRule(line.filter { $0 != " " }), []))
      } else if let colon = line.firstIndex(of: ":"), !rules.isEmpty {
        let name = line[..<colon].filter { $0 != " " && $0 != "\t" }
        let value = line[line.index(after: colon)...].drop { $0 == " " }
        rules[rules.count - 1].fields.append((name, String(value)))
      }
    }
    self.headers = rules
    for (number, redirect) in self.redirects.enumerated() {
      if let address = redirect.from.address {
        if exact[address] == nil { exact[address] = number }
      } else {
        patterns.append(number)
      }
    }
  }

  /// Those that fit a path, in their order, with what their names stand for.
  private func fitting(_ path: String) -> [(Redirect, [String: String])] {
    var found: [(number: Int, values: [String: String])] = patterns.compactMap { number in
      redirects[number].from.match("/" + path).map { (number, $0) }
    }
    if let number = exact[PathRule.address(of: path)] { found.append((number, [:])) }
    return found.sorted { $0.number < $1.number }.map { (redirects[$0.number], $0.values) }
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split { $0.isNewline }.map(String.init)
      .filter { line in line.contains { $0 != " " && $0 != "\t" } && !line.drop { $0 == " " }.hasPrefix("#") }
  }

  private static func redirect(_ line: String) -> Redirect? {
    var words = line.split { $0 == " " || $0 == "\t" }
    if let comment = words.firstIndex(where: { $0.hasPrefix("#") }) { words.removeSubrange(comment...) }
    // Rules by country, language or query are for a host that knows them: here they count for nobody.
    guard (2...3).contains(words.count), words[0].hasPrefix("/"),
      !words[1].contains("=") || words[1].contains("/")
    else { return nil }
    let status = words.count > 2 ? words[2] : "301"
    guard let number = Int(status.filter { $0 != "!" }),
      [200, 301, 302, 303, 307, 308, 404, 410].contains(number)
    else { return nil }
    return Redirect(
      from: PathRule(String(words[0])), to: String(words[1]), status: number, isForced: status.hasSuffix("!"))
  }

  /// The answer for a path below the site's root, of which `file` knows what lies there; nothing when nothing does.
  func apply(
    to path: String, basePath: String, _ file: (String) -> PreviewResponse?
  ) -> PreviewResponse? {
    if path == "_redirects" || path == "_headers" { return nil }
    var found: PreviewResponse?
    var isFound = false
    for (redirect, values) in fitting(path) {
      if !redirect.isForced {
        if !isFound { (found, isFound) = (file(path), true) }
        if found != nil { break }
      }
      let target = RedirectTarget(redirect.to).filled { values[$0].map(URLPath.encoded) }
      return answer(redirect.status, target, basePath, file).map { withHeaders($0, path) }
    }
    return (isFound ? found : file(path)).map { withHeaders($0, path) }
  }

  private func answer(
    _ status: Int, _ target: String, _ basePath: String, _ file: (String) -> PreviewResponse?
  ) -> PreviewResponse? {
    let isOwn = target.hasPrefix("/") && !target.hasPrefix("//")
    if status == 200 || status == 404 || status == 410 {
      // Another page under this address.
      return isOwn ? file(URLPath.decoded(String(target.dropFirst()))).map { $0.with(status: status) } : nil
    }
    // Tables of Presstime's own say the base path, those that are written by hand don't.
    let needsBase = isOwn && !(basePath != "/" && target.hasPrefix(basePath))
    return .redirect(to: needsBase ? String(basePath.dropLast()) + target : target, status: status)
  }

  private func withHeaders(_ response: PreviewResponse, _ path: String) -> PreviewResponse {
    let fields = headers.filter { $0.path.match("/" + path) != nil }.flatMap(\.fields)
    return fields.isEmpty ? response : response.with(fields)
  }
}

/// A path with `:name` for a part and `*` for the rest.
struct PathRule: Sendable {
  private let parts: [String]
  private let isPattern: Bool

  init(_ text: String) {
    parts = text.split(separator: "/").map { part in
      part == "*" || part.hasPrefix(":") ? String(part) : URLPath.decoded(String(part))
    }
    isPattern = text.split(separator: "/").contains { $0 == "*" || $0.hasPrefix(":") }
  }

  /// Without slashes at its ends; nothing for a pattern.
  var address: String? { isPattern ? nil : parts.joined(separator: "/") }

  /// A path as `address` has it.
  static func address(of path: String) -> String { path.split(separator: "/").joined(separator: "/") }

  /// What the placeholders stand for, the rest as `splat`; nothing when a path is another. Slashes at the end don't
  /// count.
  func match(_ path: String) -> [String: String]? {
    let given = path.split(separator: "/").map(String.init)
    var values: [String: String] = [:]
    for (index, part) in parts.enumerated() {
      if part == "*" {
        let rest = given.dropFirst(index).joined(separator: "/")
        values["splat"] = rest.isEmpty || !path.hasSuffix("/") ? rest : rest + "/"
        return values
      }
      guard index < given.count else { return nil }
      if part.hasPrefix(":") {
        values[String(part.dropFirst())] = given[index]
      } else if part != given[index] {
        return nil
      }
    }
    return given.count == parts.count ? values : nil
  }
}
