import CCmarkGFM

/// What is known of the table that is being written.
struct TableColumns {
  var isInBody = false
  var isInHeader = false
  /// The column of the next cell.
  var next = 0
  /// `l`, `c`, `r`, or 0 where the text says nothing.
  var alignments: [UInt8] = []
  /// Whether a cell of the column holds more than a few words.
  var isLong: [Bool] = []
}

/// GFM's tables (spec section 4.10). Unlike cmark, a table can be reached by keyboard, since a wide one scrolls in
/// itself; columns are aligned by style, since HTML has no `align` any more (HTML, section 16.2); and the header
/// of a column with sentences in it has the class `long`, so that a theme can keep the column readable.
extension BodyWriter {
  /// A text of so many bytes is no name or number any more.
  private static var longCell: Int { 30 }

  mutating func writeTable(_ node: OpaquePointer, _ kind: presstime_kind, _ isEntering: Bool) {
    switch kind {
    case PRESSTIME_TABLE: unsafe isEntering ? beginTable(node) : endTable()
    case PRESSTIME_TABLE_ROW: unsafe writeRow(node, isEntering)
    default: isEntering ? beginCell() : put(table.isInHeader ? "</th>" : "</td>")
    }
  }

  private mutating func beginTable(_ node: OpaquePointer) {
    freshLine()
    put("<table tabindex=\"0\">")
    table = TableColumns()
    let columns = Int(unsafe cmark_gfm_extensions_get_table_columns(node))
    if let alignments = unsafe cmark_gfm_extensions_get_table_alignments(node) {
      table.alignments = unsafe Array(UnsafeBufferPointer(start: alignments, count: columns))
    }
    table.isLong = unsafe Self.longColumns(of: node, count: columns)
  }

  private mutating func endTable() {
    if table.isInBody {
      freshLine()
      put("</tbody>\n")
    }
    freshLine()
    put("</table>\n")
  }

  private mutating func writeRow(_ node: OpaquePointer, _ isEntering: Bool) {
    let isHeader = unsafe cmark_gfm_extensions_get_table_row_is_header(node) != 0
    freshLine()
    guard isEntering else {
      put("</tr>")
      if isHeader { put("\n</thead>") }
      return
    }
    table.isInHeader = isHeader
    table.next = 0
    if isHeader {
      put("<thead>\n")
    } else if !table.isInBody {
      put("<tbody>\n")
      table.isInBody = true
    }
    put("<tr>")
  }

  private mutating func beginCell() {
    freshLine()
    put(table.isInHeader ? "<th" : "<td")
    if table.isInHeader, table.next < table.isLong.count, table.isLong[table.next] { put(" class=\"long\"") }
    switch table.next < table.alignments.count ? table.alignments[table.next] : 0 {
    case UInt8(ascii: "l"): put(" style=\"text-align: start\"")
    case UInt8(ascii: "c"): put(" style=\"text-align: center\"")
    case UInt8(ascii: "r"): put(" style=\"text-align: end\"")
    default: break
    }
    table.next += 1
    put(">")
  }

  /// Looks ahead, since a header is written before what stands below it.
  private static func longColumns(of node: OpaquePointer, count: Int) -> [Bool] {
    var isLong = Array(repeating: false, count: count)
    var column = 0
    var bytes = 0
    var walk = unsafe presstime_walk()
    while unsafe presstime_cmark_step(&walk, node) {
      switch unsafe walk.kind {
      case PRESSTIME_TABLE_ROW:
        column = 0
      case PRESSTIME_TABLE_CELL:
        if unsafe !walk.is_entering {
          if bytes > longCell, column < count { isLong[column] = true }
          column += 1
        }
        bytes = 0
      case PRESSTIME_TEXT, PRESSTIME_CODE:
        guard let text = unsafe walk.node else { break }
        bytes += unsafe literal(of: text).count
      default: break
      }
    }
    return isLong
  }
}
