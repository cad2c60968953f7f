import ArgumentParser
import Diagnostics
import SitePipeline

struct Routes: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the theme's routes: how many pages each makes, and the first URLs.")

  @OptionGroup var arguments: SiteArguments

  @Flag(help: "Print JSON instead of text.")
  var json = false

  func run() throws {
    let report = SiteBuild(arguments.options).check()
    if json {
      Console.print(Self.json(report))
    } else {
      Console.report(report.diagnostics.filter { $0.severity == .error })
      if !report.routes.isEmpty { Console.print(Self.tree(report)) }
    }
    if !report.succeeded { throw Ending.siteErrors }
  }

  private static func tree(_ report: BuildReport) -> String {
    var rows = [["Route", "Pages", "First URLs"]]
    for route in report.routes {
      let more = route.pages > route.urls.count ? " …" : ""
      rows.append([route.path, String(route.pages), route.urls.joined(separator: " ") + more])
    }
    if report.redirects > 0 { rows.append(["redirects of aliases", String(report.redirects), ""]) }
    return TextTable(rows: rows, alignsRight: [1]).text
  }

  private static func json(_ report: BuildReport) -> String {
    let routes = report.routes.map { route in
      let urls = route.urls.map(JSONReport.quoted).joined(separator: ",")
      return "{\"route\":\(JSONReport.quoted(route.path)),\"pages\":\(route.pages),\"urls\":[\(urls)]}"
    }
    return "{\"routes\":[\(routes.joined(separator: ","))],\"redirects\":\(report.redirects),"
      + "\"diagnostics\":\(JSONReport.json(of: report.diagnostics))}"
  }
}
