/// The names that dates are written with, in one language.
package struct DateNames: Sendable, Hashable {
  /// From January.
  package let months: [String]
  /// From Sunday.
  package let weekdays: [String]
  package let shortMonths: [String]
  package let shortWeekdays: [String]

  /// Twelve months and seven days; short names are by default their first three letters. Nothing for other numbers.
  package init?(
    months: [String], weekdays: [String], shortMonths: [String]? = nil, shortWeekdays: [String]? = nil
  ) {
    let short = (shortMonths ?? Self.short(months), shortWeekdays ?? Self.short(weekdays))
    guard months.count == 12, short.0.count == 12, weekdays.count == 7, short.1.count == 7 else { return nil }
    self.init(checked: (months, weekdays), short: short)
  }

  private init(checked: (months: [String], weekdays: [String]), short: (months: [String], weekdays: [String]))
  {
    (months, weekdays) = checked
    (shortMonths, shortWeekdays) = short
  }

  private static func short(_ names: [String]) -> [String] { names.map { String($0.prefix(3)) } }

  package static let english: DateNames = {
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November", "December",
    ]
    let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    return DateNames(checked: (months, weekdays), short: (short(months), short(weekdays)))
  }()
}
