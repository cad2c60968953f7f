import Models

/// What a program has read while it ran: numbers of entries, collections, fields of global values and the like, as the
/// context counts them.
///
/// A program that is given the same, and would read the same, writes the same: so the key of a page is known without
/// running its program while nothing that it has read differs.
package struct PageReads: Sendable, Hashable {
  /// Ascending, each once; nothing when there are too many to be worth a list, or what was read is not all that counts.
  package let numbers: [UInt32]?

  package init(numbers: [UInt32]?) {
    self.numbers = numbers
  }
}

/// Takes down what a program reads. Hot: once for each field of an entry.
struct ReadRecorder {
  /// A page that reads more than so much is likely to read what has changed.
  static let most = 300
  /// How many entries there are.
  private let entries: Int
  private var seen: [UInt32] = []
  private var last = -1
  private var isFull = false
  /// Whether so many entries were read, or texts, that all are taken down as one.
  private var isOfAll = (entries: false, texts: false)

  init(entries: Int) {
    self.entries = entries
  }

  mutating func note(_ number: Int) {
    // Fields of one entry are read one after the other.
    if number == last || isFull { return }
    last = number
    if number < 2 * entries, number < entries ? isOfAll.entries : isOfAll.texts { return }
    seen.append(UInt32(truncatingIfNeeded: number))
    if seen.count >= 4 * Self.most {
      fold()
      isFull = seen.count > Self.most
    }
  }

  /// Nothing is known of a page with problems, which have to be told again.
  mutating func reads(hasProblems: Bool) -> PageReads {
    if isFull || hasProblems { return PageReads(numbers: nil) }
    fold()
    return PageReads(numbers: seen.count > Self.most ? nil : seen)
  }

  /// Puts what was read in order, each once; many entries, or many texts, become one.
  private mutating func fold() {
    seen = Self.sorted(seen)
    if seen.count <= Self.most { return }
    let ofEntries = seen.count { $0 < entries }
    let ofTexts = seen.count { $0 >= entries && $0 < 2 * entries }
    isOfAll = (isOfAll.entries || ofEntries > Self.most / 3, isOfAll.texts || ofTexts > Self.most / 3)
    seen = seen.filter { number in
      number >= 2 * entries || !(number < entries ? isOfAll.entries : isOfAll.texts)
    }
    if isOfAll.entries { seen.append(UInt32(2 * entries)) }
    if isOfAll.texts { seen.append(UInt32(2 * entries + 1)) }
    seen = Self.sorted(seen)
  }

  private static func sorted(_ numbers: [UInt32]) -> [UInt32] {
    var sorted: [UInt32] = []
    for number in numbers.sorted() where number != sorted.last { sorted.append(number) }
    return sorted
  }
}

extension Machine {
  /// What has been read for the page.
  mutating func pageReads() -> PageReads { reads.reads(hasProblems: !diagnostics.isEmpty) }
}

/// Everything that programs can read has a number: entries; their texts, with all that an edit of a text alone changes; all
/// entries as one, and all texts; with several languages the collections of all; then for each language the order of each
/// collection, its page, each field of the global values, the moment of the build, all that is searched, and what the
/// links of a route lead to.
extension RenderContext {
  package func number(ofText entry: Int) -> Int { entries.count + entry }

  package var numberOfAllEntries: Int { 2 * entries.count }

  package var numberOfAllTexts: Int { 2 * entries.count + 1 }

  func number(ofAllIn collection: Int) -> Int {
    allCollections.isEmpty ? number(ofCollection: collection) : numberOfAllTexts + 1 + collection
  }

  private var first: Int { numberOfAllTexts + 1 + allCollections.count + firstNumber }

  package func number(ofCollection index: Int) -> Int { first + index }

  func number(ofCollectionPage index: Int) -> Int { first + collections.count + index }

  /// Those of the fields of a record, or one for any other value.
  package func numbers(ofGlobal index: Int) -> Range<Int> {
    var first = first + collections.count + collectionPages.count
    for value in globals.prefix(index) { first += Self.width(of: value) }
    return first..<first + Self.width(of: globals[index])
  }

  var numberOfNow: Int {
    globals.isEmpty
      ? first + collections.count + collectionPages.count
      : numbers(ofGlobal: globals.count - 1).upperBound
  }

  /// How many numbers one language has, with what the links of so many routes lead to.
  package func numbers(linkedRoutes: Int) -> Int { number(ofLinksTo: linkedRoutes) - first }

  func number(ofLinksTo route: Int) -> Int { numberOfSearch + 1 + route }

  var numberOfSearch: Int { numberOfNow + 1 }

  private static func width(of value: Value) -> Int {
    if case .record(let fields) = value { max(1, fields.count) } else { 1 }
  }
}
