/// Wall times as bars, in a picture that reads as text too; the same numbers give the same bytes.
///
/// It is shown as an `img`, where no style of the page reaches it: its colours hold on light and on dark, and the
/// text follows the reader's preference.
struct ComparisonChart {
  /// One set of bars, with a scale of its own.
  struct Panel {
    let title: String
    let bars: [Bar]
  }

  struct Bar {
    let label: String
    let seconds: Double
    let kind: Contender.Kind
  }

  let panels: [Panel]
  /// When and where it was measured.
  let caption: String

  private static let width = 720
  /// Where bars begin, and how far the longest of them goes; its number stands behind it.
  private static let (barStart, barEnd) = (262, 640)
  private static let (rowHeight, barHeight) = (24, 14)

  var svg: String {
    var out: [String] = []
    var top = 8
    for panel in panels {
      out.append(Self.text(panel.title, x: 0, y: top + 16, style: "font-weight=\"600\" font-size=\"15\""))
      top += 28
      let longest = max(panel.bars.map(\.seconds).max() ?? 0, 1e-9)
      for bar in panel.bars {
        let length = max(1, Double(Self.barEnd - Self.barStart) * bar.seconds / longest)
        let (end, middle) = (Double(Self.barStart) + length, top + Self.rowHeight / 2)
        out.append(Self.text(bar.label, x: 0, y: middle + 4))
        out.append(
          "<rect class=\"\(Self.style(of: bar.kind))\" x=\"\(Self.barStart)\" y=\"\(middle - Self.barHeight / 2)\" "
            + "width=\"\(Comparison.decimal(length, digits: 1))\" height=\"\(Self.barHeight)\" rx=\"2\"/>")
        out.append(Self.text(Self.seconds(bar.seconds), x: end + 6, y: middle + 4))
        top += Self.rowHeight
      }
      top += 16
    }
    out.append(Self.text(caption, x: 0, y: top + 4, style: "font-size=\"11\" opacity=\"0.75\""))
    return head(height: top + 12) + out.joined(separator: "\n") + "\n</svg>\n"
  }

  private func head(height: Int) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.width) \(height)" role="img" \
    aria-labelledby="bench-title bench-desc" class="bench-chart" font-family="system-ui, sans-serif" font-size="13">
    <title id="bench-title">Wall time of builds in seconds; shorter is better</title>
    <desc id="bench-desc">\(Self.escaped(summary))</desc>
    <style>
    .bench-chart { color: #1f2328; color-scheme: light dark; }
    .bench-chart text { fill: currentColor; }
    .bench-chart .cold { fill: #2f7fd1; }
    .bench-chart .again { fill: #3a9d5d; }
    .bench-chart .floor { fill: #8b8b8b; }
    .bench-chart .other { fill: #c9762b; }
    @media (prefers-color-scheme: dark) { .bench-chart { color: #e6edf3; } }
    </style>

    """
  }

  /// What the bars say, for those who can't see them.
  private var summary: String {
    panels.map { panel in
      panel.title + ": "
        + panel.bars.map { "\($0.label) \(Self.seconds($0.seconds))" }.joined(separator: "; ")
    }.joined(separator: ". ") + ". " + caption
  }

  private static func style(of kind: Contender.Kind) -> String {
    switch kind {
    case .cold: "cold"
    case .again, .check: "again"
    case .floor: "floor"
    case .other: "other"
    }
  }

  /// Three digits, or as many as milliseconds have.
  static func seconds(_ seconds: Double) -> String {
    Comparison.decimal(seconds, digits: seconds < 1 ? 3 : seconds < 10 ? 2 : 1) + " s"
  }

  private static func text(_ text: String, x: Double, y: Int, style: String = "") -> String {
    let x = Comparison.decimal(x, digits: 1)
    return "<text x=\"\(x)\" y=\"\(y)\"\(style.isEmpty ? "" : " " + style)>\(escaped(text))</text>"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
