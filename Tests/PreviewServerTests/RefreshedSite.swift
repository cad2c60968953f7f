import Diagnostics
import Files
import Foundation
import Models
import SitePipeline
import Synchronization
import TestSupport
import Testing
import WebTestSupport

@testable import DataSources
@testable import PreviewServer

/// A site that is served, with sources that a server of the test gives.
final class RefreshedSite: Sendable {
  /// Whether this machine can fetch.
  static let isPossible = CurlLibrary.shared != nil

  private struct State {
    var seconds: Int64 = 0
    var told: [String] = []
    var diagnostics: [Diagnostic] = []
    var preview: PreviewSite?
    var http: HTTPServer?
  }

  let folder: TemporaryFolder
  let server: WebServer
  /// What `site.toml` says at first.
  let settings: String
  private let refreshing = Mutex<SourceRefresh?>(nil)
  private let isTimed: Bool
  private let state = Mutex(State())

  static let head = "title = \"Tiny\"\nurl = \"https://example.com/\"\ntheme = \"tiny\"\n"

  static func posts(revalidate: String) -> String {
    "[sources.posts]\nurl = \"URL/posts\"\nrevalidate = \"\(revalidate)\"\non_error = \"fail\"\n"
  }

  static func list(_ posts: [(slug: String, body: String)]) -> String {
    let items = posts.map {
      "{\"slug\":\"\($0.slug)\",\"title\":\"T\",\"publishedAt\":\"2026-09-01\",\"body\":\"\($0.body)\"}"
    }
    return "[" + items.joined(separator: ",") + "]"
  }

  /// `URL` in the sources is where the server is. When it is timed, time passes by itself.
  init(_ sources: String, isTimed: Bool = false) throws {
    folder = try TemporaryFolder()
    server = try WebServer()
    settings = Self.head + sources.replacing("URL", with: server.url(""))
    self.isTimed = isTimed
    posts([("a", "First."), ("b", "Same.")])
    try write("content/site.toml", settings)
    try write("content/about.md", "---\ntitle: About\n---\n\nText.\n")
    try write("themes/tiny/theme.toml", "name = \"tiny\"\n")
    try write("themes/tiny/static/style.css", "b { color: red }\n")
    try write(
      "themes/tiny/routes/[...page].html", "{% each page in pages %}{{ page.title }}{{ page.body }}\n")
    try write("themes/tiny/routes/[post].html", "{% each post in posts %}{{ post.title }}{{ post.body }}\n")
  }

  func write(_ path: String, _ text: String) throws { try folder.write(path, Array(text.utf8)) }

  /// The server has these from now on.
  func posts(_ posts: [(slug: String, body: String)]) {
    let list = Self.list(posts)
    server.answer { request in
      request.target == "/posts" ? .json(list) : .json("{\"station\": \"Basel\"}")
    }
  }

  // MARK: - Time

  var moment: DateTime {
    isTimed
      ? DateTime(secondsSinceEpoch: ProcessEnvironment.now)
      : DateTime(secondsSinceEpoch: 1_790_000_000 + state.withLock { $0.seconds })
  }

  func pass(_ seconds: Int64) { state.withLock { $0.seconds += seconds } }

  // MARK: - Serving

  var refresh: SourceRefresh {
    refreshing.withLock { refresh in
      if let refresh { return refresh }
      let new = SourceRefresh(
        site: folder.url.path, now: { [unowned self] in moment }, environment: { _ in nil })
      refresh = new
      return new
    }
  }

  var options: BuildOptions {
    let refresh = refresh
    return BuildOptions(site: folder.url.path, clock: .moment(moment), jobs: 2, network: .online) {
      refresh.answers(of: $0)
    }
  }

  /// Serves it; without being watched, nobody rebuilds it.
  func start(isWatched: Bool = true) throws {
    let snapshot = SiteSnapshot(options)
    let preview = PreviewSite(snapshot, run: "test")
    let refresh = refresh
    let http = try HTTPServer(ServerSettings(host: "127.0.0.1", port: 0)) { request in
      let response = preview.answer(request)
      refresh.seen(request, response)
      return response
    }
    state.withLock { state in
      (state.preview, state.http, state.diagnostics) = (preview, http, snapshot.diagnostics)
    }
    guard isWatched else { return }
    refresh.start { [unowned self] news in
      let rebuild = preview.rebuild(options, changed: [], answersDiffer: true)
      let pages = rebuild.plans.map { ChangedPages($0.after, since: $0.before, limit: 100).count }
      state.withLock { state in
        state.told.append(
          news.map { "\($0)" }.joined(separator: ", ") + (pages.map { ": \($0)" } ?? ": not shown"))
        state.diagnostics = rebuild.diagnostics
      }
    }
  }

  var preview: PreviewSite {
    get throws { try #require(state.withLock { $0.preview }) }
  }

  func edit(_ path: String, _ text: String) throws {
    try write(path, text)
    let rebuild = try preview.rebuild(options, changed: [path])
    state.withLock { $0.diagnostics = rebuild.diagnostics }
  }

  /// What was told of sources, each with the number of pages that differ.
  var told: [String] { state.withLock { $0.told } }

  /// What is wrong with the site as it is.
  var problems: [String] {
    state.withLock { $0.diagnostics }.map { "\($0.severity.rawValue)[\($0.code.name)]" }
  }

  func client() throws -> SocketClient {
    try #require(state.withLock { $0.http }.flatMap { SocketClient(port: $0.port) })
  }

  func page(_ path: String, _ fields: [String] = []) throws -> String {
    try #require(try client().get(path, fields)).text
  }

  func stream(_ page: String) throws -> SocketClient {
    let client = try client()
    client.send("GET /.presstime/events?page=\(page) HTTP/1.1\r\nHost: localhost\r\n\r\n")
    _ = client.text(through: "event: hello\ndata: test-0\n\n")
    return client
  }

  /// Names of the answers that are kept.
  func answers() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/.presstime/answers")
  }

  func end() {
    refresh.stop()
    refresh.waitForAnswers()
    state.withLock { $0.http }?.stop()
  }
}
