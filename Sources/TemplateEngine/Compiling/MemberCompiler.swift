package import Diagnostics
import Models

/// Members of values: fields of entries and records, and what lists, texts, dates and bodies tell of themselves.
extension TemplateCompiler {
  private static let listMembers: [(name: String, property: Property)] = [
    ("isEmpty", .listIsEmpty), ("count", .listCount), ("first", .listFirst), ("last", .listLast),
  ]
  private static let textMembers: [(name: String, property: Property)] = [
    ("isEmpty", .textIsEmpty), ("count", .textCount),
  ]
  private static let dateMembers: [(name: String, property: Property)] = [
    ("year", .year), ("month", .month), ("day", .day), ("hour", .hour), ("minute", .minute),
  ]

  /// Names for a message, as many as somebody reads.
  static func listed(_ names: [String]) -> String {
    let shown = names.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > 12 ? shown + " and \(names.count - 12) more" : shown
  }

  /// The member `name` of a value; `span` is the whole expression.
  mutating func member(
    _ name: String, _ nameSpan: Span, of typed: Typed, _ span: Span, base: Expression?
  ) -> Typed? {
    switch typed.type {
    case .optional, .none:
      if let base {
        reportOptional(base, typed.type)
      } else {
        report(
          .templateOptional, "this is `\(self.name(of: typed.type))`", span,
          help: "drop the absent ones first with `compactMap`")
      }
      return nil
    case .model(let model): return from(typed, name, entryField(name, nameSpan, model, typed.slot))
    case .record(let record): return from(typed, name, recordField(name, nameSpan, record, typed.slot))
    case .body: return from(typed, name, bodyField(name, nameSpan, typed.slot))
    case .list(let element):
      if name == "first" || name == "last" {
        let found = property(name, nameSpan, typed, Self.listMembers).map {
          add($0, typed.slot, element.asOptional)
        }
        return found.map { found in
          Typed(
            slot: found.slot, type: found.type,
            origin: typed.origin.map { .element(.filtered($0, " | \(name)")) })
        }
      }
      noteRead(typed)
      guard let property = property(name, nameSpan, typed, Self.listMembers) else { return nil }
      switch property {
      case .listIsEmpty: return add(property, typed.slot, .bool)
      case .listCount: return add(property, typed.slot, .int)
      default: return add(property, typed.slot, element.asOptional)
      }
    case .string, .slug, .url, .union:
      noteRead(typed)
      guard let property = property(name, nameSpan, typed, Self.textMembers) else { return nil }
      if case .textIsEmpty = property { return add(property, typed.slot, .bool) }
      return add(property, typed.slot, .int)
    case .date:
      noteRead(typed)
      guard let property = property(name, nameSpan, typed, Self.dateMembers) else { return nil }
      return add(property, typed.slot, .int)
    case .bool, .int, .double, .html:
      report(
        .templateUnknownField, "`\(self.name(of: typed.type))` has no members", nameSpan,
        label: "no `\(name)` here")
      return nil
    }
  }

  /// A member that is a value of its own, with the way to it.
  private func from(_ base: Typed, _ name: String, _ member: Typed?) -> Typed? {
    member.map { Typed(slot: $0.slot, type: $0.type, origin: base.origin.map { .field($0, name) }) }
  }

  /// A value of which something is worked out.
  mutating func noteRead(_ typed: Typed) {
    if let origin = typed.origin { readSet.origins.insert(origin) }
  }

  private mutating func add(_ property: Property, _ slot: Slot, _ type: ValueType) -> Typed {
    let to = builder.newSlot()
    builder.add(.property(to: to, of: slot, property))
    return Typed(slot: to, type: type)
  }

  private mutating func property(
    _ name: String, _ span: Span, _ typed: Typed, _ members: [(name: String, property: Property)]
  ) -> Property? {
    if let found = members.first(where: { $0.name == name }) { return found.property }
    var help = Suggestion.sentence(for: name, among: members.map(\.name))
    if help == nil, case .list(.model(let model)) = typed.type, models[model].field(name) != nil {
      help = "this is a list: go through it with `{% for %}`, or take one with `.first`"
    }
    if help == nil, ["length", "size"].contains(name) { help = "write `.count`" }
    if help == nil, typed.type.isText { help = "it is a text, which has `isEmpty` and `count` alone" }
    report(
      .templateUnknownField, "`\(self.name(of: typed.type))` has no `\(name)`", span, label: "unknown member",
      help: help ?? "it has " + members.map { "`\($0.name)`" }.joined(separator: ", "))
    return nil
  }

