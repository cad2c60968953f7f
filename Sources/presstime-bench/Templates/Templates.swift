import ArgumentParser
import Files

/// `presstime-bench templates`: the template engine beside swift-mustache, on pages that come out the same.
struct Templates: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time pages of the template engine against swift-mustache.",
    discussion: """
      Each engine is a program of its own with the same blog and the same pages; their bytes are compared. The \
      programs take turns; the table shows medians, and for ratios the median of neighbouring runs. It fails when \
      the pages differ.
      """)

  @Option(
    help: "The program with Presstime's engine. (default: the one beside this one)", completion: .file())
  var presstime: String?

  @Option(help: "The program with swift-mustache, from Tests/Benchmarks.", completion: .file())
  var mustache: String

  @Option(help: "How many times each program runs, after one that is not counted.")
  var runs = 5

  func validate() throws {
    guard (1...1_000).contains(runs) else { throw ValidationError("--runs takes a number from 1 to 1000") }
  }

  func run() throws {
    let programs = [presstime ?? CorpusArguments.neighbour("presstime-pages"), mustache]
    let comparisons = try Workspace.use { workspace in
      try PageWork.all.map { work in
        note(work.name)
        return try workspace.compare(work, programs: programs, runs: runs)
      }
    }
    print(PageComparison.text(comparisons, runs: runs))
  }
}
