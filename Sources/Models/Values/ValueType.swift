/// A type of the model language (DESIGN §4), which is also the type of every template expression (§6).
package indirect enum ValueType: Sendable, Hashable {
  /// The type of the literal `none` and of the elements of an empty list literal.
  case none
  case bool
  case int
  case double
  case string
  /// A moment, or a day in the site's zone.
  case date
  case url
  /// A string that can stand as one segment of a URL.
  case slug
  /// Markup that is written as it is, in HTML text alone.
  case html
  /// A Markdown body; `Markdown` in models.
  case body
  /// One of these strings, in the order in which they are declared.
  case union([String])
  case optional(ValueType)
  case list(ValueType)
  case record(RecordType)
  /// An entry of a model: an element of a collection, or a reference.
  case model(ModelID)

  /// Whether the type, or one that it is made of, is such a one. What a model has is not looked at.
  package func contains(_ isWanted: (ValueType) -> Bool) -> Bool {
    if isWanted(self) { return true }
    return switch self {
    case .optional(let inner), .list(let inner): inner.contains(isWanted)
    case .record(let record): record.fields.contains { $0.type.contains(isWanted) }
    default: false
    }
  }

  /// Whether it is the type of a picture.
  package var isImage: Bool { if case .record(let record) = self { record.kind == .image } else { false } }

  /// The type without `?`.
  package var unwrapped: ValueType {
    if case .optional(let wrapped) = self { wrapped.unwrapped } else { self }
  }

  package var isOptional: Bool {
    if case .optional = self { true } else { self == .none }
  }

  /// The type with exactly one `?`.
  package var asOptional: ValueType {
    if case .optional = self { self } else { .optional(self) }
  }

  /// Whether there is a text or its markup in it.
  package var holdsMarkup: Bool {
    switch self {
    case .body, .html: true
    case .optional(let type), .list(let type): type.holdsMarkup
    case .record(let record): record.fields.contains { $0.type.holdsMarkup }
    case .none, .bool, .int, .double, .string, .date, .url, .slug, .union, .model: false
    }
  }

  /// Whether the type is a string whatever it says: `String`, `Slug`, `URL`, a union.
  package var isText: Bool {
    switch self {
    case .string, .slug, .url, .union: true
    default: false
    }
  }
}

/// A record: fields with names, in a fixed order; values are held by position.
package struct RecordType: Sendable, Hashable {
  /// What the language treats apart.
  package enum Kind: Sendable, Hashable {
    /// Declared in `site.toml`, or written in a template.
    case plain
    /// A picture: `src`, `alt`, `width`, `height`.
    case image
    /// What `group(by:)` makes; its `key` has this type and its items that one.
    case group(key: ValueType, item: ValueType)
    /// What `paginate(n)` makes, over this item type.
    case paginator(ValueType)
    /// Part of the language: `site`, `current`, `loop`, a heading.
    case builtIn

    /// Whether its `items` are what a template goes through.
    package var hasItems: Bool {
      switch self {
      case .group, .paginator: true
      case .plain, .image, .builtIn: false
      }
    }
  }

  /// A field of a record.
  package struct Member: Sendable, Hashable {
    package let name: String
    package let type: ValueType

    package init(_ name: String, _ type: ValueType) {
      self.name = name
      self.type = type
    }
  }

  /// The name it is shown by, `nil` for an inline record.
  package let name: String?
  package let kind: Kind
  package let fields: [Member]

  package init(name: String?, kind: Kind = .plain, fields: [Member]) {
    self.name = name
    self.kind = kind
    self.fields = fields
  }

  /// Position of the field called `name`.
  package func index(of name: String) -> Int? {
    fields.firstIndex { $0.name == name }
  }

  /// A picture; `src` is a URL of the site or of another.
  package static let image = RecordType(
    name: "Image", kind: .image,
    fields: [
      Member("src", .url), Member("alt", .optional(.string)), Member("width", .optional(.int)),
      Member("height", .optional(.int)),
    ])

  /// A heading of a body, as `.toc` lists them.
  package static let heading = RecordType(
    name: "Heading", kind: .builtIn,
    fields: [Member("level", .int), Member("id", .string), Member("text", .string)])
}
