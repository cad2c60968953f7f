import Foundation
import PreviewServer
import Synchronization

/// Serves the pages and events that a test says, so that the preview's script is tested without the preview.
final class PageServer: Sendable {
  private struct State {
    var pages: [String: String] = [:]
    var build = "1"
    var greeting = ""
    var delays: [String: Double] = [:]
    var streams: Set<Int32> = []
    var requests: [String] = []
    var listener: Int32 = -1
  }

  private let state = Mutex(State())
  let port: UInt16

  init() throws {
    let listener = try Self.listen(0)
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(listener, $0, &size)
      }
    }
    port = UInt16(bigEndian: address.sin_port)
    accept(from: listener)
  }

  var address: String { "http://localhost:\(port)/" }

  // MARK: - What a test says

  /// From now on this is at a path; the script is added to pages.
  func put(_ path: String, _ text: String) { state.withLock { $0.pages[path] = text } }

  /// From now on there is nothing at a path.
  func remove(_ path: String) { state.withLock { $0.pages[path] = nil } }

  /// An answer to come late.
  func delay(_ path: String, seconds: Double) { state.withLock { $0.delays[path] = seconds } }

  var build: String {
    get { state.withLock { $0.build } }
    set { state.withLock { $0.build = newValue } }
  }

  /// What streams begin with behind `hello`.
  func greet(_ event: String, _ data: String) { state.withLock { $0.greeting = Self.event(event, data) } }

  func send(_ event: String, _ data: String = "") {
    for stream in state.withLock({ $0.streams }) { Self.write(Self.event(event, data), to: stream) }
  }

  /// A page that differs, as the preview tells it.
  func change(_ path: String, _ text: String) {
    put(path, text)
    state.withLock { $0.build += "+" }
    send("page")
  }

  // MARK: - What browsers did

  var streams: Int { state.withLock { $0.streams.count } }

  func requests(of path: String) -> Int { state.withLock { $0.requests.count { $0 == path } } }

  /// Waits until so many streams are open.
  func waitForStreams(_ count: Int) throws {
    for _ in 0..<1000 {
      if streams == count { return }
      usleep(20_000)
    }
    throw Browser.Problem(description: "\(streams) streams are open instead of \(count)")
  }

  // MARK: - Its life

  /// Ends as a process does: no address, no streams.
  func stop() {
    let (listener, streams) = state.withLock { state in
      defer { state.listener = -1 }
      return (state.listener, state.streams)
    }
    if listener >= 0 {
      shutdown(listener, Int32(SHUT_RDWR))
      close(listener)
    }
    for stream in streams { shutdown(stream, Int32(SHUT_RDWR)) }
  }

  /// Begins again at the same address.
  func restart() throws { accept(from: try Self.listen(port)) }

  private static func listen(_ port: UInt16) throws -> Int32 {
    #if os(Linux)
      let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let listener = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var yes: Int32 = 1
    unsafe setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let bound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard bound == 0, Foundation.listen(listener, 64) == 0 else {
      throw Browser.Problem(description: "no port can be opened")
    }
    return listener
  }

  private func accept(from listener: Int32) {
    state.withLock { $0.listener = listener }
    Thread.detachNewThread { [self] in
      while true {
        let connection = Foundation.accept(listener, nil, nil)
        guard connection >= 0 else { return }
        Thread.detachNewThread { [self] in
          answer(connection)
          close(connection)
        }
      }
    }
  }

  // MARK: - Answers

  private func answer(_ connection: Int32) {
    let input = FileHandle(fileDescriptor: connection, closeOnDealloc: false)
    var request = ""
    while !request.contains("\r\n\r\n") {
      let bytes = input.availableData
      guard !bytes.isEmpty else { return }
      request += String(decoding: bytes, as: UTF8.self)
    }
    let target = request.split(separator: " ").dropFirst().first.map(String.init) ?? "/"
    let path = String(target.prefix { $0 != "?" })
    let (page, build, greeting, delay) = state.withLock { state in
      state.requests.append(target)
      return (state.pages[path], state.build, state.greeting, state.delays[path] ?? 0)
    }
    if delay > 0 { Thread.sleep(forTimeInterval: delay) }
    switch path {
    case "/.presstime/events":
      let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
      Self.write(head + Self.event("hello", build) + greeting, to: connection)
      state.withLock { _ = $0.streams.insert(connection) }
      while !input.availableData.isEmpty {}
      state.withLock { _ = $0.streams.remove(connection) }
    case "/.presstime/client.js":
      Self.write("text/javascript", String(decoding: PreviewClient.script, as: UTF8.self), to: connection)
    default:
      let script = "<script src=\"/.presstime/client.js\" data-build=\"\(build)\"></script></body>"
      let type = path.hasSuffix(".css") ? "text/css" : path.hasSuffix(".js") ? "text/javascript" : "text/html"
      let text = page ?? "<html><head><title>404</title></head><body><h1>Nothing here</h1></body></html>"
      Self.write(
        type, text.replacingOccurrences(of: "</body>", with: script),
        status: page == nil ? "404 Not Found" : "200 OK", to: connection)
    }
  }

  private static func event(_ name: String, _ data: String) -> String {
    "event: \(name)\n"
      + data.split(separator: "\n", omittingEmptySubsequences: false).map { "data: \($0)\n" }.joined()
      + "\n"
  }

  private static func write(_ type: String, _ text: String, status: String = "200 OK", to connection: Int32) {
    write(
      "HTTP/1.1 \(status)\r\nContent-Type: \(type); charset=utf-8\r\nCache-Control: no-cache\r\n"
        + "Content-Length: \(text.utf8.count)\r\nConnection: close\r\n\r\n" + text, to: connection)
  }

  private static func write(_ text: String, to connection: Int32) {
    try? FileHandle(fileDescriptor: connection, closeOnDealloc: false).write(contentsOf: Data(text.utf8))
  }
}
