import DataFormats
import Diagnostics
import Models

/// Reads a `theme.toml`.
struct ThemeSettingsReader {
  private let source: SourceFile
  private(set) var diagnostics: [Diagnostic] = []

  init(_ source: SourceFile) {
    self.source = source
  }

  mutating func read() -> ThemeSettings {
    var root: DataNode?
    if let problem = TextEncoding.problem(in: source) {
      diagnostics.append(problem)
    } else {
      let parse = DataParser.parse(source, in: 0..<source.bytes.count, as: .toml)
      diagnostics += parse.diagnostics
      root = parse.node
    }
    var table = ConfigTable(root, name: "theme.toml", source: source)
    let name = table.string("name", example: "plain")?.text
    _ = table.string("description", example: "What it looks like")
    let extends = table.string("extends", example: "default")
    let menus = table.strings("menus", example: "main") ?? []
    let sizes = table.string("sizes", example: "(min-width: 48rem) 42rem, 100vw")
    let settings = ThemeSettings(
      source: source, name: name, extends: extends.map { ($0.text, $0.span) }, menus: menus.map(\.text),
      sizes: sizes?.text,
      models: ModelDeclarations(source: source, models: table.node("models"), records: table.node("records")),
      options: table.node("options"))
    diagnostics += table.finish()
    return settings
  }
}
