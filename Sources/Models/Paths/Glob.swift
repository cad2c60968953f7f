/// A pattern over paths: `*` and `?` stay within a part, `**` crosses parts, `{a,b}` is either.
package struct Glob: Sendable, Hashable {
  /// One way to read the braces: the parts between slashes.
  private let alternatives: [[[UInt8]]]

  package init(_ pattern: String) {
    alternatives = Self.expanded(pattern, limit: 64).map { text in
      text.split(separator: "/").map { Array($0.utf8) }
    }
  }

  /// Whether the whole path fits; `folder/**` fits everything below the folder.
  package func matches(_ path: String) -> Bool {
    let parts = path.split(separator: "/").map { Array($0.utf8) }
    return alternatives.contains { Self.matches($0, parts) }
  }

  /// The texts that `{a,b}` stands for, at most `limit`.
  private static func expanded(_ pattern: String, limit: Int) -> [String] {
    guard let open = pattern.firstIndex(of: "{"), let close = pattern[open...].firstIndex(of: "}") else {
      return [pattern]
    }
    let choices = pattern[pattern.index(after: open)..<close].split(
      separator: ",", omittingEmptySubsequences: false)
    var all: [String] = []
    for choice in choices where all.count < limit {
      let text = String(pattern[..<open]) + String(choice) + String(pattern[pattern.index(after: close)...])
      all += expanded(text, limit: limit - all.count)
    }
    return all
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
