import Digests
import Files
import Models

/// Documents that an earlier run has read, and whose files have not changed since.
package struct KnownDocuments: Sendable {
  private var documents: [String: Document] = [:]

  /// None.
  package init() {}

  /// Those of a site that lie neither at one of the `changed` paths, below the site's folder, nor below one.
  init(_ site: LoadedSite, changed: Set<String>) {
    documents.reserveCapacity(site.documents.count)
    for document in site.documents
    where document.item == nil && !Self.lies("content/" + document.path, in: changed) {
      documents[document.path] = document
    }
  }

  private static func lies(_ path: String, in changed: Set<String>) -> Bool {
    var part = path
    while !part.isEmpty {
      if changed.contains(part) { return true }
      part = FilePath.folder(of: part)
    }
    return false
  }

  /// The document of a file, if it was read as the same member of the same collection, with the same components and languages.
  func document(for file: ContentListing.MarkdownFile, _ readingDigest: Digest) -> Document? {
    guard let document = documents[file.path], document.file == file, document.readingDigest == readingDigest
    else { return nil }
    return document
  }
}
