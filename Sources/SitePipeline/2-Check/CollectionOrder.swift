import Models

/// Puts the published entries of each collection in its order.
struct CollectionOrder {
  let collections: [[EntryID]]

  init(_ site: LoadedSite, _ entries: [Entry]) {
    var members: [[Int]] = Array(repeating: [], count: site.collections.count)
    for (index, entry) in entries.enumerated() where entry.publication == .published && entry.isRoutable {
      members[entry.collection].append(index)
    }
    collections = zip(site.collections, members).map { collection, members in
      Self.sorted(members, entries, collection, site.models[collection.model])
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

  /// By the keys, then by path, so that the order is total and the same everywhere.
  private static func sorted(
    _ members: [Int], _ entries: [Entry], _ collection: EntryCollection, _ model: Model
  ) -> [EntryID] {
    let keys = collection.order.map { key in
      (field: key.field == "path" ? nil : model.index(of: key.field), isDescending: key.isDescending)
    }
    let ordered = members.sorted { left, right in
      for key in keys {
        let (a, b) = (value(entries[left], key.field), value(entries[right], key.field))
        // What has no value stands last in either direction.
        if a.isNone != b.isNone { return b.isNone }
        if isBefore(a, b) { return !key.isDescending }
        if isBefore(b, a) { return key.isDescending }
      }
      return entries[left].path.utf8.lexicographicallyPrecedes(entries[right].path.utf8)
    }
    return ordered.map { EntryID($0) }
  }

  private static func value(_ entry: Entry, _ field: Int?) -> Value {
    field.map { entry.values[$0] } ?? .string(entry.path)
  }

  private static func isBefore(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.int(let a), .int(let b)): a < b
    case (.double(let a), .double(let b)): a < b
    case (.int(let a), .double(let b)): Double(a) < b
    case (.double(let a), .int(let b)): a < Double(b)
    case (.string(let a), .string(let b)): a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars)
    case (.date(let a), .date(let b)): a < b
    case (.bool(let a), .bool(let b)): !a && b
    default: false
    }
  }
}
