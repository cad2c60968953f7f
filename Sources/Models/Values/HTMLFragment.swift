/// Finished markup, cut where a URL stands, since a page and a feed write URLs differently, and where a component
/// does, since it may read the page that it is on.
package final class HTMLFragment: Sendable, Hashable {
  /// What is put in at one place.
  package struct Fill: Sendable, Hashable {
    package enum Content: Sendable, Hashable {
      /// What a page of the site writes, with root-absolute URLs; what a feed or a JSON file writes, with URLs that
      /// have scheme and host.
      case text(local: [UInt8], full: [UInt8])
      /// Few have one, and the others are to be small.
      indirect case component(ComponentUse)
    }

    /// Where in the text it goes.
    package let offset: Int
    /// Where the text goes on: what lies between is replaced.
    package let end: Int
    package let content: Content

    package init(offset: Int, end: Int? = nil, content: Content) {
      self.offset = offset
      self.end = end ?? offset
      self.content = content
    }
  }

  /// What the fragment is a part of.
  package let text: LazyBytes
  /// Which part.
  package let range: Range<Int>
  /// In ascending order, each within the range and behind the one before.
  package let fills: [Fill]

  package init(_ text: LazyBytes, _ range: Range<Int>, fills: [Fill]) {
    self.text = text
    self.range = range
    self.fills = fills
  }

  /// Whether programs write some of it.
  package var hasComponents: Bool {
    fills.contains { if case .component = $0.content { true } else { false } }
  }

  package convenience init(bytes: [UInt8], fills: [Fill] = []) {
    self.init(.memory(bytes), 0..<bytes.count, fills: fills)
  }

  package static func == (left: HTMLFragment, right: HTMLFragment) -> Bool {
    left === right || (left.range == right.range && left.text == right.text && left.fills == right.fills)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(fills)
  }
}
