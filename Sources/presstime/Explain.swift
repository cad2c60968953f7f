import ArgumentParser
import Diagnostics
import Files
import SitePipeline

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say what a page is made from, and why it was made anew or kept.")

  @Argument(help: "A URL of the site, or a file of it or of its output.", completion: .file())
  var target: String

  @OptionGroup var arguments: SiteArguments

  @OptionGroup var leftOut: LeftOutArguments

  @Option(
    name: .shortAndLong, help: "The folder that was built. (default: `public` in the site)",
    completion: .directory)
  var output: String?

  @Flag(help: "Print JSON instead of text.")
  var json = false

  func run() throws {
    let options = arguments.options(drafts: leftOut.drafts, future: leftOut.future)
    let snapshot = SiteSnapshot(
      options, cache: DocumentCache(site: options.site, use: .read, trustsTimes: true))
    guard let plan = snapshot.plan else {
      Console.report(snapshot.diagnostics)
      throw Ending.siteErrors
    }
    let explainer = SiteExplainer(plan, output: output ?? arguments.path("public"))
    let found = explainer.explanations(of: target)
    if json {
      Console.print("[" + found.map(Self.json).joined(separator: ",") + "]")
    } else if found.isEmpty {
      Console.printError(
        "presstime: `\(target)` is no page, no entry, no template and no copied file of this site")
      if let nearest = explainer.nearest(to: target) { Console.printError("did you mean `\(nearest)`?") }
    } else {
      Console.print(found.map(Self.text).joined(separator: "\n\n"))
    }
    if found.isEmpty { throw Ending.siteErrors }
  }

  private static func text(_ explanation: Explanation) -> String {
    let rows = explanation.parts.flatMap { part in
      part.lines.enumerated().map { [$0 == 0 ? part.name : "", $1] }
    }
    return explanation.title + "\n\n" + TextTable(rows: rows, alignsRight: []).text
  }

  /// `{title, parts: {name: [lines]}}`.
  private static func json(_ explanation: Explanation) -> String {
    let parts = explanation.parts.map { part in
      JSONReport.quoted(part.name) + ":[" + part.lines.map(JSONReport.quoted).joined(separator: ",") + "]"
    }
    return "{\"title\":\(JSONReport.quoted(explanation.title)),\"parts\":{\(parts.joined(separator: ","))}}"
  }
}
