import DataSources
import Models
import Synchronization

/// The answers of one run over HTTP, asked for when they are wanted first.
package final class RunAnswers: Sendable {
  struct State: Sendable {
    /// What is asked for.
    var wanted: [SourceSettings] = []
    /// As they came.
    var asked: RemoteAnswers
    /// What the site is made from.
    var used: RemoteAnswers
    /// Answers that fit as far as the site is made, and are not known to.
    var fitting: [(settings: SourceSettings, answer: SourceAnswer)] = []
  }

  private let state: Mutex<State?>

  /// `known` are the answers of a run before, if they are to be used again.
  package init(known: RemoteAnswers? = nil) { state = Mutex(known.map { State(asked: $0, used: $0) }) }

  /// What the site is to be made from.
  func answers(_ config: SiteConfig, _ options: BuildOptions) -> RemoteAnswers {
    state.withLock { state in
      if let state { return state.used }
      let wanted = config.sources.filter { $0.isUsable && $0.file == nil }.map(\.settings)
      // Whoever gives the answers hears too when none are wanted any more.
      let answers =
        wanted.isEmpty && options.fetch == nil
        ? RemoteAnswers() : options.answers(of: wanted, at: options.clock.moment(in: config.zone))
      state = State(wanted: wanted, asked: answers, used: answers)
      return answers
    }
  }

  /// Nothing before anything is asked for.
  var current: State? {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }
}
