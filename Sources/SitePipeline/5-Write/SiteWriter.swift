package import Diagnostics
import Digests
package import Files
import Models
import Synchronization
import TemplateEngine

/// What was written.
package struct WrittenSite: Sendable {
  package internal(set) var rendered = 0
  package internal(set) var removed = 0
  /// Bytes of all files, copied ones too.
  package internal(set) var bytes = 0
  /// Bytes by page, in the order of the plan.
  package internal(set) var pageBytes: [Int] = []
  package internal(set) var diagnostics: [Diagnostic] = []
}

extension SitePlan {
  /// Renders every page, writes each at once, and changes the output folder when all went well.
  ///
  /// No page is kept after it is written. After an error of a page nothing is changed.
  package func write(
    to output: OutputFolder, atomically: Bool = false, progress: @Sendable (_ done: Int, _ of: Int) -> Void
  ) throws(FileError) -> WrittenSite {
    var written = WrittenSite()
    let jobs = checked.loaded.options.jobs
    let done = Atomic(0)
    let total = pages.count + files.count
    let results = Parallel.map(pages.count, jobs: jobs) { index in
      let rendered = render(pages[index])
      let result = Self.attempt { () throws(FileError) in
        try output.write(pages[index].path.file, rendered.bytes)
      }
      progress(done.wrappingAdd(1, ordering: .relaxed).newValue, total)
      let file = OutputManifest.File(size: rendered.bytes.count, digest: Digest(of: rendered.bytes))
      return (file: file, diagnostics: rendered.diagnostics, failure: result)
    }
    let copies = Parallel.map(files.count, jobs: jobs) { index in
      let copied = copy(files[index], to: output)
      progress(done.wrappingAdd(1, ordering: .relaxed).newValue, total)
      return copied
    }
    let problems = onTheirPages(results.map(\.diagnostics)) + copies.compactMap(\.diagnostic)
    written.diagnostics = checked.loaded.config.policy.apply(to: problems)
    if let failure = results.lazy.compactMap(\.failure).first ?? copies.lazy.compactMap(\.failure).first {
      output.abandon()
      throw failure
    }
    written.rendered = pages.count
    written.pageBytes = results.map(\.file.size)
    written.bytes = (results.map(\.file) + copies.compactMap(\.file)).reduce(0) { $0 + $1.size }
    if written.diagnostics.hasErrors {
      output.abandon()
      return written
    }
    var manifest = OutputManifest(files: [:])
    for (page, result) in zip(pages, results) { manifest.files[page.path.file] = result.file }
    for (file, copy) in zip(files, copies) { manifest.files[file.output] = copy.file }
    written.removed = output.previous.paths(missingIn: manifest).count
    try output.commit(manifest, atomically: atomically)
    return written
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
    let source = page.entry.map { checked.loaded.documents[checked.entries[$0.index].document].source.path }
    let more = count == 0 ? "" : count == 1 ? ", and on 1 more page" : ", and on \(count) more pages"
    return "it is on the page `/\(page.path.url)`" + (source.map { ", made for `\($0)`" } ?? "") + more
  }

  private static func attempt(_ work: () throws(FileError) -> Void) -> FileError? {
    do { try work() } catch { return error }
    return nil
  }

  private struct Copied: Sendable {
    var file: OutputManifest.File?
    var failure: FileError?
    var diagnostic: Diagnostic?
  }

  private func copy(_ file: PlannedFile, to output: OutputFolder) -> Copied {
    var copied = Copied()
    let bytes: [UInt8]
    switch file.content {
    case .bytes(let content): bytes = content
    case .disk(let path):
      do { bytes = try FileSystem.read(path) } catch {
        copied.diagnostic = Diagnostic(
          .fileUnreadable, "this file can't be read: \(error.reason)", at: Location(path: file.shownAs),
          help: ["make it readable, or give it a name that begins with `_` to leave it out"])
        return copied
      }
    }
    copied.file = OutputManifest.File(size: bytes.count, digest: Digest(of: bytes))
    copied.failure = Self.attempt { () throws(FileError) in try output.write(file.output, bytes) }
    return copied
  }
}
