import DataFormats
import Diagnostics

/// Astro: collections in `src/content/`, pages in `src/pages/`, files in `public/` (https://docs.astro.build/).
enum AstroSite {
  static func carried(_ site: OldSite, settingsPath: String) -> CarriedSite {
    var carried = CarriedSite(.astro)
    let program = ProgramText(site.text(settingsPath))
    carried.url = program.string(behind: "site", ":= \n\t").map { url in
      let base = program.string(behind: "base", ":= \n\t") ?? ""
      return (url.hasSuffix("/") ? String(url.dropLast()) : url) + (base.isEmpty || base == "/" ? "/" : base)
    }
    readConstants(site, &carried)
    let folders = collectionFolders(site)
    for file in site.files {
      if let below = folders.lazy.compactMap({ below(file, $0) }).first {
        carryText(file, below, in: site, &carried)
      } else if let below = Paths.rest(of: file, in: "src/pages") {
        carryPage(file, below, in: site, &carried)
      } else if let below = Paths.rest(of: file, in: "public") {
        carried.carry(file, to: below)
      } else if let below = Paths.rest(of: file, in: "src/assets") {
        carried.carry(file, to: "assets/" + below)
      } else if file.hasPrefix("src/") {
        leave(file, in: site, &carried)
      }
    }
    carried.postsFolder = FolderOfTexts.postsFolder(in: site, carried.files)
    readAddresses(site, &carried)
    return carried
  }

  /// Where collections lie, and what of the path is the collection's: `src/content/blog/a.md` is `blog/a.md`.
  private static func collectionFolders(_ site: OldSite) -> [String] {
    let path = site.first(of: [
      "src/content.config.ts", "src/content/config.ts", "src/content.config.mjs", "src/content.config.js",
    ])
    let bases = ProgramText(path.flatMap { site.text($0) }).strings(behind: "base").map { text in
      text.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
    return ["src/content"]
      + bases.filter { !$0.hasPrefix("src/content/") && $0 != "src/content" && !$0.isEmpty }
  }

  private static func below(_ file: String, _ folder: String) -> String? {
    guard let rest = Paths.rest(of: file, in: folder) else { return nil }
    return folder == "src/content" ? rest : Paths.joined(Paths.name(of: folder), rest)
  }

  private static func carryText(
    _ file: String, _ below: String, in site: OldSite, _ carried: inout CarriedSite
  ) {
    if ["ts", "js", "mjs"].contains(Paths.suffix(of: file)) { return }
    if ["json", "yaml", "yml", "toml"].contains(Paths.suffix(of: file)) {
      return carried.findData(file, in: site)
    }
    FolderOfTexts.carry(file, below, in: site, &carried)
  }

  private static func carryPage(
    _ file: String, _ below: String, in site: OldSite, _ carried: inout CarriedSite
  ) {
    if Paths.isMarkdown(file) || Paths.suffix(of: file) == "mdx" {
      FolderOfTexts.carry(file, below, in: site, &carried)
    } else {
      carried.findTemplate(file, in: site)
    }
  }

  private static func leave(_ file: String, in site: OldSite, _ carried: inout CarriedSite) {
    switch Paths.suffix(of: file) {
    case "astro", "tsx", "jsx", "vue", "svelte": carried.findTemplate(file, in: site)
    case "md", "mdx":
      carried.find(
        .format, "Texts outside of collections", file, in: site,
        advice: "copy into content/ what is to be a page")
    default: break
    }
  }

  /// The starter keeps the title in `src/consts.ts`.
  private static func readConstants(_ site: OldSite, _ carried: inout CarriedSite) {
    guard
      let path = site.first(of: ["src/consts.ts", "src/config.ts", "src/constants.ts", "src/site.config.ts"])
    else { return }
    let program = ProgramText(site.text(path))
    carried.title = program.string(behind: "SITE_TITLE") ?? program.string(behind: "title", ":= \n\t")
    carried.description =
      program.string(behind: "SITE_DESCRIPTION") ?? program.string(behind: "description", ":= \n\t")
      ?? program.string(behind: "desc", ":= \n\t")
    carried.author = program.string(behind: "author", ":= \n\t")
    carried.language = program.string(behind: "lang", ":= \n\t")
  }

  /// `src/pages/writing/[...slug].astro` shows the posts at `/writing/…/`.
  private static func readAddresses(_ site: OldSite, _ carried: inout CarriedSite) {
    let pages = site.files.compactMap { Paths.rest(of: $0, in: "src/pages") }
    let routes = pages.filter {
      Paths.name(of: $0).hasPrefix("[") && $0.hasSuffix(".astro") && !$0.contains("page]")
    }
    let mine = routes.filter { ProgramText(site.text("src/pages/" + $0)).count(of: "getCollection") > 0 }
    let posts = carried.postsFolder
    let best =
      mine.first {
        ProgramText(site.text("src/pages/" + $0)).strings(behind: "getCollection").contains(posts)
      }
      ?? routes.first { Paths.folder(of: $0) == posts }
    if let best {
      let folder = Paths.folder(of: best)
      if !folder.contains("["), folder != posts {
        carried.permalink = Permalink(text: "/" + Paths.joined(folder, ":filename/"))
      }
    }
    if pages.contains(where: { $0.hasPrefix("rss.xml.") }) { carried.move("feed.xml", to: "rss.xml") }
  }
}
