import DataFormats
package import Diagnostics

/// A model that fits the front matter of many files.
package struct InferredModel: Sendable {
  /// A field as it is declared.
  package struct FieldLine: Sendable, Equatable {
    /// A key of front matter, which may be any text.
    package let name: String
    /// What stands behind the `=`: a type in quotes, or a table.
    package let declaration: String
    /// In how many files it stands, and what else is to be said.
    package let comment: String
  }

  /// What some files say that the model does not take.
  package struct Misfit: Sendable, Hashable {
    package let location: Location
    /// One line, as in a diagnostic.
    package let message: String
  }

  package let name: String
  /// How many files it was inferred from.
  package let files: Int
  package let fields: [FieldLine]
  package let misfits: [Misfit]

  /// `[models.NAME]` with a line for each field; nothing when the built-in model needs no change.
  package var toml: String? {
    if fields.isEmpty { return nil }
    let names = fields.map { TOMLText.key($0.name) }
    let width = min(24, names.map(\.count).max() ?? 0)
    let declarations = fields.map(\.declaration)
    let reach = min(44, declarations.map(\.count).max() ?? 0)
    var text = "[models.\(name)]\n"
    for (index, field) in fields.enumerated() {
      let line = "\(Self.padded(names[index], width)) = \(field.declaration)"
      text += field.comment.isEmpty ? line : Self.padded(line, width + 3 + reach) + "  # \(field.comment)"
      text += "\n"
    }
    return text
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
