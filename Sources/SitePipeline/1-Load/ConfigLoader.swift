import DataFormats
package import Diagnostics
import Files
import Models

extension LoadedSite {
  /// Reads `content/site.toml`; a site without one has the settings that every site begins with.
  static func loadConfig(_ options: BuildOptions, _ diagnostics: inout [Diagnostic]) -> SiteConfig? {
    let content = options.site + "/content"
    guard FileSystem.kind(content) == .folder else {
      diagnostics.append(noContent(options))
      return nil
    }
    let source: SourceFile
    do {
      source = SourceFile(path: "content/site.toml", indexing: try FileSystem.read(content + "/site.toml"))
    } catch  where error.isMissing {
      source = SourceFile(path: "content/site.toml", bytes: [])
    } catch {
      diagnostics.append(
        Diagnostic(
          .fileUnreadable, "the settings can't be read: \(error.reason)",
          at: Location(path: "content/site.toml"),
          help: ["make it a file that you may read, or remove it"]))
      return nil
    }
    if let problem = TextEncoding.problem(in: source) {
      diagnostics.append(problem)
      return nil
    }
    var reader = ConfigReader(source: source, folderName: folderName(options.site), findZone: zone)
    var config = reader.read()
    let needsNoURL = options.baseURL != nil || reader.isUnreadable
    diagnostics += reader.diagnostics.filter { !needsNoURL || $0.code != .siteNoURL }
    // Settings that can't be read would make every other problem a false one.
    if reader.isUnreadable { return nil }
    if let url = options.baseURL { config.url = url }
    if let theme = options.theme {
      config.theme = theme
      config.themeSpan = nil
    }
    return config
  }

  private static func zone(_ name: String) -> TimeZoneRules? {
    TimeZoneRules(offset: name) ?? ZoneFile.bytes(named: name).flatMap { TimeZoneRules(tzif: $0) }
  }

  private static func folderName(_ site: String) -> String {
    let name = FilePath.name(of: FileSystem.realPath(site))
    return name.isEmpty ? "Site" : name
  }

  private static func noContent(_ options: BuildOptions) -> Diagnostic {
    let path = options.site == "." ? "this folder" : "`\(options.site)`"
    var help = ["make a site with `presstime init my-site`"]
    if FileSystem.kind(options.site) != .folder {
      return Diagnostic(.siteNoContent, "\(path) is no folder", at: nil, help: help)
    }
    if FilePath.name(of: FileSystem.realPath(options.site)) == "content" {
      let above = options.site == "." ? ".." : FilePath.folder(of: options.site)
      help = ["name the folder above it: `presstime build \(above.isEmpty ? "." : above)`"]
    } else {
      help.append("posts lie in `content/posts/`, pages in `content/`")
    }
    return Diagnostic(.siteNoContent, "there is no folder `content` in \(path)", at: nil, help: help)
  }
}

extension DiagnosticCode {
  /// A folder without `content/`.
  package static let siteNoContent = DiagnosticCode("site.no-content")
}
