import Diagnostics
import Foundation
import Models
import TestSupport
import WebTestSupport

@testable import DataSources

/// A site whose sources a server of the test gives.
struct FetchedSite {
  /// Whether this machine can fetch.
  static let isPossible = CurlLibrary.shared != nil

  let folder: TemporaryFolder
  let server: WebServer
  /// Seconds since the first of the runs.
  var seconds: Int64 = 0
  var environment: [String: String] = [:]
  var addresses: [String: String] = [:]

  init(_ answer: @escaping @Sendable (WebRequest) -> WebAnswer) throws {
    folder = try TemporaryFolder()
    try folder.write("content/index.md", [])
    server = try WebServer(answer)
  }

  var store: AnswerStore { AnswerStore(site: folder.url.path) }
  var clock: DateTime { DateTime(secondsSinceEpoch: 1_795_392_000 + seconds) }

  func fetcher(_ policy: SourceFetcher.Policy = .online) -> SourceFetcher {
    let environment = environment
    var fetcher = SourceFetcher(store: store, environment: { environment[$0] }, clock: clock, policy: policy)
    fetcher.pause = .milliseconds(1)
    fetcher.addresses = addresses
    return fetcher
  }

  /// What one source gives in a run.
  func fetch(
    _ settings: SourceSettings, _ policy: SourceFetcher.Policy = .online
  ) -> (answer: SourceAnswer?, diagnostics: [Diagnostic]) {
    let (answers, diagnostics) = fetcher(policy).answer(for: [settings])
    return (answers.first, diagnostics)
  }

  /// A source at a path of the server.
  func source(_ path: String = "/posts", _ change: (inout HTTPOrigin) -> Void = { _ in }) -> SourceSettings {
    Self.source(server.url(path), change)
  }

  static func source(_ url: String, _ change: (inout HTTPOrigin) -> Void = { _ in }) -> SourceSettings {
    var origin = HTTPOrigin(url: url)
    change(&origin)
    return SourceSettings(
      name: "posts", shape: .entries, origin: .http(origin), items: [], model: "Post",
      revalidate: .seconds(60),
      maxStale: .seconds(3600), onError: .warn, declaration: declaration("posts"))
  }

  /// Where `[sources.NAME]` stands.
  static func declaration(_ name: String) -> Location {
    Location(SourceFile(path: "content/site.toml", text: "[sources.\(name)]\n"), Span(1, 9 + name.utf8.count))
  }

  /// Everything that was stored, as one text.
  func stored() throws -> String {
    try folder.files(below: ".").filter { !$0.key.hasPrefix("content/index") }.sorted { $0.key < $1.key }
      .map { $0.key + String(decoding: $0.value, as: UTF8.self) }.joined(separator: "\n")
  }
}

extension SourceSettings {
  func with(_ change: (inout SourceSettings) -> Void) -> SourceSettings {
    var copy = self
    change(&copy)
    return copy
  }
}

extension SourceAnswer {
  /// The texts of its pages.
  var texts: [String] { pages.map { String(decoding: $0.bytes, as: UTF8.self) } }
}

extension [Diagnostic] {
  var codes: [String] { map { "\($0.severity.rawValue)[\($0.code.name)]" } }
  /// As people and programs see them.
  var shown: String { TextReport(colored: false).text(of: self) + JSONReport.json(of: self) }
}
