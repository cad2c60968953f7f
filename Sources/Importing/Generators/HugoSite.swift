import DataFormats
import Diagnostics
import Files

/// Hugo: `hugo.toml`, `config.toml` or `config/`, texts in `content/`, files in `static/`
/// (https://gohugo.io/documentation/).
enum HugoSite {
  static func carried(_ site: OldSite, settingsPath: String) -> CarriedSite {
    var carried = CarriedSite(.hugo)
    var settings = settings(settingsPath, in: site, &carried)
    readSettings(&settings, &carried)
    var folders = HugoLanguages.read(&settings, &carried, in: site)
    folders.append((folder(settings.string("contentDir") ?? "content"), ""))
    let statics = (settings.node("staticDir")?.elements.compactMap(\.text) ?? ["static"]).map(folder)
    let output = folder(settings.string("publishDir") ?? "public")
    for file in site.files {
      if let below = folders.lazy.compactMap({ tree in
        FilePath.rest(of: file, in: tree.folder).map { FilePath.joined(tree.to, $0) }
      }).first {
        FolderOfTexts.carry(file, below, in: site, &carried)
      } else if let below = statics.lazy.compactMap({ FilePath.rest(of: file, in: $0) }).first {
        carried.carry(file, to: below)
      } else {
        leave(file, output: output, in: site, &carried)
      }
    }
    carried.postsFolder = FolderOfTexts.postsFolder(in: site, carried)
    FolderOfTexts.keepSectionsOut(&carried, in: site)
    readAddresses(&settings, &carried)
    carried.findings += settings.rest()
    return carried
  }

  static func folder(_ text: String) -> String {
    text.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// The file in the root, and those of `config/_default` and `config/production`, of which `menus.toml` is the table
  /// `menus` (https://gohugo.io/configuration/introduction/#configuration-directory).
  private static func settings(
    _ path: String, in site: OldSite, _ carried: inout CarriedSite
  ) -> OldSettings {
    var settings = OldSettings(path, in: site, ignoresCase: true)
    for folder in ["config/_default", "config/production"] {
      for file in site.files where file.hasPrefix(folder + "/") && file != path {
        guard ["toml", "yaml", "yml", "json"].contains(FilePath.suffix(of: file)) else { continue }
        carried.passOver(file)
        let name = FilePath.withoutSuffix(FilePath.name(of: file)).lowercased()
        settings.add(file, under: ["hugo", "config"].contains(name) ? nil : name)
      }
    }
    return settings
  }

  private static func readSettings(_ settings: inout OldSettings, _ carried: inout CarriedSite) {
    carried.title = settings.string("title")
    carried.url = settings.string("baseURL")
    carried.language =
      settings.string("defaultContentLanguage") ?? settings.string("locale")
      ?? settings.string("languageCode")
    carried.timezone = settings.string("timeZone")
    carried.description = settings.string("params", "description")
    carried.author =
      settings.string("params", "author", "name") ?? settings.string("params", "author")
      ?? settings.string("author", "name") ?? settings.string("author")
    for setting in settings.all("menu") + settings.all("menus") {
      carried.menus += HugoMenus.items(of: setting.member.value, in: setting.source, &carried)
    }
    for setting in settings.all("taxonomies") {
      for member in setting.member.value.members {
        carried.findTaxonomy(member.value.text ?? member.key, at: Location(setting.source, member.keySpan))
      }
    }
    carried.hasEmoji = settings.isOn("enableEmoji")
    if !settings.isOn("disablePathToLower") { carried.addressPart = { OldAddress.hugoPart($0) } }
    let dates = settings.node("frontmatter", "date")?.elements.compactMap(\.text) ?? []
    if dates.contains(":filename") { carried.habits = ModelInference.Habits(datesLeaveNames: true) }
    settings.passOver(
      "theme", "paginate", "pagination", "markup", "outputs", "buildDrafts", "buildFuture",
      "enableRobotsTXT", "enableGitInfo", "summaryLength", "hasCJKLanguage", "minify", "sitemap",
      "archetypeDir", "languageName", "canonifyURLs", "relativeURLs", "pygmentsCodeFences",
      "pygmentsUseClasses", "outputFormats", "mediaTypes", "rssLimit", "imaging", "caches",
      "languageCode", "copyright", "disqusShortname", "googleAnalytics", "services", "security", "build",
      "params", "module", "related", "disableAliases", "ignoreErrors", "pluralizeListTitles", "privacy")
    carried.findings += settings.themeSettings("params", but: ["description", "author"])
  }

  /// `[permalinks] posts = …`, or since 0.121 `[permalinks.page] posts = …`.
  private static func readAddresses(_ settings: inout OldSettings, _ carried: inout CarriedSite) {
    let section = String(carried.postsFolder.prefix { $0 != "/" })
    let pattern = settings.string("permalinks", section) ?? settings.string("permalinks", "page", section)
    carried.pagesEndInHTML = settings.isOn("uglyURLs")
    for setting in settings.all("permalinks") {
      for member in setting.member.value.members + (setting.member.value.member("page")?.value.members ?? [])
      where member.key != section {
        guard let text = member.value.text else { continue }
        carried.pagePermalinks[member.key] = Permalink(text: text)
      }
    }
    if var text = pattern {
      for (name, value) in [(":sections", carried.postsFolder), (":section", section)] {
        text = text.split(separator: "/", omittingEmptySubsequences: false).map {
          $0 == name ? value : String($0)
        }
        .joined(separator: "/")
      }
      let parts = text.split(separator: "/")
      let takesTitle = parts.contains(":title") || parts.contains(":slug")
      carried.permalink = Permalink(text: text, takesTitle: takesTitle)
    } else if carried.pagesEndInHTML {
      carried.permalink = Permalink(text: "/\(carried.postsFolder)/:filename.html")
    }
    carried.move("feed.xml", to: "index.xml")
    if !section.isEmpty, let location = settings.location(of: "baseURL") {
      carried.redirect("/\(section)/index.xml", to: "/index.xml", at: location)
    }
  }

  private static func leave(
    _ file: String, output: String, in site: OldSite, _ carried: inout CarriedSite
  ) {
    if file.hasPrefix(output + "/") { return carried.passOver(file) }
    switch file.prefix(while: { $0 != "/" }) {
    case "layouts": carried.findTemplate(file, in: site)
    case "data": carried.findData(file, in: site)
    case "assets":
      carried.find(
        .file, "Assets that Hugo works on", file, in: site,
        advice: "stylesheets and scripts go into the assets/ of a theme, pictures into content/")
    case "i18n":
      carried.find(.template, "Texts of the theme", file, in: site, advice: "the built-in theme has its own")
    // What Hugo has made, and what new texts begin with.
    case "resources", "archetypes", "hugo_stats.json": carried.passOver(file)
    default: break
    }
  }
}

/// The languages of a Hugo site (https://gohugo.io/content-management/multilingual/).
enum HugoLanguages {
  /// Folders of texts of single languages, and where they go below `content/`.
  static func read(
    _ settings: inout OldSettings, _ carried: inout CarriedSite, in site: OldSite
  ) -> [(folder: String, to: String)] {
    let languages = settings.all("languages").flatMap { setting in
      setting.member.value.members.map { ($0, setting.source) }
    }
    guard !languages.isEmpty else { return [] }
    let main = settings.string("defaultContentLanguage") ?? "en"
    var folders: [(folder: String, to: String)] = []
    for (language, source) in languages where language.value.text("disabled")?.lowercased() != "true" {
      let node = language.value
      var to = ""
      if language.key.lowercased() == main.lowercased() {
        carried.language = main
        carried.title = node.text("title") ?? carried.title
        carried.description = Self.description(node) ?? carried.description
        carried.menus += menus(language.key, node, source, &settings, &carried)
      } else if let index = carried.add(language.key, at: Location(source, language.keySpan), of: site) {
        carried.languages[index].title = node.text("title")
        carried.languages[index].description = Self.description(node)
        let items = menus(language.key, node, source, &settings, &carried)
        carried.languages[index].menus = items
        to = carried.languages[index].tag
      } else {
        continue
      }
      if let folder = node.members.first(where: { $0.key.lowercased() == "contentdir" })?.value.text {
        folders.append((HugoSite.folder(folder), to))
      }
    }
    if settings.isOn("defaultContentLanguageInSubdir"), !carried.languages.isEmpty,
      let location = settings.location(of: "defaultContentLanguageInSubdir")
    {
      carried.redirect("/\(main)/*", to: "/:splat", at: location)
    }
    // The longest first: a language may lie in the folder of another.
    return folders.sorted { ($1.folder.utf8.count, $0.folder) < ($0.folder.utf8.count, $1.folder) }
  }

