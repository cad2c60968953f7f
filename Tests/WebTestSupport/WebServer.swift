import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A server on this machine that answers as a test says, well or badly, and remembers what it was asked.
public final class WebServer: Sendable {
  private struct State {
    var answer: @Sendable (WebRequest) -> WebAnswer
    var requests: [WebRequest] = []
    var connections = 0
    var open = 0
    var mostOpen = 0
  }

  private let state: Mutex<State>
  private let channel: Mutex<(any Channel)?>
  /// Where it listens.
  public let port: Int

  /// Listens at a free port of `127.0.0.1` until the value is gone.
  public init(_ answer: @escaping @Sendable (WebRequest) -> WebAnswer = { _ in .status(404) }) throws {
    let state = WeakServer()
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          state.server?.connected()
          try channel.pipeline.syncOperations.addHandler(
            RequestReader { state.server?.asked($0, on: channel) })
        }
      }
    let listening = try bootstrap.bind(host: "127.0.0.1", port: 0).wait()
    self.state = Mutex(State(answer: answer))
    channel = Mutex(listening)
    port = listening.localAddress?.port ?? 0
    state.set(self)
  }

  deinit { stop() }

  /// Listens no more.
  public func stop() {
    let listening = channel.withLock { channel in
      defer { channel = nil }
      return channel
    }
    try? listening?.close().wait()
  }

  /// The address of a path at a host that leads to it.
  public func url(_ path: String, host: String = "127.0.0.1") -> String { "http://\(host):\(port)\(path)" }

  /// Answers so from now on.
  public func answer(_ answer: @escaping @Sendable (WebRequest) -> WebAnswer) {
    state.withLock { $0.answer = answer }
  }

  /// What it was asked so far.
  public var requests: [WebRequest] { state.withLock { $0.requests } }

  /// How many connections there were.
  public var connections: Int { state.withLock { $0.connections } }

  /// How many requests it worked on at the same time, at most.
  public var mostAtOnce: Int { state.withLock { $0.mostOpen } }

  private func connected() { state.withLock { $0.connections += 1 } }

  private func asked(_ head: String, on channel: any Channel) {
    let (answer, request) = state.withLock { state in
      let request = WebRequest(head, before: state.requests)
      state.requests.append(request)
      state.open += 1
      state.mostOpen = max(state.mostOpen, state.open)
      return (state.answer, request)
    }
    // A thread for each: an answer may wait, and is written as fast as it is read.
    Thread.detachNewThread { [self] in
      answer(request).write(to: channel) { state.withLock { $0.open -= 1 } }
    }
  }

  /// The server for its connections, which are there before it is.
  private final class WeakServer: Sendable {
    private struct Reference {
      weak var server: WebServer?
    }

    private let reference = Mutex(Reference())

    var server: WebServer? { reference.withLock { $0.server } }

    func set(_ server: WebServer) { reference.withLock { $0.server = server } }
  }
}

/// What a server was asked.
public struct WebRequest: Sendable {
  /// `GET`.
  public let method: String
  /// As it stands in the first line: a path with its query, or a whole address where the server is taken for a proxy.
  public let target: String
  /// Names in lower case.
  public let headers: [(name: String, value: String)]
  /// How often the same was asked before.
  public let number: Int

  init(_ head: String, before: [WebRequest]) {
    let lines = head.components(separatedBy: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    method = words.first.map(String.init) ?? ""
    let target = words.dropFirst().first.map(String.init) ?? ""
    self.target = target
    headers = lines.dropFirst().compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return (
        line[..<colon].lowercased(),
        line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      )
    }
    number = before.count { $0.target == target }
  }

  /// The value of a header by its name in lower case.
  public subscript(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// Collects the heads of requests; they have no bodies.
private final class RequestReader: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private var bytes: [UInt8] = []
  private let asked: (String) -> Void

  init(_ asked: @escaping (String) -> Void) {
    self.asked = asked
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    bytes += unwrapInboundIn(data).readableBytesView
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasSuffix("\r\n\r\n") else { return }
    bytes = []
    asked(text)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
