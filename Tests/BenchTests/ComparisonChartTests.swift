import Testing

@testable import presstime_bench

@Suite struct ComparisonChartTests {
  static let chart = ComparisonChart(
    panels: [
      .init(
        title: "1,000 posts",
        bars: [
          .init(label: "presstime, cold", seconds: 0.5, kind: .cold),
          .init(label: "a < b & c", seconds: 0.0004, kind: .again),
          .init(label: "hugo", seconds: 12.34, kind: .other),
        ]),
      .init(title: "2 posts", bars: [.init(label: "floor", seconds: 0, kind: .floor)]),
    ],
    caption: "26 November 2026; 2 cores")

  @Test func barsAreAsLongAsTheirTimesInEachPanel() {
    let svg = Self.chart.svg
    let widths = svg.matches(of: /<rect [^>]*width="([0-9.]+)"/).map { String($0.1) }
    // The longest reaches the end, the shortest can still be seen.
    #expect(widths == ["15.3", "1.0", "378.0", "1.0"])
    #expect(
      svg.matches(of: /<rect class="(\w+)"/).map { String($0.1) } == ["cold", "again", "other", "floor"])
    for label in [">0.500 s<", ">0.000 s<", ">12.3 s<"] { #expect(svg.contains(label)) }
  }

  @Test func itReadsAsText() {
    let svg = Self.chart.svg
    #expect(svg.contains("role=\"img\" aria-labelledby=\"bench-title bench-desc\""))
    #expect(
      svg.contains(
        "<desc id=\"bench-desc\">1,000 posts: presstime, cold 0.500 s; a &lt; b &amp; c 0.000 s; hugo 12.3 s. "
          + "2 posts: floor 0.000 s. 26 November 2026; 2 cores</desc>"))
    #expect(svg.contains("prefers-color-scheme: dark"))
    #expect(!svg.contains("<script") && !svg.contains("a < b"))
  }

  @Test func theSameNumbersGiveTheSameBytes() { #expect(Self.chart.svg == Self.chart.svg) }

  @Test func everyElementIsClosedAndInsideThePicture() throws {
    let svg = Self.chart.svg
    for name in ["svg", "title", "desc", "style", "text"] {
      #expect(svg.ranges(of: "<\(name)").count == svg.ranges(of: "</\(name)>").count)
    }
    let height = try #require(svg.firstMatch(of: /viewBox="0 0 720 (\d+)"/).flatMap { Int($0.1) })
    #expect(svg.matches(of: #/ y="(\d+)"/#).allSatisfy { (Int($0.1) ?? 0) <= height })
  }
}
