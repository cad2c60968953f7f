import DataFormats
import Diagnostics

/// Eleventy: a program for settings, texts anywhere below its input folder (https://www.11ty.dev/docs/).
enum EleventySite {
  static func carried(_ site: OldSite, settingsPath: String) -> CarriedSite {
    var carried = CarriedSite(.eleventy)
    carried.habits = ModelInference.Habits(datesLeaveNames: true)
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
    for file in site.files where !isLeftOut(file, output) {
      if let copy = copied.lazy.compactMap({ copy in
        Paths.rest(of: file, in: copy.from).map { Paths.joined(copy.to, $0) }
          ?? (file == copy.from ? copy.to : nil)
      }).first {
        carried.carry(file, to: copy)
      } else if let below = Paths.rest(of: file, in: input) {
        carry(file, below, in: site, &carried)
      }
    }
    carried.postsFolder = FolderOfTexts.postsFolder(in: site, carried.files)
    return carried
  }

  private static func folder(_ text: String) -> String {
    text.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  private static func isLeftOut(_ file: String, _ output: String) -> Bool {
    (!output.isEmpty && file.hasPrefix(output + "/")) || CarriedSite.isOfRepository(file)
      || file.hasPrefix("eleventy.config") || Paths.name(of: file).hasPrefix("package")
  }

  /// `addPassthroughCopy("css")` and `addPassthroughCopy({ "public": "/" })`.
  private static func passthrough(_ program: ProgramText, _ input: String) -> [(from: String, to: String)] {
    let plain = program.strings(behind: "addPassthroughCopy").map { text -> (from: String, to: String) in
      let from = folder(text)
      return (from, Paths.rest(of: from, in: input) ?? from)
    }
    let mapped = program.pairs(behind: "addPassthroughCopy").map {
      (from: folder($0.key), to: folder($0.value))
    }
    return mapped + plain.filter { !$0.from.contains("*") && !$0.from.isEmpty }
  }

  /// `_data/metadata.json` of the base blog, or `site.json`.
  private static func readMetadata(_ site: OldSite, _ input: String, _ carried: inout CarriedSite) {
    let folders = [Paths.joined(input, "_data"), "_data"]
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
    let suffix = Paths.suffix(of: file)
    if file.hasSuffix(".11ty.js") || file.hasSuffix(".11ty.cjs") || file.hasSuffix(".11ty.mjs")
      || ["njk", "liquid", "hbs", "mustache", "ejs", "haml", "pug", "webc", "vto"].contains(suffix)
    {
      return carried.findTemplate(file, in: site)
    }
    if Paths.isMarkdown(file) || suffix == "mdx" || CarriedSite.isOtherText(file) {
      return FolderOfTexts.carry(file, below, in: site, &carried)
    }
    // `posts/posts.json` and `posts/posts.11tydata.js` give every file of their folder front matter.
    let folder = Paths.name(of: Paths.folder(of: below))
    let isData =
      file.contains(".11tydata.") || (suffix == "json" && Paths.name(of: below) == folder + ".json")
    if isData {
      carried.find(
        .frontMatter, "Front matter for whole folders", file, in: site,
        advice:
          "what each of its texts needs goes into its own front matter, or is a default in [models.Post]")
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
