import Diagnostics
import Files

/// What of the old folder nothing was said of: so that no file is lost without a word.
extension CarriedSite {
  /// Lists what is neither carried nor listed; of a folder from which nothing is, the folder alone.
  mutating func findLeftBehind(in site: OldSite, settings: String) {
    var folders: Set<String> = [""]
    for file in known {
      var folder = FilePath.folder(of: file)
      while folders.insert(folder).inserted { folder = FilePath.folder(of: folder) }
    }
    var listed: Set<String> = []
    for file in site.files where !known.contains(file) && file != settings && !Self.isOfRepository(file) {
      var shown = ""
      for part in file.split(separator: "/") {
        shown = FilePath.joined(shown, String(part))
        if !folders.contains(shown) { break }
      }
      let path = shown == file ? file : shown + "/"
      guard listed.insert(path).inserted else { continue }
      findings.append(
        Finding(
          .file, "What is left behind", at: Location(path: site.shown(path)),
          advice: "it is no text, or a program reads it; copy into content/ what pages need"))
    }
  }

  /// Files that lie in a repository for its programs and people, not for the site.
  static func isOfRepository(_ path: String) -> Bool {
    let name = FilePath.name(of: path).lowercased()
    if path.contains("/") { return path.hasPrefix(".") && !path.hasPrefix(".well-known/") }
    let names: Set<String> = [
      "gemfile", "gemfile.lock", "rakefile", "makefile", "justfile", "dockerfile", "docker-compose.yml",
      "package.json",
      "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "pnpm-workspace.yaml", "bun.lockb", "bun.lock",
      "tsconfig.json", "jsconfig.json", "deno.json", "deno.lock", "biome.json", "flake.nix", "flake.lock",
      "license", "license.md", "license.txt", "licence", "contributing.md", "code_of_conduct.md",
      "changelog.md", "security.md", "agents.md", "claude.md",
      "go.mod", "go.sum", "go.work", "hugo.work", "theme.toml", "readme.md", "readme",
    ]
    let programs = [
      "tailwind.config", "postcss.config", "eslint.config", "prettier.config", "vite.config", "vitest.config",
      "svelte.config",
    ]
    return names.contains(name) || name.hasPrefix(".") || name.hasSuffix(".gemspec")
      || programs.contains { name.hasPrefix($0) }
  }
}
