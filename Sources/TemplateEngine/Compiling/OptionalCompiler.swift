package import Diagnostics
import Models

/// Values that may be absent: their defaults, and places where they must be there.
extension TemplateCompiler {
  /// `left ?? right`.
  mutating func compileCoalesce(_ left: Expression, _ right: Expression) -> Typed? {
    guard let first = compile(left) else { return nil }
    guard first.type.isOptional else {
      if isShared { return first }
      report(
        .templateOptional, "this is always there, so its default is never used", right.span,
        label: "never used", help: "remove `?? \(text(right.span))`")
      return nil
    }
    let slot = builder.newSlot()
    builder.add(.copy(to: slot, first.slot))
    let absent = builder.addJump()
    let exit = builder.addJump()
    builder.land(absent) { .jumpIfNone(first.slot, $0) }
    guard let second = compile(right.shaped(as: first.type)) else { return nil }
    builder.add(.copy(to: slot, second.slot))
    builder.land(exit) { .jump($0) }
    guard let type = TypeRules.common(first.type.unwrapped, second.type) else {
      report(
        .templateType, "this default is `\(name(of: second.type))`, the value is `\(name(of: first.type))`",
        right.span, label: "`\(name(of: second.type))`",
        help: "give a default of type `\(name(of: first.type.unwrapped))`")
      return nil
    }
    return Typed(slot: slot, type: type)
  }

  /// A value that must be there.
  mutating func present(_ expression: Expression) -> Typed? {
    guard let typed = compile(expression) else { return nil }
    guard typed.type.isOptional else { return typed }
    reportOptional(expression, typed.type)
    return nil
  }

  mutating func reportOptional(_ expression: Expression, _ type: ValueType) {
    let written = text(expression.span)
    // What is worked out is not known to be there the next time.
    let test =
      expression.path == nil
      ? "`{% let found = \(written) %}{% if found %} … {% endif %}`" : "`{% if \(written) %} … {% endif %}`"
    let help =
      switch type.unwrapped {
      // Nobody writes an entry out for a default.
      case .model, .record: "test it first: \(test)"
      default: "give it a default with `\(written) ?? …`, or test it: \(test)"
      }
    report(
      .templateOptional, "`\(described(expression) ?? written)` is `\(name(of: type))`", expression.span,
      label: "may be absent", help: help)
  }

  /// `Post.summary` for a field of an entry.
  private func described(_ expression: Expression) -> String? {
    guard case .member(let base, let name, _) = expression.kind else { return nil }
    guard case .name(let baseName) = base.kind else { return nil }
    var copy = scope
    guard let binding = copy.lookUp(baseName), case .model(let id) = binding.type.unwrapped else {
      return nil
    }
    return "\(models[id].name).\(name)"
  }
}

extension DiagnosticCode {
  /// An optional that is used as if it were there, or a default that is never used.
  package static let templateOptional = DiagnosticCode("template.optional")
}
