import Diagnostics
import Models

/// Text that is written as it is, and what stands between for the components of a page.
extension TemplateCompiler {
  mutating func write(_ text: ArraySlice<UInt8>) {
    guard kind == .html, !isComponent else {
      if kind.isMarkup { advance(over: text) }
      return builder.add(text: text)
    }
    var rest = text
    // A page may leave its `<head>` out; what stands before `<body>` is in it all the same.
    if let style = environment.componentStyle, !hasStyle,
      let end = tag("</head", in: rest) ?? tag("<body", in: rest)
    {
      hasStyle = true
      advance(over: rest[..<end])
      builder.add(text: rest[..<end])
      builder.add(text: "<link rel=\"stylesheet\" href=\"\(style)\">\n".utf8)
      rest = rest[end...]
    }
    if !environment.componentScripts.isEmpty, let end = tag("</body", in: rest) {
      advance(over: rest[..<end])
      builder.add(text: rest[..<end])
      builder.add(.scripts)
      rest = rest[end...]
    }
    advance(over: rest)
    builder.add(text: rest)
  }

  /// Goes over text of the source.
  private mutating func advance(over text: ArraySlice<UInt8>) {
    if let index = place.advance(over: text) {
      // The byte behind `<`, or the last one of `<!--` or `<![CDATA[`.
      let offset = text.startIndex + index - (place.state == .comment ? 3 : place.state == .data ? 8 : 1)
      opening = (source, max(text.startIndex, offset))
    }
    switch place.takeMistake() {
    case .scheme:
      let mark = text.firstIndex { ":&".utf8.contains($0) } ?? text.startIndex
      report(
        .templatePlace, "a value can't be the scheme of an address, which could be a program's",
        Span(mark, mark + 1),
        help: "write the scheme out, like `https:`, or make one value of the whole address")
    case .refresh:
      report(
        .templatePlace,
        "the value in `content` is the address of a refresh, which is said too late to check it",
        Span(text.startIndex, text.startIndex + 1), help: "write `http-equiv=\"refresh\"` before `content`")
    case nil: break
    }
  }

  /// Says that the output is left in a tag or an element, at the place where that begins.
  mutating func reportUnclosed(_ message: String, orAt span: Span = .fileStart, help: String) {
    guard place.state != .text, let opening else { return report(.templatePlace, message, span, help: help) }
    diagnostics.append(
      Diagnostic(
        .templatePlace, message, in: opening.source, Span(opening.offset, opening.offset + 1),
        label: "opened here, and not closed", help: help))
  }

  /// Where a tag begins that stands in HTML text; tags have no case (HTML standard, 13.1.2).
  private func tag(_ tag: String, in text: ArraySlice<UInt8>) -> Int? {
    let wanted = Array(tag.utf8)
    guard text.count > wanted.count else { return nil }
    for start in text.startIndex..<text.endIndex - wanted.count where text[start] == wanted[0] {
      let end = start + wanted.count
      guard zip(text[start..<end], wanted).allSatisfy({ $0 == $1 || ($0 | 0x20 == $1 && $1 >= 0x61) }),
        " \t\n\r>/".utf8.contains(text[end])
      else { continue }
      var before = place
      before.advance(over: text[..<start])
      if before.state == .text { return start }
    }
    return nil
  }
}
