package import Diagnostics
import Models

/// Why a source could not be asked, or its answer can't be used.
struct SourceFailure: Error, Sendable {
  var code: DiagnosticCode
  /// What has happened, as the end of a sentence: `the server answered 503`.
  var reason: String
  /// Where in an answer; nothing for what is about the answer as a whole.
  var location: Location?
  var help: [String]
  /// Whether an older answer may stand in: not when `site.toml` or this machine has to be mended.
  var isPassing: Bool
  /// Whether asking again at once may help.
  var isWorthRetrying = false
  /// Seconds that the server wants not to be asked.
  var retryAfter: Int?

  /// What the server or the network has done.
  static func passing(
    _ code: DiagnosticCode, _ reason: String, at location: Location? = nil, help: String? = nil,
    isWorthRetrying: Bool = false, retryAfter: Int? = nil
  ) -> SourceFailure {
    SourceFailure(
      code: code, reason: reason, location: location, help: help.map { [$0] } ?? [], isPassing: true,
      isWorthRetrying: isWorthRetrying, retryAfter: retryAfter)
  }

  /// What `site.toml` or this machine lacks.
  static func lasting(_ code: DiagnosticCode, _ reason: String, help: String) -> SourceFailure {
    SourceFailure(code: code, reason: reason, location: nil, help: [help], isPassing: false)
  }

  /// The failure as it is reported.
  func diagnostic(of settings: SourceSettings) -> Diagnostic {
    Diagnostic(
      code, "`\(settings.name)` has no usable answer: \(reason)", at: location ?? settings.declaration,
      label: location == nil ? settings.shownURL : "",
      related: location == nil ? [] : [.init(settings.declaration, "asked for here")], help: help)
  }
}

extension SourceFailure {
  /// What a status means that is no answer.
  static func status(_ response: HTTPResponse, clock: DateTime, hasLostHeaders: Bool) -> SourceFailure {
    let status = response.status
    var help: String?
    switch status {
    case 401, 403:
      help =
        hasLostHeaders
        ? "`url` leads to another server, which the headers are kept from; write its address in `url`"
        : "look at `headers`, and at the variables in them"
    case 404, 410: help = "look at `url`"
    case 429: help = "raise `revalidate`, so that it is asked less often"
    case 500...599: help = "the server has a problem of its own; try again later"
    default: break
    }
    let mayWait = status == 429 || status == 503
    return .passing(
      .sourceNoAnswer, "the server answered \(status)" + (reasons[status].map { " \($0)" } ?? ""), help: help,
      isWorthRetrying: [500, 502, 503, 504].contains(status),
      retryAfter: mayWait ? RetryAfter.seconds(in: response, clock: clock) : nil)
  }

  /// RFC 9110 section 15, and RFC 6585.
  private static let reasons = [
    204: "No Content", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 406: "Not Acceptable", 410: "Gone", 429: "Too Many Requests",
    500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
  ]
}

extension SourceSettings {
  /// The URL as `site.toml` spells it; empty for a file.
  package var shownURL: String {
    if case .http(let origin) = origin { return origin.url }
    return ""
  }
}

extension DiagnosticCode {
  /// No server, no whole answer in time, or one that says no.
  package static let sourceNoAnswer = DiagnosticCode("source.no-answer")
  /// An answer that is no JSON in UTF-8.
  package static let sourceBadAnswer = DiagnosticCode("source.bad-answer")
  /// Settings that no request can be made of.
  package static let sourceBadRequest = DiagnosticCode("source.bad-request")
  /// A variable of the environment that is not set, or can't be part of a request.
  package static let sourceVariable = DiagnosticCode("source.variable")
  /// A place that a source may not be asked at.
  package static let sourceRefused = DiagnosticCode("source.refused")
  /// More than `max_bytes`.
  package static let sourceTooLarge = DiagnosticCode("source.too-large")
  /// Pages without end, or a next one that is no address.
  package static let sourcePaging = DiagnosticCode("source.paging")
  /// No libcurl on this machine.
  package static let sourceNoLibcurl = DiagnosticCode("source.no-libcurl")
  /// An older answer stands in.
  package static let sourceStale = DiagnosticCode("source.stale", .warning)
}
