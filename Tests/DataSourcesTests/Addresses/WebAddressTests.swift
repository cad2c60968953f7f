import Testing

@testable import DataSources

@Suite struct WebAddressTests {
  @Test(arguments: [
    ("http://example.com", "http://example.com/"),
    ("HTTPS://Example.COM:443/a?b=c", "https://example.com/a?b=c"),
    ("http://example.com:80/", "http://example.com/"),
    ("http://example.com:/", "http://example.com/"),
    ("https://example.com:8443/x", "https://example.com:8443/x"),
    ("http://127.0.0.1:9/", "http://127.0.0.1:9/"),
    ("http://[::1]:9/", "http://[::1]:9/"),
    ("http://[0:0::1]/", "http://[::1]/"),
    ("http://example.com?q=1", "http://example.com/?q=1"),
    ("http://example.com/a b/ü?q=\"x\"", "http://example.com/a%20b/%C3%BC?q=%22x%22"),
    ("http://example.com/%2F%zz", "http://example.com/%2F%zz"),
    ("http://example.com/a/../b/./c/..", "http://example.com/b/"),
    ("http://example.com/../../etc", "http://example.com/etc"),
    ("http://example.com/a/%2e%2E/b", "http://example.com/b"),
    ("http://example.com//a//b", "http://example.com//a//b"),
    ("http://example.com/a\\b", "http://example.com/a%5Cb"),
    ("http://example.com/a#part", "http://example.com/a"),
  ])
  func reads(_ text: String, _ whole: String) throws {
    #expect(try WebAddress(text).text == whole)
  }

  @Test(arguments: [
    "", "example.com", "//example.com/", "/posts", "file:///etc/passwd", "ftp://example.com/", "gopher://x/",
    "javascript:alert(1)", "http:", "http://", "http:///path", "http:example.com", "http://user@example.com/",
    "http://user:pass@example.com/", "http://exa mple.com/", "http://exämple.com/", "http://a..b/",
    "http://example.com./", "http://.example.com/", "http://example.com:0/", "http://example.com:65536/",
    "http://example.com:8a/", "http://example.com:-1/", "http://[::1/", "http://::1/", "http://[::1]x/",
    "http://[fe80::1%25lo]/", "http://127.1/", "http://2130706433/", "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://127.0.0.1.1/", "http://a\\@b.example/", "http://%6cocalhost/", "http://example.com/\u{0}",
    "http://example.com/\n", "http://\(String(repeating: "a", count: 64)).com/",
  ])
  func refuses(_ text: String) {
    #expect(throws: WebAddress.Problem.self) { try WebAddress(text) }
  }

  @Test(arguments: [
    ("?page=2", "https://example.com:8443/api/posts?page=2"),
    ("next", "https://example.com:8443/api/next"),
    ("../x", "https://example.com:8443/x"),
    ("/x?y", "https://example.com:8443/x?y"),
    ("//other.example/x", "https://other.example/x"),
    ("http://other.example/x", "http://other.example/x"),
    ("", "https://example.com:8443/api/posts?page=1"),
    ("#top", "https://example.com:8443/api/posts?page=1"),
  ])
  func resolves(_ reference: String, _ whole: String) throws {
    #expect(try WebAddress("https://example.com:8443/api/posts?page=1").resolved(reference).text == whole)
  }

  @Test func hostsAreConnectedToWhereTheyMayBe() throws {
    func mayConnect(_ host: String, _ address: String) throws -> Bool {
      try #require(WebHost(host)).mayConnect(to: try #require(NetworkAddress(address)))
    }
    #expect(try mayConnect("example.com", "1.1.1.1"))
    #expect(try !mayConnect("example.com", "127.0.0.1"))
    #expect(try !mayConnect("example.com", "::ffff:10.0.0.1"))
    #expect(try mayConnect("localhost", "127.0.0.1"))
    #expect(try mayConnect("localhost", "::1"))
    #expect(try !mayConnect("localhost", "10.0.0.1"))
    #expect(try !mayConnect("localhost", "1.1.1.1"))
    #expect(try mayConnect("10.0.0.1", "10.0.0.1"))
    #expect(try !mayConnect("10.0.0.1", "10.0.0.2"))
    #expect(try mayConnect("[::1]", "::1"))
  }

  @Test func settingsMayNameAddressesWithoutBrackets() {
    #expect(WebHost(setting: "::1") == WebHost("[::1]"))
    #expect(WebHost(setting: "CDN.example.com") == .name("cdn.example.com"))
    for text in ["", "https://cdn.example.com", "cdn.example.com/", "cdn.example.com:80", "*.example.com"] {
      #expect(WebHost(setting: text) == nil)
    }
  }
}
