import DataFormats
import DefaultTheme
package import Diagnostics
import Files
import Highlighting
import Models

/// Reads a theme and the themes that it extends, nearest first, and lays them over each other.
struct ThemeLoader {
  /// Stands before the paths of files that come with Presstime and lie nowhere in the site.
  static let builtInPrefix = "presstime:"

  private let options: BuildOptions
  private let config: SiteConfig
  private var diagnostics: [Diagnostic] = []
  private var layers: [ThemeLayer] = []

  /// No theme when one of those that it is made of is not there.
  static func load(
    _ config: SiteConfig, _ options: BuildOptions
  ) -> (theme: Theme?, diagnostics: [Diagnostic]) {
    var loader = ThemeLoader(options: options, config: config)
    let theme = loader.load()
    return (theme, loader.diagnostics)
  }

  private init(options: BuildOptions, config: SiteConfig) {
    self.options = options
    self.config = config
  }

  private mutating func load() -> Theme? {
    let place = config.themeSpan.map { Location(config.source, $0) }
    guard addLayers(config.theme, at: place) else { return nil }
    var files: [String: ThemeFile] = [:]
    for layer in layers.reversed() {
      for file in layer.files { files[file.path] = file }
    }
    if !files.keys.contains(where: { $0.hasPrefix("routes/") }) {
      diagnostics.append(
        Diagnostic(
          .themeEmpty, "the theme `\(config.theme)` has no routes, so it makes no pages",
          at: Location(path: "themes/\(config.theme)"),
          help: ["add `routes/index.html`, or say `extends = \"default\"` in its `theme.toml`"]))
      return nil
    }
    let ordered = files.keys.sorted().compactMap { files[$0] }
    let (templates, assetFiles) = Self.splitComponents(
      Self.templates(ordered, &diagnostics), ordered.filter { $0.path.hasPrefix("assets/") }, &diagnostics)
    let minifier = AssetMinifier.find(config, &diagnostics)
    let assets = AssetPublisher.publish(assetFiles, basePath: config.url.basePath, minifier: minifier)
    diagnostics += assets.diagnostics
    let statics = ordered.filter { $0.path.hasPrefix("static/") }.map { file in
      ThemeFile(path: String(file.path.dropFirst("static/".count)), shownAs: file.shownAs, bytes: file.bytes)
    }
    let settings = layers.reversed().map(\.settings)
    let languages = Self.languages(ordered)
    diagnostics += languages.problems()
    let words = layers.reversed().flatMap { readWords($0.files, isOnDisk: $0.isOnDisk) }
    let hasBuiltIn = layers.contains { !$0.isOnDisk }
    let dateWords = hasBuiltIn ? words : readWords(Self.builtInFiles, isOnDisk: false) + words
    return Theme(
      name: config.theme, settings: settings, templates: templates,
      builtIn: Set(templates.values.map(\.path).filter { $0.hasPrefix(Self.builtInPrefix) }),
      assets: assets.assets, statics: statics, languages: languages, words: words, dateWords: dateWords,
      isOnDisk: layers.first?.isOnDisk ?? false,
      menus: settings.flatMap(\.menus))
  }

  /// Adds a theme and what it extends; false when one of them is not there.
  private mutating func addLayers(_ first: String, at place: Location?) -> Bool {
    var name = first
    var place = place
    while true {
      // A site's own `default` may extend the built-in one.
      let isOpen = layers.contains { $0.isOnDisk && $0.name == name }
      let folder = options.site + "/themes/" + name
      let isName = !name.isEmpty && !name.contains("/") && name != "." && name != ".."
      if isName, !isOpen, FileSystem.kind(folder) == .folder {
        layers.append(onDisk(name, folder))
      } else if name == DefaultThemeFiles.name, !layers.contains(where: { !$0.isOnDisk }) {
        layers.append(builtIn())
      } else if isOpen {
        diagnostics.append(
          Diagnostic(
            .themeExtends, "the theme `\(name)` extends itself", at: place,
            help: [
              "remove one `extends` of the circle \((layers.map(\.name) + [name]).joined(separator: " → "))"
            ]))
        return false
      } else {
        diagnostics.append(unknownTheme(name, place))
        return false
      }
      guard let last = layers.last, let extends = last.settings.extends else { return true }
      name = extends.name
      place = Location(last.settings.source, extends.span)
    }
  }

  private func unknownTheme(_ name: String, _ place: Location?) -> Diagnostic {
    let folders = ((try? FileSystem.names(in: options.site + "/themes")) ?? []).compactMap { $0 }
      .filter { !$0.hasPrefix(".") }
    let known = Set(folders + [DefaultThemeFiles.name]).sorted()
    return Diagnostic(
      .themeUnknown, "there is no theme `\(name)`", at: place, label: "no folder `themes/\(name)`",
      help: [
        Suggestion.sentence(for: name, among: known)
          ?? "themes here are " + known.map { "`\($0)`" }.joined(separator: ", ")
      ])
  }

  /// The files of all themes of a site.
  static func tree(_ options: BuildOptions) -> FileTree {
    FileTree(of: options.site + "/themes", shownAs: "themes", boundary: options.site, isLeftOut: isLeftOut)
  }

  @Sendable private static func isLeftOut(_ name: String) -> Bool {
    (name.hasPrefix(".") && ![".well-known", ".nojekyll"].contains(name)) || name.hasSuffix("~")
  }

