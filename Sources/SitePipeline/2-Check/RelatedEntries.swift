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
    var members: [Int] = []
    var weight = 0
  }

  let related: [(EntryID, [EntryID])]

  /// `members` in the collection's order.
  init(_ members: [EntryID], _ entries: [Entry], _ model: Model) {
    let keys = members.map { Self.keys(of: entries[$0.index], model) }
    var postings: [String: Posting] = [:]
    for (position, own) in keys.enumerated() {
      for key in own { postings[key, default: Posting()].members.append(position) }
    }
    // The weight falls with the logarithm of how many share a key; whole numbers are the same everywhere.
    for key in postings.keys {
      let shared = postings[key]?.members.count ?? 1
      let bits =
        Int.bitWidth - members.count.leadingZeroBitCount - (Int.bitWidth - shared.leadingZeroBitCount)
      postings[key]?.weight = key.hasPrefix("c") ? 1 : 2 + 2 * max(0, bits)
    }
    related = members.indices.map { position in
      (members[position], Self.best(for: position, keys[position], postings).map { members[$0] })
    }
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

  private static func best(for position: Int, _ keys: [String], _ postings: [String: Posting]) -> [Int] {
    var scores: [Int: Int] = [:]
    for key in keys {
      guard let posting = postings[key] else { continue }
      let place = firstIndex(of: position, in: posting.members)
      let near = posting.members[max(0, place - window)..<min(posting.members.count, place + window + 1)]
      for other in near where other != position { scores[other, default: 0] += posting.weight }
    }
    let ranked = scores.sorted { left, right in
      if left.value != right.value { return left.value > right.value }
      let (a, b) = (abs(left.key - position), abs(right.key - position))
      return a == b ? left.key < right.key : a < b
    }
    return ranked.prefix(limit).map(\.key)
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
