import MarkdownEngine
import Models

/// What a link of a body became.
struct ResolvedLink {
  let local: String
  let full: String
  /// Whether it differs from what is written.
  let isNew: Bool
}

/// Cuts a body's HTML at its holes, and what stands between a component's tags out of it.
struct FragmentWriter {
  let markdown: MarkdownBody
  let links: [ResolvedLink]
  /// By component of the body; nothing for one that is wrong.
  let components: [ComponentUse?]

  /// The HTML at `range`, with those of the holes that lie in it.
  func fragment(_ range: Range<Int>, holes: Range<Int>) -> HTMLFragment {
    let range = range.clamped(to: 0..<markdown.html.count)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    var fills: [HTMLFragment.Fill] = []
    var position = range.lowerBound
    var index = holes.lowerBound
    while index < holes.upperBound {
      let hole = markdown.holes[index]
      index += 1
      guard hole.offset >= range.lowerBound,
        hole.offset < range.upperBound || range.upperBound == markdown.html.count
      else { continue }
      bytes += markdown.html[position..<hole.offset]
      position = hole.offset
      guard hole.kind == .component else {
        let link = links[hole.link]
        fills.append(
          .init(
            offset: bytes.count,
            content: content(hole, link)))
        continue
      }
      let component = markdown.components[hole.link]
      var content: HTMLFragment?
      if let inside = component.content {
        content = fragment(inside.clamped(to: range), holes: component.holes)
        position = inside.clamped(to: range).upperBound
        index = max(index, component.holes.upperBound)
      }
      guard let use = components[hole.link] else { continue }
      let filled = ComponentUse(program: use.program, arguments: use.arguments, content: content)
      fills.append(.init(offset: bytes.count, content: .component(filled)))
      if component.isBlock { bytes.append(0x0A) }
    }
    bytes += markdown.html[position..<range.upperBound]
    return HTMLFragment(bytes: bytes, fills: fills)
  }

  private func content(_ hole: MarkdownBody.Hole, _ link: ResolvedLink) -> HTMLFragment.Fill.Content {
    let local = markup(hole, link, link.local)
    return .text(local: local, full: link.local == link.full ? local : markup(hole, link, link.full))
  }

  private func markup(_ hole: MarkdownBody.Hole, _ resolved: ResolvedLink, _ url: String) -> [UInt8] {
    let link = markdown.links[hole.link]
    if hole.kind == .image { return HTMLEscaping.image(source: url, alt: link.alt, title: link.title) }
    if hole.kind == .rawDestination, !resolved.isNew { return Array(link.destination.utf8) }
    var bytes: [UInt8] = []
    HTMLEscaping.appendURL(url, to: &bytes)
    return bytes
  }
}
