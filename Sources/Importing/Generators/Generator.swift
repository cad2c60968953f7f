/// The generators whose sites are recognised.
package enum Generator: String, Sendable, CaseIterable {
  case jekyll, hugo, zola, eleventy, astro

  /// Its name as it writes it.
  package var name: String {
    switch self {
    case .jekyll: "Jekyll"
    case .hugo: "Hugo"
    case .zola: "Zola"
    case .eleventy: "Eleventy"
    case .astro: "Astro"
    }
  }

  /// The settings file that is looked for when nothing else tells the generator.
  package var usualMark: String {
    switch self {
    case .jekyll: "_config.yml"
    case .hugo: "hugo.toml"
    case .zola: "config.toml"
    case .eleventy: ".eleventy.js"
    case .astro: "astro.config.mjs"
    }
  }

  /// The generators that a folder has marks of, each with the file or folder that tells it.
  package static func recognised(in site: OldSite) -> [(generator: Generator, mark: String)] {
    let found = allCases.compactMap { generator in generator.mark(in: site).map { (generator, $0) } }
    // A folder `_posts` alone tells little.
    return found.count > 1 ? found.filter { $0.1 != "_posts" } : found
  }

  private func mark(in site: OldSite) -> String? {
    switch self {
    case .jekyll: Self.jekyllMark(site)
    case .hugo: Self.hugoMark(site)
    case .zola: Self.settings(in: site, with: ["base_url"], of: ["config.toml", "zola.toml"])
    case .eleventy:
      site.first(of: [
        ".eleventy.js", ".eleventy.cjs", ".eleventy.mjs", "eleventy.config.js", "eleventy.config.mjs",
        "eleventy.config.cjs", "eleventy.config.ts",
      ])
    case .astro:
      site.first(of: [
        "astro.config.mjs", "astro.config.js", "astro.config.ts", "astro.config.mts", "astro.config.cjs",
      ])
    }
  }

  /// `_config.yml` is Hexo's name too, which has `source/_posts` and `scaffolds`.
  private static func jekyllMark(_ site: OldSite) -> String? {
    if site.hasFolder("scaffolds"), site.hasFolder("source/_posts") { return nil }
    let settings = site.first(of: ["_config.yml", "_config.yaml", "_config.toml"])
    return settings ?? (site.hasFolder("_posts") ? "_posts" : nil)
  }

  private static func hugoMark(_ site: OldSite) -> String? {
    let own = ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"]
    if let file = site.first(of: own + own.map { "config/_default/" + $0 }) { return file }
    let old = ["config.toml", "config.yaml", "config.yml", "config.json"]
    return settings(
      in: site, with: ["baseURL", "baseurl", "baseUrl", "languageCode", "contentDir"],
      of: old + old.map { "config/_default/" + $0 })
  }

  /// The first of the files that has one of the settings.
  private static func settings(in site: OldSite, with keys: [String], of paths: [String]) -> String? {
    paths.first { path in
      guard site.has(path) else { return false }
      let settings = OldSettings(path, in: site)
      return keys.contains { settings.has($0) }
    }
  }
}
