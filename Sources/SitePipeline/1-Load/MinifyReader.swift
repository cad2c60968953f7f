import DataFormats
import Diagnostics

extension ConfigReader {
  /// `[minify]`.
  mutating func readMinify(_ table: inout ConfigTable) -> MinifySettings {
    var minify = ConfigTable(table.node("minify"), name: "minify", source: source)
    var settings = MinifySettings()
    if let assets = minify.string("assets", example: "esbuild") {
      settings.toolSpan = assets.span
      settings.tool = MinifySettings.Tool(rawValue: assets.text)
      if settings.tool == nil {
        minify.report(
          "no program `\(assets.text)` is known that makes assets smaller", assets.span,
          help: "write `assets = \"esbuild\"`")
      }
    }
    settings.html = minify.bool("html") ?? false
    diagnostics += minify.finish()
    return settings
  }
}
