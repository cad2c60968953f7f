import Models

/// The schema of `content/site.toml`. A test holds it against what the reader of that file asks for.
struct SettingsSchema {
  let settings: EditorSettings

  init(_ settings: EditorSettings) {
    self.settings = settings
  }

  var schema: JSONText {
    let properties: [(String, String, JSONText)] = [
      ("edition", "The edition of templates and settings that the site is written for.", ["const": "1"]),
      ("title", "The site's title. By default the name of its folder.", Self.text),
      ("description", "What the site is about, in a sentence.", Self.text),
      ("author", "Who writes it.", Self.text),
      (
        "url", "The site's address, with the path that is put before every link.",
        Self.text.adding([
          "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^?#]+$", "examples": ["https://example.com/"],
        ])
      ),
      (
        "language", "The language of the content, as a BCP 47 tag. By default `en`.",
        Self.text.adding(["pattern": "^[A-Za-z0-9-]{2,}$", "default": "en"])
      ),
      (
        "timezone", "The zone of dates that say none: `Europe/Berlin`, `+02:00`. By default `UTC`.",
        Self.text.adding(["default": "UTC"])
      ),
      (
        "theme", "A folder of `themes/`, or `default`, the built-in theme.",
        Self.text.adding(["default": "default"])
      ),
      ("collections", "Folders of `content/` whose files are entries of a model.", collections),
      ("sources", "Collections whose entries are items of an API or a data file.", sources),
      ("data", "Values from an API or a data file, which templates see as `data.NAME`.", data),
      ("models", "What entries are made of: fields by model.", models),
      ("records", "Named records for the types of fields.", records),
      ("menus", "Lists of links by the names that the theme gives them.", Self.menus),
      ("routes", "Routes of the theme that are moved to another path, or dropped with `false`.", routes),
      (
        "redirects", "Addresses that lead on to others: a target, or a table with `to` and `status`.",
        HostSchema.redirects
      ),
      ("headers", "Headers of answers, by paths of the site.", HostSchema.headers),
      ("deploy", "Who serves the site, and so how redirects and headers are written.", HostSchema.deploy),
      ("options", "Options of the theme.", options),
      ("diagnostics", "How severe a problem is, by its code, for all files or for some.", diagnostics),
    ]
    let schema: JSONText = [
      "title": "Settings of a Presstime site", "type": "object", "properties": Self.object(properties),
    ]
    let needsOptions = settings.options.contains(where: \.isRequired)
    return schema.adding(needsOptions ? ["required": ["options"]] : [:]).adding([
      "additionalProperties": false,
      "definitions": ["type": type, "field": field, "rule": Self.rule],
    ])
  }

  /// What many keys share.
  private static func shared(_ name: String) -> JSONText { ["$ref": .string("#/definitions/" + name)] }

  static let text: JSONText = ["type": "string"]
  static let texts: JSONText = ["type": ["array", "string"], "items": ["type": "string"]]

  /// Properties with their descriptions.
  private static func object(_ properties: [(name: String, about: String, schema: JSONText)]) -> JSONText {
    .object(properties.map { .init(name: $0.name, value: JSONText.about($0.about).adding($0.schema)) })
  }

  /// A table with these keys and no others.
  static func table(
    _ properties: [(name: String, about: String, schema: JSONText)], required: [String] = []
  ) -> JSONText {
    let table: JSONText = ["type": "object", "properties": object(properties), "additionalProperties": false]
    return required.isEmpty ? table : table.adding(["required": .texts(required)])
  }

  private var collections: JSONText {
    let collection = Self.table([
      ("folder", "A folder below `content/`. By default the collection's name.", Self.text),
      (
        "model", "The model of its entries. By default `Post`.",
        JSONText.offered(settings.models.names, orElse: ["string"]).adding(["default": "Post"])
      ),
      (
        "order", "Fields to sort by, separated by commas; `-` before one turns it round.",
        order
      ),
      ("exclude", "Patterns of paths below the folder that are left out.", Self.texts),
    ])
    return named(collection)
  }

