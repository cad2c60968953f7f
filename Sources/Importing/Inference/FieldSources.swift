import DataFormats
import Models

/// Where built-in fields are read that front matter does not say under their names.
extension ModelInference {
  /// Zola's `[taxonomies]`: its members are fields, and `tags` and `categories` those of a `Post`.
  mutating func readTaxonomies() {
    guard hasTaxonomies, let shape = shapes["taxonomies"] else { return }
    read.insert("taxonomies")
    for key in shape.keys where !isOfPost(key) {
      let isBeside = shapes[key] != nil
      if isBeside { read.insert(key) }
      let from = (isBeside ? [key] : []) + ["taxonomies.\(key)"]
      fields.append(
        InferredModel.FieldLine(
          name: key, declaration: "{ type = \"[String] = []\", from = \(TOMLText.list(from)) }", comment: ""))
    }
  }

  /// Whether `taxonomies` holds lists of texts alone, which can be fields.
  func findTaxonomies() -> Bool {
    guard let shape = shapes["taxonomies"], shape.maps > 0, shape.maps == shape.count else { return false }
    return !shape.keys.isEmpty
      && shape.keys.allSatisfy { key in
        let isFree = isOfPost(key) || (model.field(key) == nil && isTexts(shapes[key]))
        return isFree && !key.contains(".") && isTexts(shape.member(key))
      }
  }

  private func isOfPost(_ key: String) -> Bool {
    model.name == "Post" && (key == "tags" || key == "categories")
  }

  private func isTexts(_ shape: ValueShape?) -> Bool {
    guard let shape else { return true }
    guard let (type, fitsAll) = shape.type(choices: false) else { return false }
    return fitsAll && (type.text == "String" || type.text == "[String]")
  }

  /// What a field's `from` says, if it needs one.
  func sourcesBeside(_ field: Field, _ keys: [String]) -> [String]? {
    switch field.name {
    case "title" where field.type == .string:
      let isMissing = samples.contains { !$0.says("title") }
      return isMissing ? ["title", "@heading", "@filename"] : nil
    case "publishedAt": return dateSources(keys)
    case "tags" where model.name == "Post": return tagSources(keys)
    case "category" where model.name == "Post":
      guard hasTaxonomy("categories"), !joinsCategories else { return nil }
      return ["category", "taxonomies.categories"]
    default: return nil
    }
  }

  // MARK: - Tags

  /// Several categories of one post are tags, for a post has one category.
  private func tagSources(_ keys: [String]) -> [String]? {
    var all = keys.isEmpty ? ["tags"] : keys
    if hasTaxonomy("tags") { all.append("taxonomies.tags") }
    if joinsCategories {
      if shapes["categories"] != nil { all.append("categories") }
      if hasTaxonomy("categories") { all.append("taxonomies.categories") }
    }
    if all.count > 1, all != keys { return [all.joined(separator: " + ")] }
    return nil
  }

  private func hasTaxonomy(_ name: String) -> Bool {
    hasTaxonomies && shapes["taxonomies"]?.member(name) != nil
  }

  /// Whether some post has more than one category, so that all are tags.
  func findSeveralCategories() -> Bool {
    model.name == "Post"
      && samples.contains { sample in
        [sample.node("categories"), sample.node("taxonomies")?.node(at: ["categories"])].contains { node in
          switch node?.content {
          case .list(let list): list.count > 1
          case .scalar(let scalar):
            scalar.kind == .string && scalar.text.contains(" ") && habits.splitsOnSpace
          default: false
          }
        }
      }
  }

  // MARK: - Dates

  /// Patterns that dates are looked for with, over a key or the path.
  private static let patterns = [
    "{year}/{month}/{day}/", "*/{year}/{month}/{day}/", "{year}/{month}/{day}-", "*/{year}/{month}/{day}-",
    "{year}-{month}-{day}", "*/{year}-{month}-{day}", "{year}/{month}/", "*/{year}/{month}/",
  ]

  private func dateSources(_ keys: [String]) -> [String]? {
    var undated = samples.filter { sample in
      !keys.contains {
        sample.says($0) && !($0 == "published" && (sample.node($0).map(Self.isFlag) ?? false))
      }
    }
    let own = keys.contains("publishedAt") || keys.isEmpty ? [] : keys
    let base = own.isEmpty ? ["publishedAt"] : own
    var found: [String] = []
    let isNamed = samples.contains { FileNameDate($0.stem) != nil }
    if isNamed, habits.datesLeaveNames || undated.contains(where: { FileNameDate($0.stem) != nil }) {
      found.append("@filename")
      undated.removeAll { FileNameDate($0.stem) != nil }
    }
    // A page needs no date, so none is searched for.
    guard model.field("publishedAt")?.type == .date else { return found.isEmpty ? nil : base + found }
    for key in ["path", "permalink", "url", "slug", "@path"] {
      for pattern in Self.patterns where !undated.isEmpty {
        guard let compiled = PathPattern(pattern) else { continue }
        let rest = undated.filter { !Self.isDated($0, key, compiled) }
        if rest.count < undated.count { found.append("\(key) ~ \(pattern)") }
        undated = rest
      }
    }
    return found.isEmpty ? nil : base + found
  }

  private static func isDated(_ sample: FrontMatterSample, _ key: String, _ pattern: PathPattern) -> Bool {
    let text = key == "@path" ? sample.entryPath : sample.node(key)?.text
    guard let parts = text.flatMap({ pattern.match($0) }), let year = parts["year"].flatMap({ Int($0) }),
      let month = parts["month"].flatMap({ Int($0) })
    else { return false }
    return CivilDate(year: year, month: month, day: parts["day"].flatMap { Int($0) } ?? 1) != nil
  }
}
