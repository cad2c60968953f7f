import MarkdownEngine
import Models

/// Works out the computed fields of entries: neighbours, family, related reading, and the size of their texts.
struct EntryRelations {
  /// Words that a reader takes in within a minute.
  private static let wordsPerMinute = 220

  static func fill(
    _ entries: [Entry], _ bodies: [SiteBody], _ collections: [[EntryID]],
    _ related: [[EntryID: [EntryID]]], _ models: ModelSet
  ) -> [Entry] {
    var entries = entries
    for index in entries.indices {
      let model = models[entries[index].model]
      setSize(&entries[index], bodies[index], model)
      for name in ["related", "children"] where model.field(name)?.isComputed == true {
        set(&entries[index], name, .list([]), model)
      }
    }
    for (number, members) in collections.enumerated() {
      guard let first = members.first else { continue }
      let model = models[entries[first.index].model]
      linkNeighbours(members, &entries, model)
      if number == collections.count - 1 { linkFamily(members, &entries, model) }
      for (id, others) in related[number] {
        set(&entries[id.index], "related", .list(others.map { .entry($0) }), model)
      }
    }
    return entries
  }

  /// Where a model has the fields that follow from the length of an entry's text.
  static func sizeFields(of model: Model) -> [Int] {
    ["wordCount", "readingTime"].compactMap { name in
      model.index(of: name).flatMap { model.fields[$0].isComputed ? $0 : nil }
    }
  }

  static func setSize(_ entry: inout Entry, _ body: SiteBody, _ model: Model) {
    let words = body.markdown.wordCount
    set(&entry, "wordCount", .int(words), model)
    set(&entry, "readingTime", .int(max(1, (words + wordsPerMinute / 2) / wordsPerMinute)), model)
  }

  private static func set(_ entry: inout Entry, _ name: String, _ value: Value, _ model: Model) {
    guard let index = model.index(of: name), model.fields[index].isComputed else { return }
    entry.values[index] = value
  }

  /// `next` is the newer one, or the one behind in an order that ascends.
  private static func linkNeighbours(_ members: [EntryID], _ entries: inout [Entry], _ model: Model) {
    let isNewestFirst = isDescending(members, entries, model)
    for (position, id) in members.enumerated() {
      let before: Value = position > 0 ? .entry(members[position - 1]) : .none
      let behind: Value = position + 1 < members.count ? .entry(members[position + 1]) : .none
      set(&entries[id.index], "next", isNewestFirst ? before : behind, model)
      set(&entries[id.index], "previous", isNewestFirst ? behind : before, model)
    }
  }

  /// Whether the collection begins with its newest entry.
  private static func isDescending(_ members: [EntryID], _ entries: [Entry], _ model: Model) -> Bool {
    guard let index = model.index(of: "publishedAt"), let first = members.first, let last = members.last,
      case .date(let newest) = entries[first.index].values[index],
      case .date(let oldest) = entries[last.index].values[index]
    else { return false }
    return newest > oldest
  }

  /// A page's parent is the page of the nearest folder above it that has one; the home page is nobody's.
  private static func linkFamily(_ members: [EntryID], _ entries: inout [Entry], _ model: Model) {
    var byPath: [String: EntryID] = [:]
    for id in members { byPath[entries[id.index].path] = id }
    var children: [EntryID: [Value]] = [:]
    for id in members {
      var folder = FilePath.folder(of: entries[id.index].path)
      while !folder.isEmpty {
        if let parent = byPath[folder] {
          set(&entries[id.index], "parent", .entry(parent), model)
          children[parent, default: []].append(.entry(id))
          break
        }
        folder = FilePath.folder(of: folder)
      }
    }
    for (parent, list) in children { set(&entries[parent.index], "children", .list(list), model) }
  }
}
