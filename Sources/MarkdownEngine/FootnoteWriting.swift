import CCmarkGFM
import Models

/// Footnotes as cmark writes them, and what ties each to its place in the text.
extension BodyWriter {
  mutating func writeFootnote(_ node: OpaquePointer, _ isEntering: Bool) {
    guard isEntering else {
      if footnotes.needsBackReference(footnoteNumber) {
        putBackReferences()
        put("\n")
      }
      return put("</li>\n")
    }
    if footnoteNumber == 0 { put("<section class=\"footnotes\" data-footnotes>\n<ol>\n") }
    footnoteNumber += 1
    let name = footnotes.name(of: footnoteNumber) ?? []
    put("<li id=\"fn-")
    html.append(name)
    put("\"")
    putNoteName(footnoteNumber)
    put(">\n")
    body.anchors.append("fn-" + String(decoding: name, as: UTF8.self))
  }

  /// What ties a footnote to the first place that refers to it: a style sheet can set the one beside the other, by CSS
  /// Anchor Positioning.
  private mutating func putNoteName(_ number: Int) {
    put(" data-note=\"--note-")
    putNumber(number)
    put("\"")
  }

  /// A link back to each place that refers to the footnote, as cmark's `S_put_footnote_backref`.
  mutating func putBackReferences() {
    guard let name = footnotes.name(of: footnoteNumber), footnotes.takeBackReference(footnoteNumber) else {
      return
    }
    put("<a href=\"#fnref-")
    html.append(name)
    put("\" class=\"footnote-backref\" data-footnote-backref aria-label=\"Back to content\">↩</a>")
    for number in footnotes.furtherReferences(to: footnoteNumber) {
      put(" <a href=\"#fnref-")
      html.append(name)
      put("-")
      putNumber(number)
      put(
        "\" class=\"footnote-backref\" data-footnote-backref aria-label=\"Back to content\">↩<sup class=\"footnote-ref\">"
      )
      putNumber(number)
      put("</sup></a>")
    }
  }

  mutating func writeFootnoteReference(_ node: OpaquePointer) {
    let markup = unsafe Footnotes.markup(of: node)
    let number = unsafe Footnotes.number(of: node)
    if let number, footnotes.takeFirstReference(number), let tag = Footnotes.endOfLink(in: markup) {
      html.append(Array(markup[..<tag]))
      putNoteName(number)
      html.append(Array(markup[tag...]))
    } else {
      html.append(markup)
    }
    body.anchors += unsafe markup.withUnsafeBufferPointer { unsafe RawHTML.read($0).anchors }
  }
}
