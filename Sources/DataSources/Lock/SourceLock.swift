import Diagnostics
import Digests
package import Files
package import Models

/// What the answers of a site's sources were at one moment: the file `content/sources.lock`, which a site keeps beside
/// its texts so that a build with `--frozen` is the same everywhere. The answers themselves lie in `content/_sources/`.
package struct SourceLock: Sendable, Hashable {
  /// One source.
  package struct Entry: Sendable, Hashable {
    package var shape: SourceSettings.Shape
    package var name: String
    /// As `site.toml` spells it.
    package var url: String
    /// The key of its settings.
    var key: Digest
    package var asked: DateTime
    /// Of the first page; empty where the server says none.
    var entityTag: String
    /// Of each page.
    var pages: [Digest]
  }

  package var entries: [Entry]

  /// Where it lies in a site.
  package static let path = "content/sources.lock"
  /// Where the answers lie in a site. Names that begin with `_` are not published.
  package static let folder = "content/_sources"
  /// The number of the format.
  static let version = 1

  package init(entries: [Entry]) {
    self.entries = entries
  }

  /// What answers are, in the order of their sources; `store` knows what servers have said of them. Sources without an
  /// answer, and files, are left out.
  package init(_ settings: [SourceSettings], _ answers: [SourceAnswer], _ store: AnswerStore) {
    entries = settings.compactMap { settings in
      guard let key = settings.key, let answer = answers.first(where: { $0.answers(settings) }) else {
        return nil
      }
      return Entry(
        shape: settings.shape, name: settings.name, url: settings.shownURL, key: key,
        asked: answer.asked ?? DateTime(milliseconds: 0),
        entityTag: (answer.isLastGood ? store.good(key) : store.answer(key))?.pages.first?.entityTag ?? "",
        pages: answer.pages.map { Digest(of: $0.bytes) })
    }
  }

  /// Where a page of an answer lies below `folder`: `entries.news.json`, then `entries.news.2.json`.
  static func fileName(_ shape: SourceSettings.Shape, _ name: String, page: Int) -> String {
    let stem = (shape == .entries ? "entries." : "data.") + PercentEncoding.component(name)
    return stem + (page == 0 ? "" : ".\(page + 1)") + ".json"
  }

  /// The text of the file.
  package var text: String {
    var text = """
      # What `presstime lock` has found. Builds with `--frozen` take the answers from content/_sources/.
      version = \(Self.version)

      """
    for entry in entries {
      text += """

        [[source]]
        kind = "\(entry.shape == .entries ? "entries" : "data")"
        name = \(JSONReport.quoted(entry.name))
        url = \(JSONReport.quoted(entry.url))
        settings = "\(entry.key.hexadecimal)"
        asked = \(DateFormat.iso8601.string(entry.asked, in: .utc))

        """
      if !entry.entityTag.isEmpty { text += "etag = \(JSONReport.quoted(entry.entityTag))\n" }
      text += "pages = [\(entry.pages.map { "\"\($0.hexadecimal)\"" }.joined(separator: ", "))]\n"
    }
    return text
  }

  /// Writes the file and the answers into a site, and removes answers that it wrote before and that are no more.
  package func write(site: String, _ answers: [SourceAnswer]) throws(FileError) {
    let folder = site + "/" + Self.folder
    var written: Set<String> = []
    for entry in entries {
      guard let answer = answers.first(where: { $0.source == entry.name && $0.shape == entry.shape }) else {
        continue
      }
      for (index, page) in answer.pages.enumerated() {
        let name = Self.fileName(entry.shape, entry.name, page: index)
        written.insert(name)
        try Self.replace(folder, name, page.bytes)
      }
    }
    // The answers first: a lock never speaks of what is not there.
    try Self.replace(site + "/content", "sources.lock", Array(text.utf8))
    guard FileSystem.kind(folder) == .folder else { return }
    for case let name? in try FileSystem.names(in: folder)
    where (name.hasPrefix("entries.") || name.hasPrefix("data.")) && name.hasSuffix(".json")
      && !written.contains(name)
    {
      try FileSystem.remove(folder + "/" + name)
    }
  }

  private static func replace(_ folder: String, _ name: String, _ bytes: [UInt8]) throws(FileError) {
    let path = folder + "/" + name
    if let found = try? FileSystem.read(path), found == bytes { return }
    try FileSystem.makeFolder(folder)
    // A name of its own kind, which no build publishes.
    try FileSystem.replace(path, bytes, writtenAt: folder + "/_" + name + ".new")
  }
}

extension SourceAnswer {
  /// Whether it is that of a source.
  package func answers(_ settings: SourceSettings) -> Bool {
    source == settings.name && shape == settings.shape
  }
}
