import DataFormats
import Diagnostics
import Files
import Highlighting
import MarkdownEngine
import Models

extension LoadedSite {
  /// Reads again what has changed at some paths below the site's folder; all of it when nobody knows where, and then from
  /// new `answers`, as where they are said to differ from those of the run before.
  func reload(
    _ options: BuildOptions, _ changed: Set<String>?, _ answers: RunAnswers, answersDiffer: Bool
  ) -> (site: LoadedSite?, diagnostics: [Diagnostic], change: SiteChange) {
    // Data that no source reads is nothing to the site.
    let changed = changed.map { $0.filter { !$0.hasPrefix("data/") || isRead($0) } }
    guard let changed, !changesSettings(changed) else {
      let (site, diagnostics) = Self.load(options, cache: cache, answers: answers)
      return (site, diagnostics, .everything)
    }
    if answersDiffer {
      let (site, diagnostics) = Self.load(
        options, cache: cache, known: KnownDocuments(self, changed: changed), answers: answers)
      return (site, diagnostics, site?.change(from: self, changed) ?? .everything)
    }
    if let (site, numbers) = reloadDocuments(options, changed) {
      let change = site.change(from: self, numbers)
      if case .bodies = change { return (site, site.diagnostics, change) }
      // Without posts, texts elsewhere may be taken for posts by their dates.
      if documents.contains(where: { collections[$0.collection].name == "posts" }) {
        return (site, site.diagnostics, change)
      }
    }
    if let site = reloadTheme(options, changed) {
      return (site, site.diagnostics, site.change(from: self, changed))
    }
    let (site, diagnostics) = Self.load(
      options, cache: cache, known: KnownDocuments(self, changed: changed), answers: RunAnswers(known: remote)
    )
    return (site, diagnostics, site?.change(from: self, changed) ?? .everything)
  }

  /// Whether a path is that of a data file, or of a folder that one lies in.
  private func isRead(_ path: String) -> Bool {
    config.sources.contains { source in
      source.file.map { $0 == path || $0.hasPrefix(path + "/") } ?? false
    }
  }

  private func changesSettings(_ changed: Set<String>) -> Bool {
    changed.contains { path in
      path == "content/site.toml" || FilePath.name(of: path) == "theme.toml" || !path.contains("/")
    }
  }

  /// The site with some of its documents read again; nothing when something else has changed as well.
  private func reloadDocuments(
    _ options: BuildOptions, _ changed: Set<String>
  ) -> (site: LoadedSite, numbers: [Int])? {
    var numbers: [Int] = []
    for path in changed {
      guard let number = number(of: path) else { return nil }
      numbers.append(number)
    }
    numbers.sort()
    guard let first = numbers.first else { return (replacing(options, documents), []) }
    let loader = DocumentLoader(
      options, components: documents[first].components, highlighting, models, collections, cache)
    var documents = documents
    for number in numbers {
      guard let document = loader.reload(documents[number]) else { return nil }
      documents[number] = document
    }
    return (replacing(options, documents), numbers)
  }

  /// The site with its theme read again; nothing when something else has changed, or the texts would be read otherwise.
  private func reloadTheme(_ options: BuildOptions, _ changed: Set<String>) -> LoadedSite? {
    guard changed.allSatisfy({ $0.hasPrefix("themes/") }) else { return nil }
    let (theme, problems) = ThemeLoader.load(config, options)
    guard let theme, theme.componentNames == self.theme.componentNames,
      theme.languages.digest == self.theme.languages.digest,
      theme.settings.map(\.source) == self.theme.settings.map(\.source)
    else { return nil }
    return replacing(options, documents, theme, problems)
  }

  /// The number of the document at a path below the site's folder.
  private func number(of path: String) -> Int? {
    path.hasPrefix("content/") ? numbers[String(path.dropFirst("content/".count))] : nil
  }

  private func replacing(
    _ options: BuildOptions, _ documents: [Document], _ theme: Theme? = nil,
    _ themeProblems: [Diagnostic]? = nil
  ) -> LoadedSite {
    LoadedSite(
      options: options, config: config, clock: options.clock.moment(in: config.zone),
      theme: theme ?? self.theme,
      models: models, collections: collections, cache: cache, sources: sources, remote: remote,
      documents: documents, numbers: numbers, versions: versions,
      files: files,
      problems: problems, documentProblems: documents.problems,
      themeProblems: themeProblems ?? self.themeProblems)
  }

  /// How documents differ that were read again.
  private func change(from previous: LoadedSite, _ numbers: [Int]) -> SiteChange {
    guard isSameDay(previous) else { return .everything }
    let isBodies = numbers.allSatisfy { documents[$0].differsInBodyOnly(from: previous.documents[$0]) }
    return isBodies ? .bodies(numbers) : .documents(numbers)
  }

  /// How a site differs that was read with what was known.
  private func change(from previous: LoadedSite, _ changed: Set<String>) -> SiteChange {
    let isTheme = changed.allSatisfy { path in
      path.hasPrefix("themes/") || number(of: path) != nil
    }
    guard isTheme, isSameDay(previous), files == previous.files,
      theme.componentNames == previous.theme.componentNames,
      theme.languages.digest == previous.theme.languages.digest,
      theme.statics.map(\.path) == previous.theme.statics.map(\.path),
      zip(theme.statics, previous.theme.statics).allSatisfy({ $0.isPicture ? $0.bytes == $1.bytes : true }),
      theme.settings.map(\.source) == previous.theme.settings.map(\.source),
      documents.map(\.path) == previous.documents.map(\.path), sources.digest == previous.sources.digest
    else { return .everything }
    return .templates(documents: changed.compactMap { number(of: $0) }.sorted())
  }

  /// Dates that are written as days mean another moment tomorrow.
  private func isSameDay(_ previous: LoadedSite) -> Bool {
    config.zone.civil(clock).date == config.zone.civil(previous.clock).date && clock >= previous.clock
  }
}

extension Document {
  /// Whether front matter, title and what kind of text it is are as they were in a document of the same file.
  fileprivate func differsInBodyOnly(from other: Document) -> Bool {
    frontMatterDigest == other.frontMatterDigest
      && hasBody == other.hasBody && hasLostBody == other.hasLostBody && isUnreadable == other.isUnreadable
      // Equal characters may have other bytes.
      && body.title.map { Array($0.text.utf8) } == other.body.title.map { Array($0.text.utf8) }
      && body.title?.span == other.body.title?.span
  }
}
