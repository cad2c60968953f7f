import Files
import SitePipeline
import Synchronization

/// One line that says how far a long build is, on a terminal only.
final class ProgressLine: Sendable {
  private let isShown: Bool
  private let clock = ContinuousClock()
  private let state: Mutex<State>

  private struct State {
    /// When the next line may be drawn; a build that is done by then shows none.
    var next: ContinuousClock.Instant
    var isDrawn = false
  }

  init(isShown: Bool) {
    self.isShown = isShown && ProcessEnvironment.isTerminal(2)
    state = Mutex(State(next: clock.now + .milliseconds(400)))
  }

  func show(_ stage: SiteBuild.Stage, _ done: Int, _ total: Int) {
    guard isShown else { return }
    state.withLock { state in
      guard clock.now >= state.next else { return }
      state.next = clock.now + .milliseconds(100)
      state.isDrawn = true
      Console.printError("\r\u{1B}[K" + Self.text(stage, done, total), terminator: "")
    }
  }

  func clear() {
    state.withLock { state in
      if state.isDrawn { Console.printError("\r\u{1B}[K", terminator: "") }
      state.isDrawn = false
    }
  }

  private static func text(_ stage: SiteBuild.Stage, _ done: Int, _ total: Int) -> String {
    switch stage {
    case .load: "reading…"
    case .check: "checking…"
    case .plan: "planning…"
    case .write: "writing \(done) of \(total)"
    }
  }
}
