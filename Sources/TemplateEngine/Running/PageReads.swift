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
