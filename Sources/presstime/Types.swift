import ArgumentParser
import Diagnostics
import Files
import Interchange
import Models
import SitePipeline

struct Types: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "types",
    abstract: "Print the types of the site's JSON, or write schemas for editors.",
    discussion: """
      A `.json` route is one expression, so its type is known. Posts with errors do not matter here; settings, models and \
      templates must have none.
      """)

  enum Form: String, EnumerableFlag {
    case typescript, jsonSchema, editor

    static func help(for form: Form) -> ArgumentHelp? {
      switch form {
      case .typescript: "Print TypeScript: an interface for each model, and a type for each JSON route."
      case .jsonSchema: "Print the same as a JSON Schema."
      case .editor: "Write JSON Schemas of front matter and site.toml, for editors."
      }
    }
  }

  @Argument(help: "The site's folder, which holds `content/`.", completion: .directory)
  var site = "."

  @Flag(exclusivity: .exclusive)
  var form: Form

  @Option(
    name: .shortAndLong, help: "The folder for the schemas of `--editor`. (default: `.schemas` in the site)",
    completion: .directory)
  var output: String?

  @Option(help: "The theme, instead of `theme` in site.toml.")
  var theme: String?

  func validate() throws {
    if output != nil, form != .editor {
      throw ValidationError("--output is for --editor; the others print, so write `presstime types … > FILE`")
    }
    if output == "" { throw ValidationError("--output takes the name of a folder") }
  }

  func run() throws {
    let options = BuildOptions(
      site: folder, theme: theme, clock: SiteArguments.clockOfEnvironment, jobs: Parallel.processors)
    let cache = DocumentCache(site: options.site, use: .read, trustsTimes: true)
    let (loaded, problems) = LoadedSite.load(options, cache: cache, readsSources: false)
    guard let loaded else { throw Self.ending(problems.inOrder) }
    switch form {
    case .typescript: Console.print(TypeScript.text(of: try Self.types(of: loaded)), terminator: "")
    case .jsonSchema: Console.print(RouteSchemas.text(of: try Self.types(of: loaded)), terminator: "")
    case .editor: try write(loaded)
    }
  }

  private var folder: String {
    var path = site.isEmpty ? "." : site
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  /// A path in the site's folder, as it is printed.
  private func path(_ name: String) -> String { folder == "." ? name : folder + "/" + name }

  private static func types(of site: LoadedSite) throws -> PublishedTypes {
    let (types, errors) = site.publishedTypes()
    guard let types else { throw ending(errors) }
    return types
  }

  private static func ending(_ diagnostics: [Diagnostic]) -> ExitCode {
    Console.report(diagnostics)
    return Ending.siteErrors
  }

  private func write(_ loaded: LoadedSite) throws {
    let (settings, errors) = loaded.editorSettings()
    guard let settings else { throw Self.ending(errors) }
    let target = output ?? path(".schemas")
    let schemas = EditorSchema.all(settings)
    do {
      for schema in schemas { try Self.checkFree(target + "/" + schema.fileName) }
      try FileSystem.makeFolder(target)
      for schema in schemas { try FileSystem.write(target + "/" + schema.fileName, Array(schema.text.utf8)) }
    } catch { throw Ending.failure(error) }
    let rows = schemas.map { schema in [target + "/" + schema.fileName, files(of: schema, loaded)] }
    Console.print(TextTable(rows: rows, alignsRight: []).text)
  }

  /// Refuses to replace a file that is none of the schemas that were written before.
  private static func checkFree(_ path: String) throws(FileError) {
    guard FileSystem.kind(path) != nil else { return }
    let text = String(decoding: try FileSystem.read(path), as: UTF8.self)
    if !text.contains(EditorSchema.mark) {
      throw FileError(
        path: path, reason: "it exists already and is no schema of Presstime; nothing was changed")
    }
  }

  /// What a schema is for.
  private func files(of schema: EditorSchema, _ site: LoadedSite) -> String {
    guard let model = schema.model else { return path("content/site.toml") }
    if model == .page { return "pages" }
    let folders = site.folders(of: model)
    return folders.isEmpty ? "no folder yet" : folders.map(path).joined(separator: ", ")
  }
}
