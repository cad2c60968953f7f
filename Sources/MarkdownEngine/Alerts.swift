import CCmarkGFM
package import Diagnostics
import Models

/// GitHub's alerts: a block quote whose first line is `[!NOTE]`.
extension BodyWriter {
  private static let kinds = ["note", "tip", "important", "warning", "caution"]

  /// The kind of alert that a block quote is, its marker taken out of the tree; nothing for a plain quote.
  mutating func takeAlert(_ quote: OpaquePointer) -> String? {
    guard let paragraph = unsafe cmark_node_first_child(quote),
      unsafe presstime_cmark_kind(paragraph) == PRESSTIME_PARAGRAPH
    else { return nil }
    var marker: [UInt8] = []
    var nodes: [OpaquePointer] = unsafe []
    var next = unsafe cmark_node_first_child(paragraph)
    while let node = unsafe next {
      let kind = unsafe presstime_cmark_kind(node)
      unsafe nodes.append(node)
      if kind == PRESSTIME_SOFT_BREAK || kind == PRESSTIME_LINE_BREAK { break }
      guard kind == PRESSTIME_TEXT, marker.count < 32 else { return nil }
      unsafe marker.append(contentsOf: Self.literal(of: node))
      unsafe next = cmark_node_next(node)
    }
    guard marker.starts(with: "[!".utf8), marker.last == UInt8(ascii: "]") else { return nil }
    let word = String(decoding: marker.dropFirst(2).dropLast(), as: UTF8.self)
    let name = word.lowercased()
    guard Self.kinds.contains(name) else {
      unsafe reportUnknown(word, line: Int(cmark_node_get_start_line(quote)))
      return nil
    }
    for index in unsafe nodes.indices {
      unsafe cmark_node_unlink(nodes[index])
      unsafe cmark_node_free(nodes[index])
    }
    if unsafe cmark_node_first_child(paragraph) == nil {
      unsafe cmark_node_unlink(paragraph)
      unsafe cmark_node_free(paragraph)
    }
    return name
  }

  mutating func openAlert(_ name: String) {
    freshLine()
    put("<div class=\"alert alert-")
    html.append(name)
    put("\" role=\"note\">\n<p class=\"alert-title\">")
    html.append(name.prefix(1).uppercased())
    html.append(String(name.dropFirst()))
    put("</p>\n")
  }

  private mutating func reportUnknown(_ word: String, line: Int) {
    guard let near = Suggestion.nearest(to: word, among: Self.kinds.map { $0.uppercased() }) else { return }
    diagnostics.append(
      Diagnostic(
        .markdownUnknownAlert, "there is no alert `[!\(word)]`", in: source, places.line(line),
        help: "did you mean `[!\(near)]`?"))
  }
}

extension DiagnosticCode {
  /// `[!NOET]`: nearly one of GitHub's alerts.
  package static let markdownUnknownAlert = DiagnosticCode("markdown.unknown-alert", .warning)
}
