import Models

/// A day as seen from the day of the build: `today`, `3 days ago`, `in 2 weeks`.
enum RelativeDate {
  static func text(_ date: DateTime, now: DateTime, _ zone: TimeZoneRules) -> String {
    let days = Int(zone.civil(date).date.daysSinceEpoch - zone.civil(now).date.daysSinceEpoch)
    switch days {
    case 0: return "today"
    case 1: return "tomorrow"
    case -1: return "yesterday"
    default: break
    }
    let count = abs(days)
    let (number, unit) =
      switch count {
      case ..<14: (count, "day")
      case ..<60: (count / 7, "week")
      case ..<730: (count / 30, "month")
      default: (count / 365, "year")
      }
    let span = "\(number) \(unit)\(number == 1 ? "" : "s")"
    return days < 0 ? span + " ago" : "in " + span
  }
}
