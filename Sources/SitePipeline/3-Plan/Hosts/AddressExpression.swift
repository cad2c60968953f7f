import Models

/// A pattern as a regular expression (PCRE), whose groups are its names in their order.
struct AddressExpression {
  let text: String

  /// `isEncoded` where it is held against an address as it was sent; `ignoresSlash` where one at its end makes no
  /// difference.
  init(_ pattern: AddressPattern, basePath: String, isEncoded: Bool, ignoresSlash: Bool = false) {
    var text = Self.literal(basePath)
    let rest = isEncoded ? "([^?]*)" : "(.*)"
    for (index, part) in pattern.parts.enumerated() {
      let slash = index > 0 ? "/" : ""
      switch part {
      case .text(let part): text += slash + Self.literal(isEncoded ? URLPath.encoded(part) : part)
      case .name: text += slash + (isEncoded ? "([^/?]+)" : "([^/]+)")
      // What stands for the rest may be all that there is, or nothing.
      case .rest: text += index > 0 ? "(?:/\(rest))?" : rest
      }
    }
    if pattern.parts.last != .rest, !pattern.parts.isEmpty, pattern.isFolder || ignoresSlash { text += "/?" }
    self.text = text
  }

  /// A target in which each name is a group.
  static func target(
    _ redirect: PlannedRedirect, isEscaped escaped: (String) -> String, _ group: (Int) -> String
  ) -> String {
    RedirectTarget(redirect.target).filled(
      { name in redirect.source.names.firstIndex(of: name).map { group($0 + 1) } }, text: escaped)
  }

  private static func literal(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      if ".^$*+?()[]{}|\\".unicodeScalars.contains(character) { escaped.unicodeScalars.append("\\") }
      escaped.unicodeScalars.append(character)
    }
    return escaped
  }
}
