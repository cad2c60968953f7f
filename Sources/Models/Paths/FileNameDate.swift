import Diagnostics

/// A file's stem that begins with a day, as Jekyll names posts: `2012-04-24-slug`.
package struct FileNameDate: Sendable, Hashable {
  package let date: CivilDate
  /// What follows the day and its dash; may be empty.
  package let rest: String

  /// Nothing when the stem begins with no day that exists.
  package init?(_ stem: String) {
    let parts = stem.split(separator: "-", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[..<3].allSatisfy({ $0.utf8.allSatisfy { $0.isASCIIDigit } }),
      parts[0].utf8.count == 4, (1...2).contains(parts[1].utf8.count),
      (1...2).contains(parts[2].utf8.count), let year = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2]), let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    self.date = date
    rest = parts.count > 3 ? String(parts[3]) : ""
  }
}
