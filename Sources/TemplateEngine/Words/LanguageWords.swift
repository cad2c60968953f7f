package import Models

/// What programs write in one language, besides the theme's strings.
package struct LanguageWords: Sendable {
  package let dates: DateNames
  /// `date(long)`: a day with its month in letters.
  package let long: DateFormat
  /// `date(short)`: a day of a year that is known.
  package let short: DateFormat
  package let plural: PluralRule
  /// The texts of `date(relative)`, as values of strings are.
  let relative: [RelativeDate: Value]

  /// What `relative` lacks is in English.
  package init(
    dates: DateNames, long: DateFormat, short: DateFormat, plural: PluralRule,
    relative: [RelativeDate: Phrase] = [:]
  ) {
    self.relative = RelativeDate.english.merging(relative) { _, own in own }.mapValues(\.value)
    self.dates = dates
    self.long = long
    self.short = short
    self.plural = plural
  }

  package static let english = LanguageWords(
    dates: .english, long: .englishLong, short: .englishShort, plural: .one)
}

/// Where a program takes the format of a date from.
enum DateFormatSource: Sendable, Hashable {
  case written(DateFormat)
  /// Those of the page's language.
  case long, short

  /// Whether what it writes may hold a character that an escaper would have to look at. What languages bring is checked
  /// when it is read.
  var writesMarks: Bool { if case .written(let format) = self { format.writesMarks } else { false } }

  /// Whether it writes names of months or days.
  var writesNames: Bool { if case .written(let format) = self { format.writesNames } else { true } }

  func format(in words: LanguageWords) -> DateFormat {
    switch self {
    case .written(let format): format
    case .long: words.long
    case .short: words.short
    }
  }
}
