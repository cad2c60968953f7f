/// How the paths of diagnostics, which begin at the site's folder, are spelled from another folder.
package struct PathSpelling: Sendable {
  private let prefix: String

  /// `prefix` leads from the other folder to the site: empty, or a path that ends in `/`.
  package init(prefix: String) {
    self.prefix = prefix
  }

  /// The path of a file; `nil` for what is none: a template of the built-in theme, the answer of a server.
  package func file(_ path: String) -> String? {
    if path.hasPrefix("/") { return path }
    return Self.scheme(of: path) == nil ? prefix + path : nil
  }

  /// `https` of `https://example.com/`, and `presstime` of `presstime:default/theme.toml` (RFC 3986 section 3.1).
  private static func scheme(of path: String) -> Substring? {
    guard let colon = path.firstIndex(of: ":") else { return nil }
    let scheme = path[..<colon]
    let isScheme = !scheme.isEmpty && scheme.utf8.allSatisfy { $0.isASCIISmall }
    return isScheme ? scheme : nil
  }
}
