import ArgumentParser
import Diagnostics
import Files
import Importing
import SitePipeline

extension Generator: ExpressibleByArgument {}

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make a site from that of Jekyll, Hugo, Zola, Eleventy or Astro.",
    discussion: """
      Copies the texts and files as they are, writes a `site.toml` with the models that fit the front matter, and lists \
      what it could not carry. The old site is only read.
      """)

  @Argument(help: "The folder of the old site.", completion: .directory)
  var folder: String

  @Option(help: "The folder of the new site, which has no `content/` yet.", completion: .directory)
  var into = "."

  @Option(help: "The generator of the old site, where its files do not tell.")
  var from: Generator?

  @Flag(name: .shortAndLong, help: "Count what is not carried, without its places.")
  var quiet = false

  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  func validate() throws {
    if into.isEmpty || folder.isEmpty { throw ValidationError("a folder has a name; the current one is `.`") }
  }

  func run() throws {
    guard FileSystem.kind(folder) == .folder else {
      Console.printError("presstime: \(folder): there is no such folder")
      throw Ending.surroundings
    }
    let site = OldSite(folder: Self.trimmed(folder))
    let (generator, mark) = try recognised(site)
    do {
      let target = try ImportFolder(Self.trimmed(into))
      var imported = ImportedSite.read(site, as: generator, mark: mark, jobs: Parallel.processors)
      let outcome: Outcome
      do {
        try target.copy(imported, from: site)
        outcome = try settled(&imported, target, site)
        try target.finish()
      } catch {
        target.abandon()
        throw error
      }
      let report = ImportReport(imported, outcome, site: site, into: Self.trimmed(into))
      Console.print(json ? report.json : report.text(withPlaces: !quiet))
    } catch let error as FileError { throw Ending.failure(error) }
  }

  /// What the new site lowers, and which errors are left.
  struct Outcome {
    let lowered: [Lowering]
    let errors: [Diagnostic]
  }

  /// Writes the settings so that the site has no errors but those that no setting can lower.
  private func settled(
    _ imported: inout ImportedSite, _ target: ImportFolder, _ site: OldSite
  ) throws(FileError) -> Outcome {
    let options = BuildOptions(
      site: target.staging, clock: SiteArguments.clockOfEnvironment, jobs: Parallel.processors)
    var lowered: [Lowering] = []
    var errors: [Diagnostic] = []
    // Links are looked up when the texts have no errors, so a second look may find more.
    for _ in 0..<8 {
      try target.write(settings: imported.settings(lowering: lowered))
      errors = SiteBuild(options).check().diagnostics.filter { $0.severity == .error }
      if imported.dropRedirects(errors) { continue }
      let inTheWay = imported.filesInTheWay(errors)
      try target.remove(inTheWay)
      imported = imported.without(inTheWay, in: site)
      let more = Lowering.of(
        errors, postsFolder: imported.postsFolder, where: DiagnosticCatalog.isLowerable)
      if more.isEmpty, inTheWay.isEmpty { break }
      lowered = Lowering.merged(lowered, more)
    }
    return Outcome(lowered: lowered, errors: errors)
  }

  private func recognised(_ site: OldSite) throws -> (Generator, String) {
    let found = Generator.recognised(in: site)
    if let from {
      return (from, found.first { $0.generator == from }?.mark ?? from.usualMark)
    }
    if found.count == 1, let only = found.first { return (only.generator, only.mark) }
    if found.isEmpty {
      Console.printError("presstime: \(folder): this is no site of \(Self.names)")
      Console.printError(
        "one is known by its settings file, such as `_config.yml`, `hugo.toml`, `config.toml` with `base_url`, "
          + "`.eleventy.js` or `astro.config.mjs`, in this folder itself; `--from` names the generator")
      Console.printError("for the texts alone, `presstime models infer \(folder)` says what model fits them")
    } else {
      let marks = found.map { "\($0.generator.name) (`\($0.mark)`)" }.joined(separator: " and ")
      Console.printError("presstime: \(folder): this looks like \(marks)")
      Console.printError("say which with `--from \(found.first?.generator.rawValue ?? "hugo")`")
    }
    throw Ending.siteErrors
  }

  private static let names = "Jekyll, Hugo, Zola, Eleventy or Astro"

  private static func trimmed(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}
