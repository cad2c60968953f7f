/// The forms that languages have for numbers of things (Unicode CLDR, plural rules).
package enum PluralCategory: String, Sendable, Hashable, CaseIterable {
  case zero, one, two, few, many, other
}

/// Which form a whole number takes in a language: CLDR 46, `plurals.xml`, for numbers without a fraction. What it says
/// of whole millions is left out: nobody has so many posts.
package enum PluralRule: Sendable, Hashable {
  /// One form for all numbers.
  case none
  /// One thing, and all others.
  case one
  /// Nothing and one thing are alike.
  case zeroOrOne
  case russian, serbian, polish, czech, slovene, lithuanian, latvian, romanian, arabic, hebrew, irish, welsh
  case icelandic

  /// That of a BCP 47 tag.
  package init(language tag: String) {
    let tag = tag.lowercased()
    let language = String(tag.prefix { $0 != "-" })
    self = tag == "pt-pt" ? .one : Self.byLanguage[language] ?? .one
  }

  private static let byLanguage: [String: PluralRule] = {
    let languages: [(rule: PluralRule, tags: String)] = [
      (.none, "ja zh ko vi th id ms lo my yo ig wo su jv bo dz km to sah ses yue"),
      (.zeroOrOne, "fr pt hi bn gu kn fa am as zu hy ff kab pa ln mg ti wa si ak pcm"),
      (.russian, "ru uk be"), (.serbian, "sr hr bs sh"), (.polish, "pl"), (.czech, "cs sk"),
      (.slovene, "sl dsb hsb"), (.lithuanian, "lt"), (.latvian, "lv prg"), (.romanian, "ro mo"),
      (.arabic, "ar"), (.hebrew, "he iw"), (.irish, "ga"), (.welsh, "cy"), (.icelandic, "is mk"),
    ]
    var rules: [String: PluralRule] = [:]
    for (rule, tags) in languages {
      for tag in tags.split(separator: " ") { rules[String(tag)] = rule }
    }
    return rules
  }()

  /// The forms that whole numbers take, in the order of CLDR.
  package var categories: [PluralCategory] {
    switch self {
    case .none: [.other]
    case .one, .zeroOrOne, .icelandic: [.one, .other]
    case .russian, .polish: [.one, .few, .many]
    case .serbian, .czech, .lithuanian, .romanian: [.one, .few, .other]
    case .slovene: [.one, .two, .few, .other]
    case .latvian: [.zero, .one, .other]
    case .hebrew: [.one, .two, .other]
    case .irish: [.one, .two, .few, .many, .other]
    case .arabic, .welsh: PluralCategory.allCases
    }
  }

  /// The form of a number; one below 0 has that of its amount.
  package func category(of number: Int) -> PluralCategory {
    let amount = number.magnitude
    let (ten, hundred) = (amount % 10, amount % 100)
    switch self {
    case .none: return .other
    case .one: return amount == 1 ? .one : .other
    case .zeroOrOne: return amount <= 1 ? .one : .other
    case .icelandic: return ten == 1 && hundred != 11 ? .one : .other
    case .russian, .serbian:
      if ten == 1, hundred != 11 { return .one }
      if (2...4).contains(ten), !(12...14).contains(hundred) { return .few }
      return self == .russian ? .many : .other
    case .polish:
      if amount == 1 { return .one }
      return (2...4).contains(ten) && !(12...14).contains(hundred) ? .few : .many
    case .czech: return amount == 1 ? .one : (2...4).contains(amount) ? .few : .other
    case .slovene:
      return hundred == 1 ? .one : hundred == 2 ? .two : (3...4).contains(hundred) ? .few : .other
    case .lithuanian:
      if (11...19).contains(hundred) { return .other }
      return ten == 1 ? .one : ten >= 2 ? .few : .other
    case .latvian:
      if ten == 0 || (11...19).contains(hundred) { return .zero }
      return ten == 1 ? .one : .other
    case .romanian: return amount == 1 ? .one : amount == 0 || (1...19).contains(hundred) ? .few : .other
    case .hebrew: return amount == 1 ? .one : amount == 2 ? .two : .other
    case .irish, .welsh, .arabic: return listed(amount, hundred)
    }
  }

  /// Of the languages that name small numbers one by one.
  private func listed(_ amount: UInt, _ hundred: UInt) -> PluralCategory {
    switch (self, amount) {
    case (.irish, 1), (.welsh, 1), (.arabic, 1): .one
    case (.irish, 2), (.welsh, 2), (.arabic, 2): .two
    case (.irish, 3...6), (.welsh, 3): .few
    case (.irish, 7...10), (.welsh, 6): .many
    case (.welsh, 0), (.arabic, 0): .zero
    case (.arabic, _) where (3...10).contains(hundred): .few
    case (.arabic, _) where hundred >= 11: .many
    default: .other
    }
  }
}
