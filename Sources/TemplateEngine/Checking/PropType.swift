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
    for (id, model) in models.models.enumerated() {
      let item = ValueType.model(ModelID(id))
      for (generic, type) in [
        ("Group", ValueType.record(.group(key: .string, item: item))),
        ("Paginator", ValueType.record(.paginator(of: item))),
      ] {
        names["\(generic)_\(model.name)"] = type
        plain = TextFilters.replaced(plain, "\(generic)<\(model.name)>", "\(generic)_\(model.name)")
      }
    }
    switch models.type(written: plain, alsoKnown: names) {
    case .success(let type): return .success(type)
    case .failure(let error): return .failure(Problem(message: error.message, help: error.help))
    }
  }
}
