import ArgumentParser
import Diagnostics
import SitePipeline

struct Routes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "routes",
    abstract: "Show the theme's routes: how many pages each makes, and the first URLs.")

  @OptionGroup var arguments: SiteArguments

  @OptionGroup var leftOut: LeftOutArguments

  @Flag(help: "Print JSON instead of text.")
  var json = false

  @Flag(help: "Show what the pages of each route read.")
  var reads = false

  func run() throws {
    let report = SiteBuild(arguments.options(drafts: leftOut.drafts, future: leftOut.future)).layOut()
    if json {
      Console.print(Self.json(report))
    } else {
      Console.report(report.diagnostics.filter { $0.severity == .error })
      if !report.routes.isEmpty { Console.print(reads ? Self.reads(report) : Self.tree(report)) }
    }
    if !report.succeeded { throw Ending.siteErrors }
  }

  private static func tree(_ report: BuildReport) -> String {
    var rows = [["Route", "Pages", "First URLs"]]
    for route in report.routes {
      let more = route.pages > route.urls.count ? " …" : ""
      rows.append([route.path, String(route.pages), route.urls.joined(separator: " ") + more])
    }
    if report.redirects > 0 { rows.append(["redirects", String(report.redirects), ""]) }
    return TextTable(rows: rows, alignsRight: [1]).text
  }

  private static func reads(_ report: BuildReport) -> String {
    report.routes.map { route in
      let lines = route.reads.flatMap { read -> [String] in
        guard let expression = read.expression else { return read.paths.map { "  " + $0 } }
        let paths = read.paths.isEmpty ? "which there are" : read.paths.joined(separator: ", ")
        let loop = read.dependsOn.isEmpty ? "" : " (for each \(read.dependsOn.joined(separator: ", ")))"
        return ["  \(expression)\(loop): \(paths)"]
      }
      return ([route.path] + lines).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  private static func json(_ report: BuildReport) -> String {
    let routes = report.routes.map { route in
      let urls = route.urls.map(JSONReport.quoted).joined(separator: ",")
      return "{\"route\":\(JSONReport.quoted(route.path)),\"pages\":\(route.pages),\"urls\":[\(urls)],"
        + "\"reads\":\(json(route.reads))}"
    }
    return "{\"routes\":[\(routes.joined(separator: ","))],\"redirects\":\(report.redirects),"
      + "\"diagnostics\":\(JSONReport.json(of: report.diagnostics))}"
  }

  private static func json(_ reads: [BuildReport.Read]) -> String {
    func list(_ texts: [String]) -> String { "[" + texts.map(JSONReport.quoted).joined(separator: ",") + "]" }
    let objects = reads.map { read in
      "{\"expression\":\(read.expression.map(JSONReport.quoted) ?? "null"),\"paths\":\(list(read.paths)),"
        + "\"dependsOn\":\(list(read.dependsOn))}"
    }
    return "[" + objects.joined(separator: ",") + "]"
  }
}
