import TestSupport
import Testing

@testable import Models

/// `CET`/`CEST` of today, by its rule alone.
let centralEurope = zone("CET-1CEST,M3.5.0,M10.5.0/3")

/// A zone that has no transitions, and this rule.
func zone(_ rule: String) -> TimeZoneRules {
  TimeZoneRules(tzif: tzif(rule: rule)) ?? .utc
}

/// A TZif file of version 2 (RFC 8536) with the given transitions; types are offsets and names.
func tzif(
  transitions: [(Int64, UInt8)] = [], types: [(Int32, String)] = [(0, "UTC")], rule: String
) -> [UInt8] {
  func big(_ number: Int64, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * Int64($0))) }
  }
  func header(_ times: Int, _ types: Int, _ characters: Int) -> [UInt8] {
    let counts = [0, 0, 0, times, types, characters].flatMap { big(Int64($0), 4) }
    return Array("TZif2".utf8) + Array(repeating: 0, count: 15) + counts
  }
  var names: [UInt8] = []
  var records: [UInt8] = []
  for (offset, name) in types {
    records += big(Int64(offset), 4) + [0, UInt8(names.count)]
    names += Array(name.utf8) + [0]
  }
  // The first block is for readers of 32-bit times; it may hold no more than one type.
  let old = header(0, 1, 1) + [0, 0, 0, 0, 0, 0, 0]
  let new = header(transitions.count, types.count, names.count)
  let times = transitions.flatMap { big($0.0, 8) } + transitions.map(\.1)
  return old + new + times + records + names + Array("\n\(rule)\n".utf8)
}

/// When clocks show what.
@Suite struct ZoneTests {
  struct Clock: Sendable, CustomTestStringConvertible {
    let rule: String
    let moment: String
    let shown: String

    init(_ rule: String, _ moment: String, _ shown: String) {
      self.rule = rule
      self.moment = moment
      self.shown = shown
    }

    var testDescription: String { "\(rule) \(moment)" }
  }

  static let clocks = [
    Clock("CET-1CEST,M3.5.0,M10.5.0/3", "2024-03-31T00:59:59Z", "2024-03-31 01:59:59 CET +01:00"),
    Clock("CET-1CEST,M3.5.0,M10.5.0/3", "2024-03-31T01:00:00Z", "2024-03-31 03:00:00 CEST +02:00"),
    Clock("CET-1CEST,M3.5.0,M10.5.0/3", "2024-10-27T00:59:59Z", "2024-10-27 02:59:59 CEST +02:00"),
    Clock("CET-1CEST,M3.5.0,M10.5.0/3", "2024-10-27T01:00:00Z", "2024-10-27 02:00:00 CET +01:00"),
    Clock("EST5EDT,M3.2.0,M11.1.0", "2024-03-10T06:59:59Z", "2024-03-10 01:59:59 EST -05:00"),
    Clock("EST5EDT,M3.2.0,M11.1.0", "2024-03-10T07:00:00Z", "2024-03-10 03:00:00 EDT -04:00"),
    Clock("EST5EDT,M3.2.0,M11.1.0", "2024-11-03T06:00:00Z", "2024-11-03 01:00:00 EST -05:00"),
    Clock("AEST-10AEDT,M10.1.0,M4.1.0/3", "2024-01-15T00:00:00Z", "2024-01-15 11:00:00 AEDT +11:00"),
    Clock("AEST-10AEDT,M10.1.0,M4.1.0/3", "2024-07-15T00:00:00Z", "2024-07-15 10:00:00 AEST +10:00"),
    Clock("<+0530>-5:30", "2024-07-15T00:00:00Z", "2024-07-15 05:30:00 +0530 +05:30"),
    Clock("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2024-07-15T00:00:00Z", "2024-07-14 22:00:00 -02 -02:00"),
    Clock("IST-1GMT0,M10.5.0,M3.5.0/1", "2024-07-01T12:00:00Z", "2024-07-01 13:00:00 IST +01:00"),
    Clock("IST-1GMT0,M10.5.0,M3.5.0/1", "2024-01-01T12:00:00Z", "2024-01-01 12:00:00 GMT +00:00"),
    Clock("AAA3BBB,J60,J300", "2024-03-01T12:00:00Z", "2024-03-01 10:00:00 BBB -02:00"),
    Clock("AAA3BBB,59,300", "2024-02-29T12:00:00Z", "2024-02-29 10:00:00 BBB -02:00"),
    Clock("UTC0", "1969-12-31T23:59:59Z", "1969-12-31 23:59:59 UTC +00:00"),
  ]

