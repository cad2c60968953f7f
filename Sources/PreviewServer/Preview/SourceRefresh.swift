package import DataSources
import Diagnostics
import Dispatch
import Files
package import Models
package import SitePipeline
import Synchronization

/// The answers of sources over HTTP while a site is served. They are asked for again in the background when they are too
/// old: who visits a page gets it at once, and what is new next.
///
/// A source with an age is asked when that has run out, but not when no browser has asked for anything in a long time;
/// then the next request makes it be asked. A source without an age is asked when a page is visited.
package final class SourceRefresh: Sendable {
  private struct State {
    /// In the order of the settings.
    var sources: [LiveSource] = []
    var lastRequest: DateTime
    var isAsking = false
    /// How many timers there were: an earlier one has nothing to do.
    var timers = 0
    /// Who is told; nothing before the start and behind the end.
    var tell: (@Sendable ([SourceNews]) -> Void)?
  }

  /// Without a request for so many seconds nobody looks, and nothing is asked.
  static let idleSeconds: Int64 = 600
  /// A clock may be set meanwhile, and a machine sleep, so no timer is longer: seconds.
  private static let longestTimer: Int64 = 3600

  private let site: String
  private let now: @Sendable () -> DateTime
  private let environment: @Sendable (String) -> String?
  private let state: Mutex<State>
  private let asking = DispatchQueue(label: "presstime.sources")

  /// For the site in a folder. `now` is the moment, for ages; `environment` gives the values of variables.
  package init(
    site: String, now: @escaping @Sendable () -> DateTime,
    environment: @escaping @Sendable (String) -> String? = { ProcessEnvironment.value($0) }
  ) {
    self.site = site
    self.now = now
    self.environment = environment
    state = Mutex(State(lastRequest: now()))
  }

  // MARK: - What a rebuild takes

  /// The answers of the sources that a site has now. Asks, and waits, only for those that are not known: at the start
  /// those whose kept answers are too old, and later those whose settings ask for something else. Others are forgotten.
  package func answers(of wanted: [SourceSettings]) -> RemoteAnswers {
    let known = state.withLock { $0.sources }
    let missing = wanted.filter { settings in !known.contains { $0.answers(settings) } }
    let moment = now()
    let outcomes = ask(missing, at: moment)
    let sources = state.withLock { state in
      // What was asked in the background meanwhile is newer than `known`.
      let before = state.sources
      state.sources = wanted.compactMap { settings in
        var source = before.first { $0.settings.key == settings.key }?.with(settings)
        guard let outcome = outcomes.first(where: { $0.settings.key == settings.key }) else { return source }
        if source == nil { return LiveSource(settings, outcome, at: moment) }
        _ = source?.take(outcome, at: moment)
        return source
      }
      return state.sources
    }
    if !missing.isEmpty || known.count != wanted.count {
      AnswerStore(site: site).removeOthers(than: wanted)
    }
    setTimer()
    return RemoteAnswers(
      answers: sources.compactMap(\.answer), diagnostics: sources.flatMap(\.problems).inOrder)
  }

  private func ask(_ settings: [SourceSettings], at moment: DateTime) -> [SourceOutcome] {
    if settings.isEmpty { return [] }
    let fetcher = SourceFetcher(
      store: AnswerStore(site: site), environment: environment, clock: moment, policy: .online)
    return fetcher.outcomes(for: settings.map(LiveSource.lenient))
  }

  // MARK: - In the background

  /// Begins to ask in the background. `tell` is called there when something is new: the site has to be rebuilt.
  package func start(_ tell: @escaping @Sendable ([SourceNews]) -> Void) {
    state.withLock { state in
      state.tell = tell
      state.lastRequest = now()
    }
    setTimer()
  }

  /// Asks no more. A server that is being asked is not waited for; what it says is not told.
  package func stop() {
    state.withLock { state in
      state.tell = nil
      state.timers += 1
    }
  }

  /// A browser has been answered; may be called from many threads, and waits for nobody.
  package func seen(_ request: PreviewRequest, _ response: PreviewResponse) {
    // A page that is open and fetches itself again would have itself renewed without end.
    let isVisit = !request.isUpdate && response.contentType.hasPrefix("text/html")
    let moment = now()
    state.withLock { $0.lastRequest = moment }
    renewDue(at: moment, isVisit: isVisit)
  }

  /// What a timer does.
  func timeHasCome() {
    let moment = now()
    let isIdle = state.withLock { moment.seconds - $0.lastRequest.seconds > Self.idleSeconds }
    // The next request sees to it.
    if isIdle { return }
    if !renewDue(at: moment, isVisit: false) { setTimer() }
  }

  /// Waits until nothing is being asked.
  func waitForAnswers() { asking.sync {} }

  @discardableResult private func renewDue(at moment: DateTime, isVisit: Bool) -> Bool {
    let due = state.withLock { state -> [SourceSettings] in
      guard state.tell != nil, !state.isAsking else { return [] }
      let due = state.sources.filter { $0.isDue(at: moment, isVisit: isVisit) }.map(\.settings)
      if !due.isEmpty { state.isAsking = true }
      return due
    }
    if due.isEmpty { return false }
    asking.async { [self] in renew(due, at: moment) }
    return true
  }

  private func renew(_ due: [SourceSettings], at moment: DateTime) {
    let outcomes = ask(due, at: moment)
    let (news, tell) = state.withLock { state in
      state.isAsking = false
      let news = outcomes.compactMap { outcome -> SourceNews? in
        // The site may have another source by now.
        guard let index = state.sources.firstIndex(where: { $0.settings.key == outcome.settings.key }) else {
          return nil
        }
        return state.sources[index].take(outcome, at: moment)
      }
      return (news, state.tell)
    }
    setTimer()
    if !news.isEmpty { tell?(news) }
  }

  /// Waits for the next age that runs out.
  private func setTimer() {
    let moment = now()
    let next = state.withLock { state -> (number: Int, seconds: Int64)? in
      state.timers += 1
      guard state.tell != nil, let due = state.sources.compactMap(\.timedDue).min() else { return nil }
      let (seconds, overflow) = due.seconds.subtractingReportingOverflow(moment.seconds)
      return (state.timers, overflow ? Self.longestTimer : min(max(seconds, 1), Self.longestTimer))
    }
    guard let next else { return }
    asking.asyncAfter(deadline: .now() + .seconds(Int(next.seconds))) { [weak self] in
      guard let self, state.withLock({ $0.timers == next.number }) else { return }
      timeHasCome()
    }
  }
}
