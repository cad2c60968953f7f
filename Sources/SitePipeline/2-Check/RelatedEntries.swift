import Files
import Models

/// Related reading: entries that share tags, rare ones counting more, and the category.
///
/// An inverted index keeps it linear: of the many entries with a common tag only the nearest neighbours in
/// the collection's order are compared.
struct RelatedEntries {
  /// The most entries of a list.
  private static let limit = 6
  /// Neighbours looked at to each side under one key.
  private static let window = 24

  /// One key that entries share, and who has it.
  private struct Posting {
    let isCategory: Bool
    var members: [Int] = []
    var weight = 0
  }

  private let keys: [[Int]]
  private let postings: [Posting]

  /// By collection; empty for one whose model does not compute it.
  static func find(
    _ collections: [[EntryID]], _ entries: [Entry], _ models: ModelSet, jobs: Int
  ) -> [[EntryID: [EntryID]]] {
    collections.map { members in
      guard let first = members.first else { return [:] }
      let model = models[entries[first.index].model]
      guard model.field("related")?.isComputed == true else { return [:] }
      let index = RelatedEntries(members, entries, model)
      let lists = Parallel.map(members.count, jobs: jobs) { position in
        index.best(for: position).map { members[$0] }
      }
      return Dictionary(zip(members, lists), uniquingKeysWith: { first, _ in first })
    }
  }

  /// Whether two entries have the same related reading where their neighbours are the same.
  static func isSame(_ entry: Entry, _ other: Entry, _ models: ModelSet) -> Bool {
    entry.model == other.model && keys(of: entry, models[entry.model]) == keys(of: other, models[entry.model])
  }

  /// `members` in the collection's order.
  private init(_ members: [EntryID], _ entries: [Entry], _ model: Model) {
    var numbers: [String: Int] = [:]
    var postings: [Posting] = []
    keys = members.enumerated().map { position, id in
      Self.keys(of: entries[id.index], model).map { key in
        let number = numbers[key] ?? postings.count
        if number == postings.count {
          numbers[key] = number
          postings.append(Posting(isCategory: key.hasPrefix("c")))
        }
        postings[number].members.append(position)
        return number
      }
    }
    // The weight falls with the logarithm of how many share a key; whole numbers are the same everywhere.
    for index in postings.indices {
      let shared = postings[index].members.count
      let bits =
        Int.bitWidth - members.count.leadingZeroBitCount - (Int.bitWidth - shared.leadingZeroBitCount)
      postings[index].weight = postings[index].isCategory ? 1 : 2 + 2 * max(0, bits)
    }
    self.postings = postings
  }

  /// Slugs of the tags, marked `t`, and of the category, marked `c`.
  private static func keys(of entry: Entry, _ model: Model) -> [String] {
    var keys: [String] = []
    if let index = model.index(of: "tags"), case .list(let tags) = entry.values[index] {
      for case .string(let tag) in tags { keys.append("t" + Slug.fromKey(tag)) }
    }
    if let index = model.index(of: "category"), case .string(let category) = entry.values[index] {
      keys.append("c" + Slug.fromKey(category))
    }
    var seen: Set<String> = []
    return keys.filter { $0.utf8.count > 1 && seen.insert($0).inserted }
  }

  private func best(for position: Int) -> [Int] {
    var scores: [Int: Int] = [:]
    for key in keys[position] {
      let posting = postings[key]
      let place = Self.firstIndex(of: position, in: posting.members)
      let near = posting.members[
        max(0, place - Self.window)..<min(posting.members.count, place + Self.window + 1)]
      for other in near where other != position { scores[other, default: 0] += posting.weight }
    }
    let ranked = scores.sorted { left, right in
      if left.value != right.value { return left.value > right.value }
      let (a, b) = (abs(left.key - position), abs(right.key - position))
      return a == b ? left.key < right.key : a < b
    }
    return ranked.prefix(Self.limit).map(\.key)
  }

  /// Where `position` stands in an ascending list that holds it.
  private static func firstIndex(of position: Int, in members: [Int]) -> Int {
    var (low, high) = (0, members.count)
    while low < high {
      let middle = (low + high) / 2
      if members[middle] < position { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
