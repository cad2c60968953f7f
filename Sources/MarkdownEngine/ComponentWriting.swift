import CCmarkGFM
package import Diagnostics
import Models

/// Components in a text: where each begins and ends in the HTML.
extension BodyWriter {
  /// Raw HTML with the tags that stand in it: those of whole lines as marks, those within a line as they are.
  mutating func writeHTML(_ node: OpaquePointer, isInside: Bool) {
    let literal = unsafe Self.literal(of: node)
    guard options.readsHTML else { return unsafe HTMLEscaping.append(literal, to: &html) }
    let line = Int(unsafe cmark_node_get_start_line(node))
    unsafe foreign.look(atHTML: literal, node)
    guard !options.components.isEmpty else {
      return unsafe writeRawHTML(literal, line: line, isInside: isInside)
    }
    let parent = unsafe cmark_node_parent(node)
    let isBlock = unsafe presstime_cmark_kind(node) != PRESSTIME_HTML_INLINE
    if let (tag, text) = unsafe onlyTag(of: literal) {
      if options.components.contains(tag.name), let placed = placed(tag, text, line: line) {
        return unsafe write(placed, in: parent, isBlock: isBlock)
      }
      if !isBlock { reportLikeComponent(tag.name, line: line) }
    }
    let html = unsafe Array(literal)
    guard isBlock else { return unsafe writeRawHTML(literal, line: line, isInside: isInside) }
    var position = 0
    var lineAtPosition = line
    lazy var showsCode = Self.showsCode(html)
    for (range, what) in RawComponentTags(in: html, hasMarks: !tags.isEmpty).found {
      let line = lineAtPosition + html[position..<range.lowerBound].count { $0 == 0x0A }
      guard case .mark(let number) = what, tags.indices.contains(number) else {
        if case .tag(let tag) = what { reportUncalled(tag, isInCode: showsCode, line: line) }
        continue
      }
      writePiece(html[position..<range.lowerBound], line: lineAtPosition, isInside: isInside)
      unsafe write(tags[number], in: parent, isBlock: true)
      // The line break behind a whole line goes with it.
      let end =
        range.upperBound < html.count && html[range.upperBound] == 0x0A
        ? range.upperBound + 1 : range.upperBound
      lineAtPosition = line + (end - range.upperBound)
      position = end
    }
    if position < html.count { writePiece(html[position...], line: lineAtPosition, isInside: isInside) }
  }

  /// The capitalised tag that a piece of raw HTML consists of, as in a list's item.
  private func onlyTag(
    of literal: UnsafeBufferPointer<UInt8>
  ) -> (tag: ComponentTags.Tag, text: ArraySlice<UInt8>)? {
    guard literal.count > 2, unsafe literal[0] == UInt8(ascii: "<") else { return nil }
    let text = unsafe literal[..<((literal.lastIndex { $0 > 0x20 } ?? 0) + 1)]
    let bytes = unsafe Array(text)
    guard let tag = ComponentTagScanner.tag(in: bytes, from: 0, to: bytes.count), tag.span.end == bytes.count
    else {
      return nil
    }
    return (tag, bytes[...])
  }

  /// Components are not read within a line of a block of raw HTML.
  private mutating func reportUncalled(
    _ tag: ComponentTags.Tag, isInCode: @autoclosure () -> Bool, line: Int
  ) {
    guard tag.kind != .closing else { return }
    guard options.components.contains(tag.name) else { return reportLikeComponent(tag.name, line: line) }
    // Code may show components.
    if isInCode() { return }
    diagnostics.append(
      Diagnostic(
        .markdownUnknownComponent,
        "components are not read within raw HTML: `<\(tag.name)>` stands there as it is", in: source,
        places.span(ofTag: Array("<\(tag.name)".utf8)[...], line: line),
        help: "put its tag on a line of its own, with blank lines before and after it"))
  }

  private static func showsCode(_ html: [UInt8]) -> Bool {
    let text = String(decoding: html, as: UTF8.self)
    return text.contains("<pre") || text.contains("<code")
  }

