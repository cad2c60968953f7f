package import Diagnostics
import Models

/// A route's header before its pages' program is compiled.
struct RouteHeader {
  let path: String
  let template: Template
  var pattern: RoutePattern
  var clauses: [HeaderClause] = []
  /// Name and type of what each clause binds.
  var bindings: [(name: String, type: ValueType)] = []
  /// The collection whose plain elements the header binds.
  var collection: Int?
  var isFiltered = false
  /// Whether `site.pages` decides which pages it makes.
  var readsPages = false
  /// Names whose list had a mistake, which is reported; what uses them stays silent.
  var poisoned: Set<String> = []

  var isPlainEntry: Bool { clauses.count == 1 && clauses[0].isEntry && collection != nil }
}

/// Checks the `{% each %}` clauses of a route and the brackets of its path.
struct RouteHeaderCompiler {
  let environment: TemplateEnvironment
  let theme: ThemeIndex
  var shared: ProgramSet
  var diagnostics: [Diagnostic] = []

  /// The header of the route at `path`, whose pages are put where `pattern` says.
  mutating func header(_ path: String, _ template: Template, _ pattern: RoutePattern) -> RouteHeader {
    var header = RouteHeader(path: path, template: template, pattern: pattern)
    for clause in template.header?.clauses ?? [] { add(clause, to: &header) }
    checkBrackets(&header)
    return header
  }

  private func compiler(_ header: RouteHeader) -> TemplateCompiler {
    var compiler = TemplateCompiler(
      environment, theme, kind: OutputKind(path: header.path), source: header.template.source, shared: shared)
    compiler.bindCollections()
    compiler.isHeader = true
    compiler.poisoned = header.poisoned
    for binding in header.bindings {
      let slot = compiler.builder.newSlot()
      compiler.scope.bind(binding.name, Binding(source: .slot(slot), type: binding.type, declared: nil))
    }
    return compiler
  }

  /// Takes over what a compiler has found; the number of its program.
  private mutating func finish(_ compiler: TemplateCompiler) -> Int {
    shared = compiler.builder.shared
    shared.programs.append(compiler.builder.program)
    diagnostics += compiler.diagnostics
    return shared.programs.count - 1
  }

  private mutating func add(_ clause: Template.Header.Clause, to header: inout RouteHeader) {
    var compiler = compiler(header)
    guard compiler.canBind(clause.name, clause.nameSpan) else {
      _ = finish(compiler)
      return
    }
    let (list, size) = pageSize(clause.list, &compiler)
    let typed = compiler.compileList(list)
    header.readsPages = header.readsPages || compiler.readsPages

    let element = typed?.element ?? .none
    if typed == nil { header.poisoned.insert(clause.name) }
    var isGroup = false
    var isEntry = false
    var type = element
    if size != nil {
      type = .record(.paginator(of: element))
    } else if case .record(let record) = element, case .group(let key, let item) = record.kind {
      isGroup = true
      type = .record(.group(key: key, item: item, hasURL: true))
    } else if case .model = element {
      isEntry = true
      (header.collection, header.isFiltered) = collection(of: list)
    }
    header.clauses.append(
      HeaderClause(
        program: finish(compiler), result: typed?.slot ?? 0, pageSize: size, isGroup: isGroup,
        isEntry: isEntry))
    header.bindings.append((clause.name, type))
  }

  /// `list | paginate(10)` → the list and 10; an option of the theme is known when routes are planned.
  private func pageSize(
    _ expression: Expression, _ compiler: inout TemplateCompiler
  ) -> (Expression, PageSize?) {
    guard case .filter(let input, let call) = expression.kind, call.name == "paginate" else {
      return (expression, nil)
    }
    guard call.arguments.count == 1, let argument = call.arguments.first?.value else {
      return (input, reportSize(call, &compiler))
    }
    if case .int(let size) = argument.kind, size > 0 { return (input, .written(size)) }
    guard case .member(let base, _, _) = argument.kind, case .name("options") = base.kind else {
      return (input, reportSize(call, &compiler))
    }
    guard let typed = compiler.compile(argument) else { return (input, .written(10)) }
    guard typed.type == .int else {
      compiler.report(
        .templateType, "expected a whole number, found `\(compiler.name(of: typed.type))`", argument.span,
        label: "`\(compiler.name(of: typed.type))`", help: "declare the option as `Int`, with a default")
      return (input, .written(10))
    }
    return (input, .option(typed.slot, Location(compiler.source, argument.span)))
  }

