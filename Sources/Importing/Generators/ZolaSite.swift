import DataFormats
import Diagnostics
import Files

/// Zola: `config.toml` with `base_url`, texts in `content/`, files in `static/` (https://www.getzola.org/documentation/).
enum ZolaSite {
  static func carried(_ site: OldSite, settingsPath: String) -> CarriedSite {
    var carried = CarriedSite(.zola)
    carried.habits = ModelInference.Habits(datesLeaveNames: true)
    var settings = OldSettings(settingsPath, in: site)
    readSettings(&settings, &carried)
    readLanguages(&settings, &carried, in: site)
    readMenu(&settings, &carried)
    let output = settings.string("output_dir") ?? "public"
    for file in site.files {
      if let below = FilePath.rest(of: file, in: "content") {
        FolderOfTexts.carry(file, below, in: site, &carried)
      } else if let below = FilePath.rest(of: file, in: "static") {
        carried.carry(file, to: below)
      } else if file.hasPrefix("templates/") {
        carried.findTemplate(file, in: site)
      } else if file.hasPrefix("sass/") {
        carried.findSass(file, in: site)
      } else if file.hasPrefix("data/") {
        carried.findData(file, in: site)
      } else if file.hasPrefix(output + "/") {
        carried.passOver(file)
      }
    }
    carried.postsFolder = FolderOfTexts.postsFolder(in: site, carried)
    FolderOfTexts.keepSectionsOut(&carried, in: site)
    carried.findings += settings.rest()
    return carried
  }

  private static func readSettings(_ settings: inout OldSettings, _ carried: inout CarriedSite) {
    carried.title = settings.string("title")
    carried.url = settings.string("base_url")
    carried.description = settings.string("description")
    carried.language = settings.string("default_language")
    carried.author = settings.string("author") ?? settings.string("extra", "author")
    for setting in settings.all("taxonomies") {
      for element in setting.member.value.elements {
        guard let name = element.text("name") else { continue }
        carried.findTaxonomy(name, at: Location(setting.source, element.span))
      }
    }
    carried.hasEmoji = settings.string("markdown", "render_emoji")?.lowercased() == "true"
    let paths = settings.string("slugify", "paths")?.lowercased() ?? "on"
    if paths == "on" { carried.addressPart = { OldAddress.zolaPart($0) } }
    readFeeds(&settings, &carried)
    settings.passOver(
      "theme", "markdown", "generate_feed", "generate_feeds", "feed_limit", "compile_sass", "minify_html",
      "build_search_index", "search", "highlight_code", "highlight_theme", "ignored_content", "link_checker",
      "hard_link_static", "preserve_dotfiles_in_output", "generate_sitemap", "generate_robots_txt", "extra",
      "mode", "ignored_static", "exclude_paginated_pages_in_sitemap")
    carried.findings += settings.themeSettings("extra", but: ["author", "menu"])
  }

  /// The feed is `atom.xml` unless it is called otherwise; names of RSS are those of `feed.xml`.
  private static func readFeeds(_ settings: inout OldSettings, _ carried: inout CarriedSite) {
    let several = settings.node("feed_filenames")?.elements.compactMap(\.text)
    let names = several ?? settings.string("feed_filename").map { [$0] } ?? []
    var free = ["atom.xml", "feed.xml"]
    for name in names where !free.contains(name) {
      let isAtom = name.contains("atom")
      guard let route = free.first(where: { $0.hasPrefix("atom") == isAtom }) ?? free.first else { continue }
      free.removeAll { $0 == route }
      carried.move(route, to: name)
    }
  }

  private static func readLanguages(
    _ settings: inout OldSettings, _ carried: inout CarriedSite, in site: OldSite
  ) {
    for setting in settings.all("languages") {
      for language in setting.member.value.members where language.key != carried.language {
        let location = Location(setting.source, language.keySpan)
        guard let index = carried.add(language.key, at: location, of: site) else { continue }
        carried.languages[index].title = language.value.text("title")
        carried.languages[index].description = language.value.text("description")
      }
    }
    if !carried.languages.isEmpty, carried.language == nil { carried.language = "en" }
  }

  /// `[extra] menu`, as many themes have it: `[{ name = "tags", url = "$BASE_URL/tags" }]`.
  private static func readMenu(_ settings: inout OldSettings, _ carried: inout CarriedSite) {
    guard let menu = settings.node("extra", "menu"), case .list(let items) = menu.content else { return }
    for item in items {
      guard let label = item.text("name") ?? item.text("title"), var url = item.text("url") else { continue }
      for mark in ["$BASE_URL", "@"] where url.hasPrefix(mark) { url = String(url.dropFirst(mark.count)) }
      let isWhole = url.contains("://") || url.hasPrefix("/") || url.hasPrefix("mailto:")
      carried.menus.append(
        CarriedSite.MenuItem(menu: "main", label: label, url: isWhole ? url : "/" + url))
    }
  }
}
