package import Diagnostics
import Models

/// Operators on values of the types that the compiler has checked.
extension Machine {
  mutating func range(_ first: Value, _ last: Value, _ place: Int) -> Value {
    guard case .int(let start) = first, case .int(let end) = last, start <= end else { return .list([]) }
    let (count, overflow) = end.subtractingReportingOverflow(start)
    guard !overflow, count < Self.maximumSteps else {
      stop(
        .templateTooLarge, "a range from \(start) to \(end) is too long", place,
        help: "a page has at most \(Self.maximumSteps) steps of loops")
      return .list([])
    }
    guard spend(count * Self.stepCost, place) else { return .list([]) }
    return .list((start...end).map { .int($0) })
  }

  mutating func searchPiece(_ name: Value, _ place: Int) -> Value {
    guard case .string(let name) = name, spend(Self.stepCost, place) else { return .none }
    reads.note(
      theme.context.searchPieces.number(of: name).map { theme.numbers.ofSearchPiece($0) }
        ?? theme.numbers.ofSearch)
    if let bytes = theme.context.searchPiece(name) { return .string(String(text: bytes)) }
    report(
      .templateArguments, "the search index has no piece `\(name)`", place,
      help: "go through `site.search.pieces`")
    return .string("")
  }

  mutating func binary(_ operation: BinaryOperation, _ left: Value, _ right: Value, _ place: Int) -> Value {
    switch operation {
    case .equal: return .bool(Self.equal(left, right))
    case .notEqual: return .bool(!Self.equal(left, right))
    case .less: return .bool(Self.isBefore(left, right))
    case .lessOrEqual: return .bool(!Self.isBefore(right, left))
    case .greater: return .bool(Self.isBefore(right, left))
    case .greaterOrEqual: return .bool(!Self.isBefore(left, right))
    case .addText:
      guard case .string(let a) = left, case .string(let b) = right else { return .none }
      return spend(bytes: a.utf8.count + b.utf8.count, place) ? .string(a + b) : .none
    case .addInt, .subtractInt, .multiplyInt, .divideInt, .remainderInt:
      guard case .int(let a) = left, case .int(let b) = right else { return .none }
      return integer(operation, a, b, place)
    case .addDouble: return finite(Self.double(left) + Self.double(right), place)
    case .subtractDouble: return finite(Self.double(left) - Self.double(right), place)
    case .multiplyDouble: return finite(Self.double(left) * Self.double(right), place)
    case .divideDouble:
      let divisor = Self.double(right)
      if divisor == 0 { reportDivision(place) }
      return finite(divisor == 0 ? 0 : Self.double(left) / divisor, place)
    }
  }

  /// JSON has no word for what is beyond all numbers.
  private mutating func finite(_ number: Double, _ place: Int) -> Value {
    if number.isFinite { return .double(number) }
    report(
      .templateArithmetic, "the result of this is too large", place,
      help: "numbers go up to \(Double.greatestFiniteMagnitude)")
    return .double(0)
  }

  private mutating func integer(_ operation: BinaryOperation, _ a: Int, _ b: Int, _ place: Int) -> Value {
    if operation == .divideInt || operation == .remainderInt, b == 0 {
      reportDivision(place)
      return .int(0)
    }
    let (result, overflow) =
      switch operation {
      case .addInt: a.addingReportingOverflow(b)
      case .subtractInt: a.subtractingReportingOverflow(b)
      case .multiplyInt: a.multipliedReportingOverflow(by: b)
      case .divideInt: a.dividedReportingOverflow(by: b)
      default: a.remainderReportingOverflow(dividingBy: b)
      }
    if overflow {
      report(
        .templateArithmetic, "the result of this is too large", place,
        help: "whole numbers go up to \(Int.max)")
    }
    return .int(result)
  }

  private mutating func reportDivision(_ place: Int) {
    report(
      .templateArithmetic, "this divides by zero", place,
      help: "test the divisor first with `{% if … != 0 %}`")
  }

  private static func double(_ value: Value) -> Double {
    switch value {
    case .int(let number): Double(number)
    case .double(let number): number
    default: 0
    }
  }

  static func equal(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.int(let a), .double(let b)): Double(a) == b
    case (.double(let a), .int(let b)): a == Double(b)
    default: left == right
    }
  }

  /// The order of texts is that of their scalars, so that it is the same everywhere; `none` comes last.
  static func isBefore(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.int(let a), .int(let b)): a < b
    case (.int, .double), (.double, .int), (.double, .double): double(left) < double(right)
    case (.string(let a), .string(let b)): a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars)
    case (.date(let a), .date(let b)): a < b
    case (.bool(let a), .bool(let b)): !a && b
    case (.none, _): false
    case (_, .none): true
    default: false
    }
  }
}

extension DiagnosticCode {
  /// Division by zero, or a number beyond all bounds.
  package static let templateArithmetic = DiagnosticCode("template.arithmetic")
}
