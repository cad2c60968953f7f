package import Models

/// What editors complete and check while a site is written: front matter and `site.toml`.
package struct EditorSettings: Sendable {
  package let models: ModelSet
  /// By model: the slugs of its entries, which are offered where one is referred to.
  package let slugs: [ModelID: [String]]
  /// The options of the theme.
  package let options: [Field]
  /// Paths of the theme's routes, which `[routes]` may name.
  package let routes: [String]
  /// Codes that `[diagnostics]` may name.
  package let codes: [String]
  /// Names that no collection may have.
  package let reservedNames: [String]
  /// Whether the site takes front matter with keys that no model has.
  package let allowsUnknownKeys: Bool
  /// Whether the site takes entries without a value that their model requires.
  package let allowsMissingFields: Bool

  package init(
    models: ModelSet, slugs: [ModelID: [String]], options: [Field], routes: [String], codes: [String],
    reservedNames: [String], allowsUnknownKeys: Bool, allowsMissingFields: Bool
  ) {
    self.models = models
    self.slugs = slugs
    self.options = options
    self.routes = routes
    self.codes = codes
    self.reservedNames = reservedNames
    self.allowsUnknownKeys = allowsUnknownKeys
    self.allowsMissingFields = allowsMissingFields
  }
}

/// A JSON Schema for editors, as a file.
///
/// Its dialect is draft 7, since that is what editors read: Taplo, yaml-language-server, and Ajv as it comes.
package struct EditorSchema: Sendable {
  /// `post.schema.json`.
  package let fileName: String
  package let text: String
  /// The model whose front matter it is for; nothing for the one of `site.toml`.
  package let model: ModelID?

  /// Stands in each file, and in no file of others.
  package static let mark = "Made by `presstime types --editor`. Changes are lost when it is made again."

  /// That of `site.toml`, then one for the front matter of each model.
  package static func all(_ settings: EditorSettings) -> [EditorSchema] {
    var taken: Set<String> = []
    let models = settings.models.models.indices.map { index in
      let id = ModelID(index)
      let stem = settings.models[id].name.lowercased()
      let stems = [stem] + (2...).prefix(1000).map { "\(stem)-\($0)" }
      let free = stems.first { !taken.contains($0) } ?? stem
      taken.insert(free)
      return EditorSchema(
        fileName: "\(free).schema.json", text: document(FrontMatterSchema(settings, id).schema), model: id)
    }
    let site = EditorSchema(
      fileName: "site.toml.schema.json", text: document(SettingsSchema(settings).schema), model: nil)
    return [site] + models
  }

  private static func document(_ schema: JSONText) -> String {
    let head: JSONText = ["$schema": "http://json-schema.org/draft-07/schema#", "$comment": .string(mark)]
    return head.adding(schema).text
  }
}

extension JSONText {
  /// A description; `text` is Markdown, and editors that show none get it without its backticks.
  static func about(_ text: String) -> JSONText {
    let plain = String(text.filter { $0 != "`" })
    let about: JSONText = ["description": .string(plain)]
    return plain == text ? about : about.adding(["markdownDescription": .string(text)])
  }

  /// A choice that editors offer, beside which anything of these types may stand.
  static func offered(_ choices: [String], orElse types: [String]) -> JSONText {
    choices.isEmpty
      ? ["type": .texts(types)] : ["anyOf": [["enum": .texts(choices)], ["type": .texts(types)]]]
  }
}
