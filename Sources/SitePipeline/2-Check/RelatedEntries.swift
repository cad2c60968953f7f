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

  /// A key of an entry, and which of its posting's members the entry is.
  private struct Membership {
    let posting: Int
    let place: Int
  }

  /// By position in the collection.
  private let keys: [[Membership]]
  private let postings: [Posting]

  /// By collection and position in it: a list of entries; nothing for one whose model does not compute it.
  static func find(
    _ collections: [[EntryID]], _ entries: [Entry], _ models: ModelSet, jobs: Int
  ) -> [[Value]] {
    collections.map { members in
      guard let first = members.first else { return [] }
      let model = models[entries[first.index].model]
      guard model.field("related")?.isComputed == true else { return [] }
      let index = RelatedEntries(members, entries, model)
      // Each part needs memory for all entries, so that there are few.
      let parts = max(1, min(members.count, jobs > 1 ? jobs * 4 : 1))
      return Parallel.map(parts, jobs: jobs) { part in
        let positions = members.count * part / parts..<members.count * (part + 1) / parts
        return index.lists(of: positions, members)
      }.flatMap { $0 }
    }
  }

  /// Whether two entries have the same related reading where their neighbours are the same.
  static func isSame(_ entry: Entry, _ other: Entry, _ models: ModelSet) -> Bool {
    guard entry.model == other.model else { return false }
    let fields = KeyFields(models[entry.model])
    return keys(of: entry, fields) == keys(of: other, fields)
  }

  /// Where a model has what entries share.
  private struct KeyFields {
    let tags: Int?
    let category: Int?

    init(_ model: Model) {
      tags = model.index(of: "tags")
      category = model.index(of: "category")
    }
  }

  /// `members` in the collection's order. Hot: once per tag of each entry, and few tags are new.
  private init(_ members: [EntryID], _ entries: [Entry], _ model: Model) {
    let fields = KeyFields(model)
    var postings: [Posting] = []
    var numbers: [String: Int] = [:]
    var texts: (tags: [String: Int], categories: [String: Int]) = ([:], [:])
    /// The number of the key that a text means; -1 when nothing is left of it.
    func number(of text: String, _ isCategory: Bool, _ known: inout [String: Int]) -> Int {
      if let number = known[text] { return number }
      guard let key = Self.key(text, isCategory) else {
        known[text] = -1
        return -1
      }
      let number = numbers[key] ?? postings.count
      if number == postings.count {
        numbers[key] = number
        postings.append(Posting(isCategory: isCategory))
      }
      known[text] = number
      return number
    }
    keys = members.enumerated().map { position, id in
      var own: [Membership] = []
      func add(_ number: Int) {
        // An entry that names a key twice has it once.
        guard number >= 0, postings[number].members.last != position else { return }
        own.append(Membership(posting: number, place: postings[number].members.count))
        postings[number].members.append(position)
      }
      let values = entries[id.index].values
      if let index = fields.tags, case .list(let tags) = values[index] {
        own.reserveCapacity(tags.count + 1)
        for case .string(let tag) in tags { add(number(of: tag, false, &texts.tags)) }
      }
      if let index = fields.category, case .string(let category) = values[index] {
        add(number(of: category, true, &texts.categories))
      }
      return own
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

  /// The slug of a tag, marked `t`, or of a category, marked `c`; nothing when there is none.
  private static func key(_ text: String, _ isCategory: Bool) -> String? {
    let slug = Slug.fromKey(text)
    return slug.isEmpty ? nil : (isCategory ? "c" : "t") + slug
  }

  /// Keys of the tags, then of the category, each once.
  private static func keys(of entry: Entry, _ fields: KeyFields) -> [String] {
    var keys: [String] = []
    if let index = fields.tags, case .list(let tags) = entry.values[index] {
      for case .string(let tag) in tags { if let key = key(tag, false) { keys.append(key) } }
    }
    if let index = fields.category, case .string(let category) = entry.values[index] {
      if let key = key(category, true) { keys.append(key) }
    }
    var seen: Set<String> = []
    return keys.filter { seen.insert($0).inserted }
  }

  // MARK: - The best

  /// Hot: for each entry some hundred neighbours are scored, in memory that all entries share.
  private func lists(of positions: Range<Int>, _ members: [EntryID]) -> [Value] {
    var scores = Array(repeating: 0, count: members.count)
    var scored: [Int] = []
    var best: [Int] = []
    var lists: [Value] = []
    lists.reserveCapacity(positions.count)
    for position in positions {
      for key in keys[position] {
        let weight = postings[key.posting].weight
        let last = min(postings[key.posting].members.count, key.place + Self.window + 1)
        for index in max(0, key.place - Self.window)..<last where index != key.place {
          let other = postings[key.posting].members[index]
          if scores[other] == 0 { scored.append(other) }
          scores[other] += weight
        }
      }
      best.removeAll(keepingCapacity: true)
      // Most have less than the last of the best.
      var least = 0
      for other in scored where scores[other] >= least {
        Self.insert(other, into: &best, scores, position)
        if best.count == Self.limit { least = scores[best[Self.limit - 1]] }
      }
      for other in scored { scores[other] = 0 }
      scored.removeAll(keepingCapacity: true)
      lists.append(.list(best.map { .entry(members[$0]) }))
    }
    return lists
  }

  /// Puts an entry into the list of the best, if it is one.
  private static func insert(_ other: Int, into best: inout [Int], _ scores: [Int], _ position: Int) {
    if best.count == limit {
      guard let last = best.last, isBefore(other, last, scores, position) else { return }
      best.removeLast()
    }
    var place = best.count
    while place > 0, isBefore(other, best[place - 1], scores, position) { place -= 1 }
    best.insert(other, at: place)
  }

  /// The higher score first, then the nearer one, then the earlier one.
  private static func isBefore(_ left: Int, _ right: Int, _ scores: [Int], _ position: Int) -> Bool {
    if scores[left] != scores[right] { return scores[left] > scores[right] }
    let (a, b) = (abs(left - position), abs(right - position))
    return a == b ? left < right : a < b
  }
}
