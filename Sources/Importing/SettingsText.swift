import DataFormats
package import Diagnostics
import Files

/// A code that the new site lowers, since old texts have its problems.
package struct Lowering: Sendable, Equatable {
  package let code: String
  /// Globs below `content/`; empty for every file.
  package let files: [String]
  package let problems: Int
  package let inFiles: Int

  /// Of the errors of a site those that can be lowered, by code: for the files that have them, if those are few.
  package static func of(
    _ diagnostics: [Diagnostic], postsFolder: String, where isLowerable: (DiagnosticCode) -> Bool
  ) -> [Lowering] {
    var byCode: [String: [Diagnostic]] = [:]
    for diagnostic in diagnostics where diagnostic.severity == .error && isLowerable(diagnostic.code) {
      byCode[diagnostic.code.name, default: []].append(diagnostic)
    }
    return byCode.sorted { $0.key < $1.key }.map { code, found in
      let paths = Set(found.map { $0.location?.path ?? "" }).sorted()
      return Lowering(
        code: code, files: globs(paths, postsFolder), problems: found.count, inFiles: paths.count)
    }
  }

  /// Both lists, with one line for each code; a code that is in both is lowered for every file.
  package static func merged(_ first: [Lowering], _ second: [Lowering]) -> [Lowering] {
    var all = first
    for lowering in second {
      if let index = all.firstIndex(where: { $0.code == lowering.code }) {
        all[index] = Lowering(
          code: lowering.code, files: [], problems: all[index].problems + lowering.problems,
          inFiles: all[index].inFiles + lowering.inFiles)
      } else {
        all.append(lowering)
      }
    }
    return all.sorted { $0.code < $1.code }
  }

  private static let fewFiles = 4

  private static func globs(_ paths: [String], _ postsFolder: String) -> [String] {
    let below = paths.compactMap { FilePath.rest(of: $0, in: "content") }
    guard below.count == paths.count else { return [] }
    let isPlain = below.allSatisfy { path in !path.contains { "*?{}[]\\".contains($0) } }
    if below.count <= fewFiles, isPlain { return below }
    return !postsFolder.isEmpty && below.allSatisfy { $0.hasPrefix(postsFolder + "/") }
      ? [postsFolder + "/**"] : []
  }
}

extension ImportedSite {
  /// The files that a site's diagnostics say are at the place of a page or a file of the theme: old feeds, icons.
  package func filesInTheWay(_ diagnostics: [Diagnostic]) -> Set<String> {
    let collisions = diagnostics.filter { $0.code.name == "route.collision" }
    let paths = collisions.flatMap { [$0.location] + $0.related.map(\.location) }.compactMap { $0?.path }
    let files = Set(
      paths.compactMap { FilePath.rest(of: $0, in: "content") }.filter { !FilePath.isMarkdown($0) })
    return files.subtracting(["site.toml"])
  }

  /// The site without the redirects that a diagnostic is about, which are listed; false when there are none.
  package mutating func dropRedirects(_ diagnostics: [Diagnostic]) -> Bool {
    var dropped: Set<String> = []
    for diagnostic in diagnostics {
      let places = [diagnostic.location] + diagnostic.related.map(\.location)
      for place in places.compactMap({ $0 }) where place.path == "content/site.toml" {
        dropped.formUnion(
          carried.redirects.map(\.from).filter { place.lineText.hasPrefix(TOMLText.string($0) + " = ") })
      }
    }
    for redirect in carried.redirects where dropped.contains(redirect.from) {
      findings.append(
        Finding(
          .address, "Redirects that can't be kept", at: redirect.location,
          advice: "the address is that of a page, or what it leads to is not there"))
    }
    carried.redirects.removeAll { dropped.contains($0.from) }
    return !dropped.isEmpty
  }

  /// The site without these files, which are listed.
  package func without(_ paths: Set<String>, in site: OldSite) -> ImportedSite {
    var rest = self
    rest.files.removeAll { paths.contains($0.to) }
    for file in files where paths.contains(file.to) {
      rest.findings.append(
        Finding(
          .file, "Files that the theme has too", at: Location(path: site.shown(file.from)),
          advice: "that of the theme is used; a theme of your own may have yours in its static/"))
    }
    return rest
  }

