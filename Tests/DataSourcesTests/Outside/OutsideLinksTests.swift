import Foundation
import Models
import Synchronization
import TestSupport
import Testing
import WebTestSupport

@testable import DataSources

/// Asking a server of the test for what pages link to.
@Suite(.enabled(if: FetchedSite.isPossible, "libcurl is not on this machine"))
struct OutsideLinksTests {
  private static func links(
    _ site: FetchedSite, age: Age = .seconds(60), asksLocal: Bool = true
  ) -> OutsideLinks {
    var links = OutsideLinks(
      site: site.folder.url.path, environment: { _ in nil }, clock: site.clock, age: age)
    links.asksLocal = asksLocal
    links.pause = .milliseconds(1)
    links.milliseconds = 2000
    return links
  }

  @Test func verdictsAreWhatServersSay() throws {
    let asked = Mutex([String: Int]())
    let site = try FetchedSite { request in
      let count = asked.withLock { asked -> Int in
        asked[request.method + request.target, default: 0] += 1
        return asked[request.method + request.target] ?? 0
      }
      switch request.target {
      case "/there": return .status(200)
      case "/head": return .status(request.method == "HEAD" ? 405 : 200)
      case "/liar": return .status(request.method == "HEAD" ? 404 : 200)
      case "/large":
        return request.method == "HEAD" ? .status(501) : .body(Array(repeating: 0x61, count: 1 << 20))
      case "/gone": return .status(410)
      case "/missing": return .status(404)
      case "/private": return .status(403)
      case "/broken": return .status(500)
      case "/busy": return .status(429, [("Retry-After", "3600")])
      case "/busy-once": return count == 1 ? .status(503, [("Retry-After", "0")]) : .status(200)
      case "/moved": return .redirect("/there", status: 301)
      case "/moved-far": return .redirect("/moved", status: 308)
      case "/for-now": return .redirect("/there", status: 302)
      case "/then-for-now": return .redirect("/for-now", status: 301)
      case "/moved-to-nothing": return .redirect("/missing", status: 301)
      case "/endless": return .redirect("/endless", status: 302)
      case "/to-mail": return .redirect("mailto:a@b.example", status: 302)
      case "/dropped": return .drop
      default: return .status(404)
      }
    }
    let paths: [(String, OutsideLinks.Verdict)] = [
      ("/there", .there), ("/head", .there), ("/liar", .there), ("/large", .there),
      ("/gone", .gone("the server answers 410")), ("/missing", .gone("the server answers 404")),
      ("/private", .unanswered("the server answers 403 to programs")),
      ("/broken", .unanswered("the server answers 500")), ("/busy", .unanswered("the server answers 429")),
      ("/busy-once", .there), ("/moved", .moved(to: site.server.url("/there"))),
      ("/moved-far", .moved(to: site.server.url("/there"))), ("/for-now", .there),
      ("/then-for-now", .moved(to: site.server.url("/for-now"))),
      ("/moved-to-nothing", .gone("the server answers 404")),
      ("/endless", .gone("it leads on more than 5 times")),
    ]
    let (verdicts, count) = Self.links(site).verdicts(of: paths.map { site.server.url($0.0) })
    for (index, (path, wanted)) in paths.enumerated() {
      #expect(verdicts[index] == wanted, "\(path)")
    }
    #expect(count == paths.count)
    #expect(asked.withLock { $0["GET/there"] } == nil)
    let odd = Self.links(site).verdicts(
      of: [
        site.server.url("/to-mail"), site.server.url("/dropped"), "http://no-such-host.invalid/",
        "http://a b/",
      ]
    ).verdicts
    guard case .gone = odd[0], case .unanswered = odd[1], case .gone = odd[2], case .gone = odd[3] else {
      Issue.record("\(odd)")
      return
    }
  }

  @Test func whatWasThereIsNotAskedAgainTooSoon() throws {
    let asked = Mutex(0)
    var site = try FetchedSite { request in
      asked.withLock { $0 += 1 }
      return request.target == "/a b" || request.target == "/a%20b" ? .status(200) : .status(404)
    }
    let urls = [site.server.url("/a%20b"), site.server.url("/missing")]
    #expect(Self.links(site).verdicts(of: urls).asked == 2)
    let first = asked.withLock { $0 }
    // What is gone is asked for in each run.
    #expect(Self.links(site).verdicts(of: urls).asked == 1)
    #expect(asked.withLock { $0 } > first)
    site.seconds = 61
    #expect(Self.links(site).verdicts(of: urls).asked == 2)
    try site.folder.write(".presstime/external", Array("x y z w\n1\n\n".utf8))
    #expect(Self.links(site).verdicts(of: urls).verdicts[0] == .there)
  }

  /// Links of a post may name a router or a cloud's keys.
  @Test func thisMachineIsNotAsked() throws {
    let asked = Mutex(0)
    let site = try FetchedSite { _ in
      asked.withLock { $0 += 1 }
      return .status(200)
    }
    let verdicts = Self.links(site, asksLocal: false).verdicts(
      of: [
        site.server.url("/"), "http://localhost:1/", "http://10.0.0.1/", "http://[::1]/",
        "http://169.254.169.254/",
      ]
    ).verdicts
    for verdict in verdicts {
      guard case .refused = verdict else {
        Issue.record("\(verdict)")
        continue
      }
    }
    #expect(asked.withLock { $0 } == 0)
  }
}
