import ArgumentParser
import SitePipeline

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check posts, templates and links; write nothing.")

  @OptionGroup var arguments: SiteArguments

  @Flag(name: .shortAndLong, help: "Print problems only.")
  var quiet = false

  @Flag(help: "Print one JSON object, diagnostics included, instead of text.")
  var json = false

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let report = SiteBuild(arguments.options).check()
    let summary = BuildSummary(report, output: nil, duration: clock.now - start)
    if json {
      Console.print(summary.json)
    } else {
      Console.report(report.diagnostics)
      if report.succeeded, !quiet { Console.print(summary.checkText) }
    }
    if !report.succeeded { throw Ending.siteErrors }
  }
}
