import Files
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Answers HTTP/1.1 (RFC 9112). Requests are parsed by SwiftNIO; answers are made on threads of their own, so that a
/// page which takes long holds nobody up.
package final class HTTPServer: Sendable {
  private let settings: ServerSettings
  private let group: MultiThreadedEventLoopGroup
  private let workers: NIOThreadPool
  private let listeners: [any Channel]
  private let connections: ConnectionList
  /// Where it listens.
  package let port: Int

  /// More ports than this are not tried.
  private static let triedPorts = 100

  /// Listens, and calls `answer` on several threads, once for each request that may be answered.
  package init(
    _ settings: ServerSettings, answer: @escaping @Sendable (PreviewRequest) -> PreviewResponse
  ) throws(ServerError) {
    self.settings = settings
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    workers = NIOThreadPool(numberOfThreads: settings.jobs)
    workers.start()
    let connections = ConnectionList(maximum: settings.maximumConnections)
    let rules = HostRules(
      host: settings.host, allowed: settings.allowedHosts, machine: ProcessEnvironment.hostName)
    let workers = workers
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard connections.add(channel) else { return channel.close(promise: nil) }
          let pipeline = channel.pipeline.syncOperations
          try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: true, withErrorHandling: true)
          try pipeline.addHandler(ConnectionHandler(channel, settings, rules, workers, answer))
        }
      }
    self.connections = connections
    do {
      listeners = try Self.listen(bootstrap, settings)
    } catch {
      try? workers.syncShutdownGracefully()
      try? group.syncShutdownGracefully()
      throw error
    }
    port = listeners.first?.localAddress?.port ?? settings.port
  }

  /// As `http://localhost:8000/`.
  package var address: String {
    let host =
      settings.host.contains(":") && !settings.host.hasPrefix("[") ? "[\(settings.host)]" : settings.host
    return "http://\(host):\(port)/"
  }

  /// How many browsers are connected.
  var openConnections: Int { connections.count }

  /// Closes every connection; the port is free when it returns.
  package func stop() {
    for listener in listeners { try? listener.close().wait() }
    connections.closeAll()
    try? workers.syncShutdownGracefully()
    try? group.syncShutdownGracefully()
  }

  private static func listen(
    _ bootstrap: ServerBootstrap, _ settings: ServerSettings
  ) throws(ServerError) -> [any Channel] {
    let last =
      settings.triesNextPorts && settings.port > 0 ? min(65535, settings.port + triedPorts) : settings.port
    var port = settings.port
    while true {
      do { return try listen(bootstrap, settings.host, port) } catch {
        let isTaken = (error as? IOError)?.errnoCode == EADDRINUSE
        guard isTaken, port < last else { throw ServerError(reason: reason(error, settings.host, port)) }
        port += 1
      }
    }
  }

  /// `localhost` is both of its addresses, where there are two: a browser may take either.
  private static func listen(
    _ bootstrap: ServerBootstrap, _ host: String, _ port: Int
  ) throws -> [any Channel] {
    let name = host.hasPrefix("[") ? String(host.dropFirst().prefix { $0 != "]" }) : host
    guard name == "localhost" else { return [try bootstrap.bind(host: name, port: port).wait()] }
    let first = try bootstrap.bind(host: "127.0.0.1", port: port).wait()
    do {
      return [first, try bootstrap.bind(host: "::1", port: first.localAddress?.port ?? port).wait()]
    } catch {
      guard (error as? IOError)?.errnoCode == EADDRINUSE, port != 0 else { return [first] }
      try? first.close().wait()
      throw error
    }
  }

  private static func reason(_ error: any Error, _ host: String, _ port: Int) -> String {
    if error is SocketAddressError { return "`\(host)` is no address, and no name of one" }
    return switch (error as? IOError)?.errnoCode {
    case EADDRINUSE: "port \(port) is taken; name another with `--port`"
    case EACCES: "port \(port) is for administrators; name one from 1024 on with `--port`"
    case EADDRNOTAVAIL: "`\(host)` is no address of this machine"
    default: "can't listen at `\(host)`: \(error)"
    }
  }
}

/// The open connections of a server, so that they can be counted and closed.
final class ConnectionList: Sendable {
  private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])
  private let maximum: Int

  init(maximum: Int) {
    self.maximum = maximum
  }

  /// False when there are too many.
  func add(_ channel: any Channel) -> Bool {
    let id = ObjectIdentifier(channel)
    let isAdded = channels.withLock { channels in
      guard channels.count < maximum else { return false }
      channels[id] = channel
      return true
    }
    if isAdded {
      channel.closeFuture.whenComplete { [weak self] _ in
        self?.channels.withLock { channels in channels[id] = nil }
      }
    }
    return isAdded
  }

  var count: Int { channels.withLock { $0.count } }

  func closeAll() {
    let open = channels.withLock { Array($0.values) }
    for channel in open { try? channel.close().wait() }
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
