import Models

/// Collects elements under their keys; keys with one slug are one group (DESIGN §4).
struct GroupTable {
  private struct Group {
    var items: [Value] = []
    /// How often each spelling of the key occurs.
    var spellings: [String: Int] = [:]
    /// The first element that spells it so.
    var examples: [String: Value] = [:]
    var key: Value
    var slug: String
  }

  private var groups: [Group] = []
  private var numbers: [String: Int] = [:]
  /// Keys of which nothing is left in a URL, with the first element of each.
  private(set) var withoutSlug: [(key: String, example: Value)] = []

  mutating func add(_ element: Value, to key: Value, in context: RenderContext) {
    let slug: String
    var label: String?
    switch key {
    case .string(let text):
      slug = Slug.fromKey(text)
      label = text
      if slug.isEmpty {
        if !text.isEmpty, !withoutSlug.contains(where: { $0.key == text }) {
          withoutSlug.append((text, element))
        }
        return
      }
    case .int(let number): slug = String(number)
    case .bool(let flag): slug = flag ? "true" : "false"
    case .entry(let id): slug = context.entries[id.index].slug
    default: return
    }
    let number = numbers[slug] ?? groups.count
    if number == groups.count {
      groups.append(Group(key: key, slug: slug))
      numbers[slug] = number
    }
    // An element that names one group twice is in it once.
    if groups[number].items.last != element { groups[number].items.append(element) }
    if let label {
      groups[number].spellings[label, default: 0] += 1
      if groups[number].examples[label] == nil { groups[number].examples[label] = element }
    }
  }

  /// The commonest spelling; of equally common ones the first in the order of scalars.
  private static func label(_ spellings: [String: Int]) -> [String] {
    spellings.sorted { left, right in
      left.value == right.value
        ? left.key.unicodeScalars.lexicographicallyPrecedes(right.key.unicodeScalars)
        : left.value > right.value
    }.map(\.key)
  }

  /// Groups that are spelled in several ways, the commonest first, with an element for each.
  var mixedSpellings: [[(spelling: String, example: Value)]] {
    groups.filter { $0.spellings.count > 1 }.map { group in
      Self.label(group.spellings).map { ($0, group.examples[$0] ?? .none) }
    }
  }

  /// Records of `key`, `slug`, `items`, `count`.
  var values: [Value] {
    let ordered = groups.sorted { left, right in
      if case .int(let a) = left.key, case .int(let b) = right.key { return a < b }
      return left.slug.unicodeScalars.lexicographicallyPrecedes(right.slug.unicodeScalars)
    }
    return ordered.map { group in
      let key = Self.label(group.spellings).first.map { Value.string($0) } ?? group.key
      return .record([key, .string(group.slug), .list(group.items), .int(group.items.count)])
    }
  }
}
