package import Diagnostics
import Digests
package import Files
import Images
import Models
import Synchronization
import TemplateEngine

/// What was written.
package struct WrittenSite: Sendable {
  /// Pages whose programs wrote them anew, and pages that are as they were.
  package var rendered: Int { new.count }
  package internal(set) var kept = 0
  /// Pages whose programs have run.
  var run = 0
  package internal(set) var removed = 0
  /// Bytes of all files, copied ones too.
  package internal(set) var bytes = 0
  /// Bytes by page, in the order of the plan.
  package internal(set) var pageBytes: [Int] = []
  package internal(set) var diagnostics: [Diagnostic] = []
  /// Pages of the last build that are no more; errors where the site says so, and then nothing was changed.
  var vanished: [Diagnostic] = []
  /// What was found of the links between its pages.
  var links: CheckedLinks?
  /// What lies in the output now.
  package internal(set) var manifest = OutputManifest()
  /// Whether each file has the number there that it had in the last build's.
  var keepsNumbers = false
  /// What stands for its marker.
  var marker: Digest?
  /// The same in the order of the plan.
  var files: [WrittenFile] = []
  /// Pages that were made anew, by path below the output, in the order of the plan.
  package internal(set) var new: [String] = []
  /// Paths of files that differ from those that were there, in the order of the plan, and of those that are no more.
  var changed: [String] = []
  var gone: [String] = []
  /// What its pages have read, for the next build.
  var reads: [LastReads.Page] = []
  /// Those of the last build, for pages whose programs have not run.
  var lastReads: LastReads?
  /// What they could read; nothing when there is no next build to tell.
  var readable: ReadableDigests?
  /// Whether a text was not what the cache had said of it: nothing was changed, and the site has to be built without.
  package internal(set) var isVoid = false
}

extension WrittenSite {
  /// Counts what was made, first the pages. One pass that copies little: meanwhile other threads have nothing to do.
  fileprivate mutating func take(_ made: [SitePlan.Made], pages: Int, since last: OutputManifest) {
    files.reserveCapacity(made.count)
    pageBytes.reserveCapacity(pages)
    if readable != nil { reads.reserveCapacity(pages) }
    for index in made.indices {
      let file = made[index].file
      bytes += file?.size ?? 0
      if index < pages {
        pageBytes.append(file?.size ?? 0)
        if made[index].isKept { kept += 1 } else { new.append(made[index].path) }
        if made[index].hasRun { run += 1 }
      }
      if let read = made[index].read { reads.append(read) }
      guard let file else { continue }
      if !made[index].isKept, last.file(at: made[index].path)?.digest != file.digest {
        changed.append(made[index].path)
      }
      files.append(
        WrittenFile(
          path: made[index].path, file: file, number: made[index].number, modified: made[index].modified,
          isKept: made[index].isKept))
    }
  }
}

/// One file of the output.
struct WrittenFile: Sendable {
  let path: String
  let file: OutputManifest.File
  /// That of the file that was there, in the manifest of the last build.
  let number: Int?
  /// When it was last written, in nanoseconds since 1970, where that is known.
  let modified: Int64?
  /// Whether it is as the last build left it.
  let isKept: Bool
}

extension SitePlan {
  /// Renders the pages that differ from those in the output, writes each at once, and changes the output folder when
  /// all went well.
  ///
  /// A page is kept when its key is that of the last build and its file is there as that build left it, as was `seen`
  /// before or is looked up now. No page is kept in memory after it is written. After an error of a page nothing is
  /// changed.
  package func write(
    to output: OutputFolder, seen: Ahead<SeenOutput>? = nil, atomically: Bool = false,
    progress: @Sendable (_ done: Int, _ of: Int) -> Void
  ) throws(FileError) -> WrittenSite {
    let readable = checked.loaded.cache.isSaved ? readableDigests() : nil

    let jobs = checked.loaded.options.jobs
    let done = Atomic(0)
    let total = pages.count + files.count
    let (known, urls) = Parallel.both(jobs: jobs) {
      KnownOutput(self, output, seen, readable)
    } and: {
      PublishedURLs(self)
    }
    // Pages of one entry read the same. Where the last build has left some, those of one route are as likely to be kept.
    let places: ((Int) -> Int)? = output.previous.count > 0 ? nil : { placeOfWork(on: $0) }
    let made = Parallel.map(total, jobs: jobs, by: places) { index in
      let file =
        index < pages.count
        ? make(index, known, urls, output) : copy(files[index - pages.count], known, output)
      progress(done.wrappingAdd(1, ordering: .relaxed).newValue, total)
      return file
    }
    checked.loaded.cache.letGoOfReads()
    var written = WrittenSite()
    (written.readable, written.lastReads) = (readable.map { settled($0) }, known.lastReads)
    written.isVoid = checked.loaded.cache.hasFailed
    if made.indices.contains(where: { !made[$0].diagnostics.isEmpty }) {
      written.diagnostics = checked.loaded.config.policy.apply(
        to: onTheirPages(made.prefix(pages.count).map(\.diagnostics))
          + made.dropFirst(pages.count).flatMap(\.diagnostics))
    }
    if let failure = made.indices.lazy.flatMap({ made[$0].failures }).first {
      output.abandon()
      throw failure
    }
    written.take(made, pages: pages.count, since: output.previous)
    if written.isVoid {
      output.abandon()
      return written
    }
    let links = pages.indices.map { made[$0].links }
    // What was found holds whatever becomes of the output.
    let (finished, _) = Parallel.both(jobs: jobs) { [written] in
      Result { () throws(FileError) in
        try finish(written, links, urls, output, atomically: atomically)
      }
    } and: { [written] in
      checked.loaded.cache.saveFound(written, filledTexts(readable), searches, checked.related.new)
    }
    return try finished.get()
  }

