import Diagnostics
import Models

/// `{{ … }}`: how a value is written is decided here, by its place and its type.
extension TemplateCompiler {
  mutating func compileOutput(_ expression: Expression, _ span: Span) {
    if case .call(let call) = expression.kind, call.name == "super" { return compileSuper(span) }
    if expression.isSlot, isComponent { return compileSlot(span) }
    guard var typed = compile(expression) else {
      place.advanceOverValue()
      return
    }
    guard kind != .json else {
      builder.add(.emit(typed.slot, .json(shape: builder.shape(of: typed.type))))
      return
    }
    if typed.type.isOptional {
      reportOptional(expression, typed.type)
      place.advanceOverValue()
      return
    }
    if typed.type.isImage, kind == .html, place.state == .text, !place.isBehindOpening {
      typed = compileShown(typed, expression)
    }
    if let emission = emission(typed.type, expression) { emit(expression, typed.slot, emission) }
    place.advanceOverValue(isAddress: typed.type.unwrapped == .url)
  }

  /// The last filter of an output writes what it would have made, where it can: no text is built for it.
  private mutating func emit(_ expression: Expression, _ slot: Slot, _ emission: Emission) {
    guard case .filter(let input, _) = expression.kind, let filter = builder.lastFilter(into: slot),
      let written = self.emission(filter.operation, as: emission)
    else {
      let isMember = if case .member = expression.kind { true } else { false }
      return builder.emit(slot, emission, isOwn: isMember)
    }
    builder.removeLastFilter()
    emit(input, filter.input, written)
  }

  /// How the input of a filter is written so that its result stands there; nothing when the filter has to run.
  private func emission(_ operation: FilterOperation, as emission: Emission) -> Emission? {
    switch (operation, emission) {
    case (.date(let format), .html), (.date(let format), .xml), (.date(let format), .plain):
      builder.shared.formats[format].writesMarks ? nil : .date(format: format)
    case (.absolute, .urlAttribute(let isPicture, _, let place)):
      .urlAttribute(isPicture: isPicture, isFull: true, place: place)
    case (.absolute, .xmlFull), (.absolute, .xmlDataFull), (.absolute, .plainFull): emission
    default: nil
    }
  }

  /// `{{ slot }}`: what stands between the tags of the component's call.
  private mutating func compileSlot(_ span: Span) {
    if place.state != .text {
      report(
        .templatePlace, "a slot holds markup, which can't stand here", span,
        help: "put `{{ slot }}` where text could stand")
    }
    builder.add(.slot)
  }

  /// How a value of a type is written where the output stands.
  private mutating func emission(_ type: ValueType, _ expression: Expression) -> Emission? {
    guard kind.isMarkup else { return fullEmission(type, expression, .plain, .plainFull) }
    switch (place.state, kind) {
    case (.text, .html) where !place.isBehindOpening: return textEmission(type, expression)
    case (.value, .html): return attributeEmission(type, expression)
    case (.text, _) where !place.isBehindOpening, (.value, _):
      return fullEmission(type, expression, .xml, .xmlFull)
    case (.raw, _): return rawEmission(type, expression)
    case (.data, _): return fullEmission(type, expression, .xmlData, .xmlDataFull)
    default:
      reportOutOfPlace(expression)
      return nil
    }
  }

  /// In XML and plain text, URLs have their scheme and host: nobody is there to resolve them.
  private mutating func fullEmission(
    _ type: ValueType, _ expression: Expression, _ emission: Emission, _ full: Emission
  ) -> Emission? {
    switch type {
    case .html, .body, .url: return full
    default: break
    }
    guard TypeRules.isPrintable(type) else {
      reportUnprintable(expression, type)
      return nil
    }
    return emission
  }

  /// A value where none can stand.
  private mutating func reportOutOfPlace(_ expression: Expression) {
    switch place.state {
    case .text:
      report(
        .templatePlace, "a value can't make a tag's name or an attribute", expression.span,
        help: "write the tag out, in each branch of an `{% if %}`; a `<` of the text is `&lt;`")
    case .beforeValue, .unquotedValue:
      report(
        .templatePlace, "an attribute's value stands in quotes", expression.span, label: "unquoted attribute",
        help: "write `\(place.attributeName)=\"{{ \(text(expression.span)) }}\"`")
    case .tagName:
      report(
        .templatePlace, "a value can't make a tag's name or an attribute", expression.span,
        help: "write the tag out, in each branch of an `{% if %}`")
    case .tag, .attributeName:
      report(
        .templatePlace, "a value can't make a tag's name or an attribute", expression.span,
        help: "write the attribute out, inside an `{% if %}` when it is not always there")
    case .comment:
      report(
        .templatePlace, "a value can't stand in a comment", expression.span,
        help: "use a comment of the template, `{# … #}`, which is not published")
    case .value, .raw, .data: break
    }
  }

