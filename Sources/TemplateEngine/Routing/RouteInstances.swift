package import Diagnostics
import Models

/// The pages that a route makes: its header, evaluated.
extension CheckedTheme {
  /// In the order of the lists; what can't be part of a URL is reported.
  package func instances(
    of route: CheckedRoute, in context: RenderContext
  ) -> (instances: [RouteInstance], diagnostics: [Diagnostic]) {
    var expansion = RouteExpansion(theme: self, route: route, context: context)
    expansion.expand([], entry: nil, group: nil)
    return (expansion.instances, expansion.diagnostics)
  }
}

private struct RouteExpansion: ~Copyable {
  let theme: CheckedTheme
  let route: CheckedRoute
  let running: RunningTheme
  var instances: [RouteInstance] = []
  var diagnostics: [Diagnostic] = []
  /// Fills the brackets of many pages, one after the other. Hot.
  private var brackets: Machine
  /// How many pages it has served.
  private var served = 0
  /// How many pages one machine serves: what fills brackets spends next to nothing of what a page may cost, unless
  /// something is worked out for them.
  private let servable: Int

  init(theme: CheckedTheme, route: CheckedRoute, context: RenderContext) {
    self.theme = theme
    self.route = route
    running = theme.running(in: context)
    brackets = Machine(running, current: .none)
    servable = theme.programs.programs[route.bracketProgram].onlyFillsBrackets ? 1000 : 1
  }

  /// Goes through the values of the clause behind `bindings`.
  mutating func expand(_ bindings: [Value], entry: EntryID?, group: String?) {
    guard bindings.count < route.clauses.count else {
      guard let (path, key) = path(bindings, entry) else { return }
      instances.append(
        RouteInstance(
          bindings: withURLs(bindings, path), path: path, key: key, pageNumber: 1, entry: entry,
          groupLabel: group))
      return
    }
    let clause = route.clauses[bindings.count]
    var wanted = [clause.result]
    if case .option(let slot, _)? = clause.pageSize { wanted.append(slot) }
    let values = run(clause.program, bindings, wanted)
    guard case .list(let elements)? = values.first else { return }
    if let size = clause.pageSize {
      guard let size = number(size, values.last) else { return }
      return paginate(elements, size, bindings, entry: entry, group: group)
    }
    if route.clauses.count == 1 {
      instances.reserveCapacity(elements.count)
    }
    for element in elements {
      var label = group
      if clause.isGroup, case .record(let fields) = element, case .string(let text)? = fields.first {
        label = text
      }
      let id: EntryID? = if clause.isEntry, case .entry(let id) = element { id } else { nil }
      expand(bindings + [element], entry: id ?? entry, group: label)
    }
  }

  private mutating func number(_ size: PageSize, _ value: Value?) -> Int? {
    switch size {
    case .written(let number): return number
    case .option(_, let location):
      if case .int(let number)? = value, number > 0 { return number }
      diagnostics.append(
        Diagnostic(
          .templateArguments, "a page of a list has at least one item", at: location,
          label: "not more than 0",
          help: ["set the option to a number from 1 on"]))
      return nil
    }
  }

  private mutating func run(_ program: Int, _ arguments: [Value], _ results: [Slot]) -> [Value] {
    var machine = Machine(running, current: .none)
    let values = machine.results(of: program, arguments, results)
    diagnostics += machine.diagnostics
    return values
  }

  /// What fills the brackets; nothing when that is no text. Hot.
  private mutating func bracketTexts(_ bindings: [Value]) -> [String]? {
    if served >= servable || brackets.isStopped {
      brackets = Machine(running, current: .none)
      served = 0
    }
    served += 1
    let known = brackets.diagnostics.count
    brackets.run(route.bracketProgram, bindings)
    if brackets.diagnostics.count > known { diagnostics += brackets.diagnostics[known...] }
    var texts: [String] = []
    texts.reserveCapacity(route.bracketResults.count)
    for slot in route.bracketResults {
      guard case .string(let text) = brackets.result(in: slot) else { return nil }
      texts.append(text)
    }
    return texts
  }

