/// What one call of the benchmark measured, and where and when.
struct BenchReport {
  /// As `26 November 2026`.
  let date: String
  let machine: Machine
  /// As the program says it.
  let version: String
  let comparisons: [Comparison]

  var text: String { comparisons.map(\.text).joined(separator: "\n\n") }

  var json: String { "[" + comparisons.map(\.json).joined(separator: ",\n") + "]" }

  var chart: ComparisonChart {
    ComparisonChart(
      panels: comparisons.map { comparison in
        .init(
          title: "\(Comparison.grouped(comparison.posts)) posts",
          bars: comparison.summaries.map { .init(label: $0.name, seconds: $0.wall, kind: $0.kind) })
      },
      caption: caption)
  }

  private var caption: String { "\(date); \(machine.description)" }

  /// What stands between the marks of the manual's page; `chart` is the picture's path as that page writes it.
  func markdown(chart: String?) -> String {
    var out = "On \(date), with \(version), on \(machine.description).\n\n"
    if let chart { out += "![Wall time of builds, as in the tables below](\(chart))\n\n" }
    for comparison in comparisons {
      let header = Comparison.header
      let lines =
        [header, header.indices.map { $0 == 0 ? "---" : "---:" }]
        + comparison.rows
      out += "### \(Comparison.grouped(comparison.posts)) posts\n\n"
      out += lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined() + "\n"
    }
    let runs = comparisons.first?.runs ?? 0
    let place = comparisons.allSatisfy(\.isInMemory) ? "in memory" : "in the temporary folder"
    return out + "Medians of \(runs) interleaved runs, files \(place).\n"
  }
}

/// The part of a page that a program writes, between two comments; a hand that edits it is overruled.
enum MarkedBlock {
  static let start = "<!-- measured: `make bench-chart` writes what follows -->"
  static let end = "<!-- end of measured -->"

  /// `page` with `content` between its marks; nothing when they are not there, once each and in order.
  static func replaced(in page: String, with content: String) -> String? {
    let starts = page.ranges(of: start)
    let ends = page.ranges(of: end)
    guard starts.count == 1, ends.count == 1, let from = starts.first?.upperBound,
      let to = ends.first?.lowerBound, from <= to
    else { return nil }
    return page[..<from] + "\n\n" + content + "\n" + page[to...]
  }
}
