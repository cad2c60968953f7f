import CCmarkGFM
import Diagnostics
import Models

/// The inlines of a text: what stands within a paragraph, a heading, a cell.
extension BodyWriter {
  mutating func writeInline(_ node: OpaquePointer, _ kind: presstime_kind, _ isEntering: Bool) {
    switch kind {
    case PRESSTIME_TEXT:
      let literal = unsafe Self.literal(of: node)
      unsafe writeText(literal, node)
      unsafe text.append(literal)
    case PRESSTIME_SOFT_BREAK:
      put("\n")
      text.append(0x20)
    case PRESSTIME_LINE_BREAK:
      put("<br />\n")
      text.append(0x20)
    case PRESSTIME_CODE:
      let literal = unsafe Self.literal(of: node)
      put("<code>")
      unsafe HTMLEscaping.append(literal, to: &html)
      put("</code>")
      unsafe text.append(literal)
    case PRESSTIME_HTML_INLINE:
      unsafe writeHTML(node, isInside: true)
    case PRESSTIME_EMPHASIS: put(isEntering ? "<em>" : "</em>")
    case PRESSTIME_STRONG: put(isEntering ? "<strong>" : "</strong>")
    case PRESSTIME_STRIKETHROUGH: put(isEntering ? "<del>" : "</del>")
    case PRESSTIME_LINK: unsafe writeLink(node, isEntering)
    case PRESSTIME_IMAGE:
      let hole = MarkdownBody.Hole(offset: html.count, kind: .image, link: body.links.count)
      body.holes.append(hole)
      unsafe image = (node, [])
    case PRESSTIME_FOOTNOTE_REFERENCE: if isEntering { unsafe writeFootnoteReference(node) }
    default: break
    }
  }

  /// Hot: a post has hundreds of texts, since cmark begins a new one at each byte that might mean something.
  private mutating func writeText(_ literal: UnsafeBufferPointer<UInt8>, _ node: OpaquePointer) {
    if unsafe ByteSearch.isPlain(literal) { return unsafe html.append(literal) }
    unsafe foreign.look(at: literal, node)
    if !options.components.isEmpty { unsafe reportUnreadTag(in: literal, node) }
    unsafe HTMLEscaping.append(literal, to: &html)
  }

  private mutating func writeLink(_ node: OpaquePointer, _ isEntering: Bool) {
    guard isEntering else { return put("</a>") }
    put("<a href=\"")
    body.holes.append(
      MarkdownBody.Hole(offset: html.count, kind: .destination, link: body.links.count))
    let link = unsafe link(node, isImage: false, alt: "")
    body.links.append(link)
    if !link.title.isEmpty {
      put("\" title=\"")
      HTMLEscaping.append(link.title, to: &html)
    }
    put("\">")
  }

  mutating func writeInsideImage(_ node: OpaquePointer, _ kind: presstime_kind, _ isEntering: Bool) {
    guard let open = unsafe image else { return }
    if unsafe node == open.node, !isEntering {
      let alt = unsafe String(decoding: open.alt, as: UTF8.self)
      unsafe image = nil
      let link = unsafe link(node, isImage: true, alt: alt)
      if !alt.utf8.contains(where: { $0 > 0x20 }) { missingAlt.add(link) }
      body.links.append(link)
      return
    }
    switch kind {
    case PRESSTIME_TEXT, PRESSTIME_CODE, PRESSTIME_HTML_INLINE:
      unsafe image?.alt.append(contentsOf: Self.literal(of: node))
    case PRESSTIME_SOFT_BREAK, PRESSTIME_LINE_BREAK: unsafe image?.alt.append(0x20)
    default: break
    }
  }

  mutating func link(_ node: OpaquePointer, isImage: Bool, alt: String) -> MarkdownLink {
    let destination = unsafe Self.string(cmark_node_get_url(node))
    // A bare URL that became a link has no line of its own; its block has.
    var placed = unsafe node
    while unsafe cmark_node_get_start_line(placed) == 0, let parent = unsafe cmark_node_parent(placed) {
      unsafe placed = parent
    }
    let isBlock = unsafe placed != node
    let lastLine = isBlock ? Int(unsafe cmark_node_get_end_line(placed)) : nil
    return MarkdownLink(
      destination: destination, title: unsafe Self.string(cmark_node_get_title(node)), isImage: isImage,
      alt: alt,
      span: places.span(
        of: destination, line: Int(unsafe cmark_node_get_start_line(placed)), lastLine: lastLine),
      isRaw: false)
  }
}
