import Synchronization

/// The open end of one browser's stream of events: events in, bytes out when a connection has taken it.
package final class EventStream: Sendable {
  private struct State {
    var waiting: [[UInt8]] = []
    var sink: (@Sendable ([UInt8]) -> Void)?
    var ended: (@Sendable () -> Void)?
    var isClosed = false
  }

  /// More than anybody sends until the connection takes them; what comes then is left out.
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
    // Other line breaks of Unicode, which JSON may have in it, are none of the format.
    let ends: Set<Character> = ["\n", "\r", "\r\n"]
    for line in data.split(omittingEmptySubsequences: false, whereSeparator: ends.contains) {
      text += "data: \(line)\n"
    }
    let bytes = Array((text + "\n").utf8)
    state.withLock { state in
      if let sink = state.sink {
        sink(bytes)
      } else if !state.isClosed, state.waiting.count < Self.maximumWaiting {
        state.waiting.append(bytes)
      }
    }
  }

  /// Gives the stream its connection: `sink` gets what has waited, then every event. It is called while the stream is
  /// locked, so that events keep their order, and must only pass the bytes on.
  package func connect(_ sink: @escaping @Sendable ([UInt8]) -> Void) {
    state.withLock { state in
      guard !state.isClosed else { return }
      for bytes in state.waiting { sink(bytes) }
      state.waiting = []
      state.sink = sink
    }
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