  private var order: JSONText { Self.text.adding(["examples": ["-publishedAt, path", "order, path"]]) }

  /// A table of tables with names that templates can use.
  func named(_ table: JSONText, isReserved: Bool = true) -> JSONText {
    let name: JSONText = ["pattern": "^[a-z_][A-Za-z0-9_]*$"]
    return [
      "type": "object",
      "propertyNames": name.adding(isReserved ? ["not": ["enum": .texts(settings.reservedNames)]] : [:]),
      "additionalProperties": table,
    ]
  }

  private var models: JSONText {
    let known = settings.models.models.map { model in
      let fields = model.fields.filter { !$0.isComputed }.map { field in
        JSONText.Member(
          name: field.name, value: JSONText.about(narrowed(field)).adding(["allOf": [Self.shared("field")]]))
      }
      return JSONText.Member(
        name: model.name,
        value: [
          "type": "object", "properties": .object(fields), "additionalProperties": Self.shared("field"),
        ])
    }
    return [
      "type": "object", "properties": .object(known),
      "additionalProperties": ["type": "object", "additionalProperties": Self.shared("field")],
    ]
  }

  private func narrowed(_ field: Field) -> String {
    "`\(settings.models.name(of: field.type))`"
      + (field.declaration == nil ? ", built in: it may be made narrower." : ".")
  }

  /// A type, or a table with more about the field.
  private var field: JSONText {
    let table = Self.table(
      [
        ("type", "The field's type, with a default behind `=`.", ["allOf": [Self.shared("type")]]),
        (
          "from",
          "Where its value is read, in this order: keys of front matter, `key ~ PATTERN`, `@path ~ PATTERN`, "
            + "`@filename`, `@heading`.",
          Self.texts
        ),
        (
          "split", "The text between the values of a list that is written as one text.",
          Self.text.adding(["minLength": 1])
        ),
      ], required: ["type"])
    return ["anyOf": [Self.shared("type"), table]]
  }

  private var type: JSONText {
    let plain = ["String", "Int", "Double", "Bool", "Date", "URL", "Markdown", "Image", "Slug"]
    let types =
      plain + plain.map { $0 + "?" } + ["[String] = []", "Bool = false"]
      + settings.models.names.filter {
        !["Post", "Page"].contains($0)
      }
    return .offered(types, orElse: ["string"])
  }

  private var records: JSONText {
    [
      "type": "object",
      "additionalProperties": ["type": "object", "additionalProperties": Self.shared("type")],
    ]
  }

  private static let menus: JSONText = [
    "type": "object",
    "additionalProperties": [
      "type": "array",
      "items": table(
        [
          ("label", "What the link says.", text),
          ("url", "A path of the site, a file of `content/`, or a URL elsewhere.", text),
        ], required: ["label", "url"]),
    ],
  ]

  private var routes: JSONText {
    let move: JSONText = ["anyOf": [["const": false], ["type": "string"]]]
    return [
      "type": "object", "properties": .object(settings.routes.map { .init(name: $0, value: move) }),
      "additionalProperties": move,
    ]
  }

  private var options: JSONText {
    let written = WrittenValue(models: settings.models, slugs: settings.slugs)
    let properties = settings.options.map { field in
      JSONText.Member(
        name: field.name,
        value: FieldDescription.about(field, nil, settings.models)
          .adding(written.schema(field.type, separator: field.separator, isNullable: false)))
    }
    let table: JSONText = [
      "type": "object", "properties": .object(properties), "additionalProperties": false,
    ]
    let required = settings.options.filter(\.isRequired).map(\.name)
    return required.isEmpty ? table : table.adding(["required": .texts(required)])
  }

  private var diagnostics: JSONText {
    [
      "type": "object",
      "properties": .object(settings.codes.map { .init(name: $0, value: Self.shared("rule")) }),
      "additionalProperties": false,
    ]
  }

  private static let rule: JSONText = {
    let severity: JSONText = ["enum": ["error", "warning", "off"]]
    return ["anyOf": [severity, ["type": "object", "additionalProperties": severity]]]
  }()
}
