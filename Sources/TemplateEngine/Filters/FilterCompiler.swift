package import Diagnostics
import Models

/// Filters: `input | name(arguments)`.
extension TemplateCompiler {
  /// `span` is that of the whole expression.
  mutating func compileFilter(_ input: Expression, _ call: Expression.Call, _ span: Span) -> Typed? {
    guard let signature = FilterTable.signatures[call.name] else {
      let type = compileValue(input)?.type
      report(
        .templateUnknownFilter, "there is no filter `\(call.name)`", call.nameSpan, label: "unknown filter",
        help: FilterTable.elsewhere[call.name] ?? Suggestion.sentence(
          for: call.name, among: FilterTable.names)
          ?? FilterTable.sentence(of: type))
      return nil
    }
    guard let arguments = match(call, signature) else { return nil }
    if call.name == "paginate" {
      report(
        .templateArguments, "`paginate` stands at the end of a route's `{% each %}`", call.nameSpan,
        help: "begin the route with `{% each list in posts | paginate(10) %}`")
      return nil
    }
    guard let typed = compileValue(input) else { return nil }
    if typed.type.isOptional {
      reportOptional(input, typed.type)
      return nil
    }
    let outerNames = loopNames
    loopNames = []
    let filter = FilterInput(call: call, input: input, typed: typed, arguments: arguments)
    var result = compileFilter(filter)
    if Self.choosing.contains(call.name), let origin = typed.origin {
      let written = " | " + text(Span(call.nameSpan.start, span.end))
      let chosen = Origin.filtered(origin, written)
      result?.origin = ["first", "last"].contains(call.name) ? .element(chosen) : chosen
      readSet.dependencies[Self.expression(chosen), default: []].formUnion(loopNames)
    } else {
      noteRead(typed)
    }
    loopNames.formUnion(outerNames)
    return result
  }

  /// Filters whose result holds elements of their input.
  private static let choosing: Set<String> = [
    "filter", "sort", "group", "take", "drop", "first", "last", "reverse", "unique", "all_languages",
  ]

  /// A collection expression as it is written.
  private static func expression(_ origin: Origin) -> String {
    switch origin {
    case .named(let name): name
    case .filtered(let base, let text): expression(base) + text
    default: ""
    }
  }

  private mutating func compileFilter(_ filter: FilterInput) -> Typed? {
    let (call, typed) = (filter.call, filter.typed)
    switch call.name {
    case "filter", "any", "all", "map", "compactMap", "sort", "group": return compileElementFilter(filter)
    case "take", "drop", "first", "last", "reverse", "unique", "count", "flatten", "join", "contains":
      return compileListFilter(filter)
    case "all_languages": return compileAllLanguages(filter)
    case "sum", "min", "max", "zip", "round", "floor", "ceil", "abs": return compileNumberFilter(filter)
    case "json":
      let operation = FilterOperation.json(shape: builder.shape(of: typed.type))
      return add(operation, typed.slot, span: call.nameSpan, type: .string)
    default: return compileTextFilter(filter)
    }
  }

  /// A filter's parts once they are matched with its parameters.
  struct FilterInput {
    let call: Expression.Call
    let input: Expression
    let typed: Typed
    let arguments: [String: Expression]
  }

  private mutating func match(
    _ call: Expression.Call, _ signature: FilterSignature
  ) -> [String: Expression]? {
    var arguments: [String: Expression] = [:]
    var position = 0
    for argument in call.arguments {
      let name: String
      if let given = argument.name {
        guard signature.parameters.contains(where: { $0.name == given }) else {
          report(
            .templateArguments, "`\(call.name)` has no argument `\(given)`", argument.span,
            help: Suggestion.sentence(for: given, among: signature.parameters.map(\.name))
              ?? "write it like `\(signature.example)`")
          return nil
        }
        name = given
      } else {
        guard position < signature.parameters.count else {
          report(
            .templateArguments, "`\(call.name)` takes \(Self.counted(signature.parameters.count))",
            argument.span,
            help: "write it like `\(signature.example)`")
          return nil
        }
        name = signature.parameters[position].name
        position += 1
      }
      if arguments.updateValue(argument.value, forKey: name) != nil {
        report(
          .templateArguments, "`\(name)` is given twice", argument.span, help: "remove one of the two")
        return nil
      }
    }
    for parameter in signature.parameters where parameter.isRequired && arguments[parameter.name] == nil {
      report(
        .templateArguments, "`\(call.name)` needs `\(parameter.name)`", call.nameSpan,
        label: "missing argument",
        help: "write it like `\(signature.example)`")
      return nil
    }
    return arguments
  }

