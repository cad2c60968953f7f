import Testing

@testable import presstime_bench

@Suite struct ComparisonTests {
  private static func usage(_ wall: Double, _ processor: Double = 1) -> ChildProcess.Usage {
    ChildProcess.Usage(wall: wall, processor: processor, peakMemory: 50_000_000)
  }

  static let comparison = Comparison(
    posts: 10_000, runs: 3, processors: 2, isInMemory: true, smallestPeak: 60_000_000,
    measurements: [
      Measurement(
        name: "presstime, cold", kind: .cold, runs: [usage(4, 6), usage(8, 6), usage(2, 6)], output: nil),
      // By rounds a half, a quarter and a half of the cold build; by medians it would be a third.
      Measurement(
        name: "presstime, one body changed", kind: .again, runs: [usage(2), usage(2), usage(1)], output: nil),
      Measurement(name: "floor", kind: .floor, runs: [usage(1, 2), usage(1, 2), usage(1, 2)], output: nil),
      Measurement(
        name: "hugo 0.1, cold", kind: .other, runs: [usage(12), usage(10), usage(11)], output: nil),
    ])

  @Test func ratiosAreTakenBetweenRunsOfOneRound() {
    let summaries = Self.comparison.summaries
    #expect(summaries.map(\.wall) == [4, 2, 1, 11])
    #expect(summaries.map(\.wallToFloor) == [4, 2, 1, 11])
    #expect(summaries.map(\.processorToFloor) == [3, 0.5, 1, 0.5])
    #expect(summaries.map(\.shareOfCold) == [nil, 0.5, nil, nil])
  }

  @Test func theTableNamesEachRow() {
    #expect(
      Self.comparison.text == """
        10,000 posts, 2 processors, files in memory, medians of 3 interleaved runs

        Program                      Wall s  user+sys s  Wall / floor  user+sys / floor  Of cold  Peak MB  Pages  Files  MB written
        presstime, cold               4.000       6.000          4.00              3.00              < 50
        presstime, one body changed   2.000       1.000          2.00              0.50   50.0 %     < 50
        floor                         1.000       2.000          1.00              1.00              < 50
        hugo 0.1, cold               11.000       1.000         11.00              0.50              < 50
        """)
  }

  @Test(arguments: [(0, "1 January 1970"), (11_016, "29 February 2000"), (20_783, "26 November 2026")])
  func daysAreWritten(_ day: Int64, _ text: String) { #expect(WrittenDate.day(day) == text) }

  @Test func aMachineIsDescribedByWhatTheSystemTells() {
    let machine = Machine(
      processors: 2, processorInfo: "processor\t: 0\nmodel name\t: AMD EPYC\n",
      memoryInfo: "MemTotal:       24683656 kB\nMemFree: 1 kB\n",
      release: "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n")
    #expect(machine.description == "2 cores of AMD EPYC, 25 GB of memory, Debian GNU/Linux 12 (bookworm)")
    #expect(Machine(processors: 1, processorInfo: "", memoryInfo: "", release: "").description == "1 core")
  }

  @Test func whatDoesNotFitIntoMemoryIsRefused() throws {
    let need = MemoryNeed(posts: 100_000, hugo: true, zola: false)
    #expect(need.refusal(available: 64_000_000_000, folder: 32_000_000_000, isInMemory: true) == nil)
    // On a disk the files take no memory.
    #expect(need.refusal(available: 28_000_000_000, folder: 32_000_000_000, isInMemory: false) == nil)
    #expect(need.refusal(available: nil, folder: nil, isInMemory: true) == nil)
    let memory = try #require(
      need.refusal(available: 28_000_000_000, folder: 32_000_000_000, isInMemory: true))
    #expect(memory.contains("of memory, and 28.0 GB are free") && memory.contains("--without-hugo"))
    let files = try #require(
      need.refusal(available: 64_000_000_000, folder: 64_000_000, isInMemory: true))
    #expect(files.contains("of files in /dev/shm, and 0.1 GB are free"))
  }
}

@Suite struct MarkedBlockTests {
  @Test func onlyWhatIsBetweenTheMarksIsWritten() {
    let page = "before\n\(MarkedBlock.start)\nold\n\(MarkedBlock.end)\nafter\n"
    let written = MarkedBlock.replaced(in: page, with: "new\n")
    #expect(written == "before\n\(MarkedBlock.start)\n\nnew\n\n\(MarkedBlock.end)\nafter\n")
    #expect(written.flatMap { MarkedBlock.replaced(in: $0, with: "new\n") } == written)
  }

  @Test(arguments: [
    "", MarkedBlock.start, MarkedBlock.end + MarkedBlock.start,
    MarkedBlock.start + MarkedBlock.start + MarkedBlock.end,
  ])
  func aPageWithoutBothMarksIsLeftAlone(_ page: String) {
    #expect(MarkedBlock.replaced(in: page, with: "new") == nil)
  }

  @Test func thePageHasAPictureAndATableForEachNumberOfPosts() {
    let report = BenchReport(
      date: "26 November 2026",
      machine: Machine(processors: 2, processorInfo: "", memoryInfo: "", release: ""),
      version: "Presstime 1.0", comparisons: [ComparisonTests.comparison])
    let page = report.markdown(chart: "performance.svg")
    #expect(page.hasPrefix("On 26 November 2026, with Presstime 1.0, on 2 cores.\n\n![Wall time"))
    #expect(page.contains("](performance.svg)\n"))
    #expect(page.contains("\n### 10,000 posts\n\n| Program | Wall s |"))
    #expect(page.contains("\n| presstime, one body changed | 2.000 | 1.000 | 2.00 | 0.50 | 50.0 % | < 50 |"))
    #expect(page.hasSuffix("\nMedians of 3 interleaved runs, files in memory.\n"))
    #expect(!report.markdown(chart: nil).contains("!["))
  }
}
