package import Models

/// What the JSON of a site is made of, as types: its models, and the value of each `.json` route.
package struct PublishedTypes: Sendable {
  /// One `.json` route.
  package struct Route: Sendable {
    /// Its path in the theme, below `routes/`.
    package let path: String
    /// Where its pages are, with the brackets as they are written: `/blog/api/posts/[post].json`.
    package let url: String
    package let type: ValueType

    package init(path: String, url: String, type: ValueType) {
      self.path = path
      self.url = url
      self.type = type
    }
  }

  /// The site's title.
  package let title: String
  package let models: ModelSet
  /// By model: the type of its entries' URLs; nothing for one that no route makes pages for.
  package let urls: [ModelID: ValueType]
  /// In the order of their paths.
  package let routes: [Route]

  package init(title: String, models: ModelSet, urls: [ModelID: ValueType], routes: [Route]) {
    self.title = title
    self.models = models
    self.urls = urls
    self.routes = routes
  }

  /// The fields of a model's entries that a JSON route can write, with the types in which it does.
  func fields(of id: ModelID) -> [RecordType.Member] {
    models[id].fields.compactMap { field in
      guard field.isComputed, field.name == "url" else { return RecordType.Member(field.name, field.type) }
      return urls[id].map { RecordType.Member(field.name, $0) }
    }
  }

  /// The records without which no type of models and routes can be told, each once, in the order in which they are met.
  var records: [RecordType] {
    var found: [RecordType] = []
    func visit(_ type: ValueType) {
      switch type {
      case .optional(let wrapped), .list(let wrapped): visit(wrapped)
      case .record(let record):
        for field in record.fields { visit(field.type) }
        if record.name != nil, !found.contains(record) { found.append(record) }
      default: break
      }
    }
    for index in models.models.indices { for field in fields(of: ModelID(index)) { visit(field.type) } }
    for route in routes where !route.isTooLarge { visit(route.type) }
    return found
  }
}

extension PublishedTypes.Route {
  /// A type with so many parts is told as any value: `let` can double a record as often as there are lines.
  static let maximumParts = 10_000

  /// Whether its type has too many parts to be told.
  var isTooLarge: Bool {
    var left = Self.maximumParts
    func count(_ type: ValueType) {
      left -= 1
      guard left >= 0 else { return }
      switch type {
      case .optional(let wrapped), .list(let wrapped): count(wrapped)
      case .record(let record): for field in record.fields where left >= 0 { count(field.type) }
      default: break
      }
    }
    count(type)
    return left < 0
  }
}
