/// Diagnostics one a line, for editors that step through the output of a compiler.
package enum LineReport {
  /// `path:line:column: error: message [code]` for each, ending in a line break: the form of the GNU Coding Standards,
  /// "Formatting Error Messages". What lies in no file begins with `presstime`; a file as a whole is its first line.
  package static func text(of diagnostics: [Diagnostic], paths: PathSpelling) -> String {
    diagnostics.map { line(of: $0, paths) + "\n" }.joined()
  }

  private static func line(of diagnostic: Diagnostic, _ paths: PathSpelling) -> String {
    let place = diagnostic.location.map { location in
      "\(paths.file(location.path) ?? location.path):\(max(1, location.line)):\(max(1, location.column))"
    }
    let severity = diagnostic.severity == .error ? "error" : "warning"
    return flat("\(place ?? "presstime"): \(severity): \(diagnostic.message) [\(diagnostic.code.name)]")
  }

  /// On one line, whatever posts and names of files hold.
  private static func flat(_ text: String) -> String {
    TextReport.printable(text).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: " ")
  }
}
