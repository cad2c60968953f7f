import DataSources
import Diagnostics
import Files
import Models
import SitePipeline

/// `check --external`: whether what pages link to on other sites is there.
enum ExternalLinks {
  static func check(
    _ options: BuildOptions, at moment: DateTime
  ) throws -> (diagnostics: [Diagnostic], summary: String) {
    guard OutsideLinks.isPossible else {
      Console.printError(
        "presstime: libcurl is not on this machine; install it: `apt-get install libcurl4`, `dnf install libcurl`, "
          + "`apk add libcurl`, `brew install curl`")
      throw Ending.surroundings
    }
    guard let plan = SiteSnapshot(options).plan else { throw Ending.siteErrors }
    let addresses = OutsideAddresses(plan)
    let links = OutsideLinks(
      site: options.site, environment: { ProcessEnvironment.value($0) }, clock: moment,
      age: plan.checked.loaded.config.links.age)
    let (verdicts, asked) = links.verdicts(of: addresses.urls)
    let refused = verdicts.count { if case .refused = $0 { true } else { false } }
    var parts = [
      "\(BuildSummary.counted(addresses.urls.count, "address", "addresses")) of other sites",
      "\(asked) asked for now",
    ]
    if addresses.ignored > 0 { parts.append("\(addresses.ignored) ignored") }
    if refused > 0 { parts.append("\(refused) of this machine or its network not asked for") }
    return (addresses.diagnostics(verdicts), parts.joined(separator: ", "))
  }
}
