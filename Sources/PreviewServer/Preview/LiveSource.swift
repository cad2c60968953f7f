import DataSources
import Diagnostics
import Models

/// What a source did that it had not done before; with its name, as templates spell it.
package enum SourceNews: Sendable, Hashable {
  /// It gave another answer than before.
  case changed(String)
  /// It gave none, and the last one stays.
  case failed(String)
  /// After that it gave the same as before.
  case mended(String)
}

/// A source over HTTP while a site is served: what it gave last, and when it is asked again.
struct LiveSource: Sendable {
  private(set) var settings: SourceSettings
  /// The last good one.
  private(set) var answer: SourceAnswer?
  /// Why there is none that is newer.
  private(set) var problems: [Diagnostic] = []
  /// When it was asked last, well or in vain.
  private var attempted: DateTime
  /// After a failure: not before this.
  private var retry: DateTime?

  /// Between a failure and the next request: seconds.
  static let pauseAfterFailure: Int64 = 60
  /// Between two requests of a source that every visit asks: seconds.
  static let pauseBetweenVisits: Int64 = 5

  init(_ settings: SourceSettings, _ outcome: SourceOutcome, at moment: DateTime) {
    self.settings = settings
    attempted = moment
    _ = take(outcome, at: moment)
  }

  private var name: String { settings.shape == .entries ? settings.name : "data.\(settings.name)" }

  /// Takes what came of asking it. Of a failure that goes on, what was said first stays.
  mutating func take(_ outcome: SourceOutcome, at moment: DateTime) -> SourceNews? {
    let hadFailed = retry != nil
    attempted = moment
    if let new = outcome.answer, outcome.diagnostics.isEmpty {
      let isSame = answer?.pages.map(\.bytes) == new.pages.map(\.bytes)
      (answer, problems, retry) = (new, [], nil)
      return !isSame ? .changed(name) : hadFailed ? .mended(name) : nil
    }
    let next = DateTime(secondsSinceEpoch: moment.seconds + Self.pauseAfterFailure)
    // The server may have said that it wants to be left alone for longer.
    retry = max(next, outcome.answer?.due ?? next)
    let isFirst = answer == nil
    answer = answer ?? outcome.answer
    if !hadFailed || (isFirst && answer != nil) {
      problems = outcome.diagnostics
      // A site that can be shown is shown.
      if answer != nil { for index in problems.indices { problems[index].severity = .warning } }
      return .failed(name)
    }
    return nil
  }

  // MARK: - Settings

  /// Whether what it gave is an answer to these settings. One that has failed is asked again as soon as anything is
  /// asked for otherwise.
  func answers(_ settings: SourceSettings) -> Bool {
    settings.key == self.settings.key && (retry == nil || settings.origin == self.settings.origin)
  }

  /// The same under other settings.
  func with(_ settings: SourceSettings) -> LiveSource {
    var source = self
    source.settings = settings
    if !answers(settings) { (source.retry, source.problems) = (nil, []) }
    // The table may stand elsewhere now.
    for index in source.problems.indices {
      if source.problems[index].location == self.settings.declaration {
        source.problems[index].location = settings.declaration
      }
      for number in source.problems[index].related.indices
      where source.problems[index].related[number].location == self.settings.declaration {
        source.problems[index].related[number].location = settings.declaration
      }
    }
    return source
  }

  /// As it is asked: while a site is written, an old answer with a warning is better than none.
  static func lenient(_ settings: SourceSettings) -> SourceSettings {
    var settings = settings
    settings.onError = .warn
    settings.maxStale = .unbounded
    return settings
  }

  // MARK: - Time

  /// When it has to be asked again; nothing for never.
  private var due: DateTime? {
    if let retry { return retry }
    guard case .seconds(let age) = settings.revalidate else { return nil }
    let seconds = age == 0 ? Self.pauseBetweenVisits : Int64(age)
    let (sum, overflow) = (answer?.asked ?? attempted).seconds.addingReportingOverflow(seconds)
    return DateTime(secondsSinceEpoch: overflow ? .max : sum)
  }

  /// Whether nothing but a visit makes it be asked.
  private var waitsForVisit: Bool { retry == nil && settings.revalidate == .seconds(0) }

  /// When it has to be asked without a visit.
  var timedDue: DateTime? { waitsForVisit ? nil : due }

  /// Whether it is asked now, for a visit or without one.
  func isDue(at moment: DateTime, isVisit: Bool) -> Bool {
    guard let due, isVisit || !waitsForVisit else { return false }
    // What was asked in the future was asked by another clock.
    return moment >= due || moment < attempted
  }
}
