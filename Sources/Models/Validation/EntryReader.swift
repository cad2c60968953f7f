package import DataFormats
package import Diagnostics

/// One file or item that is to become an entry, as load left it.
package struct EntryInput: Sendable {
  package let source: SourceFile
  /// The front matter's map; nothing when there is none, or when it could not be read.
  package let root: DataNode?
  package let format: DataFormat?
  /// The fence that opens the front matter.
  package let openingFence: Span
  /// The path below the collection's folder without suffix, as patterns over `@path` see it.
  package let path: String
  /// The last part of the path: the file's stem, or its folder's name for an `index.md`.
  package let stem: String
  /// The first heading, when it has left the body to be the title.
  package let heading: (text: String, span: Span)?
  package let body: BodyID
  /// Whether there is anything in the body.
  package let hasBody: Bool
  /// Whether it is an item of a source, whose body stands at a key, and not a file.
  package let isItem: Bool

  package init(
    source: SourceFile, root: DataNode?, format: DataFormat?, openingFence: Span, path: String, stem: String,
    heading: (text: String, span: Span)?, body: BodyID, hasBody: Bool,
    isItem: Bool = false
  ) {
    self.isItem = isItem
    self.source = source
    self.root = root
    self.format = format
    self.openingFence = openingFence
    self.path = path
    self.stem = stem
    self.heading = heading
    self.body = body
    self.hasBody = hasBody
  }

  /// The same, in which places are found fast.
  fileprivate var indexed: EntryInput {
    EntryInput(
      source: source.indexed, root: root, format: format,
      openingFence: openingFence, path: path, stem: stem, heading: heading, body: body, hasBody: hasBody,
      isItem: isItem)
  }
}

