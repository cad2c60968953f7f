package import Diagnostics
import Models

/// A link to another route's page whose key is written out.
package struct LiteralLink: Sendable {
  /// The route's path in the theme.
  package let route: String
  package let key: String
  package let location: Location
}

/// A page, a file or a picture that a template names by its path.
package struct LiteralReference: Sendable, Hashable {
  /// As in a link of Markdown that stands in `content/`: `about.md`, `/archive/`, `images/logo.png`.
  package let path: String
  package let isImage: Bool
  package let location: Location
}

/// Functions: `link`, `asset`, `integrity`, `url`, `image`, `range`, `hasRoute`, `searchPiece`.
extension TemplateCompiler {
  static let functionExamples = [
    "asset": "write `asset(\"style.css\")`", "integrity": "write `integrity(\"style.css\")`",
    "link": "write `link(\"tags/[tag].html\", tag)`",
    "hasRoute": "write `hasRoute(\"tags/index.html\")`", "url": "write `url(\"about.md\")`",
    "image": "write `image(\"images/logo.png\")`",
  ]
  static let functions = ["asset", "hasRoute", "image", "integrity", "link", "range", "searchPiece", "url"]

  /// `url("about.md")`, `image("images/logo.png")`: looked up in plan, when every page has its URL.
  mutating func compileReference(_ path: (text: String, span: Span), _ span: Span, isImage: Bool) -> Typed? {
    guard !isHeader else {
      report(
        .templateUnknownField, "no page has its URL yet when routes are worked out", span,
        help: "use it below the header")
      return nil
    }
    let slot = builder.newSlot()
    builder.shared.references.append(
      LiteralReference(path: path.text, isImage: isImage, location: Location(source, path.span)))
    builder.add(.reference(to: slot, builder.shared.references.count - 1))
    return Typed(slot: slot, type: isImage ? .record(.image) : .url)
  }

  private mutating func compileURL(_ call: Expression.Call, _ span: Span) -> Typed? {
    guard let path = literal(call, "the path of a page or a file") else { return nil }
    guard call.arguments.count == 1 else {
      report(.templateArguments, "`url` takes one path", span)
      return nil
    }
    return compileReference(path, span, isImage: false)
  }

  /// `range(1, 5)`: the whole numbers from one to the other, both included.
  private mutating func compileRange(_ call: Expression.Call, _ span: Span) -> Typed? {
    guard call.arguments.count == 2, call.arguments.allSatisfy({ $0.name == nil }) else {
      report(
        .templateArguments, "`range` takes the first and the last number", span, help: "write `range(1, 5)`")
      return nil
    }
    var slots: [Slot] = []
    for argument in call.arguments {
      guard let typed = present(argument.value) else { return nil }
      guard typed.type == .int else {
        report(
          .templateType, "expected a whole number, found `\(name(of: typed.type))`", argument.value.span,
          label: "`\(name(of: typed.type))`")
        return nil
      }
      slots.append(typed.slot)
    }
    let to = builder.newSlot()
    builder.add(.range(to: to, slots[0], slots[1], place: builder.place(source, span)))
    return Typed(slot: to, type: .list(.int))
  }

  /// `searchPiece(piece)`: the text of a piece of the search index, by a name of `site.search.pieces`.
  private mutating func compileSearchPiece(_ call: Expression.Call, _ span: Span) -> Typed? {
    guard call.arguments.count == 1, let argument = call.arguments.first, argument.name == nil else {
      report(
        .templateArguments, "`searchPiece` takes the name of a piece", span,
        help: "write `searchPiece(piece)` below `{% each piece in site.search.pieces %}`"
      )
      return nil
    }
    guard !isHeader else {
      report(
        .templateUnknownField, "no text is searched yet when routes are worked out", span,
        help: "use it below the header")
      return nil
    }
    guard let typed = present(argument.value) else { return nil }
    guard typed.type.isText else {
      report(
        .templateType, "expected the name of a piece, found `\(name(of: typed.type))`", argument.value.span,
        label: "`\(name(of: typed.type))`", help: "its names are `site.search.pieces`")
      return nil
    }
    readSet.origins.insert(.field(.named("site"), "search"))
    let to = builder.newSlot()
    builder.add(.searchPiece(to: to, typed.slot, place: builder.place(source, span)))
    return Typed(slot: to, type: .string)
  }

