import Diagnostics

/// An expression as it is written, with its place.
struct Expression: Sendable {
  indirect enum Kind: Sendable {
    case none
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case list([Expression])
    case record([(name: String, span: Span, value: Expression)])
    case name(String)
    /// `.field` inside a filter's arguments: a field of the element; `.` alone is the element, with an empty name.
    case element(String)
    case member(Expression, name: String, nameSpan: Span)
    case filter(Expression, Call)
    /// `link(…)`, `asset(…)`.
    case call(Call)
    /// `strings.posts(…)`: a string of the theme, filled.
    case phrase(Call)
    case not(Expression)
    case negative(Expression)
    case binary(Operator, Expression, Expression)
  }

  /// A filter or function with its arguments.
  struct Call: Sendable {
    let name: String
    let nameSpan: Span
    let arguments: [Argument]
  }

  struct Argument {
    /// Nothing for an argument by position.
    let name: String?
    let value: Expression
    let span: Span
  }

  enum Operator: String, Sendable {
    case coalesce = "??"
    case or
    case and
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"

    /// Higher binds closer.
    var precedence: Int {
      switch self {
      case .or: 1
      case .and: 2
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: 3
      case .coalesce: 4
      case .add, .subtract: 5
      case .multiply, .divide, .remainder: 6
      }
    }
  }

  let kind: Kind
  let span: Span

  /// The name that narrowing knows it by: `post.cover` of a chain of members; nothing for another expression.
  var path: String? {
    switch kind {
    case .name(let name): name
    case .element(let name): "." + name
    case .member(let base, let name, _): base.path.map { $0 + "." + name }
    default: nil
    }
  }

  /// The names that stand in it.
  var names: Set<String> {
    switch kind {
    case .none, .bool, .int, .double, .string, .element: []
    case .name(let name): [name]
    case .list(let items): Self.names(in: items)
    case .record(let fields): Self.names(in: fields.map(\.value))
    case .member(let base, _, _): base.names
    case .filter(let input, let call): input.names.union(Self.names(in: call.arguments.map(\.value)))
    case .call(let call), .phrase(let call): Self.names(in: call.arguments.map(\.value))
    case .not(let operand), .negative(let operand): operand.names
    case .binary(_, let left, let right): left.names.union(right.names)
    }
  }

  private static func names(in expressions: [Expression]) -> Set<String> {
    expressions.reduce(into: []) { $0.formUnion($1.names) }
  }
}
