import DataFormats
import Diagnostics
import Digests
import Files
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

  /// Files below the site's folder, with what they held.
  let inputs: [String: Digest]
  let settings: Digest
  /// Nothing when there was no build before, or nobody knows of it.
  package let changes: [Change]?
  /// Whether options, the day or the program were others than in the build before.
  package let changesSettings: Bool
  /// Pages that were made anew, by path below the output.
  package let rendered: Set<String>

  private static let title = Array("presstime log 1\n".utf8)
  private static let name = "log"

  /// What a build has done after the one that `previous` tells of.
  init(
    _ inputs: BuildInputs, rendered: Set<String>, after previous: BuildLog?, _ documents: [Document],
    _ cache: DocumentCache
  ) {
    let held = Dictionary(
      inputs.files.compactMap { file in file.digest.map { (file.path, $0) } },
      uniquingKeysWith: { first, _ in first })
    self.inputs = held
    settings = inputs.settings
    self.rendered = rendered
    changesSettings = previous.map { $0.settings != inputs.settings } ?? false
    guard let previous else {
      changes = nil
      return
    }
    var found: [Change] = []
    let numbers = Dictionary(
      documents.enumerated().lazy.filter { $1.item == nil }.map { ($1.source.path, $0) },
      uniquingKeysWith: { first, _ in first })
    for file in inputs.files where file.digest != previous.inputs[file.path] {
      guard let old = previous.inputs[file.path] else {
        found.append(Change(path: file.path, parts: ["added"]))
        continue
      }
      let parts = numbers[file.path].map { documents[$0].parts(changedSince: old, in: cache) } ?? []
      found.append(Change(path: file.path, parts: parts))
    }
    let missing = previous.inputs.keys.filter { held[$0] == nil }
    changes = found + missing.sorted().map { Change(path: $0, parts: ["removed"]) }
  }

  /// Reads that of a site; nothing when there is none, or it is damaged. Without `pages` it is not said which were made
  /// anew.
  package init?(site: String, pages: Bool = true) {
    let folder = site + "/" + DocumentCache.folderName
    guard let bytes = Checksum.read(Self.name, in: folder, title: Self.title) else { return nil }
    var reader = CacheReader(bytes, from: Self.title.count)
    settings = reader.digest()
    let files = reader.list { ($0.text(), $0.digest()) }
    inputs = Dictionary(files, uniquingKeysWith: { first, _ in first })
    changes = reader.optional { reader in
      reader.list { Change(path: $0.text(), parts: $0.list { $0.text() }) }
    }
    changesSettings = reader.flag()
    rendered = pages ? Set(reader.list { $0.text() }) : []
    if !pages { reader.pass { $0.passText() } }
    if reader.isBroken || !reader.isAtEnd { return nil }
  }

  private func file(_ inputs: BuildInputs) -> CacheWriter {
    var writer = CacheWriter(title: Self.title)
    writer.put(settings)
    writer.put(inputs.files.count { $0.digest != nil })
    for file in inputs.files {
      guard let digest = file.digest else { continue }
      writer.put(file.path)
      writer.put(digest)
    }
    writer.put(changes) { writer, changes in
      writer.put(changes) { writer, change in
        writer.put(change.path)
        writer.put(change.parts) { $0.put($1) }
      }
    }
    writer.put(changesSettings)
    writer.put(rendered.sorted(by: OutputPath.precedes)) { $0.put($1) }
    writer.sign()
    return writer
  }

  func save(_ inputs: BuildInputs, in cache: DocumentCache) { cache.write(file(inputs), Self.name) }
}

extension Document {
  /// Which keys of its front matter, and whether its text, differ from what the file held before.
  fileprivate func parts(changedSince old: Digest, in cache: DocumentCache) -> [String] {
    guard let (known, _) = cache.document(old.mixed(with: readingDigest), path: source.path) else {
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
