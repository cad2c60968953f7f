package import Diagnostics
import MarkdownEngine
import Models
package import SitePipeline
import Synchronization
import TemplateEngine

/// A site that is served from memory while it is written: the last one without errors, and what is wrong since.
package final class PreviewSite: Sendable {
  private struct State {
    var snapshot: SiteSnapshot
    /// Nothing until the site can be laid out for the first time.
    var shown: ShownSite?
    var builds: Int
    /// What the pages of a site that was shown have told; nothing until they were made once.
    var pages: PageCheck?

    var known: Known {
      let found = pages?.diagnostics ?? []
      return Known(
        diagnostics: found.isEmpty ? snapshot.diagnostics : (snapshot.diagnostics + found).inOrder,
        hasPages: pages != nil)
    }
  }

  private let state: Mutex<State>
  private let viewers = Viewers()
  /// The number of the build that browsers were told of last. Rebuilds, pages that are made and browsers that come tell
  /// them from threads of their own.
  private let told = Mutex(0)
  /// Tells this run of the server from others.
  private let run: String

  /// `run` is different for each run of the server.
  package init(_ snapshot: SiteSnapshot, run: String) {
    self.run = run
    state = Mutex(
      State(
        snapshot: snapshot, shown: snapshot.plan.map { ShownSite($0, build: run + "-0") }, builds: 0))
  }

  /// The path of the base URL that the site is served at; begins and ends with a slash.
  package var basePath: String { state.withLock { $0.snapshot.basePath } }

  /// Of the site that is shown: to see that it is given up with the next one.
  var firstPage: PlannedPage? { state.withLock { $0.shown?.plan.pages.first } }

  /// When the site differs next with no file changed.
  var nextChange: DateTime? { state.withLock { $0.snapshot.nextChange } }

  // MARK: - Rebuilding

  /// What a rebuild came to.
  package struct Rebuild: Sendable {
    package let diagnostics: [Diagnostic]
    /// The plans before, if one was shown, and after it; nothing when the site is not shown as it is now.
    package let plans: (before: SitePlan?, after: SitePlan)?
  }

  /// Runs the pipeline again after files have changed, below the site's folder, or the answers of sources, and tells the
  /// browsers. One at a time.
  package func rebuild(
    _ options: BuildOptions, changed: Set<String>?, answersDiffer: Bool = false
  ) -> Rebuild {
    let (snapshot, before, number) = state.withLock { ($0.snapshot, $0.shown, $0.builds + 1) }
    let next = snapshot.next(options, changed: changed, answersDiffer: answersDiffer)
    // The last good site stays, but for one that has never been good.
    let plan = !next.diagnostics.hasErrors || before == nil ? next.plan : nil
    let after = plan.map { ShownSite($0, index: index(for: $0, before), build: "\(run)-\(number)") }
    let known = state.withLock { state in
      state.snapshot = next
      state.builds = number
      if let after { state.shown = after }
      return state.known
    }
    tell(before, after ?? before, known, of: number)
    return Rebuild(
      diagnostics: next.diagnostics,
      plans: after.map { (before?.plan, $0.plan) })
  }

  /// The index of the plan before, when each page and file has its place still.
  private func index(for plan: SitePlan, _ before: ShownSite?) -> PageIndex? {
    guard let before, plan.hasPlaces(of: before.plan) else { return nil }
    return before.index
  }

  // MARK: - What pages tell

  /// What is wrong with a site, and whether its pages are among what is known.
  private struct Known: Equatable {
    let diagnostics: [Diagnostic]
    let hasPages: Bool
  }

  /// Makes the pages of the site that is shown, as far as they may differ from those that were made before, on `jobs`
  /// threads, and tells the browsers what is wrong with them and with their links. Nothing when the site is rebuilt
  /// meanwhile, or what is shown is not what is on the disk. One at a time.
  package func checkPages(jobs: Int) -> [Diagnostic]? {
    let (shown, before, number) = state.withLock { state in
      (state.snapshot.diagnostics.hasErrors ? nil : state.shown, state.pages, state.builds)
    }
    guard let shown,
      let check = PageCheck(
        shown.plan, after: before, jobs: jobs, isStale: { self.state.withLock { $0.builds != number } })
    else { return nil }
    let known = state.withLock { state -> Known? in
      guard state.builds == number else { return nil }
      state.pages = check
      return state.known
    }
    guard let known else { return nil }
    if known.diagnostics.isEmpty && before?.diagnostics.isEmpty ?? true { return [] }
    update(to: shown, known, of: number)
    return check.diagnostics
  }

  /// Tells the browsers what a build shows, unless they know of a later one.
  private func update(
    to shown: ShownSite?, _ known: Known, of build: Int, restyled: (_ page: [UInt8]) -> [UInt8] = { $0 }
  ) {
    told.withLock { last in
      guard build >= last else { return }
      last = build
      viewers.update({ self.view(of: $0, in: shown, known) }, restyled: restyled)
    }
  }

  private func tell(_ before: ShownSite?, _ after: ShownSite?, _ known: Known, of build: Int) {
    var moved: [(old: String, new: String)] = []
    if let before, let after, !after.plan.checked.theme.isSame(as: before.plan.checked.theme) {
      let sheets = after.stylesheets
      for (path, old) in before.stylesheets {
        if let new = sheets[path], new != old { moved.append((old, new)) }
      }
      moved.sort { $0.old < $1.old }
    }
    for (old, new) in moved {
      viewers.send("style", "{\"old\":\(JSONReport.quoted(old)),\"new\":\(JSONReport.quoted(new))}")
    }
    update(to: after, known, of: build) { page in
      moved.reduce(page) { Self.replacing($1.old, $1.new, in: $0) }
    }
  }

  private static func replacing(_ old: String, _ new: String, in page: [UInt8]) -> [UInt8] {
    let (wanted, replacement) = (Array(old.utf8), Array(new.utf8))
    guard let first = wanted.first else { return page }
    var replaced: [UInt8] = []
    var position = 0
    while position < page.count {
      if page[position] == first, page[position...].starts(with: wanted) {
        replaced += replacement
        position += wanted.count
      } else {
        replaced.append(page[position])
        position += 1
      }
    }
    return replaced
  }

  /// Tells the browsers that the server ends.
  package func end() { viewers.send("gone") }

  // MARK: - Answering

  /// Answers one request; may be called from many threads.
  package func answer(_ request: PreviewRequest) -> PreviewResponse {
    let (shown, known) = state.withLock { ($0.shown, $0.known) }
    guard let shown else { return unshown(request, known) }
    let base = shown.plan.context.basePath
    switch RequestPlace(request, basePath: base) {
    case .host: return .redirect(to: base, status: 302)
    case .elsewhere: return missing(request.path, shown)
    case .site(PreviewMarkup.folder + "events"): return events(request, shown, known)
    case .site(PreviewMarkup.folder + "client.js"): return Self.script
    case .site(let path):
      return shown.tables.apply(to: path, basePath: base) { found(at: $0, request, shown) }
        ?? missing(path, shown)
    }
  }

  private func found(at path: String, _ request: PreviewRequest, _ shown: ShownSite) -> PreviewResponse? {
    switch shown.index.find(path) {
    case .item(.page(let number)):
      Self.moved(shown.plan.pages[number], from: path) ?? page(shown.plan.pages[number], shown)
    case .item(.file(let number)): Self.file(shown.plan.files[number], shown.plan)
    case .folder: .redirect(toFolder: path, for: request, basePath: shown.plan.context.basePath)
    case nil: nil
    }
  }

  /// What a host that knows redirects answers in the place of a page that leads on; the page itself is at its file.
  private static func moved(_ page: PlannedPage, from path: String) -> PreviewResponse? {
    guard case .redirect(let url, _, let status) = page.content, path != page.path.file else { return nil }
    return .redirect(to: url, status: status)
  }

  private func page(_ page: PlannedPage, _ shown: ShownSite) -> PreviewResponse {
    let rendered = shown.plan.render(page)
    let type = ContentTypes.type(of: page.path.file)
    guard page.path.file.hasSuffix(".html") else {
      return PreviewResponse(contentType: type, body: .bytes(rendered.bytes))
    }
    let marked = PreviewMarkup.withScript(
      rendered.bytes, basePath: shown.plan.context.basePath, build: shown.build)
    return PreviewResponse(contentType: type, body: .bytes(marked))
  }

  private static func file(_ file: PlannedFile, _ plan: SitePlan) -> PreviewResponse {
    let type = ContentTypes.type(of: file.output)
    switch file.content {
    case .bytes(let bytes): return PreviewResponse(contentType: type, body: .bytes(bytes))
    case .disk(let path), .photograph(let path): return PreviewResponse(contentType: type, body: .file(path))
    case .derived(let picture):
      guard let bytes = plan.bytes(of: picture) else {
        let text = Array("\(file.shownAs) can't be made\n".utf8)
        return PreviewResponse(status: 500, contentType: "text/plain; charset=utf-8", body: .bytes(text))
      }
      return PreviewResponse(contentType: type, body: .bytes(bytes))
    }
  }

  private static var script: PreviewResponse {
    PreviewResponse(contentType: "text/javascript; charset=utf-8", body: .bytes(PreviewClient.script))
  }

  /// The theme's own page for what is missing, with what Presstime knows of the address.
  private func missing(_ path: String, _ shown: ShownSite) -> PreviewResponse {
    let marked = PreviewMarkup.withScript(
      missingPage(path, shown), basePath: shown.plan.context.basePath, build: shown.build)
    return PreviewResponse(status: 404, contentType: "text/html; charset=utf-8", body: .bytes(marked))
  }

  private func missingPage(_ path: String, _ shown: ShownSite) -> [UInt8] {
    let known = shown.plan.missingPage(at: path)
    let base = shown.plan.context.basePath
    var lines = ["Nothing is published at <code>/\(HTMLEscaping.escaped(path))</code>."]
    if let reason = known.reason { lines.append(HTMLEscaping.escaped(reason) + ".") }
    if let nearest = known.nearest {
      let url = HTMLEscaping.escaped(base + URLPath.encoded(nearest))
      lines.append("Did you mean <a href=\"\(url)\">/\(HTMLEscaping.escaped(nearest))</a>?")
    }
    // Each language has a page of its own for that.
    let folder = path.prefix { $0 != "/" }
    let page =
      shown.page(at: folder + "/404.html")?.bytes ?? shown.page(at: "404.html")?.bytes
      ?? PreviewMarkup.placeholder("There is no such page")
    return PreviewMarkup.withNote(lines, in: page)
  }

  /// What a page is without the preview's script, and what is wrong with the site and with it.
  private func view(
    of path: String, in shown: ShownSite?, _ known: Known
  ) -> (bytes: [UInt8], problems: ProblemReport) {
    guard let shown else { return ([], ProblemReport(known.diagnostics)) }
    guard let page = shown.page(at: path) else {
      return (missingPage(path, shown), ProblemReport(known.diagnostics))
    }
    let own = known.hasPages ? [] : page.diagnostics
    return (page.bytes, ProblemReport((known.diagnostics + own).inOrder))
  }

  private func events(
    _ request: PreviewRequest, _ shown: ShownSite?, _ known: Known
  ) -> PreviewResponse {
    let stream = EventStream()
    let response = PreviewResponse(contentType: "text/event-stream", body: .events(stream))
    // Nobody would ever close its stream.
    if request.method == .head { return response }
    let written = request.query.flatMap { query in
      query.split(separator: "&").first { $0.hasPrefix("page=") }?.dropFirst("page=".count)
    }
    let path = URLPath.decoded(String(written ?? "/"))
    let base = URLPath.decoded(shown?.plan.context.basePath ?? "/")
    let below = path.hasPrefix(base) ? String(path.dropFirst(base.count)) : String(path.drop { $0 == "/" })
    stream.send("hello", shown?.build ?? "none")
    let (page, problems) = view(of: below, in: shown, known)
    viewers.add(stream, path: below, page: page, problems: problems)
    // A rebuild meanwhile did not know of this browser yet.
    let (now, knownNow, number) = state.withLock { ($0.shown, $0.known, $0.builds) }
    if now?.build != shown?.build || knownNow != known { update(to: now, knownNow, of: number) }
    return response
  }

  /// Before the site could be laid out for the first time there is nothing to show but what is wrong.
  private func unshown(_ request: PreviewRequest, _ known: Known) -> PreviewResponse {
    if request.path.hasSuffix(PreviewMarkup.folder + "events") { return events(request, nil, known) }
    if request.path.hasSuffix(PreviewMarkup.folder + "client.js") { return Self.script }
    let page = PreviewMarkup.withScript(
      PreviewMarkup.placeholder("This site can't be shown yet"), basePath: "/", build: "none")
    return PreviewResponse(status: 500, contentType: "text/html; charset=utf-8", body: .bytes(page))
  }
}
