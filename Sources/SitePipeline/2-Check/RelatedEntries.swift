import Digests
import Files
import Models

/// Related reading: entries that share tags, words of the title and the category, rare ones counting more.
///
/// An inverted index keeps it linear: of the many entries with a common tag only the nearest neighbours in
/// the collection's order are compared.
struct RelatedEntries {
  /// The most entries of a list.
  private static let limit = 6
  /// Neighbours looked at to each side under one key.
  private static let window = 24

  /// What entries share; each kind has its own keys.
  private enum Kind {
    case tag, category, word, series

    /// What sharing a key counts that so many entries have, of all. It falls with the logarithm of how many they are;
    /// whole numbers are the same everywhere.
    func weight(shared: Int, of all: Int) -> Int {
      let bits =
        Int.bitWidth - all.leadingZeroBitCount - (Int.bitWidth - shared.leadingZeroBitCount)
      switch self {
      case .tag: return 2 + 2 * max(0, bits)
      case .category: return 1
      // A word that many titles have says nothing.
      case .word: return max(0, bits - 1)
      // Parts of one series are listed as such, and are left out here.
      case .series: return 0
      }
    }
  }

  /// One key that entries share, and who has it.
  private struct Posting {
    let kind: Kind
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
  /// By position: the posting of its series, or -1.
  private let series: [Int]
  private let postings: [Posting]

  /// By collection and position in it: a list of entries; nothing for one whose model does not compute it.
  static func find(
    _ collections: [[EntryID]], _ entries: [Entry], _ models: ModelSet, jobs: Int
  ) -> [[Value]] {
    collections.map { members in
      guard let first = members.first else { return [] }
      let model = models[entries[first.index].model]
      guard model.field("related")?.isComputed == true else { return [] }
      let index = RelatedEntries(members, entries, model, jobs: jobs)
      // Each part needs memory for all entries, so that there are few.
      let parts = max(1, min(members.count, jobs > 1 ? jobs * 4 : 1))
      return Parallel.map(parts, jobs: jobs) { part in
        let positions = members.count * part / parts..<members.count * (part + 1) / parts
        return index.lists(of: positions, members)
      }.flatMap { $0 }
    }
  }

  /// Stands for all that `find` finds lists from. Hot, where little has changed.
  static func digest(_ collections: [[EntryID]], _ entries: [Entry], _ models: ModelSet) -> Digest {
    var writer = CacheWriter(room: 128 * entries.count)
    writer.put(CacheIndex.identity)
    for members in collections {
      writer.put(members.count)
      guard let first = members.first else { continue }
      let model = models[entries[first.index].model]
      writer.put(model.field("related")?.isComputed == true)
      let fields = KeyFields(model)
      for id in members {
        writer.put(id.index)
        fields.put(entries[id.index], &writer)
      }
    }
    return writer.digest
  }

  /// Whether two entries have the same related reading where their neighbours are the same.
  static func isSame(_ entry: Entry, _ other: Entry, _ models: ModelSet) -> Bool {
    guard entry.model == other.model else { return false }
    let fields = KeyFields(models[entry.model])
    return fields.texts(of: entry) == fields.texts(of: other)
  }

  /// Where a model has what entries share.
  private struct KeyFields {
    let tags: Int?
    let category: Int?
    let title: Int?
    let series: Int?

    init(_ model: Model) {
      tags = model.index(of: "tags")
      category = model.index(of: "category")
      title = model.places.title
      series = SeriesParts.field(of: model)
    }

    func texts(of entry: Entry) -> [Value] {
      [tags, category, title, series].map { index in index.map { entry.values[$0] } ?? .none }
    }

    func put(_ entry: Entry, _ writer: inout CacheWriter) {
      if let tags { writer.put(texts: entry.values[tags]) }
      if let category { writer.put(texts: entry.values[category]) }
      if let title { writer.put(texts: entry.values[title]) }
      if let series { writer.put(texts: entry.values[series]) }
    }
  }

