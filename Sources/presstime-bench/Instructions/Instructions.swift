import ArgumentParser
import Files

/// `presstime-bench instructions`: where a build's instructions go.
///
/// Counts are nearly the same in every run, also on a busy machine, which no time is.
struct Instructions: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Count the instructions of a build on one thread, by module and by stage. Needs valgrind.")

  @OptionGroup var arguments: CorpusArguments

  @Option(help: "How many posts the blog has.")
  var posts = 1_000

  @Option(help: "How many functions to list.")
  var top = 25

  func validate() throws {
    guard (1...1_000_000).contains(posts) else {
      throw ValidationError("--posts takes a number from 1 to 1000000")
    }
    guard (0...10_000).contains(top) else { throw ValidationError("--top takes a number from 0 to 10000") }
  }

  func run() throws {
    guard let valgrind = ChildProcess.find("valgrind"), let strip = ChildProcess.find("strip") else {
      throw BenchProblem(
        "counting instructions needs valgrind and binutils; install them with your system's package manager, "
          + "on Debian `apt-get install valgrind binutils`")
    }
    let table = try Workspace.use { workspace in
      try workspace.writePresstimeSite("site", Corpus(count: posts))
      let profile = try workspace.profile(program: arguments.program, valgrind: valgrind, strip: strip)
      return InstructionTable(profile, posts: posts)
    }
    print(table.modules)
    print("\n" + table.stages)
    if top > 0 { print("\n" + demangled(table.functions(top))) }
  }

  /// Symbols as they are written in Swift, where the toolchain is there to ask.
  private func demangled(_ text: String) -> String {
    guard let swift = ChildProcess.find("swift") else { return text }
    let result = try? Workspace.use { workspace in
      try workspace.write("symbols", text)
      return try workspace.output(
        of: ChildProcess(arguments: [swift, "demangle", "--simplified", "--compact"]), input: "symbols")
    }
    return result ?? text
  }
}

extension Workspace {
  /// Runs a build of `site` under callgrind.
  ///
  /// On a copy without debug information, because valgrind's reader of it ends at Swift's.
  fileprivate func profile(
    program: String, valgrind: String, strip: String
  ) throws(BenchProblem) -> CallgrindProfile {
    let (copy, counts) = (path("presstime"), path("callgrind.out"))
    try ChildProcess(arguments: [strip, "-g", "-o", copy, program]).run(output: path("printed"))
    let build = [
      copy, "build", path("site"), "--output", path("output"), "--quiet", "--jobs", "1", "--clock", Self.day,
    ]
    // Names stay mangled, for they say whose code it is.
    let callgrind = [valgrind, "--tool=callgrind", "--demangle=no", "--callgrind-out-file=\(counts)"]
    try ChildProcess(arguments: callgrind + build).run(output: path("printed"))
    return CallgrindProfile(try text(of: "callgrind.out"))
  }
}
