import Diagnostics
import Testing
import WebTestSupport

@testable import DataSources

/// Where a source may lead, and what nobody may see.
@Suite(.enabled(if: FetchedSite.isPossible, "libcurl is not on this machine")) struct SafetyTests {
  // MARK: - Redirects

  @Test(arguments: [301, 302, 303, 307, 308])
  func redirectsAreFollowed(_ status: Int) throws {
    let site = try FetchedSite { request in
      switch request.target {
      case "/posts": .redirect("one", status: status)
      case "/one": .redirect("/two?x=1", status: status)
      case "/two?x=1": .json(#"{"next": "three"}"#)
      case "/three": .json("{}")
      default: .status(404)
      }
    }
    let (answer, diagnostics) = site.fetch(site.source { $0.next = ["next"] })
    #expect(answer?.pages.count == 2)
    #expect(answer?.requests == 4)
    #expect(diagnostics.isEmpty)
  }

  @Test func redirectsEnd() throws {
    let site = try FetchedSite { request in .redirect(request.target + "x") }
    let (_, diagnostics) = site.fetch(site.source())
    #expect(diagnostics.codes == ["error[source.refused]"])
    #expect(diagnostics.first?.message.contains("redirects more than 5 times") == true)
    #expect(site.server.requests.count == 6)
  }

  @Test(arguments: [
    ("https://evil.example/secret?x", "https://evil.example, which `site.toml` does not allow"),
    ("//localhost/", "http://localhost, which"), ("http://127.0.0.2/", "http://127.0.0.2, which"),
    ("http://[::ffff:127.0.0.1]/", "http://[::ffff:127.0.0.1], which"), ("file:///etc/passwd", "neither"),
    ("gopher://127.0.0.1/x", "neither"), ("http://user:x@127.0.0.1/", "user name"),
    ("http://127.1/", "its host"),
    ("http://2130706433/", "its host"),
  ])
  func whatIsNotAllowedIsNotAsked(_ location: String, _ reason: String) throws {
    let site = try FetchedSite { _ in .redirect(location) }
    var (_, diagnostics) = site.fetch(site.source())
    #expect(diagnostics.codes == ["error[source.refused]"])
    #expect(diagnostics.first?.message.contains(reason) == true)
    #expect(diagnostics.first?.message.contains("secret") == false)
    site.server.answer { _ in .json("{\"next\": \"\(location)\"}") }
    (_, diagnostics) = site.fetch(site.source { $0.next = ["next"] })
    #expect(diagnostics.codes == ["error[source.refused]"])
    #expect(diagnostics.first?.message.contains(reason) == true)
    site.server.answer { _ in .json("[]", [("Link", "<\(location)>; rel=next")]) }
    #expect(site.fetch(site.source()).diagnostics.codes == ["error[source.refused]"])
    #expect(site.server.requests.count == 3)
  }

  @Test func redirectsWithoutAPlaceAreNoAnswer() throws {
    let site = try FetchedSite { _ in .status(302) }
    #expect(site.fetch(site.source()).diagnostics.codes == ["error[source.no-answer]"])
    site.server.answer { _ in .status(300, [("Location", "/x")]) }
    #expect(site.fetch(site.source()).diagnostics.codes == ["error[source.no-answer]"])
  }

  @Test func httpsIsNotLeft() throws {
    let site = try FetchedSite { _ in .json("[]") }
    let origin = HTTPOrigin(url: "https://api.example/posts")
    let request = try SourceRequest(origin) { _ in nil }
    let client = try #require(CurlLibrary.shared.flatMap { CurlClient($0, NetworkSettings { _ in nil }) })
    let page = PageRequest(request, client, origin, clock: site.clock, deadline: .now, pause: .zero)
    #expect(throws: SourceFailure.self) {
      try page.permitted("http://api.example/posts", from: request.address, as: "a redirect")
    }
    #expect(try page.permitted("/posts?page=2", from: request.address, as: "a redirect").isSecure)
  }

  @Test func hostsThatAreNamedAreAsked() throws {
    let site = try FetchedSite { request in
      request["host"]?.hasPrefix("localhost") == true
        ? .json("[\"\(request["x-key"] ?? "none")\"]")
        : .redirect("http://localhost:\(request["host"]?.split(separator: ":").last ?? "")/posts")
    }
    var (answer, diagnostics) = site.fetch(
      site.source {
        $0.hosts = ["LOCALHOST"]
        $0.headers = [.init(name: "X-Key", value: "k"), .init(name: "Authorization", value: "Bearer k")]
      })
    // What is for one server is not for another.
    #expect(answer?.texts == ["[\"none\"]"])
    #expect(diagnostics.isEmpty)
    #expect(site.server.requests.map { $0["x-key"] } == ["k", nil])
    #expect(site.server.requests.map { $0["authorization"] } == ["Bearer k", nil])
    (_, diagnostics) = site.fetch(site.source())
    #expect(diagnostics.codes == ["error[source.refused]"])
  }

  @Test func theWayBackDoesNotBringHeadersBack() throws {
    let site = try FetchedSite { request in
      let port = request["host"]?.split(separator: ":").last ?? ""
      return switch request.target {
      case "/posts": .redirect("http://localhost:\(port)/away")
      case "/away": .redirect("http://127.0.0.1:\(port)/back")
      default: request["x-key"] == nil ? .status(401) : .json("[]")
      }
    }
    let (_, diagnostics) = site.fetch(
      site.source {
        $0.hosts = ["localhost"]
        $0.headers = [.init(name: "X-Key", value: "k")]
      })
    #expect(site.server.requests.map { $0["x-key"] } == ["k", nil, nil])
    #expect(diagnostics.first?.help.first?.contains("headers are kept from") == true)
  }

  @Test func aNextPageOfAnotherPortGetsNoHeaders() throws {
    let other = try WebServer { _ in .json("{}") }
    let site = try FetchedSite { _ in .json("{\"next\": \"\(other.url("/2"))\"}") }
    let (answer, _) = site.fetch(
      site.source {
        $0.next = ["next"]
        $0.headers = [.init(name: "X-Key", value: "k")]
      })
    #expect(answer?.pages.count == 2)
    #expect(site.server.requests.map { $0["x-key"] } == ["k"])
    #expect(other.requests.map { $0["x-key"] } == [nil])
  }

  // MARK: - Addresses

  @Test(arguments: ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"])
  func aNameThatLeadsHereIsRefused(_ address: String) throws {
    var site = try FetchedSite { _ in .json("[]") }
    site.addresses = ["api.example": address]
    let (answer, diagnostics) = site.fetch(FetchedSite.source(site.server.url("/posts", host: "api.example")))
    #expect(answer == nil)
    #expect(diagnostics.codes == ["error[source.refused]"])
    #expect(diagnostics.first?.message.contains("the host leads to ") == true)
    #expect(site.server.requests.isEmpty)
    #expect(site.server.connections == 0)
  }

  @Test func aHostThatIsAllowedMayStillNotLeadHere() throws {
    var site = try FetchedSite { request in
      .redirect("http://api.example:\(request["host"]?.split(separator: ":").last ?? "")/")
    }
    site.addresses = ["api.example": "127.0.0.1"]
    let (_, diagnostics) = site.fetch(site.source { $0.hosts = ["api.example"] })
    #expect(diagnostics.codes == ["error[source.refused]"])
    #expect(site.server.connections == 1)
  }

  // MARK: - Settings that can't be asked

  @Test(arguments: [
    ("ftp://127.0.0.1/", "source.bad-request"), ("/posts", "source.bad-request"),
    ("http://user:pw@127.0.0.1/", "source.bad-request"), ("http://127.0.0.1/#x", "source.bad-request"),
    ("http://127.0.0.1/${", "source.bad-request"), ("http://127.0.0.1/${NONE}", "source.variable"),
    ("http://127.0.0.1/${EMPTY}", "source.variable"), ("http://127.0.0.1/${LINES}", "source.variable"),
    ("http://127.0.0.1/${NUL}", "source.variable"), ("http://${HASH}@127.0.0.1/", "source.bad-request"),
  ])
  func badSettingsAreErrors(_ url: String, _ code: String) throws {
    var site = try FetchedSite { _ in .json("[]") }
    site.environment = [
      "EMPTY": "", "LINES": "s3cret\r\nX-Evil: 1", "NUL": "s3cret\u{0}", "HASH": "s3cret#",
    ]
    let (_, diagnostics) = site.fetch(FetchedSite.source(url))
    #expect(diagnostics.codes == ["error[\(code)]"])
    #expect(!diagnostics.shown.contains("s3cret"))
    #expect(diagnostics.first?.location?.path == "content/site.toml")
  }

  @Test func badHeadersAndHostsAreErrors() throws {
    var site = try FetchedSite { _ in .json("[]") }
    site.environment = ["KEY": "s3cret\nX-Evil: 1"]
    for (name, value, code) in [
      ("X-Key", "${KEY}", "source.variable"), ("X-Key", "${", "source.bad-request"),
      ("Host", "x", "source.bad-request"), ("X\r\nY", "x", "source.bad-request"),
      ("X", "a\nb", "source.bad-request"),
    ] {
      let (_, diagnostics) = site.fetch(site.source { $0.headers = [.init(name: name, value: value)] })
      #expect(diagnostics.codes == ["error[\(code)]"])
      #expect(!diagnostics.shown.contains("s3cret"))
    }
    #expect(
      site.fetch(site.source { $0.hosts = ["https://x/"] }).diagnostics.codes == ["error[source.bad-request]"]
    )
    #expect(site.server.requests.isEmpty)
  }

  @Test func aMissingVariableIsAnErrorThoughAnAnswerIsKept() throws {
    var site = try FetchedSite { _ in .json("[]") }
    site.environment = ["KEY": "0123456789abcdef"]
    let source = site.source { $0.headers = [.init(name: "X-Key", value: "${KEY}")] }
    _ = site.fetch(source)
    site.environment = [:]
    #expect(site.fetch(source).answer?.freshness == .cached)
    site.seconds = 60
    let (answer, diagnostics) = site.fetch(source)
    #expect(answer == nil)
    #expect(
      diagnostics.first?.message == "`posts` has no usable answer: the environment has no variable `KEY`")
    #expect(site.server.requests.map { $0["x-key"] } == ["0123456789abcdef"])
  }

  // MARK: - Secrets

  @Test func secretsStayOutOfWhatIsSaidAndStored() throws {
    let secret = "S3cret/0123456789"
    var site = try FetchedSite { _ in .json("[]") }
    site.environment = ["KEY": secret]
    let source = site.source("/posts?key=${KEY}") {
      $0.headers = [.init(name: "Authorization", value: "Bearer ${KEY}")]
      $0.next = ["next"]
    }
    let answers: [@Sendable (WebRequest) -> WebAnswer] = [
      { _ in
        .json(
          #"{"me": "S3cret/0123456789", "self": "S3cret\/0123456789", "next": ""}"#,
          [("ETag", "\"S3cret/0123456789\"")])
      },
      { _ in .json(#"{"url": "/posts?key=S3cret%2f0123456789"}"#) },
      { request in
        request.target.contains("page=2")
          ? .json("{}") : .json(#"{"next": "/posts?page=2&key=S3cret/0123456789"}"#, [("ETag", "\"1\"")])
      },
      { _ in .json(#"{"me": S3cret/0123456789}"#) },
      { _ in .json("[\"S3cret/0123456789\" \"S3cret/0123456789\"]") },
      { _ in .json(#"{"S3cret/0123456789": 1, "S3cret/0123456789": 1}"#) },
      { _ in .redirect("https://evil.example/?S3cret/0123456789") },
      { _ in .redirect("http://S3cret/0123456789") },
      { _ in .redirect("S3cret/0123456789:") },
      { _ in .raw("HTTP/1.1 500 S3cret/0123456789\nContent-Length: 17\n\nS3cret/0123456789") },
      { _ in .raw("S3cret/0123456789\n") },
    ]
    for (index, answer) in answers.enumerated() {
      site.server.answer(answer)
      site.seconds += 60
      let (given, diagnostics) = site.fetch(source)
      let stored = try site.stored() + diagnostics.shown + (given?.texts.joined() ?? "")
      let lowered = stored.lowercased()
      for spelling in [secret, "S3cret%2F0123456789", #"S3cret\/0123456789"#] {
        #expect(!lowered.contains(spelling.lowercased()), "answer \(index)")
      }
      #expect((given?.freshness == .stale) == (index > 2), "answer \(index)")
    }
    #expect(site.server.requests.allSatisfy { $0["authorization"] == "Bearer \(secret)" })
    #expect(site.server.requests.first?.target == "/posts?key=\(secret)")
  }

  @Test func aSecretHostIsNotShown() throws {
    var site = try FetchedSite { _ in .redirect("http://topsecret.internal/") }
    site.environment = ["HOST": "topsecret.internal", "PORT": String(site.server.port)]
    site.addresses = ["topsecret.internal": "127.0.0.1"]
    let (_, diagnostics) = site.fetch(FetchedSite.source("http://${HOST}:${PORT}/"))
    #expect(diagnostics.codes == ["error[source.refused]"])
    #expect(!diagnostics.shown.contains("topsecret"))
    #expect(diagnostics.first?.label == "http://${HOST}:${PORT}/")
  }

  @Test func theHostOfAnAnswersPicturesIsLeft() throws {
    var site = try FetchedSite { _ in .json(#"["http://images.content.example/a.png", "0123456789abcdef"]"#) }
    site.environment = [
      "BASE": "http://images.content.example:\(site.server.port)", "KEY": "0123456789abcdef",
    ]
    site.environment["http_proxy"] = site.server.url("")
    let (answer, _) = site.fetch(FetchedSite.source("${BASE}/posts/${KEY}"))
    #expect(answer?.texts == [#"["http://images.content.example/a.png", "${KEY}"]"#])
    #expect(HTTPOrigin(url: "http://${A}.x:${B}/${C}?${D}").hostVariables == ["A", "B"])
    #expect(HTTPOrigin(url: "${A}/${C}").hostVariables == ["A"])
    #expect(HTTPOrigin(url: "http://x?${C}").hostVariables == [])
  }

  @Test func aPageThatRepeatsASecretIsAskedForAsAWhole() throws {
    var site = try FetchedSite { request in
      request.target.hasPrefix("/posts")
        ? .json(#"{"next": "/2?key=0123456789abcdef"}"#, [("ETag", "\"1\"")])
        : .json("{}", [("ETag", "\"2\"")])
    }
    site.environment = ["KEY": "0123456789abcdef"]
    let source = site.source("/posts?key=${KEY}") { $0.next = ["next"] }
    let (answer, _) = site.fetch(source)
    #expect(answer?.texts.first == #"{"next": "/2?key=${KEY}"}"#)
    site.seconds = 60
    #expect(site.fetch(source).answer?.freshness == .confirmed)
    #expect(site.server.requests.map { $0["if-none-match"] } == [nil, nil, nil, nil])
  }

  // MARK: - Proxies

  @Test func proxiesOfTheEnvironmentAreUsed() throws {
    var site = try FetchedSite { _ in .json("[1]") }
    site.environment = ["http_proxy": site.server.url("")]
    #expect(site.fetch(FetchedSite.source("http://api.example/posts")).answer?.texts == ["[1]"])
    #expect(site.server.requests.map(\.target) == ["http://api.example/posts"])
    // What is here is not behind it.
    #expect(site.fetch(site.source()).answer?.texts == ["[1]"])
    #expect(site.server.requests.last?.target == "/posts")
  }

  static let proxies: [(String, [String: String], String?)] = [
    ("http://api.example/", ["http_proxy": "p"], "p"), ("https://api.example/", ["http_proxy": "p"], nil),
    ("https://api.example/", ["HTTPS_PROXY": "p"], "p"), ("http://api.example/", ["HTTP_PROXY": "p"], nil),
    ("http://api.example/", ["all_proxy": "p"], "p"),
    ("http://api.example/", ["http_proxy": "", "all_proxy": "p"], nil),
    ("http://api.example/", ["http_proxy": "p", "no_proxy": "example"], nil),
    ("http://api.example/", ["http_proxy": "p", "no_proxy": ".example, x"], nil),
    ("http://api.example/", ["http_proxy": "p", "no_proxy": "*"], nil),
    ("http://api.example:81/", ["http_proxy": "p", "no_proxy": "api.example:81"], nil),
    ("http://api.example/", ["http_proxy": "p", "no_proxy": "ample"], "p"),
    ("http://localhost/", ["http_proxy": "p"], nil), ("http://10.0.0.1/", ["http_proxy": "p"], nil),
    ("http://1.1.1.1/", ["http_proxy": "p"], "p"),
    ("http://1.1.1.1/", ["http_proxy": "p", "no_proxy": "1.1.1.1"], nil),
  ]

  @Test(arguments: proxies)
  func knowsTheProxy(_ url: String, _ environment: [String: String], _ proxy: String?) throws {
    #expect(NetworkSettings { environment[$0] }.proxy(for: try WebAddress(url)) == proxy)
  }
}
