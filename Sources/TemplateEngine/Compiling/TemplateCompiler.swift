package import Diagnostics
import Models

/// An expression that has been compiled: where its value will be, and its type.
struct Typed {
  var slot: Slot
  var type: ValueType
  /// Nothing for a value that was worked out; what it was worked out of is noted then.
  var origin: Origin?
}

/// Checks one route or component and compiles it in the same pass: nothing is compiled that has no type.
///
/// A mistake is reported once; what depends on it has no type and stays silent.
struct TemplateCompiler {
  let environment: TemplateEnvironment
  let theme: ThemeIndex
  let kind: OutputKind
  var builder: Builder
  var scope = Scope()
  /// The template whose expressions are being compiled.
  var source: SourceFile
  var diagnostics: [Diagnostic] = []
  var readSet = ReadSet()
  /// Loop variables that have been named since somebody began to watch.
  var loopNames: Set<String> = []
  /// Links whose keys are written out, to be looked up in plan.
  var literalLinks: [LiteralLink] = []
  /// Places of `| trusted`.
  var trusted: [Location] = []
  /// Strings of the theme that are used, and where first.
  var phrases: [String: Location] = [:]
  /// Where the output stands, for files of HTML and XML.
  var place: HTMLPlace
  /// Where the tag, the comment or the element begins that `place` is in.
  var opening: (source: SourceFile, offset: Int)?
  var braces = BraceWatch()
  /// Names for the element of the filter whose arguments are compiled.
  var element: Typed?
  /// In a header no page has its URL yet.
  var isHeader = false
  /// Whether `site.pages` was read.
  var readsPages = false
  /// Whether there is a slot to fill.
  var isComponent = false
  /// Bodies of each block from the most derived to the base.
  var blocks: [String: [BlockBody]] = [:]
  /// By path: what a template that extends another binds outside of its blocks, which they see.
  var ownScopes: [String: Scope] = [:]
  /// Bodies of blocks that were compiled.
  var bodyCount = 0
  /// The blocks that are being compiled, how far down their bodies, and what is in scope where each stands.
  var openBlocks: [(name: String, level: Int, scope: Scope)] = []

  init(
    _ environment: TemplateEnvironment, _ theme: ThemeIndex, kind: OutputKind, source: SourceFile,
    shared: ProgramSet
  ) {
    self.environment = environment
    self.theme = theme
    self.kind = kind
    self.source = source
    place = HTMLPlace(isXML: kind == .xml)
    builder = Builder(shared)
    bindGlobals()
  }

  var models: ModelSet { environment.models }

  func name(of type: ValueType) -> String { models.name(of: type) }

  private mutating func bindGlobals() {
    for (index, global) in environment.globals.enumerated() {
      scope.bind(global.name, Binding(source: .global(index), type: global.type, declared: nil))
    }
    scope.bind("current", Binding(source: .current, type: .record(.current), declared: nil))
  }

  /// Collections are in scope everywhere but in components.
  mutating func bindCollections() {
    for (index, collection) in environment.collections.enumerated() {
      let type = ValueType.list(.model(collection.model))
      scope.bind(collection.name, Binding(source: .collection(index), type: type, declared: nil))
    }
    scope.bind("entry", Binding(source: .currentEntry, type: .optional(.model(.page)), declared: nil))
  }

