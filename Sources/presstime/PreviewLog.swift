import Diagnostics
import PreviewServer
import SitePipeline

/// What `serve` prints: a line for each rebuild, and the diagnostics behind it.
struct PreviewLog: Sendable {
  func report(_ outcome: PreviewLoop.Outcome) {
    Console.print(Self.line(outcome))
    Console.report(outcome.diagnostics)
  }

  /// What is wrong with finished pages, which is found a moment later.
  func report(pages diagnostics: [Diagnostic]) { Console.report(diagnostics) }

  /// `content/posts/a.md: 3 pages in 4 ms`.
  private static func line(_ outcome: PreviewLoop.Outcome) -> String {
    let causes = outcome.changed + outcome.sources.map(words)
    let what =
      switch causes.count {
      case 0: "time has passed"
      case 1...3: causes.joined(separator: ", ")
      default: "\(causes[0]) and \(causes.count - 1) more"
      }
    guard let pages = outcome.pages else {
      return "\(what): not shown, for there are errors (\(time(outcome.duration)))"
    }
    let count = (pages.isUpperBound ? "up to " : "") + "\(pages.count) page\(pages.count == 1 ? "" : "s")"
    return "\(what): \(count) in \(time(outcome.duration))"
  }

  private static func words(_ news: SourceNews) -> String {
    switch news {
    case .changed(let name): "new answer of \(name)"
    case .failed(let name): "no new answer of \(name)"
    case .mended(let name): "\(name) answers again"
    }
  }

  /// `12 posts, 40 pages` of a site that can be shown.
  static func size(of snapshot: SiteSnapshot) -> String {
    guard let plan = snapshot.plan else { return "can't be shown yet; read" }
    return "\(plan.pages.count) page\(plan.pages.count == 1 ? "" : "s")"
  }

  static func time(_ duration: Duration) -> String {
    let milliseconds =
      Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15
    if milliseconds < 10 { return "\((milliseconds * 10).rounded() / 10) ms" }
    return milliseconds < 1000 ? "\(Int(milliseconds)) ms" : "\((milliseconds / 100).rounded() / 10) s"
  }
}
