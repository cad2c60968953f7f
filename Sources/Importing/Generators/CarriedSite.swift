import DataFormats
import Diagnostics

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

  package let generator: Generator
  package var title: String?
  package var url: String?
  package var description: String?
  package var author: String?
  package var language: String?
  package var timezone: String?
  package var menus: [MenuItem] = []
  /// The folder of the posts below `content/`.
  package var postsFolder = "posts"
  package var files: [CarriedFile] = []
  package var routes: [RouteLine] = []
  package var findings: [Finding] = []
  package var habits = ModelInference.Habits()
  /// How the old site says a post's address, if not by its path below `postsFolder`.
  var permalink: Permalink?

  init(_ generator: Generator) {
    self.generator = generator
  }

  mutating func carry(_ from: String, to: String) {
    files.append(CarriedFile(from: from, to: to))
  }

  mutating func find(
    _ kind: Finding.Kind, _ name: String, _ path: String, in site: OldSite, advice: String = ""
  ) {
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

  /// The address of another page of the theme.
  mutating func move(_ route: String, to target: String) {
    routes.append(RouteLine(route: route, target: target))
  }

  /// A text in a format that Presstime does not read.
  static func isOtherText(_ path: String) -> Bool {
    ["adoc", "asciidoc", "rst", "org", "textile", "mdoc", "markdoc", "mdown", "mkd", "mkdn", "pandoc"]
      .contains(
        Paths.suffix(of: path))
  }

  /// Files that lie in a repository for its programs and people, not for the site.
  static func isOfRepository(_ path: String) -> Bool {
    let name = Paths.name(of: path).lowercased()
    if path.contains("/") { return false }
    let names: Set<String> = [
      "gemfile", "gemfile.lock", "rakefile", "makefile", "dockerfile", "docker-compose.yml", "package.json",
      "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lockb", "tsconfig.json", "netlify.toml",
      "vercel.json",
      "license", "license.md", "license.txt", "licence", "contributing.md", "code_of_conduct.md",
      "changelog.md",
      "go.mod", "go.sum", "tailwind.config.js", "postcss.config.js", "readme.md", "readme",
    ]
    return names.contains(name) || name.hasPrefix(".") || name.hasSuffix(".gemspec")
  }
}
