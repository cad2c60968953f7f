package import Diagnostics
import Digests
package import Files
import Models
import Synchronization
import TemplateEngine

/// What was written.
package struct WrittenSite: Sendable {
  /// Pages whose programs wrote them anew, and pages that are as they were.
  package internal(set) var rendered = 0
  package internal(set) var kept = 0
  package internal(set) var removed = 0
  /// Bytes of all files, copied ones too.
  package internal(set) var bytes = 0
  /// Bytes by page, in the order of the plan.
  package internal(set) var pageBytes: [Int] = []
  package internal(set) var diagnostics: [Diagnostic] = []
  /// What lies in the output now.
  package internal(set) var manifest = OutputManifest(files: [:])
  /// Pages that were made anew, by path below the output.
  package internal(set) var new: Set<String> = []
  /// Whether a text was not what the cache had said of it: nothing was changed, and the site has to be built without.
  package internal(set) var isVoid = false
}

extension SitePlan {
  /// Renders the pages that differ from those in the output, writes each at once, and changes the output folder when
  /// all went well.
  ///
  /// A page is kept when its key is that of the last build and its file is there as that build left it. No page is kept
  /// in memory after it is written. After an error of a page nothing is changed.
  package func write(
    to output: OutputFolder, atomically: Bool = false, progress: @Sendable (_ done: Int, _ of: Int) -> Void
  ) throws(FileError) -> WrittenSite {
    let jobs = checked.loaded.options.jobs
    let done = Atomic(0)
    let total = pages.count + files.count
    let known = KnownOutput(output, times: checked.loaded.cache.times)
    let made = Parallel.map(total, jobs: jobs) { index in
      let file =
        index < pages.count
        ? make(pages[index], known, output) : copy(files[index - pages.count], known, output)
      progress(done.wrappingAdd(1, ordering: .relaxed).newValue, total)
      return file
    }
    var written = WrittenSite()
    written.isVoid = checked.loaded.cache.hasFailed
    written.diagnostics = checked.loaded.config.policy.apply(
      to: onTheirPages(made.prefix(pages.count).map(\.diagnostics))
        + made.dropFirst(pages.count).flatMap(\.diagnostics))
    if let failure = made.lazy.compactMap(\.failure).first {
      output.abandon()
      throw failure
    }
    written.rendered = made.prefix(pages.count).count { $0.isNew }
    written.kept = pages.count - written.rendered
    written.pageBytes = made.prefix(pages.count).map { $0.file?.size ?? 0 }
    written.bytes = made.reduce(0) { $0 + ($1.file?.size ?? 0) }
    if written.isVoid || written.diagnostics.hasErrors {
      output.abandon()
      return written
    }
    written.manifest.files.reserveCapacity(total)
    for (page, made) in zip(pages, made) {
      written.manifest.files[page.path.file] = made.file
      if made.isNew { written.new.insert(page.path.file) }
    }
    for (file, made) in zip(files, made.dropFirst(pages.count)) {
      written.manifest.files[file.output] = made.file
    }
    written.removed = output.previous.paths(missingIn: written.manifest).count
    try output.commit(written.manifest, atomically: atomically)
    return written
  }

  /// One file of the output, made or found as it should be.
  private struct Made: Sendable {
    /// Nothing when it could not be made.
    var file: OutputManifest.File?
    /// Whether a program has run for it.
    var isNew = false
    var failure: FileError?
    var diagnostics: [Diagnostic] = []
  }

  // MARK: - Pages

  /// Hot.
  private func make(_ page: PlannedPage, _ known: KnownOutput, _ output: OutputFolder) -> Made {
    let path = page.path.file
    let there = known.file(at: path)
    // Where nothing can be kept, or is likely to be, the key is found on the way.
    let found = there?.key == nil || known.hasChanged ? nil : key(of: page)
    if let there, let found, known.keeps(path, there, found.key) {
      return Made(file: there, diagnostics: found.diagnostics)
    }
    let rendered = render(page, withKey: found == nil)
    if let there, found == nil, known.keeps(path, there, rendered.key) {
      return Made(file: there, diagnostics: rendered.diagnostics)
    }
    let file = OutputManifest.File(
      size: rendered.bytes.count, digest: Digest(of: rendered.bytes), key: found?.key ?? rendered.key)
    var made = Made(file: file, isNew: true, diagnostics: rendered.diagnostics)
    made.failure = put(rendered.bytes, at: path, file, known, output)
    return made
  }

