import Diagnostics
import Testing
import WebTestSupport

@testable import DataSources

@Suite(.enabled(if: FetchedSite.isPossible, "libcurl is not on this machine")) struct PagingTests {
  @Test func followsAMember() throws {
    let site = try FetchedSite { request in
      switch request.target {
      case "/api/posts": .json(#"{"items": [1], "links": {"next": "?page=2"}}"#)
      case "/api/posts?page=2": .json(#"{"items": [2], "links": {"next": "/api/three"}}"#)
      case "/api/three": .json(#"{"items": [3], "links": {"next": null}}"#)
      default: .status(404)
      }
    }
    let source = site.source("/api/posts") { $0.next = ["links", "next"] }
    let (answer, diagnostics) = site.fetch(source)
    #expect(diagnostics.isEmpty)
    #expect(answer?.texts.map { $0.prefix(13) } == ["{\"items\": [1]", "{\"items\": [2]", "{\"items\": [3]"])
    let url = site.server.url("/api/posts")
    #expect(answer?.pages.map(\.path) == [url, url + " (page 2)", url + " (page 3)"])
    #expect(answer?.requests == 3)
    #expect(site.server.requests.map(\.target) == ["/api/posts", "/api/posts?page=2", "/api/three"])
    // One connection serves them all.
    #expect(site.server.connections == 1)
  }

  @Test(arguments: [#"{"next": null}"#, #"{"next": ""}"#, "{}", #"{"other": "x"}"#, "[1]", #""text""#])
  func endsWhereThereIsNone(_ body: String) throws {
    let site = try FetchedSite { _ in .json(body) }
    let (answer, diagnostics) = site.fetch(site.source { $0.next = ["next"] })
    #expect(answer?.pages.count == 1)
    #expect(diagnostics.isEmpty)
  }

  @Test(arguments: [#"{"next": 2}"#, #"{"next": true}"#, #"{"next": ["/2"]}"#, #"{"next": {"href": "/2"}}"#])
  func whatIsNoTextIsNoAddress(_ body: String) throws {
    let site = try FetchedSite { _ in .json(body) }
    let (_, diagnostics) = site.fetch(site.source { $0.next = ["next"] })
    #expect(diagnostics.codes == ["error[source.paging]"])
    #expect(diagnostics.first?.message.contains("`next` is no text") == true)
  }

  @Test func followsTheHeader() throws {
    let site = try FetchedSite { request in
      switch request.target {
      case "/posts":
        .json("[1]", [("Link", "</posts?page=3>; rel=\"last\""), ("Link", "</posts?page=2>; rel=\"next\"")])
      case "/posts?page=2":
        .json("[2]", [("Link", "<\(request["host"].map { "http://\($0)" } ?? "")/posts?page=3>; rel=next")])
      case "/posts?page=3": .json("[3]", [("Link", "</posts>; rel=\"first\"")])
      default: .status(404)
      }
    }
    #expect(site.fetch(site.source()).answer?.texts == ["[1]", "[2]", "[3]"])
    #expect(site.server.requests.count == 3)
  }

  @Test func eachPageIsAskedWhetherItHasChanged() throws {
    var site = try FetchedSite { request in
      let tag = "\"\(request.target)\""
      if request["if-none-match"] == tag { return .status(304) }
      return .json(
        #"{"page": "\#(request.target)", "next": \#(request.target == "/posts" ? "\"/2\"" : "null")}"#,
        [("ETag", tag)])
    }
    let source = site.source { $0.next = ["next"] }
    let first = site.fetch(source).answer
    site.seconds = 60
    let second = site.fetch(source).answer
    #expect(second?.freshness == .confirmed)
    #expect(second?.pages == first?.pages)
    #expect(site.server.requests.map(\.target) == ["/posts", "/2", "/posts", "/2"])
    // A page that has changed behind one that has not.
    site.server.answer { request in
      request.target == "/posts" && request["if-none-match"] == "\"/posts\""
        ? .status(304) : .json(#"{"new": 1}"#)
    }
    site.seconds = 120
    let third = site.fetch(source).answer
    #expect(third?.freshness == .fetched)
    #expect(third?.texts.last == #"{"new": 1}"#)
    #expect(third?.texts.first == first?.texts.first)
  }

  @Test func validatorsAreForTheirAddressAlone() throws {
    var site = try FetchedSite { request in
      .json(
        #"{"next": \#(request.target == "/posts" ? "\"/2\"" : "null")}"#, [("ETag", "\"\(request.target)\"")])
    }
    let source = site.source { $0.next = ["next"] }
    _ = site.fetch(source)
    site.server.answer { request in
      .json(#"{"next": \#(request.target == "/posts" ? "\"/other\"" : "null")}"#)
    }
    site.seconds = 60
    _ = site.fetch(source)
    #expect(site.server.requests.map { $0["if-none-match"] } == [nil, nil, "\"/posts\"", nil])
  }

  @Test func aListThatLinksToItselfEnds() throws {
    let site = try FetchedSite { request in
      .json(#"{"next": "\#(request.target == "/posts" ? "/posts?page=2" : "/a/../posts#top")"}"#)
    }
    let (_, diagnostics) = site.fetch(site.source { $0.next = ["next"] })
    #expect(diagnostics.codes == ["error[source.paging]"])
    #expect(diagnostics.first?.message.contains("page 2 gives an address") == true)
    #expect(site.server.requests.count == 2)
  }

  @Test func aListWithoutEndEnds() throws {
    let site = try FetchedSite { request in .json(#"{"next": "\#(request.target)1"}"#) }
    let (_, diagnostics) = site.fetch(
      site.source {
        $0.next = ["next"]
        $0.maximumPages = 5
      })
    #expect(diagnostics.codes == ["error[source.paging]"])
    #expect(diagnostics.first?.message.contains("more than 5 pages") == true)
    #expect(site.server.requests.count == 5)
  }

  @Test func allPagesTogetherHaveOneBound() throws {
    var site = try FetchedSite { request in
      let text = String(repeating: "x", count: 400)
      let tag = "\"\(request.target)\""
      if request["if-none-match"] == tag { return .status(304) }
      return .json(
        #"{"text": "\#(text)", "next": "\#(request.target == "/posts/11" ? "" : request.target + "1")"}"#,
        [("ETag", tag)])
    }
    func source(_ bytes: Int) -> SourceSettings {
      site.source("/posts/") {
        $0.next = ["next"]
        $0.maximumBytes = bytes
      }
    }
    #expect(site.fetch(source(1000)).diagnostics.codes == ["error[source.too-large]"])
    #expect(site.fetch(source(2000)).answer?.pages.count == 3)
    // Also of pages that are as they were.
    site.seconds = 60
    #expect(site.fetch(source(1000)).diagnostics.codes == ["warning[source.stale]"])
  }

  @Test func onePageThatFailsFailsTheAnswer() throws {
    let site = try FetchedSite { request in
      request.target == "/posts" ? .json(#"{"next": "/2"}"#) : .json("[1")
    }
    let (answer, diagnostics) = site.fetch(site.source { $0.next = ["next"] })
    #expect(answer == nil)
    #expect(diagnostics.first?.location?.path == site.server.url("/posts") + " (page 2)")
  }
}
