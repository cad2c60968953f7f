import ArgumentParser
import Files
import Models
import SitePipeline

/// The arguments of every command that runs the pipeline.
struct SiteArguments: ParsableArguments {
  @Argument(help: "The site's folder, which holds `content/`.", completion: .directory)
  var site = "."

  @Option(help: "The site's address, instead of `url` in site.toml.")
  var baseURL: String?

  @Option(help: "The theme, instead of `theme` in site.toml.")
  var theme: String?

  @Option(help: "How many threads work at once. (default: one for each processor)")
  var jobs: Int?

  @Option(help: "The moment of the build, as `2026-11-23` or `2026-11-23T10:00:00Z`, instead of now.")
  var clock: String?

  func validate() throws {
    if let baseURL, SiteURL(baseURL) == nil {
      throw ValidationError("'\(baseURL)' is no address of a site; write it like https://example.com/blog/")
    }
    if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs takes a number from 1 to 1024") }
    if let clock, case .failure(let problem) = DateTime.parse(clock, in: .utc) {
      throw ValidationError("--clock: \(problem.sentence)")
    }
    if clock == nil, let epoch = ProcessEnvironment.value("SOURCE_DATE_EPOCH"), Int64(epoch) == nil {
      throw ValidationError(
        "the environment variable SOURCE_DATE_EPOCH is '\(epoch)', which is no number of seconds")
    }
  }

  /// The arguments, checked, as the pipeline takes them. Without `--clock` the moment is that of the call.
  func options(
    drafts: Bool, future: Bool, trustsTimes: Bool = true, network: NetworkUse = .offline
  ) -> BuildOptions {
    BuildOptions(
      site: folder, baseURL: baseURL.flatMap { SiteURL($0) }, theme: theme, includesDrafts: drafts,
      includesFuture: future, clock: buildClock, jobs: jobs ?? Parallel.processors,
      trustsTimes: trustsTimes, network: network)
  }

  /// A path in the site's folder, as it is printed.
  func path(_ name: String) -> String { folder == "." ? name : folder + "/" + name }

  /// Without slashes at its end.
  var folder: String {
    var path = site.isEmpty ? "." : site
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  /// The moment that sources are asked at: now, unless the arguments or the environment say another one.
  var momentOfSources: DateTime {
    clock.flatMap { try? DateTime.parse($0, in: .utc).get() } ?? Self.momentOfEnvironment
  }

  private var buildClock: BuildClock { clock.map { .written($0) } ?? Self.clockOfEnvironment }

  static var clockOfEnvironment: BuildClock { .moment(momentOfEnvironment) }

  /// Whether the moment is given, so that no time goes by.
  var stopsClock: Bool { clock != nil || ProcessEnvironment.value("SOURCE_DATE_EPOCH") != nil }

  /// `SOURCE_DATE_EPOCH` (https://reproducible-builds.org/specs/source-date-epoch/), else now.
  static var momentOfEnvironment: DateTime {
    let epoch = ProcessEnvironment.value("SOURCE_DATE_EPOCH").flatMap { Int64($0) }
    return DateTime(secondsSinceEpoch: epoch ?? ProcessEnvironment.now)
  }
}

extension SiteLock {
  /// The lock of a site; says that it waits, unless it is `silent`.
  init(site: String, isSilent: Bool = false) {
    self.init(site: site) {
      if !isSilent { Console.printError("another presstime works on this site; waiting for it") }
    }
  }
}

/// Where a build goes.
struct OutputArguments: ParsableArguments {
  @Option(
    name: .shortAndLong, help: "The folder to write. (default: `public` in the site)", completion: .directory)
  var output: String?

  func validate() throws {
    if output?.isEmpty == true { throw ValidationError("--output names no folder") }
  }

  func folder(of site: SiteArguments) -> String { output ?? site.path("public") }
}

/// Where the answers of sources may come from.
struct NetworkArguments: ParsableArguments {
  @Flag(help: "Ask no server; take the answers of sources that are kept, however old they are.")
  var offline = false

  @Flag(help: "Ask no server; take the answers that `presstime lock` has found.")
  var frozen = false

  func validate() throws {
    if offline, frozen { throw ValidationError("--offline and --frozen say different things; give one") }
  }

  var use: NetworkUse { frozen ? .frozen : offline ? .offline : .online }
}

/// Which entries are published that would be left out.
struct LeftOutArguments: ParsableArguments {
  @Flag(help: "Publish drafts too.")
  var drafts = false

  @Flag(help: "Publish posts that are dated after the build too.")
  var future = false
}
