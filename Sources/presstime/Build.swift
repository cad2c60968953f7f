import ArgumentParser
import Files
import SitePipeline

struct Build: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Build the site into a folder to deploy.")

  @OptionGroup var arguments: SiteArguments

  @OptionGroup var leftOut: LeftOutArguments

  @OptionGroup var network: NetworkArguments

  @OptionGroup var target: OutputArguments

  @Flag(help: "Exchange the whole folder even for small changes, so that it is never seen half changed.")
  var atomic = false

  @Flag(help: "Read every file, also those whose size and times are as they were in the last build.")
  var noStat = false

  @Flag(help: "Build again from nothing, and compare every byte and every problem with what was built.")
  var verify = false

  @Flag(name: .shortAndLong, help: "Print problems only.")
  var quiet = false

  @OptionGroup var reporting: ReportArguments

  func run() throws {
    ProcessMemory.expectMuch()
    let clock = ContinuousClock()
    let start = clock.now
    let progress = ProgressLine(isShown: !quiet && reporting.chosen == .text)
    let lock = SiteLock(site: arguments.folder, isSilent: reporting.isDocument)
    let output = target.folder(of: arguments)
    let report: BuildReport
    var verified: VerifiedSite?
    do {
      let build = SiteBuild(
        arguments.options(
          drafts: leftOut.drafts, future: leftOut.future, trustsTimes: !noStat && !verify,
          network: network.use),
        isLast: !verify, progress: { progress.show($0, $1, $2) })
      report = try build.build(to: output, atomically: atomic) {
        if !reporting.isDocument {
          Console.printError("another presstime writes to this output; waiting for it")
        }
      }
      if verify, report.succeeded { verified = try build.verify(report, in: output) }
    } catch {
      progress.clear()
      throw Ending.failure(error)
    }
    _ = consume lock
    progress.clear()
    print(report, verified, BuildSummary(report, output: output, duration: clock.now - start))
    if !report.succeeded { throw Ending.siteErrors }
    if let verified, !verified.differences.isEmpty { throw Ending.surroundings }
  }

  private func print(_ report: BuildReport, _ verified: VerifiedSite?, _ summary: BuildSummary) {
    if reporting.chosen == .json {
      Console.print(summary.json(verified: verified))
      return
    }
    if let problem = report.cacheProblem {
      Console.printError("the cache in .presstime/ is of no use: \(problem); every text was parsed anew")
    }
    reporting.print(report.told, of: arguments)
    if report.succeeded, !quiet {
      reporting.printSummary(
        summary.text(isTable: reporting.chosen == .text && ProcessEnvironment.isTerminal(1)))
    }
    guard let verified else { return }
    for difference in verified.differences { Console.printError("not as built from nothing: \(difference)") }
    if !verified.differences.isEmpty {
      Console.printError(
        "this is a mistake of Presstime; please report it. "
          + "Remove the output and `.presstime/` before the next build")
    } else if !quiet {
      reporting.printSummary(
        "verified: all \(verified.files) files and every problem are those of a build from nothing")
    }
  }
}
