import DataSources
import Diagnostics
import Models
import SitePipeline

/// What a build has had of a source, in words or in JSON.
struct SourceSummary {
  private let source: SourceReport

  init(_ source: SourceReport) { self.source = source }

  /// `posts: 12 entries of https://api.example.com/posts, asked just now, on 15 pages`
  func text(_ moment: (DateTime) -> String) -> String {
    let what =
      source.shape == .entries ? "\(BuildSummary.counted(source.entries, "entry", "entries")) of" : "from"
    let name = source.shape == .entries ? source.name : "data.\(source.name)"
    let pages = source.pages.map { ", on \(BuildSummary.counted($0, "page"))" } ?? ""
    return "\(name): \(what) \(source.origin)\(state(moment))\(pages)"
  }

  private func state(_ moment: (DateTime) -> String) -> String {
    let age = source.age.map { Self.words($0) } ?? ""
    switch source.freshness {
    case .local: return ""
    case .fetched: return ", asked just now"
    case .confirmed: return ", asked just now and unchanged"
    case .cached: return ", \(age) old"
    case .stale: return ", STALE: \(age) old"
    case .locked: return ", locked\(source.asked.map { " as of " + moment($0) } ?? "")"
    }
  }

  /// A length of time, in its largest unit.
  private static func words(_ seconds: Int) -> String {
    switch seconds {
    case ..<60: BuildSummary.counted(max(0, seconds), "second")
    case ..<3600: BuildSummary.counted(seconds / 60, "minute")
    case ..<86_400: BuildSummary.counted(seconds / 3600, "hour")
    default: BuildSummary.counted(seconds / 86_400, "day")
    }
  }

  /// `{name, kind, from, state, asked, age, due, requests, entries, pages}`
  func json(_ moment: (DateTime) -> String) -> String {
    func text(_ date: DateTime?) -> String { date.map { JSONReport.quoted(moment($0)) } ?? "null" }
    let kind = source.shape == .entries ? "entries" : "data"
    let numbers =
      "\"requests\":\(source.requests),\"entries\":\(source.entries),\"pages\":\(source.pages.map { "\($0)" } ?? "null")"
    return
      "{\"name\":\(JSONReport.quoted(source.name)),\"kind\":\"\(kind)\",\"from\":\(JSONReport.quoted(source.origin)),"
      + "\"state\":\"\(source.freshness.name)\",\"asked\":\(text(source.asked)),\"age\":\(source.age.map { "\($0)" } ?? "null"),"
      + "\"due\":\(text(source.due)),\(numbers)}"
  }
}
