import Files
import Foundation
import Glibc
import Synchronization
import Testing

@testable import PreviewServer

/// The server as it is met on its socket.
@Suite(.serialized) struct HTTPServerTests {
  private static let page = String(repeating: "A line of a page.\n", count: 500)

  private static func answer(_ request: PreviewRequest) -> PreviewResponse {
    switch request.path {
    case "slow":
      usleep(300_000)
      return HTTPAnswer.plain(200, "slow\n")
    case "page":
      return PreviewResponse(contentType: "text/html; charset=utf-8", body: .bytes(Array(page.utf8)))
    case "large":
      return PreviewResponse(contentType: "image/png", body: .bytes(Array(repeating: 1, count: 32 << 20)))
    case "self": return PreviewResponse(contentType: "text/plain", body: .file("/proc/self/exe"))
    case "gone": return PreviewResponse(contentType: "text/plain", body: .file("/nowhere/at/all"))
    default: return HTTPAnswer.plain(200, "path \(request.path) query \(request.query ?? "-")\n")
    }
  }

  private func serve(
    _ change: (inout ServerSettings) -> Void = { _ in }, _ test: (HTTPServer) throws -> Void
  ) throws {
    var settings = ServerSettings(host: "127.0.0.1", port: 0)
    change(&settings)
    let server = try HTTPServer(settings, answer: Self.answer)
    defer { server.stop() }
    try test(server)
  }

  @Test func requestsAreAnsweredInTheirOrder() throws {
    try serve { server in
      let client = try #require(SocketClient(port: server.port))
      // Pipelined: the slow one first.
      client.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\nGET /a?b HTTP/1.1\r\nHost: localhost\r\n\r\n")
      #expect(client.response()?.text == "slow\n")
      #expect(client.response()?.text == "path a query b\n")
      #expect(client.get("/c")?.text == "path c query -\n")
      // Byte by byte.
      for character in "GET /d HTTP/1.1\r\nHost: localhost\r\n\r\n" { client.send(String(character)) }
      #expect(client.response()?.text == "path d query -\n")
      let old = try #require(SocketClient(port: server.port))
      old.send("GET /e HTTP/1.0\r\n\r\n")
      #expect(old.rest().hasSuffix("path e query -\n"))
    }
  }

