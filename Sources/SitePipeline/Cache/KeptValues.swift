import Diagnostics
import Digests
import Files
import Models

/// What the front matter of documents says, as the last build has read it by their models: the file `values`.
///
/// It holds those alone that have nothing wrong with them and name no other entry: their values hang on their documents
/// and on `ground`, and on nothing else.
struct KeptValues: Sendable {
  /// The values of one entry, as the file has them.
  struct Part: Sendable {
    fileprivate let bytes: [UInt8]
    fileprivate let range: Range<Int>

    /// The values of an entry whose model has so many fields, and whose text is `body`. Hot.
    func values(_ count: Int, _ body: BodyID) -> [Value]? {
      var reader = CacheReader(bytes, range)
      let values = reader.values(body)
      return reader.isAtEnd && !reader.isBroken && values.count == count ? values : nil
    }
  }

  /// What is to be kept of an entry.
  enum Kept: Sendable {
    case nothing
    /// What was kept before.
    case part(Part)
    /// What it has now, if that names no other entry.
    case values
  }

  /// By the digest of a document with its place.
  private var parts: [Digest: Part] = [:]

  private static let title = Array("presstime values 1\n".utf8)
  private static let name = "values"

  /// Reads those in the cache's folder that were read from the same ground; nothing when there are none, or they are
  /// damaged.
  init?(folder: String, ground: Digest) {
    guard let bytes = Checksum.read(Self.name, in: folder, title: Self.title) else { return nil }
    var reader = CacheReader(bytes, from: Self.title.count)
    guard reader.digest() == ground else { return nil }
    parts.reserveCapacity(bytes.count / 256)
    while !reader.isAtEnd {
      let key = reader.digest()
      let length = reader.count()
      parts[key] = Part(bytes: bytes, range: reader.position..<reader.position + length)
      reader.pass(length)
      if reader.isBroken { return nil }
    }
  }

  /// Leaves those of a site for the next build.
  static func save(_ kept: [Kept], _ site: CheckedSite) {
    let loaded = site.loaded
    let areComputed = loaded.models.models.map { $0.fields.map(\.isComputed) }
    var writer = CacheWriter(title: title, room: 320 * kept.count)
    writer.put(loaded.groundOfValues)
    for (number, kept) in kept.enumerated() {
      let key = key(loaded.documents[number])
      switch kept {
      case .nothing: continue
      case .part(let part): writer.put(key: key, part.bytes, part.range)
      case .values:
        let entry = site.entries[number]
        // What is worked out from other entries is, each time.
        let values = zip(entry.values, areComputed[entry.model.index]).map { $1 ? .none : $0 }
        var part = CacheWriter()
        if part.put(alone: values) { writer.put(key: key, part.bytes, 0..<part.count) }
      }
    }
    writer.sign()
    loaded.cache.write(writer, name)
  }

  /// What is kept of a document. Hot.
  func part(of document: Document) -> Part? { parts[Self.key(document)] }

  /// Two files may have the same bytes, and say different things by their names.
  private static func key(_ document: Document) -> Digest {
    document.digest.mixed(with: Digest(of: document.path))
  }
}

extension CacheWriter {
  fileprivate mutating func put(key: Digest, _ bytes: [UInt8], _ part: Range<Int>) {
    put(key)
    put(bytes, part)
  }
}

extension LoadedSite {
  /// Stands for all that the values of front matter hang on but the documents themselves.
  var groundOfValues: Digest {
    var writer = CacheWriter()
    writer.put(CacheIndex.identity)
    for settings in theme.settings { writer.put(Digest(of: settings.source.bytes)) }
    writer.put(Digest(of: config.source.bytes))
    writer.put(config.zoneName)
    writer.put(Digest(of: ZoneFile.bytes(named: config.zoneName) ?? []))
    writer.put(files) { $0.put($1) }
    writer.put(theme.statics) { $0.put($1.path) }
    return writer.digest
  }
}
