import ArgumentParser
import Diagnostics
import Files
import SitePipeline

struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Make a post, a page, or an entry of another collection.",
    discussion: "The file has every field that the model requires, and never replaces one that is there.")

  @Argument(help: "What to make: `post`, `page`, or the name of a collection or model.")
  var kind: String

  @Argument(help: "Its title.")
  var title: String

  @Option(help: "The site's folder.", completion: .directory)
  var site = "."

  @Option(help: "The file's name without suffix. (default: made from the title)")
  var slug: String?

  func run() throws {
    let options = BuildOptions(site: site, clock: SiteArguments.clockOfEnvironment, jobs: Parallel.processors)
    let (loaded, diagnostics) = LoadedSite.load(options, readsSources: false)
    guard let loaded else {
      Console.report(diagnostics.inOrder)
      throw Ending.siteErrors
    }
    switch NewEntry.make(kind, title: title, slug: slug, in: loaded) {
    case .failure(let problem): throw ValidationError(problem.sentence)
    case .success(let file):
      let path = site == "." ? file.path : site + "/" + file.path
      do {
        if FileSystem.kind(path) != nil {
          throw FileError(path: path, reason: "it exists already; nothing was changed")
        }
        try FileSystem.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
        try FileSystem.writeNew(path, Array(file.text.utf8))
      } catch let error as FileError { throw Ending.failure(error) }
      Console.print(path)
    }
  }
}
