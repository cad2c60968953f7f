import Diagnostics

/// The `TZ` string at the end of a TZif file, such as `CET-1CEST,M3.5.0,M10.5.0/3`
/// (POSIX.1-2017 section 8.3; RFC 8536 section 3.3).
struct PosixZoneRule: Sendable, Hashable {
  private var standard: TimeZoneRules.Period
  private var daylight: TimeZoneRules.Period?
  private var starts: YearDay?
  private var ends: YearDay?

  /// Nothing when the text is none.
  init?(_ text: String) {
    var scanner = Scanner(bytes: Array(text.utf8))
    guard let name = scanner.name(), let offset = scanner.time() else { return nil }
    standard = .init(offset: -offset, abbreviation: name)
    if scanner.isAtEnd { return }
    guard let daylightName = scanner.name() else { return nil }
    var daylightOffset = standard.offset + 3600
    if !scanner.isAt(UInt8(ascii: ",")) {
      guard let other = scanner.time() else { return nil }
      daylightOffset = -other
    }
    daylight = .init(offset: daylightOffset, abbreviation: daylightName)
    guard scanner.take(UInt8(ascii: ",")), let start = scanner.yearDay(), scanner.take(UInt8(ascii: ",")),
      let end = scanner.yearDay(), scanner.isAtEnd
    else { return nil }
    starts = start
    ends = end
  }

  func period(at seconds: Int64) -> TimeZoneRules.Period {
    guard let daylight, let starts, let ends else { return standard }
    let local = seconds + Int64(standard.offset)
    let year = CivilDate(daysSinceEpoch: local >= 0 ? local / 86400 : -((86399 - local) / 86400)).year
    let start = starts.seconds(in: year) - Int64(standard.offset)
    let end = ends.seconds(in: year) - Int64(daylight.offset)
    let isDaylight = start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end
    return isDaylight ? daylight : standard
  }

  /// A day of each year, and the time of it.
  private struct YearDay: Sendable, Hashable {
    enum Day: Sendable, Hashable {
      /// Month, week (5 is the last), weekday from Sunday.
      case month(Int, Int, Int)
      /// 1 to 365, the 29th of February never counted.
      case julian(Int)
      /// 0 to 365.
      case zeroBased(Int)
    }

    var day: Day
    /// Seconds from midnight; may lie outside the day.
    var time: Int

    /// Local seconds since 1970.
    func seconds(in year: Int) -> Int64 {
      guard let newYear = CivilDate(year: year, month: 1, day: 1) else { return 0 }
      let days: Int64
      switch day {
      case .zeroBased(let number): days = newYear.daysSinceEpoch + Int64(number)
      case .julian(let number):
        let isLeap = CivilDate.days(inMonth: 2, of: year) == 29
        days = newYear.daysSinceEpoch + Int64(number - 1 + (isLeap && number >= 60 ? 1 : 0))
      case .month(let month, let week, let weekday):
        guard let first = CivilDate(year: year, month: month, day: 1) else { return 0 }
        var number = 1 + (weekday - first.weekday + 7) % 7 + (week - 1) * 7
        if number > CivilDate.days(inMonth: month, of: year) { number -= 7 }
        days = first.daysSinceEpoch + Int64(number - 1)
      }
      return days * 86400 + Int64(time)
    }
  }

  private struct Scanner {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position >= bytes.count }

    func isAt(_ byte: UInt8) -> Bool { position < bytes.count && bytes[position] == byte }

    mutating func take(_ byte: UInt8) -> Bool {
      guard isAt(byte) else { return false }
      position += 1
      return true
    }

    mutating func name() -> String? {
      let isQuoted = take(UInt8(ascii: "<"))
      let start = position
      while position < bytes.count, isQuoted ? bytes[position] != UInt8(ascii: ">") : bytes[position] >= 0x41
      {
        position += 1
      }
      let name = String(decoding: bytes[start..<position], as: UTF8.self)
      if isQuoted, !take(UInt8(ascii: ">")) { return nil }
      return name.isEmpty ? nil : name
    }

    mutating func number() -> Int? {
      var number: Int?
      while position < bytes.count, bytes[position].isASCIIDigit, (number ?? 0) < 100_000 {
        number = (number ?? 0) * 10 + Int(bytes[position] - 0x30)
        position += 1
      }
      return number
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time() -> Int? {
      let isNegative = take(UInt8(ascii: "-"))
      if !isNegative { _ = take(UInt8(ascii: "+")) }
      guard let hours = number(), hours <= 167 else { return nil }
      var seconds = hours * 3600
      if take(UInt8(ascii: ":")) {
        seconds += min(number() ?? 0, 59) * 60
        if take(UInt8(ascii: ":")) { seconds += min(number() ?? 0, 59) }
      }
      return isNegative ? -seconds : seconds
    }

    mutating func yearDay() -> YearDay? {
      let day: YearDay.Day
      if take(UInt8(ascii: "M")) {
        guard let month = number(), (1...12).contains(month), take(UInt8(ascii: ".")), let week = number(),
          (1...5).contains(week), take(UInt8(ascii: ".")), let weekday = number(), (0...6).contains(weekday)
        else { return nil }
        day = .month(month, week, weekday)
      } else if take(UInt8(ascii: "J")) {
        guard let number = number(), (1...365).contains(number) else { return nil }
        day = .julian(number)
      } else {
        guard let number = number(), (0...365).contains(number) else { return nil }
        day = .zeroBased(number)
      }
      guard take(UInt8(ascii: "/")) else { return YearDay(day: day, time: 7200) }
      return time().map { YearDay(day: day, time: $0) }
    }
  }
}
