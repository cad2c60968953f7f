import ArgumentParser
import Files
import SitePipeline

struct Clean: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Remove what builds keep for the next one.",
    discussion: """
      The next build parses every text anew. The output folder stays as it is, and pages in it are kept.
      """)

  @Argument(help: "The site's folder, which holds `content/`.", completion: .directory)
  var site = "."

  func run() throws {
    guard FileSystem.kind(site + "/content") == .folder else {
      Console.printError("presstime: \(site): it is no site: there is no folder `content` in it")
      throw Ending.surroundings
    }
    let isThere = FileSystem.kind(site + "/" + DocumentCache.folderName) != nil
    do {
      let lock = SiteLock(site: site)
      try DocumentCache.remove(site: site)
      _ = consume lock
    } catch { throw Ending.failure(error) }
    Console.print(
      isThere ? "removed \(DocumentCache.folderName)/" : "there was no \(DocumentCache.folderName)/ to remove"
    )
  }
}
