import DataFormats
import Diagnostics
import Files

/// What a site of another generator becomes, before its texts are read.
package struct CarriedSite: Sendable {
  /// A file, and where it goes below `content/`.
  package struct CarriedFile: Sendable, Hashable {
    package let from: String
    package let to: String
  }

  package struct MenuItem: Sendable, Hashable {
    package let menu: String
    package let label: String
    package let url: String
  }

  /// A line of `[routes]`.
  package struct RouteLine: Sendable, Hashable {
    package let route: String
    /// Where it goes; nothing for one that is dropped.
    package let target: String?
  }

  /// A line of `[redirects]`.
  struct RedirectLine: Sendable, Hashable {
    let from: String
    let to: String
    var status = 301
    /// What has asked for it, for the list of those that lead nowhere.
    let location: Location
  }

  package let generator: Generator
  package var title: String?
  package var url: String?
  package var description: String?
  package var author: String?
  package var language: String?
  var languages: [Language] = []
  package var timezone: String?
  package var menus: [MenuItem] = []
  /// The folder of the posts below `content/`.
  package var postsFolder = "posts"
  package var files: [CarriedFile] = []
  package var routes: [RouteLine] = []
  var redirects: [RedirectLine] = []
  /// The addresses of `redirects`, without a slash at their ends.
  var redirected: Set<String> = []
  package var findings: [Finding] = []
  package var habits = ModelInference.Habits()
  /// How the old site says a post's address, if not by its path below `postsFolder`.
  var permalink: Permalink?
  /// By folder of pages: how the old site says their addresses.
  var pagePermalinks: [String: Permalink] = [:]
  /// Whether a page is at `about.html`, where it does not say its address.
  var pagesEndInHTML = false
  /// Pages, as they lie below `content/`, that are folders all the same.
  var folderPages: Set<String> = []
  /// By path below `content/`: the categories that Jekyll reads from folders.
  var folderCategories: [String: [String]] = [:]
  /// What of a name stands in an address; nothing where that is the name itself.
  var addressPart: (@Sendable (String) -> String)?
  /// Whether `:smile:` is a picture.
  var hasEmoji = false
  /// Files of the old site that are of no use to the new one, or were read.
  private(set) var known: Set<String> = []

  init(_ generator: Generator) {
    self.generator = generator
  }

  mutating func carry(_ from: String, to: String) {
    known.insert(from)
    files.append(CarriedFile(from: from, to: to))
  }

  /// Says that nothing is lost with a file.
  mutating func passOver(_ path: String) { known.insert(path) }

  mutating func find(
    _ kind: Finding.Kind, _ name: String, _ path: String, in site: OldSite, advice: String = ""
  ) {
    known.insert(path)
    findings.append(Finding(kind, name, at: Location(path: site.shown(path)), advice: advice))
  }

  /// A file that templates are made of, or that feeds them.
  mutating func findTemplate(_ path: String, in site: OldSite) {
    find(
      .template, "Templates", path, in: site,
      advice: "the built-in theme is used; the manual's \"Coming from\" has their words in a theme's")
  }

  mutating func findData(_ path: String, in site: OldSite) {
    find(.data, "Data files", path, in: site, advice: "a template reads one as [data.NAME] in site.toml")
  }

  mutating func findSass(_ path: String, in site: OldSite) {
    find(.file, "Sass", path, in: site, advice: "compile it to CSS, into the assets/ of a theme")
  }

  /// Lists of posts by something else than the built-in theme has pages for.
  mutating func findTaxonomy(_ name: String, at location: Location) {
    guard !["tags", "categories", "series"].contains(name) else { return }
    findings.append(
      Finding(
        .template, "Pages that list posts by \(name)", at: location,
        advice: "the field is kept; a route of a theme makes such pages, as `\(name)/[name].html`"))
  }

  /// The address of another page of the theme.
  mutating func move(_ route: String, to target: String) {
    routes.append(RouteLine(route: route, target: target))
  }

  /// The address of a site below a path of its host, with one slash between them.
  static func address(_ url: String, below base: String) -> String {
    let path = base.split(separator: "/").joined(separator: "/")
    if path.isEmpty { return url }
    return (url.hasSuffix("/") ? String(url.dropLast()) : url) + "/" + path + (base.hasSuffix("/") ? "/" : "")
  }

  /// A text in a format that Presstime does not read.
  static func isOtherText(_ path: String) -> Bool {
    ["adoc", "asciidoc", "rst", "org", "textile", "mdoc", "markdoc", "mdown", "mkd", "mkdn", "pandoc"]
      .contains(
        FilePath.suffix(of: path))
  }

  /// A file that pages show or lead to as it is.
  static func isMedia(_ path: String) -> Bool {
    [
      "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "bmp", "mp4", "webm", "mov", "mp3", "m4a",
      "ogg", "wav", "pdf", "zip", "woff", "woff2", "vtt",
    ].contains(FilePath.suffix(of: path))
  }
}
