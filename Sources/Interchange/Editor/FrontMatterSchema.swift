import Models

/// The schema of a model's front matter, as authors may write it.
struct FrontMatterSchema {
  private let settings: EditorSettings
  private let model: Model
  private let written: WrittenValue

  init(_ settings: EditorSettings, _ id: ModelID) {
    self.settings = settings
    model = settings.models[id]
    written = WrittenValue(models: settings.models, slugs: settings.slugs)
  }

  /// The fields that front matter can say, by their positions in the model.
  private var positions: [Int] {
    model.fields.indices.filter { !model.fields[$0].isComputed && !model.isBody($0) }
  }

  var schema: JSONText {
    let schema: JSONText = [
      "title": .string("Front matter of \(TypeScript.article(model.name).filter { $0 != "`" })"),
      "type": "object", "properties": .object(properties), "patternProperties": .object(otherSpellings),
    ]
    let rules = requirements
    return schema.adding(rules.isEmpty ? [:] : ["allOf": .list(rules)])
      .adding(["additionalProperties": .bool(settings.allowsUnknownKeys)])
  }

  /// The keys that the fields say they are read from: these are what editors offer.
  private var properties: [JSONText.Member] {
    var keys: [String] = []
    var schemas: [String: [JSONText]] = [:]
    for position in positions {
      let field = model.fields[position]
      for source in field.sources {
        for key in source.keys {
          if schemas[key] == nil { keys.append(key) }
          schemas[key, default: []] += whole(source, key, field).map { [$0] } ?? []
        }
      }
    }
    return keys.map { key in
      let found = schemas[key] ?? []
      let schema: JSONText = found.count > 1 ? ["allOf": .list(found)] : found.first ?? [:]
      return JSONText.Member(name: key, value: schema)
    }
  }

  /// The schema of all that stands at `key`; nothing when the source looks at a part of it.
  private func whole(_ source: FieldSource, _ key: String, _ field: Field) -> JSONText? {
    switch source {
    case .key([key]): FieldDescription.about(field, model, settings.models).adding(value(of: field, at: key))
    case .joined(let paths) where paths.contains([key]):
      FieldDescription.about(field, model, settings.models).adding(
        written.schema(field.type, separator: field.separator, isNullable: true))
    default: nil
    }
  }

  private func value(of field: Field, at key: String) -> JSONText {
    let schema = written.schema(
      field.type, separator: field.separator, isNullable: !field.isRequired,
      isListOfOne: key != field.name)
    // A text that says nothing is as good as none.
    guard field.isRequired, field.type == .string, Self.isSaidByKeys(field) else { return schema }
    return schema.adding(["minLength": 1])
  }

  /// Spellings of other generators: taken, but not offered.
  private var otherSpellings: [JSONText.Member] {
    var members: [JSONText.Member] = []
    var published: [JSONText] = model.readsPublished ? [written.schema(.bool, isNullable: true)] : []
    for position in positions {
      let field = model.fields[position]
      let spellings = model.spellings(ofFieldAt: position)
      // Null hides no other spelling.
      let schema = written.schema(
        field.type, separator: field.separator, isNullable: true, isListOfOne: true)
      if spellings.contains("published") { published.append(schema) }
      let others = spellings.filter { $0 != "published" }
      if others.isEmpty { continue }
      let about = JSONText.about("Another spelling of `\(field.name)`.")
      members.append(.init(name: "^(\(others.joined(separator: "|")))$", value: about.adding(schema)))
    }
    if !published.isEmpty {
      let about = JSONText.about(
        "Whether it is no draft" + (published.count > 1 ? ", or when it is published." : "."))
      members.append(.init(name: "^published$", value: about.adding(["anyOf": .list(published)])))
    }
    return members
  }

  /// What each entry must say, under one of the keys that say it.
  private var requirements: [JSONText] {
    if settings.allowsMissingFields { return [] }
    return positions.filter { model.fields[$0].isRequired && Self.isSaidByKeys(model.fields[$0]) }.map {
      position in
      let keys = model.fields[position].sources.flatMap(\.keys) + model.spellings(ofFieldAt: position)
      if keys.count == 1 { return ["required": .texts(keys)] }
      return ["anyOf": .list(keys.map { ["required": [.string($0)]] })]
    }
  }

  /// Whether nothing but front matter can say the field: no heading, no file's name, no path.
  private static func isSaidByKeys(_ field: Field) -> Bool {
    field.sources.allSatisfy { source in
      switch source {
      case .key, .joined, .pattern: true
      case .filePath, .fileName, .heading: false
      }
    }
  }
}
