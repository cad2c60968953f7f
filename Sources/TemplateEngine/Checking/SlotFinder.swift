/// Finds out what a component does with its slot before any call of it is compiled.
enum SlotFinder {
  static func use(in nodes: [TemplateNode]) -> ThemeIndex.SlotUse {
    var found = ThemeIndex.SlotUse.none
    for node in nodes {
      switch self.use(in: node) {
      case .none: break
      case .optional: return .optional
      case .required: found = .required
      }
    }
    return found
  }

  private static func use(in node: TemplateNode) -> ThemeIndex.SlotUse {
    switch node {
    case .text, .raw, .binding: return .none
    case .output(let expression, _): return expression.isSlot ? .required : .none
    case .condition(let branches, let otherwise, _):
      if branches.contains(where: { asksForSlot($0.condition) }) { return .optional }
      return use(in: branches.flatMap(\.body) + otherwise)
    case .loop(_, _, _, let body, _), .block(_, _, let body): return use(in: body)
    case .component(let call): return use(in: call.content ?? [])
    }
  }

  private static func asksForSlot(_ condition: Expression) -> Bool {
    switch condition.kind {
    case .not(let operand): asksForSlot(operand)
    case .binary(_, let left, let right): asksForSlot(left) || asksForSlot(right)
    default: condition.isSlot
    }
  }
}

extension Expression {
  /// Whether it is the name `slot`.
  var isSlot: Bool { if case .name("slot") = kind { true } else { false } }
}
