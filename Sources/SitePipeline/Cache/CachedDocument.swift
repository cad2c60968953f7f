import DataFormats
import Diagnostics
import Digests
import MarkdownEngine
import Models

/// What parsing one file has shown: all of a document that follows from its bytes, and how its title is taken.
struct CachedDocument {
  /// The file that messages name; of no use when there are none.
  let path: String
  let takesTitle: Bool
  let frontMatter: FrontMatter
  let frontMatterDigest: Digest
  let body: ParsedBody
  /// Those of the front matter too.
  let diagnostics: [Diagnostic]
}

extension CachedDocument {
  /// The record, which lies right behind the markup, the words and the source.
  var bytes: [UInt8] {
    var writer = CacheWriter()
    writer.put(diagnostics.isEmpty ? "" : path)
    writer.put(takesTitle)
    writer.put(frontMatter)
    writer.put(frontMatterDigest)
    writer.put(body)
    writer.put(diagnostics) { $0.put($1) }
    return writer.bytes
  }

  /// Reads a record that begins at `offset` of a store; nothing when it is none.
  init?(_ bytes: [UInt8], at offset: Int, of store: ByteStore) {
    var reader = CacheReader(bytes)
    path = reader.text()
    takesTitle = reader.flag()
    frontMatter = reader.frontMatter()
    frontMatterDigest = reader.digest()
    body = reader.body(before: offset, of: store)
    diagnostics = reader.list { $0.diagnostic() }
    if reader.isBroken || !reader.isAtEnd || !body.isSound { return nil }
  }
}

extension ParsedBody {
  /// Whether every number of a place is one of its place.
  fileprivate var isSound: Bool {
    var last = 0
    for hole in holes {
      let count = hole.kind == .component ? components.count : links.count
      guard hole.offset >= last, hole.offset <= html.count, hole.link >= 0, hole.link < count else {
        return false
      }
      last = hole.offset
    }
    return (excerpt?.upperBound ?? 0) <= html.count
      && components.allSatisfy {
        ($0.content?.upperBound ?? 0) <= html.count && $0.holes.upperBound <= holes.count
      }
  }
}

// MARK: - Bodies

extension CacheWriter {
  fileprivate mutating func put(_ body: ParsedBody) {
    for part in [body.html, body.text] { put(part) }
    put(body.source) { $0.put($1) }
    put(body.holes) { writer, hole in
      writer.put(hole.offset)
      writer.put(hole.kind.number)
      writer.put(hole.link)
    }
    put(body.links) { writer, link in
      writer.put(link.destination)
      writer.put(link.title)
      writer.put(link.isImage)
      writer.put(link.alt)
      writer.put(link.span)
      writer.put(link.isRaw)
    }
    put(body.components) { writer, component in
      writer.put(component.name)
      writer.put(component.span)
      writer.put(component.isBlock)
      writer.put(component.content) { $0.put($1) }
      writer.put(component.holes)
    }
    put(body.outline) { $0.put($1) }
    put(body.anchors) { $0.put($1) }
    put(body.title) { $0.put($1) }
    put(body.excerpt) { $0.put($1) }
    put(body.wordCount)
    put(body.isEmpty)
  }

  private mutating func put(_ bytes: LazyBytes) {
    put(bytes.count)
    put(bytes.digest)
  }

  private mutating func put(_ heading: MarkdownBody.Heading) {
    put(heading.level)
    put(heading.id)
    put(heading.text)
    put(heading.span)
  }

  fileprivate mutating func put(_ span: Span) { put(span.start..<span.end) }
}

extension CacheReader {
  fileprivate mutating func body(before end: Int, of store: ByteStore) -> ParsedBody {
    let html = (count: number(), digest: digest())
    let text = (count: number(), digest: digest())
    let source = optional { (count: $0.number(), digest: $0.digest()) }
    func bytes(_ part: (count: Int, digest: Digest), before end: Int) -> LazyBytes {
      .stored(StoredBytes(store: store, offset: end &- part.count, count: part.count, digest: part.digest))
    }
    let textEnd = end &- (source?.count ?? 0)
    return ParsedBody(
      html: bytes(html, before: textEnd &- text.count), text: bytes(text, before: textEnd),
      holes: list { reader in
        MarkdownBody.Hole(
          offset: reader.number(), kind: .init(number: reader.number()), link: reader.number())
      },
      links: list { reader in
        MarkdownLink(
          destination: reader.text(), title: reader.text(), isImage: reader.flag(), alt: reader.text(),
          span: reader.span(), isRaw: reader.flag())
      },
      components: list { reader in
        MarkdownComponent(
          name: reader.text(), span: reader.span(), isBlock: reader.flag(),
          content: reader.optional { $0.range() }, holes: reader.range())
      },
      outline: list { $0.heading() }, anchors: list { $0.text() }, title: optional { $0.heading() },
      excerpt: optional { $0.range() }, wordCount: number(), isEmpty: flag(),
      source: source.map { bytes($0, before: end) })
  }

