import Diagnostics
import Models

/// Filters over numbers, and over lists that have a sum, a least or a greatest.
extension TemplateCompiler {
  mutating func compileNumberFilter(_ filter: FilterInput) -> Typed? {
    let (name, slot, type, span) = (
      filter.call.name, filter.typed.slot, filter.typed.type, filter.call.nameSpan
    )
    switch name {
    case "round", "floor", "ceil", "abs":
      guard type == .int || type == .double else { return mismatch(filter, "a number") }
      if name == "abs" { return add(.absoluteNumber, slot, span: span, type: type) }
      let operation: FilterOperation = name == "round" ? .round : name == "floor" ? .floor : .ceiling
      return add(operation, slot, span: span, type: .int)
    default: break
    }
    guard case .list(let element) = type else { return mismatch(filter, "a list") }
    switch name {
    case "sum":
      guard element == .int || element == .double else { return mismatch(filter, "a list of numbers") }
      return add(.sum, slot, span: span, type: element)
    case "min", "max":
      guard TypeRules.isOrdered(element) else { return mismatch(filter, "a list of numbers, texts or dates") }
      return add(name == "min" ? .min : .max, slot, span: span, type: element.asOptional)
    default:
      guard let other = filter.arguments["with"], let list = compileList(other) else { return nil }
      let pair = RecordType(name: nil, fields: [.init("first", element), .init("second", list.element)])
      return add(.zip, slot, [list.slot], span: span, type: .list(.record(pair)))
    }
  }

  private mutating func mismatch(_ filter: FilterInput, _ wanted: String) -> Typed? {
    report(
      .templateType, "`\(filter.call.name)` works on \(wanted), this is `\(name(of: filter.typed.type))`",
      filter.input.span, label: "`\(name(of: filter.typed.type))`",
      help: "write it like `\(FilterTable.signatures[filter.call.name]?.example ?? filter.call.name)`")
    return nil
  }
}

extension Machine {
  /// The sum, the least, the greatest; pairs of two lists.
  mutating func runNumbers(_ step: FilterStep, _ elements: [Value], _ argument: Value) -> Value {
    switch step.operation {
    case .sum:
      return elements.reduce(nil as Value?) { sum, value in sum.map { added($0, value, step.place) } ?? value
      } ?? .int(0)
    case .min: return elements.reduce(Value.none) { $0.isNone || Self.isBefore($1, $0) ? $1 : $0 }
    case .max: return elements.reduce(Value.none) { $0.isNone || Self.isBefore($0, $1) ? $1 : $0 }
    case .zip:
      guard case .list(let others) = argument else { return .list([]) }
      return .list(zip(elements, others).map { .record([$0, $1]) })
    default: return .none
    }
  }

  private mutating func added(_ a: Value, _ b: Value, _ place: Int) -> Value {
    switch (a, b) {
    case (.int, .int): binary(.addInt, a, b, place)
    default: binary(.addDouble, a, b, place)
    }
  }

  /// A number made whole, or without its sign; one beyond all bounds is reported.
  mutating func runNumber(_ step: FilterStep, _ number: Double) -> Value {
    let whole: Double =
      switch step.operation {
      case .round: number.rounded(.toNearestOrAwayFromZero)
      case .floor: number.rounded(.down)
      case .ceiling: number.rounded(.up)
      default: number.magnitude
      }
    if case .absoluteNumber = step.operation { return .double(whole) }
    guard let int = Int(exactly: whole) else {
      report(
        .templateArithmetic, "this number has no whole one near it", step.place,
        help: "whole numbers go up to \(Int.max)")
      return .int(0)
    }
    return .int(int)
  }
}
