import DataFormats
import Diagnostics
import Files
import Models

/// Eleventy: a program for settings, texts anywhere below its input folder (https://www.11ty.dev/docs/).
enum EleventySite {
  static func carried(_ site: OldSite, settingsPath: String) -> CarriedSite {
    var carried = CarriedSite(.eleventy)
    carried.habits = ModelInference.Habits(datesLeaveNames: true)
    carried.passOver(settingsPath)
    let program = ProgramText(site.text(settingsPath))
    let input = folder(program.string(behind: "input") ?? ".")
    let output = folder(program.string(behind: "output") ?? "_site")
    readMetadata(site, input, &carried)
    let copied = passthrough(program, input)
    if program.count(of: "addPassthroughCopy") > program.strings(behind: "addPassthroughCopy").count
      + (program.count(of: "addPassthroughCopy({"))
    {
      carried.find(
        .setting, "Files that a program chooses", settingsPath, in: site,
        advice: "copy into content/ what it copies to the output")
    }
    let ignored = ignoredFiles(site, program)
    for file in site.files {
      if isLeftOut(file, output) || ignored.contains(where: { file == $0 || file.hasPrefix($0 + "/") }) {
        carried.passOver(file)
        continue
      }
      if let copy = copied.lazy.compactMap({ copy in
        FilePath.rest(of: file, in: copy.from).map { FilePath.joined(copy.to, $0) }
          ?? (file == copy.from ? copy.to : nil)
      }).first {
        carried.carry(file, to: copy)
      } else if let below = FilePath.rest(of: file, in: input) {
        carry(file, below, in: site, &carried)
      }
    }
    readLanguages(program, site, input, &carried)
    readFeed(program, site, input, &carried)
    if let separator = program.string(behind: "excerpt_separator", ":= \n\t"),
      separator.filter({ !$0.isWhitespace }) != "<!--more-->"
    {
      carried.find(
        .setting, "Ends of excerpts", settingsPath, in: site,
        advice: "`<!--more-->` ends an excerpt here, and the first paragraph without one")
    }
    carried.postsFolder = FolderOfTexts.postsFolder(in: site, carried)
    readAddresses(site, &carried)
    return carried
  }

  // MARK: - Addresses

  /// `permalink` in the data of the posts' folder (https://www.11ty.dev/docs/data-template-dir/).
  private static func readAddresses(_ site: OldSite, _ carried: inout CarriedSite) {
    let post = carried.files.first {
      FilePath.rest(of: $0.to, in: carried.postsFolder) != nil && FilePath.isMarkdown($0.from)
    }
    var folder = post.map { FilePath.folder(of: $0.from) } ?? ""
    while !folder.isEmpty {
      let stem = folder + "/" + FilePath.name(of: folder)
      let ends = [".json", ".11tydata.json", ".11tydata.js", ".11tydata.cjs", ".11tydata.mjs"]
      if let path = site.first(of: ends.map { stem + $0 }) {
        var data = OldSettings(path.hasSuffix(".json") ? path : nil, in: site)
        let program = ProgramText(path.hasSuffix(".json") ? nil : site.text(path))
        if let text = data.string("permalink") ?? program.string(behind: "permalink", ":= \n\t") {
          carried.permalink = permalink(text)
          return
        }
        if program.count(of: "permalink") > 0 {
          carried.find(
            .address, "Addresses that a program makes", path, in: site,
            advice: "say them in [routes], or give each post its old address as `path` or in `aliases`")
        }
      }
      folder = FilePath.folder(of: folder)
    }
  }

