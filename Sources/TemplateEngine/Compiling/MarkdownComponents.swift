package import Diagnostics
package import Models

/// Components that Markdown calls: their attributes are literals, checked where the post says them.
extension CheckedTheme {
  /// The page or the picture that a text at a place means, and what is wrong with it.
  package typealias AddressReader = (_ text: String, _ span: Span, _ isPicture: Bool) -> (
    picture: Picture, problem: Diagnostic?
  )

  /// What the tag at `tag` of a text calls, or what is wrong with it. Addresses in it are those of `address`.
  package func use(
    of name: String, tag: Span, in source: SourceFile, hasContent: Bool, address: AddressReader
  ) -> (use: ComponentUse?, diagnostics: [Diagnostic]) {
    // A text that can't be had any more has no tag.
    guard let component = components[name], tag.end <= source.bytes.count else { return (nil, []) }
    return withoutActuallyEscaping(address) { address in
      use(of: name, component, tag, source, hasContent, address)
    }
  }

  private func use(
    of name: String, _ component: ThemeIndex.Component, _ tag: Span, _ source: SourceFile, _ hasContent: Bool,
    _ address: @escaping AddressReader
  ) -> (use: ComponentUse?, diagnostics: [Diagnostic]) {
    var reader = ComponentTagReader(
      component: component, models: programs.models, source: source, address: address)
    let use = reader.read(name, tag, hasContent: hasContent)
    // A broken link may be lowered by the site; the component is called all the same.
    let isWrong = reader.diagnostics.contains { $0.code == .templateProps || $0.code == .templateSyntax }
    return (isWrong ? nil : use, reader.diagnostics)
  }
}

/// Reads one tag of a text as a component's call.
private struct ComponentTagReader {
  let component: ThemeIndex.Component
  let models: ModelSet
  let source: SourceFile
  let address: CheckedTheme.AddressReader
  var diagnostics: [Diagnostic] = []

  mutating func read(_ name: String, _ tag: Span, hasContent: Bool) -> ComponentUse {
    let nameSpan = Span(tag.start + 1, tag.start + 1 + name.utf8.count)
    let attributes: [ComponentCall.Attribute]
    do {
      attributes = try TemplateParser.attributes(of: source, from: nameSpan.end, to: tag.end).attributes
    } catch {
      diagnostics.append(
        Diagnostic(
          .templateSyntax, error.message, in: source, error.span, label: error.label, help: error.help))
      return ComponentUse(program: component.program, arguments: [], content: nil)
    }
    checkSlot(nameSpan, hasContent: hasContent)
    checkNames(attributes)
    let arguments = component.props.map { argument($0, attributes, nameSpan) }
    return ComponentUse(program: component.program, arguments: arguments, content: nil)
  }

  private mutating func checkSlot(_ span: Span, hasContent: Bool) {
    if hasContent, component.slot == .none {
      report("`\(component.name)` takes no content", span, help: "write `<\(component.name) … />`")
    }
    if !hasContent, component.slot == .required {
      report(
        "`\(component.name)` needs something between its tags", span,
        help: "write `<\(component.name)> … </\(component.name)>`")
    }
  }

  private mutating func checkNames(_ attributes: [ComponentCall.Attribute]) {
    let names = component.props.map(\.name)
    var seen: Set<String> = []
    for attribute in attributes {
      if !seen.insert(attribute.name).inserted {
        report(
          "the prop `\(attribute.name)` is given twice", attribute.nameSpan, help: "remove one of the two")
      }
      if names.contains(attribute.name) { continue }
      report(
        "`\(component.name)` has no prop `\(attribute.name)`", attribute.nameSpan,
        help: Suggestion.sentence(for: attribute.name, among: names)
          ?? (names.isEmpty
            ? "it takes none" : "its props are " + names.map { "`\($0)`" }.joined(separator: ", ")))
    }
  }

  private mutating func argument(
    _ prop: ThemeIndex.Prop, _ attributes: [ComponentCall.Attribute], _ nameSpan: Span
  ) -> Value {
    guard let attribute = attributes.first(where: { $0.name == prop.name }) else {
      if let value = prop.defaultValue.flatMap({ Literal($0.shaped(as: prop.type)) })?.value { return value }
      if !prop.type.isOptional {
        report(
          "`\(component.name)` needs the prop `\(prop.name)`", nameSpan,
          help: "add `\(prop.name)={…}`, \(TemplateCompiler.withArticle(models.name(of: prop.type)))")
      }
      return .none
    }
    guard let value = attribute.value else { return fitted(.bool(true), .bool, prop, attribute.nameSpan) }
    if let held = holding(value, prop.type) { return held }
    guard let literal = Literal(value.shaped(as: prop.type)) else {
      report(
        "an attribute in Markdown is a literal", value.span,
        help: "write a text in quotes, or `{3}`, `{true}`, `{[\"a\", \"b\"]}`")
      return .none
    }
    if !TypeRules.fits(literal.type, prop.type), let misfit = value.misfit(for: prop.type) {
      report(misfit.message, misfit.span, help: misfit.help)
      return .none
    }
    return fitted(literal.value, literal.type, prop, value.span)
  }

