import Digests
import MarkdownEngine

/// The headings of a text and all its ids, in one piece of memory: a text has many, and most are never looked at.
struct BodyIDs: Sendable {
  /// Empty when there are none.
  let bytes: [UInt8]

  /// As they were written.
  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  init(outline: [MarkdownBody.Heading], anchors: [String]) {
    guard !outline.isEmpty || !anchors.isEmpty else {
      bytes = []
      return
    }
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
    bytes = writer.bytes
  }

  /// What stands for them.
  var digest: Digest { Digest(of: bytes) }

  /// The headings, in their order, without their places.
  var outline: [(level: Int, id: String, text: String)] {
    guard !bytes.isEmpty else { return [] }
    var reader = CacheReader(bytes)
    return reader.list { ($0.number(), $0.text(), $0.text()) }
  }

  /// Every id in the text.
  var anchors: [String] {
    guard !bytes.isEmpty else { return [] }
    let headings = outline
    var next = 0
    var reader = CacheReader(bytes)
    reader.passHeadings { $0.passText() }
    return reader.list { reader in
      guard reader.flag() else { return reader.text() }
      defer { next += 1 }
      return next < headings.count ? headings[next].id : ""
    }
  }

  /// Whether an id is in the text. Hot: once per link that names one.
  func contains(_ id: String) -> Bool {
    guard !bytes.isEmpty else { return false }
    // Texts that are not plain may be equal though their bytes are not.
    guard id.utf8.allSatisfy({ $0 < 0x80 }) else { return anchors.contains(id) }
    // By heading: whether its id is the one.
    var (headings, next, isFound) = ([Bool](), 0, false)
    var reader = CacheReader(bytes)
    reader.passHeadings { headings.append($0.passText(comparing: id) == 0) }
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
  /// Goes past the headings; `id` goes past the id of each.
  fileprivate mutating func passHeadings(_ id: (inout CacheReader) -> Void) {
    pass { reader in
      _ = reader.number()
      id(&reader)
      reader.passText()
    }
  }
}
