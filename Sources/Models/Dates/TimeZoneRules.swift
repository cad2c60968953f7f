/// When a zone's clocks were set to what: a TZif file (RFC 8536) as a value.
package struct TimeZoneRules: Sendable, Hashable {
  struct Period: Sendable, Hashable {
    /// Seconds east of UTC.
    var offset: Int
    var abbreviation: String
  }

  /// Ascending moments at which a period begins, in seconds since 1970.
  let transitions: [Int64]
  /// One more than `transitions`: the period before the first is at index 0.
  let periods: [Period]
  /// The rule for the time behind the last transition.
  let footer: PosixZoneRule?

  package static let utc = TimeZoneRules(offset: 0, abbreviation: "UTC")

  private init(offset: Int, abbreviation: String) {
    transitions = []
    periods = [Period(offset: offset, abbreviation: abbreviation)]
    footer = nil
  }

  /// `Z`, `UTC`, `+02:00`, `-0530`; nothing for another text.
  package init?(offset text: String) {
    if ["UTC", "Z", "GMT", "Etc/UTC"].contains(text) {
      self = .utc
      return
    }
    guard let offset = DateScanner.offset(in: text) else { return nil }
    self.init(offset: offset, abbreviation: text)
  }

  /// A TZif file of version 1 to 3; nothing when the bytes are none.
  package init?(tzif bytes: [UInt8]) {
    guard let file = TZifFile(bytes) else { return nil }
    transitions = file.transitions
    periods = file.periods
    footer = file.footer
  }

  /// What applies at a moment.
  func period(at seconds: Int64) -> Period {
    if let footer, let last = transitions.last, seconds >= last { return footer.period(at: seconds) }
    if let footer, transitions.isEmpty { return footer.period(at: seconds) }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low < periods.count ? periods[low] : Period(offset: 0, abbreviation: "UTC")
  }

  /// What a clock in this zone shows at `moment`.
  package func civil(_ moment: DateTime) -> CivilDateTime {
    let period = period(at: moment.seconds)
    let local = moment.seconds + Int64(period.offset)
    let days = local >= 0 ? local / 86400 : -((86399 - local) / 86400)
    let inDay = Int(local - days * 86400)
    return CivilDateTime(
      date: CivilDate(daysSinceEpoch: days), hour: inDay / 3600, minute: inDay % 3600 / 60,
      second: inDay % 60, millisecond: Int(moment.milliseconds - moment.seconds * 1000),
      offset: period.offset)
  }

  /// `CEST`, or the offset where the zone has no short name.
  package func abbreviation(at moment: DateTime) -> String { period(at: moment.seconds).abbreviation }

  /// The moment at which a clock in this zone shows that time; in a gap the time after it, in an overlap
  /// the first of the two.
  package func instant(
    of date: CivilDate, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0
  ) -> DateTime {
    let local = date.daysSinceEpoch * 86400 + Int64(hour * 3600 + minute * 60 + second)
    let before = period(at: local - 86400).offset
    let after = period(at: local + 86400).offset
    var seconds = local - Int64(before)
    if period(at: seconds).offset != before {
      let other = local - Int64(after)
      // In a gap neither offset is right; the one from before it lands behind it.
      if period(at: other).offset == after { seconds = other }
    }
    return DateTime(milliseconds: seconds * 1000 + Int64(millisecond))
  }
}

/// The parts of a TZif file that are needed, read with every bound checked.
private struct TZifFile {
  var transitions: [Int64] = []
  var periods: [TimeZoneRules.Period] = []
  var footer: PosixZoneRule?

  init?(_ bytes: [UInt8]) {
    guard var header = Header(bytes, at: 0) else { return nil }
    var width = 4
    var start = 44
    if header.version >= 2 {
      start = 44 + header.dataLength(width: 4)
      guard let second = Header(bytes, at: start) else { return nil }
      header = second
      start += 44
      width = 8
    }
    let end = start + header.dataLength(width: width)
    guard end <= bytes.count, header.types > 0 else { return nil }
    let indices = start + header.times * width
    let types = indices + header.times
    let names = types + header.types * 6
    func period(_ index: Int) -> TimeZoneRules.Period? {
      guard index < header.types else { return nil }
      let at = types + index * 6
      let offset = Int(Int32(truncatingIfNeeded: Self.integer(bytes, at, 4)))
      let name = names + Int(bytes[at + 5])
      guard name < names + header.characters, abs(offset) < 100_000 else { return nil }
      let text = bytes[name..<names + header.characters].prefix { $0 != 0 }
      return .init(offset: offset, abbreviation: String(decoding: text, as: UTF8.self))
    }
    guard let first = period(0) else { return nil }
    periods = [first]
    for index in 0..<header.times {
      let raw = Self.integer(bytes, start + index * width, width)
      let time = width == 4 ? Int64(Int32(truncatingIfNeeded: raw)) : raw
      guard let next = period(Int(bytes[indices + index])) else { return nil }
      // RFC 8536 section 3.2 wants ascending times; a file that breaks it is no TZif file.
      if let last = transitions.last, time <= last { return nil }
      transitions.append(time)
      periods.append(next)
    }
    if width == 8, end < bytes.count, bytes[end] == 0x0A {
      let text = bytes[(end + 1)...].prefix { $0 != 0x0A }
      footer = PosixZoneRule(String(decoding: text, as: UTF8.self))
    }
  }

  struct Header {
    let version: Int
    let utcFlags: Int
    let standardFlags: Int
    let leaps: Int
    let times: Int
    let types: Int
    let characters: Int

    init?(_ bytes: [UInt8], at start: Int) {
      guard start >= 0, start + 44 <= bytes.count, bytes[start..<start + 4].elementsEqual("TZif".utf8) else {
        return nil
      }
      version = bytes[start + 4] == 0 ? 1 : Int(bytes[start + 4]) - 48
      let counts = (0..<6).map { Int(TZifFile.integer(bytes, start + 20 + $0 * 4, 4)) & 0xFFFF_FFFF }
      guard counts.allSatisfy({ $0 <= 100_000 }) else { return nil }
      (utcFlags, standardFlags, leaps) = (counts[0], counts[1], counts[2])
      (times, types, characters) = (counts[3], counts[4], counts[5])
    }

    func dataLength(width: Int) -> Int {
      times * width + times + types * 6 + characters + leaps * (width + 4) + standardFlags + utcFlags
    }
  }

  /// Big-endian, as all of TZif.
  private static func integer(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int64 {
    guard start >= 0, start + count <= bytes.count else { return 0 }
    return bytes[start..<start + count].reduce(0) { $0 << 8 | Int64($1) }
  }
}
