package import Diagnostics
import Models

/// Checks all templates of a theme, used or not, and compiles them.
package struct ThemeChecker {
  let environment: TemplateEnvironment
  private(set) var templates: [String: Template] = [:]
  var diagnostics: [Diagnostic] = []
  var theme = ThemeIndex()
  private var shared = ProgramSet()
  private var anchors: Set<String> = []
  private var trusted: Set<Location> = []
  private var phrases: [String: Location] = [:]
  var componentReads: [Int: ReadSet] = [:]

  package static func check(_ sources: ThemeSources, against environment: TemplateEnvironment) -> CheckedTheme
  {
    var checker = ThemeChecker(environment)
    checker.theme.shared = sources.shared
    checker.parse(sources)
    checker.collectComponents()
    let headers = checker.checkHeaders()
    checker.compileComponents()
    let routes = checker.compileRoutes(headers)
    checker.compileUnusedLayouts()
    return CheckedTheme(
      routes: routes, diagnostics: checker.withoutConsequences.inOrder,
      anchors: checker.anchors,
      trusted: checker.trusted.sorted { ($0.path, $0.line, $0.column) < ($1.path, $1.line, $1.column) },
      phrases: checker.phrases, programs: checker.shared, components: checker.theme.components,
      urls: checker.theme.urls)
  }

  /// Where a template can't be read, a name may be used in what was not, or a tag closed.
  private var withoutConsequences: [Diagnostic] {
    let unread = Set(diagnostics.filter { $0.code == .templateSyntax }.compactMap { $0.location?.path })
    let consequences: Set<DiagnosticCode> = [.templateUnused, .templatePlace, .templateJSON]
    return diagnostics.filter { !consequences.contains($0.code) || !unread.contains($0.location?.path ?? "") }
  }

  private init(_ environment: TemplateEnvironment) {
    self.environment = environment
    shared.models = environment.models
  }

  private mutating func parse(_ sources: ThemeSources) {
    let components = Set(sources.files.keys.compactMap(Self.componentName))
    for path in sources.files.keys.sorted() {
      guard let source = sources.files[path] else { continue }
      let (template, problems) = TemplateParser.parse(source, components: components)
      templates[path] = template
      diagnostics += problems + repeatedBlocks(of: template)
      if let once = template.once, path.hasPrefix("layouts/") { reportOnce(once, template, in: "a layout") }
      unsafe source.bytes.withUnsafeBufferPointer { bytes in
        var found: [String] = []
        unsafe StaticAnchors.append(in: bytes, to: &found)
        anchors.formUnion(found)
      }
    }
  }

  /// A block's name says which text it is replaced by, so a template has each name once.
  private func repeatedBlocks(of template: Template) -> [Diagnostic] {
    var places: [String: Span] = [:]
    var found: [Diagnostic] = []
    func visit(_ nodes: [TemplateNode]) {
      for node in nodes {
        switch node {
        case .block(let name, let span, let body):
          if let first = places.updateValue(span, forKey: name) {
            found.append(
              Diagnostic(
                .templateBlock, "the block `\(name)` stands here twice", at: Location(template.source, span),
                label: "and again here", related: [.init(Location(template.source, first), "first here")],
                help: ["give one of them another name"]))
          }
          visit(body)
        case .condition(let branches, let otherwise, _):
          for branch in branches { visit(branch.body) }
          visit(otherwise)
        case .loop(_, _, _, let body, _): visit(body)
        case .component(let call): visit(call.content ?? [])
        default: break
        }
      }
    }
    visit(template.nodes)
    return found
  }

  func paths(in folder: String) -> [String] {
    templates.keys.filter { $0.hasPrefix(folder + "/") }.sorted()
  }

  // MARK: - Components

  /// The name by which the file at `path` is called, if it can be.
  private static func componentName(_ path: String) -> String? {
    guard path.hasPrefix("components/"), path.hasSuffix(".html") else { return nil }
    let name = path.dropFirst("components/".count).dropLast(".html".count).utf8
    guard let first = name.first, first.isASCIICapital, name.allSatisfy(ComponentTagLexer.isNamePart)
    else { return nil }
    return String(Substring(name))
  }

  private mutating func reportName(_ path: String, _ template: Template) {
    let file = path.split(separator: "/").last.map(String.init) ?? ""
    let stem = file.split(separator: ".").first.map(String.init) ?? ""
    var words = stem.split { !$0.isASCII || !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
    for index in words.indices {
      words[index] = words[index].prefix(1).uppercased() + words[index].dropFirst()
    }
    var name = words.joined()
    if name.first?.isLetter != true || !stem.allSatisfy(\.isASCII) { name = "Card" }
    let isNested = path.split(separator: "/").count > 2
    diagnostics.append(
      Diagnostic(
        .templateComponentName,
        isNested
          ? "a component stands in `components/` itself"
          : "a component's file is called like its tag, `Name.html`",
        at: Location(path: template.source.path),
        help: [
          isNested
            ? "move it to `components/\(name).html`; it is called `<\(name) … />`"
            : "rename it to `\(name).html`: a capital letter, then letters, digits and `_`"
        ]))
  }

  private mutating func collectComponents() {
    for path in paths(in: "components") {
      guard let template = templates[path] else { continue }
      guard let name = Self.componentName(path) else {
        reportName(path, template)
        continue
      }
      reportOutOfPlace(template, in: "a component")
      if let twin = theme.components[name] {
        diagnostics.append(
          Diagnostic(
            .templateComponentName, "there are two components `\(name)`",
            at: Location(path: template.source.path),
            related: [.init(Location(path: twin.source.path), "the other one")],
            help: ["rename one of the two"]))
        continue
      }
      var props: [ThemeIndex.Prop] = []
      for prop in template.props ?? [] {
        switch PropType.parse(prop.type, environment.models) {
        case .success(let type):
          props.append(.init(name: prop.name, type: type, defaultValue: prop.defaultValue))
        case .failure(let problem):
          diagnostics.append(
            Diagnostic(
              .templateProps, problem.message, in: template.source, prop.typeSpan, help: problem.help))
          props.append(.init(name: prop.name, type: .none, defaultValue: nil, isBroken: true))
        }
      }
      theme.components[name] = .init(
        name: name, source: template.source, props: props, slot: SlotFinder.use(in: template.nodes),
        program: theme.components.count)
      shared.programs.append(Program())
    }
  }

  /// Statements that mean nothing where they stand.
  private mutating func reportOutOfPlace(_ template: Template, in kind: String) {
    func report(_ statement: String, _ span: Span, help: String) {
      diagnostics.append(
        Diagnostic(
          .templateSyntax, "`{% \(statement) %}` has no meaning in \(kind)", in: template.source, span,
          help: help))
    }
    if let header = template.header {
      report(
        "each", header.span, help: "`each` makes the pages of a route; go through a list with `{% for %}`")
    }
    if let once = template.once { reportOnce(once, template, in: kind) }
    if let extends = template.extends {
      report(
        "extends", extends.span, help: "routes and layouts extend layouts; call another component instead")
    }
  }

  private mutating func reportOnce(_ once: Span, _ template: Template, in kind: String) {
    diagnostics.append(
      Diagnostic(
        .templateSyntax, "`{% once %}` has no meaning in \(kind)", in: template.source, once,
        help: "it says of a route that its pages exist once, and not for each language"))
  }

  private mutating func compileComponents() {
    for (_, component) in theme.components.sorted(by: { $0.value.program < $1.value.program }) {
      guard let template = templates.values.first(where: { $0.source.path == component.source.path }) else {
        continue
      }
      var compiler = TemplateCompiler(
        environment, theme, kind: .html, source: component.source, shared: shared)
      compiler.isComponent = true
      compiler.builder.program.place = compiler.builder.place(component.source, .fileStart)
      let names = compiler.scope.count
      // Arguments come in the first slots, so these are taken before any default is compiled.
      let first = compiler.builder.newSlots(component.props.count)
      for (index, prop) in component.props.enumerated() {
        let span = template.props?.first { $0.name == prop.name }?.nameSpan
        if let span, !compiler.canBind(prop.name, span) { continue }
        let declared = prop.isBroken ? nil : span
        compiler.scope.bind(
          prop.name,
          Binding(source: .slot(first + index), type: prop.type, declared: declared, origin: .prop(index)))
        if prop.isBroken { compiler.poisoned.insert(prop.name) }
        checkDefault(prop, &compiler)
      }
      compiler.compile(Self.withoutLastLineBreak(template))
      for unused in compiler.scope.leave(names) {
        compiler.report(
          .templateUnused, "the prop `\(unused.name)` is never used", unused.span, help: "remove it")
      }
      if compiler.place.state != .text {
        compiler.reportUnclosed(
          "this component ends inside a tag or an element that takes no markup",
          help: "close every tag, quote, `<script>` and `<style>` that it opens")
      }
      shared = compiler.builder.shared
      shared.programs[component.program] = compiler.builder.program
      shared.programs[component.program].script = environment.componentScripts[component.name]
      diagnostics += compiler.diagnostics
      trusted.formUnion(compiler.trusted)
      phrases.merge(compiler.phrases) { first, _ in first }
      componentReads[component.program] = compiler.readSet
    }
  }

  /// The line break that ends a component's file is not part of it: its call stands on a line already.
  private static func withoutLastLineBreak(_ template: Template) -> [TemplateNode] {
    // Behind a comment at the end, such as a component's script, an empty text is left.
    var nodes = template.nodes
    while case .text(let span)? = nodes.last, span.end <= span.start { nodes.removeLast() }
    guard case .text(let span)? = nodes.last, template.source.bytes[span.end - 1] == UInt8(ascii: "\n") else {
      return nodes
    }
    let end =
      template.source.bytes[span.start..<span.end].dropLast().last == UInt8(ascii: "\r")
      ? span.end - 2 : span.end - 1
    return nodes.dropLast() + [.text(Span(span.start, end))]
  }

  private func checkDefault(_ prop: ThemeIndex.Prop, _ compiler: inout TemplateCompiler) {
    guard let value = prop.defaultValue, let typed = compiler.compile(value.shaped(as: prop.type)) else {
      return
    }
    if TypeRules.fits(typed.type, prop.type) { return }
    compiler.report(
      .templateProps,
      "the default of `\(prop.name)` is `\(compiler.name(of: typed.type))`, the prop is `\(compiler.name(of: prop.type))`",
      value.span)
  }

  // MARK: - Routes

  private mutating func checkHeaders() -> [RouteHeader] {
    var headers: [RouteHeader] = []
    for file in paths(in: "routes") {
      guard let template = templates[file] else { continue }
      let path = String(file.dropFirst("routes/".count))
      let move = environment.routeMoves[path]
      let target = move?.target ?? path
      let pattern = RoutePattern(target)
      if pattern == nil {
        diagnostics.append(
          Diagnostic(
            .routeBracket, "the brackets in `\(target)` can't be read",
            at: move?.location ?? Location(path: template.source.path),
            help: ["a bracket holds a name: `[post]`, `[...page]`, `[post.publishedAt.year]`"]))
      }
      // A route that is moved wrongly is still the one that links mean.
      guard let pattern = pattern ?? RoutePattern(path) else { continue }
      if let prop = template.props?.first {
        diagnostics.append(
          Diagnostic(
            .templateSyntax, "`{% props %}` has no meaning in a route", in: template.source, prop.nameSpan,
            help: "props belong to components; a route has what its `{% each %}` binds"))
      }
      var compiler = RouteHeaderCompiler(environment: environment, theme: theme, shared: shared)
      let header = compiler.header(path, template, pattern)
      take(compiler)
      theme.routes[path] = .init(parameters: header.pattern.parameters)
      if isDropped(path) { theme.dropped.insert(path) }
      headers.append(header)
    }
    findURLs(headers)
    return headers
  }

  private mutating func take(_ compiler: RouteHeaderCompiler) {
    shared = compiler.shared
    diagnostics += compiler.diagnostics
  }

  private mutating func compileRoutes(_ headers: [RouteHeader]) -> [CheckedRoute] {
    var routes: [CheckedRoute] = []
    for header in headers {
      var brackets = RouteHeaderCompiler(environment: environment, theme: theme, shared: shared)
      let (bracketProgram, bracketResults, readsPages) = brackets.brackets(header)
      // Mistakes in a header's lets are found again with the page's program.
      let problems = brackets.diagnostics.filter { !$0.code.name.hasPrefix("template.unused") }
      brackets.diagnostics = problems
      take(brackets)
      let page = compilePage(header)
      if isDropped(header.path) { continue }
      var canonical: Int?
      for index in environment.collections.indices
      where header.isPlainEntry && header.collection == index
        && canonicalRoutes(headers, index).contains(where: { $0.path == header.path })
      {
        canonical = index
      }
      routes.append(
        CheckedRoute(
          path: header.path, kind: OutputKind(path: header.path), canonicalCollection: canonical,
          literalLinks: page.literalLinks, reads: resolved(page.reads), showsEntry: page.showsEntry,
          location: Location(header.template.source, header.template.header?.span ?? .fileStart),
          templates: page.templates + componentSources(page.reads), jsonType: page.jsonType,
          isOnce: header.template.once != nil, pattern: header.pattern, clauses: header.clauses,
          bracketProgram: bracketProgram, bracketResults: bracketResults,
          readsPages: header.readsPages || readsPages, program: page.program))
    }
    return routes
  }

  private func resolved(_ reads: ReadSet) -> TemplateReads {
    var resolver = ReadResolver(
      components: componentReads, collections: Set(environment.collections.map(\.name)))
    return resolver.resolve(reads)
  }

  /// What compiling a route has given.
  struct CompiledPage {
    let program: Int
    let literalLinks: [LiteralLink]
    let showsEntry: Bool
    let reads: ReadSet
    /// Printed paths of the route and of the layouts that it extends.
    let templates: [String]
    /// The type of what a `.json` route writes.
    let jsonType: ValueType?
  }

  /// Compiles a route with the layouts that it extends, as one program.
  mutating func compilePage(_ header: RouteHeader) -> CompiledPage {
    let kind = OutputKind(path: header.path)
    var compiler = TemplateCompiler(
      environment, theme, kind: kind, source: header.template.source, shared: shared)
    compiler.builder.program.place = compiler.builder.place(header.template.source, .fileStart)
    compiler.bindCollections()
    compiler.usedOutside = Set(header.pattern.parameters.map(\.name))
    var routeCompiler = compiler
    for binding in header.bindings {
      let slot = routeCompiler.builder.newSlot()
      if header.poisoned.contains(binding.name) { routeCompiler.poisoned.insert(binding.name) }
      routeCompiler.scope.bind(
        binding.name,
        Binding(source: .slot(slot), type: binding.type, declared: nil, origin: .named(binding.name)))
    }
    if kind == .json, let extends = header.template.extends { reportLayout(extends.span, &compiler) }
    let chain = layoutChain(header.template)
    if let chain {
      compileChain([header.template] + chain, &compiler, routeCompiler: routeCompiler)
    } else {
      compiler = routeCompiler
      compiler.blocks = Self.blocks(of: header.template)
      if kind == .json { checkJSON(header.template, &compiler) }
      compiler.compile(header.template.nodes)
    }
    if kind.isMarkup, compiler.place.state != .text {
      compiler.reportUnclosed(
        "this page ends inside a tag or an element",
        help: kind == .xml
          ? "close every tag, quote, comment and `<![CDATA[`"
          : "close every tag, quote, comment, `<script>` and `<style>`")
    }
    shared = compiler.builder.shared
    shared.programs.append(compiler.builder.program)
    // Whether a layout uses its own names is said when it is compiled by itself, with all its blocks.
    let path = header.template.source.path
    diagnostics += compiler.diagnostics.filter { $0.code != .templateUnused || $0.location?.path == path }
    trusted.formUnion(compiler.trusted)
    phrases.merge(compiler.phrases) { first, _ in first }
    return CompiledPage(
      program: shared.programs.count - 1, literalLinks: compiler.literalLinks,
      showsEntry: compiler.showsEntry,
      reads: compiler.readSet, templates: ([header.template] + (chain ?? [])).map(\.source.path),
      jsonType: compiler.builder.jsonType)
  }
}

extension DiagnosticCode {
  /// A file in `components/` that can't be a tag.
  package static let templateComponentName = DiagnosticCode("template.component-name")
}
