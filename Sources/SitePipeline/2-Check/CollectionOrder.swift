import Files
import Models

/// Puts the published entries of each collection in its order.
struct CollectionOrder {
  /// In all languages.
  let collections: [[EntryID]]
  /// By language and collection.
  let byLanguage: [[[EntryID]]]

  init(_ site: LoadedSite, _ entries: [Entry]) {
    var members: [[Int]] = Array(repeating: [], count: site.collections.count)
    for index in entries.indices where entries[index].publication == .published && entries[index].isRoutable {
      members[entries[index].collection].append(index)
    }
    let sorted = zip(site.collections, members).map { collection, members in
      Self.sorted(members, entries, collection, site.models[collection.model])
    }
    collections = sorted
    let languages = site.config.languages.indices
    byLanguage =
      languages.count == 1
      ? [sorted]
      : languages.map { language in
        sorted.map { $0.filter { site.documents[$0.index].language == language } }
      }
  }

  /// Whether entries can be put in order by a field.
  static func isSortable(_ field: Field) -> Bool {
    guard !field.isComputed else { return false }
    switch field.type.unwrapped {
    case .int, .double, .string, .slug, .date, .bool, .union, .url: return true
    case .none, .html, .body, .optional, .list, .record, .model: return false
    }
  }

  /// By the keys, then by path, so that the order is total and the same everywhere. Hot: the one step of a build that
  /// costs more than its entries, so that what is compared is laid out before.
  private static func sorted(
    _ members: [Int], _ entries: [Entry], _ collection: EntryCollection, _ model: Model
  ) -> [EntryID] {
    let keys = collection.order.map { key in
      let field = key.field == "path" ? nil : model.index(of: key.field)
      return (
        values: Column(members.map { value(entries[$0], field) }), isDescending: key.isDescending
      )
    }
    let ordered = members.indices.sorted { left, right in
      for key in keys {
        let order = key.values.order(left, right)
        if order.isLast != 0 { return order.isLast < 0 }
        if order.difference != 0 { return (order.difference < 0) != key.isDescending }
      }
      let (a, b) = (entries[members[left]].path, entries[members[right]].path)
      // The same in another language; documents are in the order of their files.
      if a == b { return members[left] < members[right] }
      return a.precedes(b)
    }
    return ordered.map { EntryID(members[$0]) }
  }

  private static func value(_ entry: Entry, _ field: Int?) -> Value {
    field.map { entry.values[$0] } ?? .string(entry.path)
  }

  /// What entries have in one field.
  private enum Column {
    /// Moments or whole numbers, where all have one.
    case numbers([Int])
    case values([Value])

    init(_ values: [Value]) {
      let moments = values.compactMap { value -> Int? in
        if case .date(let date) = value { Int(date.milliseconds) } else { nil }
      }
      self = moments.count == values.count ? .numbers(moments) : .values(values)
    }

    /// What has no value stands last in either direction; else less than 0 when the left one is before the right one.
    func order(_ left: Int, _ right: Int) -> (isLast: Int, difference: Int) {
      switch self {
      case .numbers(let numbers):
        let (a, b) = (numbers[left], numbers[right])
        return (0, a < b ? -1 : a > b ? 1 : 0)
      case .values(let values):
        let (a, b) = (values[left], values[right])
        if a.isNone != b.isNone { return (b.isNone ? -1 : 1, 0) }
        return (0, isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0)
      }
    }
  }

  private static func isBefore(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.int(let a), .int(let b)): a < b
    case (.double(let a), .double(let b)): a < b
    case (.int(let a), .double(let b)): Double(a) < b
    case (.double(let a), .int(let b)): a < Double(b)
    case (.string(let a), .string(let b)): a.precedes(b)
    case (.date(let a), .date(let b)): a < b
    case (.bool(let a), .bool(let b)): !a && b
    default: false
    }
  }
}
