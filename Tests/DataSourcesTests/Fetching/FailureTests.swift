import CZlib
import Diagnostics
import Models
import Testing
import WebTestSupport

@testable import DataSources

/// What servers do wrong, and what becomes of it.
@Suite(.enabled(if: FetchedSite.isPossible, "libcurl is not on this machine")) struct FailureTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let answer: @Sendable (WebRequest) -> WebAnswer
    let code: String
    /// What the message says.
    let reason: String
    var requests = 1
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "not found", answer: { _ in .status(404) }, code: "source.no-answer",
      reason: "answered 404 Not Found"),
    Case(name: "unauthorised", answer: { _ in .status(401) }, code: "source.no-answer", reason: "401"),
    Case(
      name: "no content", answer: { _ in .raw("HTTP/1.1 204 No Content\n\n") }, code: "source.no-answer",
      reason: "204"),
    Case(
      name: "a part", answer: { _ in .body(Array("[]".utf8), status: 206) }, code: "source.no-answer",
      reason: "206"),
    Case(name: "broken", answer: { _ in .status(500) }, code: "source.no-answer", reason: "500", requests: 3),
    Case(
      name: "unavailable", answer: { _ in .status(503) }, code: "source.no-answer", reason: "503", requests: 3
    ),
    Case(
      name: "later", answer: { _ in .status(429, [("Retry-After", "120")]) }, code: "source.no-answer",
      reason: "429 Too Many Requests"),
    Case(name: "busy", answer: { _ in .status(429) }, code: "source.no-answer", reason: "429"),
    Case(
      name: "dropped", answer: { _ in .drop }, code: "source.no-answer", reason: "the server broke off",
      requests: 3),
    Case(
      name: "too short", answer: { _ in .raw("HTTP/1.1 200 OK\nContent-Length: 100\n\n[1, 2]") },
      code: "source.no-answer", reason: "the server broke off", requests: 3),
    Case(
      name: "truncated chunks",
      answer: { _ in .raw("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n10\n[1, 2]") },
      code: "source.no-answer", reason: "the server broke off", requests: 3),
    Case(
      name: "no head", answer: { _ in .raw("[1, 2, 3]\n") }, code: "source.no-answer", reason: "libcurl says"),
    Case(
      name: "bad compression",
      answer: { _ in .body(Array("[1]".utf8), headers: [("Content-Encoding", "gzip")]) },
      code: "source.bad-answer", reason: "compression"),
    Case(
      name: "empty", answer: { _ in .json(" \n") }, code: "source.bad-answer", reason: "the answer is empty"),
    Case(
      name: "a page", answer: { _ in .json("\n<!doctype html>") }, code: "source.bad-answer",
      reason: "HTML or XML"),
    Case(
      name: "not UTF-8", answer: { _ in .body(Array("[\"".utf8) + [0xE9] + Array("\"]".utf8)) },
      code: "source.bad-answer", reason: "not UTF-8"),
    Case(
      name: "bad JSON", answer: { _ in .json("[1,\n 2,]") }, code: "source.bad-answer",
      reason: "a comma stands before this `]`"),
    Case(
      name: "JSON and more", answer: { _ in .json("[1] [2]") }, code: "source.bad-answer",
      reason: "stands behind"),
    Case(
      name: "deep JSON", answer: { _ in .json(String(repeating: "[", count: 500)) },
      code: "source.bad-answer",
      reason: "64 levels deep"),
    Case(
      name: "too large", answer: { _ in .json("[\"" + String(repeating: "x", count: 2000) + "\"]") },
      code: "source.too-large", reason: "larger than 1000 bytes"),
    Case(
      name: "2 GiB",
      answer: { _ in
        .raw([
          .send(Array("HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\n".utf8)),
          .stream(Array(repeating: 0x20, count: 1 << 16), times: 1 << 15),
        ])
      }, code: "source.too-large", reason: "larger than 1000 bytes"),
    Case(
      name: "without end",
      answer: { _ in
        .raw([
          .send(Array("HTTP/1.1 200 OK\r\n\r\n".utf8)),
          .stream(Array(repeating: 0x20, count: 1 << 16), times: 1 << 15),
        ])
      }, code: "source.too-large", reason: "larger than 1000 bytes"),
    Case(
      name: "an error without end",
      answer: { _ in
        .raw([
          .send(Array("HTTP/1.1 404 Not Found\r\n\r\n".utf8)),
          .stream(Array(repeating: 0x20, count: 1 << 16), times: 1 << 15),
        ])
      }, code: "source.no-answer", reason: "404"),
    Case(
      name: "headers without end",
      answer: { _ in
        .raw([
          .send(Array("HTTP/1.1 200 OK\r\n".utf8)),
          .stream(Array(String(repeating: "X-More: of the same\r\n", count: 1000).utf8), times: 1 << 8),
        ])
      }, code: "source.too-large", reason: "headers without end"),
    Case(
      name: "a header without end",
      answer: { _ in
        .raw([
          .send(Array("HTTP/1.1 200 OK\r\nX-More: ".utf8)),
          .stream(Array(repeating: 0x78, count: 1 << 16), times: 1 << 10),
        ])
      }, code: "source.no-answer", reason: ""),
    Case(
      name: "a bomb", answer: { _ in .body(FailureTests.bomb, headers: [("Content-Encoding", "gzip")]) },
      code: "source.too-large", reason: "larger than 1000 bytes"),
    Case(
      name: "too slow", answer: { _ in .json("[]").after(5) }, code: "source.no-answer",
      reason: "within 1 second"),
    Case(
      name: "drop by drop",
      answer: { _ in
        .raw(
          [.send(Array("HTTP/1.1 200 OK\r\n\r\n[".utf8))]
            + (0..<100).flatMap { _ in [WebAnswer.Step.send([0x20]), .wait(0.1)] })
      }, code: "source.no-answer", reason: "within 1 second"),
  ]

  /// 16 MiB of spaces, compressed.
  static let bomb: [UInt8] = {
    let spaces = [UInt8](repeating: 0x20, count: 16 << 20)
    var count = 0
    guard let memory = unsafe presstime_gzip(spaces, spaces.count, &count) else { return [] }
    defer { unsafe presstime_gzip_free(memory) }
    return unsafe Array(UnsafeBufferPointer(start: memory, count: count))
  }()

  /// A server that fails once the first answer is kept.
  @Test(arguments: cases)
  func theLastGoodAnswerStandsIn(_ failure: Case) throws {
    var site = try FetchedSite { _ in .json("[1]", [("ETag", "\"1\"")]) }
    let source = site.source {
      $0.maximumBytes = 1000
      $0.timeout = 1
    }
    _ = site.fetch(source)
    site.server.answer(failure.answer)
    site.seconds = 100
    let (answer, diagnostics) = site.fetch(source)
    #expect(answer?.freshness == .stale)
    #expect(answer?.texts == ["[1]"])
    #expect(answer?.asked?.seconds == site.clock.seconds - 100)
    #expect(answer?.requests == site.server.requests.count - 1)
    #expect(diagnostics.codes == ["warning[source.stale]"])
    #expect(diagnostics.first?.message.hasPrefix("`posts` is as it was at 2026-11-23T00:00:00Z: ") == true)
    #expect(diagnostics.first?.message.contains(failure.reason) == true)
    #expect(failure.reason.isEmpty || site.server.requests.count == 1 + failure.requests)
    // Where it may not, it does not.
    site.seconds = 4000
    #expect(site.fetch(source).diagnostics.codes == ["error[\(failure.code)]"])
  }

  @Test(arguments: cases)
  func withoutOneItIsAnError(_ failure: Case) throws {
    let site = try FetchedSite(failure.answer)
    let (answer, diagnostics) = site.fetch(
      site.source {
        $0.maximumBytes = 1000
        $0.timeout = 1
      })
    #expect(answer == nil)
    #expect(diagnostics.codes == ["error[\(failure.code)]"])
    #expect(diagnostics.first?.message.hasPrefix("`posts` has no usable answer: ") == true)
    #expect(diagnostics.first?.message.contains(failure.reason) == true)
    #expect(diagnostics.first?.location != nil)
    #expect(failure.reason.isEmpty || site.server.requests.count == failure.requests)
  }

  @Test func aBombWithinTheBoundIsLargerBehindIt() throws {
    let site = try FetchedSite { _ in .body(Self.bomb, headers: [("Content-Encoding", "gzip")]) }
    #expect(Self.bomb.count < 1 << 20)
    let (_, diagnostics) = site.fetch(site.source { $0.maximumBytes = 1 << 20 })
    #expect(diagnostics.codes == ["error[source.too-large]"])
    #expect(
      site.fetch(site.source { $0.maximumBytes = 17 << 20 }).diagnostics.codes == ["error[source.bad-answer]"]
    )
  }

  @Test func aSourceThatMustNotFailIsAnError() throws {
    var site = try FetchedSite { request in request.number == 0 ? .json("[1]") : .status(404) }
    let source = site.source().with { $0.onError = .fail }
    _ = site.fetch(source)
    site.seconds = 100
    let (answer, diagnostics) = site.fetch(source)
    #expect(answer?.freshness == .stale)
    #expect(diagnostics.codes == ["error[source.no-answer]"])
  }

  @Test func placesAreLinesAndColumnsOfTheAnswer() throws {
    let site = try FetchedSite { _ in .json("[1,\n \"ü\" 2]") }
    let (_, diagnostics) = site.fetch(site.source())
    #expect(diagnostics.first?.location?.path == site.server.url("/posts"))
    #expect(diagnostics.first?.location?.line == 2)
    #expect(diagnostics.first?.location?.column == 6)
    #expect(diagnostics.first?.related.first?.location.path == "content/site.toml")
    site.server.answer { _ in .body(Array("[\n\"a".utf8) + [0xFF] + Array("\"]".utf8)) }
    #expect(site.fetch(site.source()).diagnostics.first?.location?.line == 2)
    #expect(site.fetch(site.source()).diagnostics.first?.location?.column == 3)
  }

  @Test func aServerThatRecoversIsAskedAgain() throws {
    let site = try FetchedSite { request in
      [.drop, .status(502)][safe: request.number] ?? .json("[1]")
    }
    let (answer, diagnostics) = site.fetch(site.source())
    #expect(answer?.texts == ["[1]"])
    #expect(answer?.requests == 3)
    #expect(diagnostics.isEmpty)
  }

  @Test func nobodyAtThePortIsNoConnection() throws {
    let site = try FetchedSite { _ in .json("[1]") }
    site.server.stop()
    let (_, diagnostics) = site.fetch(site.source())
    #expect(diagnostics.codes == ["error[source.no-answer]"])
    #expect(diagnostics.first?.message.hasSuffix("there is no connection to the host") == true)
  }

  // MARK: - Retry-After

  @Test func isNotAskedBeforeTheServerWantsIt() throws {
    var site = try FetchedSite { request in
      request.number == 1 ? .status(503, [("Retry-After", "120")]) : .json("[\(request.number)]")
    }
    let source = site.source()
    _ = site.fetch(source)
    site.seconds = 100
    #expect(site.fetch(source).answer?.due?.seconds == site.clock.seconds + 120)
    site.seconds = 219
    let (answer, diagnostics) = site.fetch(source)
    #expect(answer?.freshness == .stale)
    #expect(answer?.requests == 0)
    #expect(diagnostics.first?.message.hasSuffix("wants not to be asked before 2026-11-23T00:03:40Z") == true)
    #expect(site.server.requests.count == 2)
    site.seconds = 220
    #expect(site.fetch(source).answer?.texts == ["[2]"])
    #expect(site.fetch(source).answer?.freshness == .cached)
  }

  @Test func alsoWhereNothingIsKept() throws {
    var site = try FetchedSite { _ in .status(429, [("Retry-After", "999999")]) }
    _ = site.fetch(site.source())
    site.seconds = 3599
    #expect(site.fetch(site.source()).diagnostics.codes == ["error[source.no-answer]"])
    #expect(site.server.requests.count == 1)
    // An hour is the most.
    site.seconds = 3600
    _ = site.fetch(site.source())
    #expect(site.server.requests.count == 2)
    // A clock that went back knows nothing of it.
    site.seconds = -10
    _ = site.fetch(site.source())
    #expect(site.server.requests.count == 3)
  }

  @Test func aShortPauseIsWaitedFor() throws {
    let site = try FetchedSite { request in
      request.number == 0 ? .status(429, [("Retry-After", "0")]) : .json("[1]")
    }
    #expect(site.fetch(site.source()).answer?.requests == 2)
  }
}

extension Array {
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
