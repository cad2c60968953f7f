import ArgumentParser

/// The benchmark: `make bench`, `make bench-serve`, `make bench-instructions` and `make bench-templates` run it.
@main
struct PresstimeBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "presstime-bench",
    abstract: "Measures Presstime on a generated blog.",
    subcommands: [Compare.self, Previews.self, Instructions.self, Templates.self],
    defaultSubcommand: Compare.self)
}

/// What every measurement takes.
struct CorpusArguments: ParsableArguments {
  @Option(help: "The program to measure. (default: the one beside this one)", completion: .file())
  var presstime: String?

  func validate() throws {
    if let presstime, !presstime.contains("/") {
      throw ValidationError("--presstime takes a path, like ./presstime")
    }
  }

  /// The path of a program that is built beside this one.
  static func neighbour(_ name: String) -> String {
    let own = CommandLine.arguments.first ?? ""
    guard let slash = own.lastIndex(of: "/") else { return ChildProcess.find(name) ?? name }
    return own[...slash] + name
  }

  var program: String { presstime ?? Self.neighbour("presstime") }
}
