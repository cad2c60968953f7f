import Foundation
import TestSupport
import Testing

/// The table of filters in the manual: each example is run, and gives the result that stands beside it.
@Suite struct FilterExampleTests {
  private struct Row {
    let name: String
    let example: String
    /// As JSON; nothing where it depends on the site.
    let result: String?
  }

  @Test func everyExampleGivesItsResult() throws {
    let rows = try Self.rows()
    #expect(rows.count > 40)
    let folder = try TemporaryFolder()
    let members = rows.map { "  \($0.name): \($0.example)" }.joined(separator: ",\n")
    let files = [
      "content/site.toml": "title = \"Example\"\nurl = \"https://example.com/\"\ntheme = \"own\"\n",
      "content/posts/hello.md":
        "---\ntitle: Hello\ndate: 2026-11-20\ntags: [a]\ncategory: News\n---\n\nHello, world.\n",
      "themes/own/theme.toml": "extends = \"default\"\n",
      "themes/own/routes/table.json": "{{ {\n\(members)\n} }}\n",
    ]
    for (path, text) in files { try folder.write(path, Array(text.utf8)) }
    let result = try Shell.run("presstime build --quiet && cat public/table.json", in: folder.url)
    #expect(result.errors == "" && result.status == 0)
    for row in rows {
      guard let expected = row.result else { continue }
      #expect(result.output.contains("\"\(row.name)\":\(expected)"), "\(row.example) is not \(expected)")
    }
  }

  /// `paginate` alone stands in a route's header, not in an expression.
  private static func rows() throws -> [Row] {
    let page = try String(
      contentsOf: Repository.root.appendingPathComponent("content/docs/templates.md"), encoding: .utf8)
    let table = try #require(page.range(of: "## Filters").map { page[$0.upperBound...] })
    return table.prefix(upTo: table.range(of: "### Dates")?.lowerBound ?? table.endIndex)
      .split(separator: "\n").filter { $0.hasPrefix("| `") }
      .compactMap { line -> Row? in
        let cells = line.replacing("\\|", with: "\u{1}").split(separator: "|").map {
          $0.trimmingCharacters(in: .whitespaces).replacing("\u{1}", with: "|")
        }
        guard cells.count > 3, cells[0] != "`paginate`" else { return nil }
        func code(_ cell: String) -> String { cell.trimmingCharacters(in: ["`"]) }
        return Row(
          name: code(cells[0]), example: code(cells[1]), result: cells[2].isEmpty ? nil : code(cells[2]))
      }
  }
}
