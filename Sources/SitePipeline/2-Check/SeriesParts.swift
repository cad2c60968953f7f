import Models

/// Posts that belong together and are read in order: where each of them stands in its series.
enum SeriesParts {
  /// The most parts that are listed for one post: of a longer series, those around it.
  private static let window = 50

  /// Where a model has the fields of series.
  struct Fields {
    fileprivate let series: Int
    fileprivate let order: Int?
    fileprivate let publishedAt: Int?
    fileprivate let name: Int
    fileprivate let part: Int
    fileprivate let count: Int
    fileprivate let posts: Int

    /// Nothing for a model without series, or whose `series` is no text: a site may mean something else by it.
    init?(_ model: Model) {
      func computed(_ name: String) -> Int? {
        model.index(of: name).flatMap { model.fields[$0].isComputed ? $0 : nil }
      }
      guard let series = SeriesParts.field(of: model), let name = computed("seriesName"),
        let part = computed("seriesPart"), let count = computed("seriesCount"),
        let posts = computed("seriesPosts")
      else { return nil }
      (self.series, self.name, self.part, self.count, self.posts) = (series, name, part, count, posts)
      order = model.index(of: "seriesOrder").flatMap {
        [.int, .double].contains(model.fields[$0].type.unwrapped) ? $0 : nil
      }
      publishedAt = model.places.publishedAt
    }

    /// What a post without a series has.
    func clear(_ entry: inout Entry) {
      entry.values[part] = .int(0)
      entry.values[count] = .int(0)
      entry.values[posts] = .list([])
    }
  }

  /// The field that says the series, if it is a text.
  static func field(of model: Model) -> Int? {
    model.index(of: "series").flatMap { model.fields[$0].type.unwrapped.isText ? $0 : nil }
  }

  /// One post of a series, and what its place follows from.
  private struct Part {
    let id: EntryID
    let order: Double?
    let date: DateTime?
    let path: String

    /// By `seriesOrder`, then by date, then by path; those that don't say the one or the other come behind those that do.
    static func precedes(_ left: Part, _ right: Part) -> Bool {
      if left.order != right.order { return (left.order ?? .infinity) < (right.order ?? .infinity) }
      if left.date != right.date {
        guard let one = left.date, let other = right.date else { return left.date != nil }
        return one < other
      }
      return left.path.utf8.lexicographicallyPrecedes(right.path.utf8)
    }
  }

  /// Fills what the members of a collection tell of their series. Names with one slug are one series.
  static func link(_ members: [EntryID], _ entries: inout [Entry], _ fields: Fields) {
    var numbers: [String: Int] = [:]
    var series: [[Part]] = []
    for id in members {
      let entry = entries[id.index]
      guard case .string(let name) = entry.values[fields.series] else { continue }
      let slug = Slug.fromKey(name)
      guard !slug.isEmpty else { continue }
      let number = numbers[slug] ?? series.count
      if number == series.count {
        numbers[slug] = number
        series.append([])
      }
      var order: Double?
      switch fields.order.map({ entry.values[$0] }) {
      case .int(let said): order = Double(said)
      case .double(let said): order = said
      default: break
      }
      var date: DateTime?
      if let index = fields.publishedAt, case .date(let said) = entry.values[index] { date = said }
      series[number].append(Part(id: id, order: order, date: date, path: entry.path))
      entries[id.index].values[fields.name] = .string(name)
    }
    for parts in series {
      let ids = parts.sorted(by: Part.precedes).map { Value.entry($0.id) }
      let whole = Value.list(ids)
      for (index, value) in ids.enumerated() {
        guard case .entry(let id) = value else { continue }
        let start = max(0, min(index - window / 2, ids.count - window))
        entries[id.index].values[fields.part] = .int(index + 1)
        entries[id.index].values[fields.count] = .int(ids.count)
        entries[id.index].values[fields.posts] =
          ids.count <= window ? whole : .list(Array(ids[start..<start + window]))
      }
    }
  }
}