/// Checks one entry against its model: every problem of the entry is found in one go. Hot: once per entry, in each run.
package struct EntryReader {
  let model: Model
  let input: EntryInput
  let reader: ValueReader
  /// The build's day as `2026-11-23`, for the examples in help texts.
  let today: String
  let members: [DataMember]
  package private(set) var diagnostics: [Diagnostic] = []
  /// By diagnostic: where it stands.
  package private(set) var spans: [Span] = []
  private(set) var missing: [Field] = []
  /// By number of a key: the first member that has it, or -1.
  private var places: [Int]
  /// By member: the number of its key, or -1.
  private var keys: [Int]
  /// By number of a key: whether a field has asked for it.
  private var used: [Bool]

  package init(_ input: EntryInput, model: Model, reader: ValueReader, today: String) {
    self.model = model
    // Each key may be wrong: the lines of so many are not looked for from the start.
    self.input =
      if case .map(let members)? = input.root?.content, members.count > 64 { input.indexed } else { input }
    self.reader = reader
    self.today = today
    if case .map(let members)? = input.root?.content { self.members = members } else { members = [] }
    places = Array(repeating: -1, count: model.reading.keys.count)
    used = Array(repeating: false, count: places.count)
    keys = members.map { model.reading.numbers[$0.key] ?? -1 }
    for (index, key) in keys.enumerated() where key >= 0 && places[key] < 0 {
      if input.isItem, reader.ignored.omits(members[index].key) { continue }
      places[key] = index
    }
  }

  /// The values in the order of the model's fields, computed ones `none`; instead of one that is wrong, which is
  /// reported, the default of its field, or `none`.
  package mutating func read() -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(model.fields.count)
    for index in model.fields.indices {
      values.append(model.fields[index].isComputed ? .none : value(ofFieldAt: index))
    }
    reportUnknownKeys()
    if !missing.isEmpty { report(missingFields(), at: input.openingFence) }
    return values
  }

  /// The slug alone, before the other entries are read; what is wrong with it is found by `read`.
  package mutating func slug() -> String? {
    guard let field = model.places.slug else { return nil }
    defer { (diagnostics, spans) = ([], []) }
    if case .string(let slug) = value(ofFieldAt: field), !slug.isEmpty { return slug }
    return input.stem
  }

  mutating func report(_ diagnostic: Diagnostic, at span: Span) {
    diagnostics.append(diagnostic)
    spans.append(span)
  }

  /// Whether a field was read from the key, or would have been.
  func isUsed(_ key: String) -> Bool { model.reading.numbers[key].map { used[$0] } ?? false }

  /// Members that no field was read from, nor would have been. Hot.
  var unusedMembers: [DataMember] {
    members.indices.compactMap { keys[$0] >= 0 && used[keys[$0]] ? nil : members[$0] }
  }

  private mutating func value(ofFieldAt index: Int) -> Value {
    let field = model.fields[index]
    let role = model.reading.fields[index].role
    if role == .body {
      if input.isItem, !isSoundBody(index) { return .body(input.body) }
      if !input.hasBody, field.isRequired { missing.append(field) }
      return .body(input.body)
    }
    if role == .draft, isUnpublished() { return .bool(true) }
    for number in field.sources.indices {
      guard let found = value(of: field, index, from: number) else { continue }
      // A required text that says nothing is as good as absent.
      if case .string(let text) = found, text.isEmpty, field.isRequired { continue }
      return found
    }
    if role == .slug { return .string(defaultSlug) }
    if let value = field.defaultValue { return value }
    if !field.type.isOptional { missing.append(field) }
    return .none
  }

  /// Whether the body of an item is the text that it should be, which is parsed already; else that is reported.
  private mutating func isSoundBody(_ index: Int) -> Bool {
    for key in model.reading.fields[index].sources.joined() { used[key] = true }
    guard let root = input.root, let node = model.node(of: model.fields[index], in: root),
      case .failure(let problem) = reader.read(node, as: .string)
    else { return true }
    report(
      Diagnostic(
        .postWrongType, "`body`: expected `Markdown`, found \(node.description)", in: input.source,
        problem.span,
        label: "expected a text", help: "write Markdown text"),
      at: problem.span)
    return false
  }

  /// The file's stem as it is, less the date when that is read from it.
  private var defaultSlug: String {
    guard model.reading.takesDateFromName, let dated = FileNameDate(input.stem), !dated.rest.isEmpty else {
      return input.stem
    }
    return dated.rest
  }

  /// What one source says; `nil` when it says nothing and the next is asked.
  private mutating func value(of field: Field, _ index: Int, from number: Int) -> Value? {
    let source = field.sources[number]
    switch source {
    case .key(let path):
      guard let node = node(at: path, number, ofFieldAt: index, spellings: true), !node.isNull else {
        return nil
      }
      return read(node, as: field)
    case .pattern(let path, let pattern):
      guard let node = node(at: path, number, ofFieldAt: index), case .scalar(let scalar) = node.content
      else {
        return nil
      }
      return matched(pattern, scalar.text, node.span, field)
    case .filePath(let pattern): return matched(pattern, input.path, .fileStart, field)
    case .joined(let paths): return joined(paths, number, field, index)
    case .fileName:
      let dated = FileNameDate(input.stem)
      if field.type.unwrapped == .date { return dated.map { .date(reader.zone.instant(of: $0.date)) } }
      let words = (dated?.rest ?? input.stem).split { $0 == "-" || $0 == "_" || $0 == " " }.joined(
        separator: " ")
      return .string(words.prefix(1).uppercased() + words.dropFirst())
    case .heading:
      return input.heading.map { .string($0.text) }
    }
  }

  /// `published: false` hides an entry as `draft: true` does; where both are said, the one that hides counts.
  private mutating func isUnpublished() -> Bool {
    let reading = model.reading
    let place = places[reading.published]
    guard place >= 0, !reading.isPublishedTaken,
      case .scalar(let scalar) = members[place].value.content,
      let isDraft = Spelling.draft(published: scalar.text)
    else { return false }
    used[reading.published] = true
    if isDraft { used[reading.draft] = true }
    return isDraft
  }

  /// The lists at several keys, one behind the other, without repeats.
  private mutating func joined(_ paths: [[String]], _ source: Int, _ field: Field, _ index: Int) -> Value? {
    var all: [Value] = []
    // Sources without a key are left out of the numbers, as here.
    for (number, path) in paths.filter({ !$0.isEmpty }).enumerated() {
      let key = model.reading.fields[index].sources[source][number]
      guard let node = node(at: path, key: key), !node.isNull, case .list(let values) = read(node, as: field)
      else { continue }
      for value in values where !all.contains(value) { all.append(value) }
    }
    return all.isEmpty ? nil : .list(all)
  }

  private mutating func read(_ node: DataNode, as field: Field) -> Value {
    switch reader.read(node, as: field.type, separator: field.separator) {
    case .success(let value): return value
    case .failure(let found):
      for problem in found.all {
        let message =
          problem.code == .postWrongType ? "`\(field.name)`: \(problem.message)" : problem.message
        report(
          Diagnostic(
            problem.code, message, in: input.source, problem.span, label: problem.label,
            help: helpWithList(node, field) ?? problem.help), at: problem.span)
      }
      // A site may let it pass: then it is as if nothing were written.
      return field.defaultValue ?? .none
    }
  }

  private mutating func matched(
    _ pattern: PathPattern, _ text: String, _ span: Span, _ field: Field
  ) -> Value? {
    guard let captures = pattern.match(text) else { return nil }
    if field.type.unwrapped == .date {
      guard let year = captures["year"], let month = captures["month"] else { return nil }
      let written = "\(year)-\(month)-\(captures["day"] ?? "1")"
      let node = DataNode(
        content: .scalar(DataScalar(text: written, kind: .date, isQuoted: false)), span: span)
      return read(node, as: field)
    }
    guard let capture = captures[field.name] ?? pattern.names.first.flatMap({ captures[$0] }) else {
      return nil
    }
    let node = DataNode(
      content: .scalar(DataScalar(text: capture, kind: .string, isQuoted: false)), span: span)
    return read(node, as: field)
  }

  /// The value at a dotted key of a source; for a field's own name, the other common `spellings` count too.
  private mutating func node(
    at path: [String], _ source: Int, ofFieldAt index: Int, spellings: Bool = false
  ) -> DataNode? {
    guard let key = model.reading.fields[index].sources[source].first else { return nil }
    if spellings, path.count == 1, key == model.reading.fields[index].name {
      return node(ofFieldAt: index)
    }
    return node(at: path, key: key)
  }

  private mutating func node(at path: [String], key: Int) -> DataNode? {
    used[key] = true
    guard places[key] >= 0 else { return nil }
    var node: DataNode? = members[places[key]].value
    for name in path.dropFirst() {
      guard case .map(let inner)? = node?.content else { return nil }
      node = inner.first { $0.key == name }?.value
    }
    return node
  }

  /// The value at the field's name, or at another spelling of it.
  private mutating func node(ofFieldAt index: Int) -> DataNode? {
    let reading = model.reading
    let name = reading.fields[index].name
    used[name] = true
    var found = places[name]
    for spelling in reading.fields[index].spellings {
      let other = places[spelling]
      guard other >= 0, spelling != reading.published || !isFlag(members[other]) else { continue }
      used[spelling] = true
      let isNull = members[other].value.isNull
      // What is null is as good as absent, so it hides no other spelling.
      if found >= 0, !members[found].value.isNull {
        if !isNull { reportTwoSpellings(of: model.fields[index], members[found], members[other]) }
      } else if found < 0 || !isNull {
        found = other
      }
    }
    return found < 0 ? nil : members[found].value
  }

  /// Whether the key `published`, which may hold the date, says whether the entry is public.
  private func isFlag(_ member: DataMember) -> Bool {
    guard case .scalar(let scalar) = member.value.content else { return false }
    return Spelling.draft(published: scalar.text) != nil
  }

  private mutating func reportTwoSpellings(of field: Field, _ first: DataMember, _ second: DataMember) {
    report(
      Diagnostic(
        .postTwoSpellings, "`\(first.key)` and `\(second.key)` both say `\(model.name).\(field.name)`",
        at: Location(input.source, second.keySpan), label: "not read",
        related: [.init(Location(input.source, first.keySpan), "this one is read")],
        help: ["remove `\(second.key)`, or declare it in `[models.\(model.name)]` as a field of its own"]),
      at: second.keySpan)
  }
}

extension DiagnosticCode {
  /// Fields that the model requires and the entry does not have, all in one.
  package static let postMissingFields = DiagnosticCode("post.missing-fields")
  /// Two keys that say the same field.
  package static let postTwoSpellings = DiagnosticCode("post.two-spellings", .warning)
}