  mutating func compileCall(_ call: Expression.Call, _ span: Span) -> Typed? {
    switch call.name {
    case "link": return compileLink(call, span)
    case "asset": return compileAsset(call, span, .url) { $0.assets[$1] }
    case "integrity": return compileAsset(call, span, .string) { $0.integrity($1) }
    case "hasRoute": return compileHasRoute(call, span)
    case "url": return compileURL(call, span)
    case "image": return compileImage(call, span)
    case "range": return compileRange(call, span)
    case "searchPiece": return compileSearchPiece(call, span)
    case "super":
      report(.templateBlock, "`super()` stands alone in its tag", span, help: "write `{{ super() }}`")
    default:
      report(
        .templateUnknownName, "there is no function `\(call.name)`", call.nameSpan, label: "unknown function",
        help: FilterTable.names.contains(call.name)
          ? "`\(call.name)` is a filter: write `value | \(call.name)`"
          : Suggestion.sentence(for: call.name, among: Self.functions)
            ?? "functions are " + Self.functions.map { "`\($0)`" }.joined(separator: ", "))
    }
    return nil
  }

  private mutating func literal(_ call: Expression.Call, _ what: String) -> (text: String, span: Span)? {
    guard let argument = call.arguments.first, argument.name == nil,
      case .string(let text) = argument.value.kind
    else {
      report(
        .templateArguments, "`\(call.name)` begins with \(what) in quotes", call.nameSpan,
        help: Self.functionExamples[call.name])
      return nil
    }
    return (text, argument.span)
  }

  /// What is known of an asset by its path: `asset("style.css")`, `integrity("style.css")`.
  private mutating func compileAsset(
    _ call: Expression.Call, _ span: Span, _ type: ValueType,
    _ known: (TemplateEnvironment, String) -> String?
  ) -> Typed? {
    guard let path = literal(call, "the path of an asset") else { return nil }
    guard call.arguments.count == 1 else {
      report(.templateArguments, "`\(call.name)` takes one path", span)
      return nil
    }
    guard let text = known(environment, path.text) else {
      let names = environment.assets.keys.sorted()
      report(
        .templateUnknownAsset, "the theme has no asset `\(path.text)`", path.span,
        label: "no such file in `assets/`",
        help: Suggestion.sentence(for: path.text, among: names)
          ?? (names.isEmpty
            ? "add it as `assets/\(path.text)`"
            : "assets are " + names.prefix(8).map { "`\($0)`" }.joined(separator: ", ")))
      return nil
    }
    return Typed(slot: builder.constant(.string(text)), type: type)
  }

  /// Whether the site keeps a route of the theme, which `[routes]` may drop.
  private mutating func compileHasRoute(_ call: Expression.Call, _ span: Span) -> Typed? {
    guard let path = literal(call, "the path of a route"), isRoute(path) else { return nil }
    guard call.arguments.count == 1 else {
      report(
        .templateArguments, "`hasRoute` takes one path", span, help: "write `hasRoute(\"\(path.text)\")`")
      return nil
    }
    return Typed(slot: builder.constant(.bool(!theme.dropped.contains(path.text))), type: .bool)
  }

  /// Whether a condition holds only for a route that the site drops.
  func asksForDroppedRoute(_ condition: Expression) -> Bool {
    switch condition.kind {
    case .call(let call):
      guard call.name == "hasRoute", case .string(let path)? = call.arguments.first?.value.kind else {
        return false
      }
      return theme.dropped.contains(path)
    case .binary(.and, let left, let right): return asksForDroppedRoute(left) || asksForDroppedRoute(right)
    default: return false
    }
  }

