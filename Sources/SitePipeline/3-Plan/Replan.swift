import Diagnostics
import MarkdownEngine
import Models
import TemplateEngine

extension CheckedSite {
  /// Lays the site out again, after a run that has left a plan.
  func planned(after previous: SitePlan, _ change: SiteChange) -> SitePlan {
    guard case .bodies(let numbers) = change else { return laidOut(after: previous, change) }
    let sizes = numbers.flatMap { number -> [Int] in
      let (entry, other) = (entries[number], previous.checked.entries[number])
      return EntryRelations.sizeFields(of: loaded.models[entry.model])
        .filter { entry.values[$0] != other.values[$0] }
    }
    guard !theme.headersRead(fieldsAt: Set(sizes)),
      sizes.isEmpty || hasPieces(of: previous.searched.map(\.outline)),
      let targets = previous.targets?.moved(to: self)
    else {
      return laidOut(after: previous, .documents(numbers))
    }
    return previous.withBodies(of: self, numbers, targets)
  }
}

extension CheckedSite {
  /// Whether the search index is cut as it was.
  fileprivate func hasPieces(of outlines: [SearchOutline]) -> Bool {
    outlines.enumerated().allSatisfy { SearchOutline(self, language: $0.offset).hasPieces(of: $0.element) }
  }
}

extension SitePlan {
  /// The same pages with other texts.
  fileprivate func withBodies(of site: CheckedSite, _ numbers: [Int], _ targets: LinkTargets) -> SitePlan {
    var plan = self
    plan.checked = site
    plan.targets = targets
    let filler = BodyFiller(site, targets)
    let filled = bodies(filledBy: filler, .bodies(numbers)) ?? filler.fill()
    var entries = context.entries
    plan.bodyProblems = filled.problems
    plan.files = files.filter { !$0.isDerived }.with(targets.pictures.derivedFiles)
    for number in numbers {
      let (entry, context) = (site.entries[number], context.entries[number])
      // The URLs in its values are resolved, and are those of its front matter.
      var values = context.values
      for index in EntryRelations.sizeFields(of: site.loaded.models[entry.model]) {
        values[index] = entry.values[index]
      }
      entries[number] = RenderContext.Entry(
        model: context.model, values: values, slug: context.slug, path: context.path, ownPath: context.ownPath
      )
    }
    for language in running.indices {
      var context = running[language].context
      context.bodies = filled.bodies
      if readsMarkdown { context.bodyMarkdown = { filler.markdown(of: $0) } }
      context.entries = entries
      plan.takeSearch(of: site, again: Set(numbers), for: language, &context)
      plan.running[language] = site.theme.running(in: context)
    }
    return plan
  }

  /// What is searched of some entries anew, for one language's context.
  private mutating func takeSearch(
    of site: CheckedSite, again numbers: Set<Int>, for language: Int, _ context: inout RenderContext
  ) {
    searched[language].read(numbers, context)
    let searched = searched[language]
    let index = searched.index(context, jobs: site.loaded.options.jobs)
    context.take(searched, index)
    searches[language] = index
    guard case .record(var fields)? = context.globals.first,
      let place = TemplateTypes.site.index(of: "search")
    else { return }
    fields[place] = searched.value
    context.globals[0] = .record(fields)
  }

  /// Filled bodies, of which only those of the documents that were read again are filled anew; nothing when
  /// others may link to what is no more.
  func bodies(filledBy filler: BodyFiller, _ change: SiteChange) -> FilledBodies? {
    guard let numbers = change.documents, filler.themeAnchors == checked.theme.anchors,
      numbers.allSatisfy({ filler.anchors(of: $0) == checked.loaded.documents[$0].body.ids.anchors })
    else { return nil }
    // A component's call is bound to its program.
    let calling = change.keepsTemplates ? [] : filler.documentsWithComponents
    return filler.fill(context.bodies, bodyProblems, documents: Set(numbers + calling).sorted())
  }

  /// Whether each page and file is where it is here, and links to entries that are left out say the same of them.
  func hasLayout(
    of site: CheckedSite, _ aliases: Redirects, _ files: PublishedFiles, _ routes: RoutePages,
    _ change: SiteChange
  ) -> Bool {
    guard let again = change.documents, collisions.isEmpty,
      routes.entryURLs == self.routes.entryURLs, routes.pages.count == self.routes.pages.count,
      aliases.pages.count == self.aliases.count,
      files.files.map(\.output) == published.files.map(\.output)
    else { return false }
    let isSame = again.allSatisfy { number in
      let (entry, previous) = (site.entries[number], checked.entries[number])
      return entry.publication == previous.publication && entry.ownPath == previous.ownPath
    }
    return isSame
      && zip(routes.pages + aliases.pages, self.routes.pages + self.aliases).allSatisfy {
        $0.path == $1.path && $0.entry == $1.entry
      }
  }
}

extension SitePlan {
  /// Whether each page and file is at the place that it has in another plan.
  package func hasPlaces(of other: SitePlan) -> Bool {
    pages.count == other.pages.count && files.count == other.files.count
      && zip(pages, other.pages).allSatisfy { $0 === $1 || $0.path == $1.path }
      && zip(files, other.files).allSatisfy { $0.output == $1.output }
  }
}
