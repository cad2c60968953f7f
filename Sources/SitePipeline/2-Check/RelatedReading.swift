import Models

/// The related reading of all entries, found anew or by the last build.
struct RelatedReading: Sendable {
  /// By language and collection, one behind the other, and position in it: a list of entries. Empty where no template
  /// asks.
  let lists: [[Value]]
  /// The same for the next build; nothing where that has it already.
  var new: KeptRelated?

  /// `groups` are the collections of each language, one language behind the other.
  init(_ groups: [[EntryID]], _ entries: [Entry], _ site: LoadedSite) {
    guard site.readsRelated else {
      lists = groups.map { _ in [] }
      return
    }
    let ground = site.cache.isKept ? RelatedEntries.digest(groups, entries, site.models) : nil
    if let ground, let kept = site.cache.related, kept.ground == ground, kept.isOf(entries.count) {
      lists = kept.lists
      return
    }
    lists = RelatedEntries.find(groups, entries, site.models, jobs: site.options.jobs)
    if site.cache.isSaved { new = ground.map { KeptRelated(ground: $0, lists: lists) } }
  }
}
