import DataFormats
import Diagnostics

/// The one diagnostic for all that an entry lacks.
extension EntryReader {
  func missingFields() -> Diagnostic {
    let keys = missing.filter { $0.name != "body" }
    let lacksBody = keys.count < missing.count
    let names = keys.map(\.name) + (lacksBody ? ["body"] : [])
    if input.isItem { return missingFields(names, ofItem: missing) }
    var label = ""
    if input.root == nil {
      label = "no front matter here"
    } else if !keys.isEmpty {
      label = "no \(Self.list(keys.map(\.name), "or")) in this front matter"
    }
    if lacksBody { label += label.isEmpty ? "nothing after this front matter" : ", and nothing after it" }
    return Diagnostic(
      .postMissingFields, "\(model.name) is missing \(Self.list(names, "and"))", in: input.source,
      input.root == nil ? .fileStart : input.openingFence, label: label,
      help: mend(keys, lacksBody: lacksBody))
  }

  private func missingFields(_ names: [String], ofItem fields: [Field]) -> Diagnostic {
    let first = fields.first.map { field in
      "`\(field.name) = { type = \"\(reader.models.name(of: field.type))\", from = [\"…\"] }`"
    }
    return Diagnostic(
      .postMissingFields, "\(model.name) is missing \(Self.list(names, "and"))", in: input.source,
      input.openingFence, label: "no \(Self.list(names, "or")) in this item",
      help:
        "add what is missing, or say in `content/site.toml` which member has it: `[models.\(model.name)]` "
        + (first ?? ""))
  }

  private func mend(_ keys: [Field], lacksBody: Bool) -> String {
    let lines = keys.map { sample($0) }
    var parts: [String] = []
    if input.root == nil, !keys.isEmpty {
      parts.append("begin the file with\n---\n" + lines.joined(separator: "\n") + "\n---")
    } else if !keys.isEmpty {
      parts.append("add " + Self.list(lines.map { "`\($0)`" }, "and"))
    }
    if lacksBody {
      let fence =
        input.format == .toml ? "the second `+++`" : input.format == .json ? "the `}`" : "the second `---`"
      parts.append("write the \(model.name == "Post" ? "post" : "text") below \(fence)")
    }
    // Behind a block of lines the rest is a line of its own.
    let mend = parts.joined(separator: input.root == nil ? "\nand " : ", and ")
    guard let name = keys.lazy.compactMap({ nameAsSource($0) }).first else { return mend }
    return mend + (input.root == nil ? "\n" : "; ") + name
  }

  /// A file's name can say a date, and a title that is not merely mistyped.
  private func nameAsSource(_ field: Field) -> String? {
    let isDate = field.type == .date && FileNameDate(input.stem) != nil
    let isTitle =
      field.name == "title" && missing.count == 1 && members.allSatisfy { isUsed($0.key) }
    guard isDate || isTitle, !field.sources.contains(.fileName) else { return nil }
    let keys =
      field.name == "publishedAt" ? ["date"] : field.sources.map { $0 == .heading ? "@heading" : field.name }
    let sources = (keys + ["@filename"]).map { "\"\($0)\"" }.joined(separator: ", ")
    return "or let the file's name say it, in `content/site.toml`: `[models.\(model.name)]` "
      + "`\(field.name) = { type = \"\(isDate ? "Date" : "String")\", from = [\(sources)] }`"
  }

  private func sample(_ field: Field) -> String {
    var key = field.name
    for case .key(let path) in field.sources where path.count == 1 { key = path[0] }
    if let spelled = field.sources.first, case .key(let path) = spelled { key = path.joined(separator: ".") }
    switch input.format {
    case .toml: return "\(key) = \(sampleValue(field.type, quoted: true))"
    case .json:
      return "\"\(key)\": \(field.type == .date ? "\"\(today)\"" : sampleValue(field.type, quoted: true))"
    case .yaml, nil: return "\(key): \(sampleValue(field.type, quoted: false))"
    }
  }

  private func sampleValue(_ type: ValueType, quoted: Bool) -> String {
    func text(_ value: String) -> String { quoted ? "\"\(value)\"" : value }
    switch type {
    case .bool: return "false"
    case .int: return "1"
    case .double: return "1.5"
    case .date: return today
    case .union(let members): return text(members.first ?? "")
    case .list(let element): return "[\(sampleValue(element, quoted: quoted))]"
    case .record(let record) where record.kind == .image: return text("picture.jpg")
    case .record: return "{ … }"
    case .model(let id): return text("a-slug-of-\(reader.models[id].name)")
    case .url: return text("https://example.com/")
    case .slug: return text("a-slug")
    case .optional(let wrapped): return sampleValue(wrapped, quoted: quoted)
    case .string, .body, .html, .none: return text("…")
    }
  }

  static func list(_ names: [String], _ word: String) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " \(word) \(last)"
  }
}