  /// The filled brackets; nothing when one can't be part of a URL.
  private mutating func path(_ bindings: [Value], _ entry: EntryID?) -> (PagePath, String)? {
    guard let texts = bracketTexts(bindings) else { return nil }
    for (text, parameter) in zip(texts, route.pattern.parameters) {
      if !parameter.isRest, let problem = Slug.problem(inStem: text) {
        diagnostics.append(
          Diagnostic(
            .routeBadKey, "`[\(parameter.text)]` can't be filled: \(problem.sentence)", at: route.location,
            help: [
              "fill it with a slug: `{% let key = \(parameter.text) | slug %}` in the header, and `[key]` in the path"
            ]))
        return nil
      }
    }
    let key = texts.count == 1 ? texts[0] : texts.joined(separator: "/")
    if route.canonicalCollection != nil, let entry, let own = running.context.entries[entry.index].ownPath {
      return (PagePath(own: own).below(running.context.folder), key)
    }
    let template = route.pattern.path(texts)
    if route.pattern.isURL, route.kind == .html {
      return (PagePath(own: template).below(running.context.folder), key)
    }
    return (
      PagePath(template: template == ".html" ? "index.html" : template).below(running.context.folder), key
    )
  }

  private func url(_ path: PagePath) -> Value {
    .string(running.context.basePath + URLPath.encoded(path.url))
  }

  /// Groups that the header binds know their page.
  private func withURLs(_ bindings: [Value], _ path: PagePath) -> [Value] {
    var bindings = bindings
    for (index, clause) in route.clauses.enumerated() where clause.isGroup && index < bindings.count {
      if case .record(let fields) = bindings[index] { bindings[index] = .record(fields + [url(path)]) }
    }
    return bindings
  }

  private mutating func paginate(
    _ elements: [Value], _ size: Int, _ bindings: [Value], entry: EntryID?, group: String?
  ) {
    guard let (first, key) = path(bindings + [.none], entry) else { return }
    let size = min(size, max(1, elements.count))
    let count = max(1, (elements.count + size - 1) / size)
    let bound = withURLs(bindings, first)
    // Each is on several pages.
    let paths = (1...count).map { first.page($0) }
    let urls = paths.map { url($0) }
    func link(_ number: Int) -> [Value] { [urls[number - 1], .int(number)] }
    let neighbours = (1...count).map { Value.record(link($0)) }
    let others = (1...count).map { Value.record(link($0) + [.bool(false)]) }
    for number in 1...count {
      let start = min((number - 1) * size, elements.count)
      let items = Array(elements[start..<min(start + size, elements.count)])
      // The first, the last, and two to each side: a list of all would be quadratic.
      let near = [1] + Array(max(1, number - 2)...min(count, number + 2)) + [count]
      var pages: [Value] = []
      for (index, page) in near.enumerated() where index == 0 || page > near[index - 1] {
        pages.append(page == number ? .record(link(page) + [.bool(true)]) : others[page - 1])
      }
      let paginator = Value.record([
        .list(items), .int(number), .int(count), .int(elements.count),
        number > 1 ? neighbours[number - 2] : .none, number < count ? neighbours[number] : .none,
        .list(pages), urls[0], .bool(number == 1),
      ])
      instances.append(
        RouteInstance(
          bindings: bound + [paginator], path: paths[number - 1], key: key,
          pageNumber: number,
          entry: entry, groupLabel: group))
    }
  }
}

extension Program {
  /// Whether it takes values from what is bound, and does nothing else.
  fileprivate var onlyFillsBrackets: Bool {
    instructions.allSatisfy { instruction in
      switch instruction {
      case .copy, .recordField, .entryField, .property, .constant: true
      case .filter(let number):
        switch filters[number].operation {
        case .entryKey, .numberKey: true
        default: false
        }
      default: false
      }
    }
  }
}

extension Machine {
  /// Runs a program for the values that it leaves in some of its slots.
  mutating func results(of number: Int, _ arguments: [Value], _ wanted: [Slot]) -> [Value] {
    run(number, arguments)
    return wanted.map { result(in: $0) }
  }

  /// Runs a program, and leaves what it has found in its slots. Hot.
  fileprivate mutating func run(_ number: Int, _ arguments: [Value]) {
    let slotCount = theme.programs.programs[number].slotCount
    let end = theme.programs.programs[number].instructions.count
    slots.removeAll(keepingCapacity: true)
    for argument in arguments { slots.append(argument) }
    while slots.count < slotCount { slots.append(.none) }
    run(number, from: 0, to: end, 0)
  }

  fileprivate func result(in slot: Slot) -> Value { slots.indices.contains(slot) ? slots[slot] : .none }
}

extension DiagnosticCode {
  /// A value that fills a bracket of a route and can't be part of a URL.
  package static let routeBadKey = DiagnosticCode("route.bad-key")
}
