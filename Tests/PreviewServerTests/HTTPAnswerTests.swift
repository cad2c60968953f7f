import Testing

@testable import PreviewServer

/// Ranges, validators and compression, without a connection.
@Suite struct HTTPAnswerTests {
  @Test(arguments: [
    ("bytes=0-0", 10, ByteRange.part(0..<1)), ("bytes=0-", 10, .part(0..<10)),
    ("bytes=3-5", 10, .part(3..<6)),
    ("bytes=3-99", 10, .part(3..<10)), ("bytes=-4", 10, .part(6..<10)), ("bytes=-99", 10, .part(0..<10)),
    ("BYTES=1-2", 10, .part(1..<3)), ("bytes=9-", 10, .part(9..<10)), ("bytes=10-", 10, .unsatisfiable),
    ("bytes=99-100", 10, .unsatisfiable), ("bytes=-0", 10, .unsatisfiable), ("bytes=0-", 0, .unsatisfiable),
    ("bytes=5-3", 10, .whole), ("bytes=a-b", 10, .whole), ("bytes=", 10, .whole), ("bytes=-", 10, .whole),
    ("bytes=0-1,3-4", 10, .whole), ("lines=0-1", 10, .whole), ("bytes 0-1", 10, .whole),
    ("bytes=0-99999999999999999999", 10, .part(0..<10)), ("bytes=99999999999999999999-", 10, .unsatisfiable),
    ("bytes=-99999999999999999999", 10, .part(0..<10)), ("bytes=--1", 10, .whole), ("bytes=+1-2", 10, .whole),
  ]) func aRangeIsReadOrPassedOver(field: String, size: Int, range: ByteRange) {
    #expect(ByteRange(field, size: size) == range)
  }

  @Test(arguments: [
    ("gzip", true), ("gzip, deflate, br", true), ("GZIP;q=0.5", true), ("br;q=1, gzip;q=0.1", true),
    ("*", true),
    ("x-gzip", true), ("gzip;q=0", false), ("gzip; q=0.0, *", false), ("*;q=0", false), ("br", false),
    ("", false),
    ("identity", false), ("gzipped", false),
  ]) func gzipIsSentToWhoTakesIt(field: String, isAccepted: Bool) {
    #expect(Compression.isAccepted(field) == isAccepted)
  }

  @Test(arguments: [
    ("a.html", "text/html; charset=utf-8"), ("a/b.CSS", "text/css; charset=utf-8"),
    ("x.js", "text/javascript; charset=utf-8"),
    ("feed.xml", "application/xml; charset=utf-8"), ("a.png", "image/png"), ("a.woff2", "font/woff2"),
    ("a", "application/octet-stream"), ("a.", "application/octet-stream"),
    ("a.b/c", "application/octet-stream"),
    (".html", "text/html; charset=utf-8"), ("", "application/octet-stream"),
  ]) func aSuffixSaysTheType(path: String, type: String) {
    #expect(ContentTypes.type(of: path) == type)
  }

  @Test func redirectsAndHeadersAreThoseOfTheTables() throws {
    let tables = HostTables(
      redirects: Array(
        """
        # moved
        /old /new/
        /blog/* /posts/:splat 302
        /u/:name/posts /people/:name/ 308
        /shown /page/ 200
        /forced /page/ 301!
        /forced-not /page/ 301
        /far https://example.com/x
        /bad
        /worse /x 999
        / /de 302 Country=de
        /q id=:id /b/:id
        /noted /n # for now
        /lost /page/ 410
        """.utf8),
      headers: Array("/*\n  X-All: yes\n/page/\n  Cache-Control: max-age=60\n  # none\n".utf8))
    func answer(_ path: String) -> PreviewResponse? {
      tables.apply(to: path, basePath: "/base/") { path in
        ["page/", "forced", "forced-not"].contains(path) ? HTTPAnswer.plain(200, path) : nil
      }
    }
    func location(_ path: String) -> String? { answer(path)?.headers.first { $0.name == "Location" }?.value }
    #expect(location("old") == "/base/new/")
    #expect(answer("old")?.status == 301)
    #expect(location("old/") == "/base/new/")
    #expect(
      location("blog/2024/a b") == "/base/posts/2024/a b"
        || location("blog/2024/a b") == "/base/posts/2024%2Fa%20b"
        || location("blog/2024/a b") == "/base/posts/2024/a%20b")
    #expect(answer("blog/x")?.status == 302)
    #expect(location("u/ann/posts") == "/base/people/ann/")
    #expect(answer("shown")?.status == 200)
    #expect(answer("forced")?.status == 301)
    #expect(answer("forced-not")?.status == 200)
    #expect(location("far") == "https://example.com/x")
    #expect(answer("bad") == nil)
    #expect(answer("worse") == nil)
    #expect(answer("") == nil)
    #expect(answer("q") == nil)
    #expect(location("noted") == "/base/n")
    #expect(answer("lost")?.status == 410)
    #expect(answer("_redirects") == nil)
    let page = try #require(answer("page/"))
    #expect(page.headers.contains { $0 == ("X-All", "yes") })
    #expect(page.headers.contains { $0 == ("Cache-Control", "max-age=60") })
  }
}
