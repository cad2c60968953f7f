import DataFormats
import Diagnostics

/// Hugo: `hugo.toml` or `config.toml`, texts in `content/`, files in `static/` (https://gohugo.io/documentation/).
enum HugoSite {
  static func carried(_ site: OldSite, settingsPath: String) -> CarriedSite {
    var carried = CarriedSite(.hugo)
    var settings = OldSettings(settingsPath, in: site)
    readSettings(&settings, &carried)
    let content = settings.string("contentDir") ?? "content"
    let statics = settings.node("staticDir")?.elements.compactMap(\.text) ?? ["static"]
    for file in site.files {
      if let below = Paths.rest(of: file, in: content) {
        FolderOfTexts.carry(file, below, in: site, &carried)
      } else if let below = statics.lazy.compactMap({ Paths.rest(of: file, in: $0) }).first {
        carried.carry(file, to: below)
      } else {
        leave(file, in: site, &carried)
      }
    }
    carried.postsFolder = FolderOfTexts.postsFolder(in: site, carried.files)
    FolderOfTexts.keepSectionsOut(&carried, in: site)
    readPermalink(&settings, &carried)
    carried.move("feed.xml", to: "index.xml")
    carried.findings += settings.rest()
    return carried
  }

  private static func readSettings(_ settings: inout OldSettings, _ carried: inout CarriedSite) {
    carried.title = settings.string("title")
    carried.url = settings.string("baseURL") ?? settings.string("baseurl") ?? settings.string("baseUrl")
    carried.language =
      settings.string("defaultContentLanguage") ?? settings.string("locale")
      ?? settings.string("languageCode")
    carried.timezone = settings.string("timeZone") ?? settings.string("timezone")
    carried.description = settings.string("params", "description")
    carried.author =
      settings.string("params", "author", "name") ?? settings.string("params", "author")
      ?? settings.string("author", "name") ?? settings.string("author")
    for key in ["menu", "menus"] {
      for menu in settings.node(key)?.members ?? [] { readMenu(menu, &carried, settings.source) }
    }
    settings.passOver(
      "theme", "paginate", "pagination", "taxonomies", "markup", "outputs", "buildDrafts", "buildFuture",
      "enableRobotsTXT", "enableEmoji", "enableGitInfo", "summaryLength", "hasCJKLanguage", "minify",
      "sitemap",
      "publishDir", "archetypeDir", "languageName", "canonifyURLs", "relativeURLs", "pygmentsCodeFences",
      "pygmentsUseClasses", "outputFormats", "mediaTypes", "rssLimit", "disablePathToLower", "imaging",
      "caches",
      "languageCode", "copyright", "disqusShortname", "googleAnalytics", "services", "security", "build",
      "params")
    if let source = settings.source, let params = settings.node("params") {
      for member in params.members where !["description", "author"].contains(member.key) {
        carried.findings.append(
          Finding(
            .setting, "Settings of the theme", at: Location(source, member.keySpan),
            advice: "those of a theme of your own become its [options]"))
      }
    }
  }

  private static func readMenu(_ menu: DataMember, _ carried: inout CarriedSite, _ source: SourceFile?) {
    let items = menu.value.elements.filter {
      $0.text("name") != nil && ($0.text("url") ?? $0.text("pageRef")) != nil
    }
    guard ["main", "footer"].contains(menu.key) else {
      if let source {
        carried.findings.append(
          Finding(
            .setting, "Menus", at: Location(source, menu.keySpan),
            advice: "the built-in theme shows `main` and `footer`"))
      }
      return
    }
    let sorted = items.enumerated().sorted {
      let (a, b) = (Int($0.element.text("weight") ?? "") ?? 0, Int($1.element.text("weight") ?? "") ?? 0)
      return (a, $0.offset) < (b, $1.offset)
    }
    for (_, item) in sorted {
      guard let label = item.text("name"), let url = item.text("url") ?? item.text("pageRef") else {
        continue
      }
      let isOutside =
        url.contains("://") || url.hasPrefix("/") || url.hasPrefix("#") || url.hasPrefix("mailto:")
      carried.menus.append(
        CarriedSite.MenuItem(menu: menu.key, label: label, url: isOutside ? url : "/" + url))
    }
  }

  /// `[permalinks] posts = …`, or since 0.121 `[permalinks.page] posts = …`.
  private static func readPermalink(_ settings: inout OldSettings, _ carried: inout CarriedSite) {
    let section = String(carried.postsFolder.prefix { $0 != "/" })
    let pattern = settings.string("permalinks", section) ?? settings.string("permalinks", "page", section)
    if var text = pattern {
      for (name, value) in [(":sections", carried.postsFolder), (":section", section)] {
        text = text.split(separator: "/", omittingEmptySubsequences: false).map {
          $0 == name ? value : String($0)
        }
        .joined(separator: "/")
      }
      let takesTitle = text.contains(":title")
      carried.permalink = Permalink(text: text, takesTitle: takesTitle)
    } else if settings.string("uglyURLs")?.lowercased() == "true" {
      carried.permalink = Permalink(text: "/\(carried.postsFolder)/:filename.html")
    }
    settings.passOver("uglyURLs", "permalinks")
  }

  private static func leave(_ file: String, in site: OldSite, _ carried: inout CarriedSite) {
    switch file.prefix(while: { $0 != "/" }) {
    case "layouts": carried.findTemplate(file, in: site)
    case "data": carried.findData(file, in: site)
    case "assets":
      carried.find(
        .file, "Assets that Hugo works on", file, in: site,
        advice: "stylesheets and scripts go into the assets/ of a theme, pictures into content/")
    case "i18n":
      carried.find(.template, "Texts of the theme", file, in: site, advice: "the built-in theme has its own")
    default: break
    }
  }
}
