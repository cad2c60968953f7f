import Diagnostics

/// Why a text is no date.
package struct DateProblem: Error, Sendable, Hashable {
  /// What is wrong, as a diagnostic's message.
  package let sentence: String
  /// How to write it.
  package let mend: String?
}

extension DateTime {
  /// Reads a date by our own rules, from its text: ISO 8601 in the shapes that real front matter has
  /// (`2024-05-01`, `2024/5/1 8:00`, `2024-05-01T10:00:00.000Z`, `2013-11-22 05:00:00 +0000`), RFC 5322
  /// (`Mon, 02 Jan 2006 15:04:05 -0700`) and days with the month's name (`December 21, 2020`).
  ///
  /// Without an offset the text is in `zone`. The order of day and month is never guessed.
  package static func parse(_ text: String, in zone: TimeZoneRules) -> Result<DateTime, DateProblem> {
    do { return .success(try DateScanner.date(text, zone)) } catch { return .failure(error) }
  }
}

/// Reads the parts of a date from left to right.
struct DateScanner {
  private let text: String
  private let bytes: [UInt8]
  private var position = 0

  private init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  static func date(_ text: String, _ zone: TimeZoneRules) throws(DateProblem) -> DateTime {
    var scanner = DateScanner(text)
    scanner.skipSpace()
    let date = scanner.startsWithYear ? try scanner.numericDate() : try scanner.namedDate()
    guard let time = try scanner.time() else {
      guard scanner.isAtEnd else { throw scanner.malformed(date) }
      return zone.instant(of: date)
    }
    let offset = scanner.trailingOffset()
    scanner.skipSpace()
    guard scanner.isAtEnd else { throw scanner.malformed(date) }
    guard let offset else {
      return zone.instant(
        of: date, hour: time.hour, minute: time.minute, second: time.second, millisecond: time.millisecond)
    }
    let seconds =
      date.daysSinceEpoch * 86400 + Int64(time.hour * 3600 + time.minute * 60 + time.second - offset)
    return DateTime(milliseconds: seconds * 1000 + Int64(time.millisecond))
  }

  /// Seconds east of UTC of `+02:00`, `-0530`, `+02`.
  static func offset(in text: String) -> Int? {
    var scanner = DateScanner(text)
    guard let offset = scanner.numericOffset(), scanner.isAtEnd else { return nil }
    return offset
  }

  private var isAtEnd: Bool { position >= bytes.count }
  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  /// Up to `maximum` digits, at least one.
  private mutating func number(maximum: Int) -> (value: Int, digits: Int)? {
    let start = position
    var value = 0
    while let byte = peek, byte.isASCIIDigit, position - start < maximum {
      value = value * 10 + Int(byte - 0x30)
      position += 1
    }
    return position > start ? (value, position - start) : nil
  }

  private var startsWithYear: Bool {
    position + 4 < bytes.count + 1 && bytes[position...].prefix(4).allSatisfy { $0.isASCIIDigit }
      && bytes[position...].count >= 4
  }

