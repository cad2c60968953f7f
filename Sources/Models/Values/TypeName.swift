extension ModelSet {
  /// The type as `site.toml` and templates write it: `[Author]`, `String?`, `"a" | "b"`, `Group<Post>`.
  package func name(of type: ValueType) -> String {
    switch type {
    case .none: "none"
    case .bool: "Bool"
    case .int: "Int"
    case .double: "Double"
    case .string: "String"
    case .date: "Date"
    case .url: "URL"
    case .slug: "Slug"
    case .html: "HTML"
    case .body: "Markdown"
    case .union(let members): members.map { "\"\($0)\"" }.joined(separator: " | ")
    case .optional(.union(let members)): "(" + name(of: .union(members)) + ")?"
    case .optional(.none): "none"
    case .optional(let wrapped): name(of: wrapped) + "?"
    case .list(let element): "[" + name(of: element) + "]"
    case .record(let record): name(of: record)
    case .model(let id): self[id].name
    }
  }

  private func name(of record: RecordType) -> String {
    switch record.kind {
    // Most keys are texts.
    case .group(let key, let item):
      return key.isText ? "Group<\(name(of: item))>" : "Group<\(name(of: item)), \(name(of: key))>"
    case .paginator(let item): return "Paginator<\(name(of: item))>"
    default: break
    }
    if let name = record.name { return name }
    return "{ " + record.fields.map { "\($0.name): \(name(of: $0.type))" }.joined(separator: ", ") + " }"
  }
}
