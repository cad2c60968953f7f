import Models

/// The type of a component's prop: those of models, and what only templates have.
enum PropType {
  struct Problem: Error {
    let message: String
    let help: String?
  }

  static func parse(_ text: String, _ models: ModelSet) -> Result<ValueType, Problem> {
    var names: [String: ValueType] = [
      "HTML": .html, "Heading": .record(.heading),
    ]
    var plain = text
    // `Group<Post>` becomes a name of its own, so that the types of models need no generics.
    func add(_ written: String, _ name: String, _ record: RecordType) {
      names[name] = .record(record)
      plain = TextFilters.replaced(plain, written, name)
    }
    for (id, model) in models.models.enumerated() where text.utf8.contains(UInt8(ascii: "<")) {
      let (item, name) = (ValueType.model(ModelID(id)), model.name)
      add("Paginator<\(name)>", "Paginator_\(name)", .paginator(of: item))
      add("Group<\(name)>", "Group_\(name)", .group(key: .string, item: item))
      // What a list can be grouped by.
      let keys =
        [("Int", ValueType.int), ("Double", .double)]
        + models.names.enumerated().map { ($1, .model(ModelID($0))) }
      for (key, type) in keys {
        for comma in [", ", ","] {
          add("Group<\(name)\(comma)\(key)>", "Group_\(name)_\(key)", .group(key: type, item: item))
        }
      }
    }
    switch models.type(written: plain, alsoKnown: names) {
    case .success(let type): return .success(type)
    case .failure(let error): return .failure(Problem(message: error.message, help: error.help))
    }
  }
}