  /// `/{{ page.date | date: "%Y/%m" }}/{{ page.fileSlug }}/` as a pattern; what is not known stays in braces.
  static func permalink(_ text: String) -> Permalink {
    var (out, rest) = ("", text[...])
    var takesTitle = false
    while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
      let inside = rest[open.upperBound..<close.lowerBound].filter { !$0.isWhitespace }
      out += rest[..<open.lowerBound]
      rest = rest[close.upperBound...]
      if ["page.fileSlug", "page.fileSlug|slugify", "page.fileSlug|slug", "slug"].contains(inside) {
        out += ":filename"
      } else if inside.hasPrefix("title|slug") {
        out += ":title"
        takesTitle = true
      } else if inside.hasPrefix("page.date|date") || inside.hasPrefix("date|date") {
        let format = inside.drop { $0 != "%" }.prefix { !"\"')".contains($0) }
        let names = ["%Y": ":year", "%m": ":month", "%d": ":day"]
        let isPlain = format.split(separator: "/").allSatisfy { names[String($0)] != nil } && !format.isEmpty
        out +=
          isPlain
          ? format.split(separator: "/").map { names[String($0)] ?? "" }.joined(separator: "/") : ":unknown"
      } else {
        out += ":unknown"
      }
    }
    out += rest
    for end in ["/index.html", "index.html"] where out.hasSuffix(end) { out = out.dropLast(end.count) + "/" }
    return Permalink(text: out, takesTitle: takesTitle)
  }

  /// `.eleventyignore` and `.gitignore`, as far as they name files and folders, and `ignores.add("README.md")`
  /// (https://www.11ty.dev/docs/ignores/).
  private static func ignoredFiles(_ site: OldSite, _ program: ProgramText) -> [String] {
    let isOfGit = program.count(of: "setUseGitIgnore(false)") == 0
    let lines = ((isOfGit ? [".gitignore"] : []) + [".eleventyignore"]).flatMap { name in
      (site.text(name) ?? "").split(separator: "\n").map(String.init)
    }
    let names =
      lines.filter { !$0.hasPrefix("#") && !$0.hasPrefix("!") } + program.strings(behind: "ignores.add")
    return names.map { folder($0.filter { !$0.isWhitespace }) }.filter { !$0.isEmpty && !$0.contains("*") }
  }

  /// With the plugin for languages, folders of the input folder are languages
  /// (https://www.11ty.dev/docs/plugins/i18n/).
  private static func readLanguages(
    _ program: ProgramText, _ site: OldSite, _ input: String, _ carried: inout CarriedSite
  ) {
    guard program.count(of: "I18nPlugin") > 0, let main = program.string(behind: "defaultLanguage") else {
      return
    }
    var folders = Set(
      carried.files.filter { FilePath.isMarkdown($0.to) }.map { String($0.to.prefix { $0 != "/" }) })
    folders = folders.filter { $0.count <= 5 && LanguageTag.isWellKnown($0) }
    guard folders.contains(main) else { return }
    carried.language = main
    for tag in folders.sorted() where tag != main {
      _ = carried.add(tag, at: Location(path: site.shown(FilePath.joined(input, tag))), of: site)
    }
    // The default language is at the root here.
    for (index, file) in carried.files.enumerated() {
      guard let below = FilePath.rest(of: file.to, in: main) else { continue }
      carried.files[index] = CarriedSite.CarriedFile(from: file.from, to: below)
    }
    carried.redirect(
      "/\(main)/*", to: "/:splat", at: Location(path: site.shown(FilePath.joined(input, main))))
  }

  /// The feed of the plugin, `outputPath: "/feed/feed.xml"`, or that of a template with such a `permalink`.
  private static func readFeed(
    _ program: ProgramText, _ site: OldSite, _ input: String, _ carried: inout CarriedSite
  ) {
    var paths = program.strings(behind: "outputPath", ":= \n\t")
    for file in site.files where ["njk", "liquid"].contains(FilePath.suffix(of: file)) {
      guard FilePath.rest(of: file, in: input) != nil, let text = site.text(file), text.hasPrefix("---")
      else {
        continue
      }
      let line = text.split(separator: "\n").prefix(20).first { $0.hasPrefix("permalink:") }
      let path = line.map { $0.dropFirst(10).filter { !" \"'\r".contains($0) } }
      if let path, path.hasSuffix(".xml"), !path.contains("sitemap") { paths.append(path) }
    }
    guard let path = paths.first(where: { $0.hasSuffix(".xml") && !$0.contains("{") }) else { return }
    let name = folder(path)
    if name != "feed.xml", name != "atom.xml" { carried.move("atom.xml", to: name) }
  }

  private static func folder(_ text: String) -> String {
    text.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  private static func isLeftOut(_ file: String, _ output: String) -> Bool {
    (!output.isEmpty && file.hasPrefix(output + "/")) || CarriedSite.isOfRepository(file)
      || file.hasPrefix("eleventy.config")
  }

  /// `addPassthroughCopy("css")` and `addPassthroughCopy({ "public": "/" })`.
  private static func passthrough(_ program: ProgramText, _ input: String) -> [(from: String, to: String)] {
    let plain = program.strings(behind: "addPassthroughCopy").map { text -> (from: String, to: String) in
      let from = folder(text)
      return (from, FilePath.rest(of: from, in: input) ?? from)
    }
    let mapped = program.pairs(behind: "addPassthroughCopy").map {
      (from: folder($0.key), to: folder($0.value))
    }
    return mapped + plain.filter { !$0.from.contains("*") && !$0.from.isEmpty }
  }

  /// `_data/metadata.json` of the base blog, or `site.json`.
  private static func readMetadata(_ site: OldSite, _ input: String, _ carried: inout CarriedSite) {
    let folders = [FilePath.joined(input, "_data"), "_data"]
    let names = ["metadata.json", "site.json", "meta.json", "metadata.yaml", "site.yaml"]
    let path = site.first(of: folders.flatMap { folder in names.map { folder + "/" + $0 } })
    var data = OldSettings(path, in: site)
    carried.title = data.string("title") ?? data.string("name")
    carried.url = data.string("url")
    carried.description = data.string("description")
    carried.language = data.string("language") ?? data.string("lang")
    carried.author = data.string("author", "name") ?? data.string("author")
    guard path == nil else { return }
    let programs = ["metadata.js", "site.js", "meta.js", "metadata.mjs", "site.mjs", "metadata.cjs"]
    guard let file = site.first(of: folders.flatMap { folder in programs.map { folder + "/" + $0 } }) else {
      return
    }
    let program = ProgramText(site.text(file))
    carried.title = program.string(behind: "title", ":= \n\t")
    carried.url = program.string(behind: "url", ":= \n\t")
    carried.description = program.string(behind: "description", ":= \n\t")
    carried.language =
      program.string(behind: "language", ":= \n\t") ?? program.string(behind: "lang", ":= \n\t")
  }

  private static func carry(_ file: String, _ below: String, in site: OldSite, _ carried: inout CarriedSite) {
    let parts = below.split(separator: "/")
    if parts.contains("_data") { return carried.findData(file, in: site) }
    if parts.contains(where: { ["_includes", "_layouts"].contains($0) }) {
      return carried.findTemplate(file, in: site)
    }
    // `_posts` is a name from Jekyll, and means nothing in Eleventy.
    let visible = String(below.drop { $0 == "_" })
    let suffix = FilePath.suffix(of: file)
    if file.hasSuffix(".11ty.js") || file.hasSuffix(".11ty.cjs") || file.hasSuffix(".11ty.mjs")
      || ["njk", "liquid", "hbs", "mustache", "ejs", "haml", "pug", "webc", "vto"].contains(suffix)
    {
      return carried.findTemplate(file, in: site)
    }
    if FilePath.isMarkdown(file) || suffix == "mdx" || CarriedSite.isOtherText(file) {
      return FolderOfTexts.carry(file, visible, in: site, &carried)
    }
    // `posts/posts.json` and `posts/posts.11tydata.js` give every file of their folder front matter.
    let folder = FilePath.name(of: FilePath.folder(of: below))
    let isData =
      file.contains(".11tydata.") || (suffix == "json" && FilePath.name(of: below) == folder + ".json")
    if isData {
      carried.find(
        .frontMatter, "Front matter for whole folders", file, in: site,
        advice:
          "what each of its texts needs goes into its own front matter, or is a default in [models.Post]")
    } else if CarriedSite.isMedia(file) {
      carried.carry(file, to: visible)
    } else if ["html", "htm"].contains(suffix) {
      carried.findTemplate(file, in: site)
    }
  }
}

extension ProgramText {
  /// The pairs of texts in braces behind a word: `word({ "a": "b", 'c': 'd' })`.
  func pairs(behind word: String) -> [(key: String, value: String)] {
    var pairs: [(key: String, value: String)] = []
    for block in blocks(behind: word) {
      for part in block.split(separator: ",") {
        let halves = part.split(separator: ":", maxSplits: 1).map { half in
          String(half.filter { !"\"'` \n\t".contains($0) })
        }
        if halves.count == 2, !halves[0].isEmpty { pairs.append((halves[0], halves[1])) }
      }
    }
    return pairs
  }
}
