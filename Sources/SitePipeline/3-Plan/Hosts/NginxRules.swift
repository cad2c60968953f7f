import Models

/// A snippet for the `server` block of nginx (https://nginx.org/en/docs/http/ngx_http_rewrite_module.html).
struct NginxRules {
  private let rules: HostRules

  init(_ rules: HostRules) { self.rules = rules }

  var text: String {
    var lines: [String] = []
    for redirect in rules.redirects {
      lines += redirect.source.isExact ? exact(redirect) : [pattern(redirect)]
    }
    for (number, field) in headerNames.enumerated() { lines += header(field, number) }
    return lines.map { $0 + "\n" }.joined()
  }

  private func exact(_ redirect: PlannedRedirect) -> [String] {
    // What nginx has decoded, as it is: no `$` stands for anything here.
    let path = URLPath.decoded(rules.basePath) + redirect.source.address
    let answer = "{ return \(redirect.status) \(Self.quoted(redirect.target)); }"
    let addresses = path != "/" ? [path + "/", path] : [path]
    return addresses.map { "location = \"\(Self.escaped($0, keepsDollar: true))\" \(answer)" }
  }

  /// By the address as it was sent: what nginx has decoded could end a line of its answer.
  private func pattern(_ redirect: PlannedRedirect) -> String {
    let expression =
      "^"
      + AddressExpression(redirect.source, basePath: rules.basePath, isEncoded: true, ignoresSlash: true).text
      + "(?:\\?.*)?$"
    let target = AddressExpression.target(redirect, isEscaped: { Self.escaped($0) }) { "$\($0)" }
    return
      "if ($request_uri ~ \"\(Self.escaped(expression, keepsDollar: true))\") { return \(redirect.status) \"\(target)\"; }"
  }

  private var headerNames: [String] {
    var names: [String] = []
    for field in rules.headers.flatMap(\.fields)
    where !names.contains(where: { $0.lowercased() == field.name.lowercased() }) {
      names.append(field.name)
    }
    return names
  }

  /// A field without a value is left out by nginx. The last rule that fits a path wins. By the address as it was sent:
  /// nginx puts the name of a folder's index behind its own.
  private func header(_ name: String, _ number: Int) -> [String] {
    let variable = "$presstime_\(number + 1)"
    var lines = ["set \(variable) \"\";"]
    for rule in rules.headers {
      for field in rule.fields where field.name.lowercased() == name.lowercased() {
        if field.value.utf8.contains(UInt8(ascii: "$")) {
          lines.append(
            "# \(name) of \(rule.path.written) holds a `$`, which nginx can't write; set it by hand")
          continue
        }
        let expression =
          "^" + AddressExpression(rule.path, basePath: rules.basePath, isEncoded: true).text + "(?:\\?.*)?$"
        lines.append(
          "if ($request_uri ~ \"\(Self.escaped(expression, keepsDollar: true))\") { set \(variable) \(Self.quoted(field.value)); }"
        )
      }
    }
    return lines + ["add_header \(name) \(variable) always;"]
  }

  private static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

  /// Within double quotes, where a `$` can't be escaped.
  private static func escaped(_ text: String, keepsDollar: Bool = false) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      if character == "\"" || character == "\\" { escaped.unicodeScalars.append("\\") }
      if character == "$", !keepsDollar { escaped += "%24" } else { escaped.unicodeScalars.append(character) }
    }
    return escaped
  }
}
