import Testing

@testable import Models

/// `strftime` patterns.
@Suite struct DateFormatTests {
  static let patterns = [
    ("%Y-%m-%d", "2024-05-01"), ("%F", "2024-05-01"), ("%e %B %Y", " 1 May 2024"), ("%-d.%-m.%y", "1.5.24"),
    ("%A, %b %d", "Wednesday, May 01"), ("%a %h", "Wed May"), ("%H:%M:%S", "15:04:09"), ("%T", "15:04:09"),
    ("%R", "15:04"), ("%I:%M %p", "03:04 PM"), ("%-I", "3"), ("%L", "087"), ("%j", "122"), ("%u %w", "3 3"),
    ("%G-W%V", "2024-W18"), ("%s", "1714568649"), ("%z", "+0200"), ("%:z", "+02:00"), ("%Z", "CEST"),
    ("100 %%", "100 %"), ("%_m", " 5"), ("den %d. ü", "den 01. ü"), ("", ""), ("%-%", "%"),
  ]

  @Test(arguments: patterns) func patternsAreFilledIn(_ pattern: String, _ expected: String) throws {
    let moment = DateTime(milliseconds: 1_714_568_649_087)
    #expect(try DateFormat(pattern).string(moment, in: centralEurope) == expected)
  }

  @Test(arguments: [
    ("%Q", "`%Q` is no part of a date"), ("%", "the pattern ends in a lone `%`"),
    ("%d %", "the pattern ends in a lone `%`"), ("%-", "the pattern ends in a lone `%`"),
    ("%-Q", "`%-Q` is no part of a date"), ("%é", "`%é` is no part of a date"),
    ("%D", "`%D` is no part of a date"),
  ]) func partsThatMeanNothingAreNamed(_ pattern: String, _ message: String) {
    do throws(DateFormat.Problem) {
      _ = try DateFormat(pattern)
      Issue.record("accepted")
    } catch {
      #expect(error.message == message)
    }
  }

  @Test(arguments: [
    ("2021-01-03", "2020-W53-7"), ("2021-01-04", "2021-W01-1"), ("2024-12-30", "2025-W01-1"),
    ("2016-01-01", "2015-W53-5"), ("2020-12-31", "2020-W53-4"), ("0001-01-01", "0001-W01-1"),
  ]) func weeksAreThoseOfISO8601(_ day: String, _ week: String) throws {
    let moment = try DateTime.parse(day, in: .utc).get()
    #expect(try DateFormat("%G-W%V-%u").string(moment, in: .utc) == week)
  }

  @Test func theFormatsOfFeedsAreBuiltIn() throws {
    let moment = try DateTime.parse("2024-05-01T10:00:00+02:00", in: .utc).get()
    #expect(DateFormat.iso8601.string(moment, in: .utc) == "2024-05-01T08:00:00Z")
    #expect(DateFormat.iso8601.string(moment, in: centralEurope) == "2024-05-01T10:00:00+02:00")
    #expect(DateFormat.rfc822.string(moment, in: centralEurope) == "Wed, 01 May 2024 10:00:00 +0200")
    #expect(DateFormat.rfc822.string(moment, in: .utc) == "Wed, 01 May 2024 08:00:00 +0000")
    #expect(DateFormat.isoDate.string(moment, in: zone("<-0930>9:30")) == "2024-04-30")
    #expect(DateFormat.iso8601.string(moment, in: zone("<-0930>9:30")) == "2024-04-30T22:30:00-09:30")
  }

  @Test func noonAndMidnightAreTwelve() throws {
    for (hour, expected) in [(0, "12 AM"), (1, "01 AM"), (12, "12 PM"), (23, "11 PM")] {
      let moment = DateTime(milliseconds: Int64(hour) * 3_600_000)
      #expect(try DateFormat("%I %p").string(moment, in: .utc) == expected)
    }
  }
}
