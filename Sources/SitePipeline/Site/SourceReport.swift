package import DataSources
package import Models
import TemplateEngine

/// What a run has had of one source.
package struct SourceReport: Sendable {
  package let name: String
  package let shape: SourceSettings.Shape
  /// Its file, or its URL as `site.toml` spells it.
  package let origin: String
  package let freshness: SourceAnswer.Freshness
  /// When its server last said so, and how many seconds before the build that was; nothing for a file.
  package let asked: DateTime?
  package let age: Int?
  /// When it has to be asked again; nothing for never.
  package let due: DateTime?
  package let requests: Int
  /// Whether the site is made from its last good answer, since the latest does not fit.
  let isLastGood: Bool
  /// Entries made of it.
  package internal(set) var entries = 0
  /// Pages that read anything of it; nothing when that is not known.
  package internal(set) var pages: Int?
}

extension [SourceReport] {
  /// The same sources as they are now, of which the last build has made what it says.
  func updated(_ config: SiteConfig, _ remote: RemoteAnswers, at moment: DateTime) -> [SourceReport] {
    compactMap { last in
      guard let source = config.sources.first(where: last.isOf) else { return nil }
      let answers = last.isLastGood ? remote.lastGood.map(\.answer) : remote.answers
      let answer = answers.first { $0.answers(source.settings) }
      var report = SourceReport(
        answer ?? SourceAnswer(source: last.name, pages: [], freshness: .local), source, at: moment)
      report.entries = last.entries
      report.pages = last.pages
      return report
    }
  }
}

extension LoadedSources {
  /// What there is to say of each before anything is made of it.
  func reports(_ config: SiteConfig, at moment: DateTime) -> [SourceReport] {
    answers.compactMap { answer in
      guard let number = config.sources.firstIndex(where: { answer.answers($0.settings) }) else { return nil }
      var report = SourceReport(answer, config.sources[number], at: moment)
      report.entries = items.count { $0.source == number }
      return report
    }
  }
}

extension SourceReport {
  /// What a build has made of a source, as the next one finds it written down.
  init(name: String, shape: SourceSettings.Shape, entries: Int, pages: Int?, isLastGood: Bool) {
    self.name = name
    self.shape = shape
    self.entries = entries
    self.pages = pages
    origin = ""
    freshness = .local
    asked = nil
    age = nil
    due = nil
    requests = 0
    self.isLastGood = isLastGood
  }

  func isOf(_ source: SourceConfig) -> Bool { source.name == name && source.settings.shape == shape }

  init(_ answer: SourceAnswer, _ source: SourceConfig, at moment: DateTime) {
    name = answer.source
    shape = source.settings.shape
    origin = source.file ?? source.settings.shownURL
    freshness = answer.freshness
    asked = answer.asked
    age = answer.asked.map { Int(moment.seconds - $0.seconds) }
    due = answer.due
    requests = answer.requests
    isLastGood = answer.isLastGood
  }
}

extension SitePlan {
  /// Counts the pages that have read something of each source: of entries, of their collection, or of a value. Pages that
  /// read very much are counted for all.
  func counted(_ reports: [SourceReport], _ reads: [LastReads.Page], since last: LastReads?) -> [SourceReport]
  {
    guard !reports.isEmpty else { return reports }
    let languages = running.map(\.context)
    let numbers = ReadNumbers(context)
    var owners: [UInt32: Int] = [:]
    let sources = checked.loaded.config.sources
    for (index, report) in reports.enumerated() {
      guard let number = sources.firstIndex(where: report.isOf) else { continue }
      for entry in context.entries.indices where checked.document(of: EntryID(entry)).item?.source == number {
        owners[UInt32(entry)] = index
        owners[UInt32(numbers.ofText(entry))] = index
      }
      for context in languages {
        let numbers = ReadNumbers(context)
        for (collection, value) in checked.loaded.collections.enumerated() where value.source == number {
          owners[UInt32(numbers.ofCollection(collection))] = index
          owners[UInt32(numbers.ofAll(in: collection))] = index
        }
        for (field, source) in checked.data.sources.enumerated() where source == number {
          owners[UInt32(numbers.ofGlobal(context.globals.count - 1).lowerBound + field)] = index
        }
      }
    }
    var counts = reports.map { _ in 0 }
    let ofAll = Set([numbers.ofAllEntries, numbers.ofAllTexts].map { UInt32($0) })
    let making = sourcesOfHeaders(reports)
    let routes = pages.compactMap { if case .route(let route, _) = $0.content { route } else { nil } }
    for (number, page) in reads.enumerated() {
      var seen: Set<Int> = routes.count == reads.count ? making[routes[number]] : []
      if let numbers = page.numbers(since: last), ofAll.isDisjoint(with: numbers) {
        for number in numbers { if let owner = owners[number] { seen.insert(owner) } }
      } else {
        seen = Set(reports.indices)
      }
      for index in seen { counts[index] += 1 }
    }
    return zip(reports, counts).map { report, count in
      var report = report
      report.pages = count
      return report
    }
  }

  /// By route: the sources that its header goes through, by their places among the reports.
  private func sourcesOfHeaders(_ reports: [SourceReport]) -> [Set<Int>] {
    let sources = checked.loaded.config.sources
    let places = sources.map { source in reports.firstIndex { $0.isOf(source) } }
    let data = context.globals.count - 1
    return checked.theme.routes.map { route in
      let reads = checked.theme.reads(ofHeader: route)
      var found = reads.collections.compactMap { checked.loaded.collections[$0].source }
      for global in reads.globals where global.index == data {
        found += checked.data.sources.indices.compactMap {
          global.field == nil || global.field == $0 ? checked.data.sources[$0] : nil
        }
      }
      return Set(found.compactMap { places[$0] })
    }
  }
}
