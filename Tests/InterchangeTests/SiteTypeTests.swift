import DataFormats
import Diagnostics
import Foundation
import Interchange
import Models
import SchemaTestSupport
import TemplateEngine
import TestSupport
import Testing

@testable import SitePipeline

/// Whole sites: every JSON that they write is of its type, and editors find nothing wrong with what builds.
@Suite struct SiteTypeTests {
  /// A site in a folder of its own.
  final class Sample: Sendable {
    let name: String
    let loaded: LoadedSite
    private let folder: TemporaryFolder?

    init?(_ name: String, _ folder: TemporaryFolder?, at path: String) {
      let options = BuildOptions(site: path, clock: .written("2026-11-23"), jobs: 2)
      guard let loaded = LoadedSite.load(options).site else { return nil }
      self.name = name
      self.loaded = loaded
      self.folder = folder
    }
  }

  static let own: Sample? = Sample("this repository", nil, at: Repository.root.path)

  /// The sites of the scenarios that can be loaded.
  static let scenarios: [Sample] = {
    let folder = Repository.root.appendingPathComponent("Tests/Scenarios")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".txt") }.sorted().compactMap { name in
      guard let scenario = try? Scenario(contentsOf: folder.appendingPathComponent(name)),
        let site = try? TemporaryFolder()
      else { return nil }
      for file in scenario.files { try? site.write(file.path, Array(file.text.utf8)) }
      return Sample(name, site, at: site.url.path)
    }
  }()

  /// Real blogs, where they are.
  static let blogs: [Sample] = {
    guard let root = SharedMaterial.root else { return [] }
    let settings = [
      "nextjs-blog-starter": """
      [models.Post]
      author  = "{ name: String, picture: Image }"
      ogImage = "{ url: Image }?"
      """,
      "elixir-blog": """
      [models.Post]
      publishedAt = { type = "Date", from = ["date", "@filename"] }
      tags        = { type = "[String] = []", split = " " }
      authors     = "[String] = []"
      layout      = "String?"
      logo        = "String?"
      flagship    = "Bool = false"
      """,
      "rust-blog": """
      [models.Post]
      publishedAt = { type = "Date", from = ["path ~ {year}/{month}/{day}/", "path ~ */{year}/{month}/{day}/"] }
      authors     = "[String] = []"
      extra       = "{ team: String?, team_url: String?, release: Bool? }?"
      """,
    ]
    return settings.sorted { $0.key < $1.key }.compactMap { name, models in
      guard let site = try? TemporaryFolder() else { return nil }
      let content = site.url.appendingPathComponent("content")
      try? FileManager.default.copyItem(
        at: root.appendingPathComponent("corpora/\(name)/content"), to: content)
      try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: content.path)
      let text =
        "title = \"Corpus\"\nurl = \"https://example.com/\"\n[collections.posts]\nfolder = \"\"\n\(models)\n"
      try? site.write("content/site.toml", Array(text.utf8))
      return Sample(name, site, at: site.url.path)
    }
  }()

  static var all: [Sample] { [own].compactMap(\.self) + scenarios + blogs }

  /// The JSON pages of a site, with the index of their route among those of JSON.
  static func pages(of site: Sample, _ types: PublishedTypes) -> [(route: Int, text: String, path: String)] {
    let plan = site.loaded.checked().planned()
    // A site with errors is not written.
    if plan.diagnostics.contains(where: { $0.severity == .error }) { return [] }
    return plan.pages.compactMap { page in
      guard case .route(let number, _) = page.content else { return nil }
      let path = plan.checked.theme.routes[number].path
      guard let index = types.routes.firstIndex(where: { $0.path == path }) else { return nil }
      let rendered = plan.render(page)
      if rendered.diagnostics.contains(where: { $0.severity == .error }) { return nil }
      return (index, String(decoding: rendered.bytes, as: UTF8.self), page.path.file)
    }
  }

  @Test func everyJSONIsOfItsType() throws {
    var count = 0
    for site in Self.all {
      guard let types = site.loaded.publishedTypes().types else { continue }
      let schema = try #require(
        JSONSchema(RouteSchemas.text(of: types)), "\(site.name): the schema is no JSON")
      let names = TypeNames(types).routes
      for page in Self.pages(of: site, types) {
        let json = try #require(DataNode.json(page.text), "\(site.name): \(page.path) is no JSON")
        let problems = schema.problems(of: json, as: "#/$defs/" + names[page.route])
        #expect(problems == [], "\(site.name): \(page.path)")
        count += 1
      }
      if let first = types.routes.first, first.path == "api/posts.json",
        let text = Self.pages(of: site, types).first?.text,
        let json = DataNode.json(text)
      {
        #expect(schema.problems(of: json) == [], "the document is the schema of any route")
      }
    }
    #expect(count > 100)
  }

  @Test func theSchemaSeesWhatIsWrong() throws {
    let site = try #require(Self.own)
    let types = try #require(site.loaded.publishedTypes().types)
    let schema = try #require(JSONSchema(RouteSchemas.text(of: types)))
    let text = try #require(Self.pages(of: site, types).first { $0.path == "api/posts.json" }?.text)
    for (old, new) in [
      ("\"title\":\"Presstime\",", ""), ("\"title\":\"Presstime\"", "\"title\":null"),
      ("\"title\":\"Presstime\"", "\"titel\":1,\"title\":\"x\""),
      ("\"publishedAt\":\"2", "\"publishedAt\":\"on 2"),
    ] {
      #expect(text.contains(old))
      let json = try #require(DataNode.json(text.replacing(old, with: new, maxReplacements: 1)))
      #expect(schema.problems(of: json, as: "#/$defs/ApiPosts").count == 1, "\(new)")
    }
  }

  /// With a compiler of TypeScript, the JSON is assigned to its type, and the strictest rules hold.
  @Test func typeScriptTakesTheJSON() throws {
    let folder = try TemporaryFolder()
    guard try Shell.run("command -v tsc", in: folder.url).status == 0 else { return }
    var files = 0
    for (number, site) in Self.all.enumerated() {
      guard let types = site.loaded.publishedTypes().types else { continue }
      try folder.write("types\(number).ts", Array(TypeScript.text(of: types).utf8))
      let names = TypeNames(types).routes
      var seen: [Int: Int] = [:]
      var text = "import type * as T from \"./types\(number)\";\n"
      for page in Self.pages(of: site, types) {
        seen[page.route, default: 0] += 1
        // A few of each route say as much as all.
        if seen[page.route, default: 0] > 4 { continue }
        text +=
          "// \(site.name) \(page.path)\nexport const value\(seen.values.reduce(0, +))x\(page.route): T.\(names[page.route]) = \(page.text);\n"
      }
      try folder.write("use\(number).ts", Array(text.utf8))
      files += 1
    }
    #expect(files > 20)
    let result = try Shell.run(
      "tsc --strict --noEmit --exactOptionalPropertyTypes --target es2019 *.ts", in: folder.url)
    #expect(result.status == 0, "\(result.output.prefix(3000))")
    try folder.write(
      "wrong.ts",
      Array("import type * as T from \"./types0\";\nexport const p: T.Post[\"title\"] = 1;\n".utf8))
    #expect(try Shell.run("tsc --strict --noEmit wrong.ts", in: folder.url).status != 0)
  }

  // MARK: - Editors

  private static func schemas(of site: Sample) throws -> [ModelID?: JSONSchema]? {
    guard let settings = site.loaded.editorSettings().settings else { return nil }
    var schemas: [ModelID?: JSONSchema] = [:]
    for schema in EditorSchema.all(settings) {
      let parsed: JSONSchema = try #require(JSONSchema(schema.text), "\(schema.fileName) is no JSON")
      schemas[schema.model] = parsed
    }
    return schemas
  }

  @Test func frontMatterThatBuildsIsTaken() throws {
    var count = 0
    for site in Self.all {
      guard let schemas = try Self.schemas(of: site) else { continue }
      let checked = EntryChecker(site.loaded).check()
      for (document, result) in zip(site.loaded.documents, checked) {
        // Items of sources have texts among their members, and no editor looks at them.
        guard document.path.hasSuffix(".md") || document.path.hasSuffix(".markdown"),
          let root = document.frontMatter.root, document.diagnostics.isEmpty,
          !result.diagnostics.contains(where: { $0.code.name.hasPrefix("post.") })
        else { continue }
        // What a site lets pass is still shown to those who write.
        guard site.loaded.config.policy.rules.allSatisfy({ !$0.code.hasPrefix("post.") }) else { continue }
        let model = site.loaded.collections[document.collection].model
        let schema = try #require(schemas[model])
        #expect(schema.problems(of: root) == [], "\(site.name): \(document.path)")
        count += 1
      }
    }
    #expect(count > 300)
  }

  @Test func settingsThatAreRightAreTaken() throws {
    var (right, wrong) = (0, 0)
    for site in Self.all {
      let source = site.loaded.config.source
      guard !source.bytes.isEmpty, let schema = try Self.schemas(of: site)?[nil] else { continue }
      let node = try #require(DataParser.parse(source, in: 0..<source.bytes.count, as: .toml).node)
      let themed = site.loaded.themed()
      let found = (site.loaded.problems + themed.problems).filter { $0.location?.path == "content/site.toml" }
      let problems = schema.problems(of: node)
      if found.isEmpty {
        #expect(problems == [], "\(site.name)")
        right += 1
      }
      if found.contains(where: { $0.code == .siteUnknownSetting }) {
        #expect(problems != [], "\(site.name)")
        wrong += 1
      }
    }
    #expect(right > 20)
    #expect(wrong > 0)
  }
}