  private mutating func heading() -> MarkdownBody.Heading {
    MarkdownBody.Heading(level: number(), id: text(), text: text(), span: span())
  }

  fileprivate mutating func span() -> Span {
    let range = range()
    return Span(range.lowerBound, range.upperBound)
  }
}

extension MarkdownBody.Hole.Kind {
  fileprivate var number: Int {
    switch self {
    case .destination: 0
    case .image: 1
    case .rawDestination: 2
    case .component: 3
    }
  }

  fileprivate init(number: Int) {
    switch number {
    case 0: self = .destination
    case 1: self = .image
    case 2: self = .rawDestination
    default: self = .component
    }
  }
}

// MARK: - Front matter

extension CacheWriter {
  fileprivate mutating func put(_ matter: FrontMatter) {
    put(matter.format?.number ?? -1)
    put(matter.root) { $0.put($1) }
    put(matter.openingFence)
    put(matter.bodyStart)
  }

  private mutating func put(_ node: DataNode) {
    put(node.span)
    switch node.content {
    case .scalar(let scalar):
      switch scalar.kind {
      case .null: put(2)
      case .bool(let flag): put(flag ? 4 : 3)
      case .int(let number):
        put(5)
        put(number)
      case .double(let number):
        put(6)
        put(fixed: number.bitPattern)
      case .date: put(7)
      case .string: put(8)
      }
      put(scalar.text)
      put(scalar.isQuoted)
    case .list(let items):
      put(0)
      put(items) { $0.put($1) }
    case .map(let members):
      put(1)
      put(members) { writer, member in
        writer.put(member.key)
        writer.put(member.keySpan)
        writer.put(member.value)
      }
    }
  }
}

extension CacheReader {
  /// Without diagnostics, which are kept with the document's.
  fileprivate mutating func frontMatter() -> FrontMatter {
    FrontMatter(
      format: DataFormat(number: number()), root: optional { $0.node() }, openingFence: span(),
      bodyStart: number(), diagnostics: [])
  }

  /// Front matter is not deeper than `DataParser` allows, and what is here has been checked by its digest.
  private mutating func node() -> DataNode {
    let span = span()
    let tag = number()
    switch tag {
    case 0: return DataNode(content: .list(list { $0.node() }), span: span)
    case 1:
      let members = list { DataMember(key: $0.text(), keySpan: $0.span(), value: $0.node()) }
      return DataNode(content: .map(members), span: span)
    default:
      let kind = scalarKind(tag)
      return DataNode(content: .scalar(DataScalar(text: text(), kind: kind, isQuoted: flag())), span: span)
    }
  }

  private mutating func scalarKind(_ tag: Int) -> DataScalar.Kind {
    switch tag {
    case 2: .null
    case 3: .bool(false)
    case 4: .bool(true)
    case 5: .int(number())
    case 6: .double(Double(bitPattern: fixed()))
    case 7: .date
    default: .string
    }
  }
}

extension DataFormat {
  fileprivate var number: Int {
    switch self {
    case .yaml: 0
    case .toml: 1
    case .json: 2
    }
  }

  fileprivate init?(number: Int) {
    switch number {
    case 0: self = .yaml
    case 1: self = .toml
    case 2: self = .json
    default: return nil
    }
  }
}

// MARK: - Diagnostics

extension CacheWriter {
  mutating func put(_ diagnostic: Diagnostic) {
    put(diagnostic.code.name)
    put(diagnostic.code.severity.rawValue)
    put(diagnostic.severity.rawValue)
    put(diagnostic.message)
    put(diagnostic.location) { $0.put($1) }
    put(diagnostic.label)
    put(diagnostic.related) { writer, related in
      writer.put(related.location)
      writer.put(related.label)
    }
    put(diagnostic.help) { $0.put($1) }
  }

  private mutating func put(_ location: Location) {
    put(location.path)
    for number in [location.line, location.column, location.endLine, location.endColumn] { put(number) }
    put(location.lineText)
    put(location.textColumn)
  }
}

extension CacheReader {
  mutating func diagnostic() -> Diagnostic {
    let name = text()
    let code = DiagnosticCode(name, Severity(rawValue: text()) ?? .error)
    let severity = Severity(rawValue: text()) ?? .error
    let message = text()
    let location = optional { $0.location() }
    let label = text()
    let related = list { Diagnostic.Related($0.location(), $0.text()) }
    var diagnostic = Diagnostic(
      code, message, at: location, label: label, related: related, help: list { $0.text() })
    diagnostic.severity = severity
    return diagnostic
  }

  private mutating func location() -> Location {
    Location(
      path: text(), line: number(), column: number(), endLine: number(), endColumn: number(),
      lineText: text(),
      textColumn: number()
    )
  }
}
