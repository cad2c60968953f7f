import Diagnostics

/// The result of one benchmark of one number of posts.
struct Comparison {
  let posts: Int
  let runs: Int
  let processors: Int
  let isInMemory: Bool
  /// A peak at or below this can't be told apart from it; `ChildProcess.ownPeakMemory` says why.
  let smallestPeak: Int
  let measurements: [Measurement]

  /// One row: medians of its runs.
  struct Summary {
    let name: String
    let kind: Contender.Kind
    let wall: Double
    let processor: Double
    let peak: Int
    let wallToFloor: Double
    let processorToFloor: Double
    /// Of the wall time; only Presstime's later builds have it.
    let shareOfCold: Double?
    let output: FolderCount?
    let runs: [ChildProcess.Usage]
  }

  /// Ratios are taken round by round, between runs that were neighbours, and then their median.
  var summaries: [Summary] {
    let floor = runs(of: .floor)
    let cold = runs(of: .cold)
    return measurements.map { measurement in
      let runs = measurement.runs
      return Summary(
        name: measurement.name, kind: measurement.kind, wall: Self.median(runs.map(\.wall)),
        processor: Self.median(runs.map(\.processor)),
        peak: Int(Self.median(runs.map { Double($0.peakMemory) })),
        wallToFloor: Self.ratio(runs, floor, \.wall), processorToFloor: Self.ratio(runs, floor, \.processor),
        shareOfCold: measurement.kind == .again ? Self.ratio(runs, cold, \.wall) : nil,
        output: measurement.output, runs: runs)
    }
  }

  private func runs(of kind: Contender.Kind) -> [ChildProcess.Usage] {
    measurements.first { $0.kind == kind }?.runs ?? []
  }

  private static func ratio(
    _ runs: [ChildProcess.Usage], _ base: [ChildProcess.Usage], _ seconds: (ChildProcess.Usage) -> Double
  ) -> Double {
    median(zip(runs, base).map { seconds($0) / max(seconds($1), 1e-9) })
  }

  static func median(_ numbers: [Double]) -> Double {
    guard !numbers.isEmpty else { return 0 }
    let sorted = numbers.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// A positive number with a fixed count of digits behind the point.
  static func decimal(_ number: Double, digits: Int) -> String {
    let scale = (0..<digits).reduce(1) { product, _ in product * 10 }
    let scaled = Int((number * Double(scale)).rounded())
    guard digits > 0 else { return String(scaled) }
    let rest = String(scaled % scale)
    return "\(scaled / scale)." + String(repeating: "0", count: digits - rest.utf8.count) + rest
  }

  /// `10000` as `10,000`.
  static func grouped(_ number: Int) -> String {
    var groups: [Substring] = []
    var rest = String(number)[...]
    while rest.count > 3 {
      groups.append(rest.suffix(3))
      rest = rest.dropLast(3)
    }
    return ([rest] + groups.reversed()).joined(separator: ",")
  }
}

// MARK: - Forms

extension Comparison {
  /// Cells of the table, a row each; programs first, then numbers.
  var rows: [[String]] {
    summaries.map { summary in
      let output = summary.output
      return [
        summary.name, Self.decimal(summary.wall, digits: 3), Self.decimal(summary.processor, digits: 3),
        Self.decimal(summary.wallToFloor, digits: 2), Self.decimal(summary.processorToFloor, digits: 2),
        summary.shareOfCold.map { Self.decimal($0 * 100, digits: 1) + " %" } ?? "",
        (summary.peak <= smallestPeak ? "< " : "") + Self.grouped((summary.peak + 500_000) / 1_000_000),
        // The floor's pages are none but by their names.
        output.flatMap { summary.kind == .floor ? nil : Self.grouped($0.pages) } ?? "",
        output.map { Self.grouped($0.files) } ?? "",
        output.map { Self.decimal(Double($0.bytes) / 1e6, digits: 1) } ?? "",
      ]
    }
  }

  static let header = [
    "Program", "Wall s", "user+sys s", "Wall / floor", "user+sys / floor", "Of cold", "Peak MB", "Pages",
    "Files", "MB written",
  ]

  var title: String {
    let place = isInMemory ? "in memory" : "in the temporary folder"
    return "\(Self.grouped(posts)) posts, \(processors) processors, files \(place), "
      + "medians of \(runs) interleaved runs"
  }

  var text: String {
    let right = Set(1..<Self.header.count)
    return title + "\n\n" + TextTable(rows: [Self.header] + rows, alignsRight: right).text
  }

  var json: String {
    let programs = summaries.map { summary in
      let output = summary.output.map {
        "{\"pages\":\($0.pages),\"files\":\($0.files),\"folders\":\($0.folders),\"bytes\":\($0.bytes)}"
      }
      let runs = summary.runs.map {
        "{\"wall\":\(Self.decimal($0.wall, digits: 6)),\"userAndSystem\":\(Self.decimal($0.processor, digits: 6)),"
          + "\"peakBytes\":\($0.peakMemory)}"
      }
      return "{\"name\":\(JSONReport.quoted(summary.name)),\"wall\":\(Self.decimal(summary.wall, digits: 6)),"
        + "\"userAndSystem\":\(Self.decimal(summary.processor, digits: 6)),\"peakBytes\":\(summary.peak),"
        + "\"wallToFloor\":\(Self.decimal(summary.wallToFloor, digits: 4)),"
        + "\"userAndSystemToFloor\":\(Self.decimal(summary.processorToFloor, digits: 4)),"
        + "\"wallToCold\":\(summary.shareOfCold.map { Self.decimal($0, digits: 4) } ?? "null"),"
        + "\"output\":\(output ?? "null"),\"runs\":[\(runs.joined(separator: ","))]}"
    }
    return "{\"posts\":\(posts),\"runs\":\(runs),\"processors\":\(processors),\"inMemory\":\(isInMemory),"
      + "\"smallestPeakBytes\":\(smallestPeak),\"programs\":[\(programs.joined(separator: ","))]}"
  }
}
