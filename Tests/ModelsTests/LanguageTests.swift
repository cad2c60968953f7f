import Models
import Testing

/// Tags of languages, and the forms that languages have for numbers of things.
@Suite struct LanguageTests {
  /// Examples of CLDR's table of plural rules, by language and form.
  static let samples: [(tag: String, form: PluralCategory, numbers: [Int])] = [
    ("en", .one, [1, -1]), ("en", .other, [0, 2, 11, 21, 101]),
    ("de-AT", .one, [1]), ("de-AT", .other, [0, 2, 100]),
    ("fr", .one, [0, 1]), ("fr", .other, [2, 10, 101]),
    ("pt-BR", .one, [0, 1]), ("pt-PT", .one, [1]), ("pt-PT", .other, [0, 2]),
    ("ja", .other, [0, 1, 2, 100]), ("zh-Hant", .other, [1]),
    ("ru", .one, [1, 21, 101, 1001]), ("ru", .few, [2, 4, 22, 104]),
    ("ru", .many, [0, 5, 11, 14, 19, 111, 112]),
    ("sr", .other, [0, 5, 11, 19]), ("sr", .few, [2, 34]),
    ("pl", .one, [1]), ("pl", .few, [2, 24, 102]), ("pl", .many, [0, 5, 12, 21, 101, 112]),
    ("cs", .one, [1]), ("cs", .few, [2, 3, 4]), ("cs", .other, [0, 5, 21, 101]),
    ("sl", .one, [1, 101]), ("sl", .two, [2, 202]), ("sl", .few, [3, 104]), ("sl", .other, [0, 5, 11, 100]),
    ("lt", .one, [1, 21]), ("lt", .few, [2, 9, 29]), ("lt", .other, [0, 10, 11, 19, 111]),
    ("lv", .zero, [0, 10, 11, 19, 111]), ("lv", .one, [1, 21, 101]), ("lv", .other, [2, 9, 22]),
    ("ro", .one, [1]), ("ro", .few, [0, 2, 19, 101, 119]), ("ro", .other, [20, 100, 120]),
    ("ar", .zero, [0]), ("ar", .one, [1]), ("ar", .two, [2]), ("ar", .few, [3, 10, 103, 110]),
    ("ar", .many, [11, 26, 99, 111]), ("ar", .other, [100, 102, 200]),
    ("he", .two, [2]), ("he", .other, [0, 3, 20, 100]),
    ("ga", .two, [2]), ("ga", .few, [3, 6]), ("ga", .many, [7, 10]), ("ga", .other, [0, 11, 20]),
    ("cy", .zero, [0]), ("cy", .few, [3]), ("cy", .many, [6]), ("cy", .other, [4, 5, 7, 20]),
    ("is", .one, [1, 21, 101]), ("is", .other, [0, 2, 11, 111]),
    ("tlh", .one, [1]), ("tlh", .other, [0, Int.min, Int.max]),
  ]

  @Test func numbersTakeTheFormsOfTheirLanguage() {
    for (tag, form, numbers) in Self.samples {
      let rule = PluralRule(language: tag)
      for number in numbers { #expect(rule.category(of: number) == form, "\(number) in \(tag)") }
    }
  }

  @Test func noFormIsMissingFromARulesList() {
    for tag in Set(Self.samples.map(\.tag)) {
      let rule = PluralRule(language: tag)
      let found = Set((0...220).map { rule.category(of: $0) })
      #expect(found == Set(rule.categories), "\(tag)")
    }
  }

  @Test(arguments: ["en", "pt-BR", "zh-Hant-TW", "de-CH-1901", "tlh", "x1"])
  func tagsAreOfLettersAndDigits(_ tag: String) {
    #expect(LanguageTag.isValid(tag) == (tag != "x1"))
  }

  @Test(arguments: [
    "", "e", "en_US", "en-", "-en", "en--US", "english language", "123", "en-abcdefghi", "fr/x",
  ])
  func otherTextsAreNone(_ text: String) {
    #expect(!LanguageTag.isValid(text))
  }

  @Test func aTagIsLookedUpFromTheWidestOn() {
    #expect(LanguageTag.chain("zh-Hant-TW") == ["zh", "zh-Hant", "zh-Hant-TW"])
    #expect(LanguageTag.described("pt-BR") == "Portuguese (`pt-BR`)")
    #expect(LanguageTag.described("tlh") == "`tlh`")
  }

  @Test func datesHaveNamesOfTheirLanguageButForMachines() throws {
    let months = ["ene", "feb", "mar", "abr", "mayo", "jun", "jul", "ago", "sep", "oct", "nov", "dic"]
    let days = ["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"]
    let names = try #require(DateNames(months: months, weekdays: days))
    let moment = DateTime(milliseconds: 1_714_521_600_000)
    let format = try DateFormat("%A %-d %B %b %a")
    #expect(format.string(moment, in: .utc, names: names) == "miércoles 1 mayo may mié")
    #expect(format.string(moment, in: .utc) == "Wednesday 1 May May Wed")
    #expect(DateFormat.rfc822.string(moment, in: .utc, names: names).hasPrefix("Wed, 01 May 2024"))
    #expect(DateNames(months: days, weekdays: days) == nil)
    #expect(format.writesNames && !DateFormat.rfc822.writesNames && !DateFormat.isoDate.writesNames)
  }
}