  /// A tag that cmark does not take for one, so that its text would be published.
  mutating func reportUnreadTag(in literal: UnsafeBufferPointer<UInt8>, _ node: OpaquePointer) {
    guard let open = unsafe ByteSearch.first(UInt8(ascii: "<"), in: literal) else { return }
    let rest = unsafe Array(literal[(open + 1)...])
    let name = String(
      decoding: rest.prefix { $0.isASCIIAlphanumeric }, as: UTF8.self
    )
    guard options.components.contains(name), name.utf8.count < rest.count else { return }
    var placed = unsafe node
    while unsafe cmark_node_get_start_line(placed) == 0, let parent = unsafe cmark_node_parent(placed) {
      unsafe placed = parent
    }
    let span = places.span(of: "<\(name)", line: Int(unsafe cmark_node_get_start_line(placed)))
    // `\\<` and `&lt;` are meant to be seen.
    let isWritten =
      span.end - span.start == name.utf8.count + 1 && source.bytes[span.start] == UInt8(ascii: "<")
    guard isWritten, span.start == 0 || source.bytes[span.start - 1] != UInt8(ascii: "\\") else { return }
    report(
      "the tag of `\(name)` can't be read within a line", span,
      help: "leave no space and no quotes within braces, or put the tag on a line of its own")
  }

  /// A tag of a component at its place in the source; nothing for one that is not found there.
  private mutating func placed(
    _ tag: ComponentTags.Tag, _ text: ArraySlice<UInt8>, line: Int
  ) -> ComponentTags.Tag? {
    if let whole = whole(tag, text, line: line) { return whole }
    report(
      "a tag of several lines can't stand here",
      places.span(ofTag: Array("<\(tag.name)".utf8)[...], line: line),
      help: "write `<\(tag.name) … >` on one line")
    return nil
  }

  /// The tag in the source, where its lines may begin with spaces that cmark has dropped.
  private mutating func whole(
    _ tag: ComponentTags.Tag, _ text: ArraySlice<UInt8>, line: Int
  ) -> ComponentTags.Tag? {
    let span = places.span(ofTag: text, line: line)
    if source.bytes[span.start..<span.end].elementsEqual(text) {
      return ComponentTags.Tag(name: tag.name, kind: tag.kind, span: span)
    }
    let opening = (tag.kind == .closing ? "</" : "<") + tag.name
    let start = places.span(ofTag: Array(opening.utf8)[...], line: line).start
    let end = min(source.bytes.count, start + 2 * text.count + 1000)
    guard let found = ComponentTagScanner.tag(in: source.bytes, from: start, to: end),
      source.bytes[found.span.start..<found.span.end].lazy.filter({ $0 > 0x20 }).elementsEqual(
        text.lazy.filter { $0 > 0x20 })
    else { return nil }
    return found
  }

  /// Raw HTML between components. A mark in it, as in a comment, stands for what was written.
  private mutating func writePiece(_ html: ArraySlice<UInt8>, line: Int, isInside: Bool) {
    let text = unsafe html.withUnsafeBufferPointer { unsafe restored($0) }
    unsafe text.withUnsafeBufferPointer { unsafe writeRawHTML($0, line: line, isInside: isInside) }
  }

  /// Code that shows a component's tag shows it as it was written.
  func restored(_ literal: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let html = unsafe Array(literal)
    guard !tags.isEmpty else { return html }
    var text: [UInt8] = []
    var position = 0
    var index = 0
    while let open = html[index...].firstIndex(of: UInt8(ascii: "<")) {
      index = open + 1
      guard let mark = ComponentTags.mark(in: html, at: open) else { continue }
      text += html[position..<open]
      (position, index) = (mark.end, mark.end)
      guard tags.indices.contains(mark.number) else { continue }
      let span = tags[mark.number].span
      let tag = source.bytes[span.start..<span.end]
      text += tag
      // Empty lines stand for the others of a tag of several.
      var lines = tag.count { $0 == 0x0A }
      while lines > 0, position < html.count, html[position] == 0x0A {
        (lines, position) = (lines - 1, position + 1)
      }
    }
    return text + html[position...]
  }

