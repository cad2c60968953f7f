import DataSources
import Diagnostics
import Digests
package import Files
import Models
import TemplateEngine

/// One run of the pipeline: load → check → plan → render → write (DESIGN §7).
///
/// The commands are the same stages, stopped earlier. Nothing before `write` touches the output.
package struct SiteBuild: Sendable {
  package enum Stage: Sendable {
    case load, check, plan, write
  }

  private let options: BuildOptions
  /// Whether the process ends after a build.
  private let isLast: Bool
  /// All that this value does is done with the same answers.
  private let answers = RunAnswers()
  private let progress: @Sendable (_ stage: Stage, _ done: Int, _ of: Int) -> Void

  /// `progress` is called from several threads, with numbers while pages are written. When the process ends after a
  /// build, `isLast`, its memory is left to the system: to give it back piece by piece takes a tenth of a build that
  /// changes little.
  package init(
    _ options: BuildOptions, isLast: Bool = false,
    progress: @escaping @Sendable (_ stage: Stage, _ done: Int, _ of: Int) -> Void = { _, _, _ in }
  ) {
    self.options = options
    self.isLast = isLast
    self.progress = progress
  }

  /// Loads, checks and plans; writes nothing, and makes no page.
  package func layOut() -> BuildReport {
    let cache = DocumentCache(site: options.site, use: .read, trustsTimes: options.trustsTimes)
    var report = prepare(cache).report
    if cache.hasFailed { report = prepare(.inMemory()).report }
    if report.succeeded { answers.confirm(options) }
    return report
  }

  /// The same, and what only the finished pages tell: says what a build into the folder `output` would, and writes
  /// nothing. Pages that must be those of the last build there are not made again. `listsTrusted` asks for
  /// `BuildReport.trusted`, which no build leaves for the next.
  package func check(_ output: String? = nil, listsTrusted: Bool = false) -> BuildReport {
    let started = FileSystem.now
    let times = fileTimes()
    var seen: SeenContent?
    if !listsTrusted, let last = FinishedBuild(site: options.site) {
      let inputs = BuildInputs(options, answers, times: times, readsTexts: true, started: started)
      seen = inputs?.seen
      if var report = told(last, inputs) {
        (report.bytes, report.pages.kept) = (0, 0)
        for index in report.sources.indices { report.sources[index].pages = nil }
        return report
      }
    }
    let cache = DocumentCache(
      site: options.site, use: .read, times: times.value, started: started, seen: seen)
    cache.openAhead(jobs: options.jobs)
    let report = withPages(cache, since: output.flatMap { LastPages($0, cache) }).report
    return cache.hasFailed ? withPages(.inMemory()).report : report
  }

  private func withPages(
    _ cache: DocumentCache, since last: LastPages? = nil
  ) -> (report: BuildReport, plan: SitePlan?) {
    var (report, plan) = prepare(cache)
    if let plan, report.succeeded {
      report.diagnostics = (report.diagnostics + plan.renderingProblems(since: last)).reported
      if report.succeeded { answers.confirm(options) }
    }
    return (report, plan)
  }

  /// Builds the site into the folder `output`; after errors the folder is as it was. `atomically`, it is exchanged even
  /// for a small change. `waiting` is called when another build writes to it. Without `usingCache` nothing is taken from
  /// an earlier build, and nothing left for a later one.
  package func build(
    to output: String, atomically: Bool = false, usingCache: Bool = true, waiting: () -> Void = {}
  ) throws(FileError) -> BuildReport {
    // A site with mistakes must not leave half a change of the build before.
    try OutputFolder.finish(output, waiting: waiting)
    let target = Target(path: output, isAtomic: atomically)
    let started = FileSystem.now
    let marker = Ahead { [trustsTimes = options.trustsTimes] in
      KnownMarker(in: output, trustingTimesSince: trustsTimes ? started : nil)
    }
    guard usingCache else {
      return try sound(try build(to: target, marker, DocumentCache(), nil, waiting))
    }
    let times = fileTimes()
    marker.begin(jobs: options.jobs)
    let last = FinishedBuild(site: options.site)
    let inputs = BuildInputs(options, answers, times: times, readsTexts: last != nil, started: started)
    if let report = unchanged(last, inputs, output, marker, times.value.output) { return report }
    let cache = DocumentCache(
      site: options.site, use: .readAndWrite, times: times.value, started: started, seen: inputs?.seen)
    cache.openAhead(jobs: options.jobs)
    if let report = try build(to: target, marker, cache, inputs, waiting) { return report }
    let fresh = DocumentCache(site: options.site, use: .write, times: FileTimes(), started: started)
    var report = try sound(try build(to: target, marker, fresh, inputs, waiting))
    report.cacheProblem = "it is damaged"
    return report
  }

  /// Writes what the site's sources say now into `content/sources.lock`, if the site has no mistakes with it; says how
  /// many sources there are.
  package func lock() throws(FileError) -> (report: BuildReport, locked: Int) {
    let report = layOut()
    var ignored: [Diagnostic] = []
    guard report.succeeded, let config = LoadedSite.loadConfig(options, &ignored) else { return (report, 0) }
    let settings = config.sources.filter { $0.file == nil }.map(\.settings)
    let found = answers.answers(config, options).answers
    let lock = SourceLock(settings, found, AnswerStore(site: options.site))
    try lock.write(site: options.site, found)
    return (report, lock.entries.count)
  }

  /// Loads, checks and plans the site from nothing, and compares every byte and every diagnostic with what a build has
  /// just left in `output` and said in `report`.
  package func verify(_ report: BuildReport, in output: String) throws(FileError) -> VerifiedSite {
    let (clean, plan) = withPages(DocumentCache())
    guard let plan else { return VerifiedSite(differences: ["the site can't be laid out from nothing"]) }
    let folder = try OutputFolder(at: output)
    defer { folder.abandon() }
    var verified = plan.compared(with: folder)
    let problems = plan.checked.loaded.config.policy.apply(to: verified.problems)
    let expected = problems.isEmpty ? clean.diagnostics : (clean.diagnostics + problems).reported
    if expected != report.diagnostics {
      let (more, fewer) = (
        expected.filter { !report.diagnostics.contains($0) },
        report.diagnostics.filter { !expected.contains($0) }
      )
      verified.differences += more.map { "a problem was not told: \($0.message)" }
      verified.differences += fewer.map { "a problem was told that is none: \($0.message)" }
    }
    return verified
  }

  /// What files held when the last build looked at them, if that is to be trusted: read while folders are listed.
  private func fileTimes() -> Ahead<FileTimes> {
    Ahead(jobs: options.jobs) { [options] in
      options.trustsTimes ? FileTimes(site: options.site) : FileTimes()
    }
  }

  /// A build whose own texts can't be read again has nothing to go back to.
  private func sound(_ report: BuildReport?) throws(FileError) -> BuildReport {
    if let report { return report }
    throw FileError(
      path: options.site, reason: "texts that this build has put aside can't be read again; look at the disk")
  }

  private struct Target {
    let path: String
    let isAtomic: Bool
  }

  /// What the last build said, if this one would do the same and its output is there.
  private func unchanged(
    _ last: FinishedBuild?, _ inputs: BuildInputs?, _ output: String, _ marker: Ahead<KnownMarker?>,
    _ times: OutputTimes
  ) -> BuildReport? {
    guard let last, let report = told(last, inputs), let marker = marker.value,
      marker.digest == last.manifest,
      UntouchedOutput.isThere(output, marker, times, jobs: options.jobs)
    else { return nil }
    return report
  }

  /// What the last build said, if one now would say the same.
  private func told(_ last: FinishedBuild, _ inputs: BuildInputs?) -> BuildReport? {
    guard let inputs, let digest = inputs.digest, last.holds(digest, at: inputs.clock) else { return nil }
    var report = last.report
    report.zone = inputs.zone
    report.sources = report.sources.updated(inputs.config, inputs.remote, at: inputs.clock)
    return report
  }

  /// Nothing when the cache has turned out to be wrong.
  private func build(
    to target: Target, _ marker: Ahead<KnownMarker?>, _ cache: DocumentCache, _ inputs: BuildInputs?,
    _ waiting: () -> Void
  ) throws(FileError) -> BuildReport? {
    let seen = Ahead {
      if marker.value != nil { _ = cache.lastReads }
      return SeenOutput(target.path, marker.value, cache.times.output)
    }
    var (report, plan) = prepare(cache) { seen.begin(jobs: options.jobs) }
    if cache.hasFailed { return nil }
    report.cacheProblem = cache.problem
    guard let plan, report.succeeded else { return report }
    // All is known that it was made from.
    let made = Ahead(jobs: options.jobs) { [answers, documents = plan.checked.loaded.documents] in
      cache.documents.letGoOfRecords(of: documents)
      return inputs.map { inputs in
        let inputs = inputs.taking(documents, answers)
        return (inputs: inputs, digest: inputs.digest)
      }
    }
    try OutputPlace.check(target.path, site: options.site)
    let output = try OutputFolder(at: target.path, known: marker.value, waiting: waiting)
    let written = try plan.write(to: output, seen: seen, atomically: target.isAtomic) {
      progress(.write, $0, $1)
    }
    if written.isVoid { return nil }
    report.add(written, plan)
    guard report.succeeded else { return report }
    answers.confirm(options)
    guard let (inputs, digest) = made.value else { return report }
    var finished: FinishedBuild?
    if let digest, let marker = written.marker {
      finished = FinishedBuild(
        inputs: digest, manifest: marker, clock: inputs.clock, readsClock: plan.checked.theme.readsClock,
        report: report)
    }
    let log = { @Sendable in
      BuildLog(
        inputs, written, after: BuildLog(site: options.site, pages: false),
        plan.checked.loaded.documents, cache)
    }
    cache.save(finished, log, inputs, written, jobs: options.jobs)
    if isLast { _ = unsafe Unmanaged.passRetained(Finished(plan: plan, written: written)) }
    return report
  }

  /// `beside` is called when most of what follows is for one thread alone.
  private func prepare(
    _ cache: DocumentCache, beside: () -> Void = {}
  ) -> (report: BuildReport, plan: SitePlan?) {
    let prepared = answers.settled(options, confirmsLater: true) { attempt(cache, beside) }
    return (prepared.report, prepared.plan)
  }

  /// All stages before a write, with the answers that are used now.
  private func attempt(_ cache: DocumentCache, _ beside: () -> Void) -> PreparedSite {
    progress(.load, 0, 0)
    let (loaded, problems) = LoadedSite.load(options, cache: cache, answers: answers)
    guard let loaded else { return PreparedSite(report: BuildReport(failed: problems)) }
    progress(.check, 0, 0)
    let saved = Ahead { cache.documents.save(loaded.documents) }
    var checked = loaded.checked(isLast: true) {
      beside()
      saved.begin(jobs: options.jobs)
    }
    guard !checked.theme.diagnostics.hasErrors else {
      saved.value
      return PreparedSite(report: BuildReport(checked), isChecked: true)
    }
    progress(.plan, 0, 0)
    let kept = checked.kept
    checked.kept = nil
    let (plan, _) = Parallel.both(jobs: options.jobs) { [checked] in
      checked.plannedOnce()
    } and: { [checked] in
      saved.value
      if let kept { KeptValues.save(kept, checked) }
    }
    return PreparedSite(report: BuildReport(plan), plan: plan, isChecked: true)
  }
}

