import Diagnostics

/// The result of one benchmark.
struct Comparison {
  let posts: Int
  let runs: Int
  let processors: Int
  let isInMemory: Bool
  /// A peak at or below this can't be told apart from it; `ChildProcess.ownPeakMemory` says why.
  let smallestPeak: Int
  let measurements: [Measurement]

  var text: String {
    let header = [
      "Program", "Wall s", "user+sys s", "Peak MB", "Pages", "Files", "MB written", "Wall / floor",
      "user+sys / floor",
    ]
    let rows = summaries.map { summary in
      [
        summary.name, Self.decimal(summary.wall, digits: 3), Self.decimal(summary.processor, digits: 3),
        (summary.peak <= smallestPeak ? "< " : "") + Self.decimal(Double(summary.peak) / 1e6, digits: 0),
        summary.output.map { String($0.pages) } ?? "-", summary.output.map { String($0.files) } ?? "-",
        summary.output.map { Self.decimal(Double($0.bytes) / 1e6, digits: 1) } ?? "-",
        Self.decimal(summary.wallToFloor, digits: 2), Self.decimal(summary.processorToFloor, digits: 2),
      ]
    }
    let place = isInMemory ? "in memory" : "in the temporary folder"
    let title =
      "\(posts) posts, \(processors) processors, files \(place), medians of \(runs) interleaved runs"
    return title + "\n\n" + TextTable(rows: [header] + rows, alignsRight: Set(1..<header.count)).text
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
        + "\"output\":\(output ?? "null"),\"runs\":[\(runs.joined(separator: ","))]}"
    }
    return "{\"posts\":\(posts),\"runs\":\(runs),\"processors\":\(processors),\"inMemory\":\(isInMemory),"
      + "\"smallestPeakBytes\":\(smallestPeak),\"programs\":[\(programs.joined(separator: ","))]}"
  }

  private struct Summary {
    let name: String
    let wall: Double
    let processor: Double
    let peak: Int
    let wallToFloor: Double
    let processorToFloor: Double
    let output: FolderCount?
    let runs: [ChildProcess.Usage]
  }

  /// Ratios are taken round by round, between runs that were neighbours, and then their median.
  private var summaries: [Summary] {
    let floor = measurements.first { $0.name == Workspace.floor }?.runs ?? []
    return measurements.map { measurement in
      let pairs = Array(zip(measurement.runs, floor))
      return Summary(
        name: measurement.name, wall: Self.median(measurement.runs.map(\.wall)),
        processor: Self.median(measurement.runs.map(\.processor)),
        peak: Int(Self.median(measurement.runs.map { Double($0.peakMemory) })),
        wallToFloor: Self.median(pairs.map { $0.wall / max($1.wall, 1e-9) }),
        processorToFloor: Self.median(pairs.map { $0.processor / max($1.processor, 1e-9) }),
        output: measurement.output, runs: measurement.runs)
    }
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
}
