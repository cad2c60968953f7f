import Files

/// Pages that both engines write.
struct PageWork {
  let name: String
  /// What the program is asked for: `post` or `index`.
  let kind: String
  let posts: Int
  /// How often each program writes them in one run: enough of a second to be timed.
  let rounds: (presstime: Int, mustache: Int)

  /// Three lengths of the index, to see that twice the entries cost twice the time.
  static let all = [
    PageWork(name: "a post's page", kind: "post", posts: 100, rounds: (500, 10)),
    PageWork(name: "an index of 1,000", kind: "index", posts: 1_000, rounds: (500, 10)),
    PageWork(name: "an index of 10,000", kind: "index", posts: 10_000, rounds: (50, 2)),
    PageWork(name: "an index of 20,000", kind: "index", posts: 20_000, rounds: (25, 1)),
  ]
}

/// What both engines took for one kind of page.
struct PageComparison {
  let work: PageWork
  let presstime: [PageTiming]
  let mustache: [PageTiming]

  static func text(_ comparisons: [PageComparison], runs: Int) -> String {
    let header = ["Page", "Bytes", "Presstime µs", "mustache µs", "Ratio", "ns/byte", "Allocations"]
    let rows = comparisons.map { comparison in
      let ours = Comparison.median(comparison.presstime.map(\.nanoseconds))
      let bytes = comparison.presstime.first?.bytesPerPage ?? 0
      let ratios = zip(comparison.presstime, comparison.mustache).map { $1.nanoseconds / $0.nanoseconds }
      return [
        comparison.work.name, Comparison.decimal(bytes, digits: 0),
        Comparison.decimal(ours / 1000, digits: 1),
        Comparison.decimal(Comparison.median(comparison.mustache.map(\.nanoseconds)) / 1000, digits: 1),
        Comparison.decimal(Comparison.median(ratios), digits: 1),
        Comparison.decimal(ours / max(bytes, 1), digits: 3),
        comparison.presstime.first?.allocations.map { Comparison.decimal($0, digits: 1) } ?? "-",
      ]
    }
    return "the pages are the same; medians of \(runs) interleaved runs, all numbers per page\n\n"
      + TextTable(rows: [header] + rows, alignsRight: Set(1..<header.count)).text
  }
}

/// One run of one engine's program, as it prints it: `PAGES BYTES NANOSECONDS ALLOCATIONS`.
struct PageTiming {
  let bytesPerPage: Double
  let nanoseconds: Double
  /// By Presstime, where they can be counted.
  let allocations: Double?

  init?(_ text: String) {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 4, let pages = Double(words[0]), let bytes = Double(words[1]),
      let nanoseconds = Double(words[2]), pages > 0
    else { return nil }
    bytesPerPage = bytes / pages
    self.nanoseconds = nanoseconds
    allocations = Double(words[3])
  }
}

extension Workspace {
  /// Lets Presstime's program and Mustache's take turns; pages that differ are an error.
  func compare(_ work: PageWork, programs: [String], runs: Int) throws(BenchProblem) -> PageComparison {
    var timings: [[PageTiming]] = [[], []]
    for run in 0...runs {
      for (index, program) in programs.enumerated() {
        let rounds = index == 0 ? work.rounds.presstime : work.rounds.mustache
        let arguments = [program, work.kind, String(work.posts), String(rounds), path("pages-\(index)")]
        let printed = try output(of: ChildProcess(arguments: arguments))
        guard let timing = PageTiming(printed) else { throw BenchProblem("\(program) printed `\(printed)`") }
        if run > 0 { timings[index].append(timing) }
      }
      if run == 0 { try checkPages(work) }
    }
    return PageComparison(work: work, presstime: timings[0], mustache: timings[1])
  }

  private func checkPages(_ work: PageWork) throws(BenchProblem) {
    let (presstime, mustache) = (try text(of: "pages-0"), try text(of: "pages-1"))
    // Texts that look alike may be equal as strings; bytes are not.
    if presstime.utf8.elementsEqual(mustache.utf8) { return }
    let lines = zip(
      presstime.split(separator: "\n", omittingEmptySubsequences: false),
      mustache.split(separator: "\n", omittingEmptySubsequences: false))
    let first = lines.first { !$0.utf8.elementsEqual($1.utf8) }
    throw BenchProblem(
      "the engines write different pages, \(work.name):\n"
        + (first.map { "presstime: \($0)\nmustache:  \($1)" } ?? "one is longer than the other"))
  }
}