  /// A list or a record in which an address is wanted, part by part; nothing for another, or for one of another shape.
  private mutating func holding(_ expression: Expression, _ type: ValueType) -> Value? {
    guard type.contains({ $0 == .url || $0.isImage }) else { return nil }
    let known = diagnostics.count
    switch (expression.shaped(as: type).kind, type.unwrapped) {
    case (.list(let items), .list(let element)):
      let values = items.compactMap { part($0, element) }
      if values.count == items.count { return .list(values) }
    case (.record(let fields), .record(let record))
    where record.kind == .plain && fields.map(\.name) == record.fields.map(\.name):
      let values = zip(fields, record.fields).compactMap { part($0.value, $1.type) }
      if values.count == fields.count { return .record(values) }
    default: break
    }
    // What is wrong with it is told of the whole.
    diagnostics.removeSubrange(known...)
    return nil
  }

  private mutating func part(_ expression: Expression, _ type: ValueType) -> Value? {
    if let held = holding(expression, type) { return held }
    guard let literal = Literal(expression.shaped(as: type)) else { return nil }
    if let address = address(literal.value, literal.type, type.unwrapped, expression.span) { return address }
    return TypeRules.fits(literal.type, type) ? Self.converted(literal.value, type) : nil
  }

  private static func converted(_ value: Value, _ type: ValueType) -> Value {
    if case .int(let number) = value, type.unwrapped == .double { return .double(Double(number)) }
    return value
  }

  private mutating func fitted(
    _ value: Value, _ type: ValueType, _ prop: ThemeIndex.Prop, _ span: Span
  ) -> Value {
    if let address = self.address(value, type, prop.type.unwrapped, span) { return address }
    if TypeRules.fits(type, prop.type) { return Self.converted(value, prop.type) }
    if case .string(let text) = value, prop.type.unwrapped == .slug, Slug.problem(inStem: text) == nil {
      return value
    }
    var help: String?
    if case .union(let members) = prop.type.unwrapped, case .string(let word) = value {
      help =
        Suggestion.sentence(for: word, among: members)
        ?? "it is one of " + members.map { "`\"\($0)\"`" }.joined(separator: ", ")
    }
    report(
      "the prop `\(prop.name)` of `\(component.name)` is `\(models.name(of: prop.type))`, this is `\(models.name(of: type))`",
      span, help: help ?? "give it a value of that type")
    return .none
  }

  /// A text where a `URL` or an `Image` is wanted, or a record where it is an `Image`.
  private mutating func address(
    _ value: Value, _ type: ValueType, _ wanted: ValueType, _ span: Span
  ) -> Value? {
    switch value {
    case .string(let text) where wanted == .url: return .string(find(text, span, isPicture: false).url)
    case .string(let text): return wanted.isImage ? find(text, span, isPicture: true).value() : nil
    case .record(let values):
      guard wanted.isImage, case .record(let written) = type,
        let source = written.fields.firstIndex(where: { $0.name == "src" }),
        case .string(let text) = values[source],
        written.fields.allSatisfy({ $0.name == "src" || ($0.name == "alt" && $0.type.isText) })
      else { return nil }
      let alt = written.fields.firstIndex { $0.name == "alt" }.map { values[$0] } ?? .none
      return find(text, span, isPicture: true).value(alt: alt)
    default: return nil
    }
  }

  private mutating func find(_ text: String, _ span: Span, isPicture: Bool) -> Picture {
    let (picture, problem) = address(text, span, isPicture)
    if let problem { diagnostics.append(problem) }
    return picture
  }

  private mutating func report(_ message: String, _ span: Span, help: String) {
    diagnostics.append(Diagnostic(.templateProps, message, in: source, span, help: help))
  }
}

/// An expression that is its own value.
struct Literal {
  let value: Value
  let type: ValueType

  /// Nothing for an expression that has to be worked out.
  init?(_ expression: Expression) {
    switch expression.kind {
    case .none: (value, type) = (.none, .none)
    case .bool(let flag): (value, type) = (.bool(flag), .bool)
    case .int(let number): (value, type) = (.int(number), .int)
    case .double(let number): (value, type) = (.double(number), .double)
    case .string(let text): (value, type) = (.string(text), .union([text]))
    case .negative(let operand):
      guard let literal = Literal(operand) else { return nil }
      switch literal.value {
      case .int(let number): (value, type) = (.int(0 &- number), .int)
      case .double(let number): (value, type) = (.double(-number), .double)
      default: return nil
      }
    case .list(let items):
      var values: [Value] = []
      var element: ValueType?
      for item in Expression.aligned(items) {
        guard let literal = Literal(item) else { return nil }
        guard let common = element.map({ TypeRules.common($0, literal.type) }) ?? literal.type else {
          return nil
        }
        element = common
        values.append(literal.value)
      }
      (value, type) = (.list(values), .list(element ?? .none))
    case .record(let fields):
      var values: [Value] = []
      var members: [RecordType.Member] = []
      for field in fields {
        guard let literal = Literal(field.value) else { return nil }
        values.append(literal.value)
        members.append(.init(field.name, literal.type))
      }
      (value, type) = (.record(values), .record(RecordType(name: nil, fields: members)))
    default: return nil
    }
  }
}
