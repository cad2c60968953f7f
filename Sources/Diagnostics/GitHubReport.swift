/// Diagnostics as workflow commands of GitHub Actions, which put them beside the lines of a pull request.
package enum GitHubReport {
  /// `::error file=…,line=…,col=…,endColumn=…,title=CODE::message` for each, ending in a line break
  /// (https://docs.github.com/actions/reference/workflow-commands-for-github-actions). `paths` lead from the root of
  /// the repository.
  package static func text(of diagnostics: [Diagnostic], paths: PathSpelling) -> String {
    diagnostics.map { command(for: $0, paths) + "\n" }.joined()
  }

  private static func command(for diagnostic: Diagnostic, _ paths: PathSpelling) -> String {
    var properties: [(name: String, value: String)] = []
    var message = diagnostic.message
    if let location = diagnostic.location {
      if let file = paths.file(location.path) {
        properties = [("file", file)] + place(location)
      } else {
        message = "\(location.path): \(message)"
      }
    }
    properties.append(("title", diagnostic.code.name))
    let text = ([message] + diagnostic.help.map { "help: " + $0 }).joined(separator: "\n")
    let list = properties.map { "\($0.name)=\(escaped($0.value, ":,"))" }.joined(separator: ",")
    return "::\(diagnostic.severity == .error ? "error" : "warning") \(list)::\(escaped(text, ""))"
  }

  /// Columns go with a single line only; GitHub refuses them for several.
  private static func place(_ location: Location) -> [(name: String, value: String)] {
    guard location.line > 0 else { return [] }
    if location.endLine > location.line {
      return [("line", String(location.line)), ("endLine", String(location.endLine))]
    }
    return [
      ("line", String(location.line)), ("col", String(location.column)),
      ("endColumn", String(location.endColumn)),
    ]
  }

  /// As `escapeData` and `escapeProperty` of github.com/actions/toolkit, `packages/core/src/command.ts`, have it.
  private static func escaped(_ text: String, _ more: String) -> String {
    var out = ""
    for scalar in TextReport.printable(text).unicodeScalars {
      switch scalar {
      case "%": out += "%25"
      case "\n": out += "%0A"
      case ":" where more.contains(":"): out += "%3A"
      case "," where more.contains(","): out += "%2C"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
