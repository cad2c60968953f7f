package import Diagnostics
package import Models

/// The severities that `[diagnostics]` gives, for all files or for some.
package struct DiagnosticPolicy: Sendable {
  package struct Rule: Sendable {
    package var code: String
    /// Over the path as it is printed, or below `content/`; `nil` for every file.
    package var files: Glob?
    package var severity: Severity
  }

  /// Later rules win.
  package var rules: [Rule]

  package init(rules: [Rule] = []) {
    self.rules = rules
  }

  /// The diagnostics that remain, each with the severity that the site gives it.
  package func apply(to diagnostics: [Diagnostic]) -> [Diagnostic] {
    guard !rules.isEmpty else { return diagnostics }
    return diagnostics.compactMap { diagnostic in
      var diagnostic = diagnostic
      for rule in rules where rule.code == diagnostic.code.name {
        if let files = rule.files {
          guard let path = diagnostic.location?.path else { continue }
          let below = path.hasPrefix("content/") ? String(path.dropFirst(8)) : path
          guard files.matches(path) || files.matches(below) else { continue }
        }
        diagnostic.severity = rule.severity
      }
      return diagnostic.severity == .off ? nil : diagnostic
    }
  }
}
