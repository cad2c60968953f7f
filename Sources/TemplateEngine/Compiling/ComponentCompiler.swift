package import Diagnostics
import Models

/// Calls of components, with their props checked.
extension TemplateCompiler {
  mutating func compileComponent(_ call: ComponentCall) {
    guard let component = theme.components[call.name] else {
      // What was put into a comment is meant to be out of use.
      if kind == .html, place.state == .comment { return reportInsideTag(call) }
      report(
        .templateUnknownComponent, "there is no component `\(call.name)`", call.nameSpan,
        label: "unknown component",
        help: Suggestion.sentence(for: call.name, among: theme.components.keys.sorted())
          ?? "add it as `components/\(call.name).html`, or write HTML tags in lower case")
      return
    }
    if kind != .html {
      report(
        .templatePlace, "a component writes HTML, and this is no HTML", call.nameSpan,
        help: "write the values out here, or use `| plain` of a body")
    } else if place.state != .text {
      reportInsideTag(call)
    }
    let arguments = compileProps(call, component)
    let content = compileContent(call, component)
    guard let arguments else { return }
    let first = gather(arguments)
    let place = builder.place(source, call.nameSpan)
    builder.add(
      .component(
        program: component.program, arguments: first, count: arguments.count, place: place, content: content))
  }

  private mutating func reportInsideTag(_ call: ComponentCall) {
    report(
      .templatePlace, "a component can't stand inside \(place.state == .comment ? "a comment" : "a tag")",
      call.nameSpan,
      help: place.state == .comment
        ? "use a comment of the template, `{# … #}`, which is not published"
        : "call it where text could stand")
  }

  /// What stands between the tags, as steps that are jumped over here and run by the component's slot.
  private mutating func compileContent(_ call: ComponentCall, _ component: ThemeIndex.Component) -> Int? {
    guard let content = call.content, content.contains(where: isVisible) else {
      if component.slot == .required {
        report(
          .templateProps, "`\(call.name)` needs something between its tags", call.nameSpan,
          label: "nothing inside",
          help: "write `<\(call.name)> … </\(call.name)>`")
      }
      return nil
    }
    if component.slot == .none {
      report(
        .templateProps, "`\(call.name)` takes no content", call.nameSpan,
        help:
          "pass what it shows as a prop and write `<\(call.name) … />`, or put `{{ slot }}` into the component"
      )
    }
    let jump = builder.addJump()
    builder.markTarget()
    let start = builder.position
    let outside = place
    compile(content)
    if place.state != .text {
      if outside.state == .text {
        report(
          .templatePlace, "what stands between these tags ends inside a tag or an element", call.nameSpan,
          help: "close every tag, quote, `<script>` and `<style>` before `</\(call.name)>`")
      }
      place = outside
    }
    builder.program.contents.append(start..<builder.position)
    builder.land(jump) { .jump($0) }
    return builder.program.contents.count - 1
  }

  private func isVisible(_ node: TemplateNode) -> Bool {
    guard case .text(let span) = node else { return true }
    return source.bytes[span.start..<span.end].contains { $0 > 0x20 }
  }

  private mutating func compileProps(_ call: ComponentCall, _ component: ThemeIndex.Component) -> [Slot]? {
    var slots: [Slot] = []
    var origins: [Origin?] = []
    var isComplete = true
    for attribute in call.attributes where !component.props.contains(where: { $0.name == attribute.name }) {
      let names = component.props.map(\.name)
      report(
        .templateProps, "`\(call.name)` has no prop `\(attribute.name)`", attribute.nameSpan,
        label: "unknown prop",
        help: Suggestion.sentence(for: attribute.name, among: names)
          ?? (names.isEmpty
            ? "it takes none" : "its props are " + names.map { "`\($0)`" }.joined(separator: ", ")))
    }
    for prop in component.props {
      if prop.isBroken {
        isComplete = false
        continue
      }
      let given = call.attributes.filter { $0.name == prop.name }
      if given.count > 1 {
        report(
          .templateProps, "the prop `\(prop.name)` is given twice", given[1].nameSpan,
          help: "remove one of the two")
      }
      guard let attribute = given.first else {
        if let slot = compileDefault(prop, of: component) {
          slots.append(slot)
          origins.append(nil)
        } else {
          isComplete = false
          if prop.defaultValue == nil {
            report(
              .templateProps, "`\(call.name)` needs the prop `\(prop.name)`", call.nameSpan,
              label: "missing prop",
              help: "add `\(prop.name)={…}`, \(Self.withArticle(name(of: prop.type)))")
          }
        }
        continue
      }
      let value = attribute.value ?? Expression(kind: .bool(true), span: attribute.nameSpan)
      if let misfit = value.misfit(for: prop.type) {
        report(.templateProps, misfit.message, misfit.span, help: misfit.help)
        isComplete = false
        continue
      }
      guard let typed = compileValue(value.shaped(as: prop.type)) else {
        isComplete = false
        continue
      }
      guard TypeRules.fits(typed.type, prop.type) else {
        isComplete = false
        reportMismatch(call, prop, value, typed.type)
        continue
      }
      slots.append(typed.slot)
      origins.append(typed.origin)
    }
    if isComplete { readSet.calls.insert(.init(program: component.program, arguments: origins)) }
    return isComplete ? slots : nil
  }

  /// `Int` → an `Int`.
  static func withArticle(_ type: String) -> String {
    let isVowel = type.hasPrefix("HTML") || type.first.map { "AEIO".contains($0) } == true
    return (isVowel ? "an `" : "a `") + type + "`"
  }

  private mutating func reportMismatch(
    _ call: ComponentCall, _ prop: ThemeIndex.Prop, _ value: Expression, _ type: ValueType
  ) {
    if type.isOptional, TypeRules.fits(type.unwrapped, prop.type) { return reportOptional(value, type) }
    var help: String? = "pass \(Self.withArticle(name(of: prop.type.unwrapped)))"
    if case .model = type, prop.type.unwrapped.isText {
      help = "pass one of its fields, like `\(text(value.span)).title`"
    }
    if type == .int, prop.type.unwrapped == .string { help = "write `\(prop.name)=\"\(text(value.span))\"`" }
    if case .union(let words) = type, let word = words.first, words.count == 1,
      [.int, .double, .bool].contains(prop.type.unwrapped),
      Double(word) != nil || ["true", "false"].contains(word)
    {
      help = "write `\(prop.name)={\(word)}`"
    }
    if case .union(let members) = prop.type.unwrapped, case .union(let given) = type, let word = given.first {
      help =
        Suggestion.sentence(for: word, among: members)
        ?? "it is one of " + members.map { "`\"\($0)\"`" }.joined(separator: ", ")
    }
    report(
      .templateProps,
      "the prop `\(prop.name)` of `\(call.name)` is `\(name(of: prop.type))`, this is `\(name(of: type))`",
      value.span, label: "`\(name(of: type))`", help: help)
  }

  /// A prop's default is a literal, compiled in the component's own text.
  private mutating func compileDefault(_ prop: ThemeIndex.Prop, of component: ThemeIndex.Component) -> Slot? {
    guard let value = prop.defaultValue else {
      return prop.type.isOptional ? builder.constant(.none) : nil
    }
    let outer = source
    source = component.source
    defer { source = outer }
    return compile(value.shaped(as: prop.type))?.slot
  }
}

extension DiagnosticCode {
  /// A capitalised tag that is no component.
  package static let templateUnknownComponent = DiagnosticCode("template.unknown-component")
  /// Props that are missing, unknown or of another type.
  package static let templateProps = DiagnosticCode("template.props")
}