  private mutating func textEmission(_ type: ValueType, _ expression: Expression) -> Emission? {
    if type == .html || type == .body { return .markup }
    guard TypeRules.isPrintable(type) else {
      reportUnprintable(expression, type)
      return nil
    }
    return .html
  }

  private mutating func attributeEmission(_ type: ValueType, _ expression: Expression) -> Emission? {
    if type == .html || type == .body {
      report(
        .templatePlace, "markup can't stand in an attribute", expression.span, label: "`\(name(of: type))`",
        help: "write `\(text(expression.span)) | plain` for its words")
      return nil
    }
    guard TypeRules.isPrintable(type) else {
      reportUnprintable(expression, type)
      return nil
    }
    switch place.attributeKind {
    case .plain: return .html
    case .seconds where type == .int: return .html
    case .seconds:
      report(
        .templatePlace, "a value can't bring the address of a refresh with it", expression.span,
        label: "`\(name(of: type))`", help: "write `content=\"0; url={{ \(text(expression.span)) }}\"`")
    case .urlList: return urlEmission(expression)
    case .url where place.isProgramURL:
      report(
        .templatePlace, "a value can't stand in a URL that is a program", expression.span,
        help: "put it in a `data-…` attribute and read it in a script")
    case .url where place.isInScheme:
      report(
        .templatePlace, "a value can't go on with the first word of an address", expression.span,
        help: "begin the attribute with the value, with `/`, or with a whole scheme like `https://`")
    case .url: return place.isBehindScheme ? .html : urlEmission(expression)
    case .script:
      report(
        .templatePlace,
        "a value can't stand in `\(place.attributeName)`, which is a program or a page of its own",
        expression.span, help: "put it in a `data-…` attribute and read it there")
    case .style:
      report(
        .templatePlace, "a value can't stand in a `style` attribute", expression.span,
        help: "choose between classes with `{% if %}`, or use a `data-…` attribute")
    }
    return nil
  }

  private mutating func urlEmission(_ expression: Expression) -> Emission {
    let isPicture = ["img", "source", "video"].contains(place.elementName)
    return .urlAttribute(isPicture: isPicture, isFull: false, place: builder.place(source, expression.span))
  }

  private mutating func rawEmission(_ type: ValueType, _ expression: Expression) -> Emission? {
    switch place.elementName {
    case "script": return scriptEmission(type, expression)
    case "style":
      report(
        .templatePlace, "a value can't stand in `<style>`", expression.span,
        help: "choose between classes or `data-…` attributes that the stylesheet knows")
      return nil
    default: return textEmission(type == .html || type == .body ? .list(type) : type, expression)
    }
  }

  /// A value in a script is JSON, a whole value of the language with quotes of its own.
  private mutating func scriptEmission(_ type: ValueType, _ expression: Expression) -> Emission? {
    switch place.script.modeOfValue {
    case .code: return .json(shape: builder.shape(of: type, isScript: true))
    case .text:
      report(
        .templatePlace, "a value brings its own quotes into a script", expression.span,
        label: "inside quotes",
        help: "write `{{ \(text(expression.span)) }}` without quotes around it, and join texts with `+`")
    case .regularExpression:
      report(
        .templatePlace, "a value can't stand in a regular expression", expression.span,
        help: "give it a name first, and write `new RegExp(…)`")
    case .lineComment, .blockComment:
      report(
        .templatePlace, "a value can't stand in a comment", expression.span,
        help: "use a comment of the template, `{# … #}`, which is not published")
    }
    return nil
  }

  private mutating func reportUnprintable(_ expression: Expression, _ type: ValueType) {
    let written = text(expression.span)
    let help: String?
    switch type {
    case .list(let element) where TypeRules.isPrintable(element): help = "write `\(written) | join(\", \")`"
    case .list: help = "go through it with `{% for item in \(written) %}`"
    case .model(let id):
      help =
        "write one of its fields, like `\(written).\(models[id].field("title") == nil ? "slug" : "title")`"
    case .record(let record):
      help = record.fields.first.map { "write one of its fields, like `\(written).\($0.name)`" }
    default: help = nil
    }
    report(
      .templateType, "`\(name(of: type))` can't be written as text", expression.span,
      label: "`\(name(of: type))`",
      help: help)
  }
}
