import Synchronization

/// The browsers that have a page open, each with what it shows.
final class Viewers: Sendable {
  private struct Viewer {
    let stream: EventStream
    /// Below the site's root, decoded.
    let path: String
    /// What the browser has of it.
    var page: [UInt8]
  }

  private struct State {
    var viewers: [Int: Viewer] = [:]
    var next = 0
  }

  private let state = Mutex(State())

  /// Adds a browser that shows `page`, until its connection ends.
  func add(_ stream: EventStream, path: String, page: [UInt8]) {
    let number = state.withLock { state in
      state.next += 1
      state.viewers[state.next] = Viewer(stream: stream, path: path, page: page)
      return state.next
    }
    stream.onEnd { [weak self] in self?.remove(number) }
  }

  private func remove(_ number: Int) { state.withLock { state in state.viewers[number] = nil } }

  /// Sends an event to all.
  func send(_ event: String, _ data: String = "") {
    for viewer in state.withLock({ $0.viewers.values.map(\.stream) }) { viewer.send(event, data) }
  }

  /// Tells each browser whose page is another one now; `page` gives what is at a path, and `restyled` what the page
  /// before is with the stylesheets of now, which need no reload.
  func update(_ page: (_ path: String) -> [UInt8], restyled: (_ page: [UInt8]) -> [UInt8]) {
    let viewers = state.withLock { $0.viewers }
    for (number, viewer) in viewers {
      let new = page(viewer.path)
      guard new != viewer.page else { continue }
      if restyled(viewer.page) != new { viewer.stream.send("page") }
      state.withLock { state in state.viewers[number]?.page = new }
    }
  }

  /// Ends all streams.
  func close() {
    for stream in state.withLock({ $0.viewers.values.map(\.stream) }) { stream.close() }
  }
}
