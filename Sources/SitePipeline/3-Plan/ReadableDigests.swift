import Diagnostics
import Digests
import Files
import Models
import TemplateEngine

/// What stands for everything that programs can read, by the numbers that the context gives it.
struct ReadableDigests: Sendable {
  /// Of what all programs are given: themselves, and the site's settings.
  let ground: Digest
  /// What the next build knows each by, whatever its number is then.
  let identities: [Digest]
  private(set) var digests: [Digest]
  /// What they are of; nothing for those of an earlier build.
  var readable: Readable?

  /// Says that a thing is what a digest stands for.
  fileprivate mutating func put(_ digest: Digest, at number: Int) {
    guard digests.indices.contains(number) else { return }
    var writer = CacheWriter()
    writer.put(digest)
    digests[number] = writer.digest
  }
}

/// A snapshot, and what its entries are called. A class, since a context is large.
final class Readable: Sendable {
  let context: RenderContext
  let identities: [Digest]
  /// By body: what stands for all that pages show of it; empty until that is known.
  let texts: [Digest]

  init(_ context: RenderContext, _ identities: [Digest], texts: [Digest] = []) {
    self.context = context
    self.identities = identities
    self.texts = texts
  }
}

extension SitePlan {
  /// Hot: once for each entry and each text. What all threads read is taken out of the plan first: each would count who
  /// holds it in one place, and wait for the others.
  func readableDigests() -> ReadableDigests {
    let jobs = checked.loaded.options.jobs
    let context = context
    let ofEntry = Digest(of: Array("entry".utf8))
    let documents = entryDocuments
    let names = Parallel.map(documents.count, jobs: jobs) { index in
      ofEntry.mixed(with: Digest(of: documents[index].name))
    }
    let bare = Readable(context, names)
    let bodies = context.bodies
    let texts = Parallel.map(bodies.count, jobs: jobs) { index -> Digest in
      if let digest = bodies[index].digest { return digest }
      var writer = ReadableWriter(bare)
      writer.put(whole: BodyID(index))
      return writer.digest
    }
    let readable = Readable(context, names, texts: texts)
    let entries = partsOfEntries(documents, readable)
    let others = collective(entries, readable) + ofLanguages()
    let digests = Parallel.map(others.count, jobs: jobs) { index in
      var writer = ReadableWriter(readable)
      others[index].write(&writer)
      return writer.digest
    }
    let ofText = Digest(of: Array("text".utf8))
    return ReadableDigests(
      ground: ground,
      identities: names + names.map { ofText.mixed(with: $0) }
        + others.map { Digest(of: Array($0.name.utf8)) },
      digests: entries.map(\.itself) + entries.map(\.text) + digests, readable: readable)
  }

  /// The same for the next build, where more is known of the pieces of the search index: those that had to be made first.
  func settled(_ readable: ReadableDigests) -> ReadableDigests {
    var settled = readable
    for (running, search) in zip(running, searches) {
      for piece in 0..<running.context.searchPieces.count {
        guard let digest = search.digest(ofMadePiece: piece) else { continue }
        settled.put(digest, at: running.numbers.ofSearchPiece(piece))
      }
    }
    return settled
  }

  /// Something that programs read and that is no entry.
  private struct Named: Sendable {
    let name: String
    let write: @Sendable (inout ReadableWriter) -> Void
  }

  /// All entries, all texts, and the collections of all languages.
  private func collective(_ entries: [(itself: Digest, text: Digest)], _ readable: Readable) -> [Named] {
    let all = [
      Named(name: "all entries") { writer in
        for (entry, name) in zip(entries, readable.identities) {
          writer.put(name)
          writer.put(entry.itself)
        }
      },
      Named(name: "all texts") { writer in
        for entry in entries { writer.put(entry.text) }
      },
    ]
    return all
      + context.allCollections.enumerated().map { index, collection in
        Named(name: "all \(checked.loaded.collections[index].name)") { $0.put(collection) }
      }
  }

