import DataFormats
import Diagnostics

/// The one diagnostic for all that an entry lacks.
extension EntryReader {
  func missingFields() -> Diagnostic {
    let keys = missing.filter { $0.name != "body" }
    let lacksBody = keys.count < missing.count
    let names = keys.map(\.name) + (lacksBody ? ["body"] : [])
    if input.isItem { return missingFields(names, ofItem: missing) }
    let empty = keys.compactMap { field in emptyMember(of: field).map { (field: field, member: $0) } }
    let absent = keys.filter { emptyMember(of: $0) == nil }
    var label = ""
    if input.root == nil {
      label = "no front matter here"
    } else if !absent.isEmpty {
      label = "no \(Self.list(absent.map(\.name), "or")) in this front matter"
    }
    if lacksBody { label += label.isEmpty ? "nothing after this front matter" : ", and nothing after it" }
    // A key without a value is where it is to be written.
    var marks = empty.map {
      Diagnostic.Related(Location(input.source, $0.member.keySpan), "this says nothing")
    }
    var place = Location(input.source, input.root == nil ? .fileStart : input.openingFence)
    if label.isEmpty, !marks.isEmpty {
      label = marks[0].label
      place = marks.removeFirst().location
    }
    return Diagnostic(
      .postMissingFields, "\(model.name) is missing \(Self.list(names, "and"))", at: place, label: label,
      related: marks,
      help: [mend(absent, empty: empty, lacksBody: lacksBody)])
  }

  /// The key of a field that is there, and says nothing.
  private func emptyMember(of field: Field) -> DataMember? {
    let names = field.sources.flatMap(\.keys) + (Spelling.others[field.name] ?? [])
    return members.first { names.contains($0.key) && $0.value.isNullOrEmpty }
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

  private func mend(
    _ keys: [Field], empty: [(field: Field, member: DataMember)], lacksBody: Bool
  ) -> String {
    let lines = keys.filter(isInFrontMatter).map { sample($0, key: key(of: $0)) }
    var parts: [String] = []
    if !empty.isEmpty {
      parts.append("write " + Self.list(empty.map { "`\(sample($0.field, key: $0.member.key))`" }, "and"))
    }
    for field in keys where !isInFrontMatter(field) {
      let sources = field.sources.map { "`\($0.text)`" }
      parts.append(
        "`\(field.name)` is read from \(Self.list(sources, "or")): give the file such a name, or add "
          + "`\"\(field.name)\"` to `from` in `content/site.toml`, and `\(sample(field, key: field.name))` here"
      )
    }
    if input.root == nil, !lines.isEmpty {
      parts.append("begin the file with\n---\n" + lines.joined(separator: "\n") + "\n---")
    } else if !lines.isEmpty {
      parts.append("add " + Self.list(lines.map { "`\($0)`" }, "and"))
    }
    if lacksBody {
      let fence =
        input.format == .toml ? "the second `+++`" : input.format == .json ? "the `}`" : "the second `---`"
      parts.append("write the \(model.name == "Post" ? "post" : "text") below \(fence)")
    }
    // Behind a block of lines the rest is a line of its own.
    let mend = parts.joined(separator: input.root == nil ? "\nand " : ", and ")
    guard let name = (keys + empty.map(\.field)).lazy.compactMap({ nameAsSource($0) }).first else {
      return mend
    }
    return mend + (input.root == nil ? "\n" : "; ") + name
  }

  /// A file's name can say a date, and a title that is not merely mistyped.
  private func nameAsSource(_ field: Field) -> String? {
    let isDate = field.type == .date && FileNameDate(input.stem) != nil
    let isTitle =
      field.name == "title" && missing.count == 1 && members.allSatisfy { isUsed($0.key) }
    guard isDate || isTitle, !field.sources.contains(.fileName) else { return nil }
    let isBuiltIn = field.name == "publishedAt" && field.sources == [.key(["publishedAt"])]
    let sources = ((isBuiltIn ? ["date"] : field.sources.map(\.text)) + ["@filename"]).map { "\"\($0)\"" }
      .joined(separator: ", ")
    return "or let the file's name say it, in `content/site.toml`: `[models.\(model.name)]` "
      + "`\(field.name) = { type = \"\(isDate ? "Date" : "String")\", from = [\(sources)] }`"
  }

  /// Whether a key of front matter can say the field.
  private func isInFrontMatter(_ field: Field) -> Bool { field.sources.contains { !$0.keys.isEmpty } }

  private func key(of field: Field) -> String {
    var key = field.sources.lazy.flatMap(\.keys).first ?? field.name
    for case .key(let path) in field.sources where path.count == 1 { key = path[0] }
    if let spelled = field.sources.first, case .key(let path) = spelled { key = path.joined(separator: ".") }
    return key
  }

  private func sample(_ field: Field, key: String) -> String {
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
