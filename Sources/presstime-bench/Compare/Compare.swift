import ArgumentParser
import Files

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `presstime-bench`: Presstime beside the floor, and Hugo and Zola where they are installed.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time builds against the floor, and Hugo and Zola where they are installed.",
    discussion: """
      The programs take turns on the same posts, each as a process of its own; the table shows medians. \
      Presstime builds once without anything of an earlier build, and then after an edit of each kind. \
      The floor reads, parses and renders the same Markdown in C, and writes as many files, folders and bytes \
      as Presstime, on as many threads; it does nothing else.
      """)

  @OptionGroup var arguments: CorpusArguments

  @Option(help: "How many posts the blog has; give it again for another table.")
  var posts: [Int] = [10_000]

  @Option(help: "How many times each program runs, after one that is not counted.")
  var runs = 5

  @OptionGroup var hugo: HugoArguments

  @OptionGroup var zola: ZolaArguments

  @Flag(help: "Print a JSON array with an object for each number of posts, instead of tables.")
  var json = false

  @Option(help: "Write the wall times as a picture (SVG).", completion: .file(extensions: ["svg"]))
  var chart: String?

  @Option(
    help: "Write the tables, and the --chart that lies beside it, into this page, between its two marks.",
    completion: .file(extensions: ["md"]))
  var page: String?

  func validate() throws {
    // Two posts are edited.
    guard posts.allSatisfy({ (2...1_000_000).contains($0) }) else {
      throw ValidationError("--posts takes a number from 2 to 1000000")
    }
    guard (1...1_000).contains(runs) else { throw ValidationError("--runs takes a number from 1 to 1000") }
  }

  func run() throws {
    let programs = Programs(
      presstime: arguments.program, floor: CorpusArguments.neighbour("presstime-floor"),
      hugo: hugo.program, zola: zola.program)
    // A page without marks is refused before minutes are spent.
    if let page { _ = try Self.page(page, with: "") }
    var version = ""
    let comparisons = try posts.map { count in
      try Workspace.use { workspace in
        version = try workspace.version(of: programs.presstime, "--version")
        return try compare(programs, Corpus(count: count), in: workspace)
      }
    }
    let report = BenchReport(
      date: WrittenDate.today, machine: .current, version: "Presstime \(version)", comparisons: comparisons)
    print(json ? report.json : report.text)
    if let chart { try Self.write(report.chart.svg, to: chart) }
    if let page {
      let picture = chart?.split(separator: "/").last.map { String($0) }
      try Self.write(try Self.page(page, with: report.markdown(chart: picture)), to: page)
    }
  }

  private func compare(
    _ programs: Programs, _ corpus: Corpus, in workspace: Workspace
  ) throws(BenchProblem) -> Comparison {
    try workspace.checkRoom(
      MemoryNeed(posts: corpus.count, hugo: programs.hugo != nil, zola: programs.zola != nil))
    note("writing \(corpus.count) posts to \(workspace.folder)")
    if !workspace.isInMemory {
      note("there is no /dev/shm here: the files may lie on a disk, whose speed varies from run to run")
    }
    let contenders = try workspace.contenders(programs, corpus)
    // A site's files are older than its builds; a cache may read those again that were written a moment ago.
    sleep(2)
    let measurements = try workspace.measure(contenders, rounds: runs) { round, name in
      note(round == 0 ? "warm-up: \(name)" : "run \(round) of \(runs): \(name)")
    }
    return Comparison(
      posts: corpus.count, runs: runs, processors: Parallel.processors, isInMemory: workspace.isInMemory,
      smallestPeak: ChildProcess.ownPeakMemory, measurements: measurements)
  }

  /// The page with `content` between its marks.
  private static func page(_ path: String, with content: String) throws(BenchProblem) -> String {
    let bytes = try withFiles { () throws(FileError) in try FileSystem.read(path) }
    guard let page = MarkedBlock.replaced(in: String(decoding: bytes, as: UTF8.self), with: content) else {
      throw BenchProblem(
        "\(path) has not these two lines once each:\n\(MarkedBlock.start)\n\(MarkedBlock.end)")
    }
    return page
  }

  private static func write(_ text: String, to path: String) throws(BenchProblem) {
    try withFiles { () throws(FileError) in try FileSystem.write(path, Array(text.utf8)) }
  }
}
