package import Models

/// When sources have to be asked again, as far as it is known from what is kept.
package struct SourceSchedule: Sendable {
  private let store: AnswerStore
  private let settings: [SourceSettings]

  package init(_ settings: [SourceSettings], _ store: AnswerStore) {
    self.settings = settings
    self.store = store
  }

  /// After a failure without a word of the server's: seconds.
  private static let pauseAfterFailure: Int64 = 60

  /// When an answer has to be asked for again; nothing for never.
  static func due(_ kept: KeptAnswer, _ age: Age) -> DateTime? {
    if kept.pages.isEmpty { return kept.failed.map { _ in afterFailure(kept) } ?? kept.asked }
    guard case .seconds(let seconds) = age else { return nil }
    let (sum, overflow) = kept.asked.seconds.addingReportingOverflow(Int64(seconds))
    let due = DateTime(secondsSinceEpoch: overflow ? .max : sum)
    return kept.failed == nil ? due : max(due, afterFailure(kept))
  }

  private static func afterFailure(_ kept: KeptAnswer) -> DateTime {
    guard let failed = kept.failed else { return kept.asked }
    return max(
      DateTime(secondsSinceEpoch: failed.seconds + pauseAfterFailure), kept.notBefore ?? failed)
  }

  /// When a source has to be asked, not before `moment`; nothing for never.
  private func due(_ settings: SourceSettings, after moment: DateTime) -> DateTime? {
    guard let key = settings.key else { return nil }
    guard let kept = store.answer(key) else { return moment }
    // What is known from the future is known from another clock.
    if max(kept.asked, kept.failed ?? kept.asked) > moment, settings.revalidate != .unbounded {
      return moment
    }
    return Self.due(kept, settings.revalidate).map { max($0, moment) }
  }

  /// The sources that have to be asked at a moment, in the order of the settings.
  package func due(at moment: DateTime) -> [SourceSettings] {
    settings.filter { due($0, after: moment) == moment }
  }

  /// The first moment, from `moment` on, at which any has to be asked; nothing when none ever has to.
  package func next(from moment: DateTime) -> DateTime? {
    settings.compactMap { due($0, after: moment) }.min()
  }
}
