import DataFormats
import Diagnostics
import Files
import Models

/// Jekyll: `_config.yml`, posts in `_posts` with their day in the name, pages anywhere (https://jekyllrb.com/docs/).
enum JekyllSite {
  static func carried(_ site: OldSite) -> CarriedSite {
    var carried = CarriedSite(.jekyll)
    carried.habits = ModelInference.Habits(datesLeaveNames: true, splitsOnSpace: true)
    let path = site.first(of: ["_config.yml", "_config.yaml", "_config.toml"])
    if let path { carried.passOver(path) }
    var settings = OldSettings(path, in: site)
    readSettings(&settings, &carried)
    let source = folder(settings.string("source")) ?? ""
    let defaults = settings.node("defaults")?.elements ?? []
    for setting in settings.all("defaults") {
      readDefaults(setting.member.value.elements, setting.source, &carried)
    }
    let collections = collectionFolders(&settings, defaults)
    let excluded = settings.node("exclude")?.elements.compactMap(\.text) ?? []
    let output = folder(settings.string("destination")) ?? "_site"
    let included = Set(settings.node("include")?.elements.compactMap(\.text) ?? [])
    settings.passOver("keep_files")
    for file in site.files {
      guard let below = FilePath.rest(of: file, in: source), file != path else { continue }
      if isExcluded(below, excluded) || file.hasPrefix(output + "/") {
        carried.passOver(file)
        continue
      }
      let first = below.prefix { $0 != "/" }
      if first.hasPrefix("_"), included.contains(String(first)), collections[String(first)] == nil {
        // `_pages`, whose pages mostly say their address.
        carryText(file, String(below.dropFirst()), in: site, &carried)
      } else {
        carry(file, below, collections, in: site, &carried)
      }
    }
    carried.findings += settings.rest()
    return carried
  }

  private static func readSettings(_ settings: inout OldSettings, _ carried: inout CarriedSite) {
    carried.title = settings.string("title") ?? settings.string("name")
    carried.description = settings.string("description")
    carried.author = settings.string("author", "name") ?? settings.string("author")
    carried.language = settings.string("lang") ?? settings.string("locale")
    carried.timezone = settings.string("timezone")
    let base = settings.string("baseurl") ?? ""
    carried.url = settings.string("url").map { CarriedSite.address($0, below: base) }
    let permalink = settings.string("permalink") ?? "date"
    let styles = [
      "date": "/:categories/:year/:month/:day/:title.html",
      "pretty": "/:categories/:year/:month/:day/:title/",
      "none": "/:categories/:title.html", "ordinal": "/:categories/:year/:y_day/:title.html",
      "weekdate": "/:categories/:year/W:week/:short_day/:title.html",
    ]
    carried.permalink = Permalink(text: styles[permalink] ?? permalink)
    carried.pagesEndInHTML =
      (styles[permalink] != nil && permalink != "pretty") || permalink.hasSuffix(":output_ext")
    readMarkdown(&settings, &carried)
    // What Jekyll needs for itself, and what Presstime does without being asked.
    settings.passOver(
      "markdown", "kramdown", "highlighter", "plugins", "gems", "theme", "remote_theme", "paginate",
      "paginate_path", "sass", "safe", "future", "incremental", "livereload", "encoding", "show_drafts",
      "markdown_ext", "liquid", "email", "port", "host")
  }

  /// What of the old Markdown texts can't say here.
  private static func readMarkdown(_ settings: inout OldSettings, _ carried: inout CarriedSite) {
    let plugins = [settings.node("plugins"), settings.node("gems")].flatMap { $0?.elements ?? [] }
    carried.hasEmoji = plugins.contains { $0.text == "jemoji" }
    guard let separator = settings.string("excerpt_separator"),
      separator.filter({ !$0.isWhitespace }) != "<!--more-->", separator.contains(where: { !$0.isNewline }),
      let location = settings.location(of: "excerpt_separator")
    else { return }
    carried.findings.append(
      Finding(
        .setting, "Ends of excerpts", at: location,
        advice: "`<!--more-->` ends an excerpt here, and the first paragraph without one"))
  }

  private static func folder(_ text: String?) -> String? {
    text.map { $0.split(separator: "/").filter { $0 != "." }.joined(separator: "/") }
  }

  /// `defaults:` gives front matter to whole folders; of it the address of posts is kept.
  private static func readDefaults(
    _ defaults: [DataNode], _ source: SourceFile, _ carried: inout CarriedSite
  ) {
    for entry in defaults {
      let values = entry.member("values")?.value
      if isForPosts(entry), let permalink = values?.text("permalink") {
        carried.permalink = Permalink(text: permalink)
      }
      let others = values?.members.filter { !["permalink", "layout"].contains($0.key) } ?? []
      guard let first = others.first else { continue }
      carried.findings.append(
        Finding(
          .frontMatter, "Front matter for whole folders", at: Location(source, first.keySpan),
          advice:
            "what each of its texts needs goes into its own front matter, or is a default in [models.Post]"))
    }
  }

