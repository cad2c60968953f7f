import Synchronization

/// The open end of one browser's stream of events: events in, bytes out when a connection has taken it.
package final class EventStream: Sendable {
  private struct State {
    var waiting: [[UInt8]] = []
    var sink: (@Sendable ([UInt8]) -> Void)?
    var ended: (@Sendable () -> Void)?
    var isClosed = false
  }

  /// A browser that takes none of so many events is closed, and asks anew.
  private static let maximumWaiting = 64
  private let state = Mutex(State())

  package init() {}

  /// Calls `action` once the connection has ended.
  package func onEnd(_ action: @escaping @Sendable () -> Void) {
    let isClosed = state.withLock { state in
      state.ended = action
      return state.isClosed
    }
    if isClosed { action() }
  }

  /// Sends one event; lines of `data` are put behind each other as the format asks.
  package func send(_ event: String, _ data: String = "") {
    var text = "event: \(event)\n"
    for line in data.split(separator: "\n", omittingEmptySubsequences: false) { text += "data: \(line)\n" }
    let bytes = Array((text + "\n").utf8)
    let sink = state.withLock { state -> (@Sendable ([UInt8]) -> Void)? in
      if state.sink == nil, state.waiting.count < Self.maximumWaiting { state.waiting.append(bytes) }
      return state.sink
    }
    sink?(bytes)
  }

  /// Gives the stream its connection: `sink` gets what has waited, then every event.
  package func connect(_ sink: @escaping @Sendable ([UInt8]) -> Void) {
    let waiting = state.withLock { state in
      defer { state.waiting = [] }
      state.sink = sink
      return state.waiting
    }
    for bytes in waiting { sink(bytes) }
  }

  /// The connection has ended.
  package func close() {
    let ended = state.withLock { state -> (@Sendable () -> Void)? in
      if state.isClosed { return nil }
      state.isClosed = true
      state.sink = nil
      return state.ended
    }
    ended?()
  }
}
