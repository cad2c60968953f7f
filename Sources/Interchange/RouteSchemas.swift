import Models

/// Published types as a JSON Schema (https://json-schema.org/draft/2020-12/schema).
package struct RouteSchemas {
  private let types: PublishedTypes
  private let names: TypeNames

  /// One document: a definition for each model, for each record that has a name and for each JSON route, by the names
  /// that TypeScript has for them. The document as a whole is the schema of the JSON of any route.
  package static func text(of types: PublishedTypes) -> String {
    RouteSchemas(types: types, names: TypeNames(types)).document.text
  }

  private var document: JSONText {
    var definitions: [JSONText.Member] = []
    for (index, name) in names.models.enumerated() {
      let schema = object(types.fields(of: ModelID(index)))
      let about = "The fields of \(TypeScript.article(types.models.names[index])), as JSON routes write them."
      definitions.append(
        .init(
          name: name,
          value: JSONText.object([.init(name: "description", value: .string(about))]).adding(schema)))
    }
    for (record, name) in names.records {
      definitions.append(.init(name: name, value: object(record.fields)))
    }
    for (route, name) in zip(types.routes, names.routes) {
      let about: JSONText = [
        "title": .string(route.path), "description": .string("The JSON at \(route.url)"),
      ]
      let schema = route.isTooLarge ? [:] : schema(route.type)
      definitions.append(.init(name: name, value: about.adding(schema)))
    }
    let root: JSONText = [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$comment": "Made by `presstime types --json-schema`. Changes are lost when it is made again.",
      "title": .string(types.title),
    ]
    let routes = names.routes.map { Self.reference($0) }
    return root.adding(routes.isEmpty ? [:] : ["anyOf": .list(routes)]).adding(["$defs": .object(definitions)]
    )
  }

  private static func reference(_ name: String) -> JSONText {
    // A pointer in a fragment: RFC 6901 section 6. Names are identifiers, which need escapes beyond ASCII only.
    ["$ref": .string("#/$defs/" + URLPath.encoded(name))]
  }

  private func schema(_ type: ValueType) -> JSONText {
    switch type {
    case .none: return ["type": "null"]
    case .bool: return ["type": "boolean"]
    case .int: return ["type": "integer"]
    case .double: return ["type": "number"]
    case .string, .slug: return ["type": "string"]
    case .date: return ["type": "string", "format": "date-time"]
    case .url: return ["type": "string", "description": "A full URL"]
    case .html, .body: return ["type": "string", "contentMediaType": "text/html"]
    case .model(let id):
      return [
        "type": "string", "description": .string("The slug of \(TypeScript.article(types.models[id].name))"),
      ]
    case .union(let members): return ["enum": .texts(members)]
    case .optional(let wrapped): return Self.orNull(schema(wrapped.unwrapped))
    case .list(.none): return ["type": "array", "maxItems": 0]
    case .list(let element): return ["type": "array", "items": schema(element)]
    case .record(let record): return names.name(of: record).map(Self.reference) ?? object(record.fields)
    }
  }

  /// The same schema, and null.
  private static func orNull(_ schema: JSONText) -> JSONText {
    guard let first = schema.members.first else { return schema }
    switch (first.name, first.value) {
    case ("type", "null"): return schema
    case ("type", .string(let type)):
      return .object([.init(name: "type", value: .texts([type, "null"]))] + schema.members.dropFirst())
    case ("enum", .list(let members)): return ["enum": .list(members + [.null])]
    default: return ["anyOf": [schema, ["type": "null"]]]
    }
  }

  /// Every field is there, and no other: what is absent is null.
  private func object(_ fields: [RecordType.Member]) -> JSONText {
    let properties = fields.map { JSONText.Member(name: $0.name, value: schema($0.type)) }
    return [
      "type": "object", "properties": .object(properties), "required": .texts(fields.map(\.name)),
      "additionalProperties": false,
    ]
  }
}