  @Test(arguments: [
    ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc", "405"),
    ("GET / HTTP/1.1\r\n\r\n", "400"),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", "400"),
    ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", "403"),
    ("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", "403"),
    ("GET http://localhost/x HTTP/1.1\r\nHost: localhost\r\n\r\n", "200"),
    ("GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"),
    ("GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"),
    ("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", "405"), ("no request\r\n\r\n", "400"),
    ("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", "400"), ("GET / HTTP/1.1\r\nHost localhost\r\n\r\n", "400"),
    ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}", "400"),
  ]) func oddRequestsAreRefused(request: String, status: String) throws {
    try serve { server in
      let client = try #require(SocketClient(port: server.port))
      client.send(request)
      #expect(client.text(through: "\r\n").hasPrefix("HTTP/1.1 \(status) "), "\(request)")
      // Nobody else is disturbed.
      #expect(SocketClient(port: server.port)?.get("/a")?.status == 200)
    }
  }

  @Test func oversizedRequestsAreClosed() throws {
    try serve { server in
      for request in [
        "GET /" + String(repeating: "a", count: 200_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + String(repeating: "a", count: 200_000) + "\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
          + String(repeating: "a", count: 1_000_000),
      ] {
        let client = try #require(SocketClient(port: server.port))
        client.send(request)
        let answer = client.rest()
        #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"))
      }
      #expect(SocketClient(port: server.port)?.get("/a")?.status == 200)
    }
  }

  @Test func whoIsTooSlowIsClosed() throws {
    try serve({
      $0.requestSeconds = 1; $0.idleSeconds = 1
    }) { server in
      let silent = try #require(SocketClient(port: server.port))
      let half = try #require(SocketClient(port: server.port))
      half.send("GET / HTTP/1.1\r\nHost: loc")
      let idle = try #require(SocketClient(port: server.port))
      #expect(idle.get("/a")?.status == 200)
      #expect(silent.rest() == "")
      #expect(half.rest() == "")
      #expect(idle.rest() == "")
    }
  }

  @Test func pagesAreValidatedCutAndCompressed() throws {
    try serve { server in
      let client = try #require(SocketClient(port: server.port))
      let whole = try #require(client.get("/page"))
      #expect(whole.text == Self.page)
      let tag = try #require(whole.fields["etag"])
      #expect(whole.fields["cache-control"] == "no-cache")
      #expect(whole.fields["x-content-type-options"] == "nosniff")
      #expect(client.get("/page", ["If-None-Match: \"x\", \(tag)"])?.status == 304)
      #expect(client.get("/page", ["If-None-Match: W/\(tag)"])?.status == 304)
      #expect(client.get("/page", ["If-None-Match: *"])?.status == 304)
      #expect(client.get("/page", ["If-None-Match: \"x\""])?.status == 200)
      let head = try #require(client.get("/page", method: "HEAD"))
      #expect(head.fields["content-length"] == String(Self.page.utf8.count) && head.body.isEmpty)
      let part = try #require(client.get("/page", ["Range: bytes=2-5"]))
      #expect(part.status == 206 && part.text == "line")
      #expect(part.fields["content-range"] == "bytes 2-5/\(Self.page.utf8.count)")
      #expect(client.get("/page", ["Range: bytes=2-5", "If-Range: \"x\""])?.status == 200)
      #expect(client.get("/page", ["Range: bytes=2-5", "If-Range: \(tag)"])?.status == 206)
      #expect(client.get("/page", ["Range: bytes=999999-"])?.status == 416)
      let compressed = try #require(client.get("/page", ["Accept-Encoding: gzip"]))
      #expect(compressed.fields["content-encoding"] == "gzip")
      #expect(compressed.fields["vary"] == "Accept-Encoding")
      #expect(compressed.fields["etag"] != tag)
      #expect(compressed.body.starts(with: [0x1F, 0x8B]) && compressed.body.count < 1000)
      #expect(client.get("/page", ["Accept-Encoding: gzip;q=0"])?.fields["content-encoding"] == nil)
    }
  }

  @Test func filesAreSentFromTheDisk() throws {
    try serve { server in
      let client = try #require(SocketClient(port: server.port))
      let part = try #require(client.get("/self", ["Range: bytes=0-3"]))
      #expect(part.body == [0x7F, 0x45, 0x4C, 0x46])
      let head = try #require(client.get("/self", method: "HEAD"))
      let modified = try #require(head.fields["last-modified"])
      #expect(client.get("/self", ["If-Modified-Since: \(modified)"])?.status == 304)
      #expect(client.get("/gone")?.status == 404)
      #expect(client.get("/a")?.status == 200)
    }
  }

  @Test func aFileThatBecomesShorterWhileItIsSentEndsTheConnection() throws {
    let path = NSTemporaryDirectory() + "presstime-shrinking-\(getpid())"
    defer { unsafe unlink(path) }
    try FileSystem.write(path, Array(repeating: 1, count: 64 << 20))
    let server = try HTTPServer(ServerSettings(host: "127.0.0.1", port: 0)) { _ in
      PreviewResponse(contentType: "image/png", body: .file(path))
    }
    defer { server.stop() }
    let client = try #require(SocketClient(port: server.port))
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    #expect(client.text(through: "\r\n\r\n").contains("Content-Length: \(64 << 20)"))
    unsafe truncate(path, 1000)
    #expect(client.rest().utf8.count < 64 << 20)
    let other = try #require(SocketClient(port: server.port))
    #expect(other.get("/")?.body.count == 1000)
  }

  @Test func aThousandConnectionsAreServedAtOnce() throws {
    var limit = rlimit()
    unsafe getrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit)
    limit.rlim_cur = limit.rlim_max
    unsafe setrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit)
    try serve { server in
      var clients: [SocketClient] = []
      for _ in 0..<1000 { clients.append(try #require(SocketClient(port: server.port))) }
      for client in clients { client.send("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n") }
      #expect(clients.allSatisfy { $0.response()?.status == 200 })
      for client in clients.reversed() { #expect(client.get("/b")?.status == 200) }
    }
  }

  @Test func connectionsBeyondTheLimitAreClosed() throws {
    try serve({ $0.maximumConnections = 3 }) { server in
      let held = (0..<3).compactMap { _ in SocketClient(port: server.port) }
      #expect(held.allSatisfy { $0.get("/a")?.status == 200 })
      let further = try #require(SocketClient(port: server.port))
      #expect(further.get("/a") == nil)
      #expect(held.allSatisfy { $0.get("/a")?.status == 200 })
    }
  }

  @Test func aClientThatReadsNothingHoldsNobodyUp() throws {
    try serve { server in
      let stuck = try #require(SocketClient(port: server.port))
      stuck.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
      let other = try #require(SocketClient(port: server.port))
      for _ in 0..<100 { #expect(other.get("/a")?.status == 200) }
    }
  }

  @Test func eventsStayOpenAndAreClosedWithTheirBrowser() throws {
    let stream = EventStream()
    let isEnded = Atomic(false)
    stream.onEnd { isEnded.store(true, ordering: .relaxed) }
    stream.send("hello", "one\r\ntwo")
    let server = try HTTPServer(ServerSettings(host: "127.0.0.1", port: 0)) { _ in
      PreviewResponse(contentType: "text/event-stream", body: .events(stream))
    }
    defer { server.stop() }
    var client = SocketClient(port: server.port)
    client?.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    #expect(client?.text(through: "data: two\n\n").contains("event: hello\ndata: one\ndata: two\n\n") == true)
    // No line break of the format.
    stream.send("page", "a\u{2028}b\u{85}c")
    #expect(client?.text(through: "c\n\n").contains("data: a\u{2028}b\u{85}c\n\n") == true)
    stream.send("page")
    #expect(client?.text(through: "data: \n\n").contains("event: page\n") == true)
    client = nil
    for _ in 0..<200 where !isEnded.load(ordering: .relaxed) { usleep(20_000) }
    let isClosed = isEnded.load(ordering: .relaxed)
    #expect(isClosed)
  }

  @Test func aStoppedServerFreesItsPortAtOnce() throws {
    let server = try HTTPServer(ServerSettings(host: "127.0.0.1", port: 0), answer: Self.answer)
    let port = server.port
    let clients = (0..<5).compactMap { _ in SocketClient(port: port) }
    #expect(clients.allSatisfy { $0.get("/a")?.status == 200 })
    clients[0].send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
    server.stop()
    let again = try HTTPServer(
      ServerSettings(host: "127.0.0.1", port: port, triesNextPorts: false), answer: Self.answer)
    defer { again.stop() }
    #expect(SocketClient(port: port)?.get("/a")?.status == 200)
    #expect(throws: ServerError.self) {
      try HTTPServer(
        ServerSettings(host: "127.0.0.1", port: port, triesNextPorts: false), answer: Self.answer)
    }
    let next = try HTTPServer(ServerSettings(host: "127.0.0.1", port: port), answer: Self.answer)
    defer { next.stop() }
    #expect(next.port > port)
    #expect(throws: ServerError.self) {
      try HTTPServer(ServerSettings(host: "203.0.113.1", port: 0), answer: Self.answer)
    }
  }
}
