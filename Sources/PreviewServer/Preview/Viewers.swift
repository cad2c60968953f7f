import Synchronization

/// The browsers that have a page open, each with what it shows.
final class Viewers: Sendable {
  private struct Viewer {
    let stream: EventStream
    /// Below the site's root, decoded.
    let path: String
    /// What the browser has of it, and what it shows to be wrong.
    var page: [UInt8]
    var problems: ProblemReport
  }

  private struct State {
    var viewers: [Int: Viewer] = [:]
    var next = 0
  }

  private let state = Mutex(State())

  /// Adds a browser that shows `page`, until its connection ends.
  func add(_ stream: EventStream, path: String, page: [UInt8], problems: ProblemReport) {
    if !problems.isEmpty { stream.send("problems", problems.json) }
    let number = state.withLock { state in
      state.next += 1
      state.viewers[state.next] = Viewer(stream: stream, path: path, page: page, problems: problems)
      return state.next
    }
    stream.onEnd { [weak self] in self?.remove(number) }
  }

  private func remove(_ number: Int) { state.withLock { state in state.viewers[number] = nil } }

  /// Sends an event to all.
  func send(_ event: String, _ data: String = "") {
    for viewer in state.withLock({ $0.viewers.values.map(\.stream) }) { viewer.send(event, data) }
  }

  /// Tells each browser whose page is another one now, or has other mistakes; `page` gives what is at a path, and
  /// `restyled` what the page before is with the stylesheets of now, which need no reload.
  func update(
    _ page: (_ path: String) -> (bytes: [UInt8], problems: ProblemReport),
    restyled: (_ page: [UInt8]) -> [UInt8]
  ) {
    let viewers = state.withLock { $0.viewers }
    for (number, viewer) in viewers {
      let (new, problems) = page(viewer.path)
      if new != viewer.page, restyled(viewer.page) != new { viewer.stream.send("page") }
      if problems != viewer.problems {
        viewer.stream.send(problems.isEmpty ? "mended" : "problems", problems.json)
      }
      state.withLock { state in
        state.viewers[number]?.page = new
        state.viewers[number]?.problems = problems
      }
    }
  }
}
