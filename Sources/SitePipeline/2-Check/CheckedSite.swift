import DataFormats
package import Diagnostics
import Files
package import Models
package import TemplateEngine

/// A site whose entries fit their models and whose templates fit the models, and which is not yet laid out.
package struct CheckedSite: Sendable {
  package internal(set) var loaded: LoadedSite
  /// By document: what its entry is on its own; empty where no run follows.
  let documents: [CheckedDocument]
  /// What of the values of entries the next build may take; nothing where none follows.
  var kept: KeptValues.Found?
  /// By `EntryID`: one for each document, in the same order.
  package internal(set) var entries: [Entry]
  /// By `BodyID`: one for each document, then the other Markdown of front matter.
  package internal(set) var bodies: [SiteBody]
  /// Published entries of each collection in all languages, in its order.
  package let collections: [[EntryID]]
  /// By language and collection: those in that language, in the same order.
  package let byLanguage: [[[EntryID]]]
  let related: RelatedReading
  /// By language and collection: the `index.md` of its folder, if it is published.
  package let collectionPages: [[EntryID?]]
  package let leftOut: LeftOut
  /// When the next entry appears or disappears; nothing when none will.
  package let nextChange: DateTime?
  /// What this stage found wrong with entries, before the site's severities.
  let entryProblems: [Diagnostic]
  /// What templates read as `data`.
  let data: DataValues
  let themed: ThemedSite

  package var theme: CheckedTheme { themed.theme }
  var options: ThemeOptions { themed.options }

  /// All so far, by the site's severities.
  package var diagnostics: [Diagnostic] {
    loaded.diagnostics + loaded.config.policy.apply(to: entryProblems + themed.problems)
  }
}

/// The templates of a site and their options, checked.
struct ThemedSite: Sendable {
  /// Values of the theme's options, in the order of their record.
  let options: ThemeOptions
  let theme: CheckedTheme
  let words: SiteWords
  /// Before the site's severities.
  let problems: [Diagnostic]
}

/// A Markdown text of the site, and the document that it stands in. Immutable; a class for the reason of `Document`.
package final class SiteBody: Sendable {
  let markdown: ParsedBody
  let document: Int
  /// Where the whole text stands, when it is a value of front matter: places within it are not known.
  let place: Span?
  /// What the spans of `markdown` are in.
  let text: SourceFile

  /// The text of a document.
  init(_ document: Document, number: Int) {
    markdown = document.body
    self.document = number
    // Of an item the whole body is the place.
    place = document.item.map { $0.bodyPlace ?? document.frontMatter.openingFence }
    text = document.item?.text ?? document.source
  }

  init(markdown: ParsedBody, document: Int, place: Span?, text: SourceFile) {
    self.markdown = markdown
    self.document = document
    self.place = place
    self.text = text
  }
}

/// How many entries are checked but not published.
package struct LeftOut: Sendable, Hashable {
  package internal(set) var drafts = 0
  package internal(set) var future = 0
  package internal(set) var expired = 0
  /// Entries without a value that their model requires, where the site lowers that to a warning.
  package internal(set) var incomplete = 0
}

extension LoadedSite {
  /// Checks every entry against its model and every template against the models. Where no other run follows, the site
  /// does not hold what only that needs. `beside` is called when every entry is checked, which all threads do; what
  /// follows is for one.
  package func checked(isLast: Bool = false, beside: () -> Void = {}) -> CheckedSite {
    var ((documents, values), themed) = Parallel.both(jobs: options.jobs) {
      let checker = EntryChecker(self, cache.values(groundOfValues))
      return (checker.check(), checker.kept)
    } and: {
      self.themed()
    }
    beside()
    return checked(&documents, after: nil, .everything, themed, values, isLast: isLast)
  }

