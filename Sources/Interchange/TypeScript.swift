import Diagnostics
import Models

/// Published types as declarations of TypeScript.
package struct TypeScript {
  private let types: PublishedTypes
  private let names: TypeNames
  private var text = ""

  /// One module with an interface for each model, for each record that has a name, and a type for each JSON route.
  package static func text(of types: PublishedTypes) -> String {
    var printer = TypeScript(types: types, names: TypeNames(types))
    printer.write()
    return printer.text
  }

  private init(types: PublishedTypes, names: TypeNames) {
    self.types = types
    self.names = names
  }

  private mutating func write() {
    text = """
      // Made by `presstime types --typescript` from the models and JSON routes of \(Self.oneLine(types.title)).
      // Changes are lost when it is made again.

      """
    for (index, name) in names.models.enumerated() {
      comment(
        "The fields of \(Self.article(types.models.names[index])), as JSON routes write them.", indent: "")
      text += "export interface \(name) \(object(types.fields(of: ModelID(index)), indent: ""))\n"
    }
    for (record, name) in names.records {
      text += "\nexport interface \(name) \(object(record.fields, indent: ""))\n"
    }
    for (route, name) in zip(types.routes, names.routes) {
      comment("The JSON at `\(route.url)`.", indent: "")
      if route.isTooLarge {
        text += "export type \(name) = unknown;\n"
      } else if case .record(let record) = route.type, record.name == nil {
        text += "export interface \(name) \(object(record.fields, indent: ""))\n"
      } else {
        text += "export type \(name) = \(type(route.type, indent: ""));\n"
      }
    }
  }

  /// A type as it stands behind a colon.
  private func type(_ type: ValueType, indent: String) -> String {
    switch type {
    case .none, .optional(.none): return "null"
    case .bool: return "boolean"
    case .int, .double: return "number"
    case .string, .date, .url, .slug, .html, .body, .model: return "string"
    case .union(let members): return members.map(JSONReport.quoted).joined(separator: " | ")
    case .optional(let wrapped): return self.type(wrapped.unwrapped, indent: indent) + " | null"
    case .list(.none): return "never[]"
    case .list(let element):
      let written = self.type(element, indent: indent)
      return Self.hasBar(element) ? "(\(written))[]" : "\(written)[]"
    case .record(let record):
      return names.name(of: record) ?? object(record.fields, indent: indent)
    }
  }

  private static func hasBar(_ type: ValueType) -> Bool {
    switch type {
    case .optional(.none): false
    case .optional: true
    case .union(let members): members.count > 1
    default: false
    }
  }

  private func object(_ fields: [RecordType.Member], indent: String) -> String {
    if fields.isEmpty { return "{}" }
    var lines = "{\n"
    for field in fields {
      if let note = note(field.type) { lines += "\(indent)  /** \(note) */\n" }
      lines += "\(indent)  \(Self.key(field.name)): \(type(field.type, indent: indent + "  "));\n"
    }
    return lines + indent + "}"
  }

  /// What a string is, which its type does not say.
  private func note(_ type: ValueType) -> String? {
    switch type {
    case .optional(let wrapped): return note(wrapped)
    case .date: return "A date, as ISO 8601 with an offset."
    case .url: return "A full URL."
    case .html, .body: return "HTML, whose URLs are full."
    case .model(let id): return "The slug of \(Self.article(types.models[id].name))."
    case .list(let element):
      switch element.unwrapped {
      case .date: return "Dates, as ISO 8601 with an offset."
      case .url: return "Full URLs."
      case .html, .body: return "HTML, whose URLs are full."
      case .model(let id): return "Slugs of entries of `\(types.models[id].name)`."
      default: return nil
      }
    default: return nil
    }
  }

  private mutating func comment(_ sentence: String, indent: String) {
    text += "\n\(indent)/** \(Self.oneLine(sentence)) */\n"
  }

  static func article(_ model: String) -> String {
    let isVowel = model.first.map { "AEIOU".contains($0) } ?? false
    return (isVowel ? "an " : "a ") + "`\(model)`"
  }

  /// Nothing in it ends a comment.
  private static func oneLine(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case _
      where scalar.value < 0x20 || scalar == "\u{2028}" || scalar == "\u{2029}" || scalar.value == 0x7F:
        line += " "
      case "/" where line.hasSuffix("*"): line += "\\/"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  /// A property's name, in quotes unless it is an identifier of ASCII.
  private static func key(_ name: String) -> String {
    let isWord = name.utf8.enumerated().allSatisfy { index, byte in
      byte.isASCIILetter || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
        || (index > 0 && byte.isASCIIDigit)
    }
    return isWord && !name.isEmpty ? name : JSONReport.quoted(name)
  }
}
