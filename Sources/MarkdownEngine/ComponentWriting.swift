import CCmarkGFM
package import Diagnostics

/// Components in a text: where each begins and ends in the HTML.
extension BodyWriter {
  /// Raw HTML with the tags that stand in it: those of whole lines as marks, those within a line as they are.
  mutating func writeHTML(_ node: OpaquePointer, isInside: Bool) {
    let literal = unsafe Self.bytes(cmark_node_get_literal(node))
    let line = Int(unsafe cmark_node_get_start_line(node))
    unsafe foreign.look(atHTML: literal, node)
    guard !options.components.isEmpty else {
      return unsafe writeRawHTML(literal, line: line, isInside: isInside)
    }
    if unsafe presstime_cmark_kind(node) == PRESSTIME_HTML_INLINE,
      let tag = unsafe ComponentTagScanner.tag(in: Array(literal), from: 0, to: literal.count)
    {
      if options.components.contains(tag.name) {
        let text = unsafe String(decoding: literal, as: UTF8.self)
        let span = places.span(of: text, line: line)
        let placed = ComponentTags.Tag(name: tag.name, kind: tag.kind, span: span)
        return unsafe write(placed, in: cmark_node_parent(node), isBlock: false)
      }
      reportLikeComponent(tag.name, line: line)
    } else if let tag = unsafe Self.firstTag(of: literal) {
      reportLikeComponent(tag, line: line)
    }
    var position = 0
    var passed = 0
    for mark in unsafe marks(in: literal) {
      unsafe writeRawHTML(
        UnsafeBufferPointer(rebasing: literal[position..<mark.range.lowerBound]), line: line + passed,
        isInside: isInside)
      passed += unsafe literal[position..<mark.range.upperBound].count { $0 == 0x0A }
      position = mark.range.upperBound
      guard tags.indices.contains(mark.number) else { continue }
      unsafe write(tags[mark.number], in: cmark_node_parent(node), isBlock: true)
      // The line break behind a whole line goes with it.
      if unsafe position < literal.count && literal[position] == 0x0A { position += 1 }
    }
    if position < literal.count {
      unsafe writeRawHTML(
        UnsafeBufferPointer(rebasing: literal[position...]), line: line + passed, isInside: isInside)
    }
  }

  /// The name of the capitalised tag that a block of raw HTML begins with.
  private static func firstTag(of literal: UnsafeBufferPointer<UInt8>) -> String? {
    guard unsafe literal.count > 1 && literal[0] == UInt8(ascii: "<") && (0x41...0x5A).contains(literal[1])
    else {
      return nil
    }
    let name = unsafe literal[1...].prefix { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) }
    return unsafe String(decoding: name, as: UTF8.self)
  }

  private struct Mark {
    let range: Range<Int>
    let number: Int
  }

  /// Only a text that has tags has marks of ours: there the byte stands nowhere else.
  private func marks(in literal: UnsafeBufferPointer<UInt8>) -> [Mark] {
    guard !tags.isEmpty else { return [] }
    var marks: [Mark] = []
    var index = 4
    while index < literal.count {
      guard unsafe literal[index] == ComponentTags.mark else {
        index += 1
        continue
      }
      var end = index + 1
      var number = 0
      while end < literal.count, unsafe (0x30...0x39).contains(literal[end]), number < 1_000_000 {
        number = unsafe number * 10 + Int(literal[end] - 0x30)
        end += 1
      }
      marks.append(Mark(range: index - 4..<min(end + 3, literal.count), number: number))
      index = end
    }
    return marks
  }

  /// Code that shows a component's tag shows it as it was written.
  func restored(_ literal: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    var position = 0
    for mark in unsafe marks(in: literal) {
      unsafe text += literal[position..<mark.range.lowerBound]
      position = mark.range.upperBound
      if tags.indices.contains(mark.number) {
        let span = tags[mark.number].span
        text += source.bytes[span.start..<span.end]
      }
    }
    unsafe text += literal[position...]
    return text
  }

  private mutating func write(_ tag: ComponentTags.Tag, in parent: OpaquePointer?, isBlock: Bool) {
    switch tag.kind {
    case .whole, .opening:
      body.holes.append(
        MarkdownBody.Hole(offset: body.html.count, kind: .component, link: body.components.count))
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
      body.components[open.number].content = body.holes[open.holes - 1].offset..<body.html.count
      body.components[open.number].holes = open.holes..<body.holes.count
    }
  }

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
