import Models
import TemplateEngine

/// How many pages of a plan differ from those of the plan before it.
package struct ChangedPages: Sendable {
  package let count: Int
  /// Whether pages were counted because they may differ, being too many to be compared.
  package let isUpperBound: Bool

  /// Compares the keys of pages that read what differs, at most `limit` of them. Without a plan before all are new.
  package init(_ plan: SitePlan, since previous: SitePlan?, limit: Int) {
    guard let previous else {
      (count, isUpperBound) = (plan.pages.count, false)
      return
    }
    let reading = ReadingPages(plan, since: previous)
    var changed = 0
    var candidates: [(new: Int, old: Int)] = []
    if plan.hasPlaces(of: previous) {
      candidates = plan.pages.indices.filter { reading.mayDiffer(plan.pages[$0], from: previous.pages[$0]) }
        .map { ($0, $0) }
    } else {
      var old: [String: Int] = [:]
      for (index, page) in previous.pages.enumerated() { old[page.path.file] = index }
      for (index, page) in plan.pages.enumerated() {
        guard let twin = old.removeValue(forKey: page.path.file) else {
          changed += 1
          continue
        }
        if reading.mayDiffer(page, from: previous.pages[twin]) { candidates.append((index, twin)) }
      }
      // What is left has no page any more.
      changed += old.count
    }
    isUpperBound = candidates.count > limit
    count =
      isUpperBound
      ? changed + candidates.count
      : changed
        + candidates.count {
          !plan.shows(plan.pages[$0.new], as: previous, previous.pages[$0.old])
        }
  }
}

extension SitePlan {
  /// Whether a page has the key that its twin has in another plan; where programs can't be told from others, whether it
  /// has its bytes.
  fileprivate func shows(_ page: PlannedPage, as other: SitePlan, _ twin: PlannedPage) -> Bool {
    if let key = key(of: page).key { return key == other.key(of: twin).key }
    return render(page).bytes == other.render(twin).bytes
  }
}

/// Which pages read something that differs between two plans, by the read sets of their routes: which keys to look at
/// again.
private struct ReadingPages {
  /// Entries whose values or texts differ.
  private var entries: Set<EntryID> = []
  /// Nothing when anything may differ.
  private var fields: Set<String>?
  /// By route: whether its pages read those fields of other entries than their own, and of their own.
  private var routes: [(own: Bool, others: Bool)] = []

  init(_ plan: SitePlan, since previous: SitePlan) {
    let (site, other) = (plan.checked, previous.checked)
    guard site.theme.isSame(as: other.theme), site.collections == other.collections,
      site.entries.count == other.entries.count, site.data.values == other.data.values,
      plan.context.urls == previous.context.urls
    else { return }
    var fields: Set<String> = []
    for index in site.entries.indices {
      let model = site.loaded.models[site.entries[index].model]
      let (entry, entryBefore) = (plan.context.entries[index], previous.context.entries[index])
      if entry === entryBefore, plan.context.bodies[index] === previous.context.bodies[index] { continue }
      let (values, before) = (entry.values, entryBefore.values)
      guard values.count == before.count else { return }
      var differs = false
      for (position, field) in model.fields.enumerated() where values[position] != before[position] {
        differs = true
        fields.insert(field.name)
      }
      if plan.context.bodies[index].html !== previous.context.bodies[index].html {
        differs = true
        fields.formUnion(model.fields.filter { $0.type.unwrapped == .body }.map(\.name))
      }
      if differs { entries.insert(EntryID(index)) }
    }
    self.fields = fields
    routes = site.theme.routes.map { Self.reading($0.reads, fields) }
  }

  private static func reading(_ reads: TemplateReads, _ fields: Set<String>) -> (own: Bool, others: Bool) {
    var (own, others) = (false, false)
    for path in reads.paths {
      let parts = path.split(separator: ".").map { $0.hasSuffix("[]") ? String($0.dropLast(2)) : String($0) }
      guard
        path.hasPrefix("site.pages") || path.hasPrefix("site.search")
          || parts.contains(where: { fields.contains($0) || $0 == "**" })
      else {
        continue
      }
      // `post.title`, and not `post.next.title`.
      if parts.count > 1, fields.contains(parts[1]), !parts.dropFirst(2).contains(where: fields.contains) {
        own = true
      } else {
        others = true
      }
    }
    for collection in reads.collections {
      let parts = collection.paths.flatMap { $0.split(separator: ".") }
      if fields.contains(where: { field in
        collection.expression.contains("." + field)
          || parts.contains { $0 == field || $0 == field + "[]" || $0 == "**" }
      }) {
        others = true
      }
    }
    return (own, others)
  }

  func mayDiffer(_ page: PlannedPage, from twin: PlannedPage) -> Bool {
    guard fields != nil else { return true }
    switch (page.content, twin.content) {
    case (.redirect(let url, let title, _), .redirect(let before, let titleBefore, _)):
      return url != before || title != titleBefore
    case (.route(let number, _), .route(let other, _)) where number == other:
      let (own, others) = routes[number]
      return others || (own && page.entry.map { entries.contains($0) } ?? true)
    default: return true
    }
  }
}