  /// When a page is made, or a file that comes behind them, where all are: first what is of no entry, then the pages of
  /// each entry, then the files.
  func placeOfWork(on index: Int) -> Int {
    index < pages.count ? pages[index].entry?.index ?? -1 : Int(Int32.max)
  }

  /// Its texts as they were filled; nothing when there is no next build to tell.
  private func filledTexts(_ readable: ReadableDigests?) -> KeptTexts? {
    guard let texts = readable?.readable?.texts, let linkGround else { return nil }
    return KeptTexts(linkGround, checked.loaded.documents, texts: texts, areSteady: areSteady)
  }

  /// Checks links and changes the output folder, if nothing is wrong.
  private func finish(
    _ found: WrittenSite, _ made: [PageLinks?], _ urls: PublishedURLs, _ output: OutputFolder,
    atomically: Bool
  ) throws(FileError) -> WrittenSite {
    var written = found
    let change = change(from: output.previous, to: written.files)
    (written.manifest, written.keepsNumbers) = (change.new, change.keepsNumbers)
    written.gone = change.gone
    written.removed = written.gone.count
    let lastLinks = checked.loaded.cache.checkedLinks.flatMap {
      $0.manifest == output.previousMarker ? $0 : nil
    }
    var links = LinkCheck(
      self, urls, made: made, lastLinks, last: output.previous, isSmaller: !written.gone.isEmpty
    ) { number in
      guard let bytes = try? output.read(pages[number].path.file) else { return nil }
      return unsafe bytes.withUnsafeBytes { unsafe self.links(of: $0, number, urls) }
    }
    written.diagnostics += checked.loaded.config.policy.apply(to: onTheirPages(links.diagnostics()))
    written.vanished = VanishedPages.diagnostics(
      self, since: output.previous, gone: written.gone, now: written.manifest)
    if written.diagnostics.hasErrors || written.vanished.hasErrors {
      output.abandon()
      return written
    }
    let marker = try output.commit(change, atomically: atomically)
    written.marker = marker
    written.links = CheckedLinks(
      manifest: marker, settings: PublishedURLs.settings(of: self), isSound: links.isSound,
      wanted: links.wanted, others: filesOfHTML, outside: links.outside)
    if checked.loaded.cache.isSaved {
      let used = files.compactMap { file in
        if case .derived(let picture) = file.content { picture.key.hexadecimal } else { nil }
      }
      PictureStore(site: checked.loaded.options.site).removeUnused(besides: Set(used))
    }
    return written
  }

  /// What `files` change. Most often a site has the files that it had, and few hold another thing.
  private func change(from old: OutputManifest, to files: [WrittenFile]) -> ManifestChange {
    let changed = files.lazy.filter { !$0.isKept }.map { ($0.path, $0.file) }
    if collisions.isEmpty, files.count == old.count, changed.count * 4 < files.count,
      let change = ManifestChange(
        replacing: Dictionary(changed, uniquingKeysWith: { _, last in last }), in: old)
    {
      return change
    }
    return ManifestChange(from: old, to: OutputManifest(files.map { ($0.path, $0.file) }))
  }

  /// One file of the output, made or found as it should be.
  fileprivate struct Made: Sendable {
    /// Below the output.
    let path: String
    /// Nothing when it could not be made.
    var file: OutputManifest.File?
    /// That of the file that was there.
    var number: Int?
    /// When it was last written, where that is known.
    var modified: Int64?
    /// Whether it is as the last build left it.
    var isKept = false
    var hasRun = true
    /// What its program has read, if it has one.
    var read: LastReads.Page?
    /// Those of a page that was made anew.
    var links: PageLinks?
    /// At most one: an array takes less room than an error would where there is none.
    var failures: [FileError] = []
    var diagnostics: [Diagnostic] = []
  }

  // MARK: - Pages

