import Diagnostics
import Digests
import Models

/// One source in one run: what is kept of it, whether that is young enough, and what is asked where it is not.
struct SourceRun: Sendable {
  /// What came of it.
  struct Outcome: Sendable {
    var answer: SourceAnswer?
    var diagnostics: [Diagnostic] = []
  }

  let settings: SourceSettings
  let origin: HTTPOrigin
  let key: Digest
  let fetcher: SourceFetcher

  private var clock: DateTime { fetcher.clock }

  /// A good answer of an earlier run.
  var kept: KeptAnswer? { known.flatMap { $0.pages.isEmpty ? nil : $0 } }

  /// What is kept of its address. That of another one, to which variables of the environment led then, is none of it.
  private var known: KeptAnswer? { fetcher.store.answer(key).flatMap { isOfPlace($0) ? $0 : nil } }

  private func isOfPlace(_ kept: KeptAnswer) -> Bool { place == nil || kept.place == place }

  /// What stands for its address with the values of its variables. It tells nothing of them (SHA-384), for they may be
  /// secret. Nothing without variables, and where one has no value, so that nothing can be asked.
  private var place: Digest? {
    guard let text = VariableText(origin.url), !text.variables.isEmpty else { return nil }
    let values = text.variables.compactMap { name in fetcher.environment(name).map { (name, $0) } }
    guard values.count == text.variables.count else { return nil }
    let known = Dictionary(values, uniquingKeysWith: { first, _ in first })
    return Digest(of: SHA384.digest(of: Array(text.expanded { known[$0] }.utf8)))
  }

  /// Whether an answer is young enough not to be asked for.
  func age(of kept: KeptAnswer) -> SourceAnswer.Freshness {
    settings.revalidate.isExceeded(by: seconds(since: kept)) ? .stale : .cached
  }

  /// Whether an answer may not stand in for another. One from behind the clock, which may be that of a commit, is not old.
  private func isTooOld(_ kept: KeptAnswer) -> Bool {
    settings.maxStale.isExceeded(by: max(0, seconds(since: kept)))
  }

  private func seconds(since kept: KeptAnswer) -> Int { Int(clock.seconds - kept.asked.seconds) }

  func answer(_ kept: KeptAnswer, _ freshness: SourceAnswer.Freshness, requests: Int = 0) -> SourceAnswer {
    var answer = SourceAnswer(
      source: settings.name, shape: settings.shape,
      pages: kept.pages.enumerated().map { index, page in
        SourceFile(path: SourceSettings.pagePath(origin.url, index), bytes: page.bytes)
      },
      freshness: freshness, asked: kept.asked, due: SourceSchedule.due(kept, settings.revalidate),
      requests: requests)
    answer.hasFitted = kept.fits
    return answer
  }

  /// The last answer that has fitted, where `latest` is another that is not known to.
  func lastGood(besides latest: SourceAnswer) -> LastGoodAnswer? {
    guard !latest.hasFitted, let good = fetcher.store.good(key), !good.pages.isEmpty, isOfPlace(good),
      good.pages.map(\.bytes) != latest.pages.map(\.bytes)
    else { return nil }
    var answer = answer(good, .stale, requests: latest.requests)
    answer.due = latest.due
    answer.failure = latest.failure
    answer.isLastGood = true
    return LastGoodAnswer(
      answer: answer, use: isTooOld(good) ? .tooOld : settings.onError == .warn ? .allowed : .forbidden)
  }

  /// Takes what is kept, or asks, or takes what is kept nevertheless.
  func outcome() -> Outcome {
    var known = self.known ?? KeptAnswer()
    if !known.pages.isEmpty, age(of: known) == .cached, !fetcher.asksAll {
      return Outcome(answer: answer(known, .cached))
    }
    // A moment of another clock says nothing.
    if let notBefore = known.notBefore, let failed = known.failed, failed <= clock, clock < notBefore,
      notBefore.seconds - failed.seconds <= RetryAfter.maximum
    {
      let failure = SourceFailure.passing(
        .sourceNoAnswer, "the server wants not to be asked before \(Self.text(of: notBefore))",
        help: "raise `revalidate`, so that it is asked less often")
      return standIn(known, for: failure, requests: 0)
    }
    var requests = 0
    do {
      let pages = try askedPages(known.pages, &requests)
      let isAsItWas = pages.map(\.bytes) == known.pages.map(\.bytes)
      known = KeptAnswer(asked: clock, pages: pages, fits: isAsItWas && known.fits, place: place)
      fetcher.store.keep(known, key, setAside: !isAsItWas)
      return Outcome(answer: answer(known, isAsItWas ? .confirmed : .fetched, requests: requests))
    } catch {
      if error.isPassing {
        known.failed = clock
        known.notBefore = error.retryAfter.map {
          DateTime(secondsSinceEpoch: clock.seconds + Int64(min($0, RetryAfter.maximum)))
        }
        // What is kept of another address is worth more than that this one does not answer.
        if fetcher.store.answer(key).map(isOfPlace) ?? true {
          known.place = place
          fetcher.store.keep(known, key)
        }
      }
      return standIn(known, for: error, requests: requests)
    }
  }

  private func askedPages(_ kept: [KeptPage], _ requests: inout Int) throws(SourceFailure) -> [KeptPage] {
    let request = try SourceRequest(origin, environment: fetcher.environment)
    let network = NetworkSettings(fetcher.environment, addresses: fetcher.addresses)
    guard let library = fetcher.library(), let client = CurlClient(library, network) else {
      throw .lasting(
        .sourceNoLibcurl, "libcurl is not on this machine",
        help:
          "install it: `apt-get install libcurl4`, `dnf install libcurl`, `apk add libcurl`, `brew install curl`"
      )
    }
    var paged = PagedRequest(
      origin, request, kept: kept,
      PageRequest(
        request, client, origin, clock: clock, deadline: .now + .seconds(max(1, origin.timeout)),
        pause: fetcher.pause))
    defer { requests = paged.requests }
    try paged.run()
    return paged.pages
  }

  /// The last good answer in the place of one that could not be had, where the settings and its age allow it.
  private func standIn(_ kept: KeptAnswer, for failure: SourceFailure, requests: Int) -> Outcome {
    var problem = failure.diagnostic(of: settings)
    guard !kept.pages.isEmpty, failure.isPassing else { return Outcome(diagnostics: [problem]) }
    let asked = Self.text(of: kept.asked)
    if isTooOld(kept) {
      problem.help.append("the last good answer, of \(asked), is older than `max_stale` allows")
      return Outcome(diagnostics: [problem])
    }
    var answer = answer(kept, .stale, requests: requests)
    answer.failure = failure.reason
    if settings.onError == .fail {
      problem.help.append("with `on_error = \"warn\"` the last good answer, of \(asked), would be used")
      return Outcome(answer: answer, diagnostics: [problem])
    }
    problem.code = .sourceStale
    problem.severity = .warning
    problem.message = "`\(settings.name)` is as it was at \(asked): \(failure.reason)"
    return Outcome(answer: answer, diagnostics: [problem])
  }

  private static func text(of moment: DateTime) -> String { DateFormat.iso8601.string(moment, in: .utc) }
}
