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
    "{\"errors\":\(errors),\"warnings\":\(warnings),\"text\":\(Self.quoted(text))}"
  }

  /// A JSON string (RFC 8259 section 7).
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case _ where scalar.value < 0x20 || (0x2028...0x2029).contains(scalar.value):
        let hex = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
