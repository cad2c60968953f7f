import Diagnostics
import Models

/// A name that a template can use, and what is known of it.
struct Binding {
  enum Source {
    case slot(Slot)
    case collection(Int)
    case global(Int)
    case current
    /// `entry`: the Page whose URL a fixed route makes.
    case currentEntry
    /// `loop` inside `{% for %}`.
    case loop(list: Slot, counter: Slot)
  }

  let source: Source
  let type: ValueType
  /// Where a `let` or a prop is declared, to say that nobody uses it.
  let declared: Span?
  /// Where the value comes from; names that stand for themselves say nothing.
  var origin: Origin?
  /// Whether a `for` binds it.
  var isLoop = false
}

/// The names in scope, and the optional paths that are known to be there.
struct Scope {
  private var names: [(name: String, binding: Binding)] = []
  private(set) var present: Set<String> = []
  private(set) var used: Set<Int> = []

  var count: Int { names.count }

  mutating func bind(_ name: String, _ binding: Binding) { names.append((name, binding)) }

  /// The binding of a name; looking it up counts as use.
  mutating func lookUp(_ name: String) -> Binding? {
    guard let index = names.lastIndex(where: { $0.name == name }) else { return nil }
    used.insert(index)
    return names[index].binding
  }

  func isBound(_ name: String) -> Bool { names.contains { $0.name == name } }

  var allNames: [String] { names.map(\.name) }

  /// Forgets the names behind the first `count`; those that were declared and never used.
  mutating func leave(_ count: Int) -> [(name: String, span: Span)] {
    var unused: [(name: String, span: Span)] = []
    for index in count..<max(count, names.count) {
      if let span = names[index].binding.declared, !used.contains(index) {
        unused.append((names[index].name, span))
      }
      used.remove(index)
    }
    names.removeLast(max(0, names.count - count))
    return unused
  }

  /// Runs `body` with the paths known to be there.
  mutating func know(_ paths: Set<String>) -> Set<String> {
    let before = present
    present.formUnion(paths)
    return before
  }

  /// Counts what was looked up in a copy of this scope as used here too.
  mutating func takeUses(of copy: Scope) { used.formUnion(copy.used.filter { $0 < names.count }) }

  mutating func restore(_ paths: Set<String>) { present = paths }
}

/// What a condition says of optional values, as in TypeScript's narrowing.
enum Narrowing {
  /// Paths that are there when the condition holds.
  static func whenTrue(_ condition: Expression) -> Set<String> {
    switch condition.kind {
    case .name, .member, .element: return condition.path.map { [$0] } ?? []
    case .not(let operand): return whenFalse(operand)
    case .binary(.and, let left, let right): return whenTrue(left).union(whenTrue(right))
    case .binary(.notEqual, let left, let right):
      if case .none = right.kind { return left.path.map { [$0] } ?? [] }
      if case .none = left.kind { return right.path.map { [$0] } ?? [] }
      return []
    case .binary(.equal, let left, let right):
      // What equals a text or a number is there.
      if isLiteral(right) { return left.path.map { [$0] } ?? [] }
      if isLiteral(left) { return right.path.map { [$0] } ?? [] }
      return []
    default: return []
    }
  }

  /// Paths that are there when it does not hold.
  static func whenFalse(_ condition: Expression) -> Set<String> {
    switch condition.kind {
    case .not(let operand): return whenTrue(operand)
    case .binary(.or, let left, let right): return whenFalse(left).union(whenFalse(right))
    case .binary(.equal, let left, let right):
      if case .none = right.kind { return left.path.map { [$0] } ?? [] }
      if case .none = left.kind { return right.path.map { [$0] } ?? [] }
      return []
    default: return []
    }
  }

  private static func isLiteral(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .string, .int, .double, .bool: true
    default: false
    }
  }
}
