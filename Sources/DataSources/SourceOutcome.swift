package import Diagnostics

/// What came of one source over HTTP.
package struct SourceOutcome: Sendable {
  package let settings: SourceSettings
  package let answer: SourceAnswer?
  /// Why there is no answer, or none that is new.
  package let diagnostics: [Diagnostic]
}

extension SourceFetcher {
  /// What comes of each source by itself, in the order of `settings`, for a run that goes on: as `answer(for:)` does it
  /// with servers that may be asked. Sources that are files are left out.
  package func outcomes(for settings: [SourceSettings]) -> [SourceOutcome] {
    let runs = runs(of: settings)
    return zip(runs, Self.parallel(runs)).map { run, outcome in
      SourceOutcome(settings: run.settings, answer: outcome.answer, diagnostics: outcome.diagnostics)
    }
  }
}
