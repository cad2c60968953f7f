import ArgumentParser
import Diagnostics
import Files
import Models
import SitePipeline

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a small site to start from.")

  @Argument(help: "The folder to make.", completion: .directory)
  var folder: String

  @Option(help: "The site's title. (default: the folder's name)")
  var title: String?

  @Option(help: "The site's language, such as `de` or `pt-BR`. (default: en)")
  var language: String?

  @Option(
    help: "Make a theme of this name too, to be changed; into a site that is there already, only the theme.")
  var theme: String?

  func validate() throws {
    if folder.isEmpty { throw ValidationError("a folder has a name; the current one is `.`") }
    if let language, !LanguageTag.isValid(language) {
      throw ValidationError("--language: '\(language)' is no tag of a language, such as `de` or `pt-BR`")
    }
    guard let theme else { return }
    if let problem = Slug.problem(inStem: theme) { throw ValidationError("--theme: \(problem.sentence)") }
    if theme == "default" {
      throw ValidationError("--theme: 'default' is the built-in theme; choose another name")
    }
  }

  func run() throws {
    do {
      let isSite = try checkFolder()
      if isSite, language != nil {
        throw ValidationError(
          "--language: there is a site already, whose content/site.toml says its language")
      }
      var files: [NewFile] = []
      if !isSite {
        let today = TimeZoneRules.utc.civil(SiteArguments.momentOfEnvironment).date
        files += NewSite.files(
          title: title ?? Self.title(of: FileSystem.realPath(folder)), language: language ?? "en",
          theme: theme, today: today)
      }
      files += theme.map { NewTheme.files(name: $0) } ?? []
      try write(files)
      if isSite {
        Console.print("\nTo use it, say `theme = \"\(theme ?? "")\"` in \(folder)/content/site.toml")
      } else {
        Console.print(
          "\nNext:\n  cd \(Self.quoted(folder))\n  presstime build\n  presstime new post \"A title\"")
      }
    } catch let error as FileError { throw Ending.failure(error) }
  }

  /// Whether the folder is a site already, which only a new theme may be added to.
  private func checkFolder() throws(FileError) -> Bool {
    guard FileSystem.kind(folder) != nil else { return false }
    guard FileSystem.kind(folder) == .folder else {
      throw FileError(path: folder, reason: "it is a file; name a new folder")
    }
    guard FileSystem.kind(folder + "/content") != nil else { return false }
    guard let theme else {
      throw FileError(path: folder, reason: "there is a site already; nothing was changed")
    }
    if FileSystem.kind(folder + "/themes/" + theme) != nil {
      throw FileError(path: folder + "/themes/" + theme, reason: "it exists already; nothing was changed")
    }
    return true
  }

  private func write(_ files: [NewFile]) throws(FileError) {
    for file in files {
      let path = folder + "/" + file.path
      if FileSystem.kind(path) != nil { continue }
      try FileSystem.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
      try FileSystem.writeNew(path, Array(file.text.utf8))
      Console.print("  \(path)")
    }
  }

  /// As a shell reads it.
  private static func quoted(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { byte in
      byte.isASCIIAlphanumeric || "/._-~".utf8.contains(byte)
    }
    return isPlain
      ? path
      : "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// `night-trains` as a title: `Night Trains`.
  private static func title(of path: String) -> String {
    let name = path.split(separator: "/").last ?? "Site"
    let words = name.split { $0 == "-" || $0 == "_" || $0 == " " }
    return words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
  }
}
