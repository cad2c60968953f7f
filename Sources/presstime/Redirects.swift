import ArgumentParser
import Diagnostics
import SitePipeline

struct Redirects: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redirects",
    abstract: "Show the addresses that lead on, or write them as a host reads them, with the headers.")

  @OptionGroup var arguments: SiteArguments

  @OptionGroup var leftOut: LeftOutArguments

  @Option(
    name: .customLong("for"),
    help: "Print the rules of a host: `netlify`, `cloudflare`, `nginx` (for a `server` block) or `apache`.")
  var host: HostKind?

  @Flag(help: "Print JSON instead of text.")
  var json = false

  func validate() throws {
    if json, host != nil { throw ValidationError("--json and --for say different things; give one") }
  }

  func run() throws {
    let options = arguments.options(drafts: leftOut.drafts, future: leftOut.future)
    let snapshot = SiteSnapshot(
      options, cache: DocumentCache(site: options.site, use: .read, trustsTimes: true))
    Console.report(snapshot.diagnostics.filter { $0.severity == .error })
    guard let rules = snapshot.plan?.host, !snapshot.diagnostics.hasErrors else { throw Ending.siteErrors }
    if let host {
      Console.print(rules.text(for: host), terminator: "")
    } else if json {
      Console.print(Self.json(rules))
    } else {
      Console.print(Self.text(rules))
    }
  }

  private static func text(_ rules: HostRules) -> String {
    if rules.redirects.isEmpty { return "no address leads on" }
    let rows = rules.redirects.map { [$0.source.written, String($0.status), $0.target] }
    return TextTable(rows: [["Address", "Status", "Leads to"]] + rows, alignsRight: [1]).text
  }

  /// `[{from, to, status}]`.
  private static func json(_ rules: HostRules) -> String {
    let objects = rules.redirects.map { redirect in
      "{\"from\":\(JSONReport.quoted(redirect.source.written)),\"to\":\(JSONReport.quoted(redirect.target)),"
        + "\"status\":\(redirect.status)}"
    }
    return "[" + objects.joined(separator: ",") + "]"
  }
}

extension HostKind: ExpressibleByArgument {}
