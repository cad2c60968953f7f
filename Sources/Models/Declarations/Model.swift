package import DataFormats
package import Diagnostics

/// The number of a model in a `ModelSet`.
package struct ModelID: Sendable, Hashable {
  package let index: Int

  package init(_ index: Int) {
    self.index = index
  }

  /// The built-in `Post`.
  package static let post = ModelID(0)
  /// The built-in `Page`.
  package static let page = ModelID(1)
}

/// A named type with fields: what an entry of a collection must be. Immutable; a class, so that entries are read by it
/// without copies.
package final class Model: Sendable {
  package let name: String
  /// Declared fields first, then the computed ones; an entry holds its values in this order.
  package let fields: [Field]
  /// Where the fields are that Presstime itself reads.
  package let places: Places
  /// By field: whether an edit of an entry's text alone changes it, as it does a body and its length. The reading time is
  /// not taken for one, since few edits change it and lists show it.
  package let areOfText: [Bool]
  /// Names of fields whose declarations can't be read: nothing is said of their uses.
  package let unread: Set<String>
  /// How entries say the fields.
  let reading: ModelReading
  private let positions: [String: Int]

  /// Positions of fields, looked up once and not for each entry.
  package struct Places: Sendable {
    package let title: Int?
    package let slug: Int?
    package let path: Int?
    package let draft: Int?
    package let publishedAt: Int?
    package let updatedAt: Int?
    package let expiresAt: Int?
    package let aliases: Int?

    fileprivate init(_ positions: [String: Int]) {
      title = positions["title"]
      slug = positions["slug"]
      path = positions["path"]
      draft = positions["draft"]
      publishedAt = positions["publishedAt"]
      updatedAt = positions["updatedAt"]
      expiresAt = positions["expiresAt"]
      aliases = positions["aliases"]
    }
  }

  package init(name: String, fields: [Field], unread: Set<String> = []) {
    self.name = name
    self.fields = fields
    self.unread = unread
    areOfText = fields.map { $0.type.holdsMarkup || ($0.isComputed && $0.name == "wordCount") }
    reading = ModelReading(fields)
    positions = Dictionary(
      fields.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
    places = Places(positions)
  }

  /// Position of the field called `name`.
  package func index(of name: String) -> Int? { positions[name] }

  /// The other keys of front matter that are read where the name of the field at `index` is.
  package func spellings(ofFieldAt index: Int) -> [String] {
    let keys = reading.fields[index]
    let isNameRead = fields[index].sources.contains(.key([fields[index].name]))
    return isNameRead ? keys.spellings.map { reading.keys[$0] } : []
  }

  /// Whether the key `published` says that an entry is no draft, if it holds `true` or `false`.
  package var readsPublished: Bool {
    !reading.isPublishedTaken && reading.fields.contains { $0.role == .draft }
  }

  /// Whether the field at `index` is the text below the front matter, which no key says.
  package func isBody(_ index: Int) -> Bool { reading.fields[index].role == .body }

  /// The value that a map has for a field at one of the keys that it is read from; nothing when it is null.
  package func node(of field: Field, in root: DataNode) -> DataNode? {
    for case .key(let path) in field.sources {
      if let node = root.node(at: path), !node.isNull { return node }
    }
    return nil
  }

  /// The field called `name`.
  package func field(_ name: String) -> Field? { positions[name].map { fields[$0] } }
}

/// One field of a model. Immutable; a class for the reason of `Model`.
package final class Field: Sendable {
  package let name: String
  /// With its `?`; a field with a default is not optional.
  package let type: ValueType
  /// What it is when front matter does not say; `nil` makes it required, unless its type is optional.
  package let defaultValue: Value?
  /// Where its value is read, in this order, the first that is there wins.
  package let sources: [FieldSource]
  /// Cuts one string into a list.
  package let separator: String?
  /// What Presstime works out itself; front matter cannot say it.
  package let isComputed: Bool
  /// Whether a site may mean something else by the name: no template that comes with Presstime reads it.
  let isReplaceable: Bool
  /// Where `site.toml` or `theme.toml` declares it; nothing for a built-in field.
  package let declaration: Location?

  package init(
    name: String, type: ValueType, defaultValue: Value? = nil, sources: [FieldSource]? = nil,
    separator: String? = nil, isComputed: Bool = false, isReplaceable: Bool = false,
    declaration: Location? = nil
  ) {
    self.name = name
    self.type = type
    self.defaultValue = defaultValue
    self.sources = sources ?? [.key([name])]
    self.separator = separator
    self.isComputed = isComputed
    self.isReplaceable = isReplaceable
    self.declaration = declaration
  }

  /// Whether an entry without it is an error.
  package var isRequired: Bool { !isComputed && defaultValue == nil && !type.isOptional }
}

/// One place a field's value is read from.
package enum FieldSource: Sendable, Hashable {
  /// A key of the front matter; dotted for a member of a map.
  case key([String])
  /// Several keys with lists, joined (`tags + categories`).
  case joined([[String]])
  /// A pattern over the value of a front-matter key (`path ~ {year}/{month}/{day}/`).
  case pattern(key: [String], PathPattern)
  /// A pattern over the entry's path below its collection's folder (`@path ~ {category}/`).
  case filePath(PathPattern)
  /// The date before the slug in the file's name; for a text, the name itself in words.
  case fileName
  /// The first heading, which then leaves the body.
  case heading
}

extension FieldSource {
  /// The keys of the front matter that it reads, without what is within them.
  package var keys: [String] {
    switch self {
    case .key(let path), .pattern(let path, _): path.first.map { [$0] } ?? []
    case .joined(let paths): paths.compactMap(\.first)
    case .filePath, .fileName, .heading: []
    }
  }

  /// As `from` writes it.
  package var text: String {
    switch self {
    case .key(let path): path.joined(separator: ".")
    case .joined(let paths): paths.map { $0.joined(separator: ".") }.joined(separator: " + ")
    case .pattern(let path, let pattern): path.joined(separator: ".") + " ~ " + pattern.text
    case .filePath(let pattern): "@path ~ " + pattern.text
    case .fileName: "@filename"
    case .heading: "@heading"
    }
  }
}

/// All models and named records of a site.
package struct ModelSet: Sendable {
  package let models: [Model]
  /// Named records by name; those that are wrong are left out.
  package let records: [String: ValueType]
  /// By model: where its fields are that Presstime itself reads. Hot: threads that ask one model for them would count it
  /// in one place, and wait for each other.
  private let places: [Model.Places]
  /// By model, where its fields begin among `flags`, which has `Model.areOfText` of one behind the other, for the same
  /// reason.
  package let areOfText: (starts: [Int], flags: [Bool])
  private let numbers: [String: ModelID]

  /// `models` begins with `Post` and `Page`.
  package init(models: [Model], records: [String: ValueType] = [:]) {
    self.models = models
    self.records = records
    places = models.map(\.places)
    var starts = [0]
    for model in models { starts.append(starts[starts.count - 1] + model.fields.count) }
    areOfText = (starts, models.flatMap(\.areOfText))
    numbers = Dictionary(
      models.enumerated().map { ($0.element.name, ModelID($0.offset)) },
      uniquingKeysWith: { first, _ in first })
  }

  package subscript(_ id: ModelID) -> Model { models[id.index] }

  /// Where a model has the fields that Presstime itself reads. Hot.
  package func places(of id: ModelID) -> Model.Places { places[id.index] }

  /// The model called `name`.
  package func id(of name: String) -> ModelID? { numbers[name] }

  package var names: [String] { models.map(\.name) }
}
