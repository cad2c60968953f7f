import DataFormats
import Diagnostics
import Foundation
import Interchange
import Models
import SchemaTestSupport
import Testing

@testable import SitePipeline

/// The schema of `site.toml`, held against the reader of that file.
@Suite struct SettingsSchemaTests {
  private static func settings(options: [Field] = []) -> EditorSettings {
    EditorSettings(
      models: ModelSet.declared(by: [], zone: .utc).models, slugs: [:], options: options,
      routes: ["posts/[post].html"], codes: ["link.broken"], reservedNames: ConfigReader.reservedNames,
      allowsUnknownKeys: false, allowsMissingFields: false)
  }

  private static func schema(options: [Field] = []) -> JSONSchema? {
    EditorSchema.all(settings(options: options)).first { $0.model == nil }.flatMap { JSONSchema($0.text) }
  }

  private static func toml(_ text: String) -> DataNode? {
    let source = SourceFile(path: "x.toml", text: text)
    return DataParser.parse(source, in: 0..<source.bytes.count, as: .toml).node
  }

  /// A table of `site.toml` that has certain keys and no others.
  private struct ClosedTable: Hashable {
    /// Keys from the top; `*` for any name, `[]` for the elements of a list.
    let path: [String]
    let keys: Set<String>
  }

  private static func closedTables(_ schema: DataNode, _ root: DataNode, _ path: [String]) -> Set<ClosedTable>
  {
    var found: Set<ClosedTable> = []
    func visit(_ schema: DataNode?, _ step: [String]) {
      if let schema, path.count < 6 { found.formUnion(closedTables(schema, root, path + step)) }
    }
    if let reference = schema.node(at: ["$ref"])?.string {
      visit(
        root.node(at: ["definitions"])?.node(at: [reference.split(separator: "/").last.map(String.init) ?? ""]
        ), [])
    }
    for part in (schema.node(at: ["anyOf"])?.elements ?? []) + (schema.node(at: ["allOf"])?.elements ?? []) {
      visit(part, [])
    }
    let properties = schema.node(at: ["properties"])?.members ?? []
    if case .scalar? = schema.node(at: ["additionalProperties"])?.content {
      found.insert(ClosedTable(path: path, keys: Set(properties.map(\.key))))
    }
    for property in properties { visit(property.value, [property.key]) }
    visit(schema.node(at: ["additionalProperties"]), ["*"])
    visit(schema.node(at: ["items"]), ["[]"])
    return found
  }

  /// A file with a key in such a table that no table has.
  private static func text(_ path: [String]) -> String {
    let name = path.first == "models" ? "Aname" : path.first == "languages" ? "fr" : "aname"
    let keys = path.map { $0 == "*" ? name : $0 }
    if keys.isEmpty { return "zzzzzzzzzz = 1\n" }
    if keys.last == "[]" { return "[[\(keys.dropLast().joined(separator: "."))]]\nzzzzzzzzzz = 1\n" }
    return "[\(keys.joined(separator: "."))]\nzzzzzzzzzz = 1\n"
  }

  @Test func everyTableHasTheKeysThatItsReaderAsksFor() throws {
    let schema = try #require(Self.schema())
    let root = try #require(schema.part())
    // Their keys are the theme's options and the codes, which are handed in.
    let given: Set<[String]> = [["options"], ["diagnostics"]]
    let tables = Self.closedTables(root, root, []).filter { !given.contains($0.path) }
    #expect(tables.count > 4)
    #expect(tables.contains { $0.path.isEmpty })
    for table in tables {
      let source = SourceFile(path: "content/site.toml", text: Self.text(table.path))
      var reader = ConfigReader(source: source, folderName: "x", findZone: { _ in nil })
      let config = reader.read()
      let models = ModelSet.declared(by: [config.models], zone: .utc)
      let problem = (reader.diagnostics + models.diagnostics).first {
        $0.message.contains("no setting `zzzzzzzzzz`")
      }
      let help = try #require(problem?.help.first, "\(table.path) is read by nobody")
      let asked = Set(help.matches(of: /`(\w+)`/).map { String($0.1) })
      #expect(asked == table.keys, "\(table.path)")
    }
  }