  /// Whether the template being compiled serves other sites too, with other models than this one's.
  var isShared: Bool { theme.shared.contains(source.path) }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, _ span: Span, label: String = "", help: String? = nil
  ) {
    diagnostics.append(Diagnostic(code, message, in: source, span, label: label, help: help))
  }

  // MARK: - Nodes

  mutating func compile(_ nodes: [TemplateNode]) {
    let names = scope.count
    for node in nodes { compile(node) }
    for unused in scope.leave(names) where !usedOutside.contains(unused.name) {
      report(
        .templateUnused, "`\(unused.name)` is never used", unused.span, help: "remove it, or use it")
    }
  }

  private mutating func compile(_ node: TemplateNode) {
    switch node {
    case .text(let span):
      checkBraces(span)
      write(source.bytes[span.start..<span.end])
    case .raw(let span): write(source.bytes[span.start..<span.end])
    case .output(let expression, let span): compileOutput(expression, span)
    case .condition(let branches, let otherwise, let span): compileCondition(branches, otherwise, span)
    case .loop(let name, let nameSpan, let list, let body, let span):
      compileLoop(name, nameSpan, list, body, span)
    case .binding(let name, let nameSpan, let value): compileBinding(name, nameSpan, value)
    case .block(let name, let nameSpan, _): compileBlock(name, nameSpan)
    case .component(let call): compileComponent(call)
    }
  }

  mutating func compileBinding(_ name: String, _ span: Span, _ value: Expression) {
    guard canBind(name, span) else { return }
    guard let typed = compileValue(value) else {
      // Bound all the same, so that its uses are not reported as unknown.
      scope.bind(name, Binding(source: .slot(builder.newSlot()), type: .none, declared: nil))
      poisoned.insert(name)
      return
    }
    scope.bind(
      name, Binding(source: .slot(typed.slot), type: typed.type, declared: span, origin: typed.origin))
  }

  /// Whether the page has the stylesheet of its components.
  var hasStyle = false
  /// Names of the header's lets that the route's path uses.
  var usedOutside: Set<String> = []
  /// Whether the page shows the Page that shares its URL.
  var showsEntry = false

  /// Names whose value had a mistake; expressions with them have no type.
  var poisoned: Set<String> = []

  /// A name is bound once in its scope and the scopes around it.
  mutating func canBind(_ name: String, _ span: Span) -> Bool {
    guard
      scope.isBound(name)
        || ["loop", "slot", "super", "true", "false", "none", "not", "and", "or"].contains(name)
    else { return true }
    report(
      .templateShadow, "the name `\(name)` is taken", span, label: "already means something here",
      help: "choose another name; what a name means never changes within a template")
    return false
  }

  // MARK: - Conditions and loops

  private var markupName: String { kind == .xml ? "XML" : "HTML" }

  private mutating func compileCondition(
    _ branches: [(condition: Expression, body: [TemplateNode])], _ otherwise: [TemplateNode], _ span: Span
  ) {
    let start = place
    var ends: [HTMLPlace] = []
    var exits: [Int] = []
    let known = scope.present
    // What the conditions above a branch say by not holding.
    var falseFacts: Set<String> = []
    for branch in branches {
      let jump = compileJump(unless: branch.condition)
      _ = scope.know(Narrowing.whenTrue(branch.condition))
      place = start
      let links = literalLinks.count
      compile(branch.body)
      // Behind a `hasRoute` that does not hold, links lead nowhere and are never written.
      if asksForDroppedRoute(branch.condition) { literalLinks.removeLast(literalLinks.count - links) }
      ends.append(place)
      exits.append(builder.addJump())
      if let jump { builder.land(jump.index, jump.make) }
      falseFacts.formUnion(Narrowing.whenFalse(branch.condition))
      scope.restore(known.union(falseFacts))
    }
    place = start
    compile(otherwise)
    ends.append(place)
    for exit in exits { builder.land(exit) { .jump($0) } }
    scope.restore(known)
    join(ends, span)
  }

  /// The place behind branches that end differently can't be known, so it can't be escaped for.
  private mutating func join(_ ends: [HTMLPlace], _ span: Span) {
    guard kind.isMarkup, var joined = ends.first else { return }
    for end in ends.dropFirst() {
      guard let next = HTMLPlace.joined(joined, end) else {
        report(
          .templatePlace, "the branches of this `if` end in different places of the \(markupName)", span,
          label: "one opens a tag, a quote or an element that another does not",
          help: "put whole tags and whole attributes into each branch")
        return
      }
      joined = next
    }
    place = joined
  }

  /// A jump that is taken when `condition` does not hold.
  private mutating func compileJump(
    unless condition: Expression
  ) -> (index: Int, make: (Int) -> Instruction)? {
    guard let typed = compileConditionValue(condition) else { return nil }
    let index = builder.addJump()
    let slot = typed.slot
    return (index, { .jumpIfFalse(slot, $0) })
  }

  /// A `Bool`: the condition itself, or whether an optional is there.
  mutating func compileConditionValue(_ condition: Expression) -> Typed? {
    if condition.isSlot, isComponent {
      let slot = builder.newSlot()
      builder.add(.hasSlot(to: slot))
      return Typed(slot: slot, type: .bool)
    }
    guard let typed = compile(condition) else { return nil }
    if typed.type == .bool { return typed }
    if case .optional = typed.type {
      if typed.type == .optional(.bool) {
        report(
          .templateCondition, "this is `Bool?`: it can be true, false or absent", condition.span,
          help: "write `\(text(condition.span)) ?? false`, or compare it with `none`")
        return nil
      }
      let slot = builder.newSlot()
      builder.add(.property(to: slot, of: typed.slot, .isPresent))
      return Typed(slot: slot, type: .bool)
    }
    if isShared { return Typed(slot: builder.constant(.bool(true)), type: .bool) }
    let written = text(condition.span)
    let help: String
    switch typed.type {
    case .list: help = "write `not \(written).isEmpty`"
    case .string, .slug, .url: help = "write `not \(written).isEmpty`"
    case .int, .double: help = "compare it: `\(written) != 0`"
    case .union(let members): help = "compare it: `\(written) == \"\(members.first ?? "")\"`"
    default: help = "it is always there; remove the condition"
    }
    report(
      .templateCondition, "a condition is `Bool` or optional, this is `\(name(of: typed.type))`",
      condition.span,
      label: "`\(name(of: typed.type))`", help: help)
    return nil
  }

  func text(_ span: Span) -> String {
    String(decoding: source.bytes[span.start..<min(span.end, source.bytes.count)], as: UTF8.self)
  }

  private mutating func compileLoop(
    _ name: String, _ nameSpan: Span, _ list: Expression, _ body: [TemplateNode], _ span: Span
  ) {
    let names = scope.count
    let elementSlot = builder.newSlot()
    let counter = builder.newSlot()
    let typed = compileList(list)
    let start = place
    if canBind(name, nameSpan) {
      scope.bind(
        name,
        Binding(
          source: .slot(elementSlot), type: typed?.element ?? .none, declared: nil,
          origin: typed?.origin.map { .element($0) }, isLoop: true))
      if typed == nil { poisoned.insert(name) }
    }
    let listSlot = typed?.slot ?? builder.newSlot()
    scope.bind("loop", Binding(source: .loop(list: listSlot, counter: counter), type: .none, declared: nil))
    builder.add(.startLoop(counter: counter))
    builder.markTarget()
    let top = builder.position
    let exit = builder.addJump()
    compile(body)
    builder.add(.jump(top))
    let loopPlace = builder.place(source, span)
    builder.land(exit) {
      .nextElement(list: listSlot, counter: counter, element: elementSlot, end: $0, place: loopPlace)
    }
    _ = scope.leave(names)
    if typed == nil { poisoned.remove(name) }
    guard kind.isMarkup else { return }
    if place.isBehindFirstValue, !start.isBehindFirstValue {
      report(
        .templatePlace, "the values of a loop could make a program's address together", span,
        help: "begin the address before the loop, with `/` or `https://`, or make one value of it with `join`"
      )
    }
    if let joined = HTMLPlace.joined(start, place) {
      place = joined
    } else {
      place = start
      report(
        .templatePlace, "the inside of this `for` ends in another place of the \(markupName) than it begins",
        span,
        help: "put whole tags and whole attributes into the loop")
    }
  }

  /// An expression that is a list, with the type of its elements.
  mutating func compileList(_ expression: Expression) -> (slot: Slot, element: ValueType, origin: Origin?)? {
    guard let typed = compile(expression) else { return nil }
    if case .list(let element) = typed.type { return (typed.slot, element, typed.origin) }
    let written = text(expression.span)
    var help: String?
    switch typed.type {
    case .optional(.list): help = "give it a default: `\(written) ?? []`"
    case .record(let record) where record.kind.hasItems: help = "go through its `items`: `\(written).items`"
    default: break
    }
    report(
      .templateType, "expected a list, found `\(name(of: typed.type))`", expression.span,
      label: "`\(name(of: typed.type))`", help: help)
    return nil
  }
}

extension DiagnosticCode {
  /// A `let` or a prop that nothing reads.
  package static let templateUnused = DiagnosticCode("template.unused", .warning)
  /// A name that is bound while it means something already.
  package static let templateShadow = DiagnosticCode("template.name-taken")
  /// A value at a place of the HTML or XML where it can't be written safely, or a place that can't be known.
  package static let templatePlace = DiagnosticCode("template.place")
  /// A condition that is neither `Bool` nor optional.
  package static let templateCondition = DiagnosticCode("template.condition")
  /// A value of another type than is wanted.
  package static let templateType = DiagnosticCode("template.wrong-type")
}