  /// Reports a route that the theme does not have.
  private mutating func isRoute(_ path: (text: String, span: Span)) -> Bool {
    if theme.routes[path.text] != nil { return true }
    report(
      .templateUnknownRoute, "the theme has no route `\(path.text)`", path.span, label: "unknown route",
      help: Suggestion.sentence(for: path.text, among: theme.routes.keys.sorted())
        ?? "routes are " + theme.routes.keys.sorted().prefix(12).map { "`\($0)`" }.joined(separator: ", "))
    return false
  }

  private mutating func compileLink(_ call: Expression.Call, _ span: Span) -> Typed? {
    guard let path = literal(call, "the path of a route") else { return nil }
    guard isRoute(path), let route = theme.routes[path.text] else { return nil }
    let keys = call.arguments.dropFirst()
    guard keys.count == route.parameters.count else {
      let wanted = route.parameters.map { "`\($0.text)`" }.joined(separator: ", ")
      report(
        .templateArguments,
        route.parameters.isEmpty
          ? "`\(path.text)` has no brackets, so it takes no key"
          : "`\(path.text)` wants \(route.parameters.count == 1 ? "a key" : "\(route.parameters.count) keys") for \(wanted)",
        span, help: "write `link(\"\(path.text)\"\(route.parameters.map { ", " + $0.name }.joined()))`")
      return nil
    }
    var slots: [Slot] = []
    var literals: [String] = []
    for (argument, parameter) in zip(keys, route.parameters) {
      guard let slot = compileKey(argument.value, parameter) else { return nil }
      slots.append(slot)
      if case .string(let text) = argument.value.kind {
        literals.append(parameter.isGroup ? Slug.fromKey(text) : text)
      }
    }
    if literals.count == keys.count {
      literalLinks.append(
        LiteralLink(route: path.text, key: literals.joined(separator: "/"), location: Location(source, span)))
    }
    let first = gather(slots)
    let to = builder.newSlot()
    builder.add(
      .link(
        to: to, route: builder.route(path.text), keys: first, count: slots.count,
        place: builder.place(source, span)))
    return Typed(slot: to, type: .url)
  }

  /// A key as the text that stands in the URL: an entry's slug, a group's slug, a number.
  private mutating func compileKey(_ expression: Expression, _ parameter: RouteParameter) -> Slot? {
    guard let typed = present(expression) else { return nil }
    let to = builder.newSlot()
    switch typed.type {
    case .model:
      builder.program.filters.append(
        FilterStep(
          operation: .entryKey(isPath: parameter.isRest), to: to, input: typed.slot, arguments: [],
          lambda: nil, place: 0))
    case .record(let record):
      guard case .group = record.kind, let index = record.index(of: "slug") else { break }
      builder.add(.recordField(to: to, of: typed.slot, index))
      return to
    case .string, .slug, .url, .union:
      guard parameter.isGroup else { return typed.slot }
      builder.program.filters.append(
        FilterStep(operation: .slug, to: to, input: typed.slot, arguments: [], lambda: nil, place: 0))
    case .int:
      builder.program.filters.append(
        FilterStep(
          operation: .numberKey(digits: parameter.digits), to: to, input: typed.slot, arguments: [],
          lambda: nil,
          place: 0))
    default:
      report(
        .templateType, "`\(name(of: typed.type))` can't be the key of a page", expression.span,
        help: "pass an entry, a group, a text or a number")
      return nil
    }
    builder.add(.filter(builder.program.filters.count - 1))
    return to
  }
}

extension DiagnosticCode {
  /// Arguments of a filter or function that are missing, too many or of another type.
  package static let templateArguments = DiagnosticCode("template.arguments")
  /// `asset` of a file that is not there.
  package static let templateUnknownAsset = DiagnosticCode("template.unknown-asset")
  /// `link` to a route that is not there.
  package static let templateUnknownRoute = DiagnosticCode("template.unknown-route")
}
