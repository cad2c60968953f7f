/// How much a problem weighs: an error keeps anything from being written.
package enum Severity: String, Sendable, Hashable, CaseIterable {
  case error
  case warning
  /// Known and not shown; only `[diagnostics]` of `site.toml` gives it.
  case off
}

/// The stable name of one kind of problem, and how much it weighs unless `site.toml` says otherwise.
///
/// Each is declared beside the check that reports it and has a page in `content/diagnostics/`.
package struct DiagnosticCode: Sendable, Hashable {
  /// The name, as `area.what-is-wrong`.
  package let name: String
  package let severity: Severity

  package init(_ name: String, _ severity: Severity = .error) {
    self.name = name
    self.severity = severity
  }
}

/// One reported problem, as data: what, where, and the way to mend it.
package struct Diagnostic: Sendable, Hashable {
  package var code: DiagnosticCode
  package var severity: Severity
  /// One line without a full stop; names in backquotes.
  package var message: String
  /// Nothing for a problem that lies in no file.
  package var location: Location?
  /// What is said beside the caret; may be empty.
  package var label: String
  /// Other places that belong to the problem, each with its own label.
  package var related: [Related]
  /// What the user can do, the best first, one sentence each.
  package var help: [String]

  /// Another place that belongs to a problem.
  package struct Related: Sendable, Hashable {
    package var location: Location
    package var label: String

    package init(_ location: Location, _ label: String) {
      self.location = location
      self.label = label
    }
  }

  package init(
    _ code: DiagnosticCode, _ message: String, at location: Location?, label: String = "",
    related: [Related] = [], help: [String] = []
  ) {
    self.code = code
    self.severity = code.severity
    self.message = message
    self.location = location
    self.label = label
    self.related = related
    self.help = help
  }

  /// The common case: a problem at a span of a file, with one way to mend it.
  package init(
    _ code: DiagnosticCode, _ message: String, in source: SourceFile, _ span: Span, label: String = "",
    help: String? = nil
  ) {
    self.init(
      code, message, at: Location(source, span), label: label, help: help.map { [$0] } ?? [])
  }
}

extension Diagnostic {
  /// The order in which problems are shown: by file, then place, then code and message.
  package static func isBefore(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
    left.sortKey < right.sortKey
  }

  private var sortKey: SortKey {
    SortKey(
      path: location?.path ?? "", line: location?.line ?? 0, column: location?.column ?? 0, code: code.name,
      message: message)
  }

  private struct SortKey: Comparable {
    var path: String
    var line: Int
    var column: Int
    var code: String
    var message: String

    static func < (left: SortKey, right: SortKey) -> Bool {
      if left.path != right.path { return left.path.utf8.lexicographicallyPrecedes(right.path.utf8) }
      return (left.line, left.column, left.code, left.message)
        < (right.line, right.column, right.code, right.message)
    }
  }
}

extension [Diagnostic] {
  /// In the order in which they are shown, each once.
  package var inOrder: [Diagnostic] {
    var seen = Set<Diagnostic>()
    return filter { seen.insert($0).inserted }.sorted(by: Diagnostic.isBefore)
  }

  package var hasErrors: Bool { contains { $0.severity == .error } }
}
