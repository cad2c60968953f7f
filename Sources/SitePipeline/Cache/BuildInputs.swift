import DataSources
import DefaultTheme
import Diagnostics
import Digests
import Files
import Models

/// Everything that a build reads, with what it holds: of a build with the same inputs nothing can differ but by the
/// clock.
struct BuildInputs: Sendable {
  /// One file below the site's folder.
  struct File: Sendable {
    let path: String
    /// From before it was read; nothing when it can't tell whether the file changes.
    let stamp: FileStamp?
    /// Nothing when the file has not been read.
    var digest: Digest?
  }

  /// In the order of `FileTree`: `content/`, then `themes/`, then what the sources of the site's settings give, files
  /// first.
  private(set) var files: [File]
  /// What is no file: options of the command line, the zone, names, this program.
  let settings: Digest
  /// The moment of the build.
  let clock: DateTime
  let zone: TimeZoneRules
  let config: SiteConfig
  private let content: FileTree
  /// What was asked over HTTP; what was said of it is said again by each build.
  private(set) var remote: RemoteAnswers

  /// Looks at the site before anything of it is loaded. Files whose stamps `times` knows are not read, nor are texts when
  /// they are to be read once by the load stage. Nothing when the site can't be built, or not be told apart from others.
  /// Hot.
  init?(
    _ options: BuildOptions, _ answers: RunAnswers, times: Ahead<FileTimes>, readsTexts: Bool, started: Int64
  ) {
    var ignored: [Diagnostic] = []
    guard let identity = ProgramIdentity.digest, let config = LoadedSite.loadConfig(options, &ignored),
      !ignored.hasErrors
    else { return nil }
    let content = ContentListing.tree(options)
    let hasThemes = FileSystem.kind(options.site + "/themes") == .folder
    let themes = hasThemes ? ThemeLoader.tree(options) : nil
    guard content.diagnostics.isEmpty, themes?.diagnostics.isEmpty ?? true else { return nil }
    let listed =
      content.files.map { String(joining: "content/", $0) }
      + (themes?.files ?? []).map { String(joining: "themes/", $0) }
    let paths = listed + Self.dataFiles(config, besides: listed)
    self.config = config
    self.content = content
    remote = answers.answers(config, options)
    let (site, times) = (OpenFolder(options.site), times.value)
    files =
      Parallel.runs(paths.count, jobs: options.jobs) { run in
        var walk = FolderWalk(site)
        return run.map { Self.file(paths[$0], &walk, options.site, times, readsTexts: readsTexts, started) }
      }.flatMap { $0 } + Self.remotePages(config, remote)
    var writer = CacheWriter()
    writer.put(identity)
    // A theme without files stands before the built-in one, and a data file may become a link to somebody else's.
    writer.put(FileSystem.kind(options.site + "/themes/" + DefaultThemeFiles.name) == .folder)
    let root = FileSystem.realPath(options.site)
    writer.put(Self.dataFiles(config, besides: [])) { writer, path in
      writer.put(FileSystem.isInside(FileSystem.realPath(options.site + "/" + path), root))
    }
    writer.put(content.leftOut + (themes?.leftOut ?? [])) { $0.put($1) }
    for text in [FilePath.name(of: root), options.theme ?? "", config.zoneName] {
      writer.put(text)
    }
    writer.put(PictureEngine.version(config)) { $0.put($1) }
    writer.put(config.minify.tool.map { AssetMinifier.version(of: $0) ?? "" } ?? "")
    writer.put(options.baseURL?.origin ?? "")
    writer.put(options.baseURL?.basePath ?? "")
    writer.put(options.includesDrafts)
    writer.put(options.includesFuture)
    writer.put(Digest(of: ZoneFile.bytes(named: config.zoneName) ?? []))
    zone = config.zone
    clock = options.clock.moment(in: zone)
    writer.put(zone.civil(clock).date.text)
    settings = Digest(of: writer.bytes)
  }

  /// Of use for the load stage of the same run.
  var seen: SeenContent {
    SeenContent(tree: content, digests: files.prefix(content.files.count).map(\.digest))
  }

  /// Data files that lie in none of the folders that are read as a whole.
  private static func dataFiles(_ config: SiteConfig, besides paths: [String]) -> [String] {
    let files = Set(config.sources.compactMap(\.file)).subtracting(paths)
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// A source that has no answer can't be told from others.
  private static func remotePages(_ config: SiteConfig, _ remote: RemoteAnswers) -> [File] {
    config.sources.filter { $0.isUsable && $0.file == nil }.flatMap { source -> [File] in
      guard let answer = remote.answers.first(where: { $0.answers(source.settings) }) else {
        return [File(path: source.name, stamp: nil, digest: nil)]
      }
      return answer.pages.map { File(path: $0.path, stamp: nil, digest: Digest(of: $0.bytes)) }
    }
  }

  private static func file(
    _ path: String, _ walk: inout FolderWalk, _ site: String, _ times: FileTimes, readsTexts: Bool,
    _ started: Int64
  ) -> File {
    let stamp = walk.stamp(path)?.settled(at: started)
    if let stamp, let digest = times.digest(of: path, stamp) {
      return File(path: path, stamp: stamp, digest: digest)
    }
    let isRead = readsTexts || !ContentListing.isMarkdown(path)
    return File(
      path: path, stamp: stamp,
      digest: isRead ? (try? FileSystem.read(site + "/" + path)).map { Digest(of: $0) } : nil)
  }

  /// The same with the digests of documents, which say what was read of them in the end, and what is known of answers by now.
  func taking(_ documents: [Document], _ answers: RunAnswers) -> BuildInputs {
    var inputs = self
    if let asked = answers.current?.asked { inputs.remote = asked }
    // Both are in the order of the folder.
    var index = 0
    for document in documents where document.item == nil {
      var place = index
      while place < files.count, files[place].path != document.source.path { place += 1 }
      // One that is new since is in nobody's way.
      guard place < files.count else { continue }
      inputs.files[place].digest = document.fileDigest
      index = place
    }
    return inputs
  }

  /// What stands for all; nothing when a file has not been read, or can't be.
  var digest: Digest? {
    var writer = CacheWriter(room: 64 * files.count)
    writer.put(settings)
    for problem in remote.diagnostics { writer.put(problem) }
    writer.put(remote.lastGood) { writer, good in
      for text in [good.answer.source, "\(good.answer.shape)", "\(good.use)"] { writer.put(text) }
      writer.put(Int(good.answer.asked?.milliseconds ?? 0))
      writer.put(good.answer.pages) { $0.put(Digest(of: $1.bytes)) }
    }
    for file in files {
      guard let digest = file.digest else { return nil }
      writer.put(file.path)
      writer.put(digest)
    }
    return writer.digest
  }
}
