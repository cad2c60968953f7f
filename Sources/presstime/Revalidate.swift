import ArgumentParser
import Diagnostics
import Files
import Models
import SitePipeline

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct Revalidate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revalidate",
    abstract: "Ask the sources whose age has run out, and redo the pages that read what has changed.",
    discussion: """
      Prints the addresses that have changed, one on each line, for whatever stands in front of the site; then when to \
      call it again. Texts and templates that have changed are built too.
      """)

  @OptionGroup var arguments: SiteArguments

  @OptionGroup var leftOut: LeftOutArguments

  @OptionGroup var target: OutputArguments

  @Flag(help: "Ask every source, whatever its age: when something tells that it has changed.")
  var all = false

  @Flag(help: "Stay, and do it again whenever a source is due or an entry is published or expires.")
  var watch = false

  @Flag(help: "Print one JSON object instead of text; with --watch one on each line.")
  var json = false

  /// What is always asked for again would leave no rest: seconds between two rounds, at least.
  private static let shortestPause = 5
  /// After a round that failed, when nothing says when the next one is due: seconds.
  private static let pauseAfterFailure = 60

  func validate() throws {
    if watch, all { throw ValidationError("--watch goes by the age of sources, and --all does not") }
    if watch, arguments.stopsClock {
      throw ValidationError("--watch goes by the clock, which --clock and SOURCE_DATE_EPOCH stop")
    }
  }

  func run() throws {
    while true {
      let report = try build()
      print(report)
      guard watch else {
        if !report.succeeded { throw Ending.siteErrors }
        return
      }
      guard report.nextBuildAt != nil || !report.succeeded else {
        Console.printError("nothing here grows old: no source has an age, and no entry waits for its day")
        return
      }
      let now = ProcessEnvironment.now
      let due = report.nextBuildAt.map { Int($0.seconds - now) } ?? Self.pauseAfterFailure
      sleep(UInt32(clamping: max(due, Self.shortestPause)))
    }
  }

  private func build() throws -> BuildReport {
    let lock = SiteLock(site: arguments.folder, isSilent: json)
    let report: BuildReport
    do {
      report = try SiteBuild(
        arguments.options(drafts: leftOut.drafts, future: leftOut.future, network: all ? .asking : .online),
        isLast: !watch
      ).build(to: target.folder(of: arguments))
    } catch { throw Ending.failure(error) }
    _ = consume lock
    return report
  }

  private func print(_ report: BuildReport) {
    if json { return Console.print(Self.json(report)) }
    Console.report(report.told)
    for url in report.urls.changed + report.urls.removed { Console.print(url) }
    for source in report.sources {
      Console.printError(SourceSummary(source).text { Self.moment($0, report) })
    }
    guard report.succeeded, let next = report.nextBuildAt else { return }
    Console.printError("next: \(Self.moment(next, report))")
  }

  private static func moment(_ date: DateTime, _ report: BuildReport) -> String {
    DateFormat.iso8601.string(date, in: report.zone)
  }

  /// `{changed, removed, sources, nextBuildAt, diagnostics}`
  private static func json(_ report: BuildReport) -> String {
    func list(_ urls: [String]) -> String { "[" + urls.map(JSONReport.quoted).joined(separator: ",") + "]" }
    let sources = report.sources.map { source in SourceSummary(source).json { moment($0, report) } }
    let next = report.nextBuildAt.map { JSONReport.quoted(moment($0, report)) } ?? "null"
    return "{\"changed\":\(list(report.urls.changed)),\"removed\":\(list(report.urls.removed)),"
      + "\"sources\":[\(sources.joined(separator: ","))],\"nextBuildAt\":\(next),"
      + "\"diagnostics\":\(JSONReport.json(of: report.told))}"
  }
}
