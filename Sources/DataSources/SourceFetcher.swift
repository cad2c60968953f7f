import Dispatch
package import Diagnostics
import Digests
package import Models
import Synchronization

/// Gets what sources have to say over HTTP: from the store while that is young enough, else from their servers.
package struct SourceFetcher: Sendable {
  /// Where answers may come from.
  package enum Policy: Sendable {
    /// From servers, where what is kept is too old.
    case online
    /// From what is kept, at any age.
    case offline
    /// From what is locked; anything else is an error.
    case frozen(SourceLock)
  }

  let store: AnswerStore
  let environment: @Sendable (String) -> String?
  let clock: DateTime
  let policy: Policy
  /// Whether servers are asked even where what is kept is young enough.
  package var asksAll = false
  /// Between a failed request and the next, at first.
  var pause: Duration = .milliseconds(250)
  /// Addresses of names, asked before any other.
  var addresses: [String: String] = [:]
  /// What to ask with.
  var library: @Sendable () -> CurlLibrary? = { CurlLibrary.shared }

  /// Sources that are asked at once.
  private static let maximumAtOnce = 8
  /// Of one host; a build is a rude guest otherwise.
  private static let maximumAtOnceOfHost = 2

  /// `environment` gives the values of variables, of the site and of the network (`https_proxy`, `SSL_CERT_FILE`);
  /// `clock` is the moment of the build.
  package init(
    store: AnswerStore, environment: @escaping @Sendable (String) -> String?, clock: DateTime, policy: Policy
  ) {
    self.store = store
    self.environment = environment
    self.clock = clock
    self.policy = policy
  }

  /// The answers of the sources that have one, in the order of `settings`, and what is wrong. Waits until all are there.
  /// Sources that are files are left to whoever reads the site's files.
  package func answer(for settings: [SourceSettings]) -> (answers: [SourceAnswer], diagnostics: [Diagnostic])
  {
    let asked = runs(of: settings)
    switch policy {
    case .online:
      let outcomes = Self.parallel(asked)
      return (outcomes.compactMap(\.answer), outcomes.flatMap(\.diagnostics).inOrder)
    case .offline: return offline(asked)
    case .frozen(let lock): return lock.answers(for: asked.map { ($0.settings, $0.key) }, store)
    }
  }

  func runs(of settings: [SourceSettings]) -> [SourceRun] {
    settings.compactMap { settings -> SourceRun? in
      guard case .http(let origin) = settings.origin, let key = settings.key else { return nil }
      return SourceRun(settings: settings, origin: origin, key: key, fetcher: self)
    }
  }

  private func offline(_ asked: [SourceRun]) -> (answers: [SourceAnswer], diagnostics: [Diagnostic]) {
    let kept = asked.map { $0.kept }
    let answers = zip(asked, kept).compactMap { run, kept in kept.map { run.answer($0, run.age(of: $0)) } }
    let missing = zip(asked, kept).filter { $0.1 == nil }.map(\.0.settings)
    guard let first = missing.first else { return (answers, []) }
    let names = missing.map { "`\($0.name)`" }.joined(separator: ", ")
    let diagnostic = Diagnostic(
      .sourceNotKept, "nothing is kept of \(names), and `--offline` asks no server", at: first.declaration,
      label: first.shownURL,
      related: missing.dropFirst().map { .init($0.declaration, $0.shownURL) },
      help: ["build once without `--offline`, or restore `.presstime/` from where it is kept"])
    return (answers, [diagnostic])
  }

  /// Runs all, several at once: each host has some lanes, which take its sources in turn. Hosts that redirects and next
  /// pages lead to are not counted.
  static func parallel(_ runs: [SourceRun]) -> [SourceRun.Outcome] {
    var groups: [String: [Int]] = [:]
    var hosts: [String] = []
    for (index, run) in runs.enumerated() {
      let host = URLReference(run.origin.url).authority ?? ""
      if groups[host] == nil { hosts.append(host) }
      groups[host, default: []].append(index)
    }
    // The first lane of each host, then the second.
    let lanes = (0..<maximumAtOnceOfHost).flatMap { lane in
      hosts.filter { (groups[$0]?.count ?? 0) > lane }
    }
    let work = Mutex((lanes: lanes[...], groups: groups))
    let outcomes = Mutex([Int: SourceRun.Outcome]())
    let threads = min(lanes.count, maximumAtOnce)
    @Sendable func take() {
      while let host = work.withLock({ $0.lanes.popFirst() }) {
        while let index = work.withLock({ work -> Int? in
          guard let first = work.groups[host]?.first else { return nil }
          work.groups[host]?.removeFirst()
          return first
        }) {
          let outcome = runs[index].outcome()
          outcomes.withLock { $0[index] = outcome }
        }
      }
    }
    let group = DispatchGroup()
    // A queue each: those of one queue would wait for a processor, of which they need hardly any.
    for number in 1..<max(1, threads) {
      DispatchQueue(label: "presstime.source.\(number)").async(group: group) { take() }
    }
    take()
    group.wait()
    return outcomes.withLock { outcomes in runs.indices.compactMap { outcomes[$0] } }
  }
}

extension DiagnosticCode {
  /// What `--offline` lacks.
  package static let sourceNotKept = DiagnosticCode("source.not-kept")
}