  private mutating func numericDate() throws(DateProblem) -> CivilDate {
    guard let year = number(maximum: 4)?.value, let separator = peek,
      [UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ".")].contains(separator)
    else { throw notADate }
    position += 1
    guard let month = number(maximum: 2)?.value, take(separator), let day = number(maximum: 2)?.value else {
      throw notADate
    }
    return try checked(year, month, day)
  }

  /// `December 21, 2020`, `21 Dec 2020`, `Mon, 02 Jan 2006`.
  private mutating func namedDate() throws(DateProblem) -> CivilDate {
    var month: Int?
    var numbers: [(value: Int, digits: Int)] = []
    while !isAtEnd, month == nil || numbers.count < 2 {
      if let found = number(maximum: 4) {
        numbers.append(found)
      } else if let word = word() {
        if let found = Self.month(word) {
          month = found
        } else if Self.isWeekday(word) == false {
          throw notADate
        }
      } else if let byte = peek, byte == 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".") {
        position += 1
      } else {
        throw ambiguous(numbers)
      }
    }
    guard let month, numbers.count == 2, numbers[1].digits == 4 else { throw notADate }
    return try checked(numbers[1].value, month, numbers[0].value)
  }

  private mutating func word() -> String? {
    let start = position
    while let byte = peek, byte.isASCIILetter { position += 1 }
    return position > start ? String(decoding: bytes[start..<position], as: UTF8.self).lowercased() : nil
  }

  private static func month(_ word: String) -> Int? {
    guard word.utf8.count >= 3 else { return nil }
    return DateNames.english.months.firstIndex { $0.lowercased().hasPrefix(word) }.map { $0 + 1 }
  }

  private static func isWeekday(_ word: String) -> Bool {
    word.utf8.count >= 3 && DateNames.english.weekdays.contains { $0.lowercased().hasPrefix(word) }
      || ["st", "nd", "rd", "th"].contains(word)
  }

  private func checked(_ year: Int, _ month: Int, _ day: Int) throws(DateProblem) -> CivilDate {
    if let date = CivilDate(year: year, month: month, day: day) { return date }
    guard year >= 1, (1...12).contains(month) else {
      let swapped = CivilDate(year: year, month: day, day: month).map { "did you mean `\($0.text)`?" }
      let sentence = year < 1 ? "there is no year \(year)" : "there is no month \(month)"
      throw DateProblem(sentence: sentence, mend: swapped ?? "write a date as `2024-05-31`: year, month, day")
    }
    let last = CivilDate.days(inMonth: month, of: year)
    let name = DateNames.english.months[month - 1]
    throw DateProblem(
      sentence: "there is no \(name) \(day), \(year)",
      mend:
        "\(name) \(year) has \(last) days; the last one is `\(CivilDate(year: year, month: month, day: last)?.text ?? "")`"
    )
  }

  private struct Time {
    var hour = 0
    var minute = 0
    var second = 0
    var millisecond = 0
  }

  /// `T10:00`, ` 8:00:00.123`; nothing when no time follows.
  private mutating func time() throws(DateProblem) -> Time? {
    let start = position
    if !take(UInt8(ascii: "T")), !take(UInt8(ascii: "t")) {
      _ = take(UInt8(ascii: ","))
      skipSpace()
      if position == start { return nil }
    }
    let isText = bytes[start..<position].contains { $0 != 0x20 && $0 != 0x09 }
    guard !isAtEnd else {
      if isText { position = start }
      return nil
    }
    guard let hour = number(maximum: 2)?.value, take(UInt8(ascii: ":")), let minute = number(maximum: 2)
    else {
      position = start
      return nil
    }
    var time = Time(hour: hour, minute: minute.value)
    if take(UInt8(ascii: ":")) {
      guard let second = number(maximum: 2) else {
        position = start
        return nil
      }
      time.second = second.value
      if take(UInt8(ascii: ".")) || take(UInt8(ascii: ",")) { time.millisecond = fraction() }
    }
    guard hour < 24, time.minute < 60, time.second <= 60 else {
      throw DateProblem(
        sentence: "there is no time \(hour):\(minute.value):\(time.second)",
        mend: "hours go from 00 to 23, minutes and seconds to 59")
    }
    time.second = min(time.second, 59)
    return time
  }

  private mutating func fraction() -> Int {
    var value = 0
    var scale = 100
    while let byte = peek, byte.isASCIIDigit {
      value += Int(byte - 0x30) * scale
      scale /= 10
      position += 1
    }
    return value
  }

  private mutating func trailingOffset() -> Int? {
    skipSpace()
    if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return 0 }
    let start = position
    if let word = word(), ["utc", "gmt"].contains(word) { return 0 }
    position = start
    return numericOffset()
  }

  private mutating func numericOffset() -> Int? {
    let start = position
    let isNegative = take(UInt8(ascii: "-"))
    guard isNegative || take(UInt8(ascii: "+")), let hours = number(maximum: 2), hours.digits == 2 else {
      position = start
      return nil
    }
    let hasColon = take(UInt8(ascii: ":"))
    let written = number(maximum: 2)
    let minutes = written?.value ?? 0
    guard hours.value <= 18, minutes < 60, written != nil || !hasColon else {
      position = start
      return nil
    }
    let seconds = hours.value * 3600 + minutes * 60
    return isNegative ? -seconds : seconds
  }

  private var notADate: DateProblem {
    DateProblem(
      sentence: "`\(text.prefix(40))` is no date",
      mend: "write a date as `2024-05-31` or `2024-05-31T10:00:00+02:00`")
  }

  private func ambiguous(_ numbers: [(value: Int, digits: Int)]) -> DateProblem {
    guard numbers.count == 1, let byte = peek, byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-") else {
      return notADate
    }
    return DateProblem(
      sentence: "`\(text.prefix(40))` does not say which number is the month",
      mend: "write the year first: `2024-05-31`")
  }

  /// A day that can be read, and something behind it that can't.
  private func malformed(_ date: CivilDate) -> DateProblem {
    let rest = String(decoding: bytes[min(position, bytes.count)...], as: UTF8.self)
    var mend = "after the day write `T10:00:00` or nothing"
    if rest.hasPrefix(":") {
      mend = "did you mean `\(date.text)T\(rest.dropFirst())`?"
    } else if let word = rest.split(separator: " ").last {
      if ["am", "pm"].contains(word.lowercased()) {
        mend = "write hours from 0 to 23: `\(date.text)T22:00:00`"
      } else if (2...5).contains(word.utf8.count), word.utf8.allSatisfy({ $0.isASCIICapital }) {
        mend = "write the zone as its distance: `\(date.text)T10:00:00+01:00`"
      }
    }
    return DateProblem(sentence: "`\(rest)` behind \(date.text) is no time", mend: mend)
  }
}