  private static func counted(_ count: Int) -> String {
    count == 0 ? "no arguments" : count == 1 ? "one argument" : "\(count) arguments"
  }

  mutating func add(
    _ operation: FilterOperation, _ input: Slot, _ arguments: [Slot] = [], lambda: FilterStep.Lambda? = nil,
    span: Span, type: ValueType
  ) -> Typed {
    let to = builder.newSlot()
    let place = builder.place(source, span)
    builder.program.filters.append(
      FilterStep(
        operation: operation, to: to, input: input, arguments: arguments, lambda: lambda, place: place))
    builder.add(.filter(builder.program.filters.count - 1))
    return Typed(slot: to, type: type)
  }

  /// The elements of a filter's input.
  private mutating func elements(_ filter: FilterInput) -> ValueType? {
    if case .list(let element) = filter.typed.type { return element }
    report(
      .templateType, "`\(filter.call.name)` works on a list, this is `\(name(of: filter.typed.type))`",
      filter.input.span, label: "`\(name(of: filter.typed.type))`")
    return nil
  }

  // MARK: - Filters with an expression over the element

  private mutating func compileElementFilter(_ filter: FilterInput) -> Typed? {
    guard let element = elements(filter) else { return nil }
    switch filter.call.name {
    case "filter", "any", "all":
      guard let condition = filter.arguments["where"],
        let (lambda, _) = compileLambda(condition, element, of: filter, isCondition: true)
      else { return nil }
      let operation: FilterOperation =
        filter.call.name == "filter" ? .filter : filter.call.name == "any" ? .any : .all
      let type = filter.call.name == "filter" ? filter.typed.type : .bool
      return add(operation, filter.typed.slot, lambda: lambda, span: filter.call.nameSpan, type: type)
    case "map", "compactMap":
      guard let to = filter.arguments["to"], let (lambda, type) = compileLambda(to, element, of: filter)
      else {
        return nil
      }
      if filter.call.name == "map" {
        return add(
          .map, filter.typed.slot, lambda: lambda, span: filter.call.nameSpan,
          type: .list(TypeRules.element(type)))
      }
      return add(
        .compactMap, filter.typed.slot, lambda: lambda, span: filter.call.nameSpan,
        type: .list(type.unwrapped))
    case "sort": return compileSort(filter, element)
    default: return compileGroup(filter, element)
    }
  }

  /// Compiles `expression` as steps that run for each element; they are jumped over where they stand.
  private mutating func compileLambda(
    _ expression: Expression, _ type: ValueType, of filter: FilterInput, isCondition: Bool = false
  ) -> (FilterStep.Lambda, ValueType)? {
    let outer = element
    let slot = builder.newSlot()
    // Which elements a filter chooses is seen by which there are: what it looked at does not count.
    let origin =
      Self.choosing.contains(filter.call.name) ? nil : filter.typed.origin.map { Origin.element($0) }
    element = Typed(slot: slot, type: type, origin: origin)
    defer { element = outer }
    let jump = builder.addJump()
    builder.markTarget()
    let start = builder.position
    let hidden = scope.present.filter { $0.hasPrefix(".") }
    scope.restore(scope.present.subtracting(hidden))
    let typed = isCondition ? compileConditionValue(expression) : compile(expression)
    scope.restore(scope.present.union(hidden))
    let end = builder.position
    builder.land(jump) { .jump($0) }
    guard let typed else { return nil }
    return (FilterStep.Lambda(start: start, end: end, element: slot, result: typed.slot), typed.type)
  }

