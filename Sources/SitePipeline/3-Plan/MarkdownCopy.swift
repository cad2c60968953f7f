import Diagnostics
import Digests
import MarkdownEngine
import Models
import TemplateEngine

/// Texts as Markdown that is read elsewhere: as they are written, but for addresses, which are whole ones, and for a
/// first heading that is the title.
///
/// Worked out when a page asks for it, from the file itself: nothing of it is kept.
extension BodyFiller {
  /// UTF-8 with lines that end in LF, and no blank line around it.
  func markdown(of id: BodyID) -> [UInt8] {
    guard site.bodies.indices.contains(id.index) else { return [] }
    let body = site.bodies[id.index]
    guard site.entries[body.document].publication == .published else { return [] }
    let document = site.loaded.documents[body.document]
    let isOwn = id.index < site.loaded.documents.count
    if isOwn, let item = document.item, site.loaded.config.sources[item.source].isHTML {
      return Self.trimmed(fullMarkup(of: body))
    }
    let bytes = body.text.bytes
    if isOwn, document.item == nil, site.loaded.cache.isSaved, Digest(of: bytes) != document.fileDigest {
      // The file has changed since it was parsed, so the next build must not rely on what this one has read of it.
      body.markdown.html.refuse()
    }
    let start = isOwn && document.item == nil ? min(document.frontMatter.bodyStart, bytes.count) : 0
    var edits = addresses(in: body, bytes, start..<bytes.count)
    if let title = body.markdown.title { edits.append((Self.heading(title.span, bytes), [])) }
    return Self.trimmed(Self.text(bytes, start, edits))
  }

  private typealias Edit = (span: Span, text: [UInt8])

  /// An address as a text has it, and where.
  private struct Key: Hashable {
    let text: String
    let isRaw: Bool
  }

  private func addresses(in body: SiteBody, _ bytes: [UInt8], _ range: Range<Int>) -> [Edit] {
    let marks = body.markdown.marks
    var full: [Key: [UInt8]] = [:]
    for link in marks.links {
      let key = Key(text: link.destination, isRaw: link.isRaw)
      guard full[key] == nil, let url = fullURL(of: link, in: body) else { continue }
      full[key] = Self.written(url, isRaw: link.isRaw)
    }
    var edits: [Edit] = []
    if !full.isEmpty {
      for address in MarkdownEngine.writtenAddresses(in: bytes, range) {
        if let url = full[Key(text: address.text, isRaw: address.isRaw)] { edits.append((address.span, url)) }
      }
    }
    for component in marks.components { edits += addresses(of: component, in: body, bytes) }
    return edits
  }

  /// Addresses that a component's tag has where its props are `URL` or `Image`.
  private func addresses(of component: MarkdownComponent, in body: SiteBody, _ bytes: [UInt8]) -> [Edit] {
    var edits: [Edit] = []
    _ = site.theme.use(
      of: component.name, tag: component.span, in: body.text, hasContent: component.content != nil,
      address: { text, span, isPicture in
        let wanted = Array(text.utf8)
        if let url = fullURL(text, isImage: isPicture, in: body), let head = wanted.first,
          span.end <= bytes.count,
          let place = (span.start..<span.end).first(where: {
            bytes[$0] == head && bytes[$0..<span.end].starts(with: wanted)
          })
        {
          edits.append((Span(place, place + wanted.count), Self.written(url, isRaw: false)))
        }
        return (Picture(url: text), nil)
      })
    return edits
  }

  private func fullURL(of link: MarkdownLink, in body: SiteBody) -> String? {
    fullURL(Self.destination(of: link), isImage: link.isImage, in: body)
  }

  /// Nothing for an address that stays.
  private func fullURL(_ destination: String, isImage: Bool, in body: SiteBody) -> String? {
    switch resolve(destination, written: destination, isImage: isImage, at: nil, in: body) {
    case .success(.written): return nil
    case .success(.urls(_, let full)), .success(.picture(_, let full, _)): return full
    case .success(.page(let page)): return origin + page.local
    case .failure(let failure):
      return failure.code == .linkUnsafe && !document(of: body).isTrusted ? "#" : nil
    }
  }

  /// An address that stands as it is between the marks of Markdown, or the quotes of an attribute.
  private static func written(_ url: String, isRaw: Bool) -> [UInt8] {
    if isRaw { return PageMarkup.markup(url) }
    return PercentEncoding.escaped(url) { $0 <= 0x20 || "<>()\\\"'`".utf8.contains($0) }
  }

  /// The lines of a heading that begins at a line: with its underline, where it has no `#` (CommonMark 4.3).
  private static func heading(_ line: Span, _ bytes: [UInt8]) -> Span {
    let text = bytes.part(line.start..<line.end)
    if text.first(where: { $0 > 0x20 }) == UInt8(ascii: "#") { return line }
    var end = line.end
    while end < bytes.count {
      let next = bytes[end...].prefix { $0 == 0x0A || $0 == 0x0D }.endIndex
      let nextEnd = bytes[next...].prefix { $0 != 0x0A && $0 != 0x0D }.endIndex
      let words = bytes[next..<nextEnd].filter { $0 > 0x20 }
      if words.isEmpty { return line }
      end = nextEnd
      if words.allSatisfy({ $0 == UInt8(ascii: "=") }) { return Span(line.start, end) }
    }
    return line
  }

  private static func text(_ bytes: [UInt8], _ start: Int, _ edits: [Edit]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var position = start
    for edit in edits.sorted(by: { $0.span.start < $1.span.start }) {
      guard edit.span.start >= position, edit.span.end <= bytes.count else { continue }
      output += bytes[position..<edit.span.start]
      output += edit.text
      position = edit.span.end
    }
    return output + bytes[position...]
  }

  /// Line breaks as one character each; none, and no blank line, at the start and the end.
  private static func trimmed(_ text: [UInt8]) -> [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(text.count)
    for (index, byte) in text.enumerated() {
      if byte == 0x0D {
        if index + 1 == text.count || text[index + 1] != 0x0A { lines.append(0x0A) }
      } else {
        lines.append(byte)
      }
    }
    while let last = lines.last, last <= 0x20 { lines.removeLast() }
    let first = lines.firstIndex { $0 > 0x20 } ?? lines.endIndex
    let start = lines[..<first].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return Array(lines[start...])
  }

  /// A text that came as HTML stays HTML, with whole addresses.
  private func fullMarkup(of body: SiteBody) -> [UInt8] {
    let fragment = filled(body).html
    let bytes = fragment.text.bytes
    var output: [UInt8] = []
    var position = fragment.range.lowerBound
    for fill in fragment.fills {
      output += bytes.part(position..<max(position, fill.offset))
      if case .text(_, let full) = fill.content { output += full }
      position = max(position, fill.end)
    }
    return output + bytes.part(position..<max(position, fragment.range.upperBound))
  }
}

extension CheckedSite {
  /// Whether a page may ask for the Markdown of texts: then all that links can lead to is held while pages are made.
  func readsMarkdown(_ made: RoutePages) -> Bool {
    var idle = Set(theme.routes.indices)
    for page in made.pages {
      if case .route(let number, _) = page.content { idle.remove(number) }
    }
    return theme.readsMarkdown(besides: idle)
  }
}
