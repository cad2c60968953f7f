import Models

/// Collects elements under their keys; keys with one slug are one group (DESIGN §4).
struct GroupTable {
  private struct Group {
    var items: [Value] = []
    /// Each spelling of the key, how often it occurs, and the first element that spells it so.
    var spellings: [(text: String, count: Int, example: Value)] = []
    var key: Value
    var slug: String
  }

  private var groups: [Group] = []
  private var numbers: [String: Int] = [:]
  /// By text: the group that it means, and which of its spellings it is; nothing for one without a slug. Elements
  /// share their keys, so that few slugs are worked out.
  private var texts: [String: (group: Int, spelling: Int)?] = [:]
  /// Keys of which nothing is left in a URL, with the first element of each.
  private(set) var withoutSlug: [(key: String, example: Value)] = []

  /// `slug` is that of a key that is an entry. Hot: once per tag of each entry.
  mutating func add(_ element: Value, to key: Value, slug: String?) {
    switch key {
    case .string(let text):
      guard let place = texts[text] ?? place(of: text, element) else { return }
      groups[place.group].spellings[place.spelling].count += 1
      add(element, toGroup: place.group)
    case .int(let number): add(element, toGroup: self.number(of: String(number), key))
    case .bool(let flag): add(element, toGroup: number(of: flag ? "true" : "false", key))
    case .entry: if let slug { add(element, toGroup: number(of: slug, key)) }
    default: return
    }
  }

  private mutating func add(_ element: Value, toGroup number: Int) {
    // An element that names one group twice is in it once.
    if groups[number].items.last != element { groups[number].items.append(element) }
  }

  /// The place of a text that was not met before.
  private mutating func place(of text: String, _ element: Value) -> (group: Int, spelling: Int)? {
    let slug = Slug.fromKey(text)
    guard !slug.isEmpty else {
      if !text.isEmpty { withoutSlug.append((text, element)) }
      texts[text] = .some(nil)
      return nil
    }
    let number = number(of: slug, .string(text))
    let place = (number, groups[number].spellings.count)
    groups[number].spellings.append((text, 0, element))
    texts[text] = place
    return place
  }

  private mutating func number(of slug: String, _ key: Value) -> Int {
    if let known = numbers[slug] { return known }
    groups.append(Group(key: key, slug: slug))
    numbers[slug] = groups.count - 1
    return groups.count - 1
  }

  /// The commonest spelling first; of equally common ones the first in the order of scalars.
  private static func ordered(_ group: Group) -> [(text: String, count: Int, example: Value)] {
    guard group.spellings.count > 1 else { return group.spellings }
    return group.spellings.sorted { left, right in
      left.count == right.count
        ? left.text.unicodeScalars.lexicographicallyPrecedes(right.text.unicodeScalars)
        : left.count > right.count
    }
  }

  /// Groups that are spelled in several ways, the commonest first, with an element for each.
  var mixedSpellings: [[(spelling: String, example: Value)]] {
    groups.filter { $0.spellings.count > 1 }.map { group in
      Self.ordered(group).map { ($0.text, $0.example) }
    }
  }

  /// Records of `key`, `slug`, `items`, `count`.
  var values: [Value] {
    let ordered = groups.sorted { left, right in
      if case .int(let a) = left.key, case .int(let b) = right.key { return a < b }
      return left.slug.unicodeScalars.lexicographicallyPrecedes(right.slug.unicodeScalars)
    }
    return ordered.map { group in
      let key = Self.ordered(group).first.map { Value.string($0.text) } ?? group.key
      return .record([key, .string(group.slug), .list(group.items), .int(group.items.count)])
    }
  }
}

extension RecordType {
  /// What `group(by:)` makes.
  static func group(key: ValueType, item: ValueType, hasURL: Bool = false) -> RecordType {
    var fields = [
      Member("key", key), Member("slug", .slug), Member("items", .list(item)), Member("count", .int),
    ]
    if hasURL { fields.append(Member("url", .url)) }
    return RecordType(name: nil, kind: .group(key: key, item: item), fields: fields)
  }
}
