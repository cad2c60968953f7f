import Models

/// The schema of a value as people write it, in front matter or in `site.toml`: all that `ValueReader` takes.
///
/// What a schema refuses, a build refuses too. The converse does not hold: whether a picture is there, or an entry that
/// is referred to, no schema can know.
struct WrittenValue {
  let models: ModelSet
  let slugs: [ModelID: [String]]

  /// More slugs than anybody looks through are not offered.
  private static let offeredSlugs = 200

  /// The schema of what may stand for a value of `type`. `separator` cuts a text into a list. Null is taken for what
  /// `isNullable`.
  func schema(_ type: ValueType, separator: String? = nil, isNullable: Bool) -> JSONText {
    switch type {
    case .optional(let wrapped): return schema(wrapped, separator: separator, isNullable: true)
    case .list(let element): return list(of: element, separator, isNullable)
    case .record(let record) where record.kind == .image: return image(record, isNullable)
    case .record(let record):
      return JSONText.typed(["object"] + (isNullable ? ["null"] : [])).adding(fields(of: record))
    default: break
    }
    guard let scalar = scalar(type) else { return false }
    return scalarOrListOfOne(scalar, isNullable)
  }

  /// A value that holds no others.
  private struct Scalar {
    var types: [String]
    /// What else must hold; each rule is about one of the types.
    var rules: JSONText = [:]
    /// All that it can be, if that is known.
    var choices: [JSONText]?
    var offered: [String] = []

    var schema: JSONText {
      if let choices { return ["enum": .list(choices)] }
      return JSONText.typed(types).adding(rules)
    }
  }

  private func scalar(_ type: ValueType) -> Scalar? {
    /// What is read by its text, whatever it would be in YAML.
    let anyText = ["string", "number", "boolean"]
    switch type {
    case .string: return Scalar(types: ["string", "number"])
    case .slug:
      return Scalar(
        types: anyText,
        rules: ["minLength": 1, "maxLength": .int(Slug.maximumLength), "pattern": #"^[^/\\]+$"#])
    case .url: return Scalar(types: anyText, rules: ["pattern": #"^[^\x00-\x20\x7F]+$"#])
    case .body: return Scalar(types: anyText)
    case .model(let id):
      let known = slugs[id] ?? []
      return Scalar(types: anyText, offered: known.count > Self.offeredSlugs ? [] : known)
    case .date: return Scalar(types: ["string"], rules: ["pattern": .string(Self.datePattern)])
    case .int: return Scalar(types: ["integer", "string"], rules: ["pattern": #"^[+]?[+-]?[0-9]+$"#])
    case .double:
      return Scalar(types: ["number", "string"], rules: ["pattern": #"^[+-]?[0-9.][0-9a-fA-FxXpP.+-]*$"#])
    case .bool:
      return Scalar(
        types: ["boolean", "string", "integer"],
        rules: [
          "pattern":
            "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff]|[01])$",
          "minimum": 0, "maximum": 1,
        ])
    case .union(let members): return Scalar(types: [], choices: members.flatMap(Self.choices))
    case .none, .html, .optional, .list, .record: return nil
    }
  }

  /// A year and a month in numbers, or letters and a year.
  private static let datePattern =
    #"^[ \t]*([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|.*[A-Za-z]{3}.*[0-9]{4}|.*[0-9]{4}.*[A-Za-z]{3})"#

  /// A member of a union as it may be written: `1` is a number in YAML, and has the right text.
  private static func choices(_ text: String) -> [JSONText] {
    if let number = Int(text) { return [.string(text), .int(number)] }
    if let number = Double(text), number.isFinite { return [.string(text), .double(number)] }
    return text == "true" || text == "false" ? [.string(text), .bool(text == "true")] : [.string(text)]
  }

  /// A list of one is as good as the value itself.
  private func scalarOrListOfOne(_ scalar: Scalar, _ isNullable: Bool) -> JSONText {
    let one: JSONText = ["items": scalar.schema, "minItems": 1, "maxItems": 1]
    if let choices = scalar.choices {
      return [
        "anyOf": [
          ["enum": .list(choices + (isNullable ? [.null] : []))],
          JSONText.typed(["array"]).adding(one),
        ]
      ]
    }
    let types = scalar.types + ["array"] + (isNullable ? ["null"] : [])
    let schema = JSONText.typed(types).adding(scalar.rules).adding(one)
    return scalar.offered.isEmpty ? schema : schema.adding(.offered(scalar.offered, orElse: types))
  }

  private func list(of element: ValueType, _ separator: String?, _ isNullable: Bool) -> JSONText {
    let items = schema(element, isNullable: Self.mayBeNull(element))
    let null = isNullable ? ["null"] : []
    guard let scalar = scalar(element), scalar.choices == nil else {
      var choices: [JSONText] = [["type": "array", "items": items], items]
      if separator != nil { choices.append(["type": "string"]) }
      if isNullable { choices.append(["type": "null"]) }
      return ["anyOf": .list(choices)]
    }
    // A lone text that is to be cut is held to nothing: its parts are no values yet.
    let lone = separator == nil ? scalar.types : scalar.types.filter { $0 != "string" } + ["string"]
    return JSONText.typed(["array"] + lone + null)
      .adding(separator == nil ? scalar.rules : [:]).adding(["items": items])
  }

  private static func mayBeNull(_ type: ValueType) -> Bool {
    if case .list = type { true } else { type.isOptional }
  }

  private func fields(of record: RecordType) -> JSONText {
    let properties = record.fields.map { field in
      JSONText.Member(name: field.name, value: schema(field.type, isNullable: Self.mayBeNull(field.type)))
    }
    let required = record.fields.filter { !Self.mayBeNull($0.type) }.map(\.name)
    let map: JSONText = ["properties": .object(properties), "additionalProperties": false]
    return required.isEmpty ? map : map.adding(["required": .texts(required)])
  }

  /// A path, a map with `src`, or a list of one of them.
  private func image(_ record: RecordType, _ isNullable: Bool) -> JSONText {
    let types = ["string", "number", "boolean", "object"]
    let members = fields(of: record)
    return JSONText.typed(types + ["array"] + (isNullable ? ["null"] : [])).adding(members)
      .adding(["items": JSONText.typed(types).adding(members), "minItems": 1, "maxItems": 1])
  }
}
