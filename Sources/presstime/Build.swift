import ArgumentParser
import Files
import SitePipeline

struct Build: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Build the site into a folder to deploy.")

  @OptionGroup var arguments: SiteArguments

  @OptionGroup var leftOut: LeftOutArguments

  @Option(
    name: .shortAndLong, help: "The folder to write. (default: `public` in the site)", completion: .directory)
  var output: String?

  @Flag(help: "Exchange the whole folder even for small changes, so that it is never seen half changed.")
  var atomic = false

  @Flag(help: "Read every file, also those whose size and times are as they were in the last build.")
  var noStat = false

  @Flag(name: .shortAndLong, help: "Print problems only.")
  var quiet = false

  @Flag(help: "Print one JSON object, diagnostics included, instead of text.")
  var json = false

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let progress = ProgressLine(isShown: !quiet && !json)
    let lock = SiteLock(site: arguments.folder) {
      if !json { Console.printError("another presstime works on this site; waiting for it") }
    }
    let output = output ?? arguments.path("public")
    let report: BuildReport
    do {
      let build = SiteBuild(
        arguments.options(drafts: leftOut.drafts, future: leftOut.future, trustsTimes: !noStat),
        progress: { progress.show($0, $1, $2) })
      report = try build.build(to: output, atomically: atomic) {
        if !json { Console.printError("another presstime writes to this output; waiting for it") }
      }
    } catch {
      progress.clear()
      throw Ending.failure(error)
    }
    _ = consume lock
    progress.clear()
    let summary = BuildSummary(report, output: output, duration: clock.now - start)
    if let problem = report.cacheProblem, !json {
      Console.printError("the cache in .presstime/ is of no use: \(problem); everything was built anew")
    }
    if json {
      Console.print(summary.json())
    } else {
      Console.report(report.diagnostics)
      if report.succeeded, !quiet { Console.print(summary.text(isTable: ProcessEnvironment.isTerminal(1))) }
    }
    if !report.succeeded { throw Ending.siteErrors }
  }
}
