import MarkdownEngine
import Models

/// What a link of a body became.
struct ResolvedLink {
  let local: String
  let full: String
  /// Whether it differs from what is written.
  let isNew: Bool
}

/// Cuts a body's HTML at its holes, and what stands between a component's tags out of it. No bytes are moved.
struct FragmentWriter {
  let markdown: ParsedBody
  let links: [ResolvedLink]
  /// By component of the body; nothing for one that is wrong.
  let components: [ComponentUse?]

  /// The whole text.
  var whole: HTMLFragment { fragment(0..<markdown.html.count, holes: 0..<markdown.holes.count) }

  /// The HTML at `range`, with those of the holes that lie in it.
  func fragment(_ range: Range<Int>, holes: Range<Int>) -> HTMLFragment {
    let range = range.clamped(to: 0..<markdown.html.count)
    var fills: [HTMLFragment.Fill] = []
    var index = holes.lowerBound
    while index < holes.upperBound {
      let hole = markdown.holes[index]
      index += 1
      guard hole.offset >= range.lowerBound,
        hole.offset < range.upperBound || range.upperBound == markdown.html.count
      else { continue }
      guard hole.kind == .component else {
        fills.append(.init(offset: hole.offset, content: content(hole, links[hole.link])))
        continue
      }
      let component = markdown.components[hole.link]
      var content: HTMLFragment?
      var end = hole.offset
      if let inside = component.content {
        content = fragment(inside.clamped(to: range), holes: component.holes)
        end = inside.clamped(to: range).upperBound
        index = max(index, component.holes.upperBound)
      }
      guard let use = components[hole.link] else {
        fills.append(.init(offset: hole.offset, end: end, content: .text(local: [], full: [])))
        continue
      }
      let filled = ComponentUse(
        program: use.program, arguments: use.arguments, content: content, endsLine: component.isBlock)
      fills.append(.init(offset: hole.offset, end: end, content: .component(filled)))
    }
    return HTMLFragment(markdown.html, range, fills: fills)
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
