/// Rows of text in columns, two spaces between them.
struct TextTable {
  let rows: [[String]]
  /// Columns whose texts end at one edge.
  let alignsRight: Set<Int>

  var text: String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].unicodeScalars.count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.unicodeScalars.count)
        line += (column > 0 ? "  " : "") + (alignsRight.contains(column) ? padding + cell : cell + padding)
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}
