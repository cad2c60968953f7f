import Foundation
import TestSupport
import Testing

/// The tables of filters and functions in the manual, held against what the program makes of their examples.
@Suite struct FilterTableTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let example: String
    /// As JSON; nothing where it depends on the site.
    let result: String?

    var testDescription: String { name }
  }

  /// The rows below a heading of `content/docs/templates.md`: code in the first cells, `\|` for a bar in it.
  static func rows(below heading: String) -> [Row] {
    let page = Repository.root.appendingPathComponent("content/docs/templates.md")
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    var isInside = false
    var hasResults = false
    var rows: [Row] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("#") { isInside = line == heading }
      guard isInside, line.hasPrefix("|") else { continue }
      let cells = line.replacing("\\|", with: "\u{1}").split(separator: "|").map { cell in
        cell.trimmingCharacters(in: .whitespaces).replacing("\u{1}", with: "|")
      }
      if cells.contains("Result") { hasResults = true }
      guard cells.count >= 2, let first = code(cells[0]) else { continue }
      let name = String(first.prefix { $0.isLetter || $0 == "_" })
      rows.append(
        Row(name: name, example: code(cells[1]) ?? first, result: hasResults ? code(cells[2]) : nil))
    }
    return rows
  }

  private static func code(_ cell: String) -> String? {
    cell.hasPrefix("`") && cell.hasSuffix("`") && cell.count > 2 ? String(cell.dropFirst().dropLast()) : nil
  }

  /// A site with something for every example.
  private static let files = [
    "content/site.toml": "title = \"Example\"\nurl = \"https://example.com/base/\"\ntheme = \"mine\"\n",
    "content/about.md": "---\ntitle: About\n---\n",
    "content/images/logo.png": "GIF89a0000",
    "content/posts/index.md": "---\ntitle: Posts\n---\nText.\n",
    "content/posts/a.md":
      "---\ntitle: A\ndate: 2026-11-20\ncategory: Notes\ntags: [swift]\nsummary: S\n---\nText.\n",
    "themes/mine/theme.toml": "extends = \"default\"\n",
  ]

  @Test func everyFiltersExampleGivesWhatTheManualSays() throws {
    let rows = Self.rows(below: "## Filters")
    #expect(rows.count > 25 && rows.count { $0.result != nil } > 20)
    let folder = try TemporaryFolder()
    for (path, text) in Self.files { try folder.write(path, Array(text.utf8)) }
    let fields = rows.filter { $0.name != "paginate" }.map { "  \($0.name): \($0.example),\n" }
    try folder.write("themes/mine/routes/filters.json", Array("{{ {\n\(fields.joined())} }}\n".utf8))
    for row in rows where row.name == "paginate" {
      let route = "{% each list in \(row.example) %}\n{{ list.number }} of {{ list.count }}\n"
      try folder.write("themes/mine/routes/pages.txt", Array(route.utf8))
    }
    let result = try Shell.run("presstime build --quiet && cat public/filters.json", in: folder.url)
    #expect(result.errors == "")
    let made = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    for row in rows {
      guard let expected = row.result else { continue }
      let actual = try #require(made?[row.name], "\(row.name)")
      #expect(try Self.json(actual) == Self.json(Self.value(expected)), "\(row.example)")
    }
  }

  @Test func everyFunctionsExampleIsRead() throws {
    let rows = Self.rows(below: "## Functions").filter { !["super", "searchPiece"].contains($0.name) }
    #expect(rows.count >= 3)
    let folder = try TemporaryFolder()
    for (path, text) in Self.files { try folder.write(path, Array(text.utf8)) }
    let outputs = rows.map { row in
      let isRecord = row.name == "image"
      return
        "<b title=\"{{ \(row.example)\(isRecord ? ".src" : row.name == "range" ? " | join" : "") }}\"></b>\n"
    }
    let route = "{% for tag in posts | group(by: .tags) %}\n\(outputs.joined()){% endfor %}\n"
    try folder.write("themes/mine/routes/functions.html", Array(route.utf8))
    let result = try Shell.run("presstime build --quiet && cat public/functions/index.html", in: folder.url)
    #expect(result.errors == "")
    #expect(result.output.matches(of: /title="[^"]+"/).count == rows.count, "\(result.output)")
  }

  private static func value(_ text: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
  }

  private static func json(_ value: Any) throws -> String {
    let data = try JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys])
    return String(decoding: data, as: UTF8.self)
  }
}
