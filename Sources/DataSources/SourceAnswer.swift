package import Diagnostics
package import Models

/// What a source gave: the bytes of a file, or of each page of an answer, and how fresh they are.
package struct SourceAnswer: Sendable {
  /// How this run came by it.
  package enum Freshness: Sendable, Hashable {
    /// Read from a file of the site.
    case local
    /// Asked for in this run, and new.
    case fetched
    /// Asked for in this run, and as it was.
    case confirmed
    /// Young enough not to be asked for.
    case cached
    /// Too old, and no other could be had.
    case stale
    /// From `content/sources.lock`.
    case locked

    /// As programs read it.
    package var name: String { "\(self)" }
  }

  package var source: String
  /// A collection and a value may have one name.
  package var shape: SourceSettings.Shape
  /// At least one; their paths are what messages call them: the path of a file, or a URL without secrets.
  package var pages: [SourceFile]
  package var freshness: Freshness
  /// When the server last said so; nothing for a file.
  package var asked: DateTime?
  /// When it has to be asked for again; nothing for never.
  package var due: DateTime?
  /// How many requests were made for it in this run.
  package var requests: Int
  /// Whether an earlier run has found nothing wrong in it.
  package var hasFitted = false
  /// Why no newer one could be had in this run, as the end of a sentence; nothing where nothing went wrong.
  package var failure: String?
  /// Whether it stands in for a newer one that does not fit.
  package var isLastGood = false

  package init(
    source: String, shape: SourceSettings.Shape = .entries, pages: [SourceFile], freshness: Freshness,
    asked: DateTime? = nil, due: DateTime? = nil,
    requests: Int = 0
  ) {
    self.source = source
    self.shape = shape
    self.pages = pages
    self.freshness = freshness
    self.asked = asked
    self.due = due
    self.requests = requests
  }
}
