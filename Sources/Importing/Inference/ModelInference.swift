import DataFormats
import Diagnostics
import Models

/// Infers a model from the front matter that is there: types, what may be absent, choices, dates, and where the
/// built-in fields are read from. Linear in the number of files.
package struct ModelInference {
  /// What is known of the generator that the files were written for.
  package struct Habits: Sendable {
    /// Whether a date before a file's name is no part of its address.
    package var datesLeaveNames = false
    /// Whether one text with spaces is a list: `categories: news swift`.
    package var splitsOnSpace = false

    package init(datesLeaveNames: Bool = false, splitsOnSpace: Bool = false) {
      self.datesLeaveNames = datesLeaveNames
      self.splitsOnSpace = splitsOnSpace
    }
  }

  let model: Model
  let samples: [FrontMatterSample]
  let habits: Habits
  let reader: ValueReader
  /// Keys, in the order in which they are met.
  private(set) var keys: [String] = []
  private(set) var shapes: [String: ValueShape] = [:]
  /// Keys that fields of the model are read from already.
  var read: Set<String> = []
  /// Keys that become fields of their own, though the model would read another field from them.
  var taken: Set<String> = []
  var fields: [InferredModel.FieldLine] = []
  var misfits: [InferredModel.Misfit] = []
  private(set) var joinsCategories = false
  private(set) var hasTaxonomies = false

  /// The model of this name for `samples`; `Post` and `Page` are the built-in ones with what they lack.
  package static func infer(
    _ name: String, from samples: [FrontMatterSample], habits: Habits = Habits()
  ) -> InferredModel {
    let declarations = ModelDeclarations(
      source: SourceFile(path: "site.toml", text: ""), models: declaration(of: name), records: nil)
    let (models, _) = ModelSet.declared(by: [declarations], zone: .utc)
    guard let id = models.id(of: name) else {
      return InferredModel(name: name, files: samples.count, fields: [], misfits: [])
    }
    var inference = ModelInference(models[id], samples, habits, ValueReader(models: models, zone: .utc))
    inference.run()
    return InferredModel(
      name: name, files: samples.count, fields: inference.fields, misfits: inference.misfits)
  }

  /// An empty table of the name, which makes it a model.
  private static func declaration(of name: String) -> DataNode {
    let table = DataNode(content: .map([]), span: .fileStart)
    return DataNode(
      content: .map([DataMember(key: name, keySpan: .fileStart, value: table)]), span: .fileStart)
  }

  private init(_ model: Model, _ samples: [FrontMatterSample], _ habits: Habits, _ reader: ValueReader) {
    self.model = model
    self.samples = samples
    self.habits = habits
    self.reader = reader
    for sample in samples {
      var own: Set<String> = []
      for member in sample.members where own.insert(member.key).inserted {
        if shapes[member.key] == nil { keys.append(member.key) }
        shapes[member.key, default: ValueShape()].add(member.value)
      }
    }
  }

  private mutating func run() {
    hasTaxonomies = findTaxonomies()
    joinsCategories = findSeveralCategories()
    readTaxonomies()
    for field in model.fields where !field.isComputed && field.name != "body" { inferBuiltIn(field) }
    for key in keys where !read.contains(key) || taken.contains(key) { inferOwn(key) }
  }

  /// A field of the model, from its own name and other spellings of it.
  private mutating func inferBuiltIn(_ field: Field) {
    guard let index = model.index(of: field.name) else { return }
    let all = [field.name] + model.spellings(ofFieldAt: index)
    var present = all.filter { shapes[$0] != nil && !taken.contains($0) && !read.contains($0) }
    if field.name == "draft", saysPublished { read.insert("published") }
    if field.name == "category", joinsCategories, shapes["categories"] != nil, let tags = model.field("tags")
    {
      read.insert("categories")
      _ = fits("categories", tags, isFixed: true)
    }
    present.removeAll {
      ($0 == "published" && hasFlags($0))
        || ($0 == "categories" && field.name == "category" && joinsCategories)
    }
    if field.name == "cover", let member = pictureMember(present) {
      read.insert(member.key)
      let others = present.filter { $0 != member.key }
      for key in others { read.insert(key) }
      for key in others where !fits(key, field) { taken.insert(key) }
      let isOnlyMaps = shapes[member.key].map { $0.maps == $0.count } ?? true
      let sources =
        others.filter { !taken.contains($0) } + [member.path] + (isOnlyMaps ? [] : [member.key])
      return add(field, sources, nil, others + [member.key])
    }
    for key in present {
      read.insert(key)
      if !fits(key, field) { taken.insert(key) }
    }
    let usable = present.filter { !taken.contains($0) }
    let second = spelledTwice(usable)
    taken.formUnion(second)
    var sources = sourcesBeside(field, usable)
    if sources == nil, !second.isEmpty { sources = usable }
    let separator = separator(for: field, usable)
    if field.name == "category", sources == nil, let choices = choices(usable) {
      return fields.append(
        InferredModel.FieldLine(name: field.name, declaration: choices.text, comment: counted(choices.files)))
    }
    guard sources != nil || separator != nil else { return }
    add(field, sources, separator, usable)
  }

  private mutating func add(_ field: Field, _ sources: [String]?, _ separator: String?, _ usable: [String]) {
    var parts = ["type = \(TOMLText.string(typeText(of: field)))"]
    if let sources { parts.append("from = \(TOMLText.list(sources))") }
    if let separator { parts.append("split = \(TOMLText.string(separator))") }
    let files = samples.count { sample in usable.contains { sample.says($0) } }
    let comment = usable.isEmpty ? "" : counted(files)
    fields.append(
      InferredModel.FieldLine(
        name: field.name, declaration: "{ \(parts.joined(separator: ", ")) }", comment: comment))
  }

  /// A key that holds a map with a picture under another name than `src`, as `image: { path: a.jpg }` has it; in other
  /// files it may be the picture alone.
  private func pictureMember(_ keys: [String]) -> (key: String, path: String)? {
    for key in keys {
      guard let shape = shapes[key], shape.maps > 0, shape.lists == 0, !shape.keys.contains("src") else {
        continue
      }
      if let member = ["image", "path", "url", "file"].first(where: { shape.keys.contains($0) }) {
        return (key, key + "." + member)
      }
    }
    return nil
  }

  /// A union of the few texts that stand at one key again and again.
  private func choices(_ keys: [String]) -> (text: String, files: Int)? {
    guard keys.count == 1, let shape = keys.first.flatMap({ shapes[$0] }), let (type, fitsAll) = shape.type(),
      type.isUnion, fitsAll
    else { return nil }
    return (TOMLText.string(shape.declaration(type, isEverywhere: shape.count == samples.count)), shape.count)
  }

  /// The type of a built-in field, with its default.
  private func typeText(of field: Field) -> String {
    let name = reader.models.name(of: field.type)
    switch field.defaultValue {
    case .list(let list) where list.isEmpty: return name + " = []"
    case .int(let number): return name + " = \(number)"
    case .bool(let flag): return name + " = \(flag)"
    default: return name
    }
  }

  /// Whether most values at a key are what the field takes; the few that are not are misfits. What stands at the
  /// field's own name can't be another field, nor can what `isFixed`.
  private mutating func fits(_ key: String, _ field: Field, isFixed: Bool = false) -> Bool {
    var found: [InferredModel.Misfit] = []
    var count = 0
    let separator = separator(for: field, [key])
    for sample in samples {
      guard let member = sample.members.first(where: { $0.key == key }), !member.value.isNull else {
        continue
      }
      if key == "published", Self.isFlag(member.value) { continue }
      count += 1
      if case .failure(let problem) = reader.read(member.value, as: field.type, separator: separator) {
        found.append(
          InferredModel.Misfit(
            location: Location(sample.source, problem.span), message: "`\(key)`: \(problem.message)"))
      }
    }
    if key != field.name, !isFixed, found.count * 2 > count { return false }
    misfits += found
    return true
  }

  /// Whether `published` says nothing but whether a file is public, which `draft` reads; mixed with dates it is a
  /// field of its own.
  private var saysPublished: Bool {
    hasFlags("published")
      && samples.allSatisfy { sample in
        guard let node = sample.node("published") else { return true }
        return Self.isFlag(node) || (node.isNull && model.field("publishedAt") != nil)
      }
  }

  /// Whether the key says in some file that it is public, and no date.
  private func hasFlags(_ key: String) -> Bool {
    shapes[key] != nil && samples.contains { sample in sample.node(key).map(Self.isFlag) ?? false }
  }

  static func isFlag(_ node: DataNode) -> Bool {
    guard let text = node.text?.lowercased() else { return false }
    return ["true", "yes", "on", "false", "no", "off"].contains(text)
  }

  /// Of keys that say one field, those that stand beside one that goes before them in some file.
  private func spelledTwice(_ keys: [String]) -> Set<String> {
    guard keys.count > 1 else { return [] }
    var second: Set<String> = []
    for sample in samples {
      var hasOne = false
      for key in keys {
        guard let node = sample.node(key), !node.isNull else { continue }
        if key == "published", Self.isFlag(node) { continue }
        if hasOne { second.insert(key) }
        hasOne = true
      }
    }
    return second
  }

  /// What cuts the one text of a list into several: `tags: swift server`.
  private func separator(for field: Field, _ keys: [String]) -> String? {
    guard case .list(.string) = field.type, field.name == "tags" else { return nil }
    var hasSpace = false
    let joined = joinsCategories ? ["categories"] : []
    for sample in samples {
      for key in keys + joined {
        guard case .scalar(let scalar)? = sample.node(key)?.content, scalar.kind == .string else { continue }
        if scalar.text.contains(",") { return "," }
        if scalar.text.contains(" ") { hasSpace = true }
      }
    }
    return hasSpace ? " " : nil
  }

  /// A key that no field of the model is read from.
  private mutating func inferOwn(_ key: String) {
    guard let shape = shapes[key] else { return }
    if model.field(key)?.isComputed == true {
      report(key, "`\(key)` is worked out by Presstime and can't be set") { _ in true }
      return
    }
    if key == "body" {
      report(key, "`body` is the text below the front matter") { _ in true }
      return
    }
    guard let (type, fitsAll) = shape.type() else {
      report(key, "`\(key)` has names that no record can have") { _ in true }
      return
    }
    let present = shape.count + shape.nulls
    let declaration = shape.declaration(type, isEverywhere: shape.count == samples.count)
    if !fitsAll { reportMisfits(key, declaration) }
    fields.append(
      InferredModel.FieldLine(
        name: key, declaration: TOMLText.string(declaration), comment: counted(present)))
  }

  private mutating func reportMisfits(_ key: String, _ declaration: String) {
    guard
      case .success(let type) = reader.models.type(written: Self.withoutDefault(declaration), alsoKnown: [:])
    else { return }
    let reader = reader
    report(key, "`\(key)` is of another type here") { node in
      if case .failure = reader.read(node, as: type) { true } else { false }
    }
  }

  private static func withoutDefault(_ declaration: String) -> String {
    declaration.hasSuffix(" = []") ? String(declaration.dropLast(5)) : declaration
  }

  private mutating func report(_ key: String, _ message: String, where isMisfit: (DataNode) -> Bool) {
    for sample in samples {
      guard let member = sample.members.first(where: { $0.key == key }), isMisfit(member.value) else {
        continue
      }
      misfits.append(
        InferredModel.Misfit(location: Location(sample.source, member.keySpan), message: message))
    }
  }

  /// `17 of 73`, or `all 73`.
  func counted(_ files: Int) -> String {
    files == samples.count ? "all \(files)" : "\(files) of \(samples.count)"
  }
}
