/// Patterns of dates as other tools write them.
enum ForeignDates {
  /// The parts of Go's layouts and of moment.js, longest first, and ours.
  private static let parts: [(other: String, own: String)] = [
    ("January", "%B"), ("Monday", "%A"), ("2006", "%Y"), ("YYYY", "%Y"), ("yyyy", "%Y"), ("MMMM", "%B"),
    ("dddd", "%A"), ("EEEE", "%A"), ("LLLL", "%B"), ("Jan", "%b"), ("Mon", "%a"), ("MST", "%Z"),
    ("MMM", "%b"),
    ("LLL", "%b"), ("ddd", "%a"), ("EEE", "%a"), ("15", "%H"), ("01", "%m"), ("02", "%d"), ("03", "%I"),
    ("04", "%M"), ("05", "%S"), ("06", "%y"), ("PM", "%p"), ("YY", "%y"), ("yy", "%y"), ("MM", "%m"),
    ("LL", "%m"), ("DD", "%d"), ("dd", "%d"), ("Do", "%-d"), ("HH", "%H"), ("hh", "%I"), ("mm", "%M"),
    ("ss", "%S"), ("_2", "%e"), ("1", "%-m"), ("2", "%-d"), ("D", "%-d"), ("d", "%-d"),
  ]

  /// How a pattern without any `%` is surely meant: nothing when it has one, no text when that can't be said.
  static func pattern(for text: String) -> String? {
    guard !text.contains("%") else { return nil }
    var rest = Substring(text)
    var found = ""
    var count = 0
    while let first = rest.first {
      if let part = parts.first(where: { rest.hasPrefix($0.other) }) {
        found += part.own
        rest = rest.dropFirst(part.other.count)
        count += 1
      } else if first.isLetter || first.isNumber {
        return ""
      } else {
        found.append(first)
        rest = rest.dropFirst()
      }
    }
    return count > 0 ? found : ""
  }
}
