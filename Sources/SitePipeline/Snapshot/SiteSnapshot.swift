package import Diagnostics
package import Models
import TemplateEngine

/// The pipeline up to plan, run once and then again whenever something changes: what a preview shows.
///
/// A run takes from the one before it what the change leaves as it was; its plan and its diagnostics equal those of a
/// run from nothing.
package struct SiteSnapshot: Sendable, JudgedAnswers {
  /// Nothing when the site can't be laid out: it is no site, or its theme has errors.
  package let plan: SitePlan?
  /// Of all stages up to plan, in order.
  package internal(set) var diagnostics: [Diagnostic]
  private let loaded: LoadedSite?
  private let checked: CheckedSite?

  /// Runs the pipeline from nothing but what a cache knows.
  package init(_ options: BuildOptions, cache: DocumentCache = DocumentCache()) {
    let answers = RunAnswers()
    let snapshot = answers.settled(options) {
      let (loaded, problems) = LoadedSite.load(options, cache: cache, answers: answers)
      return SiteSnapshot(loaded, problems, after: nil, .everything)
    }
    // What was put aside is lost; what stays in memory is not.
    self = cache.hasFailed ? SiteSnapshot(options, cache: .inMemory()) : snapshot
  }

  /// Runs it again after files have changed at paths below the site's folder; nothing stands for any. The answers of
  /// sources are wanted again when their settings have changed, or when `answersDiffer`.
  package func next(
    _ options: BuildOptions, changed: Set<String>?, answersDiffer: Bool = false
  ) -> SiteSnapshot {
    guard let previous = loaded else { return SiteSnapshot(options) }
    let answers = RunAnswers()
    let snapshot = answers.settled(options) {
      let (loaded, problems, change) = previous.reload(
        options, changed, answers, answersDiffer: answersDiffer)
      return SiteSnapshot(loaded, problems, after: self, change)
    }
    return previous.cache.hasFailed ? SiteSnapshot(options, cache: .inMemory()) : snapshot
  }

  private init(
    _ loaded: LoadedSite?, _ problems: [Diagnostic], after previous: SiteSnapshot?, _ change: SiteChange
  ) {
    self.loaded = loaded
    guard let loaded else {
      (checked, plan, diagnostics) = (nil, nil, problems.reported)
      return
    }
    let known = previous?.checked
    let (checked, change) = known.map { loaded.checked(after: $0, change) } ?? (loaded.checked(), .everything)
    self.checked = checked
    guard !checked.theme.diagnostics.hasErrors else {
      (plan, diagnostics) = (nil, checked.diagnostics.reported)
      return
    }
    let plan = previous?.plan.map { checked.planned(after: $0, change) } ?? checked.planned()
    self.plan = plan
    diagnostics = plan.diagnostics.reported
  }

  /// The path of the site's URL, as far as it is known; begins and ends with a slash.
  package var basePath: String { loaded?.config.url.basePath ?? "/" }

  /// Whether entries and data were checked.
  var isChecked: Bool { checked != nil }

  /// When an entry appears or disappears next, so that the site differs with no file changed.
  package var nextChange: DateTime? { checked?.nextChange }
}
