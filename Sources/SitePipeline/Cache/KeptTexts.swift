import Digests

/// Texts whose holes the last build has filled, with what stood for them then: the file `fills`.
///
/// While links can lead where they led, a text with the same bytes is filled alike; so it is filled only when a page
/// wants it.
struct KeptTexts: Sendable {
  /// Of what links can lead to, and of the documents in their order.
  let ground: Digest
  /// By document: its digest, and that of its text filled; nothing where that hangs on more.
  private let documents: [(document: Digest, text: Digest?)]

  private static let title = Array("presstime fills 1\n".utf8)
  private static let name = "fills"

  /// What a build has filled; `texts` by body, those of documents first.
  init(_ ground: Digest, _ documents: [Document], texts: [Digest], areSteady: [Bool]) {
    self.ground = ground
    self.documents = documents.enumerated().map { number, document in
      let isSteady = number < areSteady.count && areSteady[number] && document.item == nil
      return (document.digest, isSteady && number < texts.count ? texts[number] : nil)
    }
  }

  /// Reads those in the cache's folder; nothing when there are none, or they are damaged.
  init?(folder: String) {
    guard let bytes = Checksum.read(Self.name, in: folder, title: Self.title) else { return nil }
    var reader = CacheReader(bytes, from: Self.title.count)
    ground = reader.digest()
    documents = reader.list { ($0.digest(), $0.optional { $0.digest() }) }
    if reader.isBroken || !reader.isAtEnd { return nil }
  }

  /// Leaves them for the next build.
  func save(in cache: DocumentCache) {
    var writer = CacheWriter(title: Self.title, room: 40 * documents.count)
    writer.put(ground)
    writer.put(documents) { writer, kept in
      writer.put(kept.document)
      writer.put(kept.text) { $0.put($1) }
    }
    writer.sign()
    cache.write(writer, Self.name)
  }

  /// What a document was then.
  func document(_ number: Int) -> Digest? { number < documents.count ? documents[number].document : nil }

  /// What stands for the text of a document, filled; nothing where that is not known. Hot.
  func digest(of number: Int, _ now: [Document]) -> Digest? {
    guard number < documents.count, number < now.count, now[number].digest == documents[number].document
    else {
      return nil
    }
    return documents[number].text
  }
}