/// A site before it is written.
private struct PreparedSite: JudgedAnswers {
  var report: BuildReport
  /// Nothing when it can't be laid out.
  var plan: SitePlan?
  var isChecked = false

  var diagnostics: [Diagnostic] {
    get { report.diagnostics }
    set { report.diagnostics = newValue }
  }
}

/// What a build has made, on its last way.
private final class Finished: Sendable {
  let plan: SitePlan
  let written: WrittenSite

  init(plan: SitePlan, written: WrittenSite) {
    self.plan = plan
    self.written = written
  }
}

extension BuildReport {
  init(failed problems: [Diagnostic]) {
    diagnostics = problems.reported
  }

  init(_ checked: CheckedSite) {
    diagnostics = checked.diagnostics.reported
    documents = (checked.loaded.documents.count, checked.loaded.documents.count { $0.isParsed })
    leftOut = checked.leftOut
    nextChange = checked.nextChange
    sources = checked.loaded.sources.reports(checked.loaded.config, at: checked.loaded.clock)
    zone = checked.loaded.config.zone
    trusted = checked.theme.trusted
  }

  init(_ plan: SitePlan) {
    self.init(plan.checked)
    diagnostics = plan.diagnostics.reported
    pages.planned = plan.pages.count
    files = plan.files.count
    countRoutes(plan, bytes: [])
  }

