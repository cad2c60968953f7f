import ArgumentParser
import DataSources
import Files
import SitePipeline

struct Lock: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lock",
    abstract: "Keep the answers of sources with the site, for builds with --frozen.",
    discussion: """
      Asks the sources whose age has run out, checks the site with what they say, and writes `content/sources.lock` and \
      the answers in `content/_sources/`. Keep both in version control: that commit builds to the same bytes at any time.
      """)

  @OptionGroup var arguments: SiteArguments

  func run() throws {
    let lock = SiteLock(site: arguments.folder)
    let build = SiteBuild(arguments.options(drafts: false, future: false, network: .online))
    do {
      let (report, locked) = try build.lock()
      _ = consume lock
      Console.report(report.diagnostics)
      if !report.succeeded { throw Ending.siteErrors }
      Console.print(
        locked == 0
          ? "no source is asked over the network; there is nothing to lock"
          : "\(BuildSummary.counted(locked, "source")) locked in \(arguments.path(SourceLock.path))")
    } catch let error as FileError { throw Ending.failure(error) }
  }
}