  /// Writes a file, unless what lies there is the same.
  private func put(
    _ bytes: [UInt8], at path: String, _ file: OutputManifest.File, _ known: KnownOutput,
    _ output: OutputFolder
  ) -> FileError? {
    if let there = known.file(at: path), there.digest == file.digest, known.holds(path, there) { return nil }
    do { try output.write(path, bytes) } catch { return error }
    return nil
  }

  /// What goes wrong while pages are made, by the site's severities.
  func renderingProblems() -> [Diagnostic] {
    let found = Parallel.map(pages.count, jobs: checked.loaded.options.jobs) { render(pages[$0]).diagnostics }
    return checked.loaded.config.policy.apply(to: onTheirPages(found))
  }

  /// The problems of pages, each once, with the first page that has it: the template alone does not say whose
  /// value is wrong.
  private func onTheirPages(_ diagnostics: [[Diagnostic]]) -> [Diagnostic] {
    var order: [Diagnostic] = []
    var pagesWith: [Diagnostic: (first: Int, count: Int)] = [:]
    for (page, found) in diagnostics.enumerated() where !found.isEmpty {
      for diagnostic in found.inOrder {
        if pagesWith[diagnostic] == nil { order.append(diagnostic) }
        pagesWith[diagnostic, default: (page, 0)].count += 1
      }
    }
    return order.map { diagnostic in
      guard !diagnostic.code.name.hasPrefix("group."), let (first, count) = pagesWith[diagnostic] else {
        return diagnostic
      }
      var diagnostic = diagnostic
      diagnostic.help.append(seen(on: pages[first], andMore: count - 1))
      return diagnostic
    }
  }

  private func seen(on page: PlannedPage, andMore count: Int) -> String {
    let source = page.entry.map { checked.document(of: $0).shownAs }
    let more = count == 0 ? "" : count == 1 ? ", and on 1 more page" : ", and on \(count) more pages"
    return "it is on the page `/\(page.path.url)`" + (source.map { ", made for `\($0)`" } ?? "") + more
  }

  // MARK: - Files

  private func copy(_ planned: PlannedFile, _ known: KnownOutput, _ output: OutputFolder) -> Made {
    let bytes: [UInt8]
    switch planned.content {
    case .bytes(let content): bytes = content
    case .disk(let path):
      if let file = known.file(at: planned.output), let stamp = FileSystem.stamp(path),
        checked.loaded.cache.times.digest(of: planned.shownAs, stamp) == file.digest,
        known.holds(planned.output, file)
      {
        return Made(file: file)
      }
      do { bytes = try FileSystem.read(path) } catch {
        return Made(diagnostics: [
          Diagnostic(
            .fileUnreadable, "this file can't be read: \(error.reason)", at: Location(path: planned.shownAs),
            help: ["make it readable, or give it a name that begins with `_` to leave it out"])
        ])
      }
    }
    let file = OutputManifest.File(size: bytes.count, digest: Digest(of: bytes))
    return Made(file: file, failure: put(bytes, at: planned.output, file, known, output))
  }
}

/// What the last build left in the output, as far as it is there still.
private final class KnownOutput: Sendable {
  private let output: OutputFolder
  private let times: FileTimes
  /// How many pages on end had another key than in the last build.
  private let changes = Atomic(0)

  init(_ output: OutputFolder, times: FileTimes) {
    self.output = output
    self.times = times
  }

  /// Whether so many pages on end have changed that the next one most likely has: a layout was edited. Pages come in the
  /// order of their routes.
  var hasChanged: Bool { changes.load(ordering: .relaxed) >= 16 }

  /// Whether a page with this key is kept.
  func keeps(_ path: String, _ file: OutputManifest.File, _ key: Digest?) -> Bool {
    guard key != nil, key == file.key else {
      changes.wrappingAdd(1, ordering: .relaxed)
      return false
    }
    changes.store(0, ordering: .relaxed)
    return holds(path, file)
  }

  /// What the manifest says of a file.
  func file(at path: String) -> OutputManifest.File? { output.previous.files[path] }

  /// Whether it is in the output as the manifest says: by its size and time on the machine that wrote it, else by its
  /// bytes. Hot.
  func holds(_ path: String, _ file: OutputManifest.File) -> Bool {
    guard let status = output.status(path), status.size == file.size else { return false }
    let moment = status.seconds &* 1_000_000_000 &+ Int64(status.nanoseconds)
    if times.output(path) == .init(size: file.size, modified: moment, digest: file.digest) { return true }
    guard let bytes = try? output.read(path) else { return false }
    return Digest(of: bytes) == file.digest
  }
}
