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
  /// `isNullable`. A list of one is as good as the value itself; for a union it is taken where `isListOfOne` alone,
  /// since what editors say of a wrong word is plainer without.
  func schema(
    _ type: ValueType, separator: String? = nil, isNullable: Bool, isListOfOne: Bool = false
  ) -> JSONText {
    switch type {
    case .optional(let wrapped):
      return schema(wrapped, separator: separator, isNullable: true, isListOfOne: isListOfOne)
    case .list(let element): return list(of: element, separator, isNullable)
    default: break
    }
    guard let lone = lone(type) else { return false }
    let null = isNullable ? ["null"] : []
    if case .record(let record) = type, record.kind != .image {
      return JSONText.typed(lone.types + null).adding(lone.rules)
    }
    let one: JSONText = ["items": lone.schema, "minItems": 1, "maxItems": 1]
    if let choices = lone.choices {
      let word = Lone.oneOf(choices + (isNullable ? [.null] : []))
      return isListOfOne ? ["anyOf": [word, JSONText.typed(["array"]).adding(one)]] : word
    }
    let types = lone.types + ["array"] + null
    let schema = JSONText.typed(types).adding(lone.rules).adding(one)
    return lone.offered.isEmpty ? schema : schema.adding(.offered(lone.offered, orElse: types))
  }

  /// A value that is no list.
  private struct Lone {
    var types: [String]
    /// What else must hold; each rule is about one of the types, and none about lists.
    var rules: JSONText = [:]
    /// All that it can be, if that is known.
    var choices: [JSONText]?
    var offered: [String] = []

    /// With their types, which editors tell.
    static func oneOf(_ choices: [JSONText]) -> JSONText {
      let types = ["string", "integer", "number", "boolean", "null"].filter { type in
        choices.contains { $0.typeName == type }
      }
      return JSONText.typed(types).adding(["enum": .list(choices)])
    }

    var schema: JSONText {
      if let choices { return Self.oneOf(choices) }
      return JSONText.typed(types).adding(rules)
    }
  }

  /// The types of what is read by its text, whatever it would be in YAML.
  private static let anyText = ["string", "number", "boolean"]

  private func lone(_ type: ValueType) -> Lone? {
    switch type {
    case .string: return Lone(types: ["string", "number"])
    case .slug:
      return Lone(
        types: Self.anyText,
        rules: ["minLength": 1, "maxLength": .int(Slug.maximumLength), "pattern": #"^[^/\\]+$"#])
    case .url: return Lone(types: Self.anyText, rules: ["pattern": #"^[^\x00-\x20\x7F]+$"#])
    case .body: return Lone(types: Self.anyText)
    case .model(let id):
      let known = slugs[id] ?? []
      return Lone(types: Self.anyText, offered: known.count > Self.offeredSlugs ? [] : known)
    case .date: return Lone(types: ["string"], rules: ["pattern": .string(Self.datePattern)])
    case .int: return Lone(types: ["integer", "string"], rules: ["pattern": #"^[+]?[+-]?[0-9]+$"#])
    case .double:
      return Lone(types: ["number", "string"], rules: ["pattern": #"^[+-]?[0-9.][0-9a-fA-FxXpP.+-]*$"#])
    case .bool:
      return Lone(
        types: ["boolean", "string", "integer"],
        rules: [
          "pattern":
            "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff]|[01])$",
          "minimum": 0, "maximum": 1,
        ])
    case .union(let members):
      return Lone(types: Self.anyText, choices: members.flatMap(Self.choices))
    case .record(let record):
      return Lone(types: (record.kind == .image ? Self.anyText : []) + ["object"], rules: fields(of: record))
    case .optional(let wrapped), .list(let wrapped): return lone(wrapped)
    case .none, .html: return nil
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

  private func list(of element: ValueType, _ separator: String?, _ isNullable: Bool) -> JSONText {
    guard let lone = lone(element) else { return false }
    let null = isNullable ? ["null"] : []
    // What is to be cut is held to nothing: its parts are no values yet.
    let types = lone.types + (separator == nil ? [] : Self.anyText.filter { !lone.types.contains($0) })
    return JSONText.typed(["array"] + types + null).adding(separator == nil ? lone.rules : [:])
      .adding(["items": schema(element, isNullable: Self.mayBeNull(element))])
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
}
