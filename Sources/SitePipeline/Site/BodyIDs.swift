import Digests
import MarkdownEngine
import Models

/// The headings of a text and all its ids, in one piece that may lie in a store: a text has many, and most are never
/// looked at.
struct BodyIDs: Sendable {
  /// Empty when there are none.
  let stored: LazyBytes

  /// As they were written.
  init(_ stored: LazyBytes) { self.stored = stored }

  init(_ body: MarkdownBody) { self.init(.memory(Self.bytes(body.outline, body.anchors))) }

  static func bytes(_ outline: [MarkdownBody.Heading], _ anchors: [String]) -> [UInt8] {
    if outline.isEmpty, anchors.isEmpty { return [] }
    var writer = CacheWriter()
    writer.put(outline) { writer, heading in
      writer.put(heading.level)
      writer.put(heading.id)
      writer.put(heading.text)
    }
    // Most ids are those of the headings, in their order.
    var next = 0
    writer.put(anchors) { writer, id in
      let isHeading = next < outline.count && outline[next].id == id
      writer.put(isHeading)
      if isHeading { next += 1 } else { writer.put(id) }
    }
    return writer.bytes
  }

  /// What stands for them.
  var digest: Digest { stored.digest }

  private var reader: CacheReader? { stored.count == 0 ? nil : CacheReader(stored.bytes) }

  /// The headings, in their order, without their places.
  var outline: [(level: Int, id: String, text: String)] {
    guard var reader else { return [] }
    return reader.list { ($0.number(), $0.text(), $0.text()) }
  }

  /// Every id in the text.
  var anchors: [String] {
    guard var reader else { return [] }
    let headings = reader.headings { $0.text() }
    var next = 0
    return reader.list { reader in
      guard reader.flag() else { return reader.text() }
      defer { next += 1 }
      return next < headings.count ? headings[next] : ""
    }
  }

  /// Whether an id is in the text. Hot: once per link that names one.
  func contains(_ id: String) -> Bool {
    // Texts that are not plain may be equal though their bytes are not.
    guard id.utf8.allSatisfy({ $0 < 0x80 }) else { return anchors.contains(id) }
    guard var reader else { return false }
    // By heading: whether its id is the one.
    let headings = reader.headings { $0.passText(comparing: id) == 0 }
    var (next, isFound) = (0, false)
    reader.pass { reader in
      if reader.flag() {
        if next < headings.count, headings[next] { isFound = true }
        next += 1
      } else if reader.passText(comparing: id) == 0 {
        isFound = true
      }
    }
    return isFound
  }
}

extension CacheReader {
  /// What `id` takes of the id of each heading.
  fileprivate mutating func headings<Element>(_ id: (inout CacheReader) -> Element) -> [Element] {
    list { reader in
      _ = reader.number()
      defer { reader.passText() }
      return id(&reader)
    }
  }
}
