import Models

/// Everything that programs can read has a number: entries; their texts, with all that an edit of a text alone changes; all
/// entries as one, and all texts; with several languages the collections of all; then for each language the order of each
/// collection, its page, each field of the global values, the moment of the build, all that is searched, each piece of the
/// search index, and what the links of a route lead to.
package struct ReadNumbers: Sendable {
  private let entries: Int
  /// Where the collections of all languages begin, and those of this one.
  private let all: Int
  private let collections: Int
  private let collectionPages: Int
  /// Where each global value begins, and where the last ends.
  private let globals: [Int]
  private let searchPieces: Int

  package init(_ context: RenderContext) {
    entries = context.entries.count
    let first = 2 * entries + 2 + context.allCollections.count + context.firstNumber
    collections = first
    all = context.allCollections.isEmpty ? first : 2 * entries + 2
    collectionPages = first + context.collections.count
    var starts = [collectionPages + context.collectionPages.count]
    for value in context.globals {
      // One for each field of a record, or one for any other value.
      let width = if case .record(let fields) = value { max(1, fields.count) } else { 1 }
      starts.append(starts[starts.count - 1] + width)
    }
    globals = starts
    searchPieces = context.searchPieces.count
  }

  package func ofText(_ entry: Int) -> Int { entries + entry }

  package var ofAllEntries: Int { 2 * entries }

  package var ofAllTexts: Int { 2 * entries + 1 }

  /// Those of all languages in a collection.
  package func ofAll(in collection: Int) -> Int { all + collection }

  package func ofCollection(_ index: Int) -> Int { collections + index }

  func ofCollectionPage(_ index: Int) -> Int { collectionPages + index }

  /// Those of the fields of a record, or one for any other value.
  package func ofGlobal(_ index: Int) -> Range<Int> { globals[index]..<globals[index + 1] }

  var ofNow: Int { globals[globals.count - 1] }

  /// All that is searched: what a program reads that asks for a piece which is none.
  var ofSearch: Int { ofNow + 1 }

  /// One piece of the search index, by its number among `RenderContext.searchPieces`.
  package func ofSearchPiece(_ number: Int) -> Int { ofSearch + 1 + number }

  func ofLinks(to route: Int) -> Int { ofSearchPiece(searchPieces) + route }

  /// How many numbers one language has, with what the links of so many routes lead to.
  package func count(linkedRoutes: Int) -> Int { ofLinks(to: linkedRoutes) - collections }
}
