import DataFormats
package import Diagnostics
import Files
import Models

/// Texts that lie in `content/` and would be lost without a word: under names that are left out, in formats
/// that are no Markdown, or in a folder that is no collection.
struct OverlookedFiles {
  private let site: String
  private let content: ContentListing

  /// Formats of texts that are published as they are.
  private static let otherTexts: Set<String> = [
    "mdx", "mdoc", "markdoc", "mdown", "mkd", "mkdn", "adoc", "asciidoc", "rst", "org", "textile", "njk",
    "liquid",
  ]

  init(_ site: String, _ content: ContentListing) {
    self.site = site
    self.content = content
  }

  func diagnostics(_ documents: [Document]) -> [Diagnostic] {
    leftOut() + notMarkdown() + (postsElsewhere(documents).map { [$0] } ?? [])
  }

  // MARK: - Names that begin with `_`

  private func leftOut() -> [Diagnostic] {
    let sections = content.leftOut.filter { FilePath.name(of: $0) == "_index.md" }
    var found: [Diagnostic] = []
    if let first = sections.first {
      found.append(
        Diagnostic(
          .fileLeftOut,
          Self.sentence(sections.count, "file", "named `_index.md`", "left out, as all that begins with `_`"),
          at: Location(path: "content/" + first),
          help: ["rename it `index.md`, so that it is the text of its folder"]))
    }
    for folder in ["_posts", "_pages"] where content.leftOut.contains(folder) {
      found.append(
        Diagnostic(
          .fileLeftOut, "the folder `\(folder)` is left out, as all that begins with `_`",
          at: Location(path: "content/" + folder),
          help: ["rename it `\(folder.dropFirst())`"]))
    }
    return found
  }

  // MARK: - Other formats

  private func notMarkdown() -> [Diagnostic] {
    var byKind: [(collection: Int, suffix: String, paths: [String])] = []
    for (path, collection) in content.files where isText(path, collection) {
      let suffix = FilePath.suffix(of: path)
      if let index = byKind.firstIndex(where: { $0.collection == collection && $0.suffix == suffix }) {
        byKind[index].paths.append(path)
      } else {
        byKind.append((collection, suffix, [path]))
      }
    }
    return byKind.map { kind in
      Diagnostic(
        .fileNotMarkdown,
        Self.sentence(
          kind.paths.count, "`.\(kind.suffix)` file", "in `\(content.collections[kind.collection].name)`",
          "published as \(kind.paths.count == 1 ? "it is, not read as a text" : "they are, not read as texts")"
        ),
        at: Location(path: "content/" + (kind.paths.first ?? "")),
        help: [
          "Presstime reads `.md` and `.markdown`: rename it, or give it a name that begins with `_` to leave it out"
        ])
    }
  }

  private func isText(_ path: String, _ collection: Int) -> Bool {
    let suffix = FilePath.suffix(of: path)
    if Self.otherTexts.contains(suffix) { return true }
    // A page of HTML may stand beside a post; one with front matter is a post of another generator.
    guard suffix == "html" || suffix == "htm", collection < content.collections.count - 1 else {
      return false
    }
    return (try? FileSystem.read(site + "/content/" + path))?.starts(with: "---".utf8) == true
  }

  // MARK: - Posts elsewhere

  private func postsElsewhere(_ documents: [Document]) -> Diagnostic? {
    guard let posts = content.collections.firstIndex(where: { $0.name == "posts" }),
      content.collections[posts].declaration == nil, !documents.contains(where: { $0.collection == posts })
    else { return nil }
    var dated: [String: Int] = [:]
    for document in documents where document.collection == content.collections.count - 1 && isDated(document)
    {
      dated[
        FilePath.folder(of: document.path).split(separator: "/").first.map(String.init) ?? "", default: 0] +=
        1
    }
    guard let (folder, count) = dated.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), count > 1 else {
      return nil
    }
    return Diagnostic(
      .siteNoPosts,
      "there are no posts in `content/posts`, and \(count) texts with dates in `content\(folder.isEmpty ? "" : "/" + folder)`",
      at: Location(path: "content/site.toml"),
      help: ["if these are the posts, write `[collections.posts]` and `folder = \"\(folder)\"`"])
  }

  private func isDated(_ document: Document) -> Bool {
    let keys = ["publishedAt"] + (Spelling.others["publishedAt"] ?? [])
    return FileNameDate(document.stem) != nil || document.frontMatter.member { keys.contains($0) } != nil
  }

  private static func sentence(_ count: Int, _ noun: String, _ which: String, _ state: String) -> String {
    count == 1 ? "1 \(noun) \(which) is \(state)" : "\(count) \(noun)s \(which) are \(state)"
  }
}

extension DiagnosticCode {
  /// Texts whose names begin with `_`, which seem to be meant as texts of the site.
  package static let fileLeftOut = DiagnosticCode("file.left-out", .warning)
  /// Texts in a format that is not read.
  package static let fileNotMarkdown = DiagnosticCode("file.not-markdown", .warning)
  /// Texts with dates outside of the folder of posts, which is empty.
  package static let siteNoPosts = DiagnosticCode("site.no-posts", .warning)
}
