/// A pattern over paths: `*` and `?` stay within a part, `**` crosses parts, `{a,b}` is either.
package struct Glob: Sendable, Hashable {
  /// One way to read the braces: the parts between slashes.
  private let alternatives: [[[UInt8]]]

  package init(_ pattern: String) {
    alternatives = Self.expanded(pattern).prefix(Self.mostTexts).map { text in
      text.split(separator: "/").map { Array($0.utf8) }
    }
  }

  private static let mostTexts = 256
  private static let longest = 4096

  /// Whether a pattern is short, and its braces stand for few texts: others count in part.
  package static func isSmall(_ pattern: String) -> Bool {
    pattern.utf8.count <= longest && expanded(pattern).count <= mostTexts
  }

  /// Whether the whole path fits; `folder/**` fits everything below the folder.
  package func matches(_ path: String) -> Bool {
    let parts = path.split(separator: "/").map { Array($0.utf8) }
    return alternatives.contains { Self.matches($0, parts) }
  }

  /// The texts that `{a,b}` stands for; of too many some more than may be.
  private static func expanded(_ pattern: String) -> [String] {
    guard pattern.utf8.count <= longest else { return [pattern] }
    var texts = [""]
    var rest = pattern[...]
    while texts.count <= mostTexts, let open = rest.firstIndex(of: "{"),
      let close = rest[open...].firstIndex(of: "}")
    {
      let choices = rest[rest.index(after: open)..<close].split(
        separator: ",", omittingEmptySubsequences: false)
      let start = rest[..<open]
      texts = Array(
        texts.lazy.flatMap { text in choices.lazy.map { text + start + $0 } }.prefix(mostTexts + 1))
      rest = rest[rest.index(after: close)...]
    }
    return texts.map { $0 + rest }
  }

  /// Greedy with one point of return, as wildcard matching needs no more; the cost is the product of lengths.
  private static func matches(_ pattern: [[UInt8]], _ parts: [[UInt8]]) -> Bool {
    var (p, s) = (0, 0)
    var retry: (pattern: Int, part: Int)?
    while s < parts.count {
      if p < pattern.count, pattern[p] == [0x2A, 0x2A] {
        retry = (p + 1, s)
        p += 1
      } else if p < pattern.count, matchesPart(pattern[p], parts[s]) {
        p += 1
        s += 1
      } else if let again = retry {
        retry = (again.pattern, again.part + 1)
        (p, s) = (again.pattern, again.part + 1)
      } else {
        return false
      }
    }
    return pattern[min(p, pattern.count)...].allSatisfy { $0 == [0x2A, 0x2A] }
  }

  private static func matchesPart(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
    var (p, t) = (0, 0)
    var retry: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        retry = (p + 1, t)
        p += 1
      } else if p < pattern.count, pattern[p] == UInt8(ascii: "?") || pattern[p] == text[t] {
        p += 1
        t += 1
      } else if let again = retry {
        retry = (again.pattern, again.text + 1)
        (p, t) = (again.pattern, again.text + 1)
      } else {
        return false
      }
    }
    return pattern[min(p, pattern.count)...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
