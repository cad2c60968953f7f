package import Diagnostics

/// A Markdown text as HTML with numbered holes, and everything else that its one parse has shown.
package struct MarkdownBody: Sendable {
  /// A place in the HTML where the pipeline puts what only it knows.
  package struct Hole: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
      /// The value of a link's `href`, between its quotes.
      case destination
      /// A whole `<img …>` element.
      case image
      /// The value of an `href`, `src` or `poster` in raw HTML, between its quotes.
      case rawDestination
      /// The same of an `<img>` in raw HTML that says nothing but what it shows, so that its size may stand behind it; in
      /// double quotes.
      case rawPicture
      /// What a component writes; `link` is an index into `components`.
      case component
    }

    /// Where in `html` it is; ascending.
    package let offset: Int
    package let kind: Kind
    /// Index into `links`.
    package let link: Int

    package init(offset: Int, kind: Kind, link: Int) {
      self.offset = offset
      self.kind = kind
      self.link = link
    }
  }

  /// A heading, for the table of contents.
  package struct Heading: Sendable, Hashable {
    package let level: Int
    /// As GitHub makes it, or as `{#id}` says.
    package let id: String
    package let text: String
    package let span: Span

    package init(level: Int, id: String, text: String, span: Span) {
      self.level = level
      self.id = id
      self.text = text
      self.span = span
    }
  }

  package var html: [UInt8] = []
  package var holes: [Hole] = []
  package var links: [MarkdownLink] = []
  package var components: [MarkdownComponent] = []
  package var outline: [Heading] = []
  /// Every id in the text: of headings, of footnotes, of raw HTML.
  package var anchors: [String] = []
  /// The first heading, when it was taken out to be the title.
  package var title: Heading?
  /// Bytes of `html` up to `<!--more-->`, or of the first paragraph.
  package var excerpt: Range<Int>?
  /// The words without their markup, a line break between two blocks.
  package var text: [UInt8] = []
  package var wordCount = 0

  package init() {}

  /// Whether there is nothing to read.
  package var isEmpty: Bool { html.allSatisfy { $0 == 0x0A || $0 == 0x20 } && holes.isEmpty }
}

/// A link or a picture of a text.
package struct MarkdownLink: Sendable, Hashable {
  /// As it is written, escapes undone; in raw HTML as it is written, `&amp;` and all.
  package let destination: String
  package let title: String
  package let isImage: Bool
  /// The words that describe a picture.
  package let alt: String
  /// The destination in the source, or the line it stands in.
  package let span: Span
  /// Whether it stands in raw HTML.
  package let isRaw: Bool

  package init(
    destination: String, title: String, isImage: Bool, alt: String, span: Span, isRaw: Bool
  ) {
    self.destination = destination
    self.title = title
    self.isImage = isImage
    self.alt = alt
    self.span = span
    self.isRaw = isRaw
  }
}

/// A component that a text calls.
package struct MarkdownComponent: Sendable, Hashable {
  package let name: String
  /// Its opening tag, attributes and all.
  package let span: Span
  /// Whether the tag stands alone on its line.
  package let isBlock: Bool
  /// Bytes of the HTML between its tags; nothing for `<Name … />`.
  package internal(set) var content: Range<Int>?
  /// The holes in them.
  package internal(set) var holes: Range<Int>

  package init(
    name: String, span: Span, isBlock: Bool, content: Range<Int>? = nil, holes: Range<Int> = 0..<0
  ) {
    self.name = name
    self.span = span
    self.isBlock = isBlock
    self.content = content
    self.holes = holes
  }
}

/// How a text is read.
package struct MarkdownOptions: Sendable {
  /// Whether a first heading of level 1 is the title and leaves the text.
  package let takesTitle: Bool
  /// Names of the components that its tags may call; none in texts that are not trusted.
  package let components: Set<String>
  /// Whether raw HTML is markup, as in the texts of the site's authors; else it is shown as it is written.
  package let readsHTML: Bool
  /// Gives code its colours; without it code is written as cmark-gfm does.
  package let highlighter: CodeHighlighter?

  package init(
    takesTitle: Bool, components: Set<String> = [], readsHTML: Bool = true,
    highlighter: CodeHighlighter? = nil
  ) {
    self.takesTitle = takesTitle
    self.readsHTML = readsHTML
    self.components = components
    self.highlighter = highlighter
  }
}
