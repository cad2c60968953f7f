import DataSources
import Diagnostics
import Digests
import Files
import MarkdownEngine
import Models
import TemplateEngine

/// What is known of one page or file of a site, as `presstime explain` prints it.
package struct Explanation: Sendable, Hashable {
  /// One line, or several, under a name.
  package struct Part: Sendable, Hashable {
    package let name: String
    package let lines: [String]
  }

  /// What it is, in a sentence.
  package let title: String
  package private(set) var parts: [Part] = []

  init(_ title: String) { self.title = title }

  /// Adds what there is to say; nothing for an empty list.
  mutating func add(_ name: String, _ lines: [String]) {
    if !lines.isEmpty { parts.append(Part(name: name, lines: lines)) }
  }
}

/// Finds what a URL or a path means, and says what is known of it.
package struct SiteExplainer {
  private let plan: SitePlan
  private let output: String
  private let marker: KnownMarker?
  private let log: BuildLog?

  /// `output` is the folder that the site was last built into.
  package init(_ plan: SitePlan, output: String) {
    self.plan = plan
    self.output = output
    marker = KnownMarker(in: output)
    log = BuildLog(site: plan.checked.loaded.options.site)
  }

  private var manifest: OutputManifest { marker?.manifest ?? OutputManifest() }

  private var site: LoadedSite { plan.checked.loaded }

  /// Of all that the target may mean, pages first; empty when it means nothing.
  package func explanations(of target: String) -> [Explanation] {
    let path = normalized(target)
    let page = plan.pages.first { page in
      page.path.file == path || page.path.url == path || page.path.url == path + "/"
    }
    if let page { return [explained(page)] }
    let isDocument = { (document: Document) in
      document.path == path || (document.item == nil && document.source.path == path)
    }
    if let number = site.documents.firstIndex(where: isDocument) { return explained(document: number) }
    let sources = explained(sourceAt: path)
    if !sources.isEmpty { return sources }
    if let file = plan.files.first(where: { $0.output == path || $0.shownAs == path }) {
      return [explained(file)]
    }
    return explained(template: path).map { [$0] } ?? []
  }

  /// The URL that a target is most like.
  package func nearest(to target: String) -> String? {
    Suggestion.nearest(to: target, among: plan.pages.map { "/" + $0.path.url })
  }

  /// A URL below the root of the site, or a path below its folder or its output.
  private func normalized(_ target: String) -> String {
    var text = target
    let url = site.config.url
    if text.hasPrefix(url.origin) { text = String(text.dropFirst(url.origin.count)) }
    for base in [url.basePath, URLPath.decoded(url.basePath)] where base != "/" && text.hasPrefix(base) {
      text = "/" + text.dropFirst(base.count)
      break
    }
    if target != text || (text.hasPrefix("/") && FileSystem.kind(text) == nil) || text == "/" {
      return URLPath.decoded(String(text.prefix { $0 != "?" && $0 != "#" }.drop { $0 == "/" }))
    }
    // Paths are as the shell completes them, or as messages print them.
    for folder in [output, site.options.site] {
      let (full, root) = (FileSystem.realPath(text), FileSystem.realPath(folder))
      if FileSystem.kind(text) != nil, FileSystem.isInside(full, root), full != root {
        return String(full.dropFirst(root.count + 1))
      }
    }
    return text.hasPrefix("./") ? String(text.dropFirst(2)) : text
  }

  // MARK: - Pages

  private func explained(_ page: PlannedPage) -> Explanation {
    var explanation = Explanation("/\(page.path.url) is \(output)/\(page.path.file)")
    explanation.add("made for", page.entry.map { [name(of: plan.checked.document(of: $0))] } ?? [])
    switch page.content {
    case .redirect(let url, _, _):
      let origin = page.entry == nil ? "[redirects]" : "aliases"
      explanation.add("redirect", ["to \(url), by `\(origin)`"])
    case .route(let number, _):
      let route = plan.checked.theme.routes[number]
      explanation.add("made by", Array(route.templates.prefix(1)))
      let called = page.entry.map { components(inTextsOf: $0) } ?? []
      explanation.add(
        "with", route.templates.dropFirst() + called.filter { !route.templates.contains($0) })
      explanation.add("reads", route.reads.report.flatMap(Self.lines))
    }
    let key = plan.key(of: page).key
    let file = manifest.file(at: page.path.file)
    let isThere = file.map { $0.isHeld(at: output + "/" + page.path.file) } ?? false
    explanation.add("key", [key?.hexadecimal ?? "none: this program can't be told from others"])
    explanation.add("last build", history(of: page, file, isThere: isThere))
    explanation.add("next build", [future(of: file, isThere: isThere, key)])
    return explanation
  }

  private func future(of file: OutputManifest.File?, isThere: Bool, _ key: Digest?) -> String {
    if plan.diagnostics.hasErrors { return "stops, as the site has errors: `presstime check` tells them" }
    guard let file else { return "made anew: no build has made it" }
    if !isThere { return "made anew: its file is gone, or not as the last build left it" }
    return file.key == key ? "kept: its key is that of the last build" : "made anew: its key has changed"
  }

  /// Components that the texts of an entry call, in their order.
  private func components(inTextsOf entry: EntryID) -> [String] {
    let document = plan.checked.entries[entry.index].document
    return Set(plan.checked.bodies.filter { $0.document == document }.flatMap { components(in: $0) }).sorted()
  }

  /// Those that a text calls, as messages name them.
  private func components(in body: SiteBody) -> [String] {
    guard body.markdown.hasComponents else { return [] }
    return body.markdown.marks.components.compactMap {
      plan.checked.loaded.theme.templates["components/\($0.name).html"]?.path
    }
  }

  /// A file, or an item with the source that gave it.
  private func name(of document: Document) -> String {
    guard let item = document.item else { return document.source.path }
    return "\(document.shownAs), of \(site.config.sources[item.source].title)"
  }

  private static func lines(_ read: BuildReport.Read) -> [String] {
    guard let expression = read.expression else { return read.paths }
    let loop = read.dependsOn.isEmpty ? "" : " (for each \(read.dependsOn.joined(separator: ", ")))"
    return [
      "\(expression)\(loop): " + (read.paths.isEmpty ? "which there are" : read.paths.joined(separator: ", "))
    ]
  }

  /// Why the last build that changed something made it, or kept it.
  private func history(of page: PlannedPage, _ file: OutputManifest.File?, isThere: Bool) -> [String] {
    guard let log, file != nil else { return ["nothing is known of it"] }
    guard log.output == marker?.digest else {
      return ["nothing is known of it: the last one wrote another output"]
    }
    guard log.rendered.contains(page.path.file) else { return ["kept: nothing that it shows had changed"] }
    guard let changes = log.changes else {
      return ["made anew: there was no build before it to keep anything of"]
    }
    let seen = changes.filter { concerns($0, page) }
    var lines = seen.prefix(Self.shownChanges).map(Self.sentence)
    if seen.count > Self.shownChanges { lines.append("and \(seen.count - Self.shownChanges) more") }
    if log.changesSettings { lines.append("the options, the day or the program have changed") }
    if lines.isEmpty {
      if changes.isEmpty { return ["made anew: its file was not as the build before left it"] }
      return [
        "made anew, since one of these changed what it reads, or its file was not as the build before left it:"
      ]
        + changes.prefix(Self.shownChanges).map { "  " + Self.sentence($0) }
    }
    return ["made anew, since the build before:"] + lines.map { "  " + $0 }
  }

  private static let shownChanges = 8

  private static func sentence(_ change: BuildLog.Change) -> String {
    change.parts.isEmpty
      ? "\(change.path) has changed" : "\(change.path): \(change.parts.joined(separator: ", "))"
  }

  /// Whether a page may show what has changed: its own text, its templates, settings, and texts of which it reads what
  /// has changed.
  private func concerns(_ change: BuildLog.Change, _ page: PlannedPage) -> Bool {
    guard case .route(let number, _) = page.content else { return true }
    let route = plan.checked.theme.routes[number]
    if let entry = page.entry, plan.checked.document(of: entry).source.path == change.path { return true }
    let names = sources(at: change.path).map { $0.settings.shape == .value ? "data." + $0.name : $0.name }
    if !names.isEmpty {
      let reads = route.reads.paths + route.reads.collections.map(\.expression)
      return reads.contains { read in names.contains { read.hasPrefix($0) } || read.hasPrefix("site.pages") }
    }
    if route.reads.paths.contains(where: { $0.hasPrefix("site.search") }) { return true }
    guard change.path.hasPrefix("content/"), ContentListing.isMarkdown(change.path) else {
      let isTemplate = ["/routes/", "/layouts/", "/components/"].contains { change.path.contains($0) }
      return !isTemplate || route.templates.contains(change.path)
    }
    let others =
      route.reads.collections.flatMap { [$0.expression] + $0.paths }
      + route.reads.paths.filter { $0.split(separator: ".").count > 2 || $0.contains("[]") }
    if others.isEmpty { return false }
    return change.parts.isEmpty || !Set(change.parts).isDisjoint(with: ["added", "removed"])
      || change.parts.contains { part in others.contains { $0.contains(part == "text" ? "body" : part) } }
  }

  // MARK: - Files

  private func explained(document number: Int) -> [Explanation] {
    let document = site.documents[number]
    let entry = plan.checked.entries[number]
    let pages = plan.pages.filter { $0.entry == EntryID(number) }
    if !pages.isEmpty, entry.publication == .published { return pages.map(explained) }
    var explanation = Explanation("\(name(of: document)) has no page")
    let collection = site.collections[entry.collection].name
    let reason =
      if let reason = entry.publication.reason { "it is \(reason)" } else if !entry.isRoutable {
        "its slug or path can't stand in a URL"
      } else { "no route of the theme makes one for each of `\(collection)`" }
    explanation.add("why", [reason])
    explanation.add("collection", [collection])
    explanation.add("mend", mend(entry))
    return [explanation]
  }

  private func mend(_ entry: Entry) -> [String] {
    switch entry.publication {
    case .draft: ["remove `draft: true`, or build with `--drafts`"]
    case .future(let date):
      ["build after \(DateFormat.iso8601.string(date, in: site.config.zone)), or with `--future`"]
    case .expired: ["move its `expiresAt`"]
    case .incomplete: ["give it the values that its model requires; `presstime check` names them"]
    case .published: []
    }
  }

  /// The sources that a data file, or an address, answers.
  private func sources(at path: String) -> [SourceConfig] {
    let answers = site.sources.answers.filter { $0.pages.contains { $0.path == path } }
    return site.config.sources.filter { source in answers.contains { $0.answers(source.settings) } }
  }

  private func explained(sourceAt path: String) -> [Explanation] {
    sources(at: path).map { source in
      var explanation = Explanation("\(path) is read as \(source.title)")
      guard source.settings.shape == .entries,
        let collection = site.collections.firstIndex(where: { collection in
          collection.source.map { site.config.sources[$0].name == source.name } ?? false
        })
      else { return explanation }
      let ids = Set(
        plan.checked.entries.indices.filter { number in
          site.documents[number].item != nil && plan.checked.entries[number].collection == collection
        })
      let pages = plan.pages.filter { $0.entry.map { ids.contains($0.index) } ?? false }
      explanation.add(
        "entries", ["\(ids.count) of `\(site.models[site.collections[collection].model].name)`"])
      let first = pages.first.map { ", the first is /\($0.path.url)" } ?? ""
      explanation.add("pages", ["\(pages.count)\(first)"])
      return explanation
    }
  }

  private func explained(_ file: PlannedFile) -> Explanation {
    var explanation = Explanation("/\(file.output) is \(output)/\(file.output)")
    explanation.add("copied from", [file.shownAs])
    let known = manifest.file(at: file.output)
    explanation.add(
      "in the output",
      [
        known.map {
          $0.isHeld(at: output + "/" + file.output)
            ? "as the last build wrote it" : "changed since the last build"
        }
          ?? "not yet"
      ])
    return explanation
  }

  private func explained(template path: String) -> Explanation? {
    let routes = plan.checked.theme.routes.indices.filter {
      plan.checked.theme.routes[$0].templates.contains(path)
    }
    var explanation = Explanation("\(path) is a template")
    if routes.isEmpty {
      guard plan.checked.loaded.theme.templates.values.contains(where: { $0.path == path }) else {
        return nil
      }
      let callers = Set(plan.checked.bodies.filter { components(in: $0).contains(path) }.map(\.document))
      explanation.add(
        "makes",
        ["no page: no route is made with it" + (callers.isEmpty ? "; texts may call a component" : "")])
      explanation.add("called in", callers.sorted().map { name(of: plan.checked.loaded.documents[$0]) })
      return explanation
    }
    explanation.add(
      "makes",
      routes.map { number in
        let pages = plan.pages.filter { if case .route(number, _) = $0.content { true } else { false } }
        let first = pages.first.map { ", the first is /\($0.path.url)" } ?? ""
        return
          "\(pages.count) page\(pages.count == 1 ? "" : "s") by \(plan.checked.theme.routes[number].path)\(first)"
      })
    return explanation
  }
}