  private mutating func compileSort(_ filter: FilterInput, _ element: ValueType) -> Typed? {
    var isDescending = false
    if let order = filter.arguments["order"] {
      guard case .string(let word) = order.kind, word == "asc" || word == "desc" else {
        report(
          .templateArguments, "`order` is `\"asc\"` or `\"desc\"`", order.span,
          help: "write `order: \"desc\"`")
        return nil
      }
      isDescending = word == "desc"
    }
    var lambda: FilterStep.Lambda?
    var key = element
    if let by = filter.arguments["by"] {
      guard let compiled = compileLambda(by, element, of: filter) else { return nil }
      lambda = compiled.0
      key = compiled.1
    }
    guard TypeRules.isOrdered(key.unwrapped) else {
      report(
        .templateType, "`\(name(of: key))` has no order",
        filter.arguments["by"]?.span ?? filter.call.nameSpan,
        help: "sort by a field that is a text, a number or a date: `sort(by: .title)`")
      return nil
    }
    return add(
      .sort(descending: isDescending), filter.typed.slot, lambda: lambda, span: filter.call.nameSpan,
      type: filter.typed.type)
  }

  private mutating func compileGroup(_ filter: FilterInput, _ element: ValueType) -> Typed? {
    guard let by = filter.arguments["by"], let (lambda, type) = compileLambda(by, element, of: filter) else {
      return nil
    }
    var key = type.unwrapped
    var isList = false
    if case .list(let inner) = key {
      key = inner.unwrapped
      isList = true
    }
    switch key {
    case .string, .slug, .union, .int, .bool, .model: break
    default:
      report(
        .templateType, "a group's key is a text, a number or an entry, this is `\(name(of: type))`", by.span,
        help: key == .date ? "group by a part of it: `\(text(by.span)).year`" : nil)
      return nil
    }
    return add(
      .group(keyIsList: isList), filter.typed.slot, lambda: lambda, span: filter.call.nameSpan,
      type: .list(.record(.group(key: key, item: element))))
  }

  // MARK: - Filters over lists

  private mutating func compileListFilter(_ filter: FilterInput) -> Typed? {
    let span = filter.call.nameSpan
    if filter.call.name == "contains", filter.typed.type.isText {
      guard let value = filter.arguments["value"], let typed = textArgument(value) else { return nil }
      return add(.containsText, filter.typed.slot, [typed], span: span, type: .bool)
    }
    guard let element = elements(filter) else { return nil }
    let slot = filter.typed.slot
    switch filter.call.name {
    case "take", "drop":
      guard let count = filter.arguments["count"], let number = numberArgument(count) else { return nil }
      return add(
        filter.call.name == "take" ? .take : .drop, slot, [number], span: span, type: filter.typed.type)
    case "first": return add(.first, slot, span: span, type: element.asOptional)
    case "last": return add(.last, slot, span: span, type: element.asOptional)
    case "reverse": return add(.reverse, slot, span: span, type: filter.typed.type)
    case "unique": return add(.unique, slot, span: span, type: filter.typed.type)
    case "count": return add(.count, slot, span: span, type: .int)
    case "contains":
      guard let value = filter.arguments["value"], let typed = present(value) else { return nil }
      guard TypeRules.comparable(element, typed.type) else {
        report(
          .templateNeverEqual, "a list of `\(name(of: element))` never contains `\(name(of: typed.type))`",
          value.span)
        return nil
      }
      return add(.containsElement, slot, [typed.slot], span: span, type: .bool)
    case "flatten":
      guard case .list = element else {
        report(
          .templateType, "`flatten` works on a list of lists", filter.input.span,
          label: "`\(name(of: filter.typed.type))`")
        return nil
      }
      return add(.flatten, slot, span: span, type: element)
    default:
      guard TypeRules.isPrintable(element) else {
        report(
          .templateType, "`join` works on a list of texts or numbers", filter.input.span,
          label: "`\(name(of: filter.typed.type))`",
          help: "choose a field first: `\(text(filter.input.span)) | map(.title) | join(\", \")`")
        return nil
      }
      let separator = filter.arguments["separator"] ?? Expression(kind: .string(", "), span: span)
      guard let typed = textArgument(separator) else { return nil }
      return add(.join, slot, [typed], span: span, type: .string)
    }
  }

