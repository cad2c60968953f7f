import Diagnostics

extension CacheWriter {
  mutating func put(_ diagnostic: Diagnostic) {
    put(diagnostic.code.name)
    put(diagnostic.code.severity.rawValue)
    put(diagnostic.severity.rawValue)
    put(diagnostic.message)
    put(diagnostic.location) { $0.put($1) }
    put(diagnostic.label)
    put(diagnostic.related) { writer, related in
      writer.put(related.location)
      writer.put(related.label)
    }
    put(diagnostic.help) { $0.put($1) }
  }

  private mutating func put(_ location: Location) {
    put(location.path)
    for number in [location.line, location.column, location.endLine, location.endColumn] { put(number) }
    put(location.lineText)
    put(location.textColumn)
  }
}

extension CacheReader {
  mutating func diagnostic() -> Diagnostic {
    let name = text()
    let code = DiagnosticCode(name, Severity(rawValue: text()) ?? .error)
    let severity = Severity(rawValue: text()) ?? .error
    let message = text()
    let location = optional { $0.location() }
    let label = text()
    let related = list { Diagnostic.Related($0.location(), $0.text()) }
    var diagnostic = Diagnostic(
      code, message, at: location, label: label, related: related, help: list { $0.text() })
    diagnostic.severity = severity
    return diagnostic
  }

  private mutating func location() -> Location {
    Location(
      path: text(), line: number(), column: number(), endLine: number(), endColumn: number(),
      lineText: text(), textColumn: number())
  }
}
