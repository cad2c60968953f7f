import Models

/// A day as seen from the day of the build: `today`, `3 days ago`, `in 2 weeks`. Each language has texts for these.
package enum RelativeDate: String, Sendable, CaseIterable {
  case today, yesterday, tomorrow, daysAgo, inDays, weeksAgo, inWeeks, monthsAgo, inMonths, yearsAgo, inYears

  /// The text for a day, and the number that it is filled with.
  static func of(_ date: DateTime, now: DateTime, _ zone: TimeZoneRules) -> (text: RelativeDate, count: Int) {
    let days = Int(zone.civil(date).date.daysSinceEpoch - zone.civil(now).date.daysSinceEpoch)
    let count = abs(days)
    switch days {
    case 0: return (.today, 0)
    case 1: return (.tomorrow, 1)
    case -1: return (.yesterday, 1)
    default: break
    }
    let isPast = days < 0
    return switch count {
    case ..<14: (isPast ? .daysAgo : .inDays, count)
    case ..<60: (isPast ? .weeksAgo : .inWeeks, count / 7)
    case ..<730: (isPast ? .monthsAgo : .inMonths, count / 30)
    default: (isPast ? .yearsAgo : .inYears, count / 365)
    }
  }

  /// In English, for who knows no language.
  static let english: [RelativeDate: Phrase] = {
    var texts: [RelativeDate: Phrase] = [:]
    for word in [RelativeDate.today, .yesterday, .tomorrow] {
      texts[word] = .text(PhraseText(parts: [.text(word.rawValue)]))
    }
    let units: [(unit: String, ago: RelativeDate, ahead: RelativeDate)] = [
      ("day", .daysAgo, .inDays), ("week", .weeksAgo, .inWeeks), ("month", .monthsAgo, .inMonths),
      ("year", .yearsAgo, .inYears),
    ]
    let count = PhraseText.Part.placeholder(PhraseSignature.count)
    for (unit, ago, ahead) in units {
      func forms(_ make: (String) -> [PhraseText.Part]) -> Phrase {
        .forms([
          .one: PhraseText(parts: make(" " + unit)), .other: PhraseText(parts: make(" " + unit + "s")),
        ])
      }
      texts[ago] = forms { [count, .text($0 + " ago")] }
      texts[ahead] = forms { [.text("in "), count, .text($0)] }
    }
    return texts
  }()
}
