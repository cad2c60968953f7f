import Testing

@testable import PreviewServer

/// Whatever a target says, the path stays below the root.
@Suite struct RequestTargetTests {
  struct Sample: Sendable {
    let written: String
    let path: String?
  }

  static let samples: [Sample] = [
    ("/", ""), ("/a", "a"), ("/a/", "a/"), ("/a/b.html", "a/b.html"), ("//", ""), ("//a//b//", "a/b/"),
    ("/./a/./b", "a/b"), ("/a/.", "a/"), ("/a/..", ""), ("/a/b/..", "a/"), ("/a/../b", "b"), ("/..", ""),
    ("/../..", ""), ("/../../etc/passwd", "etc/passwd"), ("/%2e%2e/etc/passwd", "etc/passwd"),
    ("/%2E%2e%2Fetc", "etc"), ("/a/%2e%2e%2f%2e%2e%2fetc", "etc"), ("/..%2f..%2fetc%2fpasswd", "etc/passwd"),
    ("/%252e%252e/a", "%2e%2e/a"), ("/..%5c..%5ca", "..\\..\\a"), ("/a%2Fb", "a/b"), ("/%2Fetc", "etc"),
    ("/...", "..."), ("/.../a", ".../a"), ("/a%20b", "a b"), ("/a+b", "a+b"), ("/gr%C3%BC%C3%9Fe/", "grüße/"),
    ("/grüße/", "grüße/"), ("/a?b=c", "a"), ("/a?b/../c", "a"), ("/a#b", "a"), ("/?x", ""), ("?x", ""),
    ("/a%3Fb", "a?b"), ("/a;b", "a;b"), ("http://localhost/a", "a"), ("HTTP://localhost:8000/a/../b", "b"),
    ("http://localhost", ""), ("http://localhost?x", ""),
    ("", nil), ("a", nil), ("*", nil), ("ftp://localhost/a", nil), ("/%", nil), ("/%4", nil), ("/%zz", nil),
    ("/a%00b", nil), ("/%0a", nil), ("/%7f", nil), ("/%c3", nil), ("/%ff%fe", nil), ("/%c0%ae%c0%ae/", nil),
    ("/%ed%a0%80", nil), ("/..%2F%CC%81x", "\u{301}x"), ("/a/..%2F%CC%81/../..%2F..%2Fb", "b"),
  ].map { Sample(written: $0.0, path: $0.1) }

  @Test(arguments: samples) func aTargetIsAPathBelowTheRoot(_ sample: Sample) {
    let path = RequestTarget(sample.written)?.path
    #expect(path == sample.path, "\(sample.written)")
    for part in (path ?? "").split(separator: "/") { #expect(part != ".." && part != ".") }
  }

  @Test func whatStandsBesideThePathIsKept() {
    #expect(RequestTarget("/a?b=c#d")?.query == "b=c")
    #expect(RequestTarget("http://evil.example:80/a")?.host == "evil.example:80")
  }

  @Test(arguments: [
    ("localhost", true), ("localhost:8000", true), ("LOCALHOST", true), ("localhost.", true),
    ("127.0.0.1:1", true),
    ("[::1]:8000", true), ("::1", true), ("blog.tunnel.example", true), ("blog.tunnel.example:443", true),
    ("evil.example", false), ("localhost.evil.example", false), ("127.0.0.1.evil.example", false),
    ("", false),
    ("192.168.1.5", false), ("tunnel.example", false), ("localhost@evil.example", false),
    ("evil.example:localhost", false), ("[::2]", false), (" localhost", false),
  ]) func onlyTheServedHostIsAnswered(host: String, isAllowed: Bool) {
    let rules = HostRules(host: "localhost", allowed: ["blog.tunnel.example"], machine: "box")
    #expect(rules.allows(host) == isAllowed)
  }

  @Test(arguments: [
    ("192.168.1.5:8000", true), ("10.0.0.1", true), ("[fe80::1]:80", true), ("box", true),
    ("box.local:8000", true),
    ("localhost", true), ("evil.example", false), ("1.2.3.4.example", false), ("1.2.3", false),
  ]) func allAddressesAreAnsweredWhereAllAreServed(host: String, isAllowed: Bool) {
    #expect(HostRules(host: "0.0.0.0", allowed: [], machine: "Box").allows(host) == isAllowed)
  }
}