  private mutating func onDisk(_ name: String, _ folder: String) -> ThemeLayer {
    let shown = "themes/" + name
    let tree = FileTree(of: folder, shownAs: shown, boundary: options.site, isLeftOut: Self.isLeftOut)
    diagnostics += tree.diagnostics
    var files: [ThemeFile] = []
    for path in tree.files {
      do {
        files.append(
          ThemeFile(path: path, shownAs: shown + "/" + path, bytes: try FileSystem.read(folder + "/" + path)))
      } catch {
        diagnostics.append(
          Diagnostic(
            .fileUnreadable, "this file can't be read: \(error.reason)",
            at: Location(path: shown + "/" + path),
            help: ["make it readable, or remove it from the theme"]))
      }
    }
    reportOverlooked(tree.files, shown)
    return layer(name, files, isOnDisk: true, shown: shown)
  }

  private static let folders = [
    "assets", "components", "languages", "layouts", "routes", "static", "strings",
  ]

  /// Files in folders that are called nearly as those of a theme: nobody reads them.
  private mutating func reportOverlooked(_ files: [String], _ shown: String) {
    let found = Set(files.compactMap { path in path.contains("/") ? String(path.prefix { $0 != "/" }) : nil })
    for folder in found.subtracting(Self.folders).sorted() {
      guard let meant = Suggestion.nearest(to: folder, among: Self.folders) else { continue }
      diagnostics.append(
        Diagnostic(
          .fileLeftOut, "`\(folder)/` is no folder of a theme, and nothing in it is read",
          at: Location(path: shown + "/" + folder), help: ["did you mean `\(meant)/`?"]))
    }
  }

  private mutating func builtIn() -> ThemeLayer {
    layer(
      DefaultThemeFiles.name, Self.builtInFiles, isOnDisk: false,
      shown: Self.builtInPrefix + DefaultThemeFiles.name)
  }

  private static var builtInFiles: [ThemeFile] {
    let shown = builtInPrefix + DefaultThemeFiles.name
    return DefaultThemeFiles.all.map { file in
      ThemeFile(path: file.path, shownAs: shown + "/" + file.path, bytes: file.bytes)
    }
  }

  /// What files below `strings/` say. Of those that come with Presstime only the site's languages are read, and English.
  private mutating func readWords(_ files: [ThemeFile], isOnDisk: Bool) -> [WordLayer] {
    let wanted = Set((config.languages.map(\.tag) + ["en"]).flatMap { LanguageTag.chain($0) })
    var words: [WordLayer] = []
    for file in files where file.path.hasPrefix("strings/") {
      let tag = FilePath.stem(of: file.path)
      guard isOnDisk else {
        guard wanted.contains(tag) else { continue }
        words.append(WordsReader.read(tag, SourceFile(path: file.shownAs, bytes: file.bytes)).layer)
        continue
      }
      guard file.path == "strings/\(tag).toml", LanguageTag.isValid(tag) else {
        diagnostics.append(
          Diagnostic(
            .themeStrings, "this is no file of strings", at: Location(path: file.shownAs),
            help: ["call it after its language, like `strings/en.toml` or `strings/pt-BR.toml`"]))
        continue
      }
      let read = WordsReader.read(tag, SourceFile(path: file.shownAs, bytes: file.bytes))
      diagnostics += read.diagnostics
      words.append(read.layer)
    }
    return words
  }

  private mutating func layer(
    _ name: String, _ files: [ThemeFile], isOnDisk: Bool, shown: String
  ) -> ThemeLayer {
    let bytes = files.first { $0.path == "theme.toml" }?.bytes ?? []
    var reader = ThemeSettingsReader(SourceFile(path: shown + "/theme.toml", bytes: bytes))
    let settings = reader.read()
    diagnostics += reader.diagnostics
    return ThemeLayer(name: name, isOnDisk: isOnDisk, settings: settings, files: files)
  }

  /// Those of the theme laid over those that come with Presstime, which every theme has.
  private static func languages(_ files: [ThemeFile]) -> Languages {
    let own = files.filter { $0.path.hasPrefix("languages/") && !$0.shownAs.hasPrefix(builtInPrefix) }
    let builtIn = DefaultThemeFiles.all.filter { $0.path.hasPrefix("languages/") }.map { file in
      ThemeFile(
        path: file.path, shownAs: builtInPrefix + DefaultThemeFiles.name + "/" + file.path, bytes: file.bytes)
    }
    return Languages(
      (builtIn + own).filter { FilePath.suffix(of: $0.path) == "toml" }.map { file in
        Languages.File(
          name: FilePath.stem(of: file.path), source: SourceFile(path: file.shownAs, bytes: file.bytes),
          isBuiltIn: file.shownAs.hasPrefix(builtInPrefix))
      })
  }

  private static func templates(
    _ files: [ThemeFile], _ diagnostics: inout [Diagnostic]
  ) -> [String: SourceFile] {
    var templates: [String: SourceFile] = [:]
    for file in files
    where ["routes/", "layouts/", "components/"].contains(where: { file.path.hasPrefix($0) }) {
      let source = SourceFile(path: file.shownAs, bytes: file.bytes)
      if let problem = TextEncoding.problem(in: source) {
        diagnostics.append(problem)
      } else {
        templates[file.path] = source
      }
    }
    return templates
  }
}

/// One theme before it is laid over the one that it extends.
private struct ThemeLayer {
  let name: String
  let isOnDisk: Bool
  let settings: ThemeSettings
  let files: [ThemeFile]
}

extension DiagnosticCode {
  /// A theme that is neither in `themes/` nor built in.
  package static let themeUnknown = DiagnosticCode("theme.unknown")
  /// A theme without a route.
  package static let themeEmpty = DiagnosticCode("theme.empty")
  /// A file below `strings/` that is not called after a language.
  package static let themeStrings = DiagnosticCode("theme.strings")
  /// A theme that extends itself.
  package static let themeExtends = DiagnosticCode("theme.extends")
}