  private mutating func numberArgument(_ expression: Expression) -> Slot? {
    guard let typed = present(expression) else { return nil }
    if typed.type == .int { return typed.slot }
    report(
      .templateType, "expected a whole number, found `\(name(of: typed.type))`", expression.span,
      label: "`\(name(of: typed.type))`")
    return nil
  }

  private mutating func textArgument(_ expression: Expression) -> Slot? {
    guard let typed = present(expression) else { return nil }
    if typed.type.isText { return typed.slot }
    report(
      .templateType, "expected a text, found `\(name(of: typed.type))`", expression.span,
      label: "`\(name(of: typed.type))`")
    return nil
  }

  // MARK: - Filters over texts and dates

  private mutating func compileTextFilter(_ filter: FilterInput) -> Typed? {
    let (slot, type, span) = (filter.typed.slot, filter.typed.type, filter.call.nameSpan)
    switch filter.call.name {
    case "date": return compileDate(filter)
    case "plain" where type == .html || type == .body: return add(.plain, slot, span: span, type: .string)
    case "absolute" where type == .url: return add(.absolute, slot, span: span, type: .url)
    default: break
    }
    guard type.isText else {
      let wanted =
        filter.call.name == "plain" ? "markup" : filter.call.name == "absolute" ? "a URL" : "a text"
      report(
        .templateType, "`\(filter.call.name)` works on \(wanted), this is `\(name(of: type))`",
        filter.input.span,
        label: "`\(name(of: type))`",
        help: type == .body ? "take its words first: `\(text(filter.input.span)).text`" : nil)
      return nil
    }
    switch filter.call.name {
    case "upper": return add(.upper, slot, span: span, type: .string)
    case "lower": return add(.lower, slot, span: span, type: .string)
    case "title": return add(.title, slot, span: span, type: .string)
    case "slug": return add(.slug, slot, span: span, type: .slug)
    case "trim": return add(.trim, slot, span: span, type: .string)
    case "urlencode": return add(.urlEncode, slot, span: span, type: .string)
    case "markdown": return add(.markdown, slot, span: span, type: .html)
    case "trusted":
      trusted.append(Location(source, filter.call.nameSpan))
      return add(.trusted, slot, span: span, type: .html)
    case "startsWith", "endsWith":
      guard let value = filter.arguments["text"], let typed = textArgument(value) else { return nil }
      return add(
        filter.call.name == "startsWith" ? .startsWith : .endsWith, slot, [typed], span: span, type: .bool)
    case "strip_html": return add(.stripHTML, slot, span: span, type: .string)
    case "wordcount": return add(.wordCount, slot, span: span, type: .int)
    case "truncate":
      let end = filter.arguments["end"] ?? Expression(kind: .string("…"), span: span)
      guard let length = filter.arguments["length"], let number = numberArgument(length),
        let mark = textArgument(end)
      else { return nil }
      return add(.truncate, slot, [number, mark], span: span, type: .string)
    case "replace":
      guard let old = filter.arguments["old"], let new = filter.arguments["new"],
        let first = textArgument(old),
        let second = textArgument(new)
      else { return nil }
      return add(.replace, slot, [first, second], span: span, type: .string)
    case "split":
      guard let separator = filter.arguments["separator"], let mark = textArgument(separator) else {
        return nil
      }
      return add(.split, slot, [mark], span: span, type: .list(.string))
    default:
      report(
        .templateType, "`\(filter.call.name)` does not work on `\(name(of: type))`", filter.input.span,
        label: "`\(name(of: type))`",
        help: filter.call.name == "absolute"
          ? "it makes a URL of the site full; this is only a text" : "it is a plain text already")
      return nil
    }
  }
}

extension DiagnosticCode {
  /// A filter that does not exist.
  package static let templateUnknownFilter = DiagnosticCode("template.unknown-filter")
}
