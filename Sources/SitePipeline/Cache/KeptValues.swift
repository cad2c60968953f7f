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
    case part
    /// What it has now, if that names no other entry.
    case values
  }

  /// What is to be kept of a site, in the order of its documents, and what was kept before.
  struct Found: Sendable {
    let known: KeptValues?
    let entries: [Kept]
  }

  /// By the digest of a document with its place.
  private let file: RecordFile

  /// Reads those in the cache's folder that were read from the same ground; nothing when there are none, or they are
  /// damaged.
  init?(folder: String, ground: Digest) {
    guard case .success(let file) = RecordFile.read(Self.name(ground), in: folder) else { return nil }
    self.file = file
  }

  private static func name(_ ground: Digest) -> RecordFile.Name {
    RecordFile.Name(name: "values", title: Array("presstime values 2\n".utf8), ground: ground)
  }

  /// Leaves those of a site for the next build.
  static func save(_ found: Found, _ site: CheckedSite) {
    let loaded = site.loaded
    // Where a text of the cache is lost, nothing is known of what was read of it.
    if loaded.cache.hasFailed { return }
    let areComputed = loaded.models.models.map { $0.fields.map(\.isComputed) }
    var (entries, new) = ([RecordFile.Entry](), [Int: [UInt8]]())
    entries.reserveCapacity(found.entries.count)
    for (number, kept) in found.entries.enumerated() {
      if case .nothing = kept { continue }
      if case .values = kept {
        let entry = site.entries[number]
        // What is worked out from other entries is, each time.
        let values = zip(entry.values, areComputed[entry.model.index]).map { $1 ? .none : $0 }
        var part = CacheWriter()
        guard part.put(alone: values) else { continue }
        new[entries.count] = part.bytes
      }
      entries.append(.init(digest: key(loaded.documents[number]), isNew: new[entries.count] != nil))
    }
    (found.known?.file ?? .none).save(entries, as: name(loaded.groundOfValues), in: loaded.cache.folder) {
      let bytes = new[$1] ?? []
      $0.append(bytes, bytes.indices)
    }
  }

  /// What is kept of a document. Hot.
  func part(of document: Document) -> Part? {
    file.places[Self.key(document)].map { Part(bytes: file.bytes, range: $0) }
  }

  /// Two files may have the same bytes, and say different things by their names.
  private static func key(_ document: Document) -> Digest {
    document.digest.mixed(with: Digest(of: document.path))
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