  @Test(arguments: [
    ("titel = \"x\"", "/titel: nothing"), ("title = 1", "/title: is integer"),
    ("edition = \"2\"", "/edition"),
    ("url = \"example.com\"", "/url"), ("url = \"https://a.example/?q\"", "/url"),
    ("language = \"e n\"", "/language"),
    ("[collections.Notes]", "/collections/Notes(name)"), ("[collections.pages]", "/collections/pages(name)"),
    ("[collections.notes]\nfolder = 1", "/collections/notes/folder"),
    ("[collections.notes]\nexclude = [1]", "/collections/notes/exclude/0"),
    ("[models.Post]\ntitle = 1", "/models/Post/title"), ("[models.Post]\ntitle = {}", "/models/Post/title"),
    ("[models.Note]\na = { type = \"Int\", form = \"x\" }", "/models/Note/a"),
    ("[records.Picture]\na = { type = \"Int\" }", "/records/Picture/a"),
    ("[[menus.main]]\nlabel = \"x\"", "/menus/main/0: lacks url"), ("[menus]\nmain = 1", "/menus/main"),
    ("[routes]\n\"a.html\" = true", "/routes/a.html"), ("[options]\nx = 1", "/options/x: nothing"),
    ("[sources.notes]\nmodel = \"Post\"", "/sources/notes: fits nothing"),
    ("[sources.notes]\nfile = \"notes.json\"", "/sources/notes/file"),
    ("[sources.notes]\nurl = \"ftp://a.example/\"", "/sources/notes/url"),
    ("[sources.notes]\nfile = \"data/a.json\"\nbody = \"rst\"", "/sources/notes/body"),
    ("[sources.notes]\nurl = \"https://a.example/\"\nrevalidate = \"soon\"", "/sources/notes/revalidate"),
    ("[sources.notes]\nurl = \"https://a.example/\"\ntimeout = 0", "/sources/notes/timeout"),
    ("[sources.data]\nurl = \"https://a.example/\"", "/sources/data(name)"),
    ("[data.weather]\nfile = \"data/a.json\"", "/data/weather: lacks type"),
    ("[diagnostics]\n\"link.brokn\" = \"off\"", "/diagnostics/link.brokn: nothing"),
    ("[diagnostics]\n\"link.broken\" = \"fatal\"", "/diagnostics/link.broken"),
    ("[diagnostics]\n\"link.broken\" = { \"a/**\" = 1 }", "/diagnostics/link.broken"),
  ]) func mistakesAreSeen(_ sample: (text: String, problem: String)) throws {
    let problems = try #require(Self.schema()).problems(of: try #require(Self.toml(sample.text)))
    #expect(problems.contains { $0.hasPrefix(sample.problem) }, "\(problems)")
  }

  @Test func optionsHaveTheirTypes() throws {
    let options = [
      Field(name: "accent", type: .union(["red", "blue"]), defaultValue: .string("red")),
      Field(name: "count", type: .int, defaultValue: .int(3)), Field(name: "owner", type: .string),
    ]
    let schema = try #require(Self.schema(options: options))
    func problems(_ text: String) throws -> [String] { schema.problems(of: try #require(Self.toml(text))) }
    #expect(try problems("[options]\naccent = \"blue\"\ncount = 1\nowner = \"x\"") == [])
    #expect(try problems("[options]\naccent = \"green\"\nowner = \"x\"").count == 1)
    #expect(try problems("[options]\ncount = \"many\"\nowner = \"x\"").count == 1)
    #expect(try problems("[options]\naccent = \"red\"") == ["/options: lacks owner"])
    #expect(try problems("") == [".: lacks options"])
    #expect(schema.part("properties", "options", "properties", "accent", "default")?.string == "red")
  }

  @Test func filesOfModelsHaveNamesOfTheirOwn() {
    let names = ["Post", "Page", "POST", "Site", "Überschrift"]
    let settings = EditorSettings(
      models: ModelSet(models: names.map { Model(name: $0, fields: []) }), slugs: [:], options: [],
      routes: [],
      codes: [], reservedNames: [], allowsUnknownKeys: false, allowsMissingFields: false)
    #expect(
      EditorSchema.all(settings).map(\.fileName) == [
        "site.toml.schema.json", "post.schema.json", "page.schema.json", "post-2.schema.json",
        "site.schema.json",
        "überschrift.schema.json",
      ])
  }
}
