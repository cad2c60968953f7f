/// The models that every site has (DESIGN §4).
enum BuiltInModels {
  static let post = Model(name: "Post", fields: postFields + postComputed)
  static let page = Model(name: "Page", fields: pageFields + pageComputed)

  private static let postFields: [Field] = [
    Field(name: "title", type: .string, sources: [.key(["title"]), .heading]),
    Field(name: "slug", type: .slug, defaultValue: .string("")),
    Field(name: "body", type: .body),
    Field(name: "publishedAt", type: .date),
    Field(name: "updatedAt", type: .optional(.date)),
    Field(name: "summary", type: .optional(.string)),
    Field(name: "category", type: .optional(.string)),
    Field(name: "tags", type: .list(.string), defaultValue: .list([])),
    Field(name: "series", type: .optional(.string), isReplaceable: true),
    Field(name: "seriesOrder", type: .optional(.int), isReplaceable: true),
    Field(name: "cover", type: .optional(.record(.image))),
    Field(name: "draft", type: .bool, defaultValue: .bool(false)),
    Field(name: "expiresAt", type: .optional(.date)),
    Field(name: "aliases", type: .list(.string), defaultValue: .list([])),
    Field(name: "path", type: .optional(.string)),
  ]

  private static let pageFields: [Field] = [
    Field(name: "title", type: .string, sources: [.key(["title"]), .heading]),
    Field(name: "slug", type: .slug, defaultValue: .string("")),
    Field(name: "body", type: .body, defaultValue: Value.none),
    Field(name: "publishedAt", type: .optional(.date)),
    Field(name: "updatedAt", type: .optional(.date)),
    Field(name: "summary", type: .optional(.string)),
    Field(name: "cover", type: .optional(.record(.image))),
    Field(name: "order", type: .int, defaultValue: .int(0)),
    Field(name: "menu", type: .optional(.string)),
    Field(name: "draft", type: .bool, defaultValue: .bool(false)),
    Field(name: "expiresAt", type: .optional(.date)),
    Field(name: "aliases", type: .list(.string), defaultValue: .list([])),
    Field(name: "path", type: .optional(.string)),
  ]

  private static let postComputed =
    computed(of: .post) + [
      Field(name: "related", type: .list(.model(.post)), isComputed: true),
      Field(name: "seriesName", type: .optional(.string), isComputed: true),
      Field(name: "seriesPart", type: .int, isComputed: true),
      Field(name: "seriesCount", type: .int, isComputed: true),
      Field(name: "seriesPosts", type: .list(.model(.post)), isComputed: true),
    ]

  private static let pageComputed =
    computed(of: .page) + [
      Field(name: "parent", type: .optional(.model(.page)), isComputed: true),
      Field(name: "children", type: .list(.model(.page)), isComputed: true),
    ]

  /// What Presstime works out for the entries of any model.
  static func computed(of model: ModelID) -> [Field] {
    [
      Field(name: "url", type: .url, isComputed: true),
      Field(name: "readingTime", type: .int, isComputed: true),
      Field(name: "wordCount", type: .int, isComputed: true),
      Field(name: "next", type: .optional(.model(model)), isComputed: true),
      Field(name: "previous", type: .optional(.model(model)), isComputed: true),
    ]
  }

  /// The fields that an entry of any declared model has, unless the model declares them itself.
  static let fieldsOfEveryModel: [Field] = [
    Field(name: "slug", type: .slug, defaultValue: .string("")),
    Field(name: "body", type: .body, defaultValue: Value.none),
    Field(name: "draft", type: .bool, defaultValue: .bool(false)),
    Field(name: "aliases", type: .list(.string), defaultValue: .list([])),
    Field(name: "path", type: .optional(.string)),
  ]
}
