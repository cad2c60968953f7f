package import DataSources
package import Diagnostics
package import Models

/// One `[sources.NAME]` or `[data.NAME]` table: what is asked for, and how that which comes is read.
package struct SourceConfig: Sendable {
  package var settings: SourceSettings
  /// Whether where it comes from is said well; else that is reported, and nothing can be asked for.
  package var isUsable: Bool
  /// Where `file` or `url` is said.
  package var originSpan: Span
  /// Where `items` or `value` is said.
  package var itemsSpan: Span?
  /// Where `model` or `type` is said.
  package var modelSpan: Span?
  /// Of entries.
  package var order: [OrderKey]
  package var ignored: IgnoredMembers
  /// Whether the bodies of items are HTML, not Markdown.
  package var isHTML: Bool
  /// Whether what it gives is trusted as the texts of the site are.
  package var isTrusted: Bool

  package var name: String { settings.name }

  /// As messages name it.
  var title: String {
    settings.shape == .entries ? "the source `\(name)`" : "`data.\(name)`"
  }

  /// The path of its file from the site's root; nothing for one that is asked for over HTTP.
  var file: String? {
    if case .file(let path) = settings.origin, isUsable { path } else { nil }
  }
}

/// What was asked for over HTTP, and what went wrong.
package struct RemoteAnswers: Sendable {
  /// One for each source that gave any.
  package var answers: [SourceAnswer]
  package var diagnostics: [Diagnostic]
  /// What is there of sources whose answers above may not fit.
  var lastGood: [LastGoodAnswer] = []
  /// What is wrong with answers that others stand in for, as warnings, whatever the site's severities are.
  var misfits: [Diagnostic] = []

  package init(answers: [SourceAnswer] = [], diagnostics: [Diagnostic] = []) {
    self.answers = answers
    self.diagnostics = diagnostics
  }
}