  /// What each language has, in the order of `ReadNumbers`.
  private func ofLanguages() -> [Named] {
    var all: [Named] = []
    func add(_ name: String, _ write: @escaping @Sendable (inout ReadableWriter) -> Void) {
      all.append(Named(name: name, write: write))
    }
    for (number, language) in checked.loaded.config.languages.map(\.tag).enumerated() {
      let (context, search) = (running[number].context, searches[number])
      for (index, collection) in context.collections.enumerated() {
        add("collection \(checked.loaded.collections[index].name) \(language)") { $0.put(collection) }
      }
      for (index, page) in context.collectionPages.enumerated() {
        let name = checked.loaded.collections[index].name
        add("page \(name) \(language)") { $0.put(page.map { .entry($0) } ?? .none) }
      }
      for (index, value) in context.globals.enumerated() {
        if case .record(let fields) = value, !fields.isEmpty {
          for (field, value) in fields.enumerated() {
            add("global \(index) \(field) \(language)") { $0.put(value) }
          }
        } else {
          add("global \(index) \(language)") { $0.put(value) }
        }
      }
      add("now \(language)") { $0.put(.date(context.now)) }
      add("search \(language)") { $0.put(context.searchVersion) }
      for (piece, name) in context.searchPieces.names.enumerated() {
        add("search \(name) \(language)") { writer in
          writer.put(search.digest(ofPiece: piece) ?? context.searchVersion)
        }
      }
      for route in checked.theme.linkedRoutes {
        add("links \(route) \(language)") { $0.put(context.links[route] ?? [:]) }
      }
    }
    return all
  }

  /// By entry: the document that it is read from.
  private var entryDocuments: [Document] {
    checked.entries.map { checked.loaded.documents[$0.document] }
  }

  /// By page: what its program is given before it reads anything; nothing for a redirect, which has none. Hot.
  func starts(_ readable: Readable) -> [Digest?] {
    let pages = pages
    let parts = Parallel.runs(pages.count, jobs: checked.loaded.options.jobs) { numbers in
      // One piece of memory serves many, and what a list was made for is the same on each of its pages.
      var writer = ReadableWriter(readable)
      var list = ReadableWriter(readable)
      var (last, key) = (-1, "")
      return numbers.map { number -> Digest? in
        guard case .route(let route, let instance) = pages[number].content else { return nil }
        let bindings = instance.bindings
        if instance.pageNumber == 1 || route != last || instance.key != key {
          (last, key) = (route, instance.key)
          list.clear()
          for value in bindings.dropLast() { list.put(value) }
        }
        writer.clear()
        put(pages[number], route, &writer)
        writer.put(list.digest)
        if let own = bindings.last { writer.put(own) }
        return writer.digest
      }
    }
    return parts.flatMap { $0 }
  }

  /// Which page it is of which route, and what `current` is.
  private func put(_ page: PlannedPage, _ route: Int, _ writer: inout ReadableWriter) {
    writer.put(route)
    writer.put(page.path.url)
    writer.put(page.url)
    writer.put(page.title.map { .string($0) } ?? .none)
    writer.put(page.language)
    writer.put(page.entry.map { .entry($0) } ?? .none)
    // Of a site in one language nothing is asked: most have no more.
    writer.put(page.version == nil ? .list([]) : checked.translations(of: page, pages, routes))
  }

  /// By entry: what stands for it without what an edit of its text alone changes, and for that.
  private func partsOfEntries(
    _ documents: [Document], _ readable: Readable
  ) -> [(itself: Digest, text: Digest)] {
    let (entries, urls) = (readable.context.entries, readable.context.urls)
    let readsMarkdown = readsMarkdown
    let areOfText = checked.loaded.models.areOfText
    return Parallel.runs(entries.count, jobs: checked.loaded.options.jobs) { numbers in
      var writer = ReadableWriter(readable)
      return numbers.map { number in
        let (entry, document) = (entries[number], documents[number])
        writer.clear()
        writer.put(entry.model.index)
        writer.put(entry.slug)
        writer.put(entry.path)
        writer.put(entry.ownPath ?? "")
        writer.put(urls[number] ?? "")
        let first = areOfText.starts[entry.model.index]
        for (field, value) in entry.values.enumerated() where !areOfText.flags[first + field] {
          writer.put(value)
        }
        let itself = writer.digest
        writer.clear()
        writer.put(entry.model.index)
        // The outlines of its texts come from its file alone.
        writer.put(document.digest)
        // That of an item is one of its body alone, and other texts of it may be read as they are written.
        if readsMarkdown, document.item != nil { writer.put(document.frontMatterDigest) }
        for (field, value) in entry.values.enumerated() where areOfText.flags[first + field] {
          writer.put(value)
        }
        return (itself, writer.digest)
      }
    }.flatMap { $0 }
  }

