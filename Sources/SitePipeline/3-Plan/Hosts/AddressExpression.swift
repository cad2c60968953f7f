import Models

/// A pattern as a regular expression (PCRE), whose groups are its names in their order.
struct AddressExpression {
  let text: String

  /// `isEncoded` where it is held against an address as it was sent.
  init(_ pattern: AddressPattern, basePath: String, isEncoded: Bool) {
    var text = Self.literal(basePath)
    for (index, part) in pattern.parts.enumerated() {
      if index > 0 { text += "/" }
      switch part {
      case .text(let part): text += Self.literal(isEncoded ? URLPath.encoded(part) : part)
      case .name: text += isEncoded ? "([^/?]+)" : "([^/]+)"
      case .rest: text += isEncoded ? "([^?]*)" : "(.*)"
      }
    }
    if pattern.parts.last != .rest, !pattern.parts.isEmpty { text += pattern.isFolder ? "/?" : "" }
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
