import ArgumentParser
import Files

/// `presstime-bench`: Presstime beside the floor, and Hugo where it is installed.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time builds against the floor, and Hugo where it is installed.",
    discussion: """
      The programs take turns on the same posts, each as a process of its own; the table shows medians. \
      The floor reads, parses and renders the same Markdown in C, and writes as many files, folders and bytes \
      as Presstime, on as many threads; it does nothing else.
      """)

  @OptionGroup var arguments: CorpusArguments

  @Option(help: "How many posts the blog has.")
  var posts = 10_000

  @Option(help: "How many times each program runs, after one that is not counted.")
  var runs = 5

  @OptionGroup var hugo: HugoArguments

  @Flag(help: "Print one JSON object instead of a table.")
  var json = false

  func validate() throws {
    guard (1...1_000_000).contains(posts) else {
      throw ValidationError("--posts takes a number from 1 to 1000000")
    }
    guard (1...1_000).contains(runs) else { throw ValidationError("--runs takes a number from 1 to 1000") }
  }

  func run() throws {
    let programs = Programs(
      presstime: arguments.program, floor: CorpusArguments.neighbour("presstime-floor"),
      hugo: hugo.program)
    let comparison = try Workspace.use { workspace in
      note("writing \(posts) posts to \(workspace.folder)")
      if !workspace.isInMemory {
        note("there is no /dev/shm here: the files may lie on a disk, whose speed varies from run to run")
      }
      let contenders = try workspace.contenders(programs, Corpus(count: posts))
      let measurements = try workspace.measure(contenders, rounds: runs) { round, name in
        note(round == 0 ? "warm-up: \(name)" : "run \(round) of \(runs): \(name)")
      }
      return Comparison(
        posts: posts, runs: runs, processors: Parallel.processors, isInMemory: workspace.isInMemory,
        smallestPeak: ChildProcess.ownPeakMemory, measurements: measurements)
    }
    print(json ? comparison.json : comparison.text)
  }
}
