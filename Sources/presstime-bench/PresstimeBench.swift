import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

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

/// Which Hugo takes part.
struct HugoArguments: ParsableArguments {
  @Option(help: "Hugo's program. (default: the `hugo` on the PATH, if any)", completion: .file())
  var hugo: String?

  @Flag(help: "Leave Hugo out.")
  var withoutHugo = false

  /// Its path; nothing, and a word about it, when there is none.
  var program: String? {
    if withoutHugo { return nil }
    let found = hugo ?? ChildProcess.find("hugo")
    if found == nil { note("there is no hugo on the PATH; it is left out") }
    return found
  }
}

/// Says what goes on, beside the result.
func note(_ text: String) {
  let line = Array("presstime-bench: \(text)\n".utf8)
  _ = unsafe write(STDERR_FILENO, line, line.count)
}
