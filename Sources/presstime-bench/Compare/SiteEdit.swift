/// A change that an author makes: a new word in one place.
///
/// Texts in, texts out, so that the same round makes the same edit wherever it runs.
enum SiteEdit: Sendable, CaseIterable {
  case body
  case title
  case template

  /// The word of a round. No two rounds share one, or a build could find the pages of an earlier one in a cache; and
  /// none begins another, or it would seem to be shown.
  static func word(_ round: Int) -> String { "edit\(round)ed" }

  /// `original` with the round's word in it; nothing where it has no such place.
  ///
  /// Each edit begins from the original, so that words don't pile up and pages don't grow.
  func applied(to original: String, round: Int) -> String? {
    let word = Self.word(round)
    let (place, changed) =
      switch self {
      // A paragraph of its own, behind those that lists may show of a post.
      case .body: ("\n\n## ", "\n\n\(word)\n\n## ")
      case .title: ("\ntitle: \"", "\ntitle: \"\(word) ")
      case .template: ("</body>", "<p>\(word)</p>\n</body>")
      }
    guard original.contains(place) else { return nil }
    return original.replacing(place, with: changed, maxReplacements: 1)
  }
}

/// An edit of one file of the workspace.
struct FileEdit {
  let edit: SiteEdit
  let file: String
  let original: String
  /// A file of the output that holds the word when the build has seen the edit.
  let shownIn: String

  func text(_ round: Int) throws(BenchProblem) -> String {
    guard let text = edit.applied(to: original, round: round) else {
      throw BenchProblem("\(file) has no place for an edit")
    }
    return text
  }
}