  /// The numbers of keys, by the texts that mean them. Hot: once per tag of each entry, and few tags are new.
  private struct KeyTable {
    private(set) var postings: [Posting] = []
    private var tags: [String: Int] = [:]
    private var categories: [String: Int] = [:]
    private var series: [String: Int] = [:]
    private var words: [String: Int] = [:]
    private var slugs: [String: Int] = [:]

    /// Two texts with one slug are one tag; -1 when nothing is left of it.
    mutating func tag(_ text: String) -> Int {
      if let number = tags[text] { return number }
      let number = number("t", text, .tag)
      tags[text] = number
      return number
    }

    mutating func category(_ text: String) -> Int {
      if let number = categories[text] { return number }
      let number = number("c", text, .category)
      categories[text] = number
      return number
    }

    mutating func series(_ text: String) -> Int {
      if let number = series[text] { return number }
      let number = number("s", text, .series)
      series[text] = number
      return number
    }

    mutating func word(_ text: String) -> Int {
      if let number = words[text] { return number }
      words[text] = postings.count
      postings.append(Posting(kind: .word))
      return postings.count - 1
    }

    private mutating func number(_ mark: String, _ text: String, _ kind: Kind) -> Int {
      let slug = Slug.fromKey(text)
      guard !slug.isEmpty else { return -1 }
      let number = slugs[mark + slug] ?? postings.count
      if number == postings.count {
        slugs[mark + slug] = number
        postings.append(Posting(kind: kind))
      }
      return number
    }

    mutating func add(_ position: Int, to number: Int) -> Membership? {
      // An entry that names a key twice has it once.
      guard number >= 0, postings[number].members.last != position else { return nil }
      postings[number].members.append(position)
      return Membership(posting: number, place: postings[number].members.count - 1)
    }

    mutating func weigh(_ count: Int) {
      for index in postings.indices {
        let posting = postings[index]
        postings[index].weight = posting.kind.weight(shared: posting.members.count, of: count)
      }
    }
  }

  /// `members` in the collection's order.
  private init(_ members: [EntryID], _ entries: [Entry], _ model: Model, jobs: Int) {
    let fields = KeyFields(model)
    var table = KeyTable()
    let words = Self.words(of: members, entries, titlesAt: fields.title, jobs: jobs)
    var series = Array(repeating: -1, count: members.count)
    var keys = members.enumerated().map { position, id in
      var own: [Membership] = []
      func add(_ number: Int) {
        if let membership = table.add(position, to: number) { own.append(membership) }
      }
      let values = entries[id.index].values
      if let index = fields.tags, case .list(let tags) = values[index] {
        own.reserveCapacity(tags.count + 6)
        for case .string(let tag) in tags { add(table.tag(tag)) }
      }
      if let index = fields.category, case .string(let category) = values[index] {
        add(table.category(category))
      }
      for word in words[position] { add(table.word(word)) }
      if let index = fields.series, case .string(let name) = values[index] {
        series[position] = table.series(name)
      }
      return own
    }
    table.weigh(members.count)
    let postings = table.postings
    for position in keys.indices { keys[position].removeAll { postings[$0.posting].weight == 0 } }
    self.postings = postings
    self.keys = keys
    self.series = series
  }

  /// By position: the words of its title. What all threads can do before keys are numbered one after the other.
  private static func words(
    of members: [EntryID], _ entries: [Entry], titlesAt place: Int?, jobs: Int
  ) -> [[String]] {
    guard let place else { return Array(repeating: [], count: members.count) }
    let size = 256
    return Parallel.map((members.count + size - 1) / size, jobs: jobs) { part in
      var words = TitleWords()
      return members[part * size..<min((part + 1) * size, members.count)].map { id -> [String] in
        if case .string(let title) = entries[id.index].values[place] { words.keys(of: title) } else { [] }
      }
    }.flatMap { $0 }
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
        if series[other] >= 0, series[other] == series[position] { continue }
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