  private func reportSize(_ call: Expression.Call, _ compiler: inout TemplateCompiler) -> PageSize {
    compiler.report(
      .templateArguments, "`paginate` takes the number of items on a page", call.nameSpan,
      help: "write `paginate(10)`, or an option of the theme: `paginate(options.pageSize)`")
    return .written(10)
  }

  /// The collection that an expression goes through, and whether it leaves some entries out.
  private func collection(of expression: Expression) -> (Int?, Bool) {
    var current = expression
    var isFiltered = false
    while case .filter(let input, let call) = current.kind {
      // Those of other languages have their pages there.
      if call.name == "all_languages" { return (nil, true) }
      if !["sort", "reverse"].contains(call.name) { isFiltered = true }
      current = input
    }
    guard case .name(let name) = current.kind else { return (nil, isFiltered) }
    return (environment.collections.firstIndex { $0.name == name }, isFiltered)
  }

  /// Brackets name what the header binds; what makes several pages is in the path.
  private mutating func checkBrackets(_ header: inout RouteHeader) {
    let names = header.bindings.map(\.name)
    let bindings = header.template.nodes.compactMap { node -> String? in
      if case .binding(let name, _, _) = node { name } else { nil }
    }
    let source = header.template.source
    let move = environment.routeMoves[header.path]
    var isUnbound = false
    for index in header.pattern.parameters.indices {
      let parameter = header.pattern.parameters[index]
      if let position = names.firstIndex(of: parameter.name) {
        header.pattern.parameters[index].isGroup =
          header.clauses[position].isGroup && parameter.text == parameter.name
      } else if !bindings.contains(parameter.name) {
        isUnbound = true
        diagnostics.append(
          Diagnostic(
            .routeBracket, "nothing binds `[\(parameter.text)]` of this route's path",
            at: move?.location ?? Location(source, header.template.header?.span ?? .fileStart),
            label: "no `\(parameter.name)` here",
            help: [
              names.isEmpty
                ? "begin the template with `{% each \(parameter.name) in … %}`"
                : Suggestion.sentence(for: parameter.name, among: names)
                  ?? "the header binds \(names.joined(separator: ", "))"
            ]))
      }
    }
    // A bracket that names nothing is surely this value, misspelled.
    for (position, name) in names.enumerated() where header.clauses[position].pageSize == nil && !isUnbound {
      if header.pattern.parameters.contains(where: { $0.name == name }) || !bindings.isEmpty { continue }
      let span = header.template.header?.clauses[position].nameSpan ?? .fileStart
      diagnostics.append(
        Diagnostic(
          .routeBracket, "each `\(name)` makes a page, but the route's path does not hold it",
          at: move?.location ?? Location(source, span), label: "all pages would have one URL",
          help: [
            move == nil
              ? "rename the template so that its path has `[\(name)]`, like `[\(name)].html`"
              : "write a path that has `[\(name)]`, like `blog/[\(name)].html`"
          ]))
    }
    let paginated = header.clauses.firstIndex { $0.pageSize != nil }
    if let paginated, paginated != header.clauses.count - 1, let header = header.template.header {
      diagnostics.append(
        Diagnostic(
          .routeBracket, "what is paginated stands last", in: source, header.clauses[paginated].nameSpan,
          help: "move this clause to the end of `{% each %}`"))
    }
  }

  /// A program that works out what the brackets are filled with, and whether it reads `site.pages`.
  mutating func brackets(_ header: RouteHeader) -> (program: Int, results: [Slot], readsPages: Bool) {
    var compiler = compiler(header)
    for (name, span, value) in bindingsOfPath(header) { compiler.compileBinding(name, span, value) }
    var results: [Slot] = []
    let found = compiler.diagnostics.count
    for parameter in header.pattern.parameters {
      results.append(bracket(parameter, header, &compiler))
    }
    // The brackets of a route that a site has moved stand in its settings.
    if let move = environment.routeMoves[header.path] {
      for index in found..<compiler.diagnostics.count {
        compiler.diagnostics[index].location = move.location
      }
    }
    return (finish(compiler), results, compiler.readsPages)
  }