  private mutating func write(_ tag: ComponentTags.Tag, in parent: OpaquePointer?, isBlock: Bool) {
    if isTooDeep(tag) { return }
    switch tag.kind {
    case .whole, .opening:
      body.holes.append(
        MarkdownBody.Hole(offset: html.count, kind: .component, link: body.components.count))
      if tag.kind == .opening {
        unsafe openComponents.append(
          OpenComponent(number: body.components.count, parent: parent, holes: body.holes.count))
      }
      body.components.append(MarkdownComponent(name: tag.name, span: tag.span, isBlock: isBlock))
    case .closing:
      guard let open = openComponents.last, body.components[open.number].name == tag.name else {
        report(
          "`</\(tag.name)>` closes nothing", tag.span,
          help: openComponents.last.map { "the open one is `<\(body.components[$0.number].name)>`" }
            ?? "remove it")
        return
      }
      openComponents.removeLast()
      guard unsafe open.parent == parent else {
        report(
          "`<\(tag.name)>` is closed in another part of the text than it is opened",
          body.components[open.number].span,
          help: "put both tags alone on their lines, with the same indentation, or both into one paragraph")
        return
      }
      let content = body.holes[open.holes - 1].offset..<html.count
      let holes = open.holes..<body.holes.count
      // White space alone is no content.
      if holes.isEmpty, html.isBlank(content) { return }
      body.components[open.number].content = content
      body.components[open.number].holes = holes
    }
  }

  /// Whether a tag lies below the deepest level there is: it is left out, and what closes it too.
  private mutating func isTooDeep(_ tag: ComponentTags.Tag) -> Bool {
    if ignoredComponents == 0 {
      guard tag.kind == .opening, openComponents.count == Self.maximumComponents else { return false }
      report(
        "components are nested more than \(Self.maximumComponents) levels deep", tag.span,
        help: "close some of those above before this one")
    }
    ignoredComponents += tag.kind == .opening ? 1 : tag.kind == .closing ? -1 : 0
    return true
  }

  /// A page runs components 64 deep, and those of a text may call others.
  private static var maximumComponents: Int { 50 }

  mutating func reportOpenComponents() {
    for open in openComponents {
      let component = body.components[open.number]
      // What it lacks is its end, not its content.
      body.components[open.number].content = 0..<0
      report(
        "`<\(component.name)>` is never closed", component.span,
        help: "close it with `</\(component.name)>`, or write `<\(component.name) … />`")
    }
  }

  /// A capitalised tag that is nearly a component's was surely meant to be one.
  private mutating func reportLikeComponent(_ name: String, line: Int) {
    guard let near = Suggestion.nearest(to: name, among: options.components.sorted()),
      abs(near.utf8.count - name.utf8.count) <= 1
    else { return }
    diagnostics.append(
      Diagnostic(
        .markdownUnknownComponent, "the theme has no component `\(name)`, so this is raw HTML", in: source,
        places.span(of: "<\(name)", line: line), help: "did you mean `\(near)`?"))
  }

  private mutating func report(_ message: String, _ span: Span, help: String) {
    diagnostics.append(Diagnostic(.markdownComponent, message, in: source, span, help: help))
  }
}

/// A component whose closing tag has not come yet.
@safe struct OpenComponent {
  let number: Int
  /// The node that its tag stands in; the closing one must stand there too.
  let parent: OpaquePointer?
  /// How many holes there were behind its own.
  let holes: Int
}

extension DiagnosticCode {
  /// A component's tag in Markdown that is not closed, or closes nothing.
  package static let markdownComponent = DiagnosticCode("markdown.component")
  /// A tag that is nearly a component's.
  package static let markdownUnknownComponent = DiagnosticCode("markdown.unknown-component", .warning)
}
