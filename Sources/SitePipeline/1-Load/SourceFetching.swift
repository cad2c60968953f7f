import DataSources
import Files
import Models

/// Where a run may get the answers of sources from.
package enum NetworkUse: Sendable, Hashable {
  /// From servers, where what is kept is too old.
  case online
  /// From servers, whatever the age of what is kept.
  case asking
  /// From what is kept, at any age.
  case offline
  /// From `content/sources.lock`.
  case frozen

  /// Whether servers may be asked, and what they say is kept.
  var asksServers: Bool {
    switch self {
    case .online, .asking: true
    case .offline, .frozen: false
    }
  }
}

extension BuildOptions {
  /// The answers of sources over HTTP at a moment. What is kept of sources that the site has no more is removed.
  func answers(of wanted: [SourceSettings], at moment: DateTime) -> RemoteAnswers {
    if let fetch { return fetch(wanted) }
    let store = AnswerStore(site: site, isWritten: network.asksServers)
    let policy: SourceFetcher.Policy
    switch network {
    case .online, .asking: policy = .online
    case .offline: policy = .offline
    case .frozen:
      let (lock, problems) = SourceLock.read(site: site)
      guard let lock else { return RemoteAnswers(diagnostics: problems) }
      policy = .frozen(lock)
    }
    var fetcher = SourceFetcher(
      store: store, environment: { ProcessEnvironment.value($0) }, clock: moment, policy: policy)
    fetcher.asksAll = network == .asking
    let (answers, diagnostics) = fetcher.answer(for: wanted)
    if network.asksServers { store.removeOthers(than: wanted) }
    var remote = RemoteAnswers(answers: answers, diagnostics: diagnostics)
    // What is locked is taken, and nothing else.
    if network != .frozen { remote.lastGood = fetcher.lastGood(of: wanted, besides: answers) }
    return remote
  }
}
