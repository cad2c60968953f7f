import Diagnostics
import MarkdownEngine

extension BodyMarks {
  /// As the cache has them.
  var bytes: [UInt8] {
    var writer = CacheWriter()
    writer.put(holes) { writer, hole in
      writer.put(hole.offset)
      writer.put(hole.kind.number)
      writer.put(hole.link)
    }
    writer.put(links) { writer, link in
      writer.put(link.destination)
      writer.put(link.title)
      writer.put(link.isImage)
      writer.put(link.alt)
      writer.put(link.span)
      writer.put(link.isRaw)
    }
    writer.put(components) { writer, component in
      writer.put(component.name)
      writer.put(component.span)
      writer.put(component.isBlock)
      writer.put(component.content) { $0.put($1) }
      writer.put(component.holes)
    }
    return writer.bytes
  }

  /// Nothing when the bytes are no marks of a text with so many bytes of markup.
  init?(_ bytes: [UInt8], htmlCount: Int) {
    var reader = CacheReader(bytes)
    holes = reader.list { reader in
      MarkdownBody.Hole(
        offset: reader.number(), kind: .init(number: reader.number()), link: reader.number())
    }
    links = reader.list { reader in
      MarkdownLink(
        destination: reader.text(), title: reader.text(), isImage: reader.flag(), alt: reader.text(),
        span: reader.span(), isRaw: reader.flag())
    }
    components = reader.list { reader in
      MarkdownComponent(
        name: reader.text(), span: reader.span(), isBlock: reader.flag(),
        content: reader.optional { $0.range() }, holes: reader.range())
    }
    if reader.isBroken || !reader.isAtEnd || !isSound(htmlCount) { return nil }
  }

  /// Whether every number of a place is one of its place.
  private func isSound(_ htmlCount: Int) -> Bool {
    var last = 0
    for hole in holes {
      let count = hole.kind == .component ? components.count : links.count
      guard hole.offset >= last, hole.offset <= htmlCount, hole.link >= 0, hole.link < count else {
        return false
      }
      last = hole.offset
    }
    return components.allSatisfy {
      ($0.content?.upperBound ?? 0) <= htmlCount && $0.holes.upperBound <= holes.count
    }
  }
}

extension CacheWriter {
  mutating func put(_ heading: MarkdownBody.Heading) {
    put(heading.level)
    put(heading.id)
    put(heading.text)
    put(heading.span)
  }

  mutating func put(_ span: Span) { put(span.start..<span.end) }
}

extension CacheReader {
  mutating func heading() -> MarkdownBody.Heading {
    MarkdownBody.Heading(level: number(), id: text(), text: text(), span: span())
  }

  mutating func span() -> Span {
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
    case .rawPicture: 4
    }
  }

  fileprivate init(number: Int) {
    switch number {
    case 0: self = .destination
    case 1: self = .image
    case 2: self = .rawDestination
    case 4: self = .rawPicture
    default: self = .component
    }
  }
}