  private static func isForPosts(_ entry: DataNode) -> Bool {
    let scope = entry.member("scope")?.value
    let path = scope?.text("path") ?? ""
    return scope?.text("type") == "posts"
      || (scope?.text("type") == nil && (path == "_posts" || path.isEmpty))
  }

  private struct PagesOfCollection {
    let folder: String
    let areFolders: Bool
  }

  /// By folder of a collection: the folder of its pages; nothing for one that has none. `collections:` is a list of
  /// names, or a map of them.
  private static func collectionFolders(
    _ settings: inout OldSettings, _ defaults: [DataNode]
  ) -> [String: PagesOfCollection?] {
    guard let node = settings.node("collections") else { return [:] }
    var folders: [String: PagesOfCollection?] = [:]
    for name in node.members.isEmpty ? node.elements.compactMap(\.text) : node.members.map(\.key) {
      let collection = node.member(name)?.value
      let given = defaults.last { $0.member("scope")?.value.text("type") == name }
      let permalink = collection?.text("permalink") ?? given?.member("values")?.value.text("permalink")
      let hasPages = collection?.text("output")?.lowercased() == "true"
      let areFolders = permalink?.hasSuffix("/") == true
      folders["_" + name] =
        hasPages
        ? .some(PagesOfCollection(folder: pagesFolder(permalink) ?? name, areFolders: areFolders))
        : .some(nil)
    }
    return folders
  }

  /// `tabs` of `/tabs/:title/`, the root of `/:title/`; nothing for a pattern that says more.
  private static func pagesFolder(_ permalink: String?) -> String? {
    guard let permalink else { return nil }
    let parts = permalink.split(separator: "/")
    guard let last = parts.last, [":title", ":name", ":path"].contains(last),
      parts.dropLast().allSatisfy({ !$0.contains(":") })
    else { return nil }
    return parts.dropLast().joined(separator: "/")
  }

  private static func isExcluded(_ path: String, _ excluded: [String]) -> Bool {
    CarriedSite.isOfRepository(path) && !path.hasSuffix(".nojekyll") || path.hasPrefix("vendor/bundle/")
      || excluded.contains { name in
        if name.contains("*") { return Glob(name).matches(path) }
        let folder = name.hasSuffix("/") ? String(name.dropLast()) : name
        return path == folder || path.hasPrefix(folder + "/")
      }
  }

  private static func carry(
    _ file: String, _ below: String, _ collections: [String: PagesOfCollection?], in site: OldSite,
    _ carried: inout CarriedSite
  ) {
    let parts = below.split(separator: "/").map(String.init)
    let first = parts.first ?? ""
    if let place = parts.firstIndex(of: "_posts") {
      // `news/_posts/…` has the category `news`, which stays the folder's name.
      let folder = (["posts"] + parts[..<place] + parts[(place + 1)...]).joined(separator: "/")
      if place > 0 { carried.folderCategories[folder] = Array(parts[..<place]) }
      return carryText(file, folder, in: site, &carried)
    }
    if first == "_drafts" {
      carried.find(
        .file, "Drafts", file, in: site,
        advice:
          "they are in content/_drafts, which is not published; move one to content/posts with `draft: true`")
      return carried.carry(file, to: below)
    }
    if let collection = collections[first] {
      guard let collection else {
        carried.find(
          .file, "Collections without pages", file, in: site,
          advice: "they are copied, and not published; entries of a model of your own may be made of them")
        return carried.carry(file, to: below)
      }
      let to = FilePath.joined(collection.folder, parts.dropFirst().joined(separator: "/"))
      if collection.areFolders { carried.folderPages.insert(to) }
      return carryText(file, to, in: site, &carried)
    }
    switch first {
    case "_layouts", "_includes": return carried.findTemplate(file, in: site)
    case "_data": return carried.findData(file, in: site)
    case "_plugins":
      return carried.find(.file, "Programs", file, in: site, advice: "no program is run in a build")
    case "_sass": return carried.findSass(file, in: site)
    default: break
    }
    if FilePath.hasHiddenPart(below) { return }
    carryText(file, below, in: site, &carried)
  }

  /// A text with front matter is a page; other files are copied.
  private static func carryText(_ file: String, _ to: String, in site: OldSite, _ carried: inout CarriedSite)
  {
    if FilePath.isMarkdown(file) { return carried.carry(file, to: to) }
    if CarriedSite.isOtherText(file) {
      carried.find(
        .format, "Texts in another format", file, in: site,
        advice: "convert them to Markdown, with pandoc for instance; they are copied as they are")
      return carried.carry(file, to: to)
    }
    guard
      ["html", "htm", "xml", "json", "txt", "css", "scss", "sass", "js", "svg", "liquid"].contains(
        FilePath.suffix(of: file))
    else { return carried.carry(file, to: to) }
    guard site.source(file)?.bytes.starts(with: "---".utf8) == true else {
      return carried.carry(file, to: to)
    }
    if ["scss", "sass", "css"].contains(FilePath.suffix(of: file)) {
      return carried.findSass(file, in: site)
    }
    carried.findTemplate(file, in: site)
  }
}
