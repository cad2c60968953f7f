import DataFormats
import Diagnostics
import Files
import Models

/// Astro: collections in `src/content/`, pages in `src/pages/`, files in `public/` (https://docs.astro.build/).
enum AstroSite {
  static func carried(_ site: OldSite, settingsPath: String) -> CarriedSite {
    var carried = CarriedSite(.astro)
    carried.passOver(settingsPath)
    let program = ProgramText(site.text(settingsPath))
    readConstants(site, &carried)
    let url = program.string(behind: "site", ":= \n\t") ?? carried.url
    carried.url = url.map { url in
      let base = program.string(behind: "base", ":= \n\t") ?? ""
      return CarriedSite.address(url.hasSuffix("/") ? url : url + "/", below: base)
    }
    carried.pagesEndInHTML = program.string(behind: "format", ":= \n\t") == "file"
    let folders = collectionFolders(site, &carried)
    readLanguages(program, settingsPath, folders, in: site, &carried)
    for file in site.files {
      if let below = folders.lazy.compactMap({ below(file, $0) }).first {
        carryText(file, inLanguage(below, carried), in: site, &carried)
      } else if let below = FilePath.rest(of: file, in: "src/pages") {
        carryPage(file, below, in: site, &carried)
      } else if let below = FilePath.rest(of: file, in: "public") {
        carried.carry(file, to: below)
      } else if let below = FilePath.rest(of: file, in: "src/assets") {
        carried.carry(file, to: "assets/" + below)
      } else if file.hasPrefix("src/") {
        leave(file, in: site, &carried)
      } else if file.hasPrefix("dist/") {
        carried.passOver(file)
      }
    }
    carried.postsFolder = FolderOfTexts.postsFolder(in: site, carried)
    readAddresses(site, &carried)
    keepPlaces(site, &carried)
    return carried
  }

