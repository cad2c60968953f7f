package import MarkdownEngine
package import Models

/// A Markdown text as its one parse has shown it, whose markup and words may lie in a store.
package struct ParsedBody: Sendable {
  package let html: LazyBytes
  /// The words without their markup, as UTF-8.
  package let text: LazyBytes
  package let holes: [MarkdownBody.Hole]
  package let links: [MarkdownLink]
  package let components: [MarkdownComponent]
  package let outline: [MarkdownBody.Heading]
  /// Every id in the text.
  package let anchors: [String]
  /// The first heading, when it was taken out to be the title.
  package let title: MarkdownBody.Heading?
  /// Bytes of `html`.
  package let excerpt: Range<Int>?
  package let wordCount: Int
  /// Whether there is nothing to read.
  package let isEmpty: Bool
  /// The bytes of the file, if components' tags are still to be read in them; the file itself may change meanwhile.
  package let source: LazyBytes?

  /// The body as it is, in memory.
  init(_ body: MarkdownBody) {
    self.init(body, html: .memory(body.html), text: .memory(body.text), source: nil)
  }

  /// The body with its bytes as they are given.
  init(_ body: MarkdownBody, html: LazyBytes, text: LazyBytes, source: LazyBytes?) {
    self.source = source
    self.html = html
    self.text = text
    holes = body.holes
    links = body.links
    components = body.components
    outline = body.outline
    anchors = body.anchors
    title = body.title
    excerpt = body.excerpt
    wordCount = body.wordCount
    isEmpty = body.isEmpty
  }

  init(
    html: LazyBytes, text: LazyBytes, holes: [MarkdownBody.Hole], links: [MarkdownLink],
    components: [MarkdownComponent], outline: [MarkdownBody.Heading], anchors: [String],
    title: MarkdownBody.Heading?, excerpt: Range<Int>?, wordCount: Int, isEmpty: Bool,
    source: LazyBytes?
  ) {
    self.source = source
    self.html = html
    self.text = text
    self.holes = holes
    self.links = links
    self.components = components
    self.outline = outline
    self.anchors = anchors
    self.title = title
    self.excerpt = excerpt
    self.wordCount = wordCount
    self.isEmpty = isEmpty
  }
}
