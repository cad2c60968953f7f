import Diagnostics
import Models

/// A document as an entry, before it is known what lies beside it.
struct CheckedDocument: Sendable {
  let entry: Entry
  /// Markdown of front matter, numbered from -1 downwards in the entry's values until all entries are read.
  let texts: [SiteBody]
  let diagnostics: [Diagnostic]
  /// The same of an item of a source, with their places in the answer.
  let problems: [ItemProblems.Problem]
  /// What of its values the next build may take.
  var kept: KeptValues.Kept
}

extension [CheckedDocument] {
  /// Entries in the order of the documents, with their texts numbered, and all bodies of the site.
  func numbered(_ documents: [Document]) -> (entries: [Entry], bodies: [SiteBody]) {
    var bodies = documents.indices.map { SiteBody(documents[$0], number: $0) }
    var entries: [Entry] = []
    entries.reserveCapacity(count)
    for index in indices {
      var entry = self[index].entry
      if !self[index].texts.isEmpty {
        entry.values = entry.values.map { Self.renumbered($0, from: bodies.count) }
        bodies += self[index].texts
      }
      entries.append(entry)
    }
    return (entries, bodies)
  }

  private static func renumbered(_ value: Value, from start: Int) -> Value {
    switch value {
    case .body(let id) where id.index < 0: .body(BodyID(start - id.index - 1))
    case .list(let items): .list(items.map { renumbered($0, from: start) })
    case .record(let fields): .record(fields.map { renumbered($0, from: start) })
    default: value
    }
  }
}
