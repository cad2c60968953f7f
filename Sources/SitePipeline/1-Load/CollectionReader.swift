import DataFormats
import DataSources
import Diagnostics
import Models

/// `[collections.NAME]` of `site.toml`.
extension ConfigReader {
  mutating func readCollections(_ table: inout ConfigTable, _ sources: [SourceConfig]) -> [CollectionConfig] {
    var names = ConfigTable(table.node("collections"), name: "collections", source: source)
    var collections: [CollectionConfig] = []
    for member in names.allMembers() {
      if let collection = readCollection(member) { collections.append(collection) }
    }
    diagnostics += names.finish()
    let isSource = sources.contains { $0.name == "posts" && $0.settings.shape == .entries }
    if !isSource, !collections.contains(where: { $0.name == "posts" }) {
      collections.insert(
        CollectionConfig(
          name: "posts", folder: "posts", model: "Post", order: Self.defaultOrder(ofModel: "Post"),
          exclude: []),
        at: 0)
    }
    return collections
  }

  private mutating func readCollection(_ member: DataMember) -> CollectionConfig? {
    var table = ConfigTable(member.value, name: "collections.\(member.key)", source: source)
    guard Self.isName(member.key), !Self.reservedNames.contains(member.key) else {
      table.report(
        "a collection can't be called `\(member.key)`", member.keySpan,
        help: "use a word that templates can name, like `notes`; "
          + Self.reservedNames.map { "`\($0)`" }.joined(separator: ", ") + " are taken")
      let name = member.key.prefix(1).lowercased() + member.key.dropFirst()
      if Self.isName(name), !Self.reservedNames.contains(name) {
        // It is meant, so that nothing more is said of its texts.
        return config(DataMember(key: name, keySpan: member.keySpan, value: member.value), &table)
      }
      diagnostics += table.diagnostics
      return nil
    }
    return config(member, &table)
  }

  private mutating func config(_ member: DataMember, _ table: inout ConfigTable) -> CollectionConfig {
    let folder = table.string("folder", example: member.key)
    let path = Self.folderPath(folder?.text ?? member.key)
    if path == nil, let folder {
      table.report(
        "`\(folder.text)` is no folder of `content/`", folder.span,
        help: "write a path below `content/`, like `blog/posts`")
    }
    let namedModel = table.string("model", example: "Post")
    let model = namedModel?.text ?? "Post"
    var order = Self.defaultOrder(ofModel: model)
    if let text = table.string("order", example: "-publishedAt, path") {
      order = Self.orderKeys(text.text, text.span)
    }
    let exclude = (table.strings("exclude", example: "drafts/**") ?? []).map { table.glob($0.text, $0.span) }
    diagnostics += table.finish()
    return CollectionConfig(
      name: member.key, folder: path ?? member.key, folderSpan: path == nil ? nil : folder?.span,
      model: model,
      modelSpan: namedModel?.span, order: order,
      exclude: exclude, declaration: member.keySpan)
  }

  static let reservedNames = [
    "pages", "site", "current", "options", "menus", "strings", "build", "data", "loop", "slot", "entry",
  ]

  static func isName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, first == "_" || ("a"..."z").contains(first) else {
      return false
    }
    return name.unicodeScalars.allSatisfy {
      $0 == "_" || ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
    }
  }

  private static func folderPath(_ text: String) -> String? {
    let parts = text.split(separator: "/").filter { $0 != "." }
    return parts.contains("..") ? nil : parts.joined(separator: "/")
  }

  static func defaultOrder(ofModel model: String) -> [OrderKey] {
    let path = OrderKey(field: "path", isDescending: false)
    if model == "Page" { return [OrderKey(field: "order", isDescending: false), path] }
    return model == "Post" ? [OrderKey(field: "publishedAt", isDescending: true), path] : [path]
  }

  static func orderKeys(_ text: String, _ span: Span) -> [OrderKey] {
    text.split(separator: ",").map { part in
      let name = part.filter { $0 != " " }
      let isDescending = name.hasPrefix("-")
      return OrderKey(
        field: isDescending || name.hasPrefix("+") ? String(name.dropFirst()) : String(name),
        isDescending: isDescending, span: span)
    }
  }
}