  /// Where collections lie, and what of the path is the collection's: `src/content/blog/a.md` is `blog/a.md`.
  private static func collectionFolders(_ site: OldSite, _ carried: inout CarriedSite) -> [String] {
    let path = site.first(of: [
      "src/content.config.ts", "src/content/config.ts", "src/content.config.mjs", "src/content.config.js",
    ])
    if let path { carried.passOver(path) }
    let bases = ProgramText(path.flatMap { site.text($0) }).strings(behind: "base").map { text in
      text.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
    return ["src/content"]
      + bases.filter { !$0.hasPrefix("src/content/") && $0 != "src/content" && !$0.isEmpty }
  }

  private static func below(_ file: String, _ folder: String) -> String? {
    guard let rest = FilePath.rest(of: file, in: folder) else { return nil }
    return folder == "src/content" ? rest : FilePath.joined(FilePath.name(of: folder), rest)
  }

  // MARK: - Languages

  /// `i18n: { defaultLocale: "en", locales: ["en", "fr"] }`, with a folder for each in the collections
  /// (https://docs.astro.build/en/recipes/i18n/).
  private static func readLanguages(
    _ program: ProgramText, _ settingsPath: String, _ folders: [String], in site: OldSite,
    _ carried: inout CarriedSite
  ) {
    guard let main = program.string(behind: "defaultLocale") else { return }
    let locales = program.list(behind: "locales")
    carried.language = main
    let used = locales.filter { locale in
      locale != main && LanguageTag.isValid(locale)
        && site.files.contains { file in
          folders.contains {
            below(file, $0)?.split(separator: "/").dropFirst().first.map(String.init) == locale
          }
        }
    }
    for locale in used { _ = carried.add(locale, at: Location(path: site.shown(settingsPath)), of: site) }
  }

  /// `blog/fr/a.md` as `fr/blog/a.md`, and `blog/en/a.md` of the default language as `blog/a.md`.
  private static func inLanguage(_ path: String, _ carried: CarriedSite) -> String {
    var parts = path.split(separator: "/").map(String.init)
    guard !carried.languages.isEmpty, parts.count > 2 else { return path }
    if parts[1] == carried.language {
      parts.remove(at: 1)
    } else if carried.languages.contains(where: { $0.tag == parts[1] }) {
      parts.insert(parts.remove(at: 1), at: 0)
    }
    return parts.joined(separator: "/")
  }

  // MARK: - Files

  private static func carryText(
    _ file: String, _ below: String, in site: OldSite, _ carried: inout CarriedSite
  ) {
    if ["ts", "js", "mjs"].contains(FilePath.suffix(of: file)) { return }
    if ["json", "yaml", "yml", "toml"].contains(FilePath.suffix(of: file)) {
      return carried.findData(file, in: site)
    }
    FolderOfTexts.carry(file, below, in: site, &carried)
  }

  private static func carryPage(
    _ file: String, _ below: String, in site: OldSite, _ carried: inout CarriedSite
  ) {
    if FilePath.isMarkdown(file) || FilePath.suffix(of: file) == "mdx" {
      FolderOfTexts.carry(file, below, in: site, &carried)
    } else {
      carried.findTemplate(file, in: site)
    }
  }

  private static func leave(_ file: String, in site: OldSite, _ carried: inout CarriedSite) {
    switch FilePath.suffix(of: file) {
    case "astro", "tsx", "jsx", "vue", "svelte": carried.findTemplate(file, in: site)
    case "md", "mdx":
      carried.find(
        .format, "Texts outside of collections", file, in: site,
        advice: "copy into content/ what is to be a page")
    default: break
    }
  }

  /// Posts that lead to pictures by the folders of `src/` keep their folder below it: `../../assets/a.jpg` of
  /// `src/content/blog/first.md` is then found.
  private static func keepPlaces(_ site: OldSite, _ carried: inout CarriedSite) {
    guard carried.postsFolder != "", carried.languages.isEmpty else { return }
    let posts = carried.files.filter { $0.to.hasPrefix(carried.postsFolder + "/") }
    let leadsUp = posts.contains { file in
      FilePath.isMarkdown(file.from) && site.text(file.from)?.contains("../../assets/") == true
    }
    guard leadsUp, let first = posts.first(where: { $0.from.hasSuffix("/" + $0.to) }),
      let folder = FilePath.rest(of: String(first.from.dropLast(first.to.count + 1)), in: "src")
    else { return }
    for (index, file) in carried.files.enumerated() where file.to.hasPrefix(carried.postsFolder + "/") {
      carried.files[index] = CarriedSite.CarriedFile(from: file.from, to: folder + "/" + file.to)
    }
    carried.postsFolder = folder + "/" + carried.postsFolder
  }

  // MARK: - Settings

  /// Starters keep what is said of a site in a file of constants.
  private static func readConstants(_ site: OldSite, _ carried: inout CarriedSite) {
    let paths = [
      "src/consts.ts", "src/config.ts", "src/constants.ts", "src/site.config.ts", "astro-paper.config.ts",
      "src/data/site.ts", "src/lib/consts.ts",
    ]
    for path in paths where site.has(path) {
      carried.passOver(path)
      let program = ProgramText(site.text(path))
      func text(_ words: String...) -> String? {
        words.lazy.compactMap { program.string(behind: $0, ":= \n\t") }.first
      }
      carried.title = carried.title ?? text("SITE_TITLE", "title", "TITLE")
      carried.description =
        carried.description ?? text("SITE_DESCRIPTION", "description", "desc", "DESCRIPTION")
      carried.author = carried.author ?? text("author", "AUTHOR")
      carried.language = carried.language ?? text("lang", "language", "locale")
      carried.timezone = carried.timezone ?? text("timezone", "timeZone")
      carried.url =
        carried.url
        ?? text("website", "SITE_URL", "siteUrl", "url").flatMap { $0.hasPrefix("http") ? $0 : nil }
    }
  }

  /// `src/pages/writing/[...slug].astro` shows the posts at `/writing/…/`.
  private static func readAddresses(_ site: OldSite, _ carried: inout CarriedSite) {
    let pages = site.files.compactMap { FilePath.rest(of: $0, in: "src/pages") }
    let routes = pages.filter { $0.contains("[") && $0.hasSuffix(".astro") && !$0.contains("page]") }
    let mine = routes.filter { ProgramText(site.text("src/pages/" + $0)).count(of: "getCollection") > 0 }
    let posts = carried.postsFolder
    let best =
      mine.first {
        ProgramText(site.text("src/pages/" + $0)).strings(behind: "getCollection").contains(posts)
      }
      ?? routes.first { folder(ofRoute: $0) == posts }
    if let best, folder(ofRoute: best) != posts {
      carried.permalink = Permalink(text: "/" + FilePath.joined(folder(ofRoute: best), ":filename/"))
    }
    if pages.contains(where: { $0.hasPrefix("rss.xml.") }) { carried.move("feed.xml", to: "rss.xml") }
  }

  /// `writing` of `writing/[...slug].astro` and of `writing/[slug]/index.astro`.
  private static func folder(ofRoute route: String) -> String {
    route.split(separator: "/").prefix { !$0.contains("[") }.joined(separator: "/")
  }
}
