package import Diagnostics
import Dispatch
import Files
import Models
package import SitePipeline
import Synchronization

/// Watches a site's folder and rebuilds what is served, one burst of changes after the other.
package final class PreviewLoop: Sendable {
  /// What one rebuild came to.
  package struct Outcome: Sendable {
    /// Below the site's folder, in order: of several those that are there still. Empty when only time has passed, or a source
    /// has news.
    package let changed: [String]
    /// What the sources did that it was made for.
    package let sources: [SourceNews]
    /// From the end of the burst until the new site was served.
    package let duration: Duration
    package let diagnostics: [Diagnostic]
    /// Nothing when the last good site is served still.
    package let pages: ChangedPages?
  }

  /// More pages than this are not compared to be counted.
  private static let comparedPages = 2000
  private let site: PreviewSite
  private let folder: String
  private let options: @Sendable () -> BuildOptions
  private let isTimed: Bool
  private let report: @Sendable (Outcome) -> Void
  private let reportPages: @Sendable ([Diagnostic]) -> Void
  private let sources: SourceRefresh?
  private let watcher: FolderWatcher
  private let rebuilding = DispatchQueue(label: "presstime.rebuild")
  private let watching = DispatchQueue(label: "presstime.watch")
  /// Behind all that somebody waits for.
  private let checking = DispatchQueue(label: "presstime.check", qos: .utility)
  /// How many checks were asked for: one that another has followed has nothing to do.
  private let checks = Atomic(0)
  /// How many rebuilds there were: a timer of an earlier one has nothing to do.
  private let rebuilds = Atomic(0)

  /// `options` is asked for each rebuild, since time passes unless `isTimed` is false. `sources` gives the answers
  /// that they want, and is told to begin and to end. `problem` says why the folder is looked at now and then instead of
  /// being watched. `reportPages` is given what is wrong with finished pages, each time that they were looked at.
  package init(
    _ site: PreviewSite, options: @escaping @Sendable () -> BuildOptions, isTimed: Bool,
    sources: SourceRefresh? = nil,
    problem: @escaping @Sendable (String) -> Void, report: @escaping @Sendable (Outcome) -> Void,
    reportPages: @escaping @Sendable ([Diagnostic]) -> Void = { _ in }
  ) {
    self.site = site
    self.options = options
    self.isTimed = isTimed
    self.report = report
    self.reportPages = reportPages
    self.sources = sources
    folder = options().site
    watcher = FolderWatcher(
      [folder + "/content", folder + "/themes", folder + "/data"], isLeftOut: Self.isLeftOut,
      problem: { problem($0.sentence) })
  }

  /// Names of files that editors make beside the one that is written.
  private static func isLeftOut(_ name: String) -> Bool {
    (name.hasPrefix(".") && ![".well-known", ".nojekyll"].contains(name)) || name.hasSuffix("~")
      || name.hasSuffix(".swp") || name == "4913"
  }

  /// Watches until `stop`.
  package func start() {
    watching.async { [self] in
      while let changes = watcher.next() {
        let paths =
          changes.isUnknown ? nil : Set(changes.paths.compactMap { FilePath.rest(of: $0, in: folder) })
        if paths?.isEmpty == true { continue }
        rebuilding.sync { rebuild(paths) }
      }
    }
    rebuilding.async { [self] in waitForTime() }
    checkLater()
    sources?.start { [weak self] news in
      guard let self else { return }
      rebuilding.async { [self] in rebuild([], news) }
    }
  }

  /// Ends the watching; a rebuild that has begun is finished. Nobody waits for a server that is being asked.
  package func stop() {
    sources?.stop()
    watcher.stop()
  }

  private func rebuild(_ changed: Set<String>?, _ news: [SourceNews] = []) {
    let clock = ContinuousClock()
    let start = clock.now
    let rebuild = site.rebuild(options(), changed: changed, answersDiffer: !news.isEmpty)
    let duration = clock.now - start
    let pages = rebuild.plans.map { ChangedPages($0.after, since: $0.before, limit: Self.comparedPages) }
    report(
      Outcome(
        changed: Self.named(changed ?? [], in: folder), sources: news, duration: duration,
        diagnostics: rebuild.diagnostics, pages: pages))
    checkLater()
    waitForTime()
  }

  /// What the author is told of: of a file that an editor has written and put in the place of another only the other's
  /// name is left.
  static func named(_ changed: Set<String>, in folder: String) -> [String] {
    let there = changed.filter { FileSystem.kind(folder + "/" + $0) != nil }
    return (there.isEmpty ? changed : there).sorted()
  }

  /// Looks at the finished pages when nothing was saved for a moment: what was saved is to be seen first.
  private func checkLater() {
    let number = checks.wrappingAdd(1, ordering: .relaxed).newValue
    checking.asyncAfter(deadline: .now() + .milliseconds(300)) { [weak self] in
      guard let self, checks.load(ordering: .relaxed) == number else { return }
      if let found = site.checkPages(jobs: 1) { reportPages(found) }
    }
  }

  /// Rebuilds when the next post is published or expires.
  private func waitForTime() {
    let number = rebuilds.wrappingAdd(1, ordering: .relaxed).newValue
    guard isTimed, let next = site.nextChange else { return }
    let seconds = max(1, next.milliseconds / 1000 - ProcessEnvironment.now + 1)
    // Far dates would overflow the queue's clock.
    guard seconds < 30 * 86_400 else { return }
    rebuilding.asyncAfter(deadline: .now() + .seconds(Int(seconds))) { [weak self] in
      guard let self, rebuilds.load(ordering: .relaxed) == number else { return }
      rebuild([])
    }
  }
}
