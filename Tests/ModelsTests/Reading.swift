import DataFormats
import Diagnostics
import Testing

@testable import Models

/// The models that a `site.toml` declares, and what is wrong with them.
func declared(
  _ toml: String, path: String = "content/site.toml"
) -> (models: ModelSet, diagnostics: [Diagnostic]) {
  ModelSet.declared(by: [declarations(toml, path: path)], zone: .utc)
}

func declarations(_ toml: String, path: String) -> ModelDeclarations {
  let source = SourceFile(path: path, text: toml)
  let root = DataParser.parse(source, in: 0..<source.bytes.count, as: .toml).node
  return ModelDeclarations(
    source: source, models: root?.node(at: ["models"]), records: root?.node(at: ["records"]))
}

/// One entry as it was read.
struct ReadEntry {
  let model: Model
  let values: [Value]
  let diagnostics: [Diagnostic]

  subscript(_ field: String) -> Value? { model.index(of: field).map { values[$0] } }

  var codes: [String] { diagnostics.map(\.code.name) }

  /// The diagnostics as they are drawn.
  var report: String { TextReport(colored: false).text(of: diagnostics.inOrder) }
}

/// Reads a Markdown file as an entry of the model called `model`.
func read(
  _ text: String, path: String = "content/posts/hello.md", as name: String = "Post", models: ModelSet? = nil,
  heading: String? = nil, zone: TimeZoneRules = .utc,
  reference: @escaping @Sendable (ModelID, String) -> Reference = { _, _ in .missing(known: []) }
) throws -> ReadEntry {
  let source = SourceFile(path: path, text: text)
  let front = FrontMatter.split(source)
  try #require(front.diagnostics.isEmpty)
  let below = path.split(separator: "/").dropFirst(2).joined(separator: "/")
  let stem = String(below.prefix { $0 != "." }.split(separator: "/").last ?? "")
  let hasBody = source.bytes[front.bodyStart...].contains { $0 > 0x20 }
  let set = models ?? ModelSet(models: [BuiltInModels.post, BuiltInModels.page])
  let id = try #require(set.id(of: name))
  let model = set[id]
  let input = EntryInput(
    source: source, root: front.root, format: front.format, openingFence: front.openingFence,
    path: String(below.prefix { $0 != "." }), stem: stem, heading: heading.map { ($0, .fileStart) },
    body: BodyID(0),
    hasBody: hasBody)
  var reader = EntryReader(
    input, model: model, reader: ValueReader(models: set, zone: zone, reference: reference),
    today: "2026-11-23")
  let values = reader.read()
  return ReadEntry(model: model, values: values, diagnostics: reader.diagnostics)
}

/// A front matter line in a post that has everything else.
func post(_ lines: String) -> String { "---\ntitle: T\ndate: 2024-05-01\n\(lines)\n---\nText\n" }