  private mutating func entryField(_ name: String, _ span: Span, _ id: ModelID, _ slot: Slot) -> Typed? {
    let model = models[id]
    guard let index = model.index(of: name) else {
      if model.unread.contains(name) { return nil }
      let names = model.fields.map(\.name)
      var help = Suggestion.sentence(for: name, among: names)
      if let field = Spelling.others.first(where: { $0.value.contains(name) && names.contains($0.key) }) {
        help = "`\(name)` of front matter is `\(field.key)` here"
      }
      if name == "content" { help = "the text is `body`" }
      report(
        .templateUnknownField, "`\(model.name)` has no field `\(name)`", span, label: "unknown field",
        help: help ?? "its fields are " + Self.listed(names))
      return nil
    }
    let to = builder.newSlot()
    if name == "url" { return entryURL(id, slot, to, span) }
    builder.add(.entryField(to: to, of: slot, index, isOfText: model.areOfText[index]))
    return Typed(slot: to, type: model.fields[index].type)
  }

  private mutating func entryURL(_ model: ModelID, _ slot: Slot, _ to: Slot, _ span: Span) -> Typed? {
    if isHeader {
      report(
        .templateUnknownField, "no page has its URL yet when routes are worked out", span,
        help: "use `slug` or another field in the header and the path of a route")
      return nil
    }
    let urls = theme.urls[model] ?? .never
    // A shared template can't know which collections have routes; it finds out when it runs.
    let isSure = urls == .always || (urls == .sometimes && isShared)
    builder.add(.entryURL(to: to, of: slot, place: isSure ? builder.place(source, span) : nil))
    switch urls {
    case .always: return Typed(slot: to, type: .url)
    case .sometimes where isShared: return Typed(slot: to, type: .url)
    case .sometimes: return Typed(slot: to, type: .optional(.url))
    case .never:
      report(
        .routeNoPage, "no route makes a page for each `\(models[model].name)`, so it has no URL", span,
        help: "add a route like `\(exampleRoute(of: models[model].name))`")
      return nil
    }
  }

  /// `site.pages` lists what routes of HTML make, so their own headers can't read it.
  mutating func noteReadOfPages(_ span: Span) {
    readsPages = true
    guard isHeader, kind == .html else { return }
    report(
      .templateUnknownField, "`site.pages` is not known yet when the routes of HTML pages are worked out",
      span,
      help: "read it below the header, or in the header of a route for another kind of file")
  }

  /// `routes/posts/[post].html` and how it begins; pages are a whole tree.
  private func exampleRoute(of model: String) -> String {
    let name = model.prefix(1).lowercased() + model.dropFirst()
    let path = model == "Page" ? "[...page]" : "\(name)s/[\(name)]"
    return "routes/\(path).html` that begins with `{% each \(name) in \(name)s %}"
  }

  private mutating func recordField(
    _ name: String, _ span: Span, _ record: RecordType, _ slot: Slot
  ) -> Typed? {
    if let index = record.index(of: name) {
      let to = builder.newSlot()
      builder.add(.recordField(to: to, of: slot, index))
      return Typed(slot: to, type: record.fields[index].type)
    }
    let names = record.fields.map(\.name)
    var help = Suggestion.sentence(for: name, among: names)
    if record == .current, name.lowercased().contains("date") {
      help = "dates belong to an entry, like `post.publishedAt`; the day of the build is `build.date`"
    }
    if case .group = record.kind, name == "url" {
      help =
        "a group has its URL only in the route that makes its page; elsewhere write `link(\"tags/[tag].html\", …)`"
    }
    report(
      .templateUnknownField, "`\(self.name(of: .record(record)))` has no `\(name)`", span,
      label: "unknown field",
      help: help
        ?? (names.isEmpty ? "it has no fields" : "it has " + names.map { "`\($0)`" }.joined(separator: ", ")))
    return nil
  }

  private mutating func bodyField(_ name: String, _ span: Span, _ slot: Slot) -> Typed? {
    let members: [(name: String, field: BodyField, type: ValueType)] = [
      ("toc", .toc, .list(.record(.heading))), ("excerpt", .excerpt, .optional(.html)),
      ("text", .text, .string), ("markdown", .markdown, .string),
    ]
    guard let found = members.first(where: { $0.name == name }) else {
      report(
        .templateUnknownField, "a body has no `\(name)`", span, label: "unknown member",
        help: Suggestion.sentence(for: name, among: members.map(\.name))
          ?? "it has `toc`, `excerpt`, `text` and `markdown`")
      return nil
    }
    let to = builder.newSlot()
    builder.add(.bodyField(to: to, of: slot, found.field))
    return Typed(slot: to, type: found.type)
  }
}

extension DiagnosticCode {
  /// A URL is asked of entries that no route makes pages for.
  package static let routeNoPage = DiagnosticCode("route.no-page")
}
