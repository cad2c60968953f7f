import Models

extension LoadedSite {
  /// Checks what an earlier run has not, and says what the run after it may rely on.
  func checked(after previous: CheckedSite, _ change: SiteChange) -> (site: CheckedSite, change: SiteChange) {
    let isTime = previous.nextChange.map { $0 > clock } ?? true
    guard isTime, let again = change.documents else { return (checked(), .everything) }
    if case .bodies = change { return (previous.withBodies(of: self, again), change) }
    if case .templates = change, again.isEmpty, readsRelated == previous.loaded.readsRelated {
      return (previous.withTheme(of: self), change)
    }
    var documents = EntryChecker(self).check(previous.documents, again: again)
    let isKnown = again.allSatisfy { number in
      // Others refer to it by its slug, and its texts are numbered among those of all.
      documents[number].entry.slug == previous.documents[number].entry.slug
        && documents[number].texts.count == previous.documents[number].texts.count
        && self.documents[number].isUnreadable == previous.loaded.documents[number].isUnreadable
    }
    guard isKnown else { return (checked(), .everything) }
    return (checked(&documents, after: previous, change), change)
  }
}

extension CheckedSite {
  /// The same entries with other texts.
  fileprivate func withBodies(of loaded: LoadedSite, _ numbers: [Int]) -> CheckedSite {
    var site = self
    site.loaded = loaded
    for number in numbers {
      let document = loaded.documents[number]
      site.bodies[number] = SiteBody(document, number: number)
      EntryRelations.setSize(
        &site.entries[number], site.bodies[number], loaded.models[site.entries[number].model])
    }
    return site
  }

  /// The same entries under other templates.
  fileprivate func withTheme(of loaded: LoadedSite) -> CheckedSite {
    CheckedSite(
      loaded: loaded, documents: documents, entries: entries, bodies: bodies, collections: collections,
      byLanguage: byLanguage,
      related: related, collectionPages: collectionPages, leftOut: leftOut, nextChange: nextChange,
      entryProblems: entryProblems, data: data, themed: loaded.themed())
  }

  /// Related reading as it was found here, if nothing that it depends on differs.
  func related(
    _ byLanguage: [[[EntryID]]], _ documents: [CheckedDocument], _ change: SiteChange, readsRelated: Bool
  ) -> RelatedReading? {
    guard readsRelated == loaded.readsRelated, let again = change.documents, byLanguage == self.byLanguage,
      again.allSatisfy({
        RelatedEntries.isSame(documents[$0].entry, self.documents[$0].entry, loaded.models)
      })
    else { return nil }
    return related
  }
}
