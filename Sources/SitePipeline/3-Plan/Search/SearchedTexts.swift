import Digests
import Files
import Models
import TemplateEngine

/// What of a site is searched: its documents with their URLs and texts, and what stands for all of them.
struct SearchedTexts: Sendable {
  let outline: SearchOutline
  /// Differs when anything that is searched, or shown of it, does.
  private(set) var version: Digest
  private let fields: [DocumentFields]
  /// What stands for each document.
  private var digests: [Digest]

  init(_ outline: SearchOutline, _ context: RenderContext, _ site: LoadedSite) {
    self.outline = outline
    let fields = site.models.models.map { DocumentFields($0) }
    self.fields = fields
    // Taken out of the context, as threads would wait for each other to count who holds it.
    let (documents, entries, urls, bodies) = (
      outline.documents, context.entries, context.urls, context.bodies
    )
    digests = Parallel.runs(documents.count, jobs: site.options.jobs) { numbers in
      // One piece of memory serves many.
      var writer = CacheWriter()
      return numbers.map { number in
        let index = documents[number].index
        let body = bodies[index]
        return SearchDocument.digest(
          of: entries[index], urls[index], fields, headings: body.headings, text: body.text.digest, &writer)
      }
    }.flatMap { $0 }
    version = Self.version(digests)
  }

  /// Reads some entries again, of the same documents with other texts.
  mutating func read(_ entries: Set<Int>, _ context: RenderContext) {
    for (number, id) in outline.documents.enumerated() where entries.contains(id.index) {
      digests[number] = SearchDocument.digest(of: id, context, fields)
    }
    version = Self.version(digests)
  }

  private static func version(_ digests: [Digest]) -> Digest {
    var writer = CacheWriter()
    for digest in digests { writer.put(digest) }
    return writer.digest
  }

  /// What templates read as `site.search`.
  var value: Value { outline.value(version: String(version.hexadecimal.prefix(8))) }

  /// The index, which is made when the first piece is wanted, and once; it goes on from that of the last build where a
  /// cache has it, and from the words that edited entries had, if `former` has their texts still.
  func index(
    _ context: RenderContext, jobs: Int, _ cache: DocumentCache? = nil, language: Int = 0,
    former: @escaping @Sendable (EntryID) -> ParsedBody? = { _ in nil }
  ) -> SearchIndex {
    // The index holds the context, which must not hold an index, or each run would hold all before it.
    var context = context
    context.searchPiece = { _ in nil }
    let store = cache?.searchStore(ofLanguage: language)
    return SearchIndex(
      documents: { [outline, fields, context] in SearchDocument(outline.documents[$0], context, fields) },
      digests: digests, pieces: outline.pieces, jobs: jobs,
      kept: { store?.last },
      former: { [outline, fields, context] number, digest in
        let id = outline.documents[number]
        var writer = CacheWriter()
        guard let body = former(id),
          digest
            == SearchDocument.digest(
              of: context.entries[id.index], context.urls[id.index], fields, headings: body.ids.digest,
              text: body.text.digest, &writer)
        else { return nil }
        return SearchDocument(
          id, context, fields, headings: body.outline.map(\.text), text: body.text)
      }, putAside: { store?.put($0) ?? $0 })
  }
}

extension RenderContext {
  /// What templates are given of the search index.
  mutating func take(_ searched: SearchedTexts, _ index: SearchIndex) {
    searchVersion = searched.version
    searchPieces = searched.outline.pieces
    searchPiece = { index.piece($0) }
  }
}

/// Where a model has what is searched.
struct DocumentFields: Sendable {
  let title: Int?
  let summary: Int?
  let tags: Int?
  let category: Int?
  let series: Int?

  init(_ model: Model) {
    func place(_ name: String, where fits: (ValueType) -> Bool) -> Int? {
      model.index(of: name).flatMap { fits(model.fields[$0].type.unwrapped) ? $0 : nil }
    }
    title = place("title", where: \.isText)
    summary = place("summary", where: \.isText)
    category = place("category", where: \.isText)
    series = place("series", where: \.isText)
    tags = place("tags") { if case .list(let element) = $0 { element.isText } else { false } }
  }
}

/// One document as the index sees it.
struct SearchDocument {
  /// Root-absolute with the base path; without one the document is not searched.
  let url: String?
  let title: String
  let summary: String?
  /// Tags, category and series.
  let labels: [String]
  let text: LazyBytes
  private let makeHeadings: @Sendable () -> [String]

  /// `headings` are made when they are wanted: what is shown of a document needs none.
  init(
    url: String?, title: String, summary: String?, labels: [String],
    headings: @autoclosure @escaping @Sendable () -> [String], text: LazyBytes
  ) {
    (self.url, self.title, self.summary, self.labels, self.text) = (url, title, summary, labels, text)
    makeHeadings = headings
  }

  var headings: [String] { makeHeadings() }
}

extension SearchDocument {
  init(_ id: EntryID, _ context: RenderContext, _ fields: [DocumentFields]) {
    let body = context.bodies[id.index]
    self.init(id, context, fields, headings: Self.headings(of: body), text: body.text)
  }

  /// The same entry with a text that may be another one.
  init(
    _ id: EntryID, _ context: RenderContext, _ fields: [DocumentFields],
    headings: @autoclosure @escaping @Sendable () -> [String], text body: LazyBytes
  ) {
    let entry = context.entries[id.index]
    let places = fields[entry.model.index]
    func text(_ place: Int?) -> String? {
      if let place, case .string(let text) = entry.values[place] { text } else { nil }
    }
    var labels: [String] = []
    if let place = places.tags, case .list(let tags) = entry.values[place] {
      for case .string(let tag) in tags { labels.append(tag) }
    }
    labels += [text(places.category), text(places.series)].compactMap(\.self)
    self.init(
      url: context.urls[id.index], title: text(places.title) ?? entry.slug, summary: text(places.summary),
      labels: labels, headings: headings(), text: body)
  }

  private static func headings(of body: RenderContext.Body) -> [String] {
    body.toc.compactMap { heading in
      if case .record(let values) = heading, values.count > 2, case .string(let text) = values[2] {
        text
      } else {
        nil
      }
    }
  }

  /// Stands for all of it. Hot, where little has changed.
  static func digest(of id: EntryID, _ context: RenderContext, _ fields: [DocumentFields]) -> Digest {
    let body = context.bodies[id.index]
    var writer = CacheWriter()
    return digest(
      of: context.entries[id.index], context.urls[id.index], fields, headings: body.headings,
      text: body.text.digest, &writer)
  }

  /// The same of an entry at a URL, with a text that may be another one.
  static func digest(
    of entry: RenderContext.Entry, _ url: String?, _ fields: [DocumentFields], headings: Digest, text: Digest,
    _ writer: inout CacheWriter
  ) -> Digest {
    let places = fields[entry.model.index]
    writer.clear()
    writer.put(url ?? "")
    writer.put(entry.slug)
    for case .some(let place) in [places.title, places.summary, places.tags, places.category, places.series] {
      writer.put(texts: entry.values[place])
    }
    writer.put(headings)
    writer.put(text)
    return writer.digest
  }
}
