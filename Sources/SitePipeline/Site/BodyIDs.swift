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
    writer.put(outline) { $0.put($1) }
    writer.put(anchors) { $0.put($1) }
    bytes = writer.bytes
  }

  /// The headings, in their order.
  var outline: [MarkdownBody.Heading] {
    guard !bytes.isEmpty else { return [] }
    var reader = CacheReader(bytes)
    return reader.list { $0.heading() }
  }

  /// Every id in the text.
  var anchors: [String] {
    guard !bytes.isEmpty else { return [] }
    var reader = CacheReader(bytes)
    reader.passHeadings()
    return reader.list { $0.text() }
  }

  /// Whether an id is in the text. Hot: once per link that names one.
  func contains(_ id: String) -> Bool {
    guard !bytes.isEmpty else { return false }
    // Texts that are not plain may be equal though their bytes are not.
    guard id.utf8.allSatisfy({ $0 < 0x80 }) else { return anchors.contains(id) }
    var reader = CacheReader(bytes)
    reader.passHeadings()
    var isFound = false
    reader.pass { isFound = $0.passText(comparing: id) || isFound }
    return isFound
  }
}

extension CacheReader {
  fileprivate mutating func passHeadings() {
    pass { reader in
      _ = reader.number()
      reader.passText()
      reader.passText()
      _ = reader.span()
    }
  }
}
