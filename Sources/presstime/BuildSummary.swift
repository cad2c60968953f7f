import Diagnostics
import Models
import SitePipeline

/// The end of a build in words, or in JSON.
struct BuildSummary {
  private let report: BuildReport
  private let output: String?
  private let seconds: Double

  init(_ report: BuildReport, output: String?, duration: Duration) {
    self.report = report
    self.output = output
    seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }

  /// A table of the routes for a terminal; plain lines for a pipe.
  func text(isTable: Bool) -> String {
    var lines: [String] = []
    if isTable { lines += [table, ""] }
    lines.append(outcome)
    if report.pages.removed > 0 {
      lines.append("\(Self.counted(report.pages.removed, "file")) of the last build removed")
    }
    return (lines + sourceLines + leftOutLines).joined(separator: "\n")
  }

  private var outcome: String {
    let pages = report.pages
    let whole =
      "\(Self.counted(pages.planned, "page")) and \(Self.counted(report.files, "file")), \(Self.size(report.bytes))"
    let place = output ?? ""
    if pages.rendered == pages.planned { return "\(whole), written to \(place) in \(time)" }
    if pages.rendered == 0, pages.removed == 0 {
      return "no page has changed: \(whole), in \(place), looked at in \(time)"
    }
    return
      "\(Self.counted(pages.rendered, "page")) rendered, \(pages.kept) kept: \(whole), in \(place), in \(time)"
  }

  var checkText: String {
    let found = report.diagnostics.isEmpty ? "no problems" : "no errors"
    let line =
      "\(found): \(Self.counted(report.pages.planned, "page")) and \(Self.counted(report.files, "file")) in \(time)"
    return ([line] + sourceLines + leftOutLines).joined(separator: "\n")
  }

  /// `{pages, files, documents, bytes, seconds, leftOut, sources, nextBuildAt, diagnostics}` on one line, with `trusted` or
  /// `verified` if wanted.
  func json(withTrusted: Bool = false, verified: VerifiedSite? = nil) -> String {
    let differences = verified.map { verified in
      ",\"verified\":{\"files\":\(verified.files),\"differences\":["
        + verified.differences.map(JSONReport.quoted).joined(separator: ",") + "]}"
    }
    let trusted = withTrusted ? ",\"trusted\":\(JSONReport.json(ofPlaces: report.trusted))" : ""
    let pages = report.pages
    let leftOut = report.leftOut
    let next = report.nextBuildAt.map { JSONReport.quoted(moment($0)) } ?? "null"
    return "{\"pages\":{\"planned\":\(pages.planned),\"rendered\":\(pages.rendered),\"kept\":\(pages.kept),"
      + "\"removed\":\(pages.removed)},\"files\":\(report.files),\"documents\":{\"count\":\(report.documents.count),\"parsed\":\(report.documents.parsed)},\"bytes\":\(report.bytes),\"seconds\":\(Self.rounded(seconds)),"
      + "\"leftOut\":{\"drafts\":\(leftOut.drafts),\"future\":\(leftOut.future),\"expired\":\(leftOut.expired),\"incomplete\":\(leftOut.incomplete)},"
      + (report.sources.isEmpty
        ? ""
        : "\"sources\":[\(report.sources.map { SourceSummary($0).json(moment) }.joined(separator: ","))],")
      + "\"nextBuildAt\":\(next)\(trusted)\(differences ?? ""),\"diagnostics\":\(JSONReport.json(of: report.told))}"
  }

  private var table: String {
    var rows = [["Route", "Pages", "Size", "First URL"]]
    for route in report.routes {
      rows.append([route.path, String(route.pages), Self.size(route.bytes), route.urls.first ?? "-"])
    }
    if report.redirects > 0 { rows.append(["redirects", String(report.redirects), "", ""]) }
    return TextTable(rows: rows, alignsRight: [1, 2]).text
  }

  private var leftOutLines: [String] {
    var lines: [String] = []
    let leftOut = report.leftOut
    let parts = [
      (leftOut.drafts, leftOut.drafts == 1 ? "draft" : "drafts"), (leftOut.future, "future"),
      (leftOut.expired, "expired"),
      (leftOut.incomplete, "incomplete"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    if !parts.isEmpty { lines.append("left out: " + parts.joined(separator: ", ")) }
    if let next = report.nextBuildAt {
      let reason =
        next == report.nextChange?.roundedUp
        ? "an entry is published or expires" : "a source is to be asked again"
      lines.append("build again at \(moment(next)): \(reason)")
    }
    return lines
  }

  private var sourceLines: [String] { report.sources.map { SourceSummary($0).text(moment) } }

  private func moment(_ date: DateTime) -> String { DateFormat.iso8601.string(date, in: report.zone) }

  private var time: String {
    seconds < 1 ? "\(Int(seconds * 1000)) ms" : "\(Self.rounded(seconds)) s"
  }

  private static func rounded(_ number: Double) -> String {
    let hundredths = Int(number * 100 + 0.5)
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  static func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  private static func size(_ bytes: Int) -> String {
    switch bytes {
    case ..<1000: "\(bytes) B"
    case ..<1_000_000: "\(rounded(Double(bytes) / 1000)) kB"
    default: "\(rounded(Double(bytes) / 1_000_000)) MB"
    }
  }
}