  @Test(arguments: clocks) func clocksFollowTheRule(_ sample: Clock) throws {
    let zone = try #require(TimeZoneRules(tzif: tzif(rule: sample.rule)))
    let moment = try DateTime.parse(sample.moment, in: .utc).get()
    let format = try DateFormat("%Y-%m-%d %H:%M:%S %Z %:z")
    #expect(format.string(moment, in: zone) == sample.shown)
  }

  @Test(arguments: [
    // In the gap, the time behind it; in the overlap, the first of the two.
    ("2024-03-31T02:30:00", "2024-03-31T01:30:00Z"), ("2024-03-31T03:00:00", "2024-03-31T01:00:00Z"),
    ("2024-03-31T01:59:59", "2024-03-31T00:59:59Z"), ("2024-10-27T02:30:00", "2024-10-27T00:30:00Z"),
    ("2024-10-27T03:00:00", "2024-10-27T02:00:00Z"), ("2024-10-27T01:30:00", "2024-10-26T23:30:00Z"),
  ]) func localTimesAroundAChangeAreOneMoment(_ local: String, _ utc: String) throws {
    let moment = try DateTime.parse(local, in: centralEurope).get()
    #expect(DateFormat.iso8601.string(moment, in: .utc) == utc)
  }

  @Test func transitionsOfTheFileComeBeforeItsRule() throws {
    // Two hours east until 1980, then by a rule without summer time.
    let bytes = tzif(
      transitions: [(0, 1), (315_532_800, 0)], types: [(3600, "ONE"), (7200, "TWO")], rule: "ONE-1")
    let zone = try #require(TimeZoneRules(tzif: bytes))
    #expect(zone.abbreviation(at: DateTime(milliseconds: -1000)) == "ONE")
    #expect(zone.abbreviation(at: DateTime(milliseconds: 0)) == "TWO")
    #expect(zone.abbreviation(at: DateTime(milliseconds: 315_532_799_000)) == "TWO")
    #expect(zone.abbreviation(at: DateTime(milliseconds: 315_532_800_000)) == "ONE")
  }

  @Test func everyTimeComesBackAsItWasWritten() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      let day = CivilDate(daysSinceEpoch: Int64.random(in: -719_000...2_900_000, using: &random))
      let hour = Int.random(in: 4...23, using: &random)
      let civil = centralEurope.civil(centralEurope.instant(of: day, hour: hour, minute: 7))
      #expect(civil.date == day)
      #expect(civil.hour == hour)
      #expect(CivilDate(daysSinceEpoch: day.daysSinceEpoch) == day)
    }
  }

  @Test func brokenZoneFilesAreRefusedOrReadButNeverCrash() {
    let good = tzif(
      transitions: [(0, 1), (315_532_800, 0)], types: [(3600, "ONE"), (7200, "TWO")],
      rule: "CET-1CEST,M3.5.0,M10.5.0/3")
    for count in 0..<good.count { _ = TimeZoneRules(tzif: Array(good.prefix(count))) }
    var random = SeededGenerator(seed: 4)
    for _ in 0..<2000 {
      let zone = TimeZoneRules(
        tzif: random.mutated(good, pieces: ["\0", "\u{7F}", "M13", "9999999", "TZif3", ","]))
      _ = zone?.civil(DateTime(milliseconds: 1_714_557_600_000))
      _ = zone?.instant(of: CivilDate(daysSinceEpoch: 19_000))
    }
    #expect(TimeZoneRules(tzif: []) == nil)
    #expect(TimeZoneRules(tzif: Array("TZif".utf8)) == nil)
  }

  @Test(arguments: [
    "", "1", "CET", "CET-1CEST", "CET-1CEST,M13.1.0,M1.1.0", "CET-1CEST,M3.5.0", "<CET-1", "CET-999",
  ])
  func whatIsNoRuleIsNone(_ text: String) {
    #expect(PosixZoneRule(text) == nil)
  }
}
