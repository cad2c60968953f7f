import Diagnostics
import Models

/// How long a server wants not to be asked (`Retry-After`, RFC 9110 section 10.2.3).
enum RetryAfter {
  /// More than this is not waited for: servers have said years.
  static let maximum = 3600

  /// Seconds from the answer on, at least 0; nothing when it does not say, or what it says can't be read.
  static func seconds(in response: HTTPResponse, clock: DateTime) -> Int? {
    guard let value = response.value(of: "retry-after"), !value.isEmpty else { return nil }
    if value.utf8.allSatisfy({ $0.isASCIIDigit }) { return min(Int(value) ?? maximum, maximum) }
    guard let until = date(value) else { return nil }
    // By the server's own clock, where it says what that is.
    let now = response.value(of: "date").flatMap(date) ?? clock
    return Int(min(max(until.seconds - now.seconds, 0), Int64(maximum)))
  }

  private static func date(_ text: String) -> DateTime? { try? DateTime.parse(text, in: .utc).get() }
}