  /// Puts entries that were checked into their order, and checks the templates. Takes the documents away where no other
  /// run follows, so that nobody else holds the values of entries, which are filled in then.
  func checked(
    _ documents: inout [CheckedDocument], after previous: CheckedSite?, _ change: SiteChange,
    _ known: ThemedSite? = nil, _ values: KeptValues? = nil, isLast: Bool = false
  ) -> CheckedSite {
    var (entries, bodies) = documents.numbered(self.documents)
    var problems = self.documents.told({ documents[$0].diagnostics }, items: { documents[$0].problems })
    let lost = unpublishedReferences(entries)
    // One without a reference that is lost is not as it was read.
    if !lost.isEmpty {
      for number in LostReferences(self).drop(from: &entries) { documents[number].kept = .nothing }
    }
    let order = CollectionOrder(self, entries)
    let groups = order.byLanguage.flatMap { $0 }
    let related =
      previous?.related(order.byLanguage, documents, change, readsRelated: readsRelated)
      ?? RelatedReading(groups, entries, self)
    var (data, dataProblems) = data(references())
    let lostInData = unpublishedReferences(data, entries)
    if !lostInData.isEmpty { data.dropReferences(toWhatIsLeftOutOf: entries) }
    problems += lost + dataProblems + lostInData
    let kept =
      isLast && cache.isSaved ? KeptValues.Found(known: values, entries: documents.map(\.kept)) : nil
    if isLast { documents = [] }
    EntryRelations.fill(&entries, bodies, groups, related.lists, self)
    return CheckedSite(
      loaded: self, documents: documents, kept: kept, entries: entries, bodies: bodies,
      collections: order.collections, byLanguage: order.byLanguage,
      related: related, collectionPages: collectionPages(entries), leftOut: Self.leftOut(entries),
      nextChange: nextChange(entries), entryProblems: problems,
      data: data, themed: known ?? (change.keepsTemplates ? previous?.themed : nil) ?? themed())
  }

  /// Whether a template asks for related reading, which is worked out for nobody else: none can without naming it.
  var readsRelated: Bool {
    theme.templates.values.contains { template in
      template.bytes.split(separator: UInt8(ascii: "r")).contains { $0.starts(with: "elated".utf8) }
    }
  }

  /// What data may refer to.
  private func references() -> ReferenceTable {
    ReferenceTable(
      self, today: config.zone.civil(clock).date.text, types: dataTypes.map(\.type.type))
  }

  /// Checks every template against the models.
  func themed() -> ThemedSite {
    let (options, optionProblems) = ThemeOptions.read(self)
    let words = SiteWords(self)
    let environment = templateEnvironment(options, words)
    let theme = ThemeChecker.check(
      ThemeSources(files: self.theme.templates, shared: self.theme.builtIn), against: environment.environment)
    return ThemedSite(
      options: options, theme: theme, words: words,
      problems: optionProblems + environment.diagnostics
        + DroppedRoutes.told(theme.diagnostics, environment.environment.routeMoves) + words.diagnostics
        + words.problems(theme))
  }

  /// The `index.md` directly in each collection's folder, which is a page.
  private func collectionPages(_ entries: [Entry]) -> [[EntryID?]] {
    var byPath = config.languages.map { _ in [String: EntryID]() }
    for index in entries.indices
    where entries[index].collection == collections.count - 1 && entries[index].publication == .published {
      byPath[documents[index].language][entries[index].path] = EntryID(index)
    }
    return byPath.map { pages in
      collections.map { $0.name == EntryCollection.pagesName ? nil : pages[$0.folder] }
    }
  }

  private static func leftOut(_ entries: [Entry]) -> LeftOut {
    var leftOut = LeftOut()
    for index in entries.indices {
      switch entries[index].publication {
      case .published: break
      case .draft: leftOut.drafts += 1
      case .future: leftOut.future += 1
      case .expired: leftOut.expired += 1
      case .incomplete: leftOut.incomplete += 1
      }
    }
    return leftOut
  }

  /// The first moment after the build at which an entry is published or expires.
  private func nextChange(_ entries: [Entry]) -> DateTime? {
    entries.indices.lazy.compactMap { [models, clock] index -> DateTime? in
      var end: DateTime?
      if let field = models.places(of: entries[index].model).expiresAt,
        case .date(let date) = entries[index].values[field]
      {
        end = date
      }
      switch entries[index].publication {
      // One that has expired by then never appears.
      case .future(let date): return end.map { $0 <= date } == true ? nil : date
      case .published: return end.flatMap { $0 > clock ? $0 : nil }
      case .draft, .expired, .incomplete: return nil
      }
    }.min()
  }
}
