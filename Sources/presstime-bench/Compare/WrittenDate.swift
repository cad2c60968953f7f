import Files

/// Days as they are written in the manual.
enum WrittenDate {
  /// By the system's clock, in UTC.
  static var today: String { day(ProcessEnvironment.now / 86_400) }

  /// `days` since 1 January 1970, as `26 November 2026`.
  ///
  /// Years begin in March here, so that the day that not all of them have is the last one
  /// (https://howardhinnant.github.io/date_algorithms.html#civil_from_days).
  static func day(_ days: Int64) -> String {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let ofEra = shifted % 146_097
    let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = Int(5 * ofYear + 2) / 153
    let day = Int(ofYear) - (153 * month + 2) / 5 + 1
    let year = yearOfEra + era * 400 + (month < 10 ? 0 : 1)
    return "\(day) \(names[(month + 2) % 12]) \(year)"
  }

  private static let names = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]
}
