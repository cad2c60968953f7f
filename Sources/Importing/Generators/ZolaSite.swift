import DataFormats
import Diagnostics

/// Zola: `config.toml` with `base_url`, texts in `content/`, files in `static/` (https://www.getzola.org/documentation/).
enum ZolaSite {
  static func carried(_ site: OldSite, settingsPath: String) -> CarriedSite {
    var carried = CarriedSite(.zola)
    carried.habits = ModelInference.Habits(datesLeaveNames: true)
    var settings = OldSettings(settingsPath, in: site)
    carried.title = settings.string("title")
    carried.url = settings.string("base_url")
    carried.description = settings.string("description")
    carried.language = settings.string("default_language")
    carried.author = settings.string("author")
    settings.passOver(
      "theme", "taxonomies", "markdown", "generate_feed", "generate_feeds", "feed_filename", "feed_filenames",
      "feed_limit", "compile_sass", "minify_html", "build_search_index", "search", "highlight_code",
      "highlight_theme", "output_dir", "ignored_content", "link_checker", "slugify", "hard_link_static",
      "preserve_dotfiles_in_output", "generate_sitemap", "generate_robots_txt", "extra")
    if let source = settings.source, let extra = settings.node("extra") {
      for member in extra.members {
        carried.findings.append(
          Finding(
            .setting, "Settings of the theme", at: Location(source, member.keySpan),
            advice: "those of a theme of your own become its [options]"))
      }
    }
    for file in site.files {
      if let below = Paths.rest(of: file, in: "content") {
        FolderOfTexts.carry(file, below, in: site, &carried)
      } else if let below = Paths.rest(of: file, in: "static") {
        carried.carry(file, to: below)
      } else if file.hasPrefix("templates/") {
        carried.findTemplate(file, in: site)
      } else if file.hasPrefix("sass/") {
        carried.find(.file, "Sass", file, in: site, advice: "compile it to CSS, into the assets/ of a theme")
      } else if file.hasPrefix("data/") {
        carried.findData(file, in: site)
      }
    }
    carried.postsFolder = FolderOfTexts.postsFolder(in: site, carried.files)
    FolderOfTexts.keepSectionsOut(&carried, in: site)
    carried.findings += settings.rest()
    return carried
  }
}
