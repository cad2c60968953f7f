import DataFormats
package import Diagnostics
import Models

/// Finds the entries that front matter refers to by their slugs.
///
/// Slugs are read before the entries, and only of models that some field refers to.
struct ReferenceTable: Sendable {
  private var entries: [ModelID: [String: [Int]]] = [:]
  private let paths: [String]
  private let languages: [Int]

  /// Of the models that fields refer to, and those that `types` do.
  init(_ site: LoadedSite, today: String, types: [ValueType] = []) {
    paths = site.documents.map(\.path)
    languages = site.config.languages.count == 1 ? [] : site.documents.map(\.language)
    var wanted = Self.referred(site.models)
    for type in types { Self.collect(type, &wanted) }
    guard !wanted.isEmpty else { return }
    let reader = ValueReader(models: site.models, zone: site.config.zone)
    for (index, document) in site.documents.enumerated() {
      let id = site.collections[document.collection].model
      guard wanted.contains(id) else { continue }
      var entryReader = EntryReader(site.input(index), model: site.models[id], reader: reader, today: today)
      guard let slug = entryReader.slug() else { continue }
      entries[id, default: [:]][slug, default: []].append(index)
    }
  }

  /// The entry in a language, or else the one in the default language.
  func find(_ model: ModelID, _ slug: String, _ language: Int = 0) -> Reference {
    let all = entries[model]?[slug] ?? []
    var found = all
    if !languages.isEmpty {
      found = all.filter { languages[$0] == language }
      if found.isEmpty { found = all.filter { languages[$0] == 0 } }
    }
    guard let first = found.first else {
      return .missing(known: entries[model].map { Array($0.keys) } ?? [])
    }
    return found.count == 1 ? .found(EntryID(first)) : .ambiguous(found.map { paths[$0] })
  }

  /// The fields of each model that can refer to entries.
  static func referringFields(_ models: ModelSet) -> [[Int]] {
    models.models.map { model in
      model.fields.indices.filter { index in
        var found: Set<ModelID> = []
        if !model.fields[index].isComputed { collect(model.fields[index].type, &found) }
        return !found.isEmpty
      }
    }
  }

  /// The models that fields of other models, or their own, refer to.
  private static func referred(_ models: ModelSet) -> Set<ModelID> {
    var found: Set<ModelID> = []
    for model in models.models {
      for field in model.fields where !field.isComputed { collect(field.type, &found) }
    }
    return found
  }

  private static func collect(_ type: ValueType, _ found: inout Set<ModelID>) {
    switch type {
    case .model(let id): found.insert(id)
    case .optional(let inner), .list(let inner): collect(inner, &found)
    case .record(let record): for field in record.fields { collect(field.type, &found) }
    default: break
    }
  }
}

extension LoadedSite {
  /// References from published entries to entries that are left out.
  func unpublishedReferences(_ entries: [Entry]) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    let fields = ReferenceTable.referringFields(models)
    guard fields.contains(where: { !$0.isEmpty }) else { return [] }
    for entry in entries where !fields[entry.model.index].isEmpty && entry.publication == .published {
      for index in fields[entry.model.index] {
        let field = models[entry.model].fields[index]
        for id in entry.values[index].references {
          guard let reason = entries[id.index].publication.reason else { continue }
          let document = documents[entry.document]
          let span = document.frontMatter.member { $0 == field.name }?.value.span
          problems.append(
            Diagnostic(
              .postUnpublishedReference,
              "`\(field.name)` refers to `\(entries[id.index].slug)`, which is \(reason)",
              in: document.source, span ?? document.frontMatter.openingFence, label: "not published",
              help: "publish it too, or refer to another"))
        }
      }
    }
    return problems
  }

  /// References from data to entries that are left out.
  func unpublishedReferences(_ data: DataValues, _ entries: [Entry]) -> [Diagnostic] {
    zip(data.sources, data.values).flatMap { number, value in
      Set(value.references).sorted().compactMap { id in
        guard let reason = entries[id.index].publication.reason else { return nil }
        let source = config.sources[number]
        return Diagnostic(
          .postUnpublishedReference,
          "\(source.title) refers to `\(entries[id.index].slug)`, which is \(reason)", in: config.source,
          source.originSpan, label: "not published", help: "publish it too, or refer to another")
      }
    }
  }
}

extension Value {
  /// The entries that are named in it.
  var references: [EntryID] {
    switch self {
    case .entry(let id): [id]
    case .list(let items), .record(let items): items.flatMap(\.references)
    default: []
    }
  }
}

extension DiagnosticCode {
  /// A reference from a published entry to one that is left out.
  package static let postUnpublishedReference = DiagnosticCode("post.unpublished-reference")
}
