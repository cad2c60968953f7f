import DataFormats
import Images

/// `[images]`.
extension ConfigReader {
  private static let widestWidth = 8192
  private static let mostWidths = 8
  private static let usualWidths = [480, 960, 1600]

  mutating func readImages(_ table: inout ConfigTable) -> ImageSettings? {
    guard let node = table.node("images") else { return nil }
    var images = ConfigTable(node, name: "images", source: source)
    let hasEngine = images.hasMember("engine")
    let engine = images.choice("engine", of: ["vips"])
    let span = images.node("engine")?.span ?? node.span
    let widths = readWidths(&images)
    let format = images.choice("format", of: VipsLibrary.Format.allCases.map(\.rawValue))
    let quality = images.number("quality", from: 1, to: 100, unit: "per cent")
    let sizes = images.string("sizes", example: "(min-width: 48rem) 42rem, 100vw")
    if !hasEngine {
      images.report("`[images]` does nothing without an engine", node.span, help: "add `engine = \"vips\"`")
    }
    diagnostics += images.finish()
    guard engine != nil else { return nil }
    return ImageSettings(
      widths: widths ?? Self.usualWidths,
      format: format.flatMap { VipsLibrary.Format(rawValue: $0) } ?? .webp,
      quality: quality ?? 80, sizes: sizes?.text, span: span)
  }

  /// Ascending, each once.
  private func readWidths(_ table: inout ConfigTable) -> [Int]? {
    guard let node = table.node("widths") else { return nil }
    let example = "write them in pixels: `widths = [480, 960, 1600]`"
    guard case .list(let items) = node.content, 1...Self.mostWidths ~= items.count else {
      table.report("`widths` must be a list of 1 to \(Self.mostWidths) numbers", node.span, help: example)
      return nil
    }
    var widths: Set<Int> = []
    for item in items {
      guard case .scalar(let scalar) = item.content, case .int(let width) = scalar.kind,
        16...Self.widestWidth ~= width
      else {
        table.report("a width is a whole number from 16 to \(Self.widestWidth)", item.span, help: example)
        return nil
      }
      widths.insert(width)
    }
    return widths.sorted()
  }
}
