import DataFormats
import Diagnostics
import Files
import Models

/// A site of another generator as a site of Presstime: what is copied where, its settings, and what is not carried.
package struct ImportedSite: Sendable {
  package let generator: Generator
  /// Files of the old site, and where they go below `content/`.
  package internal(set) var files: [CarriedSite.CarriedFile]
  package let posts: Int
  package let pages: Int
  package internal(set) var findings: [Finding]
  package let models: [InferredModel]
  package let postsFolder: String
  var carried: CarriedSite
  /// The file or folder by which the generator was recognised.
  package let mark: String

  /// Reads a site. `mark` is what tells its generator: for all but Jekyll the settings file.
  package static func read(_ site: OldSite, as generator: Generator, mark: String, jobs: Int) -> ImportedSite
  {
    var carried =
      switch generator {
      case .jekyll: JekyllSite.carried(site)
      case .hugo: HugoSite.carried(site, settingsPath: mark)
      case .zola: ZolaSite.carried(site, settingsPath: mark)
      case .eleventy: EleventySite.carried(site, settingsPath: mark)
      case .astro: AstroSite.carried(site, settingsPath: mark)
      }
    carried.findings += site.diagnostics.compactMap { problem in
      problem.location.map {
        Finding(.file, "Files that could not be read", at: $0, advice: problem.help.first ?? "")
      }
    }
    carried.readHostRules(in: site)
    carried.nameAsAddresses(in: site)
    carried.dropUnusable(in: site)
    carried.findLeftBehind(in: site, settings: mark)
    let (paths, hasEmoji) = (carried.files, carried.hasEmoji)
    let texts = Parallel.map(paths.count, jobs: jobs) {
      ImportedText(paths[$0], in: site, generator, hasEmoji: hasEmoji)
    }
    return ImportedSite(carried, texts, mark)
  }

  private init(_ carried: CarriedSite, _ texts: [ImportedText?], _ mark: String) {
    var carried = carried
    var (posts, pages): ([FrontMatterSample], [FrontMatterSample]) = ([], [])
    var leading: [Int] = []
    for (index, text) in texts.enumerated() {
      guard let text else { continue }
      carried.findings += text.findings
      carried.files[index] = text.file
      guard let frontMatter = text.frontMatter, !FilePath.hasHiddenPart(text.file.to) else { continue }
      let path = FilePath.withoutSuffix(carried.place(of: text.file.to))
      let below = FilePath.rest(of: path, in: carried.postsFolder)
      let isPost = below != nil && below != "index"
      let sample = FrontMatterSample(
        source: text.source, frontMatter: frontMatter, path: isPost ? below ?? path : path)
      if carried.leadsOn(sample, isPost: isPost) || carried.saysNothing(sample, text.file.from) {
        leading.append(index)
      } else if let reason = carried.reasonForNoPage(sample) {
        carried.hide(index, reason)
      } else if isPost {
        posts.append(sample)
      } else {
        pages.append(sample)
      }
    }
    for index in leading.reversed() { carried.files.remove(at: index) }
    carried.keepAddresses(of: posts, pages: pages)
    carried.findConventions(in: posts, pages)
    let models = [
      ModelInference.infer("Post", from: posts, habits: carried.habits),
      ModelInference.infer("Page", from: pages, habits: ModelInference.Habits()),
    ]
    for model in models {
      // Menus of Hugo are settings now.
      let misfits = model.misfits.filter { carried.generator != .hugo || !$0.message.hasPrefix("`menu`: ") }
      carried.findings += misfits.map {
        Finding(.frontMatter, $0.message, at: $0.location, advice: "mend it, for the value is not read")
      }
    }
    generator = carried.generator
    files = carried.files
    self.posts = posts.count
    self.pages = pages.count
    postsFolder = carried.postsFolder
    self.models = models
    self.mark = mark
    self.carried = carried
    findings = carried.findings
  }
}

/// One file as it was read: a Markdown text, or nothing to be read.
struct ImportedText: Sendable {
  let file: CarriedSite.CarriedFile
  let source: SourceFile
  /// Nothing for a text that Presstime does not read.
  let frontMatter: FrontMatter?
  private(set) var findings: [Finding] = []

  /// Nothing for a file that is no text of Markdown.
  init?(_ file: CarriedSite.CarriedFile, in site: OldSite, _ generator: Generator, hasEmoji: Bool) {
    let isMDX = FilePath.suffix(of: file.from) == "mdx"
    guard FilePath.isMarkdown(file.from) || isMDX, let bytes = try? site.read(file.from) else { return nil }
    let source = SourceFile(path: "content/" + file.to, indexing: bytes)
    let frontMatter = FrontMatter.split(source)
    let marks = ForeignMarks(
      bytes, from: frontMatter.bodyStart, generator: generator, isMDX: isMDX, hasEmoji: hasEmoji
    ).marks
    // Plain Markdown in an MDX file is read; MDX is not, so it keeps its name.
    let isRead = !isMDX || !marks.contains { $0.kind == .mdx }
    let to = isMDX && isRead ? FilePath.withoutSuffix(file.to) + ".md" : file.to
    self.file = CarriedSite.CarriedFile(from: file.from, to: to)
    self.source = isMDX && isRead ? SourceFile(path: "content/" + to, indexing: bytes) : source
    self.frontMatter = isRead ? frontMatter : nil
    let shown = self.source
    findings = marks.map { Finding($0.kind, $0.name, at: Location(shown, $0.span), advice: $0.advice) }
    if !isRead {
      findings.append(
        Finding(
          .format, "Texts in MDX", at: Location(path: shown.path),
          advice: "no post is made of them yet; mend what is listed above and rename them to .md"))
    }
    findings += frontMatter.diagnostics.compactMap { problem in
      problem.location.map {
        Finding(
          .frontMatter, "Front matter that can't be read", at: Location(path: shown.path, like: $0),
          advice: "`presstime check` says what is wrong with it")
      }
    }
  }
}

extension Location {
  /// The same place in a file that is called otherwise.
  fileprivate init(path: String, like other: Location) {
    self.init(
      path: path, line: other.line, column: other.column, endLine: other.endLine, endColumn: other.endColumn,
      lineText: other.lineText, textColumn: other.textColumn)
  }
}

extension CarriedSite {
  /// Leaves out what can't lie in `content/`, and the second of two files for one place.
  fileprivate mutating func dropUnusable(in site: OldSite) {
    var seen: Set<String> = ["site.toml"]
    var kept: [CarriedFile] = []
    // What is a folder of others can't be a file.
    var folders: Set<String> = []
    for file in files {
      var folder = FilePath.folder(of: file.to)
      while !folder.isEmpty, folders.insert(folder).inserted { folder = FilePath.folder(of: folder) }
    }
    for file in files {
      let isPath = !file.to.isEmpty && !file.to.split(separator: "/").contains("..")
      if isPath, !folders.contains(file.to), seen.insert(file.to).inserted {
        kept.append(file)
      } else {
        find(
          .file, "Files for which there is no place", file.from, in: site,
          advice: "another file is at its place in content/, or the place lies outside")
      }
    }
    files = kept
  }
}
