import Models

/// The file `.htaccess` (https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html, mod_headers).
struct ApacheRules {
  private let rules: HostRules

  init(_ rules: HostRules) { self.rules = rules }

  var text: String {
    var lines: [String] = []
    if rules.hasMissingPage { lines.append("ErrorDocument 404 \(rules.basePath)404.html") }
    if !rules.redirects.isEmpty { lines += ["RewriteEngine On"] + rules.redirects.map(rewrite) }
    for rule in rules.headers where !rule.fields.isEmpty {
      // Apache puts the name of a folder's index behind its address.
      let expression =
        "^"
        + AddressExpression(rule.path, basePath: URLPath.decoded(rules.basePath), isEncoded: false).text
        + (rule.path.isFolder ? "(?:index\\.html)?$" : "$")
      lines.append(
        "<If \"%{REQUEST_URI} =~ m#\(Self.escaped(expression).split(separator: "#", omittingEmptySubsequences: false).joined(separator: "\\#"))#\">"
      )
      lines += rule.fields.map { field in
        field.value.contains("${") || (field.value.hasPrefix("expr=") && field.value.contains("%"))
          ? "  # \(field.name) holds what Apache would fill in; set it by hand"
          : "  Header always set \(field.name) \"\(Self.escapedValue(field.value))\""
      }
      lines.append("</If>")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The pattern is below the folder of the file. What is encoded already stays so for one address; what a pattern has
  /// taken is encoded again: with the whole target, or alone where that has what would not be.
  private func rewrite(_ redirect: PlannedRedirect) -> String {
    var redirect = redirect
    // Within quotes there is no escape for one, and variables are filled in before any escape is undone.
    redirect.target = redirect.target.replacing("\"", with: "%22").replacing("${", with: "%24{")
    let expression =
      "^" + AddressExpression(redirect.source, basePath: "", isEncoded: false, ignoresSlash: true).text + "$"
    let isExact = redirect.source.isExact
    let staysAsItIs = isExact || Self.wouldChange(redirect.target)
    let target = AddressExpression.target(
      redirect, isEscaped: { Self.escapedTarget(staysAsItIs ? $0 : URLPath.decoded($0)) }
    ) { "$\($0)" }
    let flags =
      isExact
      ? "[R=\(redirect.status),NE,L]"
      : staysAsItIs ? "\"[R=\(redirect.status),NE,BNP,B= ?#%<>&+,L]\"" : "[R=\(redirect.status),L]"
    return "RewriteRule \"\(Self.escaped(expression))\" \"\(target)\" \(flags)"
  }

  /// Whether a target has escapes that Apache would not write again once they are undone, as it does not escape what may
  /// stand in a path; a `?` would begin a query, and a `"` end the target.
  private static func wouldChange(_ target: String) -> Bool {
    target.split(separator: "%", omittingEmptySubsequences: false).dropFirst().contains { part in
      UInt8(part.prefix(2), radix: 16).map { "$-_.+!*'(),:@&=/~?\"".utf8.contains($0) } ?? false
    }
  }

  private static func escapedTarget(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      if "\\$%".unicodeScalars.contains(character) { escaped.unicodeScalars.append("\\") }
      escaped.unicodeScalars.append(character)
    }
    return escaped
  }

  /// An expression within quotes, in which no `\"` is understood.
  private static func escaped(_ text: String) -> String { text.replacing("\"", with: "\\x22") }

  /// A `%` begins a variable in a header's value. Backslashes are undone when the file is read, and once more when the
  /// value is. What begins with `expr=` is an expression, and a text is one of itself.
  private static func escapedValue(_ text: String) -> String {
    let value = text.replacing("\\", with: "\\\\\\\\").replacing("\"", with: "\\\"").replacing(
      "%", with: "%%")
    return text.hasPrefix("expr=") ? "expr=" + value : value
  }
}
