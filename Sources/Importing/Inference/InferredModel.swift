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

/// Texts as TOML writes them (https://toml.io/en/v1.0.0).
enum TOMLText {
  static func key(_ name: String) -> String {
    let isBare =
      !name.isEmpty
      && name.utf8.allSatisfy {
        (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
          || $0 == UInt8(ascii: "-")
      }
    return isBare ? name : basic(name)
  }

  /// The shortest way to write it: a literal string where quotes would need escapes.
  static func string(_ text: String) -> String {
    let isLiteral = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "'" }
    return isLiteral && text.contains { $0 == "\"" || $0 == "\\" } ? "'\(text)'" : basic(text)
  }

  static func list(_ texts: [String]) -> String { "[" + texts.map(string).joined(separator: ", ") + "]" }

  private static func basic(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += "\\" + String(scalar)
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let hex = String(scalar.value, radix: 16, uppercase: true)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
