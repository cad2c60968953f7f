package import MarkdownEngine
package import Models

/// A Markdown text as its one parse has shown it, whose markup, words and marks may lie in a store. Immutable; a class
/// for the reason of `Document`.
package final class ParsedBody: Sendable {
  package let html: LazyBytes
  /// The words without their markup, as UTF-8.
  package let text: LazyBytes
  /// The bytes of the file, if components' tags are still to be read in them; the file itself may change meanwhile.
  package let source: LazyBytes?
  private let kept: Marks
  package let hasComponents: Bool
  let ids: BodyIDs
  /// The first heading, when it was taken out to be the title.
  package let title: MarkdownBody.Heading?
  /// Bytes of `html`.
  package let excerpt: Range<Int>?
  package let wordCount: Int
  /// Whether there is nothing to read.
  package let isEmpty: Bool

  private enum Marks: Sendable {
    case memory(BodyMarks)
    case stored(LazyBytes)
  }

  /// The body as it is, in memory.
  convenience init(_ body: MarkdownBody) {
    self.init(
      body, html: .memory(body.html), text: .memory(body.text), source: nil, marks: nil, ids: BodyIDs(body))
  }

  /// The body with its bytes as they are given; marks that lie nowhere stay in memory.
  init(
    _ body: MarkdownBody, html: LazyBytes, text: LazyBytes, source: LazyBytes?, marks: LazyBytes?,
    ids: BodyIDs
  ) {
    self.html = html
    self.text = text
    self.source = source
    kept = marks.map { .stored($0) } ?? .memory(BodyMarks(body))
    hasComponents = !body.components.isEmpty
    self.ids = ids
    title = body.title
    excerpt = body.excerpt
    wordCount = body.wordCount
    isEmpty = body.isEmpty
  }

  init(
    html: LazyBytes, text: LazyBytes, source: LazyBytes?, marks: LazyBytes, hasComponents: Bool, ids: BodyIDs,
    title: MarkdownBody.Heading?, excerpt: Range<Int>?, wordCount: Int, isEmpty: Bool
  ) {
    self.html = html
    self.text = text
    self.source = source
    kept = .stored(marks)
    self.hasComponents = hasComponents
    self.ids = ids
    self.title = title
    self.excerpt = excerpt
    self.wordCount = wordCount
    self.isEmpty = isEmpty
  }

  /// What its HTML is filled with: read anew each time that it is wanted, since plan wants it once. Hot.
  package var marks: BodyMarks {
    switch kept {
    case .memory(let marks): return marks
    case .stored(let bytes):
      if let marks = BodyMarks(bytes.bytes, htmlCount: html.count) { return marks }
      bytes.refuse()
      return BodyMarks(holes: [], links: [], components: [])
    }
  }

  /// Where its marks lie, if they do not stay in memory.
  var storedMarks: LazyBytes? {
    if case .stored(let bytes) = kept { bytes } else { nil }
  }

  /// The headings, in their order.
  var outline: [(level: Int, id: String, text: String)] { ids.outline }
}

/// The holes of a text, and what belongs into them.
package struct BodyMarks: Sendable {
  package let holes: [MarkdownBody.Hole]
  package let links: [MarkdownLink]
  package let components: [MarkdownComponent]

  init(holes: [MarkdownBody.Hole], links: [MarkdownLink], components: [MarkdownComponent]) {
    self.holes = holes
    self.links = links
    self.components = components
  }

  init(_ body: MarkdownBody) {
    self.init(holes: body.holes, links: body.links, components: body.components)
  }
}
