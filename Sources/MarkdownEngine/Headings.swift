import CCmarkGFM
package import Diagnostics
import Models

extension BodyWriter {
  /// The heading at `node`; a `{#id}` at its end is taken out of the tree.
  mutating func heading(_ node: OpaquePointer, _ level: Int) -> MarkdownBody.Heading {
    let line = Int(unsafe cmark_node_get_start_line(node))
    let span = places.line(line)
    let explicit = unsafe takeExplicitID(node)
    let text = unsafe Self.plainText(of: node)
    if let explicit {
      if !ids.take(explicit) {
        diagnostics.append(
          Diagnostic(
            .markdownRepeatedID, "the id `\(explicit)` is used twice in this text", in: source, span,
            help: "choose another id"))
      }
      return MarkdownBody.Heading(level: level, id: explicit, text: text, span: span)
    }
    return MarkdownBody.Heading(level: level, id: ids.id(for: text), text: text, span: span)
  }

  /// `## Title {#id}` → `id`.
  private func takeExplicitID(_ heading: OpaquePointer) -> String? {
    guard let last = unsafe cmark_node_last_child(heading),
      unsafe presstime_cmark_kind(last) == PRESSTIME_TEXT,
      unsafe Self.literal(of: last).last == UInt8(ascii: "}")
    else { return nil }
    // `_` and other marks split a text into several nodes.
    unsafe cmark_consolidate_text_nodes(heading)
    guard let last = unsafe cmark_node_last_child(heading) else { return nil }
    let text = unsafe String(decoding: Self.literal(of: last), as: UTF8.self)
    guard let open = text.lastIndex(of: "{") else { return nil }
    let inside = text[text.index(after: open)...].dropLast()
    guard inside.first == "#", inside.count > 1,
      inside.dropFirst().allSatisfy({ !$0.isWhitespace && !"\"'<>{}".contains($0) })
    else { return nil }
    var kept = text[..<open]
    while kept.last == " " { kept.removeLast() }
    _ = unsafe String(kept).withCString { unsafe cmark_node_set_literal(last, $0) }
    return String(inside.dropFirst())
  }

  /// The words of a node's inlines.
  static func plainText(of node: OpaquePointer) -> String {
    var text: [UInt8] = []
    var walk = unsafe presstime_walk()
    while unsafe presstime_cmark_step(&walk, node) {
      switch unsafe walk.kind {
      case PRESSTIME_TEXT, PRESSTIME_CODE:
        if let inner = unsafe walk.node { unsafe text.append(contentsOf: literal(of: inner)) }
      case PRESSTIME_SOFT_BREAK, PRESSTIME_LINE_BREAK: text.append(0x20)
      default: break
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Takes a first heading of level 1 out of the document.
  mutating func takeTitle(_ document: OpaquePointer) {
    guard let first = unsafe titleHeading(of: document) else { return }
    let heading = unsafe heading(first, 1)
    guard !heading.text.isEmpty else { return }
    body.title = heading
    unsafe cmark_node_unlink(first)
    unsafe cmark_node_free(first)
  }

  /// The heading of level 1 at the beginning, or the only one: a badge or a line may stand before it.
  private func titleHeading(of document: OpaquePointer) -> OpaquePointer? {
    var found: OpaquePointer?
    var next = unsafe cmark_node_first_child(document)
    var isFirst = true
    while let node = unsafe next {
      if unsafe presstime_cmark_kind(node) == PRESSTIME_HEADING,
        unsafe cmark_node_get_heading_level(node) == 1
      {
        if isFirst { return unsafe node }
        if unsafe found != nil { return nil }
        unsafe found = node
      }
      isFirst = false
      unsafe next = cmark_node_next(node)
    }
    return unsafe found
  }

  /// A fence that no line closes swallows the rest of the text.
  mutating func reportUnclosedFence(_ node: OpaquePointer) {
    var length: Int32 = 0
    var offset: Int32 = 0
    var character: CChar = 0
    guard unsafe cmark_node_get_fenced(node, &length, &offset, &character) != 0,
      unsafe cmark_node_next(node) == nil, let parent = unsafe cmark_node_parent(node),
      unsafe presstime_cmark_kind(parent) == PRESSTIME_DOCUMENT
    else { return }
    let start = Int(unsafe cmark_node_get_start_line(node))
    let end = Int(unsafe cmark_node_get_end_line(node))
    let mark = UInt8(truncatingIfNeeded: character)
    let closing = places.line(end)
    let last = source.bytes[closing.start..<closing.end].filter { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
    let isClosed = end > start && last.count >= Int(length) && last.allSatisfy { $0 == mark }
    if isClosed { return }
    diagnostics.append(
      Diagnostic(
        .markdownUnclosedFence, "this code block is never closed", in: source, places.line(start),
        label: "all that follows is code",
        help: "end it with a line of `\(String(repeating: String(UnicodeScalar(mark)), count: Int(length)))`")
    )
  }
}

extension DiagnosticCode {
  /// Two headings of one text with the same `{#id}`.
  package static let markdownRepeatedID = DiagnosticCode("markdown.repeated-id", .warning)
  /// A code block that runs to the end of the text.
  package static let markdownUnclosedFence = DiagnosticCode("markdown.unclosed-fence", .warning)
}
