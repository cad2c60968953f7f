import CCmarkGFM
import Diagnostics
import Models

/// Walks a tree of cmark-gfm once and writes a `MarkdownBody`. Hot: no closures, no strings but where a text
/// is kept.
///
/// The markup is byte for byte that of cmark's `html.c` and of its extensions, but for what `TableWriting`,
/// `TaskItems` and `FootnoteWriting` say.
@safe struct BodyWriter: ~Copyable {
  private(set) var source: SourceFile
  let range: Range<Int>
  let options: MarkdownOptions
  var body = MarkdownBody()
  /// The body's markup and its words, until all are written.
  var html: ByteBuffer
  var text: ByteBuffer
  var diagnostics: [Diagnostic] = [] {
    didSet {
      // To find the lines of many places, one by one from the start, would take as long as the text is long for each.
      if diagnostics.count == 32 { source = source.indexed }
    }
  }
  var ids = HeadingIDs()
  var places: LinkPlaces
  var foreign = ForeignSyntax()
  /// Tags of components that stand as marks in the tree.
  let tags: [ComponentTags.Tag]
  var openComponents: [OpenComponent] = []
  /// How many are open below the deepest level.
  var ignoredComponents = 0
  /// Alternative text of the picture that is open; its inside is written as plain text.
  var image: (node: OpaquePointer, alt: [UInt8])?
  var missingAlt = MissingAlt()
  var footnotes: Footnotes
  var footnoteNumber = 0
  var table = TableColumns()
  /// Names of languages that have been said to be unknown.
  var unknownLanguages: Set<String> = []
  private var alerts: [OpaquePointer] = unsafe []
  /// Where the excerpt ends when the text has no `<!--more-->`.
  private var firstParagraph: Range<Int>?
  private var paragraphStart = 0
  private var hasMore = false
  /// `<!--more-->` stands inside a block: the excerpt ends with the outermost one.
  private var endsWithBlock = false

  init(
    _ source: SourceFile, _ range: Range<Int>, _ document: OpaquePointer, _ options: MarkdownOptions,
    tags: [ComponentTags.Tag] = []
  ) {
    self.tags = tags
    self.source = source
    self.range = range
    self.options = options
    places = LinkPlaces(source, range)
    footnotes = unsafe Footnotes(document)
    html = ByteBuffer(capacity: range.count + range.count / 4)
    text = ByteBuffer(capacity: range.count)
  }

  mutating func write(_ document: OpaquePointer) {
    if options.takesTitle { unsafe takeTitle(document) }
    var walk = unsafe presstime_walk()
    while unsafe presstime_cmark_step(&walk, document) {
      guard let node = unsafe walk.node else { break }
      let (kind, isEntering) = unsafe (walk.kind, walk.is_entering)
      if unsafe image != nil {
        unsafe writeInsideImage(node, kind, isEntering)
        continue
      }
      if kind == PRESSTIME_BLOCK_QUOTE, isEntering, let alert = unsafe takeAlert(node) {
        unsafe alerts.append(node)
        openAlert(alert)
        continue
      }
      if kind.rawValue >= PRESSTIME_TEXT.rawValue {
        unsafe writeInline(node, kind, isEntering)
      } else {
        unsafe writeBlock(node, kind, isEntering)
        if endsWithBlock, !isEntering, unsafe Self.isOutermost(node) {
          endsWithBlock = false
          body.excerpt = 0..<html.count
        }
      }
    }
    reportOpenComponents()
    diagnostics += foreign.diagnostics(in: source, &places) + missingAlt.diagnostics(in: source)
    if footnoteNumber > 0 { put("</ol>\n</section>\n") }
    body.excerpt = hasMore ? body.excerpt : firstParagraph
    body.html = html.bytes
    body.text = text.bytes
    body.wordCount = WordCount.words(in: body.text)
  }

  // MARK: - Output

  @inline(__always) mutating func put(_ text: StaticString) { html.append(text) }

  /// A line break, unless the output is at the start of a line: cmark's `cmark_html_render_cr`.
  mutating func freshLine() {
    if let last = html.last, last != 0x0A { html.append(0x0A) }
  }

  mutating func putNumber(_ number: Int) { html.append(String(number)) }

  /// The text of a node, where it lies in the tree; it is there as long as the node and its text are not changed.
  static func literal(of node: OpaquePointer) -> UnsafeBufferPointer<UInt8> {
    let text = unsafe presstime_cmark_literal(node)
    return unsafe UnsafeBufferPointer(start: text.bytes, count: text.count)
  }

  static func bytes(_ text: UnsafePointer<CChar>?) -> UnsafeBufferPointer<UInt8> {
    guard let text = unsafe text else { return unsafe UnsafeBufferPointer(start: nil, count: 0) }
    let count = unsafe strlen(text)
    return unsafe UnsafeBufferPointer(
      start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: count)
  }

  static func string(_ text: UnsafePointer<CChar>?) -> String {
    unsafe String(decoding: bytes(text), as: UTF8.self)
  }

  /// Ends a block in the plain text.
  mutating func endTextBlock() {
    if let last = text.last, last != 0x0A { text.append(0x0A) }
  }

  // MARK: - Blocks

