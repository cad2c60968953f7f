/// How old data may be: `60` (seconds), `"10m"`, `"12h"`, `"1d"`, or `"never"` for data that is never asked for again.
package enum Age: Sendable, Hashable {
  case seconds(Int)
  case unbounded

  /// Whether data of this age in seconds is too old. Data from the future, after a clock has gone back, is too.
  package func isExceeded(by seconds: Int) -> Bool {
    switch self {
    case .unbounded: false
    case .seconds(let most): seconds < 0 || seconds >= most
    }
  }

  /// A number of seconds, a number with the unit `s`, `m`, `h`, `d` or `w`, or `never`; nothing for other texts.
  package init?(_ text: String) {
    if text == "never" {
      self = .unbounded
      return
    }
    let digits = text.prefix { ("0"..."9").contains($0) }
    guard let count = Int(digits), let factor = Self.units[text.dropFirst(digits.count)] else { return nil }
    let (seconds, overflow) = count.multipliedReportingOverflow(by: factor)
    if overflow { return nil }
    self = .seconds(seconds)
  }

  private static let units: [Substring: Int] = [
    "": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800,
  ]
}
