import Models

/// Takes references to entries that are left out away, where a site lowers what is said of them: what they refer to may
/// have holes. An entry that needs one is left out too.
struct LostReferences {
  private let site: LoadedSite
  private let fields: [[Int]]

  init(_ site: LoadedSite) {
    self.site = site
    fields = ReferenceTable.referringFields(site.models)
  }

  /// Gives the numbers of the entries that are not as they were read any more.
  func drop(from entries: inout [Entry]) -> [Int] {
    let referring = referring(entries)
    var leftOut = referring.keys.filter { entries[$0].publication != .published }
    var changed: Set<Int> = []
    while let number = leftOut.popLast() {
      for other in referring[number] ?? [] where entries[other].publication == .published {
        // One that is left out for it may be one that others refer to.
        if !drop(from: &entries, at: other, &changed) { leftOut.append(other) }
      }
    }
    return changed.sorted()
  }

  /// By entry: the published ones that refer to it.
  private func referring(_ entries: [Entry]) -> [Int: [Int]] {
    var found: [Int: [Int]] = [:]
    for number in entries.indices where entries[number].publication == .published {
      for field in fields[entries[number].model.index] {
        for id in entries[number].values[field].references { found[id.index, default: []].append(number) }
      }
    }
    return found
  }

  /// Whether the entry is whole without them.
  private func drop(from entries: inout [Entry], at number: Int, _ changed: inout Set<Int>) -> Bool {
    let model = entries[number].model
    for index in fields[model.index] {
      let field = site.models[model].fields[index]
      let value = entries[number].values[index]
      if value.isNone { continue }
      let left = Self.without(value, field.type, entries) ?? field.defaultValue ?? .none
      if left == value { continue }
      changed.insert(number)
      entries[number].values[index] = left
      if left.isNone, field.isRequired {
        entries[number].publication = .incomplete
        return false
      }
    }
    return true
  }

  /// What is left of a value; nothing where it needs a reference that is lost.
  static func without(_ value: Value, _ type: ValueType, _ entries: [Entry]) -> Value? {
    switch (value, type) {
    case (.none, _): return value
    case (_, .optional(let inner)): return without(value, inner, entries) ?? Value.none
    case (.entry(let id), .model): return entries[id.index].publication == .published ? value : nil
    case (.list(let items), .list(let element)):
      return .list(items.compactMap { without($0, element, entries) })
    case (.record(let members), .record(let record)) where members.count == record.fields.count:
      var left: [Value] = []
      for (member, field) in zip(members, record.fields) {
        guard let member = without(member, field.type, entries) else { return nil }
        left.append(member)
      }
      return .record(left)
    default: return value
    }
  }
}