  private mutating func writeBlock(_ node: OpaquePointer, _ kind: presstime_kind, _ isEntering: Bool) {
    if !isEntering { endTextBlock() }
    switch kind {
    case PRESSTIME_PARAGRAPH: unsafe writeParagraph(node, isEntering)
    case PRESSTIME_HEADING: unsafe writeHeading(node, isEntering)
    case PRESSTIME_BLOCK_QUOTE:
      if isEntering {
        freshLine()
        put("<blockquote>\n")
      } else {
        freshLine()
        if unsafe alerts.last == node {
          unsafe alerts.removeLast()
          put("</div>\n")
        } else {
          put("</blockquote>\n")
        }
      }
    case PRESSTIME_LIST: unsafe writeList(node, isEntering)
    case PRESSTIME_ITEM, PRESSTIME_TASK_ITEM:
      guard isEntering else { return put("</li>\n") }
      freshLine()
      put("<li>")
      if kind == PRESSTIME_TASK_ITEM { unsafe beginTask(node) }
    case PRESSTIME_CODE_BLOCK: unsafe writeCodeBlock(node)
    case PRESSTIME_HTML_BLOCK: unsafe writeHTMLBlock(node)
    case PRESSTIME_THEMATIC_BREAK:
      freshLine()
      put("<hr />\n")
    case PRESSTIME_TABLE, PRESSTIME_TABLE_ROW, PRESSTIME_TABLE_CELL: unsafe writeTable(node, kind, isEntering)
    case PRESSTIME_FOOTNOTE_DEFINITION: unsafe writeFootnote(node, isEntering)
    default: break
    }
  }

  private mutating func writeParagraph(_ node: OpaquePointer, _ isEntering: Bool) {
    let parent = unsafe cmark_node_parent(node)
    let grandparent = unsafe parent.flatMap { unsafe cmark_node_parent($0) }
    let isTight = unsafe grandparent.map {
      unsafe presstime_cmark_kind($0) == PRESSTIME_LIST && cmark_node_get_list_tight($0) != 0
    }
    if isTight == true { return unsafe writeTaskLabel(node, isEntering) }
    if isEntering {
      freshLine()
      paragraphStart = html.count
      put("<p>")
      return unsafe writeTaskLabel(node, isEntering)
    }
    unsafe writeTaskLabel(node, isEntering)
    if let parent = unsafe parent, unsafe presstime_cmark_kind(parent) == PRESSTIME_FOOTNOTE_DEFINITION,
      unsafe cmark_node_next(node) == nil
    {
      html.append(0x20)
      putBackReferences()
    }
    put("</p>\n")
    if firstParagraph == nil { firstParagraph = paragraphStart..<html.count }
  }

  private mutating func writeHeading(_ node: OpaquePointer, _ isEntering: Bool) {
    let level = Int(unsafe cmark_node_get_heading_level(node))
    guard isEntering else {
      put("</h")
      putNumber(level)
      return put(">\n")
    }
    freshLine()
    let heading = unsafe heading(node, level)
    body.outline.append(heading)
    body.anchors.append(heading.id)
    put("<h")
    putNumber(level)
    put(" id=\"")
    HTMLEscaping.append(heading.id, to: &html)
    put("\">")
  }

  private mutating func writeList(_ node: OpaquePointer, _ isEntering: Bool) {
    let isBullets = unsafe cmark_node_get_list_type(node) == CMARK_BULLET_LIST
    guard isEntering else { return put(isBullets ? "</ul>\n" : "</ol>\n") }
    freshLine()
    if isBullets { return put("<ul>\n") }
    let start = Int(unsafe cmark_node_get_list_start(node))
    if start == 1 { return put("<ol>\n") }
    put("<ol start=\"")
    putNumber(start)
    put("\">\n")
  }

  private mutating func writeHTMLBlock(_ node: OpaquePointer) {
    freshLine()
    unsafe writeHTML(node, isInside: !Self.isOutermost(node))
    freshLine()
  }

  private static func isOutermost(_ node: OpaquePointer) -> Bool {
    guard let parent = unsafe cmark_node_parent(node) else { return true }
    return unsafe presstime_cmark_kind(parent) == PRESSTIME_DOCUMENT
  }

  /// Raw HTML as it is, with holes for its links; `<!--more-->` ends the excerpt, ids can be linked to.
  mutating func writeRawHTML(_ literal: UnsafeBufferPointer<UInt8>, line: Int, isInside: Bool) {
    if !hasMore, unsafe RawHTML.isMore(literal) {
      hasMore = true
      endsWithBlock = isInside
      body.excerpt = 0..<html.count
    }
    let found = unsafe RawHTML.read(literal)
    body.anchors += found.anchors
    var (position, line) = (0, line)
    for reference in found.references {
      let value = unsafe String(decoding: literal[reference.value], as: UTF8.self)
      unsafe html.append(literal.extracting(position..<reference.value.lowerBound))
      line += unsafe literal[position..<reference.value.lowerBound].count { $0 == 0x0A }
      position = reference.value.upperBound
      body.holes.append(
        MarkdownBody.Hole(
          offset: html.count, kind: reference.isBare ? .rawPicture : .rawDestination, link: body.links.count))
      let link = MarkdownLink(
        destination: value, title: "", isImage: reference.isImage, alt: "",
        span: places.span(of: value, line: line), isRaw: true)
      if reference.lacksAlt { missingAlt.add(link) }
      body.links.append(link)
    }
    unsafe html.append(literal.extracting(position...))
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
