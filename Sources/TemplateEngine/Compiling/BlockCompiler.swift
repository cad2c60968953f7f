package import Diagnostics

/// Blocks, which layouts have and the templates that extend them fill.
extension TemplateCompiler {
  private static let mostBodies = 5000

  struct BlockBody {
    let source: SourceFile
    let nameSpan: Span
    let nodes: [TemplateNode]
    /// Whether it fills a block of a layout above: it sees the names of its own template then, and not those of the place
    /// where the block stands.
    let fills: Bool
  }

  /// `{% block name %}`: what the most derived template puts there.
  mutating func compileBlock(_ name: String, _ span: Span) {
    guard blocks[name] != nil else {
      report(
        .templateBlock, "a component has no blocks", span,
        help: "pass what differs as a prop; blocks belong to routes and layouts")
      return
    }
    guard let bodies = blocks[name], !openBlocks.contains(where: { $0.name == name }) else {
      report(
        .templateBlock, "the block `\(name)` stands inside itself", span,
        help: "give the inner one another name")
      return
    }
    openBlocks.append((name, 0, scope))
    compileBlockBody(bodies, 0)
    scope.takeUses(of: openBlocks.removeLast().scope)
  }

  /// Compiles the body at `level` in its own template's scope.
  private mutating func compileBlockBody(_ bodies: [BlockBody], _ level: Int) {
    guard level < bodies.count else { return }
    let body = bodies[level]
    // Each `super()` is compiled where it stands, so that a chain with two in each layout doubles with each.
    bodyCount += 1
    guard bodyCount <= Self.mostBodies else {
      if bodyCount == Self.mostBodies + 1 {
        report(
          .templateBlock, "the blocks of this page show one another more than \(Self.mostBodies) times",
          body.nameSpan, help: "call `super()` once in a block")
      }
      return
    }
    let (outerSource, outerScope, outerElement) = (source, scope, element)
    source = body.source
    let own = body.fills ? ownScopes[body.source.path] : nil
    // What `super()` shows sees the names of the layout where the block stands, not those around the call.
    let isParent = level > 0 && own == nil
    if let own { scope = own }
    if isParent { scope = openBlocks[openBlocks.count - 1].scope }
    let start = place
    compile(body.nodes)
    checkEnd(of: body, from: start)
    if own != nil { ownScopes[body.source.path] = scope }
    if isParent { openBlocks[openBlocks.count - 1].scope.takeUses(of: scope) }
    source = outerSource
    element = outerElement
    if own != nil || isParent { scope = outerScope }
  }

  /// What begins in text ends there; a block within a tag may leave it at another place.
  private mutating func checkEnd(of body: BlockBody, from start: HTMLPlace) {
    guard kind.isMarkup, start.state == .text, place.state != .text else { return }
    reportUnclosed(
      "this block ends inside a tag or an element", orAt: body.nameSpan,
      help: "close every tag, quote, comment, `<script>` and `<style>` that it opens")
    place = start
  }

  /// `{{ super() }}`.
  mutating func compileSuper(_ span: Span) {
    guard let open = openBlocks.last, let bodies = blocks[open.name] else {
      report(.templateBlock, "`super()` stands in no block", span, help: "use it inside `{% block %}`")
      return
    }
    guard open.level + 1 < bodies.count else {
      report(
        .templateBlock, "the block `\(open.name)` has no parent", span,
        help: "only a template that extends another can call `super()`")
      return
    }
    openBlocks[openBlocks.count - 1].level += 1
    compileBlockBody(bodies, open.level + 1)
    openBlocks[openBlocks.count - 1].level -= 1
  }
}

extension DiagnosticCode {
  /// A block or `super()` where it has no meaning.
  package static let templateBlock = DiagnosticCode("template.block")
}