  mutating func add(_ written: WrittenSite, _ plan: SitePlan) {
    diagnostics = (diagnostics + written.diagnostics).reported
    vanished = written.vanished
    pages.rendered = written.rendered
    pages.kept = written.kept
    pages.run = written.run
    pages.removed = written.removed
    bytes = written.bytes
    let site = plan.checked.loaded.config.url
    urls.changed = written.changed.map { site.full($0) }
    urls.removed = written.gone.map { site.full($0) }
    countRoutes(plan, bytes: written.pageBytes)
    if written.readable != nil { sources = plan.counted(sources, written.reads, since: written.lastReads) }
  }

  /// An address from the site's root, in letters of any language.
  private static func shown(_ url: String) -> String {
    "/"
      + String(
        decoding: PercentEncoding.escaped(url) { $0 <= 0x20 || "?#%".utf8.contains($0) }, as: UTF8.self)
  }

  private mutating func countRoutes(_ plan: SitePlan, bytes: [Int]) {
    var urls: [[String]] = plan.checked.theme.routes.map { _ in [] }
    var counts = urls.map { _ in 0 }
    var sizes = counts
    redirects = plan.host.redirects.count
    for index in plan.pages.indices {
      guard case .route(let number, _) = plan.pages[index].content else { continue }
      counts[number] += 1
      sizes[number] += index < bytes.count ? bytes[index] : 0
      if urls[number].count < 3 { urls[number].append(Self.shown(plan.pages[index].path.url)) }
    }
    routes = plan.checked.theme.routes.enumerated().map { number, route in
      Route(
        path: route.path, pages: counts[number], bytes: sizes[number], reads: route.reads.report,
        urls: urls[number])
    }
  }
}

extension [Diagnostic] {
  /// Each once, in the order in which they are met: what is wrong in all languages is told for one.
  var once: [Diagnostic] {
    var found: Set<Diagnostic> = []
    return filter { found.insert($0).inserted }
  }

  /// In order, each once; what is wrong with a group is said once too, however many templates group.
  var reported: [Diagnostic] {
    var groups: Set<String> = []
    return inOrder.filter { diagnostic in
      !diagnostic.code.name.hasPrefix("group.") || groups.insert(diagnostic.message).inserted
    }
  }
}
