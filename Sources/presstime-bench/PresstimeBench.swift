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
  var program: String? { withoutHugo ? nil : installed("hugo", hugo) }
}

/// Which Zola takes part.
struct ZolaArguments: ParsableArguments {
  @Option(help: "Zola's program. (default: the `zola` on the PATH, if any)", completion: .file())
  var zola: String?

  @Flag(help: "Leave Zola out.")
  var withoutZola = false

  /// Its path; nothing, and a word about it, when there is none.
  var program: String? { withoutZola ? nil : installed("zola", zola) }
}

/// The program that was asked for, else the one on the PATH.
private func installed(_ name: String, _ asked: String?) -> String? {
  guard let found = asked ?? ChildProcess.find(name) else {
    note("there is no \(name) on the PATH; it is left out")
    return nil
  }
  // As Python's packages have it.
  if ChildProcess.isScript(found) {
    note("\(found) is a script, whose own start is timed too; give the program with --\(name) FILE")
  }
  return found
}

/// Says what goes on, beside the result.
func note(_ text: String) {
  let line = Array("presstime-bench: \(text)\n".utf8)
  _ = unsafe write(STDERR_FILENO, line, line.count)
}
