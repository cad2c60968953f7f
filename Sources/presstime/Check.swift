import ArgumentParser
import Diagnostics
import Files
import SitePipeline

/// The uses of `| trusted`, one a line, as compilers print places.
enum TrustedList {
  static func text(of places: [Location]) -> String {
    places.map { place in
      let line = place.lineText.drop { $0 == " " || $0 == "\t" }
      return "\(place.path):\(place.line):\(place.column): \(line)\n"
    }.joined()
  }
}

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check posts, templates and the links of all pages; write nothing.")

  @OptionGroup var arguments: SiteArguments

  @OptionGroup var leftOut: LeftOutArguments

  @OptionGroup var network: NetworkArguments

  @Flag(name: .shortAndLong, help: "Print problems only.")
  var quiet = false

  @OptionGroup var reporting: ReportArguments

  @Flag(help: "List each place where a template writes a text as markup with `| trusted`.")
  var trusted = false

  @Flag(help: "Ask other sites too whether what pages link to is there.")
  var external = false

  func validate() throws {
    if external, network.use != .online {
      throw ValidationError("--external asks servers, and --offline and --frozen ask none")
    }
    if trusted, reporting.chosen != .text, reporting.chosen != .json {
      throw ValidationError("--trusted has no form for --format \(reporting.chosen.rawValue)")
    }
  }

  func run() throws {
    ProcessMemory.expectMuch()
    let clock = ContinuousClock()
    let start = clock.now
    let options = arguments.options(drafts: leftOut.drafts, future: leftOut.future, network: network.use)
    var report = SiteBuild(options).check(arguments.path("public"), listsTrusted: trusted)
    var outside: String?
    if external, report.succeeded {
      let found = try ExternalLinks.check(options, at: arguments.momentOfSources)
      report.diagnostics = (report.diagnostics + found.diagnostics).inOrder
      outside = found.summary
    }
    let summary = BuildSummary(report, output: nil, duration: clock.now - start)
    if reporting.chosen == .json {
      Console.print(summary.json(withTrusted: trusted))
    } else {
      reporting.print(report.diagnostics, of: arguments)
      if trusted { Console.print(TrustedList.text(of: report.trusted), terminator: "") }
      if !quiet, let outside { reporting.printSummary(outside) }
      if report.succeeded, !quiet { reporting.printSummary(summary.checkText) }
    }
    if !report.succeeded { throw Ending.siteErrors }
  }
}