  /// Hot.
  private func make(
    _ number: Int, _ known: KnownOutput, _ urls: PublishedURLs, _ output: OutputFolder
  ) -> Made {
    let page = pages[number]
    let path = page.path.file
    let there = known.file(at: path)
    if let there, let read = known.key(of: number),
      let modified = known.keeps(path, there, read.key, hasRun: false)
    {
      return Made(path, there, modified, hasRun: false, read: read)
    }
    func read(_ key: Digest?, _ reads: PageReads) -> LastReads.Page? {
      guard let start = known.start(of: number), let key else { return nil }
      return LastReads.Page(start: start, key: key, reads: reads)
    }
    // A key alone costs less than the page, and both at once less than one after the other.
    if there?.file.key != nil, known.isLikelyToKeep {
      let found = key(of: page)
      if let there, let modified = known.keeps(path, there, found.key, hasRun: true) {
        return Made(path, there, modified, read: read(found.key, found.reads), diagnostics: found.diagnostics)
      }
    }
    let rendered = render(page, withKey: true)
    if let there, let modified = known.keeps(path, there, rendered.key, hasRun: true) {
      return Made(
        path, there, modified, read: read(rendered.key, rendered.reads), diagnostics: rendered.diagnostics)
    }
    let file = OutputManifest.File(
      size: rendered.content.count, digest: rendered.content.digest, key: rendered.key)
    var made = Made(
      path: path, file: file, read: read(file.key, rendered.reads),
      links: links(of: rendered, number, urls), diagnostics: rendered.diagnostics)
    unsafe rendered.content.withBytes { unsafe made.put($0, file, known, output) }
    return made
  }

  // MARK: - Files

  private func copy(_ planned: PlannedFile, _ known: KnownOutput, _ output: OutputFolder) -> Made {
    var bytes: [UInt8]
    var key: Digest?
    var problems: [Diagnostic] = []
    switch planned.content {
    case .bytes(let content): bytes = content
    case .derived(let picture):
      if let there = known.file(at: planned.output), there.file.key == picture.key,
        let modified = known.held(planned.output, there)
      {
        return Made(planned.output, there, modified)
      }
      let made = self.made(picture)
      problems = made.problem.map { [$0] } ?? []
      guard let content = made.bytes else { return Made(path: planned.output, diagnostics: problems) }
      // One that could not be made is tried again by the next build.
      (bytes, key) = (content, made.problem == nil ? picture.key : nil)
    case .photograph(let path):
      if let there = known.file(at: planned.output), let stamp = FileSystem.stamp(path),
        let source = checked.loaded.cache.times.digest(of: planned.shownAs, stamp),
        there.file.key == Self.strippedKey(source), let modified = known.held(planned.output, there)
      {
        return Made(planned.output, there, modified)
      }
      do { bytes = try FileSystem.read(path) } catch { return Self.unreadable(planned, error) }
      key = Self.strippedKey(Digest(of: bytes))
      bytes = StrippedPicture.bytes(bytes)
    case .disk(let path):
      if let there = known.file(at: planned.output), let stamp = FileSystem.stamp(path),
        checked.loaded.cache.times.digest(of: planned.shownAs, stamp) == there.file.digest,
        let modified = known.held(planned.output, there)
      {
        return Made(planned.output, there, modified)
      }
      do { bytes = try FileSystem.read(path) } catch { return Self.unreadable(planned, error) }
    }
    let file = OutputManifest.File(size: bytes.count, digest: Digest(of: bytes), key: key)
    var made = Made(path: planned.output, file: file, diagnostics: problems)
    unsafe bytes.withUnsafeBytes { unsafe made.put($0, file, known, output) }
    return made
  }

  private static func unreadable(_ planned: PlannedFile, _ error: FileError) -> Made {
    Made(
      path: planned.output,
      diagnostics: [
        Diagnostic(
          .fileUnreadable, "this file can't be read: \(error.reason)", at: Location(path: planned.shownAs),
          help: ["make it readable, or give it a name that begins with `_` to leave it out"])
      ])
  }

  /// What stands for a picture that is published without its metadata.
  private static func strippedKey(_ source: Digest) -> Digest {
    source.mixed(with: Digest(of: Array("stripped 2".utf8)))
  }
}

extension SitePlan.Made {
  /// One that is as the last build left it.
  fileprivate init(
    _ path: String, _ there: KnownOutput.File, _ modified: Int64, hasRun: Bool = true,
    read: LastReads.Page? = nil, diagnostics: [Diagnostic] = []
  ) {
    self.init(
      path: path, file: there.file, number: there.number, modified: modified, isKept: true, hasRun: hasRun,
      read: read, diagnostics: diagnostics)
  }

  /// Writes it, unless what lies there is the same.
  fileprivate mutating func put(
    _ bytes: UnsafeRawBufferPointer, _ file: OutputManifest.File, _ known: KnownOutput, _ output: OutputFolder
  ) {
    let there = known.file(at: path)
    number = there?.number
    if let there, there.file.digest == file.digest, let time = known.held(path, there) {
      modified = time
      return
    }
    do { modified = try unsafe output.write(path, bytes) } catch { failures = [error] }
  }
}
