import Files
import MarkdownEngine
import Models

/// Works out the computed fields of entries: neighbours, family, series, related reading, and the size of their texts.
struct EntryRelations {
  /// Words that a reader takes in within a minute.
  private static let wordsPerMinute = 220

  /// Where a model has the fields that are worked out here; looked up once, not for each entry.
  private struct Fields {
    let wordCount: Int?
    let readingTime: Int?
    let related: Int?
    let children: Int?
    let parent: Int?
    let next: Int?
    let previous: Int?
    let language: Int?
    let translations: Int?
    let series: SeriesParts.Fields?

    init(_ model: Model) {
      func computed(_ name: String) -> Int? {
        model.index(of: name).flatMap { model.fields[$0].isComputed ? $0 : nil }
      }
      wordCount = computed("wordCount")
      readingTime = computed("readingTime")
      related = computed("related")
      children = computed("children")
      parent = computed("parent")
      next = computed("next")
      previous = computed("previous")
      language = computed("language")
      translations = computed("translations")
      series = SeriesParts.Fields(model)
    }
  }

  /// `groups` are the collections of each language, one language behind the other. Hot: the values of entries are copied
  /// where somebody else holds them.
  static func fill(
    _ entries: inout [Entry], _ bodies: [SiteBody], _ groups: [[EntryID]], _ related: [[Value]],
    _ site: LoadedSite
  ) {
    let fields = site.models.models.map { Fields($0) }
    for index in entries.indices {
      let fields = fields[entries[index].model.index]
      setSize(&entries[index], bodies[index], fields)
      set(&entries[index], fields.related, .list([]))
      set(&entries[index], fields.children, .list([]))
      set(&entries[index], fields.language, .string(entries[index].language))
      set(&entries[index], fields.translations, .list([]))
      if let series = fields.series { series.clear(&entries[index]) }
    }
    for (number, members) in groups.enumerated() {
      guard let first = members.first else { continue }
      let model = entries[first.index].model
      let collection = number % site.collections.count
      linkNeighbours(
        members, &entries, fields[model.index],
        isDescending: site.collections[collection].order.first?.isDescending == true)
      if collection == site.collections.count - 1 { linkFamily(members, &entries, fields[model.index]) }
      if let series = fields[model.index].series { SeriesParts.link(members, &entries, series) }
      for (id, others) in zip(members, related[number]) {
        set(&entries[id.index], fields[model.index].related, others)
      }
    }
    if site.config.languages.count > 1 { linkTranslations(groups, &entries, fields) }
  }

  /// Entries that differ in nothing but their language, in the order of the site's languages.
  private static func linkTranslations(_ groups: [[EntryID]], _ entries: inout [Entry], _ fields: [Fields]) {
    struct Identity: Hashable {
      let collection: Int
      let path: String
    }
    var versions: [Identity: [EntryID]] = [:]
    for id in groups.joined() {
      let entry = entries[id.index]
      versions[Identity(collection: entry.collection, path: entry.path), default: []].append(id)
    }
    for ids in versions.values where ids.count > 1 {
      for id in ids {
        let others = ids.filter { $0 != id }.map { Value.entry($0) }
        set(&entries[id.index], fields[entries[id.index].model.index].translations, .list(others))
      }
    }
  }

  /// Where a model has the fields that follow from the length of an entry's text.
  static func sizeFields(of model: Model) -> [Int] {
    ["wordCount", "readingTime"].compactMap { name in
      model.index(of: name).flatMap { model.fields[$0].isComputed ? $0 : nil }
    }
  }

  static func setSize(_ entry: inout Entry, _ body: SiteBody, _ model: Model) {
    setSize(&entry, body, Fields(model))
  }

  private static func setSize(_ entry: inout Entry, _ body: SiteBody, _ fields: Fields) {
    let words = body.markdown.wordCount
    set(&entry, fields.wordCount, .int(words))
    set(&entry, fields.readingTime, .int(max(1, (words + wordsPerMinute / 2) / wordsPerMinute)))
  }

  private static func set(_ entry: inout Entry, _ field: Int?, _ value: Value) {
    if let field { entry.values[field] = value }
  }

  /// `next` is the one that is greater by the first key of the order: the newer one, whether the list begins with it or
  /// ends.
  private static func linkNeighbours(
    _ members: [EntryID], _ entries: inout [Entry], _ fields: Fields, isDescending: Bool
  ) {
    for (position, id) in members.enumerated() {
      let before: Value = position > 0 ? .entry(members[position - 1]) : .none
      let behind: Value = position + 1 < members.count ? .entry(members[position + 1]) : .none
      set(&entries[id.index], fields.next, isDescending ? before : behind)
      set(&entries[id.index], fields.previous, isDescending ? behind : before)
    }
  }

  /// A page's parent is the page of the nearest folder above it that has one; the home page is nobody's.
  private static func linkFamily(_ members: [EntryID], _ entries: inout [Entry], _ fields: Fields) {
    var byPath: [String: EntryID] = [:]
    for id in members { byPath[entries[id.index].path] = id }
    var children: [EntryID: [Value]] = [:]
    for id in members {
      var folder = FilePath.folder(of: entries[id.index].path)
      while !folder.isEmpty {
        if let parent = byPath[folder] {
          set(&entries[id.index], fields.parent, .entry(parent))
          children[parent, default: []].append(.entry(id))
          break
        }
        folder = FilePath.folder(of: folder)
      }
    }
    for (parent, list) in children { set(&entries[parent.index], fields.children, .list(list)) }
  }
}