  /// The lets that the path needs. The others belong to the page, and may ask for URLs.
  private func bindingsOfPath(_ header: RouteHeader) -> [(name: String, span: Span, value: Expression)] {
    var needed = Set(header.pattern.parameters.map(\.name))
    var bindings: [(name: String, span: Span, value: Expression)] = []
    for case .binding(let name, let span, let value) in header.template.nodes.reversed()
    where needed.contains(name) {
      needed.formUnion(value.names)
      bindings.append((name, span, value))
    }
    return bindings.reversed()
  }

  private mutating func bracket(
    _ parameter: RouteParameter, _ header: RouteHeader, _ compiler: inout TemplateCompiler
  ) -> Slot {
    let span = header.template.header?.span ?? .fileStart
    var parts = parameter.text.split(separator: ".").map(String.init)
    let root = parts.removeFirst()
    guard compiler.scope.isBound(root) else { return compiler.builder.newSlot() }
    var expression = Expression(kind: .name(root), span: span)
    for part in parts {
      expression = Expression(kind: .member(expression, name: part, nameSpan: span), span: span)
    }
    guard let typed = compiler.compile(expression) else { return compiler.builder.newSlot() }
    let place = compiler.builder.place(header.template.source, span)
    let to = compiler.builder.newSlot()
    switch typed.type {
    case .model:
      addFilter(.entryKey(isPath: parameter.isRest), typed.slot, to, place, &compiler)
    case .record(let record):
      if case .group = record.kind, let index = record.index(of: "slug") {
        compiler.builder.add(.recordField(to: to, of: typed.slot, index))
      } else {
        reportBracket(parameter, typed.type, header, span, &compiler)
      }
    case .string, .slug, .union: return typed.slot
    case .int: addFilter(.numberKey(digits: parameter.digits), typed.slot, to, place, &compiler)
    default: reportBracket(parameter, typed.type, header, span, &compiler)
    }
    return to
  }

  private func addFilter(
    _ operation: FilterOperation, _ input: Slot, _ to: Slot, _ place: Int, _ compiler: inout TemplateCompiler
  ) {
    compiler.builder.program.filters.append(
      FilterStep(operation: operation, to: to, input: input, arguments: [], lambda: nil, place: place))
    compiler.builder.add(.filter(compiler.builder.program.filters.count - 1))
  }

  private func reportBracket(
    _ parameter: RouteParameter, _ type: ValueType, _ header: RouteHeader, _ span: Span,
    _ compiler: inout TemplateCompiler
  ) {
    let help =
      if environment.routeMoves[header.path] != nil {
        "only what is always there, a text, a number or an entry, can stand in a path"
      } else if type.isOptional {
        "say what stands for one that is missing: `{% let part = \(parameter.text) ?? \(parameter.name).slug %}`, and `[part]` in the path"
      } else {
        "use a text, a number, an entry or a group"
      }
    compiler.report(
      .routeBracket, "`[\(parameter.text)]` is `\(compiler.name(of: type))` and can't be part of a URL", span,
      help: help)
  }
}

extension RecordType {
  /// What `paginate(n)` makes.
  static func paginator(of item: ValueType) -> RecordType {
    let link = RecordType(
      name: "PageLink", kind: .builtIn, fields: [Member("url", .url), Member("number", .int)])
    let numbered = RecordType(
      name: "PageNumber", kind: .builtIn,
      fields: [Member("url", .url), Member("number", .int), Member("isCurrent", .bool)])
    return RecordType(
      name: nil, kind: .paginator(item),
      fields: [
        Member("items", .list(item)), Member("number", .int), Member("count", .int), Member("total", .int),
        Member("previous", .optional(.record(link))), Member("next", .optional(.record(link))),
        Member("pages", .list(.record(numbered))), Member("url", .url), Member("isFirst", .bool),
      ])
  }
}

extension DiagnosticCode {
  /// A bracket of a route's path that nothing fills, or pages that would have one URL.
  package static let routeBracket = DiagnosticCode("route.bracket")
}