  private static func description(_ node: DataNode) -> String? {
    node.node(at: ["params", "description"])?.text ?? node.text("description")
  }

  private static func menus(
    _ key: String, _ node: DataNode, _ source: SourceFile, _ settings: inout OldSettings,
    _ carried: inout CarriedSite
  ) -> [CarriedSite.MenuItem] {
    var items: [CarriedSite.MenuItem] = []
    for name in ["menu", "menus"] {
      if let member = node.member(name) { items += HugoMenus.items(of: member.value, in: source, &carried) }
      // `config/_default/menus.fr.toml`
      for setting in settings.all("\(name).\(key)") {
        items += HugoMenus.items(of: setting.member.value, in: setting.source, &carried)
      }
    }
    settings.passOver("params.\(key)")
    return items
  }
}

/// Menus as Hugo's settings have them (https://gohugo.io/configuration/menus/).
enum HugoMenus {
  static func items(
    of menus: DataNode, in source: SourceFile, _ carried: inout CarriedSite
  ) -> [CarriedSite.MenuItem] {
    var items: [CarriedSite.MenuItem] = []
    for menu in menus.members {
      let entries = menu.value.elements.filter {
        $0.text("name") ?? $0.text("pageRef") ?? $0.text("url") != nil
      }
      guard ["main", "footer"].contains(menu.key) else {
        if !entries.isEmpty {
          carried.findings.append(
            Finding(
              .setting, "Menus", at: Location(source, menu.keySpan),
              advice: "the built-in theme shows `main` and `footer`"))
        }
        continue
      }
      let sorted = entries.enumerated().sorted {
        let (a, b) = (Int($0.element.text("weight") ?? "") ?? 0, Int($1.element.text("weight") ?? "") ?? 0)
        return (a, $0.offset) < (b, $1.offset)
      }
      items += sorted.compactMap { item(of: $0.element, menu.key) }
    }
    return items
  }

  private static func item(of entry: DataNode, _ menu: String) -> CarriedSite.MenuItem? {
    guard let url = entry.text("url") ?? entry.text("pageRef"),
      let label = entry.text("name") ?? entry.text("title") ?? entry.text("identifier")
    else { return nil }
    let isWhole =
      url.contains("://") || url.hasPrefix("/") || url.hasPrefix("#") || url.hasPrefix("mailto:")
    return CarriedSite.MenuItem(menu: menu, label: label, url: isWhole ? url : "/" + url)
  }
}
