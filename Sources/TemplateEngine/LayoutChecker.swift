package import Diagnostics
import Models

/// Layouts: what a route extends, and how its blocks and theirs become one program.
extension ThemeChecker {
  /// What a template extends, nearest first; nothing when it extends nothing or something wrong.
  mutating func layoutChain(_ template: Template) -> [Template]? {
    var chain: [Template] = []
    var current = template
    var seen = [template.source.path]
    while let extends = current.extends {
      guard let next = templates[extends.path] else {
        let known = paths(in: "layouts")
        diagnostics.append(
          Diagnostic(
            .templateExtends, "there is no template `\(extends.path)`", in: current.source, extends.span,
            label: "not in this theme",
            help: Suggestion.sentence(for: extends.path, among: known)
              ?? (known.isEmpty
                ? "write it, for the theme has no layouts, or say `extends = \"default\"` in its `theme.toml`"
                : "layouts are " + known.map { "`\($0)`" }.joined(separator: ", "))))
        return nil
      }
      guard !seen.contains(next.source.path) else {
        let place = Location(current.source, extends.span)
        // Each page and each layout comes to the circle.
        if diagnostics.contains(where: { $0.location == place }) { return nil }
        diagnostics.append(
          Diagnostic(
            .templateExtends, "this layout extends itself", at: place,
            label: (seen + [next.source.path]).joined(separator: " → "),
            help: ["remove one `extends` of the circle"]))
        return nil
      }
      seen.append(next.source.path)
      chain.append(next)
      current = next
    }
    return chain.isEmpty ? nil : chain
  }

  mutating func compileChain(
    _ chain: [Template], _ compiler: inout TemplateCompiler, routeCompiler: TemplateCompiler
  ) {
    guard let base = chain.last else { return }
    compiler.builder = routeCompiler.builder
    compiler.poisoned = routeCompiler.poisoned
    var known = Set<String>()
    for template in chain.reversed() {
      let blocks = Self.blocks(of: template)
      if template.extends != nil { checkOutside(template, &compiler, knownBlocks: known) }
      for (name, bodies) in blocks {
        compiler.blocks[name] = bodies + (compiler.blocks[name] ?? [])
        known.insert(name)
      }
    }
    // What they bind outside of blocks is worked out before anything is written.
    let baseScope = compiler.scope
    for template in chain.dropLast() {
      compiler.scope = template.source.path == chain[0].source.path ? routeCompiler.scope : baseScope
      compiler.source = template.source
      for case .binding(let name, let span, let value) in template.nodes {
        compiler.compileBinding(name, span, value)
      }
      compiler.ownScopes[template.source.path] = compiler.scope
    }
    compiler.scope = baseScope
    compiler.source = base.source
    compiler.compile(base.nodes)
    reportUnusedLets(chain[0], &compiler)
  }

  private func reportUnusedLets(_ template: Template, _ compiler: inout TemplateCompiler) {
    guard var scope = compiler.ownScopes[template.source.path] else { return }
    let unused = scope.leave(0).filter { !compiler.usedOutside.contains($0.name) }
    let source = compiler.source
    compiler.source = template.source
    for binding in unused {
      compiler.report(
        .templateUnused, "`\(binding.name)` is never used", binding.span, help: "remove it, or use it")
    }
    compiler.source = source
  }

  /// A template that extends another has blocks and lets, nothing else.
  private func checkOutside(
    _ template: Template, _ compiler: inout TemplateCompiler, knownBlocks: Set<String>
  ) {
    let outer = compiler.source
    compiler.source = template.source
    defer { compiler.source = outer }
    for node in template.nodes {
      switch node {
      case .binding: break
      case .block(let name, let span, _):
        if knownBlocks.contains(name) { break }
        compiler.report(
          .templateBlock, "no layout above has a block `\(name)`", span, label: "would never be shown",
          help: Suggestion.sentence(for: name, among: knownBlocks.sorted())
            ?? "blocks are " + knownBlocks.sorted().map { "`\($0)`" }.joined(separator: ", "))
      case .text(let span):
        guard let first = template.source.bytes[span.start..<span.end].firstIndex(where: { $0 > 0x20 }) else {
          break
        }
        compiler.report(
          .templateBlock, "text outside of blocks is not shown in a template that extends another",
          Span(first, first + 1), help: "put it into a `{% block … %}`")
      default:
        compiler.report(
          .templateBlock, "this stands outside of blocks in a template that extends another", node.span,
          help: "put it into a `{% block … %}`; a `{% let … %}` may stand alone")
      }
    }
  }

  /// The blocks of a template, also those inside other parts.
  static func blocks(of template: Template) -> [String: [TemplateCompiler.BlockBody]] {
    var blocks: [String: [TemplateCompiler.BlockBody]] = [:]
    func collect(_ nodes: [TemplateNode], fills: Bool) {
      for node in nodes {
        switch node {
        case .block(let name, let span, let body):
          blocks[name] = [.init(source: template.source, nameSpan: span, nodes: body, fills: fills)]
          collect(body, fills: false)
        case .condition(let branches, let otherwise, _):
          for branch in branches { collect(branch.body, fills: false) }
          collect(otherwise, fills: false)
        case .loop(_, _, _, let body, _): collect(body, fills: false)
        case .component(let call): collect(call.content ?? [], fills: false)
        default: break
        }
      }
    }
    collect(template.nodes, fills: template.extends != nil)
    return blocks
  }

  /// Layouts that no route extends are checked by themselves.
  mutating func compileUnusedLayouts() {
    for path in paths(in: "layouts") {
      guard let template = templates[path] else { continue }
      let header = RouteHeader(path: path, template: template, pattern: RoutePattern(literal: "x.html"))
      _ = compilePage(header)
    }
  }
}

extension DiagnosticCode {
  /// A layout that is not there, or that extends itself.
  package static let templateExtends = DiagnosticCode("template.extends")
}
