import Testing

@testable import Models

/// The shapes of dates that real front matter has (15,152 files of 18 sites), and those that are refused.
@Suite struct DateParsingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let expected: String

    init(_ text: String, _ expected: String) {
      self.text = text
      self.expected = expected
    }

    var testDescription: String { text }
  }

  static let berlin = centralEurope

  static let dates = [
    Case("2013-11-22 05:00:00 +0000", "2013-11-22T05:00:00Z"),
    Case("2013-11-22 5:00:00 +0000", "2013-11-22T05:00:00Z"),
    Case("2020-04-03T20:26:28.000Z", "2020-04-03T20:26:28Z"),
    Case("2019-11-08", "2019-11-07T23:00:00Z"),
    Case("2019-07-08", "2019-07-07T22:00:00Z"),
    Case("2015-12-03 12:01:01", "2015-12-03T11:01:01Z"),
    Case("2016-3-21 8:00:00", "2016-03-21T07:00:00Z"),
    Case("2016-12-9 10:00:00", "2016-12-09T09:00:00Z"),
    Case("2014-11-18T00:00:00Z", "2014-11-18T00:00:00Z"),
    Case("2022-07-25T10:15:00-04:00", "2022-07-25T14:15:00Z"),
    Case("2026-06-03 17:45", "2026-06-03T15:45:00Z"),
    Case("2016-1-29", "2016-01-28T23:00:00Z"),
    Case("2024-4-09", "2024-04-08T22:00:00Z"),
    Case("2020/12/21", "2020-12-20T23:00:00Z"),
    Case("2020.12.21", "2020-12-20T23:00:00Z"),
    Case("2024-05-01t10:00:00z", "2024-05-01T10:00:00Z"),
    Case("2024-05-01T10:00:00.5Z", "2024-05-01T10:00:00Z"),
    Case("2024-05-01T10:00:00,123456789Z", "2024-05-01T10:00:00Z"),
    Case("2024-05-01T10:00:00+0530", "2024-05-01T04:30:00Z"),
    Case("2024-05-01T10:00:00+05", "2024-05-01T05:00:00Z"),
    Case("2024-05-01 10:00:00 UTC", "2024-05-01T10:00:00Z"),
    Case("2024-05-01 10:00:00 GMT", "2024-05-01T10:00:00Z"),
    Case("2024-05-01T23:30:00-14:00", "2024-05-02T13:30:00Z"),
    Case("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
    Case("  2024-05-01  ", "2024-04-30T22:00:00Z"),
    Case("Mon, 02 Jan 2006 15:04:05 -0700", "2006-01-02T22:04:05Z"),
    Case("Mon, 02 Jan 2006 15:04:05 GMT", "2006-01-02T15:04:05Z"),
    Case("December 21, 2020", "2020-12-20T23:00:00Z"),
    Case("Dec. 21, 2020", "2020-12-20T23:00:00Z"),
    Case("21 december 2020", "2020-12-20T23:00:00Z"),
    Case("May 1st, 2024", "2024-04-30T22:00:00Z"),
    Case("3 Sept 2024 10:00", "2024-09-03T08:00:00Z"),
    Case("2024-02-29", "2024-02-28T23:00:00Z"),
    Case("2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z"),
    Case("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    Case("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    Case("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59Z"),
  ]

  @Test(arguments: dates) func aDateIsReadFromItsText(_ sample: Case) throws {
    let date = try DateTime.parse(sample.text, in: Self.berlin).get()
    #expect(DateFormat.iso8601.string(date, in: .utc) == sample.expected)
  }

  @Test func fractionsAreKeptToTheMillisecond() throws {
    let exact = try DateTime.parse("1970-01-01T00:00:01.234567Z", in: .utc).get()
    #expect(exact.milliseconds == 1234)
    let short = try DateTime.parse("1970-01-01T00:00:01.5Z", in: .utc).get()
    #expect(short.milliseconds == 1500)
    let before = try DateTime.parse("1969-12-31T23:59:59.9Z", in: .utc).get()
    #expect(before.milliseconds == -100)
    #expect(before.seconds == -1)
  }

  /// The message, and the help behind an arrow.
  static let problems = [
    Case(
      "2023-02-29", "there is no February 29, 2023 → February 2023 has 28 days; the last one is `2023-02-28`"),
    Case(
      "2024-02-30", "there is no February 30, 2024 → February 2024 has 29 days; the last one is `2024-02-29`"),
    Case(
      "2024-04-31T10:00:00Z",
      "there is no April 31, 2024 → April 2024 has 30 days; the last one is `2024-04-30`"),
    Case(
      "1900-02-29", "there is no February 29, 1900 → February 1900 has 28 days; the last one is `1900-02-28`"),
    Case("2024-05-00", "there is no May 0, 2024 → May 2024 has 31 days; the last one is `2024-05-31`"),
    Case("2024-13-05", "there is no month 13 → did you mean `2024-05-13`?"),
    Case("2024-13-45", "there is no month 13 → write a date as `2024-05-31`: year, month, day"),
    Case("2024-00-10", "there is no month 0 → write a date as `2024-05-31`: year, month, day"),
    Case("0000-01-01", "there is no year 0 → write a date as `2024-05-31`: year, month, day"),
    Case("2024-02-07:00:00Z", "`:00:00Z` behind 2024-02-07 is no time → did you mean `2024-02-07T00:00Z`?"),
    Case(
      "2023-01-29 18:30:22 2023 -0800",
      "`2023 -0800` behind 2023-01-29 is no time → after the day write `T10:00:00` or nothing"),
    Case("2024-05-01T25:00", "there is no time 25:0:0 → hours go from 00 to 23, minutes and seconds to 59"),
    Case(
      "2024-05-01 10:60:00", "there is no time 10:60:0 → hours go from 00 to 23, minutes and seconds to 59"),
    Case(
      "2024-05-01T10:00:61", "there is no time 10:0:61 → hours go from 00 to 23, minutes and seconds to 59"),
    Case(
      "2024-05-01 5 PM",
      "` 5 PM` behind 2024-05-01 is no time → write hours from 0 to 23: `2024-05-01T22:00:00`"),
    Case("2024-05-01T", "`T` behind 2024-05-01 is no time → after the day write `T10:00:00` or nothing"),
    Case(
      "2024-05-01T10:00:",
      "`T10:00:` behind 2024-05-01 is no time → after the day write `T10:00:00` or nothing"),
    Case("2024-05-01T10", "`T10` behind 2024-05-01 is no time → after the day write `T10:00:00` or nothing"),
    Case("2024-05-011", "`1` behind 2024-05-01 is no time → after the day write `T10:00:00` or nothing"),
    Case(
      "03/04/2024", "`03/04/2024` does not say which number is the month → write the year first: `2024-05-31`"
    ),
    Case(
      "3-4-2024", "`3-4-2024` does not say which number is the month → write the year first: `2024-05-31`"),
    Case("yesterday", "`yesterday` is no date → write a date as `2024-05-31` or `2024-05-31T10:00:00+02:00`"),
    Case("", "`` is no date → write a date as `2024-05-31` or `2024-05-31T10:00:00+02:00`"),
    Case("2024", "`2024` is no date → write a date as `2024-05-31` or `2024-05-31T10:00:00+02:00`"),
    Case("2024-05", "`2024-05` is no date → write a date as `2024-05-31` or `2024-05-31T10:00:00+02:00`"),
    Case(
      "2024-05/01", "`2024-05/01` is no date → write a date as `2024-05-31` or `2024-05-31T10:00:00+02:00`"),
    Case("20240501", "`20240501` is no date → write a date as `2024-05-31` or `2024-05-31T10:00:00+02:00`"),
    Case(
      "1714557600", "`1714557600` is no date → write a date as `2024-05-31` or `2024-05-31T10:00:00+02:00`"),
    Case("May 2024", "`May 2024` is no date → write a date as `2024-05-31` or `2024-05-31T10:00:00+02:00`"),
    Case(
      "1. Mai 2024", "`1. Mai 2024` is no date → write a date as `2024-05-31` or `2024-05-31T10:00:00+02:00`"),
  ]

  @Test(arguments: problems) func whatIsNoDateIsExplained(_ sample: Case) {
    switch DateTime.parse(sample.text, in: Self.berlin) {
    case .success(let date): Issue.record("read as \(DateFormat.iso8601.string(date, in: .utc))")
    case .failure(let problem): #expect("\(problem.sentence) → \(problem.mend ?? "")" == sample.expected)
    }
  }

  @Test(arguments: ["+2:00", "02:00", "+02:60", "+19:00", "CEST", "", "+", "+02:", "+02:0x"])
  func whatIsNoOffsetIsNoZone(_ text: String) {
    #expect(TimeZoneRules(offset: text) == nil)
  }

  @Test(arguments: [("+02:00", 7200), ("-0530", -19800), ("+02", 7200), ("Z", 0), ("UTC", 0), ("-00:00", 0)])
  func offsetsAreZones(_ text: String, _ seconds: Int) throws {
    let zone = try #require(TimeZoneRules(offset: text))
    #expect(zone.civil(DateTime(milliseconds: 0)).offset == seconds)
  }
}
