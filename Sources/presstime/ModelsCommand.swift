import ArgumentParser
import Diagnostics
import Files
import Importing

/// `presstime models …`
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "Work with the models of a site.", subcommands: [Infer.self])

  struct Infer: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "infer",
      abstract: "Print the model that fits the front matter of a folder's texts.",
      discussion: "What is printed is TOML for `site.toml`. Nothing is written.")

    @Argument(help: "A folder with Markdown files.", completion: .directory)
    var folder: String

    @Option(help: "The name of the model; `Post` and `Page` begin with the built-in fields.")
    var model = "Post"

    func validate() throws {
      let isName =
        model.first.map { $0.isASCII && $0.isUppercase } == true
        && model.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      if !isName {
        throw ValidationError(
          "--model: a model's name is a word that begins with a capital letter, not '\(model)'")
      }
    }

    func run() throws {
      guard FileSystem.kind(folder) == .folder else {
        Console.printError("presstime: \(folder): there is no such folder")
        throw Ending.surroundings
      }
      let site = OldSite(
        folder: folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder)
      let (model, problems) = FolderInference.infer(model, from: site)
      Console.report(problems.inOrder)
      guard model.files > 0 else {
        Console.printError("presstime: \(folder): there are no Markdown files")
        throw Ending.siteErrors
      }
      Console.print("# Inferred from \(BuildSummary.counted(model.files, "file")).")
      Console.print(model.toml ?? "# The built-in \(model.name) fits them.\n", terminator: "")
      for misfit in model.misfits {
        let place = misfit.location
        Console.printError("\(place.path):\(place.line):\(place.column): does not fit: \(misfit.message)")
      }
    }
  }
}