  /// `content/site.toml` of the new site.
  package func settings(lowering: [Lowering]) -> String {
    var parts = [head]
    parts += carried.menus.map { Self.item($0, "menus.\($0.menu)") }
    for language in carried.languages {
      parts.append(Self.table(of: language))
      parts += language.menus.map { Self.item($0, "languages.\(language.tag).menus.\($0.menu)") }
    }
    if postsFolder != "posts" {
      parts.append("[collections.posts]\nfolder = \(TOMLText.string(postsFolder))\n")
    }
    for model in models {
      guard let toml = model.toml else { continue }
      let noun = model.name == "Post" ? "post" : "page"
      parts.append("# Inferred from \(Self.counted(model.files, noun)).\n" + toml)
    }
    if !carried.routes.isEmpty {
      let lines = carried.routes.map { line in
        "\(TOMLText.string(line.route)) = \(line.target.map(TOMLText.string) ?? "false")\n"
      }
      parts.append("# The addresses of \(generator.name).\n[routes]\n" + lines.joined())
    }
    if !carried.redirects.isEmpty {
      parts.append(
        "# Addresses that are others here.\n[redirects]\n" + carried.redirects.map(Self.line).joined())
    }
    if !lowering.isEmpty {
      parts.append(
        "# What old texts still have to be mended; remove a line, and `presstime check` shows it as an error.\n"
          + "[diagnostics]\n" + lowering.map(Self.line).joined())
    }
    return parts.joined(separator: "\n")
  }

  private var head: String {
    var lines = ["# Written by `presstime import` from a site of \(generator.name).", "edition = \"1\""]
    func add(_ key: String, _ value: String?) {
      guard let value, !value.isEmpty else { return }
      lines.append(
        "\(key) = \(TOMLText.string(value.split { $0 == "\n" || $0 == "\r" }.joined(separator: " ")))")
    }
    add("title", carried.title)
    add("description", carried.description)
    add("author", carried.author)
    if let url = carried.url, url.hasPrefix("https://") || url.hasPrefix("http://") {
      add("url", url)
    } else {
      lines.append("# url = \"https://example.com/\"")
    }
    add(
      "language", carried.language.map { $0.split(separator: ".").first.map(String.init) ?? $0 }.map(Self.tag)
    )
    add("timezone", carried.timezone)
    return lines.joined(separator: "\n") + "\n"
  }

  /// `en_US` as a language tag.
  private static func tag(_ language: String) -> String {
    language.split(separator: "_").joined(separator: "-")
  }

  private static func item(_ item: CarriedSite.MenuItem, _ table: String) -> String {
    "[[\(table)]]\nlabel = \(TOMLText.string(item.label))\nurl = \(TOMLText.string(item.url))\n"
  }

  private static func table(of language: CarriedSite.Language) -> String {
    var text = "[languages.\(TOMLText.key(language.tag))]\n"
    if let title = language.title { text += "title = \(TOMLText.string(title))\n" }
    if let description = language.description { text += "description = \(TOMLText.string(description))\n" }
    return text
  }

  private static func line(_ redirect: CarriedSite.RedirectLine) -> String {
    let to = TOMLText.string(redirect.to)
    let value = redirect.status == 301 ? to : "{ to = \(to), status = \(redirect.status) }"
    return "\(TOMLText.string(redirect.from)) = \(value)\n"
  }

  private static func line(_ lowering: Lowering) -> String {
    let files = lowering.files.map { "\(TOMLText.string($0)) = \"warning\"" }
    let value = files.isEmpty ? "\"warning\"" : "{ \(files.joined(separator: ", ")) }"
    let count = "\(counted(lowering.problems, "problem")) in \(counted(lowering.inFiles, "file"))"
    return "# \(count)\n\(TOMLText.string(lowering.code)) = \(value)\n"
  }

  static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
