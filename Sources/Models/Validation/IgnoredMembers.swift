/// Members of data that a site leaves unread.
package struct IgnoredMembers: Sendable, Hashable {
  /// Left out before anything is read, whatever would read them.
  private let names: Set<String>
  /// Left out where nothing reads them.
  private let patterns: [Glob]

  /// None.
  package static let none = IgnoredMembers([])

  /// Names, and globs over names: `_*`, `*`.
  package init(_ texts: [String]) {
    names = Set(texts.filter { !$0.contains { "*?{".contains($0) } })
    patterns = texts.filter { $0.contains { "*?{".contains($0) } }.map { Glob($0) }
  }

  /// Whether a member is left out whatever would read it.
  func omits(_ name: String) -> Bool { names.contains(name) }

  /// Whether one that nothing reads is left out without a word.
  func covers(_ name: String) -> Bool { omits(name) || patterns.contains { $0.matches(name) } }
}
