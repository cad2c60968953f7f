import MarkdownEngine
import Models

/// What a link of a body became.
enum ResolvedLink {
  /// What is written stays.
  case written(String)
  case urls(local: String, full: String)
  /// A picture, and what is known of it when it is a file of the site.
  case picture(Picture, full: String, PublishedPictures.Known?)
  /// The page of a document; never what a picture became.
  case page(PageMarkup)

  var local: String {
    switch self {
    case .written(let url), .urls(let url, _): url
    case .picture(let picture, _, _): picture.url
    case .page(let page): page.local
    }
  }

  /// The picture that it is, if it is one of the site.
  var picture: Picture? { if case .picture(let picture, _, _) = self { picture } else { nil } }

  /// Of a picture of the site.
  var known: PublishedPictures.Known? { if case .picture(_, _, let known) = self { known } else { nil } }
}

/// The URL of a page as attributes have it, made once for all links that lead there.
struct PageMarkup: Sendable {
  /// Root-absolute, not escaped.
  let local: String
  let localMarkup: [UInt8]
  let fullMarkup: [UInt8]

  init(local: String, origin: String) {
    self.local = local
    localMarkup = Self.markup(local)
    fullMarkup = Self.markup(origin + local)
  }

  static func markup(_ url: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(url.utf8.count)
    HTMLEscaping.appendURL(url, to: &bytes)
    return bytes
  }
}

/// Cuts a body's HTML at its holes, and what stands between a component's tags out of it. No bytes are moved.
struct FragmentWriter {
  let html: LazyBytes
  let marks: BodyMarks
  let links: [ResolvedLink]
  /// By component of the body; nothing for one that is wrong.
  let components: [ComponentUse?]
  /// The first picture of the text, which its reader sees soon: the others may come when they are near.
  private let firstPicture: Int?

  init(html: LazyBytes, marks: BodyMarks, links: [ResolvedLink], components: [ComponentUse?]) {
    self.html = html
    self.marks = marks
    self.links = links
    self.components = components
    firstPicture = marks.holes.first { $0.kind == .image }?.link
  }

  /// The whole text.
  var whole: HTMLFragment { fragment(0..<html.count, holes: 0..<marks.holes.count) }

  /// The HTML at `range`, with those of the holes that lie in it: those at its end too, if it ends where the whole of it
  /// does, and is not cut.
  func fragment(_ range: Range<Int>, holes: Range<Int>, wholeEnd: Int? = nil) -> HTMLFragment {
    let range = range.clamped(to: 0..<html.count)
    let wholeEnd = wholeEnd ?? html.count
    var fills: [HTMLFragment.Fill] = []
    if range.count == html.count { fills.reserveCapacity(holes.count) }
    var index = holes.lowerBound
    while index < holes.upperBound {
      let hole = marks.holes[index]
      index += 1
      guard hole.offset >= range.lowerBound,
        hole.offset < range.upperBound || range.upperBound == wholeEnd
      else { continue }
      guard hole.kind == .component else {
        fills.append(.init(offset: hole.offset, content: content(hole, links[hole.link])))
        continue
      }
      let component = marks.components[hole.link]
      var content: HTMLFragment?
      var end = hole.offset
      if let inside = component.content {
        content = fragment(
          inside.clamped(to: range), holes: component.holes, wholeEnd: inside.upperBound)
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
    return HTMLFragment(html, range, fills: fills)
  }

  private func content(_ hole: MarkdownBody.Hole, _ resolved: ResolvedLink) -> HTMLFragment.Fill.Content {
    if hole.kind == .image {
      let link = marks.links[hole.link]
      let attributes = ImageAttributes(resolved.picture, isLazy: hole.link != firstPicture)
      func image(_ url: String, isFeed: Bool) -> [UInt8] {
        HTMLEscaping.image(source: url, alt: link.alt, title: link.title, attributes, isFeed: isFeed)
      }
      let local = image(resolved.local, isFeed: false)
      switch resolved {
      case .urls(_, let full), .picture(_, let full, _):
        return .text(local: local, full: image(full, isFeed: true))
      case .written(let url): return .text(local: local, full: image(url, isFeed: true))
      case .page: return .text(local: local, full: local)
      }
    }
    switch resolved {
    case .written(let url):
      let bytes =
        hole.kind == .rawDestination || hole.kind == .rawPicture
        ? Array(marks.links[hole.link].destination.utf8) : PageMarkup.markup(url)
      return .text(local: bytes, full: bytes)
    case .urls(let local, let full):
      return .text(local: PageMarkup.markup(local), full: PageMarkup.markup(full))
    case .picture(let picture, let full, _):
      let size = hole.kind == .rawPicture ? Self.sizeBehind(picture.size) : []
      return .text(local: PageMarkup.markup(picture.url) + size, full: PageMarkup.markup(full) + size)
    case .page(let page): return .text(local: page.localMarkup, full: page.fullMarkup)
    }
  }

  /// What goes on behind an address in double quotes; the last quote stands in the text.
  private static func sizeBehind(_ size: Picture.Size?) -> [UInt8] {
    size.map { Array("\" width=\"\($0.width)\" height=\"\($0.height)".utf8) } ?? []
  }
}
