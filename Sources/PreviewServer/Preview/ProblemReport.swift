import Diagnostics

/// Diagnostics as the overlay takes them.
struct ProblemReport: Sendable, Equatable {
  let errors: Int
  let warnings: Int
  /// As the terminal shows them.
  let text: String

  init(_ diagnostics: [Diagnostic]) {
    errors = diagnostics.count { $0.severity == .error }
    warnings = diagnostics.count - errors
    text = TextReport(colored: false).text(of: Array(diagnostics.prefix(Self.limit)))
  }

  /// More than this nobody reads in a page.
  private static let limit = 100

  var isEmpty: Bool { errors == 0 && warnings == 0 }

  /// For the event `problems`.
  var json: String {
    "{\"errors\":\(errors),\"warnings\":\(warnings),\"text\":\(JSONReport.quoted(text))}"
  }
}
