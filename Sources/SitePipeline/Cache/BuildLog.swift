import DataFormats
import Diagnostics
import Digests
import Models

/// What the last build that changed something has found and done, for `explain`: the file `log`. Nothing is built by it.
package struct BuildLog: Sendable {
  /// One file that was not as it was in the build before.
  package struct Change: Sendable, Hashable {
    /// Below the site's folder.
    package let path: String
    /// What of it: keys of front matter, `text`; `added`, `removed`, or nothing for a file as a whole.
    package let parts: [String]
  }

  /// One file below the site's folder, and what it held.
  struct Input: Sendable, Hashable {
    let path: String
    let digest: Digest
  }

  /// In the order of `BuildInputs`.
  let inputs: [Input]
  let settings: Digest
  /// What stands for the marker of the output that it tells of.
  let output: Digest?
  /// Nothing when there was no build before, or nobody knows of it.
  package let changes: [Change]?
  /// Whether options, the day or the program were others than in the build before.
  package let changesSettings: Bool
  /// Pages that were made anew, by path below the output, in the order of the plan.
  package let rendered: [String]

  private static let title = Array("presstime log 2\n".utf8)
  private static let name = "log"

  /// What a build has done after the one that `previous` tells of.
  init(
    _ inputs: BuildInputs, _ written: WrittenSite, after previous: BuildLog?, _ documents: [Document],
    _ cache: DocumentCache
  ) {
    self.inputs = inputs.files.compactMap { file in file.digest.map { Input(path: file.path, digest: $0) } }
    settings = inputs.settings
    (output, rendered) = (written.marker, written.new)
    changesSettings = previous.map { $0.settings != inputs.settings } ?? false
    guard let previous else {
      changes = nil
      return
    }
    let (changed, missing) = Self.compare(self.inputs, previous.inputs)
    var found: [Change] = []
    let numbers = Self.numbers(documents, of: Set(changed.map(\.path)))
    for (path, old) in changed {
      guard let old else {
        found.append(Change(path: path, parts: ["added"]))
        continue
      }
      let parts = numbers[path].map { documents[$0].parts(changedSince: old, in: cache) } ?? []
      found.append(Change(path: path, parts: parts))
    }
    changes = found + missing.map { Change(path: $0, parts: ["removed"]) }
  }

  /// Files that hold another thing than they did, with what that was, and in order those that are no more.
  private static func compare(
    _ now: [Input], _ before: [Input]
  ) -> (changed: [(path: String, old: Digest?)], missing: [String]) {
    // Most often a site has the files that it had.
    if now.count == before.count, zip(now, before).allSatisfy({ $0.path == $1.path }) {
      return (zip(now, before).compactMap { $0.digest == $1.digest ? nil : ($0.path, $1.digest) }, [])
    }
    let old = Dictionary(before.map { ($0.path, $0.digest) }, uniquingKeysWith: { first, _ in first })
    let held = Set(now.map(\.path))
    return (
      now.compactMap { $0.digest == old[$0.path] ? nil : ($0.path, old[$0.path]) },
      old.keys.filter { !held.contains($0) }.sorted()
    )
  }

  private static func numbers(_ documents: [Document], of paths: Set<String>) -> [String: Int] {
    Dictionary(
      documents.enumerated().lazy.filter { $1.item == nil && paths.contains($1.source.path) }
        .map { ($1.source.path, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Reads that of a site; nothing when there is none, or it is damaged. Without `pages` it is not said which were made
  /// anew.
  package init?(site: String, pages: Bool = true) {
    let folder = site + "/" + DocumentCache.folderName
    guard let bytes = Checksum.read(Self.name, in: folder, title: Self.title) else { return nil }
    var reader = CacheReader(bytes, from: Self.title.count)
    settings = reader.digest()
    output = reader.optional { $0.digest() }
    inputs = reader.list { Input(path: $0.text(), digest: $0.digest()) }
    changes = reader.optional { reader in
      reader.list { Change(path: $0.text(), parts: $0.list { $0.text() }) }
    }
    changesSettings = reader.flag()
    rendered = pages ? reader.list { $0.text() } : []
    if !pages { reader.pass { $0.passText() } }
    if reader.isBroken || !reader.isAtEnd { return nil }
  }

  private var file: CacheWriter {
    var writer = CacheWriter(title: Self.title, room: 64 * inputs.count)
    writer.put(settings)
    writer.put(output) { $0.put($1) }
    writer.put(inputs) { writer, file in
      writer.put(file.path)
      writer.put(file.digest)
    }
    writer.put(changes) { writer, changes in
      writer.put(changes) { writer, change in
        writer.put(change.path)
        writer.put(change.parts) { $0.put($1) }
      }
    }
    writer.put(changesSettings)
    writer.put(rendered) { $0.put($1) }
    writer.sign()
    return writer
  }

  func save(in cache: DocumentCache) { cache.write(file, Self.name) }
}

extension Document {
  /// Which keys of its front matter, and whether its text, differ from what the file held before.
  fileprivate func parts(changedSince old: Digest, in cache: DocumentCache) -> [String] {
    guard let (known, _) = cache.documents.document(old.mixed(with: readingDigest), path: source.path) else {
      return []
    }
    let (now, before) = (Self.members(frontMatter), Self.members(known.frontMatter))
    var parts = Set(now.keys).union(before.keys).filter { now[$0] != before[$0] }.sorted()
    if body.html.digest != known.body.html.digest { parts.append("text") }
    return parts
  }

  private static func members(_ matter: DocumentData) -> [String: String] {
    guard case .map(let members)? = matter.root?.content else { return [:] }
    return Dictionary(members.map { ($0.key, text(of: $0.value)) }, uniquingKeysWith: { first, _ in first })
  }

  /// A value without its places.
  private static func text(of node: DataNode) -> String {
    switch node.content {
    case .scalar(let scalar): "\(scalar.kind) \(scalar.text)"
    case .list(let items): "[" + items.map { text(of: $0) }.joined(separator: ", ") + "]"
    case .map(let members):
      "{" + members.map { $0.key + ": " + text(of: $0.value) }.joined(separator: ", ") + "}"
    }
  }
}