  private var ground: Digest {
    var writer = ReadableWriter(Readable(context, []))
    let site = checked.loaded
    writer.put(ProgramIdentity.digest ?? Digest(low: 0, high: 0))
    writer.put(Digest(of: site.config.source.bytes))
    for settings in site.theme.settings { writer.put(Digest(of: settings.source.bytes)) }
    for (path, source) in site.theme.templates.sorted(by: { $0.key < $1.key }) {
      writer.put(path)
      writer.put(Digest(of: source.bytes))
    }
    // What filters make of code.
    writer.put(site.highlighting.digest)
    for asset in site.theme.assets {
      writer.put(asset.path)
      writer.put(asset.output)
      // Its name tells contents apart, but for the rarest of chances; what pages say of its integrity must not hang on that.
      writer.put(Digest(of: asset.bytes))
    }
    for text in [context.origin, context.basePath, site.config.language, site.config.zoneName] {
      writer.put(text)
    }
    writer.put(Digest(of: ZoneFile.bytes(named: site.config.zoneName) ?? []))
    for reference in running.flatMap(\.context.references) { writer.put(reference) }
    // Strings are read by their names; names of dates by every program that writes dates.
    for layer in site.theme.dateWords + site.theme.words { writer.put(Digest(of: layer.source.bytes)) }
    for name in checked.themed.words.names { writer.put(name) }
    return writer.digest
  }
}

/// Writes values so that equal bytes are equal values; entries by what they are called, since their numbers change.
private struct ReadableWriter: ~Copyable {
  private let readable: Readable
  private var writer = CacheWriter()

  init(_ readable: Readable) {
    self.readable = readable
  }

  var digest: Digest { writer.digest }

  mutating func clear() { writer.clear() }
  mutating func put(_ number: Int) { writer.put(number) }
  mutating func put(_ text: String) { writer.put(text) }
  mutating func put(_ digest: Digest) { writer.put(digest) }

  /// In any order.
  mutating func put(_ urls: [String: String]) {
    var sum: (low: UInt64, high: UInt64) = (0, 0)
    var pair = CacheWriter()
    for (key, url) in urls {
      pair.clear()
      pair.put(key)
      pair.put(url)
      let digest = pair.digest
      sum = (sum.low &+ digest.low, sum.high &+ digest.high)
    }
    writer.put(urls.count)
    writer.put(Digest(low: sum.low, high: sum.high))
  }

  mutating func put(_ value: Value) {
    switch value {
    case .none: writer.put(0)
    case .bool(let flag): writer.put(flag ? 1 : 2)
    case .int(let number):
      writer.put(3)
      writer.put(number)
    case .double(let number):
      writer.put(4)
      writer.put(fixed: number.bitPattern)
    case .string(let text):
      writer.put(5)
      writer.put(text)
    case .date(let date):
      writer.put(6)
      writer.put(Int(date.milliseconds))
    case .list(let items), .record(let items):
      if case .list = value { writer.put(7) } else { writer.put(8) }
      writer.put(items.count)
      for item in items { put(item) }
    case .entry(let id):
      writer.put(9)
      writer.put(readable.identities[id.index])
    case .body(let id):
      writer.put(10)
      if id.index < readable.texts.count {
        writer.put(readable.texts[id.index])
      } else if id.index < readable.context.bodies.count {
        put(whole: id)
      }
    case .html(let fragment):
      writer.put(11)
      put(fragment)
    }
  }

  mutating func put(whole id: BodyID) {
    let body = readable.context.bodies[id.index]
    put(body.html)
    writer.put(body.text.digest)
    if let excerpt = body.excerpt { put(excerpt) }
  }

  private mutating func put(_ fragment: HTMLFragment) {
    writer.put(fragment.text.digest)
    writer.put(fragment.range)
    writer.put(fragment.fills.count)
    for fill in fragment.fills {
      writer.put(fill.offset)
      writer.put(fill.end)
      switch fill.content {
      case .text(let local, let full):
        writer.put(0)
        writer.put(local)
        writer.put(full)
      case .component(let use):
        writer.put(use.endsLine ? 1 : 2)
        writer.put(use.program)
        put(.list(use.arguments))
        put(use.content.map { .html($0) } ?? .none)
      }
    }
  }
}
