import Models

/// What models, records and routes are called in TypeScript and JSON Schema.
///
/// Models come first and keep their names. A record or a route whose name is taken gets another word at its end,
/// so that the names are the same for the same site.
package struct TypeNames: Sendable {
  /// In the order of the models.
  package let models: [String]
  /// In the order of the routes.
  package let routes: [String]
  /// Records that have a name, in their order.
  let records: [(record: RecordType, name: String)]

  package init(_ types: PublishedTypes) {
    var taken: Set<String> = []
    func unique(_ name: String, _ word: String) -> String {
      let candidates = [name, name + word] + (2...).prefix(10_000).map { "\(name)\(word)\($0)" }
      let free = candidates.first { !taken.contains($0) } ?? name
      taken.insert(free)
      return free
    }
    models = types.models.names.map { unique(Self.identifier([$0], else: "Model"), "Model") }
    records = types.records.map { record in
      (record, unique(Self.identifier([record.name ?? ""], else: "Record"), "Record"))
    }
    routes = types.routes.map { unique(Self.name(ofRoute: $0.path), "Route") }
  }

  /// The name of a record that has one.
  func name(of record: RecordType) -> String? {
    guard record.name != nil else { return nil }
    return records.first { $0.record == record }?.name
  }

  /// `api/posts/[post].json` → `ApiPostsPost`; a suffix other than `.json` is a word too.
  static func name(ofRoute path: String) -> String {
    let stem = path.hasSuffix(".json") ? String(path.dropLast(5)) : path
    return identifier([stem], else: "Root")
  }

  /// Words of letters and digits, each with a capital, as one identifier of ECMA-262.
  private static func identifier(_ texts: [String], else fallback: String) -> String {
    var name = ""
    var beginsWord = true
    for scalar in texts.joined(separator: " ").unicodeScalars {
      guard scalar.properties.isXIDContinue, scalar != "_" || !beginsWord else {
        beginsWord = true
        continue
      }
      name += beginsWord ? scalar.properties.uppercaseMapping : String(scalar)
      beginsWord = false
    }
    guard let first = name.unicodeScalars.first else { return fallback }
    return first.properties.isXIDStart ? name : fallback + name
  }
}
