/// A `strftime` pattern (POSIX.1-2017), compiled and checked once, then run without building strings.
package struct DateFormat: Sendable, Hashable {
  /// What is wrong with a pattern.
  package struct Problem: Error, Sendable, Hashable {
    package let message: String
    package let help: String
  }

  private enum Piece: Sendable, Hashable {
    /// One byte of the pattern that stands for itself.
    case byte(UInt8)
    case number(Number, width: Int, padding: UInt8)
    case monthName, shortMonthName, weekdayName, shortWeekdayName, meridiem, zoneName
    case offset(colon: Bool, zulu: Bool)
  }

  private enum Number: Sendable, Hashable {
    case year, shortYear, month, day, hour, hour12, minute, second, millisecond, dayOfYear, weekday,
      isoWeekday
    case isoWeek, isoYear, epoch
  }

  private let pieces: [Piece]
  /// Whether its names are English in every language, as machines want them.
  private var isForMachines = false

  /// `2024-05-01T10:00:00+02:00` (RFC 3339), in the zone it is printed for.
  package static let iso8601 = DateFormat(
    pieces: date + [.byte(0x54)] + time + [.offset(colon: true, zulu: true)])
  /// `2024-05-01`.
  package static let isoDate = DateFormat(pieces: date)
  /// `Wed, 01 May 2024 10:00:00 +0200`, as RSS wants it (RFC 822, with four digits for the year).
  package static let rfc822 = DateFormat(
    pieces: [
      .shortWeekdayName, .byte(comma), .byte(space), .number(.day, width: 2, padding: zero), .byte(space),
      .shortMonthName, .byte(space), .number(.year, width: 4, padding: zero), .byte(space),
    ] + time + [.byte(space), .offset(colon: false, zulu: false)], isForMachines: true)

  /// `1 May 2024`.
  package static let englishLong = DateFormat(
    pieces: [
      .number(.day, width: 0, padding: zero), .byte(space), .monthName, .byte(space),
      .number(.year, width: 4, padding: zero),
    ])
  /// `1 May`.
  package static let englishShort = DateFormat(
    pieces: [.number(.day, width: 0, padding: zero), .byte(space), .shortMonthName])

  private static let zero = UInt8(ascii: "0")
  private static let space = UInt8(ascii: " ")
  private static let comma = UInt8(ascii: ",")
  private static let date: [Piece] = [
    .number(.year, width: 4, padding: zero), .byte(0x2D), .number(.month, width: 2, padding: zero),
    .byte(0x2D), .number(.day, width: 2, padding: zero),
  ]
  private static let time: [Piece] = [
    .number(.hour, width: 2, padding: zero), .byte(0x3A), .number(.minute, width: 2, padding: zero),
    .byte(0x3A), .number(.second, width: 2, padding: zero),
  ]

  private init(pieces: [Piece], isForMachines: Bool = false) {
    self.pieces = pieces
    self.isForMachines = isForMachines
  }

  /// Compiles a pattern.
  package init(_ pattern: String) throws(Problem) {
    var pieces: [Piece] = []
    var scalars = pattern.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "%" else {
        pieces += String(scalar).utf8.map { .byte($0) }
        continue
      }
      let lonePercent = Problem(
        message: "the pattern ends in a lone `%`", help: "write `%%` for a per cent sign")
      guard var letter = scalars.next() else { throw lonePercent }
      var flag: Unicode.Scalar?
      if letter == "-" || letter == ":" || letter == "_" {
        flag = letter
        guard let next = scalars.next() else { throw lonePercent }
        letter = next
      }
      if letter == "%" {
        pieces.append(.byte(UInt8(ascii: "%")))
        continue
      }
      guard let piece = Self.pieces(for: letter, flag: flag) else {
        let shown = "%" + (flag.map { String($0) } ?? "") + String(letter)
        throw Problem(
          message: "`\(shown)` is no part of a date",
          help:
            "parts are `%Y` `%m` `%d` `%e` `%B` `%b` `%A` `%a` `%H` `%M` `%S` `%z` and more; `%-d` drops the zero"
        )
      }
      pieces += piece
    }
    self.pieces = pieces
  }

  private static func pieces(for letter: Unicode.Scalar, flag: Unicode.Scalar?) -> [Piece]? {
    func number(_ number: Number, _ width: Int, _ padding: UInt8 = zero) -> [Piece] {
      flag == "-"
        ? [.number(number, width: 0, padding: zero)]
        : [.number(number, width: width, padding: flag == "_" ? space : padding)]
    }
    switch letter {
    case "Y": return number(.year, 4)
    case "y": return number(.shortYear, 2)
    case "m": return number(.month, 2)
    case "d": return number(.day, 2)
    case "e": return number(.day, 2, space)
    case "j": return number(.dayOfYear, 3)
    case "H": return number(.hour, 2)
    case "I": return number(.hour12, 2)
    case "M": return number(.minute, 2)
    case "S": return number(.second, 2)
    case "L": return number(.millisecond, 3)
    case "u": return number(.isoWeekday, 1)
    case "w": return number(.weekday, 1)
    case "V": return number(.isoWeek, 2)
    case "G": return number(.isoYear, 4)
    case "s": return number(.epoch, 1)
    case "B": return [.monthName]
    case "b", "h": return [.shortMonthName]
    case "A": return [.weekdayName]
    case "a": return [.shortWeekdayName]
    case "p": return [.meridiem]
    case "Z": return [.zoneName]
    case "z": return [.offset(colon: flag == ":", zulu: false)]
    case "F": return date
    case "T": return time
    case "R": return Array(time.prefix(3))
    default: return nil
    }
  }

  /// Whether what it writes may hold a character that an escaper would have to look at.
  package var writesMarks: Bool {
    pieces.contains { piece in
      switch piece {
      case .byte(let byte): byte < 0x20 || byte >= 0x7F || "&<>\"'".utf8.contains(byte)
      case .zoneName: true
      default: false
      }
    }
  }

  /// Whether it writes names, which each language has others for.
  package var writesNames: Bool {
    !isForMachines
      && pieces.contains { piece in
        switch piece {
        case .monthName, .shortMonthName, .weekdayName, .shortWeekdayName: true
        default: false
        }
      }
  }

  /// Appends `moment` as a clock in `zone` shows it.
  package func append(
    _ moment: DateTime, in zone: TimeZoneRules, names: DateNames = .english, to output: inout ByteBuffer
  ) {
    append(moment, civil: zone.civil(moment), in: zone, names: names, to: &output)
  }

  /// The same for who knows already what a clock shows at `moment`.
  package func append(
    _ moment: DateTime, civil: CivilDateTime, in zone: TimeZoneRules, names: DateNames = .english,
    to output: inout ByteBuffer
  ) {
    let names = isForMachines ? .english : names
    for piece in pieces {
      switch piece {
      case .byte(let byte): output.append(byte)
      case .number(let number, let width, let padding):
        let value = Self.value(number, of: civil, moment)
        DecimalDigits.append(value, width: width, padding: padding, to: &output)
      case .monthName: output.append(names.months[civil.date.month - 1])
      case .shortMonthName: output.append(names.shortMonths[civil.date.month - 1])
      case .weekdayName: output.append(names.weekdays[civil.date.weekday])
      case .shortWeekdayName: output.append(names.shortWeekdays[civil.date.weekday])
      case .meridiem: output.append(civil.hour < 12 ? "AM" : "PM" as StaticString)
      case .zoneName: output.append(zone.abbreviation(at: moment))
      case .offset(let colon, let zulu):
        Self.append(offset: civil.offset, colon: colon, zulu: zulu, to: &output)
      }
    }
  }

  /// The text, where one is wanted.
  package func string(_ moment: DateTime, in zone: TimeZoneRules, names: DateNames = .english) -> String {
    var bytes = ByteBuffer()
    append(moment, in: zone, names: names, to: &bytes)
    return String(decoding: bytes.bytes, as: UTF8.self)
  }

  private static func value(_ number: Number, of civil: CivilDateTime, _ moment: DateTime) -> Int {
    switch number {
    case .year: civil.date.year
    case .shortYear: civil.date.year % 100
    case .month: civil.date.month
    case .day: civil.date.day
    case .hour: civil.hour
    case .hour12: (civil.hour + 11) % 12 + 1
    case .minute: civil.minute
    case .second: civil.second
    case .millisecond: civil.millisecond
    case .dayOfYear: civil.date.dayOfYear
    case .weekday: civil.date.weekday
    case .isoWeekday: (civil.date.weekday + 6) % 7 + 1
    case .isoWeek: isoWeek(civil.date).week
    case .isoYear: isoWeek(civil.date).year
    case .epoch: Int(moment.seconds)
    }
  }

  /// ISO 8601 week: the one that holds the year's first Thursday is number 1.
  private static func isoWeek(_ date: CivilDate) -> (year: Int, week: Int) {
    let thursday = CivilDate(daysSinceEpoch: date.daysSinceEpoch - Int64((date.weekday + 6) % 7) + 3)
    return (thursday.year, (thursday.dayOfYear - 1) / 7 + 1)
  }

  private static func append(offset: Int, colon: Bool, zulu: Bool, to output: inout ByteBuffer) {
    if zulu, offset == 0 {
      output.append(UInt8(ascii: "Z"))
      return
    }
    output.append(offset < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
    DecimalDigits.append(abs(offset) / 3600, width: 2, to: &output)
    if colon { output.append(UInt8(ascii: ":")) }
    DecimalDigits.append(abs(offset) % 3600 / 60, width: 2, to: &output)
  }
}
